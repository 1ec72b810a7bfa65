"""What the placements in the matrix tell."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrad.planning.rules import matrix
from samrad.planning.rules.matrix import MatrixWarning

NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)
FULL = ("B1", "B2", "B5")  # gives no warning where the consultation promises SAM
placements = st.lists(st.sampled_from(matrix.CELLS), max_size=30)


@pytest.mark.parametrize(
    ("over_at", "evaluated_on", "is_cancelled", "state"),
    [
        (None, None, False, "PLANNED"),
        (NOW + timedelta(microseconds=1), None, False, "PLANNED"),
        (NOW, None, False, "DONE"),
        (NOW, date(2026, 3, 15), False, "EVALUATED"),
        (None, date(2026, 3, 15), False, "PLANNED"),
        (NOW, date(2026, 3, 15), True, "CANCELLED"),
    ],
)
def test_how_far_an_activity_has_come(over_at, evaluated_on, is_cancelled, state):
    assert (
        matrix.state(is_cancelled=is_cancelled, over_at=over_at, evaluated_on=evaluated_on, now=NOW)
        == state
    )


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        ((), ["NOTHING_PLACED"]),
        (FULL, []),
        (("A1", "A2", "A3", "B5"), ["ONLY_INFORMS"]),
        (("A1", "A2", "B3", "B5"), []),
        (("A2", "B6"), ["ONLY_INFORMS", "STARTS_LATE"]),
        (("B4", "B5"), ["STARTS_LATE"]),
        (("B2", "B3", "A6"), ["STARTS_LATE"]),
        (("A1", "B2", "B4"), ["NO_FOLLOW_UP"]),
        (("B2",), ["STARTS_LATE", "NO_FOLLOW_UP"]),
        (("A1", "A5"), ["ONLY_INFORMS", "LEVEL_ABOVE"]),
    ],
)
def test_what_is_worth_a_warning(cells, codes):
    assert [each.code for each in matrix.warnings(cells, level="SAM")] == codes


@pytest.mark.parametrize(
    ("level", "text_level", "found"),
    [
        ("SAM", "", ()),
        ("SAM", "SAM", ()),
        ("", "", ()),
        ("INF", "", (MatrixWarning("LEVEL_BELOW", {"promised": "INF", "placed": "SAM"}),)),
        ("DIA", "", (MatrixWarning("LEVEL_ABOVE", {"promised": "DIA", "placed": "SAM"}),)),
        ("SAM", "PAR", (MatrixWarning("TEXT_ABOVE", {"promised": "PAR", "placed": "SAM"}),)),
        (
            "DIA",
            "DIA",
            (
                MatrixWarning("LEVEL_ABOVE", {"promised": "DIA", "placed": "SAM"}),
                MatrixWarning("TEXT_ABOVE", {"promised": "DIA", "placed": "SAM"}),
            ),
        ),
    ],
)
def test_a_promise_and_the_highest_placement_that_disagree_are_named_both(level, text_level, found):
    assert matrix.warnings(FULL, level=level, text_level=text_level) == found


@pytest.mark.parametrize(
    ("cells", "breadth", "mean"),
    [
        ((), 0, 0.0),
        (("A1", "A2", "A3", "A4", "A5", "A6"), 0, 1.0),
        (("D3",), 1, 4 / 6),
        (("A1", "B1", "C1"), 1, 3 / 6),
        (("D1", "D2", "D3", "D4", "D5", "D6"), 6, 4.0),
    ],
)
def test_breadth_and_mean_level(cells, breadth, mean):
    assert matrix.breadth(cells) == breadth
    assert matrix.mean_level(cells) == pytest.approx(mean)


@given(placements)
def test_the_figures_stay_within_their_scales(cells):
    assert 0 <= matrix.breadth(cells) <= 6
    assert 0 <= matrix.mean_level(cells) <= 4
    assert matrix.breadth(cells) * 2 / 6 <= matrix.mean_level(cells) + 1e-9


@given(placements, st.sampled_from(matrix.CELLS))
def test_one_more_placement_never_lowers_a_figure(cells, more):
    assert matrix.breadth([*cells, more]) >= matrix.breadth(cells)
    assert matrix.mean_level([*cells, more]) >= matrix.mean_level(cells)


@given(placements, st.sampled_from(matrix.LEVELS))
def test_the_order_and_doubles_of_placements_tell_nothing(cells, level):
    assert matrix.warnings([*reversed(cells), *cells], level=level) == matrix.warnings(
        cells, level=level
    )


@given(placements.filter(bool), st.sampled_from(matrix.LEVELS))
def test_promise_and_placements_agree_or_are_warned_about_once(cells, level):
    codes = [each.code for each in matrix.warnings(cells, level=level)]

    agrees = matrix.highest(cells) == level
    assert agrees == (not {"LEVEL_ABOVE", "LEVEL_BELOW"} & set(codes))
    assert len(codes) == len(set(codes))


@given(st.sampled_from(matrix.CELLS))
def test_a_cell_is_its_level_in_its_step(cell):
    assert matrix.cell_at(matrix.level_of(cell), matrix.step_of(cell)) == cell
