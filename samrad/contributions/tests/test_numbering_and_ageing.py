"""Numbers are never used again; waiting is told in buckets."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrad.contributions.rules.ageing import BUCKETS, borders, bucket, count_by_bucket
from samrad.contributions.rules.numbering import (
    has_holes,
    next_numbers,
    number_in,
    numbers_in,
    reference,
)

TODAY = date(2026, 3, 31)


def test_numbers_go_on_from_the_highest():
    assert list(next_numbers(highest=7, count=3)) == [8, 9, 10]
    assert list(next_numbers(highest=0, count=0)) == []


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12),
        ("#12", 12),
        (" KRO-2026-1-12 ", 12),
        ("KRO-", None),
        ("tolv", None),
        ("", None),
        ("١٢", None),
    ],
)
def test_a_number_is_found_in_what_someone_typed(typed, number):
    assert number_in(typed) == number


def test_a_reference_is_read_back():
    assert number_in(reference(consultation="KRO-2026-1", number=12)) == 12


@pytest.mark.parametrize(
    ("numbers", "holes"),
    [([], False), ([2, 1], False), ([1, 3], True), ([1, 1], True), ([0], True)],
)
def test_holes_are_noticed(numbers, holes):
    assert has_holes(numbers) is holes


@pytest.mark.parametrize(
    ("days", "code"),
    [(-1, "WEEK"), (0, "WEEK"), (7, "WEEK"), (8, "FORTNIGHT"), (14, "FORTNIGHT"), (15, "MONTH"),
     (30, "MONTH"), (31, "LONGER"), (400, "LONGER")],
)  # fmt: skip
def test_waiting_falls_in_a_bucket(days, code):
    assert bucket(received_on=TODAY - timedelta(days=days), today=TODAY) == code


@given(st.integers(0, 1_000))
def test_the_borders_agree_with_the_buckets(days):
    code = bucket(received_on=TODAY - timedelta(days=days), today=TODAY)
    fewest, most = borders()[code]

    assert fewest <= days
    assert most is None or days <= most


def test_counts_hold_empty_buckets_too_oldest_first():
    counts = count_by_bucket([TODAY, TODAY - timedelta(days=40)], today=TODAY)

    assert list(counts.items()) == [("LONGER", 1), ("MONTH", 0), ("FORTNIGHT", 0), ("WEEK", 1)]
    assert tuple(counts) == BUCKETS


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("17, 29", [17, 29]),
        ("#4;4 5", [4, 5]),
        ("4-7, 6", [4, 5, 6, 7]),
        ("4 – 6", [4, 5, 6]),
        ("", []),
        ("7-4", None),
        ("1-5000", None),
        ("fyra", None),
        ("4-", None),
    ],
)
def test_numbers_are_read_as_people_list_them(typed, numbers):
    assert numbers_in(typed) == numbers
