"""The gate before a database file: one writer at a time, first come first served.

Threads of a process queue in strict order. Processes meet at a lock file beside the database,
where one that has just written cannot pass one that waits. A process that dies leaves the lock
file open: the kernel takes its locks away.
"""

import fcntl
import os
import threading
import time
from collections import deque
from pathlib import Path

NEXT, INSIDE = 0, 1  # the bytes of the lock file: who is first in line, who is inside
NAP = 0.0005


class FairLock:
    """A lock that is handed over in the order in which it was asked for."""

    def __init__(self) -> None:
        self._state = threading.Lock()
        self._held = False
        self._queue: deque[threading.Lock] = deque()

    def acquire(self, timeout: float) -> bool:
        """Wait for the turn, at most `timeout` seconds; return whether it came."""
        with self._state:
            if not self._held:
                self._held = True
                return True
            turn = threading.Lock()
            turn.acquire()
            self._queue.append(turn)
        if turn.acquire(timeout=timeout):
            return True
        with self._state:
            if turn in self._queue:
                self._queue.remove(turn)
                return False
            return True  # handed over just as the waiting ended

    def release(self) -> None:
        """Let the next in line in."""
        with self._state:
            if self._queue:
                self._queue.popleft().release()
            else:
                self._held = False


class Gate:
    """The queue to write to one database file."""

    def __init__(self, lock_file: Path) -> None:
        self._lock_file = lock_file
        self._threads = FairLock()
        self._descriptor: int | None = None
        self._pid = os.getpid()

    def enter(self, timeout: float) -> bool:
        """Wait for the turn to write, at most `timeout` seconds; return whether it came."""
        deadline = time.monotonic() + timeout
        if not self._threads.acquire(timeout):
            return False
        try:
            # Whoever leaves queues behind the one who holds NEXT: no process is passed twice.
            inside = self._lock(NEXT, deadline) and self._lock(INSIDE, deadline)
            self._unlock(NEXT)
        except BaseException:
            self._threads.release()
            raise
        if not inside:
            self._threads.release()
        return inside

    def leave(self) -> None:
        """Let the next writer in. In a forked child of the one inside, nothing happens."""
        if self._pid == os.getpid():
            self._unlock(INSIDE)
            self._threads.release()

    def _lock(self, byte: int, deadline: float) -> bool:
        while True:
            try:
                fcntl.lockf(self._open(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
            except (BlockingIOError, PermissionError):  # what POSIX may say when it is taken
                if time.monotonic() > deadline:
                    return False
                time.sleep(NAP)
            else:
                return True

    def _unlock(self, byte: int) -> None:
        fcntl.lockf(self._open(), fcntl.LOCK_UN, 1, byte)

    def _open(self) -> int:
        """Return the lock file's descriptor; it stays open, since closing one lets all locks go."""
        if self._descriptor is None:
            self._descriptor = os.open(self._lock_file, os.O_RDWR | os.O_CREAT, 0o600)
        return self._descriptor


_gates: dict[Path, Gate] = {}
# A forked child begins anew: the threads in its parent's queues did not come along.
os.register_at_fork(after_in_child=_gates.clear)


def gate_for(database: Path) -> Gate:
    """Return this process's gate for the database file, the same for every connection."""
    path = database.resolve()
    return _gates.setdefault(path, Gate(path.with_name(path.name + "-gate")))
