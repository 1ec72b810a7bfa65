"""The invitations' long work, with the clock put in. It may run any number of times."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from django_tasks import task

from samrad.core.clock import now
from samrad.invitations.services.filling import fill_mailing
from samrad.invitations.services.mailings import FILL
from samrad.invitations.services.paper import PRINT, print_letters
from samrad.invitations.services.rendering import RENDERERS
from samrad.jobs.models import Job
from samrad.jobs.services import run_due_jobs
from samrad.outbox.services import deliver_due


def fill(job: Job) -> None:
    """Write a released mailing's recipients."""
    fill_mailing(job=job, clock=now)


def print_out(job: Job) -> None:
    """Make files of the letters on paper."""
    print_letters(job=job, clock=now)


JOB_HANDLERS: Final[Mapping[str, Callable[[Job], None]]] = MappingProxyType(
    {FILL: fill, PRINT: print_out}
)
MAILS_A_TURN: Final = 50


@task()
def do_invitations() -> dict[str, int]:
    """Do what waits at once, rather than at the worker's next turn."""
    return {
        "jobs": run_due_jobs(handlers=JOB_HANDLERS, clock=now),
        "messages": deliver_due(renderers=RENDERERS, clock=now, limit=MAILS_A_TURN),
    }
