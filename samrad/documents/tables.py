"""Reading tables that people send: CSV, Excel (XLSX) and ODS. Values only, never formulas.

What a file is, its content says; its name only tells text from other things. A file is refused by
reason before a library lays it out when it is locked, too large once unpacked or too wide.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any, Final

from samrad.documents.archives import Archive, BrokenArchive, cells_in_ods, cells_in_xlsx
from samrad.documents.reading import EMPTY, LOCKED, UNKNOWN_KIND, Unreadable, decoded

NOT_A_TABLE: Final = "NOT_A_TABLE"
OLD_EXCEL: Final = "OLD_EXCEL"
TOO_MANY_ROWS: Final = "TOO_MANY_ROWS"
TOO_MANY_CELLS: Final = "TOO_MANY_CELLS"
GARBLED: Final = "GARBLED"
MOST_ROWS: Final = 200_000
MOST_CELLS: Final = 4_000_000
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Office files, and new ones with a password
_ZIP: Final = b"PK\x03\x04"
_TEXT_ENDINGS: Final = {"csv", "tsv", "txt"}
_SHEET_ENDINGS: Final = {"xlsx", "xlsm", "ods"}
_DELIMITERS: Final = ";,\t|"
_ODS: Final = b"application/vnd.oasis.opendocument.spreadsheet"
# UTF-8 taken for something else and saved again: å, ä, ö, Å, Ä, Ö and é.
_TWICE_ENCODED: Final = re.compile("Ã[¥¤¶…„–©\x85\x84\x96]|�")
Cell = str | int | float | bool | date | datetime | None
Rows = list[list[Cell]]


def read_tables(name: str, content: bytes) -> list[Rows]:
    """Return the rows of every sheet that holds anything, numbered as in the file.

    Raise `Unreadable`.
    """
    if not content.strip():
        raise Unreadable(EMPTY)
    ending = name.lower().rpartition(".")[2]
    if content.startswith(_OLE):
        raise Unreadable(LOCKED if ending in _SHEET_ENDINGS else OLD_EXCEL)
    if content.startswith(_ZIP):
        tables = _sheets(content)
    elif ending in _TEXT_ENDINGS:
        tables = [_csv_rows(decoded(content))]
    else:
        raise Unreadable(NOT_A_TABLE if ending in _SHEET_ENDINGS else UNKNOWN_KIND)
    filled = [rows for rows in map(_without_empty_end, tables) if rows]
    if not filled:
        raise Unreadable(EMPTY)
    return filled


def read_table(name: str, content: bytes) -> Rows:
    """Return the rows of the first sheet that holds anything. Raise `Unreadable`."""
    return read_tables(name, content)[0]


def _without_empty_end(rows: Rows) -> Rows:
    while rows and not any(cell not in (None, "") for cell in rows[-1]):
        rows.pop()
    return rows


def _csv_rows(text: str) -> Rows:
    if _TWICE_ENCODED.search(text):
        raise Unreadable(GARBLED)
    given, text = _said_delimiter(text)
    delimiter = given or _likely_delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows: Rows = [list(row) for row in islice(reader, MOST_ROWS + 1)]
    except csv.Error as error:
        raise Unreadable(NOT_A_TABLE) from error
    return _checked(rows)


def _said_delimiter(text: str) -> tuple[str, str]:
    """Return the delimiter that Excel's own first line says (`sep=;`), and the text after it."""
    first, _, rest = text.partition("\n")
    said = first.strip().removeprefix("sep=")
    if said != first.strip() and said in tuple(_DELIMITERS):
        return said, rest
    return "", text


def _likely_delimiter(text: str) -> str:
    """Return the delimiter that most rows of the beginning agree on, into most columns."""

    def score(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in islice(_tried(text, delimiter), 20) if len(row) > 1]
        usual = max(set(widths), key=widths.count, default=1)
        return widths.count(usual) if usual > 1 else 0, usual

    return max(_DELIMITERS, key=score)


def _tried(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(io.StringIO(text[:50_000], newline=""), delimiter=delimiter)
    except csv.Error:
        return


def _checked(rows: Rows) -> Rows:
    if len(rows) > MOST_ROWS:
        raise Unreadable(TOO_MANY_ROWS)
    return rows


def _sheets(content: bytes) -> list[Rows]:
    try:
        archive = Archive(content)
        archive.check_size()
        _check_cells(archive)
    except BrokenArchive as error:
        raise Unreadable(NOT_A_TABLE) from error
    import python_calamine  # noqa: PLC0415 -- only here

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        seen = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
            and sheet.visible == python_calamine.SheetVisibleEnum.Visible
        ]
        return [_checked(_plain(_laid_out(book, name))) for name in seen]
    except python_calamine.PasswordError as error:
        raise Unreadable(LOCKED) from error
    except python_calamine.CalamineError as error:
        raise Unreadable(NOT_A_TABLE) from error


def _check_cells(archive: Archive) -> None:
    """Refuse what is no spreadsheet, and what would be laid out as more cells than we will hold."""
    if "xl/workbook.xml" in archive.names:
        cells = cells_in_xlsx(archive)
    elif "content.xml" in archive.names and _is_ods(archive):
        cells = cells_in_ods(archive)
    else:
        raise Unreadable(UNKNOWN_KIND)
    if cells > MOST_CELLS:
        raise Unreadable(TOO_MANY_CELLS)


def _is_ods(archive: Archive) -> bool:
    if "mimetype" not in archive.names:
        return False
    return b"".join(archive.pieces("mimetype")).startswith(_ODS)


def _laid_out(book: Any, name: str) -> list[list[Any]]:  # noqa: ANN401 -- a library imported late
    """Return a sheet's rows from its first row and column on, so that row numbers hold."""
    rows: list[list[Any]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return rows


def _plain(rows: Iterable[list[Any]]) -> Rows:
    """Return rows without the kinds of value that no register needs: clock times become text."""
    return [
        [str(cell) if isinstance(cell, time | timedelta) else cell for cell in row] for row in rows
    ]
