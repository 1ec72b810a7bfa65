"""Files people send: read when they can be, refused by name when they cannot."""

import io
import zipfile

import docx
import pytest

from samrad.documents import reading


def word_file(build) -> bytes:
    document = docx.Document()
    build(document)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def zip_of(**entries: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name.replace("__", "/"), data)
    return content.getvalue()


def test_headings_lists_and_paragraphs_become_markdown():
    def build(document):
        document.add_heading("Mål", 1)
        document.add_paragraph("Alla ska kunna ta del.")
        document.add_paragraph("Kör", style="List Bullet")

    assert reading.read_text_file("plan.docx", word_file(build)) == (
        "# Mål\n\nAlla ska kunna ta del.\n\n- Kör"
    )


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize("text", ["Från filen: åäö.", "Må", "Körens önskan är en övningslokal."])
def test_a_few_swedish_words_are_enough_to_tell_the_encoding(encoding, text):
    assert reading.decoded(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_is_read_in_the_encodings_people_save_in(encoding):
    text = "Föreningarna på Öland behöver övningslokaler. Även åkare får söka stöd."

    assert reading.read_text_file("brev.txt", text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("tom.docx", b"", reading.EMPTY),
        ("tom.txt", b"  \n", reading.EMPTY),
        ("bild.png", b"\x89PNG....", reading.UNKNOWN_KIND),
        ("gammal.doc", b"\xd0\xcf\x11\xe0....", reading.OLD_WORD),
        ("last.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", reading.LOCKED),
        ("inte.docx", b"hej", reading.NOT_A_DOCX),
        ("annan.docx", zip_of(hej=b"hej"), reading.NOT_A_DOCX),
        ("trasig.docx", zip_of(word__document=b"<w:"), reading.NOT_A_DOCX),
        ("data.txt", b"\x00\x01\x02\x00", reading.NOT_TEXT),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(name, content, reason):
    with pytest.raises(reading.Unreadable) as refused:
        reading.read_text_file(name, content)

    assert refused.value.reason == reason


def test_a_file_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(reading, "MOST_UNPACKED", 1000)
    bomb = zip_of(**{"word__document.xml": b"0" * 2000})

    with pytest.raises(reading.Unreadable) as refused:
        reading.read_text_file("bomb.docx", bomb)

    assert refused.value.reason == reading.UNPACKS_TOO_LARGE


def test_a_file_with_only_pictures_says_that_it_has_no_text():
    with pytest.raises(reading.Unreadable) as refused:
        reading.read_text_file("tom.docx", word_file(lambda _document: None))

    assert refused.value.reason == reading.NO_TEXT


def test_html_gives_what_a_reader_sees_with_blocks_and_list_marks():
    page = """
    <html><head><title>Bort</title><style>p { }</style><script>ont()</script></head><body>
    <nav><ul><li>Meny</li></ul></nav>
    <h1>Samråd om
    kultur</h1><script>document.write("ont")</script>
    <p>Välkomna till<br>Folkets hus.</p>
    <div>Datum: 7 mars</div><div>Tid: 18&ndash;20</div>
    <ul><li><p>Lokaler</p></li><li>Stöd<ul><li>hur man söker</li></ul></li></ul>
    <p hidden>Dolt</p><div style="display: none">Också <div>dolt</div> här</div><!-- tyst -->
    <p>Frågor? <a href="mailto:kim@exempel.invalid">Skriv till Kim</a>.</p>
    </body></html>"""

    assert reading.html_to_markdown(page) == (
        "# Samråd om kultur\n\nVälkomna till\nFolkets hus.\n\nDatum: 7 mars\nTid: 18–20\n\n"
        "- Lokaler\n- Stöd\n- hur man söker\n\nFrågor? Skriv till Kim."
    )


def test_a_table_row_becomes_a_line():
    def build(document):
        table = document.add_table(rows=2, cols=2)
        for cell, words in zip(
            [cell for row in table.rows for cell in row.cells],
            ["7 mars", "Växjö", "8 mars", "Alvesta"],
            strict=True,
        ):
            cell.text = words
        document.add_paragraph("Välkomna.")

    assert reading.read_text_file("moten.docx", word_file(build)) == (
        "7 mars\tVäxjö\n8 mars\tAlvesta\n\nVälkomna."
    )


def test_a_table_that_only_lays_out_a_page_is_read_cell_by_cell():
    page = (
        "<table><tr><td><h2>Möten</h2><p>Vi ses.</p><table><tr><td>7 mars<td>Växjö</table></td>"
        "<td>Kontakt</td></tr></table>"
    )

    assert reading.html_to_markdown(page) == "## Möten\n\nVi ses.\n\n7 mars\tVäxjö\nKontakt"


def test_broken_html_gives_the_words_there_are():
    assert reading.html_to_markdown("<p>Hej <b>på <td>er</p><li>Kom <script>x") == (
        "Hej på\ner\n\n- Kom"
    )
