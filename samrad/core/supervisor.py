"""Keep a web server and its worker alive together: `python -m samrad.core.supervisor`.

Imports nothing but the standard library, so that the process that only watches stays small. A dead
worker is started again; when the web server ends, all ends. Children die with this process.
"""

import argparse
import ctypes
import shlex
import signal
import subprocess
import sys
import threading
import time
from types import FrameType

GRACE = 30  # seconds a child gets to finish what it is doing
PAUSES = (0.5, 1, 2, 5, 10, 30)  # before each start of a worker that keeps dying
LIVED = 60  # seconds after which a worker counts as having lived
PR_SET_PDEATHSIG = 1


def _die_with_parent() -> None:
    """Ask Linux to end this child when its parent is gone, however it went."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C in the terminal reaches us alone, and we tell the children.
    return subprocess.Popen(  # noqa: S603 -- the commands are ours
        command,
        start_new_session=True,
        preexec_fn=_die_with_parent,  # noqa: PLW1509 -- this process has one thread
    )


class Supervisor:
    """Two children, watched until one ends for good or somebody says stop."""

    def __init__(self, web: list[str], worker: list[str] | None) -> None:
        self._stop = threading.Event()
        self._worker_command = worker
        self._deaths = 0
        self._start_worker_at: float | None = time.monotonic() if worker else None
        self._worker: subprocess.Popen[bytes] | None = None
        self._worker_since = 0.0
        self._web = _start(web)

    def ask_to_stop(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        """Begin to stop; safe in a signal handler."""
        self._stop.set()

    def run(self) -> int:
        """Watch until the end, and return the exit code."""
        try:
            while not self._stop.wait(0.2):
                if self._web.poll() is not None:
                    return self._web.returncode or 1  # it was not asked to end
                self._watch_worker()
            return 0
        finally:
            self._end_children()

    def _watch_worker(self) -> None:
        if self._worker is not None and self._worker.poll() is not None:
            lived = time.monotonic() - self._worker_since
            self._deaths = 0 if lived > LIVED else self._deaths + 1
            pause = PAUSES[min(self._deaths, len(PAUSES) - 1)]
            code = self._worker.returncode
            sys.stderr.write(f"The worker ended with {code}; starting it again in {pause} s.\n")
            self._worker, self._start_worker_at = None, time.monotonic() + pause
        if self._start_worker_at is not None and time.monotonic() >= self._start_worker_at:
            assert self._worker_command is not None  # noqa: S101 -- it has a time to start
            self._worker, self._start_worker_at = _start(self._worker_command), None
            self._worker_since = time.monotonic()

    def _end_children(self) -> None:
        children = [child for child in (self._web, self._worker) if child is not None]
        for child in children:
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + GRACE
        for child in children:
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def main() -> None:
    """Watch the two commands given as `--web` and `--worker`, each a line for the shell's rules."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--web", required=True, type=shlex.split)
    parser.add_argument("--worker", type=shlex.split)
    asked = parser.parse_args()
    supervisor = Supervisor(asked.web, asked.worker)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, supervisor.ask_to_stop)
    sys.exit(supervisor.run())


if __name__ == "__main__":
    main()
