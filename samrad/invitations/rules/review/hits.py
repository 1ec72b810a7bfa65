"""What a rule is given, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from samrad.invitations.rules.review.announcement import Announcement
from samrad.invitations.rules.review.contacts import Ways
from samrad.invitations.rules.review.model import Facts, Kind, Meeting, Span


@dataclass(frozen=True)
class Case:
    """An announcement with what was read out of it. `limits` are the recommended numbers by key."""

    read: Announcement
    kinds: tuple[Kind, ...]
    meetings: tuple[Meeting, ...]
    ways: Ways
    limits: Mapping[str, int]

    @property
    def facts(self) -> Facts:
        """Return what is known beside the text."""
        return self.read.facts


@dataclass(frozen=True)
class Hit:
    """A rule fires: where, in its milder form or not, and what the message names.

    `quote` takes the place of the words at `span`, where those are not what should be shown.
    """

    span: Span | None = None
    milder: bool = False
    quote: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
