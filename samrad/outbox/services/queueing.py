"""Queueing messages: at most one an event and recipient, however often it is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from samrad.outbox.models import Message


@dataclass(frozen=True)
class Addressed:
    """One recipient's reference, the address to write to and the ids its renderer needs."""

    recipient: str
    to_address: str
    context: Mapping[str, Any] = field(default_factory=dict)


def queue_message(
    *,
    tenant: str,
    kind: str,
    event: str,
    recipient: str,
    to_address: str,
    context: Mapping[str, Any],
    now: datetime,
    due_at: datetime | None = None,
) -> Message:
    """Queue a mail; the same event and recipient again returns the message that is there."""
    one = Addressed(recipient, to_address, context)
    there = queue_messages(
        tenant=tenant, kind=kind, event=event, addressed=[one], now=now, due_at=due_at
    )
    return there[recipient]


@transaction.atomic
def queue_messages(
    *,
    tenant: str,
    kind: str,
    event: str,
    addressed: Sequence[Addressed],
    now: datetime,
    due_at: datetime | None = None,
) -> dict[str, Message]:
    """Queue a mail to each and return them by recipient, those that were there before too."""
    Message.objects.bulk_create(
        (
            Message(
                tenant=tenant,
                kind=kind,
                event=event,
                recipient=one.recipient,
                to_address=one.to_address,
                context=dict(one.context),
                created_at=now,
                due_at=due_at or now,
            )
            for one in addressed
        ),
        ignore_conflicts=True,
    )
    there = Message.objects.filter(event=event, recipient__in=[one.recipient for one in addressed])
    return {message.recipient: message for message in there}
