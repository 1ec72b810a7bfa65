"""The score: within bounds, capped, withheld, indifferent to order, never a hidden nought."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrad.quality.enums import ScoreLevel, State
from samrad.quality.rules.score import (
    CAP,
    OUTSIDE,
    VALUES,
    Counted,
    by_phase,
    by_principle,
    helps,
    is_much_left_out,
    score_of,
)


def item(number=1, state=State.FULFILLED, *, weight=1, critical=False, phase="F", can_act=True):
    return Counted(f"F{number:02d}", phase, ("O", "D"), weight, critical, state, can_act)


def checklist(*states, **facts):
    return [item(number, state, **facts) for number, state in enumerate(states, start=1)]


@st.composite
def checklists(draw):
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from(list(State)),
                st.integers(1, 3),
                st.booleans(),
                st.sampled_from("FLPIGU"),
                st.lists(st.sampled_from("SDKLOM"), min_size=1, max_size=3, unique=True),
                st.booleans(),
            ),
            max_size=20,
        )
    )
    return [
        Counted(f"F{n:02d}", phase, tuple(principles), weight, critical, state, can_act)
        for n, (state, weight, critical, phase, principles, can_act) in enumerate(rows, start=1)
    ]


@pytest.mark.parametrize(
    ("states", "points"),
    [
        ([], None),
        ([State.NOT_YET, State.NO_FACTS, State.NOT_APPLICABLE], None),
        ([State.NOT], 0),
        ([State.FULFILLED], 100),
        ([State.FULFILLED, State.NOT], 50),
        ([State.PARTLY], 50),
        ([State.FULFILLED, State.FULFILLED, State.NOT], 66),  # never rounded up
        ([State.FULFILLED, State.NOT_YET], 100),
    ],
)
def test_points(states, points):
    assert score_of(checklist(*states)).points == points


def test_a_weighty_item_counts_for_more():
    items = [item(1, State.FULFILLED, weight=3), item(2, State.NOT, weight=1)]

    assert score_of(items).points == 75


@pytest.mark.parametrize(
    ("fulfilled", "level"),
    [
        (85, ScoreLevel.MEETS),
        (84, ScoreLevel.GOOD),
        (70, ScoreLevel.GOOD),
        (69, ScoreLevel.LACKING),
        (50, ScoreLevel.LACKING),
        (49, ScoreLevel.NOT_READY),
    ],
)
def test_levels_at_their_borders(fulfilled, level):
    items = checklist(*[State.FULFILLED] * fulfilled, *[State.NOT] * (100 - fulfilled))

    assert score_of(items).level == level


def test_a_critical_item_that_is_not_fulfilled_caps_the_total():
    items = [*checklist(*[State.FULFILLED] * 30), item(40, State.NOT, critical=True)]

    score = score_of(items)

    assert (score.points, score.is_capped, score.level) == (CAP, True, ScoreLevel.LACKING)
    assert score.critical_missing == 1


def test_a_critical_item_that_is_partly_fulfilled_does_not_cap():
    items = [*checklist(*[State.FULFILLED] * 30), item(40, State.PARTLY, critical=True)]

    assert score_of(items).level == ScoreLevel.MEETS


@pytest.mark.parametrize(("outside", "withheld"), [(1, False), (2, True)])
def test_a_level_is_withheld_while_more_than_a_fifth_of_the_weight_is_outside(outside, withheld):
    items = checklist(*[State.FULFILLED] * 4, *[State.NO_FACTS] * outside)

    score = score_of(items)

    assert score.is_withheld == withheld
    assert (score.level is None) == withheld


@pytest.mark.parametrize(("number", "warns"), [(3, False), (4, True)])
def test_more_than_fifteen_in_a_hundred_left_out_is_worth_a_warning(number, warns):
    assert is_much_left_out(number, 20) == warns


def test_no_mean_hides_a_nought():
    score = score_of(checklist(*[State.FULFILLED] * 9, State.NOT))

    assert (score.points, score.missing) == (90, 1)


def test_parts_are_scored_by_phase_and_by_every_principle_an_item_carries():
    items = [item(1, State.FULFILLED, phase="F"), item(2, State.NOT, phase="P", critical=True)]

    phases, principles = by_phase(items, "FLP"), by_principle(items, "SOD")

    assert {key: part.points for key, part in phases.items()} == {"F": 100, "P": 0}
    assert {key: part.points for key, part in principles.items()} == {"O": 50, "D": 50}
    assert principles["O"].critical_missing == 1


def test_what_helps_is_critical_first_then_by_what_it_gives():
    items = [
        *checklist(*[State.FULFILLED] * 10),
        item(20, State.NOT, weight=3),
        item(21, State.NOT, weight=1, critical=True),
        item(22, State.PARTLY, weight=3),
        item(23, State.NO_FACTS, weight=1),
    ]

    assert [one.id for one in helps(items)] == ["F21", "F20", "F22"]


def test_what_can_no_longer_be_mended_or_is_not_yet_of_interest_does_not_help():
    items = [item(1, State.NOT, can_act=False), item(2, State.NOT_YET), item(3, State.FULFILLED)]

    assert helps(items) == ()


def test_the_last_critical_item_lifts_the_cap():
    items = [*checklist(*[State.FULFILLED] * 30), item(40, State.NOT, critical=True)]

    (best,) = helps(items)

    assert (best.lifts_cap, best.gain) == (True, 31)


@given(checklists())
def test_it_stays_within_bounds_and_adds_up(items):
    score = score_of(items)

    assert score.points is None or 0 <= score.points <= 100
    assert (score.points is None) == (not any(one.state in VALUES for one in items))
    assert score.inside == score.fulfilled + score.partly + score.missing
    assert score.items == score.inside + score.outside + score.not_applicable
    if score.critical_missing:
        assert score.points is not None
        assert score.points <= CAP


@given(checklists(), st.randoms())
def test_order_does_not_matter(items, random):
    shuffled = random.sample(items, len(items))

    assert score_of(items) == score_of(shuffled)
    assert helps(items) == helps(shuffled)


@given(checklists())
def test_what_does_not_apply_counts_neither_way(items):
    without = [one for one in items if one.state != State.NOT_APPLICABLE]
    score, left = score_of(items), score_of(without)

    assert (score.points, score.level, score.is_withheld) == (
        left.points,
        left.level,
        left.is_withheld,
    )


@given(checklists())
def test_what_stands_outside_never_moves_the_points(items):
    without = [one for one in items if one.state not in OUTSIDE]

    assert score_of(items).points == score_of(without).points


@given(checklists())
def test_mending_never_lowers_the_score_and_gives_what_was_said(items):
    before = score_of(items).points or 0
    for help_ in helps(items):
        mended = [
            replace(one, state=State.FULFILLED) if one.id == help_.id else one for one in items
        ]
        assert (score_of(mended).points or 0) == before + help_.gain
