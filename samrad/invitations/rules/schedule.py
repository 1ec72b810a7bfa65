"""When letters must leave and reminders are due."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Final

AMPLE: Final = "AMPLE"
TIGHT: Final = "TIGHT"
SHORT: Final = "SHORT"
PAST: Final = "PAST"
_SATURDAY: Final = 5


def latest_send_date(on: date, *, notice_days: int, red_days: Collection[date] = ()) -> date:
    """Return the last working day on which an invitation still gives `notice_days`."""
    return previous_working_day(on - timedelta(days=notice_days), red_days=red_days)


def notice(*, sent_on: date, on: date, recommended: int, shortest: int) -> tuple[str, int]:
    """Return the verdict on the notice given, and its length in days."""
    days = (on - sent_on).days
    if days < 0:
        return PAST, days
    if days < shortest:
        return SHORT, days
    return (AMPLE if days >= recommended else TIGHT), days


def reminder_dates(
    *,
    sent_on: date,
    on: date,
    days_before: Iterable[int] = (21, 7, 2),
    rest_days: int = 7,
    red_days: Collection[date] = (),
) -> tuple[date, ...]:
    """Return when to remind: on working days, and none within `rest_days` of the letter."""
    due = {
        previous_working_day(on - timedelta(days=days), red_days=red_days) for days in days_before
    }
    return tuple(sorted(day for day in due if sent_on + timedelta(days=rest_days) <= day < on))


def previous_working_day(day: date, *, red_days: Collection[date] = ()) -> date:
    """Return `day` itself if people work on it, otherwise the closest working day before it."""
    while day.weekday() >= _SATURDAY or day in red_days:
        day -= timedelta(days=1)
    return day
