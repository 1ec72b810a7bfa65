"""Writing a released mailing's recipients: a participation, a row and a queued mail for each.

In chunks of fifty, each in a transaction of its own. A job that dies goes on where it stopped:
what is written is found again and not written twice.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from samrad.consultations.enums import Origin
from samrad.consultations.models import Participation
from samrad.consultations.services.joining import join_organisations
from samrad.core.clock import local_date
from samrad.invitations.enums import MailingState, RecipientChannel
from samrad.invitations.models import Mailing, Recipient
from samrad.invitations.queries.segments import (
    is_first_letter,
    with_participants_reach,
    with_reach,
)
from samrad.jobs.models import Job
from samrad.jobs.services import JobCancelled, report_progress
from samrad.outbox.services import Addressed, queue_messages
from samrad.registry.models import Organisation
from samrad.users.principal import Principal

CHUNK: Final = 50


def fill_mailing(*, job: Job, clock: Callable[[], datetime]) -> None:
    """Write every recipient that is not written yet, and say how far it has come."""
    mailing = _mailing(job)
    chosen: list[int] = mailing.segment["chosen"]
    for start in range(0, len(chosen), CHUNK):
        _fill_chunk(job, chosen[start : start + CHUNK], now=clock())
        done = min(start + CHUNK, len(chosen))
        report_progress(job=job, done=done, total=len(chosen), now=clock())
    _finish(job)


def _mailing(job: Job, *, locked: bool = False) -> Mailing:
    rows = Mailing.objects.select_related("consultation__region", "released_by")
    if locked:  # the chosen ones are many, and known
        rows = rows.select_for_update(of=("self",)).defer("segment", "subject", "body")
    mailing = rows.get(pk=job.arguments["mailing"])
    if mailing.state == MailingState.CANCELLED:
        raise JobCancelled
    return mailing


@transaction.atomic
def _fill_chunk(job: Job, chosen: Sequence[int], *, now: datetime) -> None:
    mailing = _mailing(job, locked=True)
    if is_first_letter(mailing):
        recipients = _from_register(mailing, chosen, now)
    else:
        recipients = _from_participations(mailing, chosen, now)
    there = set(
        Recipient.objects.filter(
            mailing=mailing, participation__in=[one.participation_id for one in recipients]
        ).values_list("participation_id", flat=True)
    )
    fresh = [one for one in recipients if one.participation_id not in there]
    _queue(mailing, fresh, now)
    Recipient.objects.bulk_create(fresh)


def _from_register(mailing: Mailing, chosen: Sequence[int], now: datetime) -> list[Recipient]:
    organisations = list(
        with_reach(
            Organisation.objects.filter(pk__in=chosen).select_related("region"),
            today=local_date(now),
        ).order_by("pk")
    )
    parties = join_organisations(
        consultation=mailing.consultation,
        organisations=organisations,
        origin=Origin.INVITED,
        actor=Principal(user=mailing.released_by, system=True),
        now=now,
    )
    return [_recipient(mailing, parties[one.pk], one, address_of(one)) for one in organisations]


def _from_participations(mailing: Mailing, chosen: Sequence[int], now: datetime) -> list[Recipient]:
    parties = with_participants_reach(
        Participation.objects.filter(pk__in=chosen).select_related("organisation", "contact"),
        today=local_date(now),
    ).order_by("pk")
    return [_recipient(mailing, party, party, _address_of_party(party)) for party in parties]


def _recipient(mailing: Mailing, party: Participation, reached: Any, address: str) -> Recipient:  # noqa: ANN401 -- an annotated row
    return Recipient(
        mailing=mailing,
        participation=party,
        channel=reached.reach,
        email=reached.email_to if reached.reach == RecipientChannel.EMAIL else "",
        postal_address=address if reached.reach == RecipientChannel.PAPER else "",
    )


def address_of(organisation: Organisation) -> str:
    """Return the lines below the name on an envelope."""
    place = f"{organisation.postal_code} {organisation.city}".strip()
    return "\n".join(line for line in (organisation.address, place) if line)


def _address_of_party(party: Participation) -> str:
    contact = getattr(party, "contact", None)
    if contact is not None and contact.postal_address.strip():
        return str(contact.postal_address).strip()
    return address_of(party.organisation) if party.organisation else ""


def _queue(mailing: Mailing, recipients: Sequence[Recipient], now: datetime) -> None:
    """Queue a mail to each that is reached by mail, and note it with the recipient."""
    by_mail = [one for one in recipients if one.channel == RecipientChannel.EMAIL]
    messages = queue_messages(
        tenant=mailing.consultation.region.chain,
        kind=mailing.kind,
        event=mailing.event,
        addressed=[
            Addressed(
                recipient=one.participation.reference,
                to_address=one.email,
                context={"mailing": mailing.pk, "participation": one.participation_id},
            )
            for one in by_mail
        ],
        now=now,
        due_at=mailing.sent_at,
    )
    for one in by_mail:
        one.message = messages[one.participation.reference]


@transaction.atomic
def _finish(job: Job) -> None:
    mailing = _mailing(job, locked=True)
    mailing.state = MailingState.RELEASED
    mailing.save(update_fields=["state"])
