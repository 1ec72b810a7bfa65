"""What the worker does for contributions."""

from collections.abc import Callable, Mapping
from typing import Final

from django_tasks import task

from samrad.contributions.queries.export import CONTRIBUTIONS_FILE
from samrad.contributions.services.spreadsheets import make_contributions
from samrad.core.clock import now
from samrad.jobs.models import Job
from samrad.jobs.services import run_due_jobs


def write_contributions(job: Job) -> None:
    """Write the contributions that were ordered as a spreadsheet."""
    make_contributions(job=job, clock=now)


JOB_HANDLERS: Final[Mapping[str, Callable[[Job], None]]] = {CONTRIBUTIONS_FILE: write_contributions}


@task()
def make_ordered_contributions() -> int:
    """Write every ordered spreadsheet now, rather than at the worker's next turn."""
    return run_due_jobs(handlers=JOB_HANDLERS, clock=now)
