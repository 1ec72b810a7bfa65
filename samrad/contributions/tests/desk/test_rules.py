"""How people are reached, and how many a day there are to answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrad.contributions.rules.pace import a_day
from samrad.contributions.rules.reach import way_to_reach


@pytest.mark.parametrize(
    ("preferred", "email", "address", "phone", "way"),
    [
        ("EMAIL", "a@exempel.invalid", "Gatan 1", "010", "MAIL"),
        ("LETTER", "a@exempel.invalid", "Gatan 1", "010", "LETTER"),
        ("PHONE", "a@exempel.invalid", "Gatan 1", "010", "PHONE"),
        ("LETTER", "a@exempel.invalid", "", "", "MAIL"),
        ("EMAIL", "", "Gatan 1", "010", "LETTER"),
        ("", "", "", "010", "PHONE"),
        ("EMAIL", " ", " ", " ", "NO_ADDRESS"),
    ],
)
def test_everyone_is_reached_the_way_they_prefer_else_one_that_is_possible(
    preferred, email, address, phone, way
):
    found = way_to_reach(preferred=preferred, email=email, postal_address=address, phone=phone)

    assert found == way


@pytest.mark.parametrize(
    ("left", "days", "pace"), [(36, 17, 3), (1, 17, 1), (5, 0, 5), (0, 9, None), (4, -1, None)]
)
def test_the_pace_is_rounded_up_and_silent_when_done_or_late(left, days, pace):
    assert a_day(left, days) == pace


@given(st.integers(1, 20_000), st.integers(0, 400))
def test_keeping_the_pace_is_enough(left, days):
    assert a_day(left, days) * max(days, 1) >= left
