"""What was promised to those who answer, and whether the promise has been kept in time."""

from datetime import date


def replies_are_late(
    *, promised: date | None, is_waiting: bool, is_cancelled: bool, today: date
) -> bool:
    """Tell whether replies that somebody waits for should have come by now.

    The promised day itself belongs to the promise: late is the day after.
    """
    return promised is not None and is_waiting and not is_cancelled and promised < today
