"""What it is that the region does: asks, or only tells. Set here and nowhere else."""

from datetime import datetime

from django.db import transaction

from samrad.consultations.enums import Level, Matter
from samrad.consultations.models import Consultation, ConsultationRevision, Participation
from samrad.consultations.queries import part_values
from samrad.consultations.services.parts import keep_revision, locked
from samrad.users.principal import Principal


class SomebodyTakesPart(Exception):
    """Somebody is being invited, takes part or has answered, so what they were promised stands."""


class AsksForNothing(Exception):
    """The matter is an information: nobody can be invited to it, and nobody can answer it."""


def check_asks(consultation: Consultation) -> None:
    """Raise `AsksForNothing` for an information."""
    if consultation.matter == Matter.INFORMATION:
        raise AsksForNothing


def note_asked(consultation: Consultation, *, now: datetime) -> None:
    """Note that the consultation has asked somebody, the first time it does."""
    Consultation.objects.filter(pk=consultation.pk, asked_at=None).update(asked_at=now)


@transaction.atomic
def set_matter(
    *, consultation: Consultation, matter: Matter, actor: Principal, now: datetime
) -> Consultation:
    """Make the consultation an information, or an information a consultation again.

    An information's level is always INF; a consultation again has the level it had. Raise
    `SomebodyTakesPart` when it is too late to say that one only informs.
    """
    current = locked(consultation)
    if current.matter == matter:
        return current
    if matter == Matter.INFORMATION and _is_promised(current):
        raise SomebodyTakesPart
    before = part_values(current, "matter")
    current.matter = matter
    current.level = Level.INF if matter == Matter.INFORMATION else _level_before(current)
    current.save(update_fields=["matter", "level"])
    after = part_values(current, "matter")
    keep_revision(current, part="matter", before=before, after=after, actor=actor, now=now)
    return current


def _level_before(consultation: Consultation) -> str:
    """Return the level the consultation had when it was made an information."""
    made = (
        ConsultationRevision.objects.filter(
            consultation=consultation, part="matter", changes__matter__1=Matter.INFORMATION
        )
        .order_by("-version")
        .first()
    )
    if made is None:
        return Level.SAM
    before: str = made.changes.get("level", [Level.INF])[0]
    return before


def _is_promised(consultation: Consultation) -> bool:
    """Return whether anybody takes part, has answered in any way, or has a letter on its way."""
    has_asked = consultation.asked_at is not None
    return has_asked or Participation.objects.filter(consultation=consultation).exists()
