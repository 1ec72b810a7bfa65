"""The way to a plan, counted back from T0, the day the plan takes effect.

Milestones are laid out from templates (method content), may be moved one by one, and then warn
in codes with facts. Summer and Christmas weeks and the length of the written round are our
recommendations, and come in as `Limits`; red days come in as dates.
"""

from calendar import monthrange
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Self

EFFECT = "EFFECT"  # the kind of T0 itself
ORDER_BROKEN = "ORDER_BROKEN"  # facts: before, before_on, after, after_on
SUMMER_WEEKS = "SUMMER_WEEKS"  # facts: on, week
CHRISTMAS_WEEKS = "CHRISTMAS_WEEKS"  # facts: on, week
RED_DAY = "RED_DAY"  # facts: on
SHORT_WRITTEN_ROUND = "SHORT_WRITTEN_ROUND"  # facts: weeks, recommended
DAYTIME_MEETING = "DAYTIME_MEETING"  # facts: on, starts, evening
ENDS_BEFORE_START = "ENDS_BEFORE_START"  # facts: starts, ends
_SATURDAY = 5
_DAYS_A_WEEK = 7


@dataclass(frozen=True, kw_only=True)
class MilestoneTemplate:
    """A milestone relative to T0. A range (`until`) is counted up to, not including, its end."""

    key: str
    kind: str  # BEFORE, DURING, AFTER, DECISION, EXTERNAL, EFFECT, BETWEEN
    months: int
    days: int = 0
    until_months: int | None = None
    until_days: int = 0
    public: bool = False
    is_written_round: bool = False
    after: tuple[str, ...] = ()  # keys that must be over before this begins


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """A milestone with dates. `ends_on` is the last day of a range, None for a single day."""

    key: str
    kind: str
    starts_on: date
    ends_on: date | None = None
    public: bool = False
    is_written_round: bool = False
    after: tuple[str, ...] = ()

    @property
    def last_day(self) -> date:
        """Return the last day: the end of a range, otherwise the day itself."""
        return self.ends_on or self.starts_on


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Our recommendations in force. A pair of weeks holds both ends and may pass the new year."""

    summer_weeks: tuple[int, int]
    christmas_weeks: tuple[int, int]
    written_round_weeks: int
    evening_hour: int

    @classmethod
    def from_thresholds(cls, values: Mapping[str, int]) -> Self:
        """Return the limits out of the method's thresholds, by their keys."""
        return cls(
            summer_weeks=(values["summer-first-week"], values["summer-last-week"]),
            christmas_weeks=(values["christmas-first-week"], values["christmas-last-week"]),
            written_round_weeks=values["written-round-weeks"],
            evening_hour=values["evening-hour"],
        )


@dataclass(frozen=True)
class TimelineWarning:
    """A warning about a milestone or meeting: a code, whom it concerns, and facts to tell it by."""

    code: str
    key: str
    facts: Mapping[str, str | int | float | date]


def lay_out(
    templates: Sequence[MilestoneTemplate],
    *,
    takes_effect_on: date,
    red_days: Collection[date] = (),
) -> tuple[Milestone, ...]:
    """Return milestones with dates, in time order; each begins on a working day, T0 apart."""
    placed = [
        _placed(template, takes_effect_on=takes_effect_on, red_days=red_days)
        for template in templates
    ]
    return _in_time_order(placed)


def move(
    milestones: Sequence[Milestone], *, key: str, to: date, with_followers: bool = False
) -> tuple[Milestone, ...]:
    """Return the milestones with one begun on `to`, its length kept; followers move alike if asked.

    T0 (kind EFFECT) never moves with the others. Raise `KeyError` for an unknown key.
    """
    by_key = {milestone.key: milestone for milestone in milestones}
    step = to - by_key[key].starts_on
    moving = {key} | (_followers(milestones, key) if with_followers else set())
    return _in_time_order(
        _shifted(milestone, step) if milestone.key in moving else milestone
        for milestone in milestones
    )


def warnings(
    milestones: Sequence[Milestone], *, limits: Limits, red_days: Collection[date] = ()
) -> tuple[TimelineWarning, ...]:
    """Return what is worth a warning, milestone by milestone in time order."""
    by_key = {milestone.key: milestone for milestone in milestones}
    found: list[TimelineWarning] = []
    for milestone in _in_time_order(milestones):
        found.extend(_order_warnings(milestone, by_key))
        if milestone.kind != EFFECT:
            found.extend(_date_warnings(milestone, limits=limits, red_days=red_days))
        if milestone.is_written_round:
            found.extend(_round_warnings(milestone, limits=limits))
    return tuple(found)


def meeting_warnings(
    *, key: str, starts_at: datetime, limits: Limits, red_days: Collection[date] = ()
) -> tuple[TimelineWarning, ...]:
    """Return what is worth a warning about a meeting that starts at a local time."""
    day = starts_at.date()
    found = list(_day_warnings(key, day, limits=limits, red_days=red_days))
    is_working_day = day.weekday() < _SATURDAY and day not in red_days
    if is_working_day and starts_at.hour < limits.evening_hour:
        facts: dict[str, str | int | float | date] = {
            "on": day,
            "starts": f"{starts_at:%H.%M}",
            "evening": limits.evening_hour,
        }
        found.append(TimelineWarning(DAYTIME_MEETING, key, facts))
    return tuple(found)


