"""What the journal says, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from samrad.contributions.wording import EVENTS
from samrad.journal.models import Entry


@dataclass(frozen=True)
class Told:
    """One thing that happened."""

    at: datetime
    what: str
    who: str


def told(entries: Iterable[Entry], names: Mapping[str, str]) -> list[Told]:
    """Return the entries in words, oldest first."""
    return [
        Told(
            at=entry.at,
            what=str(EVENTS.get(entry.kind, entry.kind)),
            who=names.get(entry.actor) or _who(entry.actor),
        )
        for entry in entries
    ]


def _who(actor: str) -> str:
    return _("den som svarade") if actor.startswith(("link:", "anyone")) else _("systemet")
