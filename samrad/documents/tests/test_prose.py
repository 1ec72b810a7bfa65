"""A letter in Markdown as blocks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrad.documents.blocks import BulletList, Heading, NumberedList, Paragraph, Quote, Run
from samrad.documents.prose import from_markdown


@pytest.mark.parametrize(
    ("markdown", "blocks"),
    [
        ("Hej", (Paragraph((Run("Hej"),)),)),
        ("## Frågor", (Heading(1, "Frågor"),)),
        ("# Frågor\n\n### Mer", (Heading(1, "Frågor"), Heading(2, "Mer"))),
        ("- A\n- B", (BulletList(((Run("A"),), (Run("B"),))),)),
        ("1. A\n2. B", (NumberedList(((Run("A"),), (Run("B"),))),)),
        ("- A\n  - B", (BulletList(((Run("A"), Run("\n"), Run("B")),)),)),
        ("> Sagt", (Quote((Run("Sagt"),)),)),
        ("Rad\nRad", (Paragraph((Run("Rad"), Run("\n"), Run("Rad"))),)),
        ("**fet** *lut*", (Paragraph((Run("fet", bold=True), Run(" "), Run("lut", italic=True))),)),
        (
            "<https://example.org/>",
            (Paragraph((Run("https://example.org/", link="https://example.org/"),)),),
        ),
        ("    kod", (Paragraph((Run("kod"),)),)),
        ("![bild](https://example.org/x.png)", ()),
        ("", ()),
    ],
)
def test_markdown_becomes_blocks(markdown, blocks):
    assert from_markdown(markdown) == blocks


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_becomes_blocks(text):
    assert isinstance(from_markdown(text), tuple)