def effective_weeks(starts_on: date, ends_on: date, *, limits: Limits) -> float:
    """Return the weeks from first to last day, both counted, without summer and Christmas weeks.

    Rounded down to one decimal, so that eleven weeks and six days are never called twelve.
    """
    length = (ends_on - starts_on).days + 1
    days = sum(
        1
        for step in range(max(0, length))
        if _quiet_code(starts_on + timedelta(days=step), limits) is None
    )
    return days * 10 // _DAYS_A_WEEK / 10


def add_months(day: date, months: int) -> date:
    """Return the same day of the month `months` away, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_working_day(day: date, *, red_days: Collection[date] = ()) -> date:
    """Return `day` itself if people work on it, otherwise the closest working day after it."""
    while day.weekday() >= _SATURDAY or day in red_days:
        day += timedelta(days=1)
    return day


def _placed(
    template: MilestoneTemplate, *, takes_effect_on: date, red_days: Collection[date]
) -> Milestone:
    start = add_months(takes_effect_on, template.months) + timedelta(days=template.days)
    if template.kind != EFFECT:
        start = next_working_day(start, red_days=red_days)
    end = None
    if template.until_months is not None:
        until = add_months(takes_effect_on, template.until_months)
        end = max(start, until + timedelta(days=template.until_days - 1))
    return Milestone(
        key=template.key,
        kind=template.kind,
        starts_on=start,
        ends_on=end,
        public=template.public,
        is_written_round=template.is_written_round,
        after=template.after,
    )


def _shifted(milestone: Milestone, step: timedelta) -> Milestone:
    end = milestone.ends_on + step if milestone.ends_on else None
    return replace(milestone, starts_on=milestone.starts_on + step, ends_on=end)


def _followers(milestones: Sequence[Milestone], key: str) -> set[str]:
    """Return the keys of all that must come after `key`, at any remove, T0 and beyond apart."""
    found: set[str] = set()
    frontier = {key}
    while frontier:
        frontier = {
            milestone.key
            for milestone in milestones
            if milestone.kind != EFFECT and frontier & set(milestone.after)
        } - found
        found |= frontier
    return found - {key}


def _in_time_order(milestones: Iterable[Milestone]) -> tuple[Milestone, ...]:
    return tuple(sorted(milestones, key=lambda each: (each.starts_on, each.last_day, each.key)))


def _order_warnings(
    milestone: Milestone, by_key: Mapping[str, Milestone]
) -> Iterator[TimelineWarning]:
    if milestone.ends_on is not None and milestone.ends_on < milestone.starts_on:
        facts = {"starts": milestone.starts_on, "ends": milestone.ends_on}
        yield TimelineWarning(ENDS_BEFORE_START, milestone.key, facts)
    for key in milestone.after:
        earlier = by_key.get(key)
        if earlier is not None and milestone.starts_on <= earlier.last_day:
            facts_of_order: dict[str, str | int | float | date] = {
                "before": key,
                "before_on": earlier.last_day,
                "after": milestone.key,
                "after_on": milestone.starts_on,
            }
            yield TimelineWarning(ORDER_BROKEN, milestone.key, facts_of_order)


def _date_warnings(
    milestone: Milestone, *, limits: Limits, red_days: Collection[date]
) -> Iterator[TimelineWarning]:
    days = [milestone.starts_on]
    if milestone.ends_on is not None and milestone.ends_on > milestone.starts_on:
        days.append(milestone.ends_on)
    seen = set()
    for day in days:
        for warning in _day_warnings(milestone.key, day, limits=limits, red_days=red_days):
            if warning.code not in seen:
                seen.add(warning.code)
                yield warning


def _day_warnings(
    key: str, day: date, *, limits: Limits, red_days: Collection[date]
) -> Iterator[TimelineWarning]:
    quiet = _quiet_code(day, limits)
    if quiet is not None:
        yield TimelineWarning(quiet, key, {"on": day, "week": day.isocalendar().week})
    if day in red_days:
        yield TimelineWarning(RED_DAY, key, {"on": day})


def _round_warnings(milestone: Milestone, *, limits: Limits) -> Iterator[TimelineWarning]:
    weeks = effective_weeks(milestone.starts_on, milestone.last_day, limits=limits)
    if weeks < limits.written_round_weeks:
        facts: dict[str, str | int | float | date] = {
            "weeks": weeks,
            "recommended": limits.written_round_weeks,
        }
        yield TimelineWarning(SHORT_WRITTEN_ROUND, milestone.key, facts)


def _quiet_code(day: date, limits: Limits) -> str | None:
    week = day.isocalendar().week
    if _holds(limits.summer_weeks, week):
        return SUMMER_WEEKS
    return CHRISTMAS_WEEKS if _holds(limits.christmas_weeks, week) else None


def _holds(weeks: tuple[int, int], week: int) -> bool:
    first, last = weeks
    return first <= week <= last if first <= last else week >= first or week <= last
