"""Long work is done once, can be followed and stopped, and survives the worker."""

import logging
from datetime import timedelta
from typing import Any

import pytest

from samrad.jobs.enums import JobState
from samrad.jobs.models import Job, WorkerHeartbeat
from samrad.jobs.queries import latest_job
from samrad.jobs.services import (
    KEEP_JOBS,
    LEASE,
    MAX_ATTEMPTS,
    JobCancelled,
    JobLost,
    beat,
    cancel_job,
    claim_job,
    forget_old_jobs,
    queue_job,
    report_progress,
    run_due_jobs,
)
from tests import make

pytestmark = pytest.mark.django_db
LATER = make.NOW + LEASE + timedelta(seconds=1)


def queued(key: str = "samråd:1", **given) -> Job:
    facts: dict[str, Any] = {
        "kind": "statement",
        "key": key,
        "tenant": "region:07",
        "arguments": {"a": 1},
        "requested_by": "user:1",
        "now": make.NOW,
    }
    return queue_job(**facts | given)


def run(handler, now=make.NOW) -> int:
    return run_due_jobs(handlers={"statement": handler}, clock=lambda: now)


def claimed(now=make.NOW) -> Job:
    job = claim_job(kinds=["statement"], now=now)
    assert job is not None
    return job


def test_the_same_work_is_queued_once_while_it_is_open():
    first = queued()

    assert queued() == first
    assert queued(key="samråd:2") != first


def test_work_that_has_ended_can_be_ordered_again():
    first = queued()
    run(lambda _job: None)

    assert queued() != first


def test_work_is_done_in_the_order_it_was_asked_for():
    done = []
    queued(key="b", now=make.NOW)
    queued(key="a", now=make.NOW - timedelta(hours=1))

    assert run(lambda job: done.append(job.key)) == 2
    assert done == ["a", "b"]


def test_other_kinds_are_left_alone():
    queued(kind="letters")

    assert run(lambda _job: None) == 0


def test_a_failure_is_kept_by_its_kind_alone_and_the_rest_goes_on(caplog):
    queued(key="a")
    queued(key="b")

    def fail_on_a(job: Job) -> None:
        if job.key == "a":
            raise ValueError("hemlig text")

    with caplog.at_level(logging.CRITICAL):
        assert run(fail_on_a) == 1

    assert list(Job.objects.order_by("key").values_list("state", "error")) == [
        (JobState.FAILED, "ValueError"),
        (JobState.DONE, ""),
    ]


def test_progress_is_told_and_renews_the_lease():
    queued()
    job = claimed()

    report_progress(job=job, done=2, total=5, now=LATER)

    job.refresh_from_db()
    assert (job.done, job.total, job.lease_until) == (2, 5, LATER + LEASE)


def test_work_that_waits_is_stopped_at_once():
    job = queued()

    cancel_job(job=job, now=make.NOW)

    latest = latest_job("statement", job.key)
    assert (latest, latest and latest.state) == (job, JobState.CANCELLED)


def test_work_that_goes_on_stops_at_its_next_word():
    queued()

    def work(job: Job) -> None:
        cancel_job(job=job, now=make.NOW)
        report_progress(job=job, done=1, total=2, now=make.NOW)

    run(work)

    assert Job.objects.get().state == JobState.CANCELLED


def test_the_work_of_a_dead_worker_is_taken_over_when_its_lease_has_run_out():
    queued()
    claimed()

    assert claim_job(kinds=["statement"], now=make.NOW + LEASE) is None
    assert claimed(LATER).attempts == 2


def test_the_first_worker_neither_goes_on_nor_ends_what_another_has_taken_over():
    queued()
    slow = claimed()
    claimed(LATER)

    with pytest.raises(JobLost):
        report_progress(job=slow, done=9, total=9, now=LATER)

    def still_slow(_job: Job) -> None:
        raise JobLost

    run(still_slow, LATER)
    job = Job.objects.get()
    assert (job.state, job.done, job.attempts) == (JobState.RUNNING, 0, 2)


def test_work_that_kills_its_worker_each_time_is_given_up():
    queued()
    moment = make.NOW
    for _attempt in range(MAX_ATTEMPTS):
        claimed(moment)
        moment += LEASE + timedelta(seconds=1)

    assert claim_job(kinds=["statement"], now=moment) is None
    assert (Job.objects.get().state, Job.objects.get().error) == (JobState.FAILED, "GAVE_UP")


def test_work_that_was_to_stop_when_its_worker_died_is_not_begun_again():
    queued()
    cancel_job(job=claimed(), now=make.NOW)

    assert claim_job(kinds=["statement"], now=LATER) is None
    assert Job.objects.get().state == JobState.CANCELLED


def test_cancelling_twice_or_too_late_changes_nothing():
    queued()
    run(lambda _job: None)

    cancel_job(job=Job.objects.get(), now=make.NOW)

    assert Job.objects.get().state == JobState.DONE


def test_old_work_is_forgotten_and_open_work_never():
    queued(key="open", now=make.NOW - 2 * KEEP_JOBS)
    old = queued(key="old")
    Job.objects.filter(pk=old.pk).update(
        state=JobState.DONE, ended_at=make.NOW - KEEP_JOBS - timedelta(days=1)
    )

    assert forget_old_jobs(now=make.NOW) == 1
    assert Job.objects.get().key == "open"


def test_a_worker_that_is_silent_for_a_day_is_forgotten():
    beat(worker="a", started_at=make.NOW, now=make.NOW)
    beat(worker="b", started_at=make.NOW, now=make.NOW + timedelta(days=2))

    assert list(WorkerHeartbeat.objects.values_list("name", flat=True)) == ["b"]


def test_a_cancelled_job_raises_even_if_nothing_more_is_told():
    queued()
    job = claimed()
    cancel_job(job=job, now=make.NOW)

    with pytest.raises(JobCancelled):
        report_progress(job=job, done=0, total=1, now=make.NOW)
