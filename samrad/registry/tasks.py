"""What the worker does for the registry."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from django_tasks import task

from samrad.core.clock import local_date, now
from samrad.jobs.models import Job
from samrad.jobs.services import JobCancelled, report_progress, run_due_jobs
from samrad.outbox.services import Renderer
from samrad.registry.models import ImportBatch, Region
from samrad.registry.queries.register import REGISTER_FILE
from samrad.registry.services.colleagues import WELCOME, render_welcome
from samrad.registry.services.contacts import erase_expired_contacts
from samrad.registry.services.importing import abandon_import, run_import, tidy_imports
from samrad.registry.services.spreadsheets import make_register
from samrad.registry.services.uploads import (
    IMPORT,
    forget_uploads,
    let_go,
    register_of,
    settle_cancelled,
)
from samrad.users.principal import SYSTEM, Principal


def do_import(job: Job) -> None:
    """Read a register in. Asked to stop, take away what has been added."""
    batch = ImportBatch.objects.select_related("region", "file", "started_by").get(
        pk=job.arguments["batch"]
    )
    actor = Principal(user=batch.started_by) if batch.started_by else SYSTEM

    def progress(done: int, total: int) -> None:
        report_progress(job=job, done=done, total=total, now=now())

    try:
        run_import(
            batch=batch, register=register_of(batch), actor=actor, clock=now, progress=progress
        )
    except JobCancelled:
        abandon_import(batch=batch, actor=actor, now=now())
        let_go(batch=batch)
        tidy_imports()
        raise
    let_go(batch=batch)


def erase_what_is_due(moment: datetime) -> int:
    """Erase contact persons whose time is out, in the regions that have decided on it."""
    decided = Region.objects.filter(disposal_decided_on__isnull=False)
    return sum(
        erase_expired_contacts(region=region, today=local_date(moment), actor=SYSTEM, now=moment)
        for region in decided
    )


def write_register(job: Job) -> None:
    """Write a register that was ordered as a spreadsheet."""
    make_register(job=job, clock=now)


_FILES: Final[Mapping[str, Callable[[Job], None]]] = {REGISTER_FILE: write_register}
JOB_HANDLERS: Final[Mapping[str, Callable[[Job], None]]] = {IMPORT: do_import, **_FILES}
RENDERERS: Final[Mapping[str, Renderer]] = {WELCOME: render_welcome}
SWEEPS: Final[Mapping[str, Callable[[datetime], int]]] = {
    "forgotten uploads": lambda moment: forget_uploads(actor=SYSTEM, now=moment),
    "imported rows": lambda _moment: tidy_imports(),
    "cancelled imports": lambda moment: settle_cancelled(actor=SYSTEM, now=moment),
    "expired contacts": erase_what_is_due,
}


@task()
def make_ordered_registers() -> int:
    """Write every ordered spreadsheet now, rather than at the worker's next turn."""
    return run_due_jobs(handlers=_FILES, clock=now)
