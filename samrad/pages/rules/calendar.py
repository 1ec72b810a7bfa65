"""A month of dates: what stands on which day, what runs through it, and what collides."""

import calendar
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

OPENS: Final = "OPENS"
SEND_BY: Final = "SEND_BY"
MAILING: Final = "MAILING"
MEETING: Final = "MEETING"
LAST_DAY: Final = "LAST_DAY"
HEARD: Final = "HEARD"
ANSWERED: Final = "ANSWERED"
DECISION: Final = "DECISION"
MILESTONE: Final = "MILESTONE"
KINDS: Final = (
    OPENS, SEND_BY, MAILING, MEETING, LAST_DAY, HEARD, ANSWERED, DECISION, MILESTONE,
)  # fmt: skip

SAME_EVENING: Final = "SAME_EVENING"
ON_RED_DAY: Final = "ON_RED_DAY"
IN_QUIET_WEEK: Final = "IN_QUIET_WEEK"
_MUST_BE_FREE: Final = frozenset({MEETING, LAST_DAY})
_EVENING: Final = 16  # a meeting that begins later than this takes the evening
_WITHOUT_END: Final = timedelta(hours=2)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something on a day, or over days. `starts_at` and `ends_at` are local, of meetings alone.

    `uid` never changes and `sequence` grows with each change, for people's own calendars.
    """

    uid: str
    kind: str
    on: date
    until: date | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    title: str = ""
    about: str = ""
    region: str = ""  # slug
    consultation: str = ""  # slug
    process: str = ""  # slug
    place: str = ""  # what a page below it is called by: a meeting's uuid, a milestone's id
    is_cancelled: bool = False
    is_done: bool = False
    sequence: int = 0
    stamped_at: datetime | None = None

    @property
    def last(self) -> date:
        """Return its last day."""
        return self.until or self.on

    @property
    def order(self) -> tuple[date, bool, str, int, str]:
        """Return what entries are ordered by: the day, whole days first, the hour, the kind."""
        hour = f"{self.starts_at:%H.%M}" if self.starts_at else ""
        return self.on, bool(self.starts_at), hour, KINDS.index(self.kind), self.title


@dataclass(frozen=True)
class Clash:
    """Dates that get in each other's way, or a day that few can come on."""

    code: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day of the grid. `ending` are those that began on an earlier day and end here."""

    on: date
    is_of_month: bool
    is_today: bool
    is_red: bool
    is_quiet: bool
    entries: tuple[Entry, ...] = ()
    ending: tuple[Entry, ...] = ()


def month_days(first: date) -> list[list[date]]:
    """Return the weeks of the month that `first` is in, each of seven days from Monday."""
    return calendar.Calendar().monthdatescalendar(first.year, first.month)


def next_month(first: date, step: int = 1) -> date:
    """Return the first day of the month `step` months away."""
    year, month = divmod(first.year * 12 + first.month - 1 + step, 12)
    return date(year, month + 1, 1)


def month_of(text: str, *, today: date) -> date:
    """Return the first day of the month that reads as 2026-11; this month if it is none."""
    year, _dash, month = text.partition("-")
    is_read = len(year) == len("2026") and year.isdecimal() and month.isdecimal()
    if is_read and 1 <= int(month) <= 12 and 2000 <= int(year) < 2100:  # noqa: PLR2004 -- a year
        return date(int(year), int(month), 1)
    return today.replace(day=1)


def grid(
    entries: Iterable[Entry],
    *,
    first: date,
    today: date,
    red_days: Collection[date] = (),
    quiet_days: Collection[date] = (),
) -> list[list[Day]]:
    """Return the month as weeks of days, each with what begins and what ends on it."""
    begins: dict[date, list[Entry]] = defaultdict(list)
    ends: dict[date, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda each: each.order):
        begins[entry.on].append(entry)
        if entry.last > entry.on:
            ends[entry.last].append(entry)
    return [
        [
            Day(
                on=day,
                is_of_month=day.month == first.month,
                is_today=day == today,
                is_red=day in red_days,
                is_quiet=day in quiet_days,
                entries=tuple(begins[day]),
                ending=tuple(ends[day]),
            )
            for day in week
        ]
        for week in month_days(first)
    ]


def clashes(
    entries: Iterable[Entry],
    *,
    red_days: Collection[date] = (),
    quiet_days: Collection[date] = (),
) -> tuple[Clash, ...]:
    """Return what collides, in order of time; what is cancelled is in nobody's way."""
    left = sorted((each for each in entries if not each.is_cancelled), key=lambda each: each.order)
    return (*_same_evening(left), *_bad_days(left, red_days, quiet_days))


def _same_evening(entries: Sequence[Entry]) -> Iterator[Clash]:
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.kind == MEETING:
            by_day[entry.on].append(entry)
    for held in by_day.values():
        found = [each for each in held if any(_meet(each, other) for other in held)]
        if found:
            yield Clash(SAME_EVENING, tuple(found))


def _meet(one: Entry, other: Entry) -> bool:
    """Tell whether nobody can be at both: they overlap, or both take the evening."""
    if one is other or one.starts_at is None or other.starts_at is None:
        return False
    if one.starts_at.hour >= _EVENING and other.starts_at.hour >= _EVENING:
        return True
    one_ends = one.ends_at or one.starts_at + _WITHOUT_END
    other_ends = other.ends_at or other.starts_at + _WITHOUT_END
    return one.starts_at < other_ends and other.starts_at < one_ends


def _bad_days(
    entries: Sequence[Entry], red_days: Collection[date], quiet_days: Collection[date]
) -> Iterator[Clash]:
    for entry in entries:
        if entry.kind in _MUST_BE_FREE and entry.last in red_days:
            yield Clash(ON_RED_DAY, (entry,))
        elif entry.kind in _MUST_BE_FREE and entry.last in quiet_days:
            yield Clash(IN_QUIET_WEEK, (entry,))
