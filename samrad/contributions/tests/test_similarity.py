"""Near-equal texts are found, others are not, and it is quick."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrad.contributions.rules.similarity import (
    candidates,
    fingerprint,
    near_equal,
    resemblance,
)

HALL = "Vi saknar en bra replokal i centrum. Den gamla lokalen är stängd sedan två år."
NEAR = [
    "vi saknar en bra REPLOKAL i centrum – den gamla lokalen är stängd sedan två år!",
    "Vi saknar en riktigt bra replokal i centrum. Den gamla lokalen är stängd sedan två år nu.",
    "Vår förening saknar en bra replokal i centrum. Den gamla lokalen är stängd sedan två år.",
]
OTHERS = [
    "Bidragen betalas ut för sent. Vi måste ligga ute med pengar.",
    "Vi saknar unga i styrelsen.",
    "Det är svårt att ta sig till möten på kvällstid när bussen inte går.",
    "",
]


@pytest.mark.parametrize("other", NEAR)
def test_texts_that_say_nearly_the_same_are_near(other):
    assert resemblance(HALL, other) >= 0.5
    assert candidates(fingerprint(HALL).sketch, [("it", fingerprint(other).sketch)]) == ["it"]


@pytest.mark.parametrize("other", OTHERS)
def test_other_texts_are_not(other):
    assert resemblance(HALL, other) < 0.3


def test_case_accents_and_punctuation_make_no_difference():
    assert fingerprint("Fler lokaler, tack!").exact == fingerprint("fler LOKALER tack").exact
    assert fingerprint("Fler lokaler").exact != fingerprint("Färre lokaler").exact


def test_the_fingerprint_is_the_same_for_ever():
    assert fingerprint("Fler lokaler, tack.").exact == "c8bc4710a4c5a2f1cae1b2cbc7faeb05"
    assert fingerprint("Fler lokaler, tack.").sketch == 3_017_377_683_955_532_331


def test_the_most_alike_come_first():
    others = dict(enumerate([*OTHERS, *NEAR]))

    assert near_equal(HALL, others)[0] == 4
    assert sorted(near_equal(HALL, others)) == [4, 5, 6]


@given(st.text(max_size=80), st.text(max_size=80))
def test_resemblance_is_the_same_both_ways_and_whole_with_oneself(left, right):
    assert resemblance(left, right) == resemblance(right, left)
    assert resemblance(left, left) == 1.0
    assert 0 <= resemblance(left, right) <= 1


@given(st.text(max_size=200))
def test_a_sketch_fits_a_signed_big_integer(text):
    assert -(2**63) <= fingerprint(text).sketch < 2**63


def test_ten_thousand_are_sifted_within_fifty_milliseconds():
    shuffled = random.Random(7)  # noqa: S311 -- test data
    words = [f"ord{number}" for number in range(2_000)]
    texts = {n: " ".join(shuffled.choices(words, k=25)) for n in range(10_000)} | {10_000: NEAR[1]}
    pool = [(key, fingerprint(text).sketch) for key, text in texts.items()]
    sketch = fingerprint(HALL).sketch

    begun = time.process_time()
    close = candidates(sketch, pool)
    found = near_equal(HALL, {key: texts[key] for key in close})
    took = time.process_time() - begun

    assert found == [10_000]
    assert took < 0.05
