"""An import in the browser: upload, columns, rehearsal, and the job that reads it in."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from samrad.documents.tables import Rows
from samrad.files.queries import open_file
from samrad.files.services import forget_file, store_file
from samrad.jobs.enums import JobState
from samrad.jobs.models import Job
from samrad.jobs.queries import latest_job
from samrad.jobs.services import cancel_job, queue_job
from samrad.registry.enums import ImportState
from samrad.registry.models import ImportBatch, Region
from samrad.registry.services.importing import (
    AnotherImportRuns,
    abandon_import,
    rehearse,
    start_batch,
)
from samrad.registry.services.registers import (
    KEPT_TYPE,
    Register,
    keepable,
    kept_rows,
    open_table,
    read_rows,
)
from samrad.users.principal import Principal

IMPORT: Final = "registry.import"
FORGOTTEN: Final = timedelta(days=7)  # an upload that nobody goes on with
_BEFORE = (ImportState.UPLOADED, ImportState.MAPPED)


class ImportHasGoneOn(Exception):
    """The import no longer stands where this can be done."""


class UploadIsGone(Exception):
    """The rows of the upload are no longer kept."""


def take_upload(
    *,
    region: Region,
    name: str,
    content: bytes,
    source: str,
    actor: Principal,
    now: datetime,
) -> ImportBatch:
    """Keep the rows of a file, without personal numbers, until somebody has said what to do.

    Raise `documents.reading.Unreadable`, or `FileRefused` for a fault that no choice can mend.
    """
    kept = keepable(open_table(name, content), upload=uuid.uuid4().hex)
    with transaction.atomic():
        batch = start_batch(region=region, source=source, file_name=name, actor=actor, now=now)
        batch.file = store_file(
            content=kept, name=f"{batch.uuid}.json", content_type=KEPT_TYPE,
            tenant=region.chain, now=now,
        )  # fmt: skip
        batch.save(update_fields=["file"])
    return batch


def rows_of(batch: ImportBatch) -> Rows:
    """Return the rows of the upload. Raise `UploadIsGone`."""
    if batch.file is None:
        raise UploadIsGone
    with open_file(batch.file) as file:
        return kept_rows(file.read())


def register_of(batch: ImportBatch) -> Register:
    """Return the upload read with the columns that were chosen. Raise `UploadIsGone`."""
    return read_rows(rows_of(batch), region=batch.region, mapping=batch.mapping)


def choose_columns(*, batch: ImportBatch, mapping: Mapping[str, str]) -> ImportBatch:
    """Say which column is what, and find out what reading the file in would do.

    Raise `FileRefused`, `ImportHasGoneOn` or `UploadIsGone`.
    """
    register = read_rows(rows_of(batch), region=batch.region, mapping=mapping)
    rehearsal = rehearse(register=register, region=batch.region, source=batch.source)
    with transaction.atomic():
        current = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if current.state not in _BEFORE:
            raise ImportHasGoneOn
        batch.mapping, batch.rehearsal = dict(mapping), asdict(rehearsal)
        batch.state = ImportState.MAPPED
        batch.save(update_fields=["mapping", "rehearsal", "state"])
    return batch


@transaction.atomic
def confirm_import(*, batch: ImportBatch, actor: Principal, now: datetime) -> Job:
    """Let the file be read in by the worker; a run that failed may be taken up again.

    Raise `ImportHasGoneOn` or `AnotherImportRuns`.
    """
    region = Region.objects.select_for_update().get(pk=batch.region_id)
    current = ImportBatch.objects.get(pk=batch.pk)
    if current.state not in (ImportState.MAPPED, ImportState.RUNNING):
        raise ImportHasGoneOn
    running = ImportBatch.objects.filter(region=region, state=ImportState.RUNNING)
    if running.exclude(pk=batch.pk).exists():
        raise AnotherImportRuns
    current.state = ImportState.RUNNING
    current.save(update_fields=["state"])
    return queue_job(
        kind=IMPORT,
        key=str(batch.uuid),
        tenant=region.chain,
        arguments={"batch": batch.pk},
        requested_by=actor.reference,
        now=now,
    )


@transaction.atomic
def cancel_import(*, batch: ImportBatch, actor: Principal, now: datetime) -> None:
    """Stop the import: at once if no worker has it, else when the worker comes to the next chunk.

    Raise `ImportHasGoneOn` when it is over already.
    """
    current = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if current.state not in (*_BEFORE, ImportState.RUNNING):
        raise ImportHasGoneOn
    job = latest_job(IMPORT, str(batch.uuid))
    at_work = job is not None and job.state == JobState.RUNNING
    if job is not None and job.state in (JobState.QUEUED, JobState.RUNNING):
        cancel_job(job=job, now=now)
    if not at_work:
        abandon_import(batch=current, actor=actor, now=now)
        let_go(batch=current)


@transaction.atomic
def let_go(*, batch: ImportBatch) -> None:
    """Keep the rows of the upload no longer."""
    stored, batch.file = batch.file, None
    batch.save(update_fields=["file"])
    if stored is not None:
        forget_file(stored=stored)


def settle_cancelled(*, actor: Principal, now: datetime) -> int:
    """Take away what was added by imports whose worker died before it heard that it should stop."""
    settled = 0
    for batch in ImportBatch.objects.filter(state=ImportState.RUNNING).select_related("region"):
        job = latest_job(IMPORT, str(batch.uuid))
        if job is not None and job.state == JobState.CANCELLED:
            abandon_import(batch=batch, actor=actor, now=now)
            let_go(batch=batch)
            settled += 1
    return settled


def forget_uploads(*, actor: Principal, now: datetime) -> int:
    """Cancel uploads that nobody has gone on with for a week; return how many."""
    old = ImportBatch.objects.filter(state__in=_BEFORE, started_at__lt=now - FORGOTTEN)
    batches = list(old.select_related("region"))
    for batch in batches:
        cancel_import(batch=batch, actor=actor, now=now)
    return len(batches)
