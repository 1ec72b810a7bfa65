"""When a consultation is open, down to the microsecond and across changes of the clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrad.consultations.rules import periods

CLOSES = datetime(2026, 3, 3, 23, 0, tzinfo=UTC)  # the end of 3 March in Sweden
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("last_day", "moment"),
    [
        (date(2026, 3, 3), datetime(2026, 3, 3, 23, 0, tzinfo=UTC)),
        (date(2026, 7, 1), datetime(2026, 7, 1, 22, 0, tzinfo=UTC)),
        (date(2026, 3, 28), datetime(2026, 3, 28, 23, 0, tzinfo=UTC)),  # the clock changes next day
        (date(2026, 3, 29), datetime(2026, 3, 29, 22, 0, tzinfo=UTC)),
        (date(2026, 10, 24), datetime(2026, 10, 24, 22, 0, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 23, 0, tzinfo=UTC)),
    ],
)
def test_the_whole_of_the_last_day_may_be_used(last_day, moment):
    assert periods.closes_at(last_day) == moment


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31)))
def test_the_last_day_is_found_again(day):
    assert periods.last_day(periods.closes_at(day)) == day


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        (datetime(2026, 2, 1, tzinfo=UTC) - TICK, False),
        (datetime(2026, 2, 1, tzinfo=UTC), True),
        (CLOSES - TICK, True),
        (CLOSES, False),
        (CLOSES + TICK, False),
    ],
)
def test_the_closing_moment_is_already_closed(now, is_open):
    opens = datetime(2026, 2, 1, tzinfo=UTC)

    assert periods.is_open(opens=opens, closes=CLOSES, now=now) is is_open
    assert periods.is_over(closes=CLOSES, now=now) is (now >= CLOSES)


def test_without_an_opening_nothing_is_open_and_without_a_closing_it_stays_open():
    assert not periods.is_open(opens=None, closes=CLOSES, now=CLOSES - TICK)
    assert periods.is_open(opens=CLOSES, closes=None, now=CLOSES + timedelta(days=999))
    assert not periods.is_over(closes=None, now=CLOSES)


@pytest.mark.parametrize(
    ("now", "days"),
    [
        (CLOSES - timedelta(days=2) - TICK, 2),
        (CLOSES - timedelta(days=2), 1),
        (CLOSES - timedelta(hours=24) - TICK, 1),
        (CLOSES - timedelta(hours=24), 0),
        (CLOSES - TICK, 0),
        (CLOSES, -1),
    ],
)
def test_days_left_are_counted_in_local_days(now, days):
    assert periods.days_left(closes=CLOSES, now=now) == days
