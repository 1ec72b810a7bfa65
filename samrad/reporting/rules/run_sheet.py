"""A meeting's time shared out: what is done when. A proposal that people change."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final


class Moment(StrEnum):
    """What is done at a meeting, in order."""

    WELCOME = "WELCOME"
    FRAME = "FRAME"
    QUESTION = "QUESTION"
    BREAK = "BREAK"
    SUM_UP = "SUM_UP"
    CHECK_OUT = "CHECK_OUT"


@dataclass(frozen=True, slots=True)
class Slot:
    """A moment, from when until when; `question` counts from 1."""

    moment: Moment
    starts_at: datetime
    ends_at: datetime
    question: int = 0


_LONG: Final = timedelta(minutes=120)  # with a break
_SHORT: Final = timedelta(minutes=60)  # below this everything but the talk is halved
_PAUSE: Final = timedelta(minutes=15)
_AROUND: Final = {
    Moment.WELCOME: timedelta(minutes=10),
    Moment.FRAME: timedelta(minutes=10),
    Moment.SUM_UP: timedelta(minutes=10),
    Moment.CHECK_OUT: timedelta(minutes=5),
}


def slots(starts_at: datetime, ends_at: datetime, *, questions: int) -> tuple[Slot, ...]:
    """Return the meeting's slots; what is left after the rest is shared by the questions."""
    whole = ends_at - starts_at
    share = 1 if whole >= _SHORT else 2
    pause = _PAUSE if whole >= _LONG and questions > 1 else timedelta()
    around = sum((span / share for span in _AROUND.values()), timedelta())
    each = _minutes((whole - around - pause) / max(1, questions))
    order = [Moment.WELCOME, Moment.FRAME]
    half = -(-questions // 2)
    for number in range(1, max(1, questions) + 1):
        order.append(Moment.QUESTION)
        if pause and number == half:
            order.append(Moment.BREAK)
    spans = {one: _minutes(span / share) for one, span in _AROUND.items()}
    spans |= {Moment.QUESTION: each, Moment.BREAK: pause}
    return _laid_out([*order, Moment.SUM_UP, Moment.CHECK_OUT], spans, starts_at, ends_at)


def _minutes(span: timedelta) -> timedelta:
    return timedelta(minutes=max(1, int(span.total_seconds() // 60)))


def _laid_out(
    order: list[Moment], spans: dict[Moment, timedelta], starts_at: datetime, ends_at: datetime
) -> tuple[Slot, ...]:
    found: list[Slot] = []
    at, question = starts_at, 0
    for place, moment in enumerate(order):
        question += moment is Moment.QUESTION
        until = ends_at if place == len(order) - 1 else min(at + spans[moment], ends_at)
        found.append(Slot(moment, at, until, question if moment is Moment.QUESTION else 0))
        at = until
    return tuple(found)
