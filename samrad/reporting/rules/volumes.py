"""How a long table is divided into volumes that each can be read by itself."""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from samrad.reporting.rules.facts import Row

LARGEST: Final = 1_000  # contributions in one PDF
HEAVIEST: Final = 450_000  # characters: what sets how much memory the typesetter takes
_LINE: Final = 150  # what a row costs beside its own words
SHOWN: Final = 1_200  # characters of a text in the table; the data file holds it whole

T = TypeVar("T")


def weight(row: Row) -> int:
    """Return about how much a row takes, in characters."""
    return _LINE + min(len(row.text), SHOWN) + (0 if row.shares_with else len(row.reason))


def volumes(
    rows: Sequence[T],
    weigh: Callable[[T], int],
    *,
    largest: int = LARGEST,
    heaviest: int = HEAVIEST,
) -> list[Sequence[T]]:
    """Return `rows` in order, in few parts of about equal weight, none too large."""
    weights = [weigh(row) for row in rows]
    count = max(1, -(-len(rows) // largest), -(-sum(weights) // heaviest))
    share = sum(weights) / count
    parts: list[list[T]] = [[]]
    carried = here = 0  # what has been placed, in all and in this part
    for row, heavy in zip(rows, weights, strict=True):
        is_due = carried + heavy / 2 > share * len(parts)
        is_full = len(parts[-1]) == largest or here + heavy > heaviest
        if parts[-1] and (is_due or is_full):
            parts.append([])
            here = 0
        parts[-1].append(row)
        carried += heavy
        here += heavy
    return list(parts)


def first_in_volume(rows: Sequence[Row]) -> dict[int, int]:
    """Return, by the reply's first contribution, the row of this volume where its reason stands."""
    found: dict[int, int] = {}
    for row in rows:
        found.setdefault(row.shares_with or row.number, row.number)
    return found
