"""Rows for a spreadsheet as XLSX, written one by one so that memory does not grow with them.

A text that a spreadsheet program could take for a formula gets an apostrophe before it. A text
longer than a cell can hold goes on in a sheet of its own; nothing is cut off.
"""

import io
import tempfile
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from samrad.documents.codec import visible

Cell = str | int | float | Decimal | bool | date | datetime | None
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CELL_LIMIT = 32_000  # a cell holds 32 767 characters
_STOCKHOLM = ZoneInfo("Europe/Stockholm")
_STARTS_FORMULA = set("=+-@|%")


@dataclass(frozen=True, slots=True)
class Column:
    """A column; width is in characters."""

    header: str
    width: float = 16


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. Rows may be a generator."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Overflow:
    """What the sheet for long texts is called and says; given by the one who knows the language."""

    name: str = "Långa texter"
    headers: tuple[str, str, str] = ("Cell", "Del", "Text")
    mark: str = " … (fortsätter i bladet Långa texter)"


def guarded(text: str) -> str:
    """Return `text` so that no spreadsheet program takes it for a formula."""
    first = text[:1]
    if (
        first in {"\t", "\r", "\n"}
        or unicodedata.normalize("NFKC", text.lstrip()[:1])[:1] in _STARTS_FORMULA
    ):
        return f"'{text}"
    return text


def to_xlsx(
    sheets: Sequence[Sheet], *, created: date, title: str = "", overflow: Overflow | None = None
) -> bytes:
    """Return the sheets as an XLSX file. `created` is the only date of the file's own in it."""
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415 -- slow, and has no types

    packed = io.BytesIO()
    # The rows lie in this folder meanwhile; it goes away also when the work is stopped half-way.
    with tempfile.TemporaryDirectory(prefix="samrad-sheets-") as folder:
        book = xlsxwriter.Workbook(
            packed,
            {
                "constant_memory": True,
                "tmpdir": folder,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        moment = datetime(created.year, created.month, created.day, tzinfo=UTC)
        book.set_properties({"title": title, "created": moment.replace(tzinfo=None)})
        writer = _Book(book, overflow or Overflow())
        try:
            for sheet in sheets:
                writer.add(sheet)
            writer.finish()
        except BaseException:
            for page in book.worksheets():
                page.row_data_fh.close()
            raise
        book.close()
    return packed.getvalue()


class _Book:
    """Writes sheets, and keeps what did not fit in a cell."""

    def __init__(self, book, overflow: Overflow) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 -- a library without types
        self.book, self.overflow = book, overflow
        self.head = book.add_format(
            {"bold": True, "bg_color": "#F1EBE7", "text_wrap": True, "valign": "top"}
        )
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.plain = book.add_format({"valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        self.moment = book.add_format(
            {"num_format": "yyyy-mm-dd hh:mm", "valign": "top", "align": "left"}
        )
        self.long: list[tuple[str, int, str]] = []

    def add(self, sheet: Sheet) -> None:
        """Write one sheet with its head row frozen."""
        page = self.book.add_worksheet(sheet.name[:31])
        page.freeze_panes(1, 0)
        page.set_landscape()
        page.set_paper(9)
        page.repeat_rows(0)
        page.fit_to_pages(1, 0)
        for at, column in enumerate(sheet.columns):
            page.set_column(at, at, column.width)
        for at, column in enumerate(sheet.columns):
            page.write_string(0, at, guarded(column.header), self.head)
        last = 0
        for last, row in enumerate(sheet.rows, start=1):
            for at, cell in enumerate(row):
                self._write(page, sheet.name, last, at, cell)
        if sheet.columns:
            page.autofilter(0, 0, last, len(sheet.columns) - 1)

    def _write(self, page, name: str, row: int, at: int, cell: Cell) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 -- a library without types
        if cell is None or cell == "":
            return
        if isinstance(cell, str):
            page.write_string(row, at, self._fitted(cell, name, row, at), self.text)
        elif isinstance(cell, bool):
            page.write_boolean(row, at, cell, self.plain)
        elif isinstance(cell, datetime):
            local = cell.astimezone(_STOCKHOLM) if cell.tzinfo else cell
            page.write_datetime(row, at, local.replace(tzinfo=None), self.moment)
        elif isinstance(cell, date):
            page.write_datetime(row, at, datetime(cell.year, cell.month, cell.day), self.day)  # noqa: DTZ001 -- a cell holds local time
        else:
            page.write_number(row, at, cell, self.plain)

    def _fitted(self, text: str, name: str, row: int, at: int) -> str:
        text = guarded(visible(text))
        if len(text) <= CELL_LIMIT:
            return text
        parts = [text[start : start + CELL_LIMIT] for start in range(0, len(text), CELL_LIMIT)]
        where = f"{name} {_cell_name(row, at)}"
        self.long += [(where, number, part) for number, part in enumerate(parts[1:], start=2)]
        return f"{parts[0]}{self.overflow.mark}"

    def finish(self) -> None:
        """Write what did not fit."""
        if self.long:
            columns = [
                Column(header, width)
                for header, width in zip(self.overflow.headers, (18, 6, 100), strict=True)
            ]
            rows = self.long
            self.long = []
            self.add(Sheet(self.overflow.name, columns, rows))


def _cell_name(row: int, at: int) -> str:
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
