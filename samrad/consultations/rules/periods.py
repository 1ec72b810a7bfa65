"""When a consultation is open: from `opens_at` up to, but not including, `closes_at`.

`closes_at` is the local midnight that follows the last day to answer, so "till och med den 3 mars"
holds for the whole of that day in Sweden, whatever the offset from UTC happens to be.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def closes_at(last_day: date) -> datetime:
    """Return the moment (UTC) when answering has ended: the local midnight after `last_day`."""
    return opens_at(last_day + timedelta(days=1))


def opens_at(first_day: date) -> datetime:
    """Return the moment (UTC) when `first_day` begins in Sweden."""
    return datetime.combine(first_day, time.min, tzinfo=STOCKHOLM).astimezone(UTC)


def last_day(closing: datetime) -> date:
    """Return the last day to answer, for a closing moment."""
    return (closing - timedelta(microseconds=1)).astimezone(STOCKHOLM).date()


def is_open(*, opens: datetime | None, closes: datetime | None, now: datetime) -> bool:
    """Tell whether answers are received at `now`; the closing moment itself is already closed.

    Without an opening moment nothing is open; without a closing moment it stays open.
    """
    return opens is not None and opens <= now and (closes is None or now < closes)


def is_over(*, closes: datetime | None, now: datetime) -> bool:
    """Tell whether the closing moment has come."""
    return closes is not None and closes <= now


def days_left(*, closes: datetime, now: datetime) -> int:
    """Return whole local days that remain: 0 on the last day itself, negative when it is over."""
    return (last_day(closes) - now.astimezone(STOCKHOLM).date()).days
