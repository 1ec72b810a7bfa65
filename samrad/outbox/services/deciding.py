"""What a person decides about a message: send again, has arrived, came back, never mind."""

from datetime import datetime

from django.db import transaction

from samrad.outbox.enums import MessageState
from samrad.outbox.models import Message
from samrad.outbox.wording import CANCELLED, MARKED_BY_HAND

OPEN_TO_DECISION = frozenset({MessageState.UNCLEAR, MessageState.NOT_SENT})
GONE = frozenset({MessageState.SENT, MessageState.UNCLEAR})


class CannotDecide(Exception):
    """The message does not stand where this decision is possible; it may have moved meanwhile."""


def _locked(message: Message) -> Message:
    return Message.objects.select_for_update().get(pk=message.pk)


def _queue_again(message: Message, now: datetime) -> None:
    message.state, message.due_at, message.attempts, message.error = (
        MessageState.QUEUED, now, 0, "",
    )  # fmt: skip
    message.ended_at = message.handed_over_at = message.lease_until = None
    message.save()


@transaction.atomic
def decide_message(*, message: Message, send_again: bool, now: datetime) -> None:
    """Send an unclear or refused message again, or note that it has arrived after all."""
    current = _locked(message)
    if current.state not in OPEN_TO_DECISION:
        raise CannotDecide
    if send_again:
        _queue_again(current, now)
        return
    current.state, current.ended_at, current.error = MessageState.SENT, now, MARKED_BY_HAND
    current.save(update_fields=["state", "ended_at", "error"])


@transaction.atomic
def readdress_message(*, message: Message, to_address: str, now: datetime) -> None:
    """Send to another address: what waits goes there, what was refused or unclear goes again."""
    current = _locked(message)
    if current.state not in OPEN_TO_DECISION | {MessageState.QUEUED}:
        raise CannotDecide
    current.to_address = to_address
    _queue_again(current, max(now, current.due_at or now))


@transaction.atomic
def note_bounce(*, message: Message, words: str, now: datetime) -> None:
    """Note that a mail that had left came back, with the words it came back with."""
    current = _locked(message)
    if current.state not in GONE:
        raise CannotDecide
    current.state, current.ended_at, current.error = MessageState.NOT_SENT, now, words[:300]
    current.save(update_fields=["state", "ended_at", "error"])


@transaction.atomic
def cancel_messages(*, event: str, now: datetime) -> int:
    """Call back what has not left; return how many. A message that is being sent goes."""
    waiting = Message.objects.filter(event=event, state=MessageState.QUEUED)
    return waiting.update(state=MessageState.CANCELLED, due_at=None, ended_at=now, error=CANCELLED)


@transaction.atomic
def cancel_message(*, message: Message, now: datetime) -> None:
    """Call back one message that waits. Raise `CannotDecide` for one that is being sent."""
    current = _locked(message)
    if current.state != MessageState.QUEUED:
        raise CannotDecide
    current.state, current.due_at, current.ended_at = MessageState.CANCELLED, None, now
    current.error = CANCELLED
    current.save(update_fields=["state", "due_at", "ended_at", "error"])


@transaction.atomic
def forget_address(*, recipient: str) -> int:
    """Blank the address and the kept text of everything sent to `recipient`; return how many."""
    ended = Message.objects.filter(recipient=recipient, ended_at__isnull=False)
    return ended.update(to_address="", archived_text="")
