"""Forgetting where people were reached, once the region has decided on disposal and time is out.

What was sent and when, and to which organisation, stays; only addresses and the kept copies go.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from samrad.consultations.models import Consultation, ParticipationContact
from samrad.core.clock import local_date
from samrad.invitations.models import Recipient
from samrad.journal.services import record
from samrad.method.library import threshold
from samrad.outbox.services import forget_address
from samrad.users.principal import SYSTEM

A_TURN: Final = 100
MONTH: Final = timedelta(days=31)


def forget_addresses(*, now: datetime) -> int:
    """Forget participants' contacts and the addresses of old letters, some at a time."""
    return _forget_contacts(now) + _forget_letters(now)


@transaction.atomic
def _forget_contacts(now: datetime) -> int:
    expired = (
        ParticipationContact.objects.filter(
            retention_until__lt=local_date(now),
            participation__consultation__region__disposal_decided_on__isnull=False,
        )
        .select_related("participation__consultation__region")
        .order_by("pk")[:A_TURN]
    )
    count = 0
    for contact in expired:
        party = contact.participation
        _blank(Recipient.objects.filter(participation=party))
        forget_address(recipient=party.reference)  # who was never written to got a receipt
        contact.delete()
        record(
            chain=party.consultation.region.chain,
            kind="participation.contact_erased",
            about=party,
            actor=SYSTEM.reference,
            now=now,
        )
        count += 1
    return count


@transaction.atomic
def _forget_letters(now: datetime) -> int:
    """Forget the addresses of letters in one consultation that closed long ago."""
    limit = now - threshold("participant-contact-months") * MONTH
    addressed = Recipient.objects.exclude(email="", postal_address="")
    consultation = (
        Consultation.objects.filter(
            Q(closes_at__lt=limit) | Q(cancelled_at__lt=limit),
            region__disposal_decided_on__isnull=False,
            mailings__recipients__in=addressed,
        )
        .select_related("region")
        .order_by("pk")
        .first()
    )
    if consultation is None:
        return 0
    some = addressed.filter(mailing__consultation=consultation).order_by("pk")[:A_TURN]
    chosen = [row.pk for row in some]
    _blank(Recipient.objects.filter(pk__in=chosen))
    record(
        chain=consultation.region.chain,
        kind="letters.addresses_erased",
        about=consultation,
        actor=SYSTEM.reference,
        now=now,
        facts={"recipients": chosen},
    )
    return len(chosen)


def _blank(recipients: QuerySet[Recipient]) -> None:
    for recipient in recipients.select_related("participation"):
        forget_address(recipient=recipient.participation.reference)
    recipients.update(email="", postal_address="")
