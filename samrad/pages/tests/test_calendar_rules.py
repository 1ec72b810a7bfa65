"""What stands on which day, and what collides."""

from datetime import date, datetime

import pytest

from samrad.pages.rules import calendar as rules
from samrad.pages.rules.calendar import Entry

FIRST = date(2026, 11, 1)


def meeting(day, start, end=None, **given):
    starts_at = datetime(2026, 11, day, start)  # noqa: DTZ001 -- local, as entries are
    ends_at = datetime(2026, 11, day, end) if end else None  # noqa: DTZ001 -- local
    return Entry(
        uid=f"{day}-{start}",
        kind=rules.MEETING,
        on=starts_at.date(),
        starts_at=starts_at,
        ends_at=ends_at,
        **given,
    )


def found(*entries, **given):
    return [
        (clash.code, [entry.uid for entry in clash.entries])
        for clash in rules.clashes(entries, **given)
    ]


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-11", date(2026, 11, 1)),
        ("2026-1", date(2026, 1, 1)),
        ("2026-13", FIRST),
        ("2026-0", FIRST),
        ("1999-12", FIRST),
        ("2100-01", FIRST),
        ("", FIRST),
        ("nu", FIRST),
        ("20261-1", FIRST),
        ("²026-11", FIRST),
    ],
)
def test_a_month_is_read_or_it_is_this_one(text, month):
    assert rules.month_of(text, today=date(2026, 11, 29)) == month


@pytest.mark.parametrize(
    ("first", "step", "month"),
    [
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
        (date(2026, 11, 1), 18, date(2028, 5, 1)),
    ],
)
def test_months_follow_each_other_over_the_new_year(first, step, month):
    assert rules.next_month(first, step) == month


def test_the_grid_has_whole_weeks_and_each_day_what_begins_and_ends_there():
    long = Entry(
        uid="a", kind=rules.MILESTONE, on=date(2026, 11, 2), until=date(2026, 11, 30), title="B"
    )
    short = Entry(uid="b", kind=rules.LAST_DAY, on=date(2026, 11, 2))

    weeks = rules.grid(
        [long, short],
        first=FIRST,
        today=date(2026, 11, 2),
        red_days={date(2026, 11, 1)},
        quiet_days={date(2026, 11, 3)},
    )

    days = {day.on: day for week in weeks for day in week}
    assert (len(weeks), min(days), max(days)) == (6, date(2026, 10, 26), date(2026, 12, 6))
    monday = days[date(2026, 11, 2)]
    assert (monday.entries, monday.ending, monday.is_today) == ((short, long), (), True)
    assert days[date(2026, 11, 30)].ending == (long,)
    assert (days[FIRST].is_red, days[date(2026, 11, 3)].is_quiet) == (True, True)
    assert days[date(2026, 10, 31)].is_of_month is False


@pytest.mark.parametrize(
    ("one", "other", "collide"),
    [
        (meeting(10, 18), meeting(10, 19), True),
        (meeting(10, 16, 17), meeting(10, 20), True),  # both take the evening
        (meeting(10, 15, 17), meeting(10, 17), False),
        (meeting(10, 15), meeting(10, 16), True),  # two hours, when nobody says how long
        (meeting(10, 9, 11), meeting(10, 11), False),
        (meeting(10, 18), meeting(11, 18), False),
        (meeting(10, 18), meeting(10, 19, is_cancelled=True), False),
    ],
)
def test_two_meetings_collide_when_nobody_can_be_at_both(one, other, collide):
    assert found(one, other) == ([(rules.SAME_EVENING, [one.uid, other.uid])] if collide else [])


def test_a_meeting_or_last_day_when_few_can_come_is_told_once():
    last = Entry(uid="last", kind=rules.LAST_DAY, on=date(2026, 11, 12))
    decision = Entry(uid="decision", kind=rules.DECISION, on=date(2026, 11, 12))
    red, quiet = {date(2026, 11, 10)}, {date(2026, 11, 10), date(2026, 11, 12)}

    assert found(meeting(10, 18), last, decision, red_days=red, quiet_days=quiet) == [
        (rules.ON_RED_DAY, ["10-18"]),
        (rules.IN_QUIET_WEEK, ["last"]),
    ]
