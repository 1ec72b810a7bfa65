"""When letters must leave and reminders are due."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrad.invitations.rules.schedule import (
    AMPLE,
    PAST,
    SHORT,
    TIGHT,
    latest_send_date,
    notice,
    previous_working_day,
    reminder_dates,
)

DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2030, 1, 1))
MEETING = date(2026, 11, 5)


def test_the_letter_leaves_on_the_last_working_day_that_gives_enough_notice():
    assert latest_send_date(MEETING, notice_days=42) == date(2026, 9, 24)
    assert latest_send_date(date(2026, 11, 8), notice_days=42) == date(2026, 9, 25)
    assert latest_send_date(MEETING, notice_days=42, red_days=[date(2026, 9, 24)]) == date(
        2026, 9, 23
    )


@pytest.mark.parametrize(
    ("days", "verdict"),
    [(60, AMPLE), (42, AMPLE), (41, TIGHT), (28, TIGHT), (27, SHORT), (0, SHORT), (-1, PAST)],
)
def test_notice_is_judged_in_days(days, verdict):
    sent_on = MEETING - timedelta(days=days)

    assert notice(sent_on=sent_on, on=MEETING, recommended=42, shortest=28) == (verdict, days)


def test_reminders_come_on_working_days_and_not_right_after_the_letter():
    assert reminder_dates(sent_on=date(2026, 10, 1), on=date(2026, 11, 30)) == (
        date(2026, 11, 9),
        date(2026, 11, 23),
        date(2026, 11, 27),
    )
    assert reminder_dates(sent_on=date(2026, 11, 20), on=date(2026, 11, 30)) == (
        date(2026, 11, 27),
    )


@given(DAYS, st.integers(0, 120), st.sets(DAYS, max_size=5))
def test_every_reminder_lies_between_letter_and_last_day(sent_on, length, red_days):
    last_day = sent_on + timedelta(days=length)

    for day in reminder_dates(sent_on=sent_on, on=last_day, red_days=red_days):
        assert sent_on + timedelta(days=7) <= day < last_day
        assert previous_working_day(day, red_days=red_days) == day
