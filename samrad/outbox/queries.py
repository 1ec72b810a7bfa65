"""Reading the outbox."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, QuerySet

from samrad.outbox.enums import MessageState
from samrad.outbox.models import Message


def due_messages(kinds: Sequence[str], now: datetime) -> QuerySet[Message]:
    """Return messages that should leave now, oldest first."""
    return Message.objects.filter(
        state=MessageState.QUEUED, kind__in=kinds, due_at__lte=now
    ).order_by("due_at", "pk")


def messages_of(event: str) -> QuerySet[Message]:
    """Return the messages about one event, in the order they were made."""
    return Message.objects.filter(event=event).order_by("pk")


def counts_of(event: str) -> dict[str, int]:
    """Return how many messages of the event stand in each state."""
    rows = Message.objects.filter(event=event).values("state").annotate(n=Count("pk"))
    return {row["state"]: row["n"] for row in rows.order_by("state")}


def oldest_waiting(now: datetime) -> datetime | None:
    """Return since when the oldest due message has waited, for the health page."""
    waiting = Message.objects.filter(state=MessageState.QUEUED, due_at__lte=now)
    return waiting.order_by("due_at").values_list("due_at", flat=True).first()
