"""Tables people send: read as they are meant, and refused by name when they cannot be."""

import io
import struct
import zipfile
import zlib
from datetime import date

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it has no types
from hypothesis import given
from hypothesis import strategies as st

from samrad.documents import reading, tables
from samrad.documents.reading import Unreadable


def excel(*rows, hidden=None, before=()):
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"strings_to_formulas": False})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    if hidden is not None:
        sheet = book.add_worksheet("Dold")
        sheet.write_row(0, 0, hidden)
    sheet = book.add_worksheet("Register")
    sheet.activate()
    if hidden is not None:
        book.get_worksheet_by_name("Dold").hide()
        sheet.set_first_sheet()
    for at, row in enumerate((*before, *rows)):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(at, column, cell, day)
            else:
                sheet.write(at, column, cell)
    book.close()
    return content.getvalue()


def ods(rows_xml: str) -> bytes:
    content = io.BytesIO()
    table = (
        '<?xml version="1.0"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        '<office:body><office:spreadsheet><table:table table:name="Blad1">'
        f"{rows_xml}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest'
        ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", table)
        archive.writestr("META-INF/manifest.xml", manifest)
    return content.getvalue()


def ods_cell(text: str, columns: int = 1) -> str:
    return (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{columns}">'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def refusal(name, content):
    with pytest.raises(Unreadable) as refused:
        tables.read_tables(name, content)
    return refused.value.reason


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_is_read_whatever_divides_it_and_however_it_was_saved(delimiter, encoding):
    lines = [
        delimiter.join(row)
        for row in (
            ["Namn", "Ort"],
            ["Åseda Påhittskör", "Växjö"],
            ["Förening för lång råg", "Älmhult"],
        )
    ]

    assert tables.read_table("r.csv", "\r\n".join(lines).encode(encoding)) == [
        ["Namn", "Ort"],
        ["Åseda Påhittskör", "Växjö"],
        ["Förening för lång råg", "Älmhult"],
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Namn\nEtt\n", [["Namn"], ["Ett"]]),
        ("sep=,\nNamn,Ort\n", [["Namn", "Ort"]]),
        ('Namn;Adress\n"Ett";"Gatan 1; nb"\n', [["Namn", "Adress"], ["Ett", "Gatan 1; nb"]]),
        ("Namn;Adress\nEtt;G 1, 2 tr, Ort\n", [["Namn", "Adress"], ["Ett", "G 1, 2 tr, Ort"]]),
        ('Namn\n"Två\nrader"\n', [["Namn"], ["Två\nrader"]]),
        ("Namn;Ort\n\nEtt;X\n;\n", [["Namn", "Ort"], [], ["Ett", "X"]]),
    ],
)  # fmt: skip
def test_rows_of_text_keep_their_numbers(text, rows):
    assert tables.read_table("r.csv", text.encode()) == rows


def test_a_spreadsheet_keeps_the_numbers_of_its_rows_and_the_kinds_of_its_cells():
    content = excel(["Namn", "Bildad"], ["Låtsas", date(1987, 4, 5)], before=[[], [], []])

    assert tables.read_table("r.xlsx", content) == [
        ["", ""], ["", ""], ["", ""], ["Namn", "Bildad"], ["Låtsas", date(1987, 4, 5)],
    ]  # fmt: skip


def test_a_formula_is_read_as_what_it_last_showed_and_never_as_a_formula():
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    sheet = book.add_worksheet()
    sheet.write_string(0, 0, "Namn")
    sheet.write_formula(1, 0, '=HYPERLINK("http://x.invalid","Låtsas")', value="Låtsas")
    book.close()

    assert tables.read_table("r.xlsx", content.getvalue()) == [["Namn"], ["Låtsas"]]


def test_hidden_and_empty_sheets_are_passed_over():
    content = excel(["Namn"], ["Låtsas"], hidden=["Hemligt"])

    assert tables.read_tables("r.xlsx", content) == [[["Namn"], ["Låtsas"]]]


def test_an_ods_file_is_read():
    rows = "".join(
        f"<table:table-row>{ods_cell(text)}</table:table-row>" for text in ("Namn", "Låtsas")
    )

    assert tables.read_table("r.ods", ods(rows)) == [["Namn"], ["Låtsas"]]


def test_a_spreadsheet_with_the_name_of_a_text_file_is_read_all_the_same():
    assert tables.read_table("r.csv", excel(["Namn"])) == [["Namn"]]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("tom.csv", b"", reading.EMPTY),
        ("tom.csv", b" \r\n\r\n", reading.EMPTY),
        ("semikolon.csv", b";;;\n;;;\n", reading.EMPTY),
        ("bild.png", b"\x89PNG\r\n", reading.UNKNOWN_KIND),
        ("plan.pdf", b"%PDF-1.7", reading.UNKNOWN_KIND),
        ("brev.docx", None, reading.UNKNOWN_KIND),
        ("sida.xlsx", b"<html><table>", tables.NOT_A_TABLE),
        ("stympad.xlsx", excel(["Namn"])[:300], tables.NOT_A_TABLE),
        ("gammal.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", tables.OLD_EXCEL),
        ("last.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", reading.LOCKED),
        ("data.csv", b"\x00\x01\x02\x00", reading.NOT_TEXT),
        ("dubbel.csv", "Namn\nFöreningen\n".encode().decode("cp1252").encode(), tables.GARBLED),
        ("trasig.csv", "Namn\nF\ufffdreningen\n".encode(), tables.GARBLED),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(name, content, reason):
    if content is None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("word/document.xml", "<w/>")
        content = packed.getvalue()

    assert refusal(name, content) == reason


def bomb(*, claimed: int | None = None) -> bytes:
    """Return a spreadsheet whose sheet unpacks to 101 MB, and says that it does or does not."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (101 * 1024 * 1024))
    content = packed.getvalue()
    if claimed is not None:
        true, said = struct.pack("<I", 101 * 1024 * 1024), struct.pack("<I", claimed)
        zeros = struct.pack("<I", zlib.crc32(b" " * (101 * 1024 * 1024)))
        content = content.replace(true, said).replace(
            zeros, struct.pack("<I", zlib.crc32(b" " * claimed))
        )
    return content


def test_a_zip_bomb_is_refused_before_it_is_laid_out():
    assert refusal("bomb.xlsx", bomb()) == reading.UNPACKS_TOO_LARGE


def test_a_zip_bomb_that_lies_about_its_size_is_refused_too():
    assert refusal("bomb.xlsx", bomb(claimed=1000)) == reading.UNPACKS_TOO_LARGE


def test_two_cells_far_apart_do_not_become_a_billion():
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_string(0, 0, "Namn")
    sheet.write_string(1_048_575, 16_383, "x")
    book.close()

    assert refusal("gles.xlsx", content.getvalue()) == tables.TOO_MANY_CELLS


def test_a_repeated_cell_of_an_ods_file_does_not_become_a_billion():
    many = 'table:number-rows-repeated="1000000"'
    row = f"<table:table-row {many}>{ods_cell('x', 10_000)}</table:table-row>"

    assert refusal("gles.ods", ods(row)) == tables.TOO_MANY_CELLS


def test_the_empty_rest_of_an_ods_table_counts_for_nothing():
    rest = (
        '<table:table-row table:number-rows-repeated="1048574">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    content = ods(f"<table:table-row>{ods_cell('Namn')}</table:table-row>{rest}")

    assert tables.read_table("r.ods", content) == [["Namn"]]


def test_too_many_rows_are_refused():
    assert refusal("lang.csv", b"Namn\n" * (tables.MOST_ROWS + 1)) == tables.TOO_MANY_ROWS


@given(st.binary(max_size=200), st.sampled_from(["a.csv", "a.xlsx", "a.ods", "a.xls", "a"]))
def test_no_bytes_break_the_reading(content, name):
    try:
        found = tables.read_tables(name, content)
    except Unreadable:
        return
    assert all(isinstance(rows, list) for rows in found)


@given(st.binary(max_size=300))
def test_no_broken_zip_breaks_the_reading(content):
    whole = excel(["Namn"], ["Låtsas"])
    middle = len(whole) // 2

    for damaged in (whole[:middle] + content + whole[middle:], b"PK\x03\x04" + content):
        try:
            tables.read_tables("a.xlsx", damaged)
        except Unreadable as refused:
            assert refused.reason  # noqa: PT017 -- any reason will do
