"""Making the statements that have been ordered, in the worker."""

from collections.abc import Callable, Mapping
from typing import Final

from django_tasks import task

from samrad.core.clock import now
from samrad.jobs.models import Job
from samrad.jobs.services import run_due_jobs
from samrad.reporting.queries.statements import KIND
from samrad.reporting.services.making import make_statement


def make_ordered_statement(job: Job) -> None:
    """Make the statement that the job orders."""
    make_statement(job=job, clock=now)


JOB_HANDLERS: Final[Mapping[str, Callable[[Job], None]]] = {KIND: make_ordered_statement}


@task()
def make_ordered_statements() -> int:
    """Make every ordered statement now, rather than at the worker's next turn."""
    return run_due_jobs(handlers=JOB_HANDLERS, clock=now)
