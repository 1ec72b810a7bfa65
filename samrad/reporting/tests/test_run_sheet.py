"""A meeting's time shared out."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from samrad.reporting.rules.run_sheet import Moment, slots

STARTS = datetime(2026, 3, 10, 17, tzinfo=UTC)


def laid_out(minutes, questions):
    return slots(STARTS, STARTS + timedelta(minutes=minutes), questions=questions)


@pytest.mark.parametrize(
    ("minutes", "questions", "lengths"),
    [
        (150, 2, [10, 10, 50, 15, 50, 10, 5]),
        (120, 1, [10, 10, 85, 10, 5]),
        (119, 2, [10, 10, 42, 42, 10, 5]),
        (60, 1, [10, 10, 25, 10, 5]),
        (45, 1, [5, 5, 27, 5, 3]),
        (90, 0, [10, 10, 55, 10, 5]),
    ],
)
def test_what_is_left_is_shared_by_the_questions(minutes, questions, lengths):
    found = laid_out(minutes, questions)

    assert [(one.ends_at - one.starts_at).seconds // 60 for one in found] == lengths
    assert sum(lengths) == minutes


def test_the_break_lies_in_the_middle():
    assert [one.moment for one in laid_out(180, 3)] == [
        Moment.WELCOME,
        Moment.FRAME,
        Moment.QUESTION,
        Moment.QUESTION,
        Moment.BREAK,
        Moment.QUESTION,
        Moment.SUM_UP,
        Moment.CHECK_OUT,
    ]


@pytest.mark.parametrize("minutes", [5, 15, 30, 480])
@pytest.mark.parametrize("questions", [0, 1, 7, 30])
def test_slots_follow_on_each_other_and_end_with_the_meeting(minutes, questions):
    found = laid_out(minutes, questions)

    assert found[0].starts_at == STARTS
    assert found[-1].ends_at == STARTS + timedelta(minutes=minutes)
    assert all(a.ends_at == b.starts_at for a, b in pairwise(found))
