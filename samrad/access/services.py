"""Counting attempts and saying when there have been too many."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from samrad.access.models import Attempt
from samrad.core.ids import keyed_hash


@dataclass(frozen=True)
class Limit:
    """At most `count` attempts of one `kind` from one place in `seconds`."""

    kind: str
    count: int
    seconds: int


UNKNOWN_LINK = Limit("unknown_link", 30, 600)
UNKNOWN_CODE = Limit("unknown_code", 10, 600)
# From everywhere together against one region's codes: many who guess a little each.
UNKNOWN_CODE_IN_REGION = Limit("unknown_code_in_region", 300, 600)
OPEN_FORM = Limit("open_form", 10, 3600)
REVIEW = Limit("review", 60, 600)
CALENDAR_FEED = Limit("calendar_feed", 120, 3600)


class TooManyAttempts(Exception):
    """The place has tried too often; wait `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


def _place(limit: Limit, where: str, now: datetime) -> dict[str, object]:
    return {
        "key": keyed_hash(f"{limit.kind}:{where}", purpose="attempts"),
        "window": int(now.timestamp()) // limit.seconds,
    }


def check_attempts(*, limit: Limit, where: str, now: datetime) -> None:
    """Raise `TooManyAttempts` if `where` (an address) has used up its attempts."""
    if Attempt.objects.filter(**_place(limit, where, now), count__gte=limit.count).exists():
        raise TooManyAttempts(limit.seconds)


@transaction.atomic
def count_attempt(*, limit: Limit, where: str, now: datetime) -> None:
    """Count one attempt from `where`."""
    attempt, _created = Attempt.objects.get_or_create(
        **_place(limit, where, now),
        defaults={"ends_at": now + timedelta(seconds=limit.seconds)},
    )
    Attempt.objects.filter(pk=attempt.pk).update(count=F("count") + 1)


@transaction.atomic
def take_attempt(*, limit: Limit, where: str, now: datetime) -> None:
    """Count one attempt from `where`, or raise `TooManyAttempts` if none is left, in one step.

    Many at once, in several server processes, get no more than `limit.count` between them.
    """
    place = _place(limit, where, now)
    ends_at = now + timedelta(seconds=limit.seconds)
    Attempt.objects.bulk_create([Attempt(**place, ends_at=ends_at)], ignore_conflicts=True)
    left = Attempt.objects.filter(**place, count__lt=limit.count)
    if not left.update(count=F("count") + 1):
        raise TooManyAttempts(limit.seconds)


@transaction.atomic
def give_back_attempt(*, limit: Limit, where: str, now: datetime) -> None:
    """Take back an attempt that turned out to be no guess."""
    Attempt.objects.filter(**_place(limit, where, now), count__gt=0).update(count=F("count") - 1)


@transaction.atomic
def forget_attempts(*, now: datetime) -> int:
    """Delete counts of windows that are past; return how many."""
    deleted, _each = Attempt.objects.filter(ends_at__lt=now).delete()
    return deleted
