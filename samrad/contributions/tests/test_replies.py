"""What a reply must hold, outcome by outcome, before and after there is a plan draft."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrad.contributions.enums import Outcome
from samrad.contributions.rules.replies import (
    OUTCOMES,
    faults_in_reply,
    possible_outcomes,
    waits_for_draft,
)


def faults(outcome, *, draft_exists=True, has_revision=False, reason="Ett skäl.", referred_to=""):
    return faults_in_reply(
        outcome=outcome,
        reason=reason,
        draft_exists=draft_exists,
        has_revision=has_revision,
        referred_to=referred_to,
    )


def test_the_outcomes_are_those_of_the_glossary_in_its_order():
    assert tuple(Outcome.values) == OUTCOMES


@pytest.mark.parametrize(
    ("outcome", "draft_exists", "has_revision", "found"),
    [
        ("ADOPTED", True, True, ()),
        ("ADOPTED", True, False, ("REVISION_MISSING",)),
        ("ADOPTED", False, False, ("NO_DRAFT_YET",)),
        ("PARTLY", True, True, ()),
        ("PARTLY", True, False, ("REVISION_MISSING",)),
        ("PARTLY", False, False, ("NO_DRAFT_YET",)),
        ("FOR_DRAFT", False, False, ()),
        ("FOR_DRAFT", True, False, ("DRAFT_EXISTS",)),
        ("NOT_ADOPTED", True, False, ()),
        ("NOT_ADOPTED", False, False, ()),
        ("NOT_ADOPTED", True, True, ("REVISION_FORBIDDEN",)),
        ("ONGOING", True, False, ()),
        ("OUT_OF_SCOPE", True, False, ()),
        ("NOTED", True, False, ()),
        ("NOTED", True, True, ("REVISION_FORBIDDEN",)),
        ("REFERRED", True, False, ("REFERRED_TO_MISSING",)),
        ("", True, False, ("OUTCOME_MISSING",)),
        ("MAYBE", True, False, ("OUTCOME_UNKNOWN",)),
    ],
)
def test_what_an_outcome_asks_for(outcome, draft_exists, has_revision, found):
    assert faults(outcome, draft_exists=draft_exists, has_revision=has_revision) == found


def test_a_reply_that_refers_says_to_whom():
    assert faults("REFERRED", referred_to="Låtsas kommun") == ()


@pytest.mark.parametrize("reason", ["", "  \n", "–", "...", "!?"])
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_no_outcome_goes_without_a_reason(outcome, reason):
    assert "REASON_MISSING" in faults(outcome, reason=reason)


@given(st.booleans(), st.sampled_from(OUTCOMES))
def test_what_can_be_chosen_is_what_can_be_saved(draft_exists, outcome):
    found = faults(
        outcome,
        draft_exists=draft_exists,
        has_revision=outcome in ("ADOPTED", "PARTLY") and draft_exists,
        referred_to="någon",
    )

    assert (outcome in possible_outcomes(draft_exists=draft_exists)) is (found == ())


def test_a_promise_waits_for_the_draft_until_there_is_one():
    assert waits_for_draft(outcome="FOR_DRAFT", draft_exists=True)
    assert not waits_for_draft(outcome="FOR_DRAFT", draft_exists=False)
    assert not waits_for_draft(outcome="ADOPTED", draft_exists=True)
