"""The clock. Read at the edge (views, commands, tasks) and passed inwards as `now`."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return timezone.now()  # noqa: TID251 -- the one place that reads the clock


def local_date(moment: datetime) -> date:
    """Return the date in Sweden at `moment`."""
    return moment.astimezone(STOCKHOLM).date()
