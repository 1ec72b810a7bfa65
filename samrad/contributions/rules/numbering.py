"""Numbers and references of contributions: counted within the consultation, never used again."""

import re
from collections.abc import Iterable
from typing import Final

_RANGE: Final = re.compile(r"#?(\d{1,9})(?:-#?(\d{1,9}))?", re.ASCII)
_TOO_MANY_DIGITS: Final = 10  # an organisation number, a telephone number


def next_numbers(*, highest: int, count: int) -> range:
    """Return the next `count` numbers after the highest ever given."""
    return range(highest + 1, highest + 1 + count)


def reference(*, consultation: str, number: int) -> str:
    """Return the reference people see and write: the consultation's own, a dash and the number."""
    return f"{consultation}-{number}"


def number_in(typed: str) -> int | None:
    """Return the number in what someone typed ("12", "#12", "KRO-1-12"), or None."""
    digits = typed.strip().rpartition("-")[2].lstrip("#").strip()
    is_number = digits.isascii() and digits.isdigit() and len(digits) < _TOO_MANY_DIGITS
    return int(digits) if is_number else None


def numbers_in(typed: str, *, most: int = 1000) -> list[int] | None:
    """Return the numbers in a list as people write it ("17, 29", "#4", "4-60"), rising, each once.

    None when something in it is no number, a range runs backwards, or there are more than `most`.
    """
    listed = re.sub(r"\s*[-–]\s*", "-", typed).replace(";", " ").replace(",", " ").split()
    numbers: set[int] = set()
    for part in listed:
        found = _RANGE.fullmatch(part)
        if found is None:
            return None
        first, last = int(found[1]), int(found[2] or found[1])
        if last < first or last - first >= most:
            return None
        numbers.update(range(first, last + 1))
    return sorted(numbers) if len(numbers) <= most else None


def has_holes(numbers: Iterable[int]) -> bool:
    """Tell whether any number from one to the highest is missing or given twice."""
    ordered = sorted(numbers)
    return ordered != list(range(1, len(ordered) + 1))
