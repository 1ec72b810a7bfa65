"""Django's SQLite backend, with the gate taken before each write and left when it is over.

`BEGIN IMMEDIATE` and single writes outside a transaction wait at the gate; commit, rollback and
closing leave it. Savepoints and reads know nothing of it. Databases in memory have no gate.
"""

import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from samrad.core.sqlite.gate import Gate, gate_for

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
DEFAULT_TIMEOUT = 20.0
SHARE = 4.0  # of the time we wrote, how much others get
LONGEST_PAUSE = 1.0  # seconds


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that queues before it writes."""

    _inside: Gate | None = None
    _entered = 0.0
    _held = 0.0  # seconds inside the gate since `give_way` was last called
    _seen = 0  # the database's version then: it changes as others write

    def create_cursor(self, name: str | None = None) -> "CursorWrapper":  # noqa: ARG002 -- Django's
        """Return a cursor that knows its connection."""
        cursor: CursorWrapper = self.connection.cursor(factory=CursorWrapper)
        cursor.wrapper = self
        return cursor

    def enter_gate(self) -> None:
        """Wait for the turn to write. Raise what SQLite would, if it does not come in time."""
        if self._inside is not None or self.is_in_memory_db():
            return
        gate = gate_for(Path(self.settings_dict["NAME"]))
        if not gate.enter(float(self.settings_dict["OPTIONS"].get("timeout", DEFAULT_TIMEOUT))):
            raise OperationalError("database is locked")
        self._inside, self._entered = gate, time.monotonic()

    def leave_gate(self) -> None:
        """Let the next writer in, if we are inside."""
        gate, self._inside = self._inside, None
        if gate is not None:
            self._held += time.monotonic() - self._entered
            gate.leave()

    @contextmanager
    def gate_for_one(self, sql: str) -> Iterator[None]:
        """Hold the gate for one statement, when it writes outside a transaction."""
        if self._inside is not None or self.connection.in_transaction or not WRITES.match(sql):
            yield
            return
        self.enter_gate()
        try:
            yield
        finally:
            self.leave_gate()

    def give_way(self) -> None:
        """Let others write, if any of them has since last time: pause for longer than we wrote."""
        held, self._held = self._held, 0.0
        before = self._seen
        self.ensure_connection()
        self._seen = self.connection.execute("PRAGMA data_version").fetchone()[0]
        if before not in (0, self._seen):
            time.sleep(min(held * SHARE, LONGEST_PAUSE))

    def _start_transaction_under_autocommit(self) -> None:
        self.enter_gate()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # private, not in the stubs
        except BaseException:
            self.leave_gate()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # private, not in the stubs
        self.leave_gate()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # private, not in the stubs
        finally:
            self.leave_gate()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # private, not in the stubs
        finally:
            self.leave_gate()


class CursorWrapper(base.SQLiteCursorWrapper):
    """A cursor that takes the gate for a write of its own."""

    wrapper: DatabaseWrapper

    def execute(self, query: str, params: Any = None) -> Any:  # noqa: ANN401 -- as the library has it
        """Run one statement."""
        with self.wrapper.gate_for_one(query):
            return super().execute(query, params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:  # noqa: ANN401 -- as above
        """Run one statement for many rows."""
        with self.wrapper.gate_for_one(query):
            return super().executemany(query, param_list)
