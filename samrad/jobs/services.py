"""Queueing, claiming and ending long work."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from samrad.jobs.enums import JobState
from samrad.jobs.models import Job, WorkerHeartbeat
from samrad.jobs.queries import due_jobs

logger = logging.getLogger("samrad.jobs")

LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 3
FORGOTTEN = timedelta(days=1)
KEEP_JOBS = timedelta(days=90)


class JobCancelled(Exception):
    """Somebody asked for the work to stop."""


class JobLost(Exception):
    """The lease ran out and another worker has taken the work over."""


@transaction.atomic
def queue_job(
    *,
    kind: str,
    key: str,
    tenant: str,
    arguments: Mapping[str, Any],
    requested_by: str,
    now: datetime,
) -> Job:
    """Queue the work, or return the open job that already does it."""
    open_job = Job.objects.filter(
        kind=kind, key=key, state__in=[JobState.QUEUED, JobState.RUNNING]
    ).first()
    return open_job or Job.objects.create(
        kind=kind,
        key=key,
        tenant=tenant,
        arguments=dict(arguments),
        requested_by=requested_by,
        created_at=now,
    )


@transaction.atomic
def claim_job(*, kinds: list[str], now: datetime) -> Job | None:
    """Take the next due job, with a lease; fail those that have been tried too often."""
    for job in due_jobs(kinds, now).select_for_update(skip_locked=True):
        if job.cancel_requested:
            _end(job, JobState.CANCELLED, now)
            continue
        if job.attempts >= MAX_ATTEMPTS:
            _end(job, JobState.FAILED, now, error="GAVE_UP")
            continue
        job.state, job.lease_until = JobState.RUNNING, now + LEASE
        job.attempts += 1
        job.save(update_fields=["state", "lease_until", "attempts"])
        return job
    return None


@transaction.atomic
def report_progress(*, job: Job, done: int, total: int, now: datetime) -> None:
    """Say how far the work has come and renew the lease.

    Raise `JobCancelled` if asked to stop, `JobLost` if another worker has taken the work over.
    """
    mine = Job.objects.filter(pk=job.pk, attempts=job.attempts, state=JobState.RUNNING)
    if not mine.update(done=done, total=total, lease_until=now + LEASE):
        raise JobLost
    if mine.filter(cancel_requested=True).exists():
        raise JobCancelled


def _end(job: Job, state: JobState, now: datetime, *, error: str = "") -> None:
    """End the job, unless another worker has taken it over."""
    Job.objects.filter(
        pk=job.pk, attempts=job.attempts, state__in=[JobState.QUEUED, JobState.RUNNING]
    ).update(state=state, ended_at=now, error=error[:300], lease_until=None)


def run_due_jobs(
    *, handlers: Mapping[str, Callable[[Job], None]], clock: Callable[[], datetime]
) -> int:
    """Do every due job of the kinds in `handlers`; return how many were done.

    A failure is kept, not raised: only what kind it was, since an error's own words may hold
    somebody's text. The whole of it stands in the worker's log.
    """
    finished = 0
    while job := claim_job(kinds=list(handlers), now=clock()):
        try:
            handlers[job.kind](job)
        except JobCancelled:
            _end(job, JobState.CANCELLED, clock())
        except JobLost:
            logger.warning("Another worker has taken over job %s", job.uuid)
        except Exception as error:
            logger.exception("Job %s failed", job.uuid)
            _end(job, JobState.FAILED, clock(), error=type(error).__name__)
        else:
            _end(job, JobState.DONE, clock())
            finished += 1
    return finished


@transaction.atomic
def cancel_job(*, job: Job, now: datetime) -> None:
    """Ask the work to stop; a job that has not begun ends at once."""
    Job.objects.filter(pk=job.pk).update(cancel_requested=True)
    if job.state == JobState.QUEUED:
        _end(job, JobState.CANCELLED, now)


@transaction.atomic
def beat(*, worker: str, started_at: datetime, now: datetime) -> None:
    """Note that a worker lives, and forget those that have been silent for a day."""
    WorkerHeartbeat.objects.update_or_create(
        name=worker, defaults={"started_at": started_at, "beat_at": now}
    )
    WorkerHeartbeat.objects.filter(beat_at__lt=now - FORGOTTEN).delete()


@transaction.atomic
def forget_old_jobs(*, now: datetime) -> int:
    """Delete jobs that ended long ago; return how many."""
    old = Job.objects.filter(ended_at__lt=now - KEEP_JOBS)
    count = old.count()
    old.delete()
    return count
