"""Messages that leave the house by mail."""

import uuid

from django.db import models

from samrad.core.fields import CodeField
from samrad.outbox.enums import MessageState


class Message(models.Model):
    """One mail to one recipient about one event. Rendered when sent; the kept text has no token.

    `event` and `recipient` are references (`mailing:12`, `participation:7`), `context` holds ids
    that the renderer needs. `handed_over_at` is committed just before the text leaves.
    `fence` counts the claims: only the latest one may hand the mail over or say how it ended.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tenant = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    event = models.CharField(max_length=80)
    recipient = models.CharField(max_length=80)
    to_address = models.EmailField()
    context = models.JSONField(default=dict)
    state = CodeField(MessageState, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    archived_subject = models.CharField(max_length=300, blank=True)
    archived_text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "recipient"], name="one_message_an_event_and_recipient"
            )
        ]
        indexes = [
            models.Index(fields=["state", "due_at"]),
            models.Index(fields=["event", "state"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.recipient}"
