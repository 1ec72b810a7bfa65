"""A long table comes in few volumes of about equal weight, none larger than a reader can open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrad.reporting.rules.volumes import volumes


def sizes(weights: list[int], **given_limits: int) -> list[int]:
    return [len(part) for part in volumes(weights, lambda weight: weight, **given_limits)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (0, [0]),
        (1, [1]),
        (1_000, [1_000]),
        (1_001, [501, 500]),
        (3_000, [1_000] * 3),
        (3_001, [750, 751, 750, 750]),
    ],
)
def test_equal_rows_make_equal_volumes(rows, expected):
    assert sizes([1] * rows) == expected


def test_heavy_rows_make_more_volumes():
    assert sizes([10] * 6, heaviest=20) == [2, 2, 2]


def test_a_row_too_heavy_by_itself_still_has_a_place():
    assert sizes([100, 1, 1], heaviest=20) == [1, 1, 1]


@given(
    weights=st.lists(st.integers(1, 50), max_size=60),
    largest=st.integers(1, 20),
    heaviest=st.integers(20, 200),
)
def test_no_row_is_lost_or_moved_and_no_volume_is_too_large(weights, largest, heaviest):
    parts = volumes(weights, lambda weight: weight, largest=largest, heaviest=heaviest)

    assert [row for part in parts for row in part] == weights
    assert all(1 <= len(part) <= largest for part in parts) or weights == []
    assert all(sum(part) <= heaviest or len(part) == 1 for part in parts)
