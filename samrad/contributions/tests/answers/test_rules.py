"""What follows from facts, before any database."""

from datetime import UTC, datetime, timedelta

import pytest

from samrad.contributions.rules.answering import (
    Slot,
    Standing,
    first_unanswered,
    joined,
    masked_address,
    minutes_for,
    standing,
)
from samrad.contributions.rules.receipts import checksum, in_groups, receipt_number

OPENS = datetime(2026, 3, 1, tzinfo=UTC)
CLOSES = datetime(2026, 3, 31, 22, tzinfo=UTC)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (OPENS - TICK, Standing.NOT_YET),
        (OPENS, Standing.OPEN),
        (CLOSES - TICK, Standing.OPEN),
        (CLOSES, Standing.OVER),
    ],
)
def test_the_closing_moment_is_already_closed(now, expected):
    assert standing(opens=OPENS, closes=CLOSES, is_cancelled=False, now=now) is expected


def test_a_cancelled_consultation_receives_nothing():
    found = standing(opens=OPENS, closes=CLOSES, is_cancelled=True, now=OPENS)

    assert found is Standing.CANCELLED


def test_what_has_not_been_published_has_not_opened():
    assert standing(opens=None, closes=None, is_cancelled=False, now=OPENS) is Standing.NOT_YET


def test_without_a_last_day_it_stays_open():
    found = standing(opens=OPENS, closes=None, is_cancelled=False, now=CLOSES + timedelta(days=900))

    assert found is Standing.OPEN


@pytest.mark.parametrize(("questions", "minutes"), [(0, 5), (1, 5), (3, 10), (5, 15), (10, 30)])
def test_minutes_are_told_in_steps_of_five(questions, minutes):
    assert minutes_for(questions) == minutes


def test_one_goes_on_at_the_first_question_without_an_answer():
    said, silent = Slot(key="a", words=3), Slot(key="b", nothing_to_add=True)

    assert first_unanswered([said, silent, Slot(key="c")]) == 3
    assert first_unanswered([said, silent]) == 1
    assert first_unanswered([]) == 1


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("Ett.", "Två.", "Ett.\n\nTvå."),
        ("Ett.", "Ett. Två.", "Ett. Två."),
        ("Ett. Två.", "Två.", "Ett. Två."),
        ("", "Två.", "Två."),
        ("Ett.", "", "Ett."),
    ],
)
def test_two_texts_are_joined_without_saying_anything_twice(first, second, together):
    assert joined(first, second) == together


def test_an_address_is_known_by_its_owner_alone():
    assert masked_address("ordforande@exempel.invalid") == "or•••@exempel.invalid"


def test_a_receipt_can_be_quoted_and_compared():
    assert receipt_number(consultation="G-2026-1", number=42) == "G-2026-1/42"
    assert in_groups(checksum("Å")[:16]) == "0a94dc9d 420d1142"
