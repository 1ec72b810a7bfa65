"""How many a day, so that all is answered in time."""


def a_day(left: int, days: int) -> int | None:
    """Return how many to answer a day, rounded up; None when nothing is left or the day is past."""
    if left <= 0 or days < 0:
        return None
    return -(-left // max(days, 1))
