"""A register as a file: which sheet, which row is the header, which column is what.

Between the upload and the end of an import the rows lie as text with every personal number masked;
nothing else of the file is kept.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samrad.documents.tables import Cell, Rows, read_tables
from samrad.method import library
from samrad.registry.models import Municipality, Region
from samrad.registry.rules import cells, imports

KEPT_TYPE = "application/json"
SAMPLES = 3


class FileRefused(Exception):
    """The file cannot be read as a register; `faults` say why."""

    def __init__(self, faults: Sequence[imports.Fault]) -> None:
        super().__init__(", ".join(fault.reason for fault in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Register:
    """A file as read: which column is what, and every row, clean or refused."""

    columns: imports.Columns
    rows: tuple[imports.ReadRow, ...]


@dataclass(frozen=True)
class Column:
    """A column of a file, with some of its values in a form that is safe to show."""

    index: int
    title: str
    field: str
    samples: tuple[str, ...]


def vocabulary() -> imports.Vocabulary:
    """Return the words registers are written in, and the names and codes of municipalities."""
    words = library.register_words().text
    return imports.build_vocabulary(
        headers=words.headers,
        vague_headers=words.vague_headers,
        art_areas=words.art_areas,
        organisation_kinds=words.organisation_kinds,
        municipalities=Municipality.objects.values_list("code", "name"),
    )


def open_table(name: str, content: bytes) -> Rows:
    """Return the sheet that looks like a register, else the first. Raise `Unreadable`."""
    words = vocabulary()
    tables = read_tables(name, content)
    return next((rows for rows in tables if "name" in _fields_of(rows, words)), tables[0])


def _fields_of(rows: Rows, words: imports.Vocabulary) -> Mapping[str, int]:
    header = rows[imports.header_row(rows, vocabulary=words)]
    return imports.recognise(header, vocabulary=words).index_by_field


def read_rows(
    rows: Sequence[Sequence[Cell]], *, region: Region, mapping: Mapping[str, str] | None = None
) -> Register:
    """Read a table. Raise `FileRefused` on a structural fault."""
    words = vocabulary()
    at = imports.header_row(rows, vocabulary=words)
    columns = imports.recognise(rows[at], vocabulary=words, chosen=mapping)
    if columns.faults:
        raise FileRefused(columns.faults)
    read = imports.read_rows(
        rows[at + 1 :],
        columns=columns,
        vocabulary=words,
        region_code=region.code,
        first_row=at + 2,
    )
    return Register(columns, tuple(read))


def read_register(
    *, name: str, content: bytes, region: Region, mapping: Mapping[str, str] | None = None
) -> Register:
    """Read a file. Raise `documents.reading.Unreadable`, or `FileRefused` on a structural fault."""
    return read_rows(open_table(name, content), region=region, mapping=mapping)


def keepable(rows: Rows, *, upload: str) -> bytes:
    """Return the table as it may be kept until it is read in: text, personal numbers masked.

    `upload` makes it differ from every other upload, so that it can be let go by itself.

    Raise `FileRefused` where choosing columns cannot mend what is wrong.
    """
    words = vocabulary()
    at = imports.header_row(rows, vocabulary=words)
    columns = imports.recognise(rows[at], vocabulary=words)
    fatal = [fault for fault in columns.faults if fault.reason not in imports.MENDED_BY_CHOICE]
    if fatal:
        raise FileRefused(fatal)
    above = [[cells.masked(cells.as_text(cell)) for cell in row] for row in rows[:at]]
    below = imports.without_personal_numbers(rows[at:], columns=columns)
    kept = {"upload": upload, "rows": [*above, *below]}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()


def kept_rows(content: bytes) -> Rows:
    """Return what `keepable` kept."""
    rows: Rows = json.loads(content)["rows"]
    return rows


def columns_of(rows: Rows, mapping: Mapping[str, str] | None = None) -> list[Column]:
    """Return the columns of a table, what each is taken to be, and some of what stands in it."""
    words = vocabulary()
    at = imports.header_row(rows, vocabulary=words)
    columns = imports.recognise(rows[at], vocabulary=words, chosen=mapping)
    fields = {index: field for field, index in columns.index_by_field.items()}
    return [
        Column(
            index,
            title,
            fields.get(index, ""),
            _samples(rows[at + 1 :], index, is_phone=index in columns.phones),
        )
        for index, title in enumerate(columns.header)
        if title
    ]


def _samples(rows: Sequence[Sequence[Cell]], index: int, *, is_phone: bool) -> tuple[str, ...]:
    shown = cells.masked if is_phone else cells.safe  # a telephone number is no secret
    found: list[str] = []
    for row in rows:
        text = shown(cells.as_text(row[index]))[:60] if index < len(row) else ""
        if text and text not in found:
            found.append(text)
        if len(found) == SAMPLES:
            break
    return tuple(found)


def told(number: int, fault: imports.Fault) -> dict[str, Any]:
    """Return a fault of a row as the contract of `samrad import_organisations` says it."""
    return {
        "row": number,
        "column": fault.column,
        "value": fault.value,
        "reason": fault.reason,
    }
