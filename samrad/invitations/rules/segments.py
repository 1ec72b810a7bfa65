"""Whom a segment holds, and why the others are left out. Who was not reached is always shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Self

TAKEN_OUT: Final = "TAKEN_OUT"
DORMANT: Final = "DORMANT"
NOT_CIVIL_SOCIETY: Final = "NOT_CIVIL_SOCIETY"
OTHER_MUNICIPALITY: Final = "OTHER_MUNICIPALITY"
OTHER_ART_AREA: Final = "OTHER_ART_AREA"
OTHER_KIND: Final = "OTHER_KIND"
OTHER_CHANNEL: Final = "OTHER_CHANNEL"
# The channels, as `invitations.enums.RecipientChannel`.
EMAIL: Final = "EMAIL"
PAPER: Final = "PAPER"
NONE: Final = "NONE"
_SETS: Final = ("municipalities", "art_areas", "organisation_kinds", "added", "taken_out")


@dataclass(frozen=True, kw_only=True)
class Segment:
    """Filters over a register. An empty set asks for nothing; filled sets must all agree."""

    municipalities: frozenset[str] = frozenset()
    art_areas: frozenset[str] = frozenset()
    organisation_kinds: frozenset[str] = frozenset()
    civil_society_only: bool = False
    include_dormant: bool = False
    channel: str = ""  # only those reached this way
    added: frozenset[int] = frozenset()  # ids put in by hand, whatever the filters say
    taken_out: frozenset[int] = frozenset()

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self:
        """Return the segment as it was kept by `as_dict`; keys it does not know are left out."""
        fields: dict[str, Any] = {
            name: frozenset(kept[name]) if name in _SETS else kept[name]
            for name in cls.__dataclass_fields__
            if name in kept
        }
        return cls(**fields)

    def as_dict(self) -> dict[str, Any]:
        """Return the segment in values that JSON knows, always in the same order."""
        return {
            name: sorted(getattr(self, name)) if name in _SETS else getattr(self, name)
            for name in self.__dataclass_fields__
        }

    def put_in(self, organisation: int) -> Self:
        """Return the segment with one put in by hand."""
        return replace(
            self, added=self.added | {organisation}, taken_out=self.taken_out - {organisation}
        )

    def take_out(self, organisation: int) -> Self:
        """Return the segment with one taken out by hand."""
        return replace(
            self, added=self.added - {organisation}, taken_out=self.taken_out | {organisation}
        )


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """The facts about an organisation that a segment asks for."""

    id: int
    municipality: str = ""
    art_areas: frozenset[str] = frozenset()
    organisation_kind: str = ""
    is_civil_society: bool = True
    has_email: bool = False
    has_postal_address: bool = False
    prefers_paper: bool = False
    is_active: bool = True
    is_dormant: bool = False


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Who is in, how each is reached, and who is left out and why (the first reason that holds)."""

    chosen: Mapping[int, str]  # id -> EMAIL, PAPER or NONE
    left_out: Mapping[int, str]  # id -> reason

    def count_by_channel(self) -> dict[str, int]:
        """Return how many are reached by each channel, empty ones too."""
        channels = list(self.chosen.values())
        return {code: channels.count(code) for code in (EMAIL, PAPER, NONE)}


def channel_for(recipient: Recipient) -> str:
    """Return how this organisation is reached."""
    if recipient.has_postal_address and recipient.prefers_paper:
        return PAPER
    if recipient.has_email:
        return EMAIL
    return PAPER if recipient.has_postal_address else NONE


def reason_to_leave_out(segment: Segment, recipient: Recipient) -> str | None:
    """Return why the segment does not hold this organisation, or None if it does."""
    if recipient.id in segment.taken_out:
        return TAKEN_OUT
    if recipient.id in segment.added:
        return None
    at_work = recipient.is_active or (segment.include_dormant and recipient.is_dormant)
    reasons = {
        DORMANT: not at_work,
        NOT_CIVIL_SOCIETY: segment.civil_society_only and not recipient.is_civil_society,
        OTHER_MUNICIPALITY: _misses(segment.municipalities, {recipient.municipality}),
        OTHER_ART_AREA: _misses(segment.art_areas, recipient.art_areas),
        OTHER_KIND: _misses(segment.organisation_kinds, {recipient.organisation_kind}),
        OTHER_CHANNEL: segment.channel not in {"", channel_for(recipient)},
    }
    return next((code for code, holds in reasons.items() if holds), None)


def select(segment: Segment, recipients: Iterable[Recipient]) -> Selection:
    """Return who of the recipients the segment holds, and why the others are left out."""
    chosen: dict[int, str] = {}
    left_out: dict[int, str] = {}
    for recipient in recipients:
        reason = reason_to_leave_out(segment, recipient)
        if reason is None:
            chosen[recipient.id] = channel_for(recipient)
        else:
            left_out[recipient.id] = reason
    return Selection(chosen=chosen, left_out=left_out)


def _misses(wanted: frozenset[str], held: frozenset[str] | set[str]) -> bool:
    return bool(wanted) and not wanted & held
