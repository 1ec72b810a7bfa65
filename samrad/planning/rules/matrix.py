"""The matrix of six steps by four levels: what an activity's place in it tells.

A cell is a row and a step: `B2` is row B (consultation) in step 2 (drafting). Row A informs and D
is partnership. What has been called off stands in no cell.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

STEPS: Final = (1, 2, 3, 4, 5, 6)
LEVELS: Final = ("INF", "SAM", "DIA", "PAR")
ROWS: Final = ("A", "B", "C", "D")
CELLS: Final = tuple(f"{row}{step}" for row in ROWS for step in STEPS)
BEFORE_DECISION: Final = (1, 2, 3)
FOLLOW_UP: Final = (5, 6)

PLANNED: Final = "PLANNED"
DONE: Final = "DONE"
EVALUATED: Final = "EVALUATED"
CANCELLED: Final = "CANCELLED"

NOTHING_PLACED: Final = "NOTHING_PLACED"
ONLY_INFORMS: Final = "ONLY_INFORMS"
STARTS_LATE: Final = "STARTS_LATE"
NO_FOLLOW_UP: Final = "NO_FOLLOW_UP"
LEVEL_ABOVE: Final = "LEVEL_ABOVE"  # the consultation promises more than any placement
LEVEL_BELOW: Final = "LEVEL_BELOW"  # a placement goes further than the consultation promises
TEXT_ABOVE: Final = "TEXT_ABOVE"  # a text promises more than any placement


@dataclass(frozen=True)
class MatrixWarning:
    """Something that the placements tell, by code, and the levels it names."""

    code: str
    levels: Mapping[str, str] = field(default_factory=dict)


def cell_at(level: str, step: int) -> str:
    """Return the cell of a level in a step."""
    return f"{ROWS[LEVELS.index(level)]}{step}"


def level_of(cell: str) -> str:
    """Return the level of the cell's row."""
    return LEVELS[ROWS.index(cell[0])]


def step_of(cell: str) -> int:
    """Return the cell's step."""
    return int(cell[1])


def rank(level: str) -> int:
    """Return the level as a number: 1 informs, 4 is partnership; 0 is no level at all."""
    return LEVELS.index(level) + 1 if level in LEVELS else 0


def state(
    *, is_cancelled: bool, over_at: datetime | None, evaluated_on: date | None, now: datetime
) -> str:
    """Return how far an activity has come. It is done from the moment it is over.

    Only what is done can be evaluated: a date written too early waits.
    """
    if is_cancelled:
        return CANCELLED
    if over_at is None or now < over_at:
        return PLANNED
    return DONE if evaluated_on is None else EVALUATED


def highest(cells: Iterable[str]) -> str:
    """Return the highest level of any of the cells, or nothing."""
    return max((level_of(cell) for cell in cells), key=rank, default="")


def highest_by_step(cells: Iterable[str]) -> dict[int, str]:
    """Return the highest level of each step where there is anything."""
    found: dict[int, str] = {}
    for cell in cells:
        found[step_of(cell)] = max(found.get(step_of(cell), ""), level_of(cell), key=rank)
    return found


def breadth(cells: Iterable[str]) -> int:
    """Return in how many of the six steps somebody is asked: consultation or more."""
    return sum(rank(level) >= rank("SAM") for level in highest_by_step(cells).values())


def mean_level(cells: Iterable[str]) -> float:
    """Return the mean of the highest level a step, from 0 to 4, over all six steps.

    A step without anything counts as 0. Over the filled steps alone, a single partnership would
    make 4.0 of a consultation that leaves five steps out.
    """
    return sum(rank(level) for level in highest_by_step(cells).values()) / len(STEPS)


def warnings(
    cells: Iterable[str], *, level: str, text_level: str = ""
) -> tuple[MatrixWarning, ...]:
    """Return what the placements are worth a warning for.

    `level` is what the consultation promises; `text_level` the most that an invitation's own words
    promise, where they promise anything.
    """
    placed = tuple(cells)
    if not placed:
        return (MatrixWarning(NOTHING_PLACED),)
    by_step = highest_by_step(placed)
    early = [by_step[step] for step in BEFORE_DECISION if step in by_step]
    found = {
        ONLY_INFORMS: bool(early) and all(each == "INF" for each in early),
        STARTS_LATE: 1 not in by_step,
        NO_FOLLOW_UP: not any(step in by_step for step in FOLLOW_UP),
    }
    plain = tuple(MatrixWarning(code) for code, is_so in found.items() if is_so)
    return plain + _mismatches(highest(placed), level=level, text_level=text_level)


def _mismatches(placed: str, *, level: str, text_level: str) -> tuple[MatrixWarning, ...]:
    found = []
    if rank(level) > rank(placed):
        found.append(MatrixWarning(LEVEL_ABOVE, {"promised": level, "placed": placed}))
    if level and rank(level) < rank(placed):
        found.append(MatrixWarning(LEVEL_BELOW, {"promised": level, "placed": placed}))
    if rank(text_level) > rank(placed):
        found.append(MatrixWarning(TEXT_ABOVE, {"promised": text_level, "placed": placed}))
    return tuple(found)
