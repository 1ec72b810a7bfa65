"""Reading orders and what they became."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from samrad.core.ids import digest
from samrad.downloads.models import Download
from samrad.jobs.enums import JobState
from samrad.jobs.models import Job
from samrad.users.principal import Principal

AT_ONCE: Final = 1000  # rows that are written while somebody waits; more than that is ordered
KEEP: Final = timedelta(days=3)
SHOWN: Final = 5


@dataclass(frozen=True)
class Order:
    """An order, and its file when there is one."""

    job: Job
    download: Download | None

    @property
    def is_going_on(self) -> bool:
        """Tell whether the file is still to be written."""
        return self.job.ended_at is None and self.download is None

    @property
    def was_cancelled(self) -> bool:
        """Tell whether somebody stopped it."""
        return bool(self.job.state == JobState.CANCELLED)


def _keys(place: str, who: Principal) -> str:
    return f"{place}:{who.reference}:"


def key_of(place: str, who: Principal, choice: dict[str, object]) -> str:
    """Return the key under which the same choice, by the same person, is ordered only once."""
    return _keys(place, who) + digest(choice)[:16]


def _orders(rows: QuerySet[Job]) -> list[Order]:
    rows = rows.select_related("download__stored__blob")
    return [Order(job, getattr(job, "download", None)) for job in rows]


def orders_of(kind: str, place: str, who: Principal, *, now: datetime) -> list[Order]:
    """Return the person's own latest orders here, newest first: those that go on or can be had."""
    since = now - KEEP
    there = Q(download__kept_until__gt=now) | Q(download__isnull=True, created_at__gt=since)
    rows = Job.objects.filter(there, kind=kind, key__startswith=_keys(place, who)).order_by(
        "-created_at", "-pk"
    )
    return _orders(rows[:SHOWN])


def get_order(kind: str, place: str, order: str, *, now: datetime) -> Order:
    """Return the order with this uuid, if it is of this place and its time is not out."""
    there = Q(download__kept_until__gt=now) | Q(download__isnull=True)
    rows = Job.objects.filter(there, kind=kind, key__startswith=f"{place}:", uuid=order)
    found = _orders(rows)
    if not found:
        raise Job.DoesNotExist
    return found[0]
