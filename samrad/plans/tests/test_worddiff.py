"""Differences by word: true to both texts, and readable."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrad.plans.rules.worddiff import (
    DELETE,
    INSERT,
    KEEP,
    Change,
    changed_share,
    differences,
    excerpt,
)

PIECES = st.lists(
    st.sampled_from(
        ["och ", "lokaler ", "stöd. ", "Regionen ", "ska ", "\n\n", "för ", "- ", "ö", "?"]
    ),
    max_size=25,
).map("".join)


def shown(changes):
    marks = {KEEP: "{}", DELETE: "[-{}-]", INSERT: "[+{}+]"}
    return "".join(marks[change.kind].format(change.text) for change in changes)


@pytest.mark.parametrize(
    ("before", "after", "as_read"),
    [
        ("", "", ""),
        ("Samma text.", "Samma text.", "Samma text."),
        ("", "Ny text.", "[+Ny text.+]"),
        ("Gammal text.", "", "[-Gammal text.-]"),
        (
            "Regionen ska verka för fler lokaler.",
            "Regionen ska verka för fler replokaler.",
            "Regionen ska verka för fler [-lokaler-][+replokaler+].",
        ),
        (
            "Stöd ges till scenkonst. Det söks en gång om året.",
            "Stöd ges till scenkonst och film. Det söks två gånger om året.",
            "Stöd ges till scenkonst[+ och film+]. Det söks [-en gång-][+två gånger+] om året.",
        ),
        (
            "Första meningen står kvar. Den andra försvinner. Den tredje står kvar.",
            "Första meningen står kvar. Den tredje står kvar.",
            "Första meningen står kvar. [-Den andra försvinner. -]Den tredje står kvar.",
        ),
        (
            "Helt olika ord här.",
            "Något nytt skrivs nu!",
            "[-Helt olika ord här.-][+Något nytt skrivs nu!+]",
        ),
    ],
)
def test_a_change_reads_as_a_person_would_mark_it(before, after, as_read):
    assert shown(differences(before, after)) == as_read


@given(PIECES | st.text(max_size=60), PIECES | st.text(max_size=60))
def test_both_texts_can_be_put_together_again(before, after):
    changes = differences(before, after)

    assert "".join(c.text for c in changes if c.kind != INSERT) == before
    assert "".join(c.text for c in changes if c.kind != DELETE) == after


@given(PIECES, PIECES)
def test_no_stretch_is_empty_and_neighbours_differ(before, after):
    changes = differences(before, after)

    assert all(change.text for change in changes)
    assert all(a.kind != b.kind for a, b in pairwise(changes))
    assert all((a.kind, b.kind) != (INSERT, DELETE) for a, b in pairwise(changes))


def test_what_did_not_change_is_one_stretch():
    assert differences("En mening. Två.", "En mening. Två.") == (Change(KEEP, "En mening. Två."),)


def long_text(*, vocabulary):
    words = [f"ord{number * number % vocabulary} och" for number in range(6_000)]
    return ". ".join(" ".join(words[at : at + 12]) for at in range(0, 6_000, 12))[:50_000]


@pytest.mark.parametrize("vocabulary", [7, 997, 100_003])
@pytest.mark.parametrize("times", [20, -1])
def test_fifty_thousand_characters_are_quick_however_much_is_rewritten(vocabulary, times):
    before = long_text(vocabulary=vocabulary)
    after = before.replace("och", "samt", times).replace("ord7", "ord8", times)

    begun = time.process_time()
    changes = differences(before, after)

    assert time.process_time() - begun < 2
    assert "".join(c.text for c in changes if c.kind != DELETE) == after
    assert "".join(c.text for c in changes if c.kind != INSERT) == before


def test_an_excerpt_keeps_what_is_around_a_change():
    text = "Ord " * 100
    changes = differences(f"{text}gammal {text}", f"{text}ny {text}")

    assert shown(excerpt(changes, around=10)) == "… Ord Ord [-gammal-][+ny+] Ord Ord …"


def test_the_share_that_changed_is_counted_in_characters():
    assert changed_share((Change(KEEP, "aaa"), Change(INSERT, "b"))) == 0.25
    assert changed_share(()) == 0.0


def test_a_sentence_that_grows_long_keeps_what_it_began_with():
    before = "Regionen kan ge stöd till lokaler som används för arrangemang."
    after = (
        "Regionen kan ge stöd till lokaler som används för kultur som är öppen för alla. "
        "Kostnader för uppvärmning vid öppna kulturkvällar räknas med. Den som får stöd för "
        "övning låter minst två andra föreningar använda lokalen."
    )

    first = differences(before, after)[0]

    assert first == Change(KEEP, "Regionen kan ge stöd till lokaler som används för ")
