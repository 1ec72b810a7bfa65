"""Finding Swedish words in any form, and showing where they stand."""

import pytest

from samrad.pages.rules import finding


def found(words, *, title="", summary="", body=""):
    return finding.weigh(
        finding.indexed(title=title, summary=summary, body=body), finding.asked(words)
    )


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("inbjudningar", "En inbjudan i tid"),
        ("mote", "Möten på kvällen"),
        ("MÖTE", "Ett kvällsmöte"),
        ("förening", "Föreningarnas behov"),
        ("minoriteter", "nationella minoriteterna"),
        ("remis", "En skriftlig remiss"),
        ("lokal", "samlingslokaler"),
        ("möte kväll", "Mötet hålls på kvällen"),
    ],
)
def test_a_word_is_found_in_another_form(words, text):
    assert found(words, body=text) > 0


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("möte middag", "Mötet hålls på kvällen"),
        ("a", "En inbjudan"),
        ("ting", "Vi sätter tider"),
        ("", "Vad som helst"),
        ("?!", "Vad som helst"),
    ],
)
def test_what_is_not_there_is_not_found(words, text):
    assert found(words, body=text) == 0


def test_the_title_weighs_more_than_the_text():
    assert (
        found("syfte", title="Syfte")
        > found("syfte", summary="Syfte")
        > found("syfte", body="Syfte")
    )


def test_an_excerpt_shows_the_words_around_and_marks_the_hit():
    text = f"{'före ' * 60}Bjud in på kvällen. {'efter ' * 60}"

    pieces = finding.excerpt(text, finding.asked("kväll"))

    assert [piece.text for piece in pieces if piece.is_hit] == ["kvällen"]
    assert len("".join(piece.text for piece in pieces)) <= 2 * finding.AROUND + 20
    assert pieces[0].text == "… "
    assert pieces[-1].text.endswith(" …")


def test_an_excerpt_of_a_text_without_the_word_is_its_beginning():
    pieces = finding.excerpt("ord " * 200, finding.asked("kväll"))

    assert len(pieces) == 1
    assert pieces[0].text.endswith(" …")
    assert finding.excerpt("", finding.asked("kväll")) == ()


def test_a_misspelt_word_gets_words_that_are_there():
    vocabulary = finding.vocabulary_of(["En inbjudan till minoriteter", "2026"])

    assert finding.nearby("injudan", vocabulary) == ("inbjudan",)
    assert finding.nearby("xyzzy", vocabulary) == ()
