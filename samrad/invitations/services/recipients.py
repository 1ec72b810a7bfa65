"""What an officer does about one recipient: a better address, again, on paper, by telephone."""

from datetime import date, datetime

from django.db import transaction

from samrad.core.text import one_line
from samrad.invitations.enums import RecipientChannel
from samrad.invitations.models import Mailing, Recipient
from samrad.journal.services import record
from samrad.outbox.models import Message
from samrad.outbox.services import (
    Addressed,
    cancel_message,
    decide_message,
    note_bounce,
    queue_messages,
    readdress_message,
)
from samrad.registry.services.organisations import change_organisation
from samrad.users.principal import Principal


class NoMail(Exception):
    """The recipient has no mail to decide about."""


class NoAddress(Exception):
    """A letter on paper needs an address."""


def _locked(recipient: Recipient) -> Recipient:
    return (
        Recipient.objects.select_for_update(of=("self",))
        .select_related("mailing__consultation__region", "participation__organisation", "message")
        .get(pk=recipient.pk)
    )


def _record(recipient: Recipient, kind: str, actor: Principal, now: datetime) -> None:
    record(
        chain=recipient.mailing.consultation.region.chain,
        kind=kind,
        about=recipient,
        actor=actor.reference,
        now=now,
    )


@transaction.atomic
def correct_email(
    *, recipient: Recipient, email: str, in_register: bool, actor: Principal, now: datetime
) -> Recipient:
    """Send to this address instead, and keep it in the register too if asked.

    Raise `CannotDecide` for a mail that has arrived or is just being sent.
    """
    current = _locked(recipient)
    if current.message is not None:
        readdress_message(message=current.message, to_address=email, now=now)
    else:
        current.message = _queued(current.mailing, current, email, now)
    current.email, current.channel = email, RecipientChannel.EMAIL
    current.reached_on, current.reached_how = None, ""
    current.save()
    organisation = current.participation.organisation
    if in_register and organisation is not None:
        change_organisation(
            organisation=organisation,
            expected=organisation.version,
            fields={"email": email},
            areas=list(organisation.areas.values_list("area", flat=True)),
            actor=actor,
            now=now,
        )
    _record(current, "letter.readdressed", actor, now)
    return current


def _queued(mailing: Mailing, recipient: Recipient, email: str, now: datetime) -> Message:
    reference = recipient.participation.reference
    return queue_messages(
        tenant=mailing.consultation.region.chain,
        kind=mailing.kind,
        event=mailing.event,
        addressed=[
            Addressed(
                reference,
                email,
                {"mailing": mailing.pk, "participation": recipient.participation_id},
            )
        ],
        now=now,
    )[reference]


@transaction.atomic
def decide_letter(
    *, recipient: Recipient, send_again: bool, actor: Principal, now: datetime
) -> Recipient:
    """Send an unclear or refused mail again, or say that it has arrived after all."""
    current = _locked(recipient)
    if current.message is None:
        raise NoMail
    decide_message(message=current.message, send_again=send_again, now=now)
    kind = "letter.sent_again" if send_again else "letter.marked_arrived"
    _record(current, kind, actor, now)
    return current


@transaction.atomic
def note_return(*, recipient: Recipient, words: str, actor: Principal, now: datetime) -> Recipient:
    """Note that the mail came back later, with the words it came back with."""
    current = _locked(recipient)
    if current.message is None:
        raise NoMail
    note_bounce(message=current.message, words=one_line(words), now=now)
    _record(current, "letter.came_back", actor, now)
    return current


@transaction.atomic
def put_on_paper(
    *, recipient: Recipient, postal_address: str, actor: Principal, now: datetime
) -> Recipient:
    """Print a letter to this recipient (again): it joins those waiting to be printed.

    A mail that still waits is called back. Raise `NoAddress`, or `CannotDecide` for a mail that is
    just being sent.
    """
    current = _locked(recipient)
    if not postal_address.strip():
        raise NoAddress
    if current.message is not None and not current.message.ended_at:
        cancel_message(message=current.message, now=now)
    current.channel, current.postal_address = RecipientChannel.PAPER, postal_address.strip()
    current.paper_batch, current.reached_on, current.reached_how = None, None, ""
    current.save()
    _record(current, "letter.to_paper", actor, now)
    return current


@transaction.atomic
def mark_reached(
    *, recipient: Recipient, how: str, on: date, actor: Principal, now: datetime
) -> Recipient:
    """Note that the recipient was reached in another way: by telephone, at a meeting."""
    current = _locked(recipient)
    current.reached_on, current.reached_how = on, one_line(how)[:160]
    current.save(update_fields=["reached_on", "reached_how"])
    _record(current, "letter.reached", actor, now)
    return current
