"""Documents come out whole, accessible and the same every time, whatever the text holds."""

import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import page
import pypdf
import pytest

from samrad.documents import pdf, writing
from samrad.documents.blocks import Cover, Image, KeyValue, Note, Paragraph, Quote, Run, Table
from samrad.documents.codec import as_data, cleaned, from_data, visible
from samrad.documents.tests.sample import HOSTILE, document
from samrad.documents.writing import to_docx, to_fragment, to_html, to_pdf


def style_of(paragraph: Any) -> str:
    return str(paragraph.style.name)


def accessible(pdf: bytes) -> list[str]:
    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_UA_1)
    return [f"{failure.rule_id} {failure.message}" for failure in report.failures]


def test_a_document_survives_the_way_to_the_child_process():
    whole = document()

    assert from_data(as_data(whole)) == whole
    assert cleaned(cleaned(whole)) == whole


def test_what_nobody_can_see_is_dropped_and_every_line_break_is_one():
    assert visible(HOSTILE["control"]) == "abcdefghij"
    assert visible(HOSTILE["breaks"]) == "rad\nrad\nrad\nrad\nrad\nrad\nrad\tflik"
    assert visible("halv \ud83d emoji \U0001f600") == "halv  emoji \U0001f600"


@pytest.mark.parametrize("write", [to_html, to_docx, to_pdf])
def test_the_same_document_is_the_same_bytes(write):
    assert write(document()) == write(document())


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_every_pdf_is_accessible_whatever_the_text(text):
    assert accessible(to_pdf(document(text))) == []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_word_reads_the_text_back_as_it_was(text):
    file = docx.Document(io.BytesIO(to_docx(document(text))))

    normal = [paragraph.text for paragraph in file.paragraphs]
    assert visible(text).replace("\t", " ") in normal
    assert [row.cells[1].text for row in file.tables[0].rows[1:3]] == [
        visible(text).replace("\t", " ")
    ] * 2


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_html_holds_no_tag_that_we_did_not_write(text):
    html = to_html(document(text))

    assert set(re.findall(r"<\s*(script|w:\w+|etikett)", html)) == set()
    assert 'href="javascript:' not in html


def test_text_for_the_typesetter_is_never_markup():
    text = "\n".join(
        page.extract_text()
        for page in pypdf.PdfReader(io.BytesIO(to_pdf(document(HOSTILE["typst"])))).pages
    )

    assert "*fet* _kursiv_ $x^2$" in text.replace("\n", " ")


def test_a_character_without_glyph_is_written_out_and_explained():
    text = "\n".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(to_pdf(document("中")))).pages
    )

    assert "[U+4E2D]" in text
    assert "Tecken som typsnittet saknar" in text


def test_the_pdf_says_what_it_is():
    reader = pypdf.PdfReader(io.BytesIO(to_pdf(document())))

    assert reader.metadata is not None
    assert reader.metadata.title == "Samråd Vi behöver lokaler."
    assert reader.metadata.author == "Vi behöver lokaler."
    assert str(reader.metadata.get("/CreationDate"))[:10] == "D:20260302"
    assert str(reader.root_object["/Lang"]) == "sv"


def test_word_has_real_headings_lists_table_heads_and_alternative_texts():
    file = docx.Document(io.BytesIO(to_docx(document())))

    styles = [(style_of(p), p.text) for p in file.paragraphs if style_of(p).startswith("Heading")]
    assert styles == [
        ("Heading 1", "Rubrik Vi behöver lokaler."),
        ("Heading 2", "Underrubrik"),
        ("Heading 1", "Brev"),
    ]
    assert [p.text for p in file.paragraphs if style_of(p) == "List Bullet"] == [
        "Vi behöver lokaler.",
        "två",
    ]
    assert len(file.element.xpath("//w:tbl/w:tr[1]/w:trPr/w:tblHeader")) == 1
    assert file.element.xpath("//wp:docPr/@descr") == [
        "Lokaler 12. Vi behöver lokaler.",
        "QR-kod till svarssidan",
    ]
    assert file.styles.element.xpath("//w:rPrDefault//w:lang/@w:val") == ["sv-SE"]
    assert file.core_properties.created.isoformat()[:10] == "2026-03-02"


def test_a_second_numbered_list_counts_from_one_again():
    file = docx.Document(io.BytesIO(to_docx(document())))

    lists = file.element.xpath("//w:p[w:pPr/w:numPr]/w:pPr/w:numPr/w:numId/@w:val")
    assert len(lists) == 3
    assert lists[0] == lists[1] != lists[2]


def test_a_cover_holds_the_title_on_a_page_of_its_own():
    covered = replace(
        document(),
        show_title=False,
        blocks=(
            Cover("Häftet", above="Samråd", lead="En metod", lines=("2026",)),
            Paragraph("Ett"),
        ),
    )

    made = to_pdf(covered)
    word = docx.Document(io.BytesIO(to_docx(covered)))

    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]
    assert accessible(made) == []
    assert len(pages) == 2
    assert "En metod" in pages[0]
    assert "Ett" in pages[1]
    assert [p.text for p in word.paragraphs if style_of(p) == "Title"] == ["Häftet"]
    assert "<h1>Häftet</h1>" in to_html(covered)


def test_a_fragment_starts_its_headings_where_the_page_wants_them():
    html = to_fragment(document(), down=2)

    assert re.findall(r"<(h\d)", html) == ["h3", "h4", "h3"]


def test_who_waits_can_stop_the_work(monkeypatch):
    monkeypatch.setattr(writing, "LOOK_EVERY", 0.01)

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        to_docx(document(), alive=stop)


def test_a_document_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(writing, "TIMEOUT", 0.01)
    monkeypatch.setattr(writing, "LOOK_EVERY", 0.01)

    with pytest.raises(writing.CouldNotWrite):
        to_docx(document())


def test_a_child_that_fails_says_why():
    broken = replace(document(), blocks=(Image(svg="<svg", alt="Trasig bild"),))

    with pytest.raises(writing.CouldNotWrite, match=r"image|svg|SVG"):
        to_pdf(broken)


def test_no_text_is_lost_below_the_foot_of_a_page():
    words = [f"ord{number}" for number in range(4_000)]
    text = " ".join(words)
    blocks = (
        Quote(text, source="Källa"),
        Note(text, title="Obs"),
        Table("Tabell", ("Nr", "Text"), (("1", text),)),
        KeyValue((("Term", text),)),
    )

    for block in blocks:
        made = to_pdf(replace(document(), blocks=(block,)))

        read = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)
        assert [word for word in words if word not in read] == []


@pytest.mark.parametrize("care", ["main", "latin"])
def test_every_character_that_is_set_with_care_has_a_glyph_in_every_style(care):
    ranges = json.loads(Path(pdf.__file__).with_name("coverage.json").read_text())[care]
    letters = "".join(chr(code) for first, last in ranges for code in range(first, last + 1))
    text = " ".join(letters[start : start + 8] for start in range(0, len(letters), 8))
    runs = tuple(
        Run(text, bold=bold, italic=italic) for bold in (False, True) for italic in (False, True)
    )

    made = to_pdf(replace(document(), blocks=(Paragraph(runs),), missing_note="Något saknas."))

    read = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)
    assert accessible(made) == []
    assert "Något saknas." not in read
