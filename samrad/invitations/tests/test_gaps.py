"""A sentence that was put in before is found again, with what is still open in it."""

import pytest

from samrad.invitations.rules.gaps import standing

TWO = "Det här kan ni påverka: [… vad]. Det här är redan bestämt: [… vad, och varför]."
FIRST = "[… Nämnden] beslutar den [… datum]."


@pytest.mark.parametrize(
    ("sentence", "text", "there", "is_open"),
    [
        (TWO, f"Hej!\n\n{TWO}\n\nVälkomna.", "[… vad]", True),
        (f"\n\n{TWO}", TWO.replace("[… vad]", "stödet"), "[… vad, och varför]", True),
        (FIRST, f"Välkomna. {FIRST}", "[… Nämnden]", True),
        (FIRST, FIRST.replace("[… Nämnden]", "Kulturnämnden"), "[… datum]", True),
        (
            FIRST,
            "Hej.\nKulturnämnden beslutar den 3 maj.",
            "Kulturnämnden beslutar den 3 maj.",
            False,
        ),
    ],
)
def test_the_first_gap_that_is_open_is_found(sentence, text, there, is_open):
    found = standing(sentence, text)

    assert found is not None
    span, answer = found
    assert (text[span.start : span.end], answer) == (there, is_open)


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        (TWO, ""),
        (TWO, "Det här kan ni påverka: stödet."),
        (TWO, TWO.replace(". Det", ".\nDet")),
        ("Vi slutar i tid.", "Vi slutar i tid."),  # no gap: nothing to wait for
        (FIRST, "x" * 20_000),
    ],
)
def test_what_does_not_stand_there_is_not_found(sentence, text):
    assert standing(sentence, text) is None
