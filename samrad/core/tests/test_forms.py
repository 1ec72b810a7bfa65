"""Fields for words: what is cleaned, and that nothing is cut without a word."""

import pytest
from django import forms

from samrad.core.forms import LineField, LinesField


class _Form(forms.Form):
    line = LineField(required=False, max_length=5)
    lines = LinesField(required=False, max_length=5)
    kept = LinesField(required=False, strip=False)
    advised = LineField(
        required=False, max_length=1, error_messages={"too_long": "%(over)s för mycket: ring."}
    )


@pytest.mark.parametrize(
    ("name", "typed", "read"),
    [
        ("line", "  a \t b\n", "a b"),
        ("line", "a\x00b\u200b", "ab"),
        ("line", "", ""),
        ("line", "å" * 5, "å" * 5),
        ("line", " " * 50 + "a", "a"),
        ("lines", " a\r\nb\r", "a\nb"),
        ("lines", "\n\na\n\n", "a"),
        ("lines", "a\r\nb\r\nc", "a\nb\nc"),  # five letters, whatever the browser makes of lines
        ("kept", "  a\r\n", "  a\n"),
    ],
)
def test_words_are_cleaned_and_measured_as_they_are_kept(name, typed, read):
    form = _Form({name: typed})

    assert form.is_valid(), form.errors
    assert form.cleaned_data[name] == read


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("line", "å" * 7, "Texten är 2 tecken för lång. Korta den."),
        ("lines", "a\r\nb\r\ncd", "Texten är 1 tecken för lång. Korta den."),
        ("advised", "abc", "2 för mycket: ring."),
    ],
)
def test_what_is_too_long_stays_in_the_form_and_is_told_by_how_much(name, typed, said):
    form = _Form({name: typed})

    assert form.errors == {name: [said]}
    assert form[name].value() == typed


def test_the_browser_is_not_told_to_cut():
    assert "maxlength" not in _Form().as_p()


def test_an_empty_line_that_is_asked_for_is_missing():
    form = type("Asked", (forms.Form,), {"line": LineField()})({"line": " \u200b "})

    assert form.errors.as_data()["line"][0].code == "required"
