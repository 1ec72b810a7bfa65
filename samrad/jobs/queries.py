"""Reading jobs."""

from datetime import datetime

from django.db.models import Q, QuerySet

from samrad.jobs.enums import JobState
from samrad.jobs.models import Job


def due_jobs(kinds: list[str], now: datetime) -> QuerySet[Job]:
    """Return jobs that wait, or whose worker has let its lease run out, oldest first."""
    lost = Q(state=JobState.RUNNING, lease_until__lt=now)
    return Job.objects.filter(Q(state=JobState.QUEUED) | lost, kind__in=kinds).order_by(
        "created_at", "pk"
    )


def latest_job(kind: str, key: str) -> Job | None:
    """Return the newest job about `key`, if there is one."""
    return Job.objects.filter(kind=kind, key=key).order_by("-created_at", "-pk").first()
