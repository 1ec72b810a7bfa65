"""Ordering a file, making it in the worker, and taking it away when its time is out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from django.db import transaction
from django.utils import translation

from samrad.downloads.models import Download
from samrad.downloads.queries import KEEP, Order, key_of
from samrad.files.models import StoredFile
from samrad.files.services import store_file
from samrad.jobs.models import Job
from samrad.jobs.services import cancel_job, queue_job, report_progress
from samrad.journal.services import record
from samrad.users.principal import Principal

Row = TypeVar("Row")
EVERY: Final = 200  # rows between two reports of how far the work has come


@dataclass(frozen=True)
class Made:
    """A file that has been written."""

    name: str
    content_type: str
    content: bytes


@dataclass
class Pace:
    """Tells how far the work has come as rows go by. Raises `JobCancelled` when asked to stop.

    The rows have all been read before: SQLite lets nobody write who is still reading what somebody
    else has changed since.
    """

    job: Job
    clock: Callable[[], datetime]
    total: int = 0
    done: int = 0

    def over(self, rows: Sequence[Row]) -> Iterator[Row]:
        """Yield the rows, and report now and then."""
        for row in rows:
            if self.done % EVERY == 0:
                self.report()
            self.done += 1
            yield row

    def report(self) -> None:
        """Say how far the work has come."""
        done = min(self.done, self.total)  # rows may have come while we wrote
        report_progress(job=self.job, done=done, total=self.total, now=self.clock())


@transaction.atomic
def order_download(
    *,
    kind: str,
    place: str,
    tenant: str,
    choice: Mapping[str, Any],
    actor: Principal,
    now: datetime,
) -> Job:
    """Queue the making of a file; the same choice that is not done yet is returned as it is."""
    job = queue_job(
        kind=kind,
        key=key_of(place, actor, dict(choice)),
        tenant=tenant,
        arguments={"choice": dict(choice), "language": translation.get_language() or "sv"},
        requested_by=actor.reference,
        now=now,
    )
    if job.created_at == now:
        record(
            chain=tenant,
            kind="download.ordered",
            about=job,
            actor=actor.reference,
            now=now,
            facts={"kind": kind, "choice": dict(choice)},
        )
    return job


def cancel_download(*, order: Order, now: datetime) -> None:
    """Stop the making of a file, if it is going on."""
    if order.is_going_on:
        cancel_job(job=order.job, now=now)


def make_download(*, job: Job, write: Callable[[], Made], clock: Callable[[], datetime]) -> None:
    """Write the file and keep it for its time. A worker that died after that has nothing to do."""
    if Download.objects.filter(job=job).exists():
        return
    with translation.override(job.arguments["language"]):
        made = write()
    now = clock()
    stored = store_file(
        content=made.content,
        name=made.name,
        content_type=made.content_type,
        tenant=job.tenant,
        now=now,
    )
    job.refresh_from_db(fields=["total"])
    with transaction.atomic():
        report_progress(job=job, done=job.total or 1, total=job.total or 1, now=now)
        Download.objects.create(job=job, stored=stored, kept_until=now + KEEP)
        record(
            chain=job.tenant,
            kind="download.made",
            about=job,
            actor=job.requested_by,
            now=now,
            facts={"file": stored.blob_id},
        )


@transaction.atomic
def forget_downloads(*, now: datetime) -> int:
    """Take away files whose time is out; return how many. Their content goes with the sweep."""
    old = list(Download.objects.filter(kept_until__lte=now).values_list("pk", "stored"))
    Download.objects.filter(pk__in=[pk for pk, _stored in old]).delete()
    StoredFile.objects.filter(pk__in=[stored for _pk, stored in old]).delete()
    return len(old)
