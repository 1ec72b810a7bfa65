"""How long one answer of four points keeps the gate, for bench/receiving.py: one writer, no others.

What happens inside the gate is what every other writer waits for. Prints, for an answer received
and for one sent on the web from its drafts: the median of the processor time inside, in
milliseconds, and how many statements were run there.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402 -- needs the settings

from bench.writers import POINT, POINTS, answer  # noqa: E402 -- as above
from samrad.consultations.models import Consultation, Participation  # noqa: E402 -- as above
from samrad.contributions.queries.places import question_slot  # noqa: E402 -- as above
from samrad.contributions.services.answering import send_answer  # noqa: E402 -- as above
from samrad.contributions.services.drafts import Mandate, Written, save_draft  # noqa: E402 -- as above
from samrad.contributions.services.receiving import (  # noqa: E402 -- as above
    receive_submission,
    written_activity,
)
from samrad.core.clock import now  # noqa: E402 -- as above
from samrad.core.sqlite.gate import Gate  # noqa: E402 -- as above
from samrad.users.principal import SYSTEM  # noqa: E402 -- as above

ANSWERS, WARM = 300, 50


class Inside:
    """Counts the processor time and the statements between entering the gate and leaving it."""

    def __init__(self) -> None:
        self.took: list[float] = []
        self.lasted: list[float] = []  # by the clock
        self.statements: list[int] = []
        self._began: float | None = None
        self._entered = 0.0
        self._count = 0

    def count(self, execute: Callable[..., Any], *arguments: Any) -> Any:  # noqa: ANN401 -- as the library has it
        """Run a statement, counted when it is run inside."""
        self._count += self._began is not None
        return execute(*arguments)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch the gate and the statements of this process."""
        enter, leave = Gate.enter, Gate.leave

        def watched_enter(gate: Gate, timeout: float) -> bool:
            inside = enter(gate, timeout)
            self._began, self._count = time.thread_time(), 0
            self._entered = time.perf_counter()
            return inside

        def watched_leave(gate: Gate) -> None:
            if self._began is not None:
                self.took.append(time.thread_time() - self._began)
                self.lasted.append(time.perf_counter() - self._entered)
                self.statements.append(self._count)
            self._began = None
            leave(gate)

        Gate.enter, Gate.leave = watched_enter, watched_leave  # type: ignore[method-assign,assignment]  # only while measuring
        try:
            with connection.execute_wrapper(self.count):
                yield
        finally:
            Gate.enter, Gate.leave = enter, leave  # type: ignore[method-assign]  # as it was


def _drafted(participation: Participation) -> None:
    for question in participation.consultation.questions.all():
        save_draft(
            participation=participation,
            slot=question_slot(question),
            written=Written(text=POINT),
            now=now(),
        )


def _measured(name: str, write: Callable[[int], object], before: Callable[[], None]) -> None:
    for n in range(WARM):
        before()
        write(n)
    inside = Inside()
    for n in range(WARM, WARM + ANSWERS):
        before()
        with inside.watching():
            write(n)
    took = sorted(inside.took)[len(inside.took) // 2] * 1000
    sys.stdout.write(f"{name} {took:.3f} {max(inside.statements)}\n")


def main() -> None:
    """Measure both ways."""
    consultation = Consultation.objects.select_related("region").get()
    activity = written_activity(consultation)
    participation = Participation.objects.select_related("organisation", "consultation").earliest(
        "pk"
    )

    run = time.time_ns()

    def receive(n: int) -> None:
        key = f"{run}-{n}"
        receive_submission(
            activity=activity, received=answer(key, participation), actor=SYSTEM, now=now()
        )

    def send(n: int) -> None:
        send_answer(
            participation=participation,
            key=f"{run}-{n}",
            mandate=Mandate(kind="BOARD"),
            language="sv",
            actor=SYSTEM,
            now=now(),
        )

    assert consultation.questions.count() == POINTS  # noqa: S101 -- both ways have as many points
    _measured("received", receive, lambda: None)
    _measured("sent", send, lambda: _drafted(participation))


if __name__ == "__main__":
    main()
