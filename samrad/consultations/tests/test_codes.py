"""Codes on paper survive handwriting, and one wrong sign never opens another's page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrad.consultations.rules.codes import (
    ALPHABET,
    CODE_SPACE,
    code_from_number,
    normalised,
    written,
)

NUMBERS = st.integers(0, CODE_SPACE - 1)


def test_the_signs_cannot_be_taken_for_each_other():
    assert len(set(ALPHABET)) == len(ALPHABET) == 29
    assert not set("01ILOSU") & set(ALPHABET)


def test_there_are_enough_codes():
    assert CODE_SPACE > 2**33


@given(NUMBERS)
def test_a_code_is_read_back_however_it_is_typed(number):
    code = code_from_number(number)
    signs = normalised(code)

    assert signs is not None
    assert written(signs) == code
    assert normalised(code.lower()) == signs
    assert normalised(code.replace("-", "")) == signs
    assert normalised(f"  {code.replace('-', ' – ')} ") == signs
    assert normalised(code.replace("5", "s").replace("V", "u")) == signs


@given(NUMBERS, st.integers(0, 7), st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_noticed(number, place, sign):
    signs = normalised(code_from_number(number))
    wrong = signs[:place] + sign + signs[place + 1 :]

    assert (normalised(wrong) is None) is (wrong != signs)


@given(NUMBERS, st.integers(0, 6))
def test_two_signs_that_changed_places_are_noticed(number, place):
    signs = normalised(code_from_number(number))
    wrong = signs[:place] + signs[place + 1] + signs[place] + signs[place + 2 :]

    assert (normalised(wrong) is None) is (wrong != signs)


@given(NUMBERS, NUMBERS)
def test_two_numbers_never_share_a_code(left, right):
    assert (code_from_number(left) == code_from_number(right)) is (left == right)


@pytest.mark.parametrize(
    "typed", ["", "AAAA", "AAAA-AAAA-A", "O0I1-LLLL", "ÅÄÖ2-3456", "٣٣٣٣-٣٣٣٣"]
)
def test_what_cannot_be_a_code_is_not_one(typed):
    assert normalised(typed) is None


def test_a_number_outside_the_space_is_refused():
    with pytest.raises(ValueError, match="code space"):
        code_from_number(CODE_SPACE)
