"""Noting that those who took part have been told what was heard."""

from datetime import datetime

from django.db import transaction

from samrad.consultations.models import Consultation
from samrad.journal.services import record
from samrad.users.principal import Principal


@transaction.atomic
def note_heard(
    *, consultation: Consultation, at: datetime | None, actor: Principal, now: datetime
) -> Consultation:
    """Note when "this is what we heard" went out; None takes it back. The first time stands."""
    current = (
        Consultation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("region")
        .get(pk=consultation.pk)
    )
    if (current.heard_published_at is None) == (at is None):
        return current
    current.heard_published_at = at
    current.save(update_fields=["heard_published_at"])
    record(
        chain=current.region.chain,
        kind="consultation.heard" if at else "consultation.heard_taken_back",
        about=current,
        actor=actor.reference,
        now=now,
    )
    return current
