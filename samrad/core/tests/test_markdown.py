"""Markdown as HTML that is safe to show, and as plain text for mail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrad.core.markdown import letter_to_html, to_html, to_text


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        '<img src="https://example.org/spy.png">',
        "![x](https://example.org/spy.png)",
        '<p style="color:red" onclick="x()">hej</p>',
    ],
)
def test_nothing_that_runs_or_fetches_comes_through(hostile):
    for html in (to_html(hostile), letter_to_html(hostile)):
        assert not any(sign in html for sign in ("<script", "href=", "<img", "<p style"))


def test_a_line_break_in_a_letter_is_a_line_break():
    assert letter_to_html("# Hej\n\nRegion\nDnr 1") == "<h2>Hej</h2>\n<p>Region<br>\nDnr 1</p>\n"


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Hej **ni**,\n\nVälkomna.", "Hej ni,\n\nVälkomna.\n"),
        ("## Frågor\n\n1. Ett\n2. Två", "Frågor\n\n1. Ett\n2. Två\n"),
        ("3. Tre\n4. Fyra", "3. Tre\n4. Fyra\n"),
        ("- En\n- Två\n  - Inne\n\nEfter", "- En\n- Två\n  - Inne\n\nEfter\n"),
        ("[Svara här](https://example.org/d/x/)", "Svara här: https://example.org/d/x/\n"),
        ("<https://example.org/>", "https://example.org/\n"),
        ("<kim@exempel.invalid>", "kim@exempel.invalid\n"),
        ("Region\nDnr 1", "Region\nDnr 1\n"),
        (r"En \*stjärna\*", "En *stjärna*\n"),
        ("", "\n"),
    ],
)
def test_plain_text_reads_as_it_was_written(markdown, text):
    assert to_text(markdown) == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_can_be_made_plain(text):
    assert to_text(text).endswith("\n")
