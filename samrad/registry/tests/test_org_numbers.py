"""Organisation numbers, and that no personal number ever gets through or is echoed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrad.registry.rules import org_numbers
from samrad.registry.rules.org_numbers import (
    NOT_AN_ORG_NUMBER,
    PERSONAL_NUMBER,
    WRONG_CHECK_DIGIT,
    Refused,
    Valid,
)


def with_check_digit(nine: str) -> str:
    doubled = [int(d) * (2 - i % 2) for i, d in enumerate(nine)]
    return nine + str(-sum(n - 9 if n > 9 else n for n in doubled) % 10)


@pytest.mark.parametrize(
    "typed",
    ["802404-3716", "8024043716", " 802404 3716 ", "16802404-3716", "168024043716", "802404–3716"],
)
def test_the_usual_ways_to_write_it_are_understood(typed):
    assert org_numbers.parse(typed) == Valid("8024043716")


@pytest.mark.parametrize(
    "digits", ["212000-0142", "212000-1355", "556036-0793", "802404-3716", "232100-0214"]
)
def test_known_numbers_are_valid(digits):
    number = org_numbers.parse(digits)

    assert isinstance(number, Valid)
    assert number.written == digits


@pytest.mark.parametrize(
    ("typed", "reason", "shown"),
    [
        ("802404-3717", WRONG_CHECK_DIGIT, "802404-3717"),
        ("800101-1234", PERSONAL_NUMBER, "••••••-••••"),
        ("19800101-1234", PERSONAL_NUMBER, "••••••••-••••"),
        ("198001611234", PERSONAL_NUMBER, "••••••••••••"),
        ("800161-1234", PERSONAL_NUMBER, "••••••-••••"),
        ("16800101-1234", PERSONAL_NUMBER, "••••••••-••••"),
        ("208024043716", PERSONAL_NUMBER, "••••••••••••"),
        ("80240437", NOT_AN_ORG_NUMBER, "••••••••"),
        ("saknas", NOT_AN_ORG_NUMBER, "saknas"),
        ("", NOT_AN_ORG_NUMBER, ""),
        ("8024043716802404371680240437168024", NOT_AN_ORG_NUMBER, "•" * 20),
    ],
)
def test_what_is_refused_says_why_and_is_masked_where_it_may_be_a_person(typed, reason, shown):
    assert org_numbers.parse(typed) == Refused(reason, shown)


@given(st.from_regex(r"[1-9][0-9][2-9][0-9]{6}", fullmatch=True))
def test_every_legal_person_with_the_right_check_digit_is_valid(nine):
    assert org_numbers.parse(with_check_digit(nine)) == Valid(with_check_digit(nine))


@given(st.from_regex(r"(18|19|20)?\d\d(0[1-9]|1[0-2])([0-2]\d|[68]\d)-?\d{4}", fullmatch=True))
def test_no_personal_or_coordination_number_is_stored_or_echoed(typed):
    found = org_numbers.parse(typed)

    assert isinstance(found, Refused)
    assert not any(sign.isdigit() for sign in found.masked)


@given(st.from_regex(r"[1-9][0-9][2-9][0-9]{6}", fullmatch=True), st.integers(1, 9))
def test_any_other_check_digit_is_refused(nine, step):
    right = with_check_digit(nine)

    found = org_numbers.parse(nine + str((int(right[-1]) + step) % 10))

    assert found == Refused(WRONG_CHECK_DIGIT, nine + str((int(right[-1]) + step) % 10))


@given(st.text(max_size=30))
def test_nothing_typed_breaks_it(typed):
    assert isinstance(org_numbers.parse(typed), Valid | Refused)
