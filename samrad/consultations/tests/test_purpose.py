"""What a consultation must say before it may be published."""

from dataclasses import replace
from datetime import date

import pytest

from samrad.consultations.rules.purpose import (
    Description,
    advised_before_publishing,
    missing_before_publishing,
    purpose_is_too_long,
    split_missing,
)

WHOLE = Description(
    purpose="Syftet är att få veta vad som behövs.",
    at_stake="Vilka som får stöd.",
    open_items=2,
    locked_items=1,
    decision_body="Regionfullmäktige",
    decision_on=date(2026, 10, 1),
    level="SAM",
    questions=3,
    heard_on=date(2026, 4, 1),
    answered_on=date(2026, 10, 15),
    last_day=date(2026, 3, 3),
    contact_name="Kim Exempel",
    contact_phone="010-000 00 01",
    goals=1,
)


def test_a_whole_description_lacks_nothing():
    assert missing_before_publishing(WHOLE) == ()
    assert advised_before_publishing(WHOLE) == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"purpose": " "}, "PURPOSE_MISSING"),
        ({"purpose": "En. Två. Tre. Fyra. Fem. Sex."}, "PURPOSE_TOO_LONG"),
        ({"at_stake": ""}, "AT_STAKE_MISSING"),
        ({"open_items": 0}, "NOTHING_TO_INFLUENCE"),
        ({"locked_without_reason": 1}, "LOCKED_WITHOUT_REASON"),
        ({"decision_body": ""}, "DECISION_BODY_MISSING"),
        ({"decision_on": None}, "DECISION_DATE_MISSING"),
        ({"level": ""}, "LEVEL_MISSING"),
        ({"questions": 0}, "QUESTIONS_MISSING"),
        ({"last_day": None}, "LAST_DAY_MISSING"),
        ({"decision_on": date(2026, 3, 2)}, "LAST_DAY_AFTER_DECISION"),
        ({"heard_on": None}, "HEARD_DATE_MISSING"),
        ({"answered_on": None}, "ANSWERED_DATE_MISSING"),
        ({"heard_on": date(2026, 3, 2)}, "HEARD_BEFORE_LAST_DAY"),
        ({"answered_on": date(2026, 3, 31)}, "ANSWERED_BEFORE_HEARD"),
        ({"contact_phone": ""}, "CONTACT_MISSING"),
    ],
)
def test_each_thing_that_is_missing_or_wrong_has_its_code(changes, code):
    assert missing_before_publishing(replace(WHOLE, **changes)) == (code,)


def test_something_that_can_be_partly_influenced_is_enough():
    assert missing_before_publishing(replace(WHOLE, open_items=0, partly_items=1)) == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"goals": 0}, "NO_GOALS"),
        ({"locked_items": 0}, "NOTHING_LOCKED_IS_SAID"),
        ({"questions": 2}, "FEW_QUESTIONS"),
        ({"questions": 6}, "MANY_QUESTIONS"),
    ],
)
def test_advice_does_not_stop_publishing(changes, code):
    description = replace(WHOLE, **changes)

    assert advised_before_publishing(description) == (code,)
    assert missing_before_publishing(description) == ()


def test_five_sentences_are_allowed_and_abbreviations_are_not_sentences():
    assert not purpose_is_too_long("Ett. Två, t.ex. så. Tre kl. 18.30. Fyra? Fem m.m.")
    assert purpose_is_too_long("Ett. Två. Tre. Fyra. Fem. Sex.")


def test_dates_belong_to_planning():
    assert split_missing(["PURPOSE_MISSING", "LAST_DAY_MISSING"]) == (
        ("PURPOSE_MISSING",),
        ("LAST_DAY_MISSING",),
    )
