"""Where a consultation is, from beginning to end."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrad.consultations.rules import steps
from samrad.consultations.rules.steps import STEPS, Facts, standing

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
LATER, EARLIER = NOW + timedelta(days=30), NOW - timedelta(days=30)
EMPTY = Facts(now=NOW, missing=("PURPOSE_MISSING",), missing_dates=("LAST_DAY_MISSING",))
DESCRIBED = replace(EMPTY, missing=())
DATED = replace(DESCRIBED, missing_dates=(), closes_at=LATER)
PUBLISHED = replace(DATED, published_at=EARLIER)
CHOSEN = replace(PUBLISHED, participations=3)
INVITED = replace(CHOSEN, invited=3)
ANSWERED = replace(INVITED, submissions=2, contributions=4, unanswered=4)
CLOSED = replace(ANSWERED, closes_at=NOW)
HEARD = replace(CLOSED, heard_published_at=NOW)
REPLIED = replace(HEARD, unanswered=0, not_signed_off=2)
SIGNED = replace(REPLIED, not_signed_off=0, not_published=4)
OUT = replace(SIGNED, not_published=0, undelivered=1)
DELIVERED = replace(OUT, undelivered=0)
DECIDED = replace(DELIVERED, decided=True)
FINISHED = replace(DECIDED, statement_frozen=True)


@pytest.mark.parametrize(
    ("facts", "current", "following"),
    [
        (EMPTY, steps.PREPARE, steps.DESCRIBE),
        (DESCRIBED, steps.PLAN, steps.SET_DATES),
        (DATED, steps.PLAN, steps.PUBLISH),
        (PUBLISHED, steps.INVITE, steps.CHOOSE_RECIPIENTS),
        (CHOSEN, steps.INVITE, steps.SEND_INVITATIONS),
        (replace(INVITED, unclear_messages=1), steps.INVITE, steps.SETTLE_UNCLEAR),
        (INVITED, steps.CARRY_OUT, steps.WAIT_FOR_ANSWERS),
        (replace(ANSWERED, waiting_for_moderation=1), steps.CARRY_OUT, steps.MODERATE),
        (CLOSED, steps.FOLLOW_UP, steps.PUBLISH_HEARD),
        (HEARD, steps.FOLLOW_UP, steps.ANSWER),
        (replace(REPLIED, waiting_for_draft=1), steps.FOLLOW_UP, steps.LINK_TO_DRAFT),
        (REPLIED, steps.FOLLOW_UP, steps.SIGN_OFF),
        (SIGNED, steps.FOLLOW_UP, steps.PUBLISH_REPLIES),
        (OUT, steps.FOLLOW_UP, steps.DELIVER_REPLIES),
        (DELIVERED, steps.FOLLOW_UP, steps.ENTER_DECISION),
        (DECIDED, steps.FOLLOW_UP, steps.FREEZE_STATEMENT),
        (FINISHED, "", steps.NOTHING),
    ],
)
def test_there_is_always_one_next_thing(facts, current, following):
    found = standing(facts)

    assert (found.current, found.next) == (current, following)


def test_what_is_missing_stands_in_the_way():
    assert standing(EMPTY).obstacles == ("PURPOSE_MISSING", "LAST_DAY_MISSING")
    assert standing(DESCRIBED).obstacles == ("LAST_DAY_MISSING",)
    assert standing(DATED).obstacles == ()


def test_steps_before_the_current_are_done_and_later_ones_wait_or_are_under_way():
    states = standing(replace(ANSWERED, unclear_messages=1, unanswered=3)).states

    assert states == {
        steps.PREPARE: steps.DONE,
        steps.PLAN: steps.DONE,
        steps.INVITE: steps.CURRENT,
        steps.CARRY_OUT: steps.UNDER_WAY,
        steps.FOLLOW_UP: steps.UNDER_WAY,
    }


def test_when_nobody_was_invited_and_it_is_over_the_rest_goes_on():
    assert standing(replace(PUBLISHED, closes_at=NOW)).current == steps.FOLLOW_UP


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (replace(PUBLISHED, closes_at=NOW), steps.SKIPPED),
        (replace(CHOSEN, closes_at=NOW), steps.SKIPPED),
        (replace(INVITED, closes_at=NOW), steps.DONE),
        (replace(FINISHED, invited=0), steps.SKIPPED),
        (replace(CHOSEN, closes_at=LATER), steps.CURRENT),
        (replace(CHOSEN, published_at=None), steps.WAITING),
    ],
)
def test_inviting_is_skipped_not_done_where_nothing_was_sent(facts, state):
    assert standing(facts).states[steps.INVITE] == state


@pytest.mark.parametrize(
    "left",
    [{"missing": ("PURPOSE_MISSING",)}, {"missing_dates": ("FEEDBACK_MISSING",)}],
)
def test_those_who_have_answered_come_before_what_was_never_written(left):
    step = steps.PREPARE if "missing" in left else steps.PLAN
    over, open_still = replace(HEARD, **left), replace(ANSWERED, **left)

    found = standing(over)
    assert (found.current, found.next, found.obstacles) == (steps.FOLLOW_UP, steps.ANSWER, ())
    assert found.states[step] == steps.LEFT_UNDONE
    assert standing(open_still).current == standing(replace(over, published_at=None)).current
    assert standing(open_still).current == step


def test_a_cancelled_consultation_has_nothing_next():
    found = standing(replace(INVITED, cancelled_at=NOW))

    assert found.next == steps.NOTHING
    assert set(found.states.values()) == {steps.CANCELLED}


@given(
    st.builds(
        Facts,
        now=st.just(NOW),
        missing=st.sampled_from([(), ("PURPOSE_MISSING",)]),
        missing_dates=st.sampled_from([(), ("LAST_DAY_MISSING",)]),
        published_at=st.sampled_from([None, EARLIER]),
        closes_at=st.sampled_from([None, EARLIER, LATER]),
        participations=st.integers(0, 2),
        invited=st.integers(0, 2),
        submissions=st.integers(0, 2),
        contributions=st.integers(0, 2),
        unanswered=st.integers(0, 2),
        decided=st.booleans(),
        statement_frozen=st.booleans(),
    )
)
def test_at_most_one_step_is_current_and_nothing_is_left_before_it(facts):
    found = standing(facts)
    states = [found.states[step] for step in STEPS]

    assert states.count(steps.CURRENT) == (1 if found.current else 0)
    before = states[: STEPS.index(found.current)] if found.current else states
    assert set(before) <= {steps.DONE, steps.SKIPPED, steps.LEFT_UNDONE}
    assert steps.SKIPPED not in states or not facts.invited
    assert (found.next == steps.NOTHING) is (found.current == "")
