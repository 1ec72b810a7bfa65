"""Milestones drawn on a strip of months: where each begins and how long it is, in a hundredth.

The strip runs over whole years, so that the same month stands in the same place in every row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

WIDTH: Final = 1000  # units across the strip; whole numbers are enough for a drawing
_NARROWEST: Final = 4


@dataclass(frozen=True)
class Mark:
    """Where something stands on the strip, and how wide it is; `width` 0 is a single day."""

    x: int
    width: int


@dataclass(frozen=True)
class Year:
    """A year's place on the strip."""

    year: int
    x: int


@dataclass(frozen=True)
class Strip:
    """A strip of years, a mark for each milestone in the order given, and today if it is on it."""

    years: tuple[Year, ...]
    marks: tuple[Mark, ...]
    today: int | None
    width: int = WIDTH


def drawn(spans: Sequence[tuple[date, date | None]], *, today: date) -> Strip:
    """Return the strip that holds all spans of first and last day."""
    if not spans:
        return Strip((), (), None)
    days = [day for span in spans for day in span if day is not None]
    first, last = date(min(days).year, 1, 1), date(max(days).year, 12, 31)
    whole = (last - first).days + 1

    def place(day: date) -> int:
        return (day - first).days * WIDTH // whole

    return Strip(
        years=tuple(
            Year(year, place(date(year, 1, 1))) for year in range(first.year, last.year + 1)
        ),
        marks=tuple(
            Mark(place(start), max(_NARROWEST, place(end) - place(start)) if end else 0)
            for start, end in spans
        ),
        today=place(today) if first <= today <= last else None,
    )
