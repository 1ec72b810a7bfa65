"""The door to the gates: what stands in the way of going on, asked from below of what stands above.

The gates look at everything, so they stand high in the house (`samrad.quality`). What they shut
lies further down. So the one who keeps them is named in the settings (`SAMRAD_GATEKEEPER`), and
asked here, anew each time: a meeting moved to the morning shuts a gate that was passed before.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from samrad.consultations.models import Consultation

INVITE: Final = "INVITE"  # before anybody is invited
CARRIED_OUT: Final = "CARRIED_OUT"  # before the statement is published, and the process closed
FINISHED: Final = "FINISHED"  # the same; its reasons are about replies and statement
PUBLISH: Final = "PUBLISH"  # what of INVITE holds already when the consultation is made public


@dataclass(frozen=True)
class Reason:
    """Something that stands in the way: its code, the item it is about, words, where to mend it.

    `place` is the name of an address below the consultation, and what more the address takes.
    """

    code: str
    title: str | Promise
    item: str = ""
    detail: str = ""
    place: tuple[str, ...] = ()
    is_about_region: bool = False  # the address lies below the region, not the consultation
    label: str | Promise = ""

    @property
    def key(self) -> str:
        """Return what an override remembers of it."""
        return f"{self.code}:{self.item}" if self.item else self.code


class GateIsShut(Exception):
    """Something stands in the way of the consultation; `reasons` say what."""

    def __init__(self, consultation: Consultation, gate: str, reasons: Sequence[Reason]) -> None:
        super().__init__(", ".join(reason.key for reason in reasons))
        self.gate = gate
        self.consultation = consultation
        self.reasons = tuple(reasons)


Gatekeeper = Callable[[Consultation, str, datetime], Sequence[Reason]]


def open_gate(_consultation: Consultation, _gate: str, _now: datetime) -> Sequence[Reason]:
    """Let everything through: the gatekeeper of tests that are about something else."""
    return ()


def standing_reasons(consultation: Consultation, gate: str, *, now: datetime) -> tuple[Reason, ...]:
    """Return what stands in the way now and has not been overridden."""
    keeper: Gatekeeper = import_string(settings.SAMRAD_GATEKEEPER)
    return tuple(keeper(consultation, gate, now))


def check_gate(consultation: Consultation, gate: str, *, now: datetime) -> None:
    """Raise `GateIsShut` if anything stands in the way."""
    reasons = standing_reasons(consultation, gate, now=now)
    if reasons:
        raise GateIsShut(consultation, gate, reasons)


def told(consultation: Consultation, reasons: Sequence[Reason]) -> list[dict[str, object]]:
    """Return reasons as `components/gate.html` shows them, each with the address that mends it."""
    return [
        {
            "code": reason.item,
            "title": reason.title,
            "text": reason.detail,
            "url": _address(consultation, reason),
            "label": reason.label,
        }
        for reason in reasons
    ]


def _address(consultation: Consultation, reason: Reason) -> str:
    if not reason.place:
        return ""
    name, *more = reason.place
    below = [] if reason.is_about_region else [consultation.slug]
    try:
        return reverse(name, args=[consultation.region.slug, *below, *more])
    except NoReverseMatch:  # a room that this installation leaves out
        return ""
