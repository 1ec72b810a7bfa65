"""Lines told apart, sentences, and how hard they are to read."""

import pytest

from samrad.invitations.rules.review.text import Shape, Text

MAIL = """Hej!

Vi bjuder in er till ett samtal om hur föreningar i länet kan få
stöd till sina lokaler. Mötet hålls kl. 18.00, t.ex. i Folkets hus.

Frågor
- Vad fungerar i dag?
- Vad hindrar er?

Plats: Folkets hus
"""


def test_a_sentence_goes_on_in_the_next_line_of_a_mail():
    sentences = [each.text for each in Text(MAIL).sentences]

    assert sentences[1].endswith("stöd till sina lokaler.")
    assert sentences[2] == "Mötet hålls kl. 18.00, t.ex. i Folkets hus."


def test_lines_are_told_apart():
    shapes = [line.shape for line in Text(MAIL).lines if line.words]

    assert shapes == [
        Shape.PROSE,
        Shape.PROSE,
        Shape.PROSE,
        Shape.HEADING,
        Shape.BULLET,
        Shape.BULLET,
        Shape.LABEL,
    ]


def test_spans_are_places_in_the_text_as_given():
    text = Text("Först\u00a0detta – och\tsedan »det här«. Sist.")

    for each in text.sentences:
        assert text.plain[each.span.start : each.span.end] == each.text
    assert len(text.plain) == len(text.raw)


def test_lix_is_of_running_text_only():
    prose = "Vi träffas och pratar om kultur. Alla får säga sitt. Vi hörs igen i vår. " * 4
    lists = "".join(f"\n- Samverkansöverenskommelse {n}" for n in range(20))

    assert Text(prose + lists).lix == Text(prose).lix


def test_lix_is_silent_on_too_little_text():
    assert Text("Välkommen på möte!").lix is None


def test_lix_counts_words_a_sentence_and_long_words():
    text = Text("Abcd abcdefg abcd abcd abcd abcd abcd abcd abcd abcd. " * 3)

    assert text.lix == 10 + 10


@pytest.mark.parametrize("gap", ["[datum]", "[…]", "[...]", "[ange plats]"])
def test_a_sentence_with_a_gap_says_nothing_yet(gap):
    text = Text(f"Syftet är {gap}. Vi ses i Norrby.")

    assert "Syftet" not in text.plain
    assert "Vi ses i Norrby." in text.plain
    assert len(text.gaps) == 1
