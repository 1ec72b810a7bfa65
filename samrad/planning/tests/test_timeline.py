"""The way to a plan, counted back: dates, order, and what is worth a warning."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrad.method import library
from samrad.planning.rules import timeline
from samrad.planning.rules.timeline import (
    Limits,
    Milestone,
    MilestoneTemplate,
    TimelineWarning,
    add_months,
    effective_weeks,
    lay_out,
    meeting_warnings,
    move,
    next_working_day,
    warnings,
)

T0 = date(2029, 1, 1)
RED_DAYS = {date(2028, 5, 1), date(2028, 6, 6), date(2028, 4, 14), date(2028, 4, 17), T0}


@pytest.fixture
def limits():
    return Limits.from_thresholds(library.threshold_values())


@pytest.fixture
def templates():
    return shelf()


def shelf():
    return [MilestoneTemplate(**m.model_dump()) for m in library.timeline().head.milestones]


def milestone(key="decision", starts_on=date(2028, 3, 1), **kwargs):
    return Milestone(key=key, kind=kwargs.pop("kind", "DECISION"), starts_on=starts_on, **kwargs)


# Laying out


def test_a_plan_from_new_year_is_laid_out_over_its_seasons(templates):
    found = {m.key: m for m in lay_out(templates, takes_effect_on=T0, red_days=RED_DAYS)}

    assert found["takes-effect"].starts_on == T0
    assert found["evaluate-last-plan"].starts_on == date(2026, 8, 20)
    assert found["draft-decided"].starts_on == date(2028, 2, 1)
    assert (found["written-round"].starts_on, found["written-round"].ends_on) == (
        date(2028, 2, 7),
        date(2028, 5, 10),
    )
    assert found["sent-to-arts-council"].starts_on == date(2028, 11, 1)


@pytest.mark.parametrize("year", range(2026, 2036))
def test_the_shelfs_timeline_warns_of_nothing_for_a_plan_from_new_year(templates, limits, year):
    laid_out = lay_out(templates, takes_effect_on=date(year, 1, 1))

    assert warnings(laid_out, limits=limits) == ()


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2060, 12, 31)))
def test_whatever_day_a_plan_begins_the_order_holds(day):
    given_templates = shelf()
    recommended = Limits.from_thresholds(library.threshold_values())

    laid_out = lay_out(given_templates, takes_effect_on=day)

    codes = {warning.code for warning in warnings(laid_out, limits=recommended)}
    assert not codes & {timeline.ORDER_BROKEN, timeline.ENDS_BEFORE_START}
    assert all(a.starts_on <= b.starts_on for a, b in pairwise(laid_out))
    assert [m.starts_on for m in laid_out if m.kind == timeline.EFFECT] == [day]


def test_milestones_begin_on_a_day_when_people_work():
    template = MilestoneTemplate(key="x", kind="DECISION", months=-8)

    (found,) = lay_out([template], takes_effect_on=T0, red_days=RED_DAYS)

    assert found.starts_on == date(2028, 5, 2)


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2029, 1, 1), -30, date(2026, 7, 1)),
        (date(2028, 3, 31), -1, date(2028, 2, 29)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_last(day, months, found):
    assert add_months(day, months) == found


def test_the_next_working_day_passes_weekends_and_red_days():
    friday = date(2028, 4, 14)

    assert next_working_day(friday, red_days=RED_DAYS) == date(2028, 4, 18)
    assert next_working_day(friday) == friday


# Moving


def test_a_moved_milestone_keeps_its_length():
    written = milestone("round", date(2028, 2, 7), ends_on=date(2028, 5, 10), kind="DURING")

    (moved,) = move([written], key="round", to=date(2028, 2, 14))

    assert (moved.starts_on, moved.ends_on) == (date(2028, 2, 14), date(2028, 5, 17))


def test_followers_move_alike_when_asked_but_never_the_day_it_takes_effect(templates):
    laid_out = lay_out(templates, takes_effect_on=T0)
    before = {m.key: m.starts_on for m in laid_out}

    moved = {
        m.key: m.starts_on - before[m.key]
        for m in move(
            laid_out,
            key="direction-decided",
            to=before["direction-decided"] + timedelta(days=7),
            with_followers=True,
        )
    }

    week, still = timedelta(days=7), timedelta(0)
    assert moved["direction-decided"] == moved["written-round"] == moved["assembly-decides"] == week
    assert (
        moved["first-consultations"] == moved["takes-effect"] == moved["first-follow-up"] == still
    )


def test_moving_what_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        move([], key="x", to=T0)


@given(st.sampled_from(range(20)), st.integers(-400, 400), st.booleans())
def test_moving_there_and_back_changes_nothing(index, days, with_followers):
    given_templates = shelf()
    laid_out = lay_out(given_templates, takes_effect_on=T0)
    chosen = laid_out[index]
    to = chosen.starts_on + timedelta(days=days)

    there = move(laid_out, key=chosen.key, to=to, with_followers=with_followers)
    back = move(there, key=chosen.key, to=chosen.starts_on, with_followers=with_followers)

    assert back == laid_out


# Warning


def test_what_must_come_before_is_named_with_both_dates(limits):
    earlier = milestone("a", date(2028, 3, 1), ends_on=date(2028, 3, 31))
    later = milestone("b", date(2028, 3, 31), after=("a", "not-there"))

    assert warnings([later, earlier], limits=limits) == (
        TimelineWarning(
            timeline.ORDER_BROKEN,
            "b",
            {
                "before": "a",
                "before_on": date(2028, 3, 31),
                "after": "b",
                "after_on": date(2028, 3, 31),
            },
        ),
    )


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (date(2028, 6, 25), []),  # the last day of week 25
        (date(2028, 6, 26), [timeline.SUMMER_WEEKS]),
        (date(2028, 8, 13), [timeline.SUMMER_WEEKS]),  # the last day of week 32
        (date(2028, 8, 14), []),
        (date(2028, 12, 17), []),
        (date(2028, 12, 18), [timeline.CHRISTMAS_WEEKS]),  # week 51
        (date(2027, 1, 1), [timeline.CHRISTMAS_WEEKS]),  # week 53
        (date(2028, 1, 9), [timeline.CHRISTMAS_WEEKS]),  # week 1
        (date(2028, 1, 10), []),
        (date(2028, 6, 6), [timeline.RED_DAY]),
    ],
)
def test_quiet_weeks_and_red_days_are_named(limits, day, codes):
    found = warnings([milestone(starts_on=day)], limits=limits, red_days=RED_DAYS)

    assert [warning.code for warning in found] == codes


def test_a_long_range_is_judged_by_its_first_and_last_day_only(limits):
    through_summer = milestone("m", date(2028, 4, 3), ends_on=date(2028, 9, 29), kind="DURING")
    into_summer = milestone("m", date(2028, 6, 26), ends_on=date(2028, 7, 14), kind="DURING")

    assert warnings([through_summer], limits=limits) == ()
    assert [w.code for w in warnings([into_summer], limits=limits)] == [timeline.SUMMER_WEEKS]


def test_the_day_it_takes_effect_is_never_warned_about(limits):
    assert (
        warnings([milestone(starts_on=T0, kind="EFFECT")], limits=limits, red_days=RED_DAYS) == ()
    )


@pytest.mark.parametrize(
    ("first", "last", "weeks"),
    [
        (date(2028, 2, 7), date(2028, 4, 30), 12.0),
        (date(2028, 2, 7), date(2028, 4, 29), 11.8),
        (date(2028, 5, 1), date(2028, 9, 3), 11.0),  # eighteen weeks, seven of them summer
        (date(2028, 12, 18), date(2029, 1, 7), 0.0),
        (date(2028, 3, 2), date(2028, 3, 1), 0.0),
    ],
)
def test_effective_weeks_leave_out_summer_and_christmas(limits, first, last, weeks):
    assert effective_weeks(first, last, limits=limits) == weeks


def test_a_short_written_round_is_told_in_weeks(limits):
    written = milestone(
        "round", date(2028, 5, 2), ends_on=date(2028, 8, 18), kind="DURING", is_written_round=True
    )

    assert warnings([written], limits=limits) == (
        TimelineWarning(timeline.SHORT_WRITTEN_ROUND, "round", {"weeks": 8.5, "recommended": 12}),
    )


def test_what_ends_before_it_begins_is_named(limits):
    found = warnings([milestone(ends_on=date(2028, 2, 1))], limits=limits)

    assert [warning.code for warning in found] == [timeline.ENDS_BEFORE_START]


@pytest.mark.parametrize(
    ("starts_at", "codes"),
    [
        ((2028, 3, 1, 16, 59), [timeline.DAYTIME_MEETING]),
        ((2028, 3, 1, 17, 0), []),
        ((2028, 3, 4, 10, 0), []),  # a Saturday
        ((2028, 6, 6, 10, 0), [timeline.RED_DAY]),
        ((2028, 7, 5, 10, 0), [timeline.SUMMER_WEEKS, timeline.DAYTIME_MEETING]),
    ],
)
def test_meetings_in_daytime_on_working_days_are_named(limits, starts_at, codes):
    local = datetime(*starts_at)  # noqa: DTZ001 -- the local time people read

    found = meeting_warnings(key="m", starts_at=local, limits=limits, red_days=RED_DAYS)

    assert [warning.code for warning in found] == codes
