"""Jobs, and the heartbeat of the workers that do them."""

import uuid

from django.db import models

from samrad.core.fields import CodeField
from samrad.jobs.enums import JobState


class Job(models.Model):
    """One piece of long work. The same open `key` is never queued twice."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    tenant = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    state = CodeField(JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    cancel_requested = models.BooleanField(default=False)
    requested_by = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=models.Q(state__in=["QUEUED", "RUNNING"]),
                name="one_open_job_a_key",
            )
        ]
        indexes = [models.Index(fields=["state", "lease_until"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class WorkerHeartbeat(models.Model):
    """That a worker lives."""

    name = models.CharField(max_length=80, unique=True)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
