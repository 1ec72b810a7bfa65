"""The background worker."""

import logging
import os
import signal
import socket
import threading
import time
from datetime import datetime
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections, connection
from django_tasks_db.management.commands.db_worker import Worker

from samrad.core.clock import now
from samrad.jobs.services import beat
from samrad.pages.tasks import run_due

logger = logging.getLogger("samrad.worker")

BEAT_EVERY = 10.0  # seconds; doctor calls a worker dead after sixty
# A turn that takes longer than this hangs: the heart stops beating so that somebody is told.
LONGEST_TURN = 30 * 60.0


class Heart(threading.Thread):
    """Beats in the database while the worker's turns go on."""

    def __init__(self, worker: str, started_at: datetime) -> None:
        super().__init__(daemon=True, name="heart")
        self._worker = worker
        self._started_at = started_at
        self._last_turn = time.monotonic()
        self._stopped = threading.Event()

    def turn_made(self) -> None:
        """Note that the worker has come round."""
        self._last_turn = time.monotonic()

    def stop(self) -> None:
        """Beat no more, and let the connection go."""
        self._stopped.set()
        self.join()

    def run(self) -> None:
        """Beat until stopped."""
        while not self._stopped.wait(BEAT_EVERY):
            if time.monotonic() - self._last_turn < LONGEST_TURN:
                beat_once(self._worker, self._started_at)
        connection.close()


def beat_once(worker: str, started_at: datetime) -> None:
    """Note that the worker lives; a database that is busy or away is no reason to die."""
    close_old_connections()
    try:
        beat(worker=worker, started_at=started_at, now=now())
    except DatabaseError:
        logger.exception("Could not note that the worker lives")


class Command(BaseCommand):
    """`samrad worker`: does queued tasks at once and what is due every few seconds."""

    help = "Kör bakgrundsarbetaren: skickar brev, gör rapporter, städar."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how often to look."""
        parser.add_argument("--once", action="store_true", help="gör ett varv och sluta")
        parser.add_argument(
            "--due-every", type=float, default=5.0, help="sekunder mellan varven (%(default)s)"
        )

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Go round until asked to stop; a turn that has begun is finished first."""
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)  # it tells of every look
        name, started_at = f"{socket.gethostname()}:{os.getpid()}"[:80], now()
        stopping = threading.Event()

        def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
            if stopping.is_set():  # asked twice: at once
                raise SystemExit(1)
            stopping.set()

        if not options["once"]:
            signal.signal(signal.SIGTERM, ask_to_stop)
            signal.signal(signal.SIGINT, ask_to_stop)
        beat_once(name, started_at)
        heart = Heart(name, started_at)
        heart.start()
        try:
            self._go_round(stopping, heart, once=options["once"], due_every=options["due_every"])
        finally:
            heart.stop()

    def _go_round(
        self, stopping: threading.Event, heart: Heart, *, once: bool, due_every: float
    ) -> None:
        due_at = 0.0
        while not stopping.is_set():
            try:
                tasks = do_queued_tasks()
                if tasks or time.monotonic() >= due_at:
                    run_due()
                    due_at = time.monotonic() + due_every
            except DatabaseError:
                # Locked for long, restarted or full: what waits is still there next time.
                logger.exception("The turn failed; trying again")
                close_old_connections()
            heart.turn_made()
            if once:
                return
            stopping.wait(1.0)


def do_queued_tasks() -> int:
    """Do the tasks that are queued; return how many there were."""
    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{socket.gethostname()}:{os.getpid()}"[:64],
        excluded_queue_names=[],
    )
    worker.run()
    return worker._run_tasks  # noqa: SLF001 -- it keeps count but has no other way to tell
