"""Everything that is due, gathered from the apps that know how to do it.

The truth about what waits stands in the apps' own tables. Doing what is due is idempotent: it may
run at any time, in several workers at once, and after one that died.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from samrad.access.services import forget_attempts
from samrad.contributions import tasks as contributions
from samrad.contributions.services import delivery, moderation, receipts, registrar
from samrad.contributions.services.drafts import forget_drafts
from samrad.core.clock import now
from samrad.downloads.services import forget_downloads
from samrad.files.services import folder_in_turn, sweep_files
from samrad.invitations import tasks as invitations
from samrad.invitations.services import rendering
from samrad.invitations.services.retention import forget_addresses
from samrad.jobs.models import Job
from samrad.jobs.services import forget_old_jobs, run_due_jobs
from samrad.outbox.services import Renderer, deliver_due, settle_lost
from samrad.registry import tasks as registry
from samrad.reporting import tasks as reporting
from samrad.users.services import forget_form_drafts

KEEP_TASKS = timedelta(days=7)
KEEP_FORM_DRAFTS = timedelta(days=60)  # a form left for two months is not coming back


def _forget_old_tasks(moment: datetime) -> int:
    """Delete what the queue remembers of tasks that were done, or died with their worker."""
    old = DBTaskResult.objects.filter(enqueued_at__lt=moment - KEEP_TASKS)
    deleted, _each = old.exclude(status=TaskResultStatus.READY).delete()
    return deleted


# How each kind of message is written, and how each kind of job is done.
RENDERERS: Final[Mapping[str, Renderer]] = {
    **receipts.RENDERERS,
    **rendering.RENDERERS,
    **registry.RENDERERS,
    delivery.KIND: delivery.render_replies,
    moderation.KIND: moderation.render_withheld,
    registrar.KIND: registrar.render_registrar_copy,
}
JOB_HANDLERS: Final[Mapping[str, Callable[[Job], None]]] = {
    **contributions.JOB_HANDLERS,
    **invitations.JOB_HANDLERS,
    **registry.JOB_HANDLERS,
    **reporting.JOB_HANDLERS,
}
# What is looked over each time; each tells how much it found to do.
SWEEPS: Final[Mapping[str, Callable[[datetime], int]]] = {
    "lost messages": lambda moment: settle_lost(now=moment),
    "old attempts": lambda moment: forget_attempts(now=moment),
    "old tasks": _forget_old_tasks,
    "old jobs": lambda moment: forget_old_jobs(now=moment),
    "reply mails": lambda moment: delivery.queue_reply_mails(now=moment),
    "old downloads": lambda moment: forget_downloads(now=moment),
    "unattached files": lambda moment: sweep_files(folder=folder_in_turn(moment), now=moment),
    "forms left": lambda moment: forget_form_drafts(before=moment - KEEP_FORM_DRAFTS),
    "unsent drafts": lambda moment: forget_drafts(now=moment),
    "old addresses": lambda moment: forget_addresses(now=moment),
    **registry.SWEEPS,
}
MAILS_A_TURN = 50  # so that a long dispatch does not hold up a report


def run_due() -> dict[str, int]:
    """Do everything that is due now; return how much of each."""
    done = {name: sweep(now()) for name, sweep in SWEEPS.items()}
    done["messages"] = deliver_due(renderers=RENDERERS, clock=now, limit=MAILS_A_TURN)
    done["jobs"] = run_due_jobs(handlers=JOB_HANDLERS, clock=now)
    return done


@task()
def do_what_is_due() -> dict[str, int]:
    """Do what is due in the worker, now rather than at its next turn."""
    return run_due()
