"""How long contributions have waited for a reply, in buckets an officer can act on."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

WEEK: Final = "WEEK"  # 0-7 days
FORTNIGHT: Final = "FORTNIGHT"  # 8-14
MONTH: Final = "MONTH"  # 15-30
LONGER: Final = "LONGER"
_LIMITS: Final = ((7, WEEK), (14, FORTNIGHT), (30, MONTH))
BUCKETS: Final = (LONGER, MONTH, FORTNIGHT, WEEK)


def bucket(*, received_on: date, today: date) -> str:
    """Return the bucket of a contribution received on `received_on`."""
    waited = (today - received_on).days
    return next((code for limit, code in _LIMITS if waited <= limit), LONGER)


def borders() -> Mapping[str, tuple[int, int | None]]:
    """Return, by bucket, fewest and most days waited (None: no upper limit), oldest first."""
    return {LONGER: (31, None), MONTH: (15, 30), FORTNIGHT: (8, 14), WEEK: (0, 7)}


def count_by_bucket(received: Iterable[date], *, today: date) -> Mapping[str, int]:
    """Return how many wait in each bucket, oldest first, empty ones too."""
    counts = dict.fromkeys(BUCKETS, 0)
    for received_on in received:
        counts[bucket(received_on=received_on, today=today)] += 1
    return counts
