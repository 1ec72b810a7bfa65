"""The booklet: whole, accessible, the same every time, and never half."""

import io

import docx
import page
import pypdf
import pytest
from django.core.management import call_command

from samrad.documents.blocks import BulletList, Document, Heading, Paragraph, Run
from samrad.documents.codec import as_data
from samrad.documents.writing import CouldNotWrite
from samrad.method import library
from samrad.reporting.services import booklets
from samrad.reporting.wording.booklet import booklet


@pytest.fixture
def folder(settings, tmp_path):
    settings.SAMRAD_BOOKLETS = tmp_path / "booklets"
    booklets.unkept.clear()
    return settings.SAMRAD_BOOKLETS


@pytest.fixture
def writes(monkeypatch):
    """Count how often a file is written, and write something quick."""
    written = []

    def quick(document: Document) -> bytes:
        written.append(document.title)
        return f"{document.title} {len(written)}".encode() * 100

    monkeypatch.setattr(booklets, "_WRITERS", {"pdf": quick, "docx": quick})
    return written


def kept(folder):
    return sorted(path for path in folder.iterdir() if path.suffix != ".part")


def bare(text):
    """Return a text without what the end of a line may add."""
    return "".join(text.split()).replace("-", "")


def titles():
    return [
        *(guide.text.title for guide in library.guides()),
        *(form.text.name for form in library.forms()),
        *(case.text.title for case in library.cases()),
    ]


def test_the_pdf_is_accessible_and_holds_every_title(folder):
    made = booklets.booklet_content("pdf")

    report = page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_UA_1)
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    text = " ".join(" ".join(one.extract_text().split()) for one in pages)
    assert [failure.message for failure in report.failures] == []
    assert [title for title in titles() if bare(title) not in bare(text)] == []
    assert f"{len(pages)} ({len(pages)})" in text


def test_word_opens_it_and_it_holds_every_title_and_all_items(folder):
    file = docx.Document(io.BytesIO(booklets.booklet_content("docx")))

    headings = {one.text for one in file.paragraphs if one.style.name.startswith("Heading")}
    cells = {
        cell.text.removesuffix(" *") for table in file.tables for cell in table.columns[0].cells
    }
    assert set(titles()) <= headings
    assert set(library.checklist().head.keys()) <= cells
    assert len(file.element.xpath("//w:tbl/w:tr[1]/w:trPr/w:tblHeader")) == len(file.tables)


@pytest.mark.parametrize("kind", booklets.FORMATS)
def test_the_same_method_is_the_same_bytes(folder, kind):
    first = booklets.booklet_content(kind)
    for path in kept(folder):
        path.unlink()

    assert booklets.booklet_content(kind) == first


def test_on_paper_there_is_nothing_to_click():
    def runs(value):
        if isinstance(value, Run):
            yield value
        elif isinstance(value, tuple):
            for one in value:
                yield from runs(one)

    for block in booklet().blocks:
        texts = block.items if isinstance(block, BulletList) else getattr(block, "text", "")
        assert [run for run in runs(texts) if run.link] == []
    assert "klicka" not in str(as_data(booklet())).lower()


def test_every_number_in_brackets_stands_in_the_list():
    blocks = booklet().blocks
    marks = [
        int(mark)
        for block in blocks
        if isinstance(block, Paragraph) and isinstance(block.text, str) and block.small
        for mark in block.text.replace("[", " ").replace("]", " ").replace(",", " ").split()
        if mark.isdigit()
    ]

    assert marks
    assert isinstance(blocks[-2], Heading)
    assert max(marks) <= len(blocks[-1].items)


def test_it_is_written_once(folder, writes):
    first = booklets.booklet_content("pdf")

    assert booklets.booklet_content("pdf") == first
    assert len(writes) == 1
    assert {one.format: one.size for one in booklets.kept_booklets()} == {
        "pdf": len(first),
        "docx": None,
    }


@pytest.mark.parametrize("left", [b"", b"Samr", b"something else altogether"])
def test_a_broken_file_is_never_handed_out(folder, writes, left):
    booklets.booklet_content("pdf")
    (path,) = kept(folder)
    path.write_bytes(left)

    again = booklets.booklet_content("pdf")

    assert again != left
    assert len(writes) == 2
    assert [one.read_bytes() for one in kept(folder)] == [again]


def test_a_writer_that_dies_leaves_nothing_behind(folder, monkeypatch):
    def dies(_document: Document) -> bytes:
        raise CouldNotWrite("full")

    monkeypatch.setattr(booklets, "_WRITERS", {"pdf": dies})

    with pytest.raises(CouldNotWrite):
        booklets.booklet_content("pdf")
    assert not folder.exists() or list(folder.iterdir()) == []


def test_what_another_edition_left_is_swept(folder, writes):
    folder.mkdir()
    (folder / "old-old.pdf").write_bytes(b"old")
    (folder / "half.part").write_bytes(b"half")

    booklets.booklet_content("pdf")

    assert "old-old.pdf" not in [path.name for path in kept(folder)]


def test_where_nothing_can_be_kept_it_is_still_written_once(settings, tmp_path, writes):
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    settings.SAMRAD_BOOKLETS = blocked / "booklets"
    booklets.unkept.clear()

    first = booklets.booklet_content("pdf")

    assert booklets.booklet_content("pdf") == first
    assert len(writes) == 1
    booklets.unkept.clear()


def test_it_is_handed_out_as_a_file_and_other_formats_are_not_found(client, db, folder, writes):
    answer = client.get("/metod/haftet/docx/")

    assert answer["Content-Disposition"] == 'attachment; filename="samrad-metod.docx"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.get("/metod/haftet/exe/").status_code == 404


def test_the_command_writes_both(folder, writes, capsys):
    call_command("make_booklet")

    assert len(kept(folder)) == 2
    assert capsys.readouterr().out.startswith("pdf: ")
