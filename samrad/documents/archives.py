"""What a zipped file really holds, counted before any library opens it.

Sizes in a zip are claims. Here every entry is unpacked in pieces and counted, and a spreadsheet's
cells are counted by where they stand: two cells far apart would make a reader lay out all between.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final
from xml.parsers import expat

from samrad.documents.reading import MOST_UNPACKED, UNPACKS_TOO_LARGE, Unreadable

_PIECE: Final = 256 * 1024
_LOCAL_HEADER: Final = 30
_REFERENCE: Final = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,3})(\d{1,7})["']""")
_LONGEST_REFERENCE: Final = 32
_CELLS: Final = {"table:table-cell", "table:covered-table-cell"}


class BrokenArchive(Exception):
    """The file is no zip, or its parts cannot be unpacked."""


class Archive:
    """A zip whose entries can be unpacked piece by piece within a limit."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                self._entries = {entry.filename: entry for entry in archive.infolist()}
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise BrokenArchive from error

    @property
    def names(self) -> set[str]:
        """Return the names of the entries."""
        return set(self._entries)

    def check_size(self, *, most: int = MOST_UNPACKED) -> None:
        """Raise `Unreadable` if the entries together unpack to more than `most` bytes."""
        whole = 0
        for name in self._entries:
            for piece in self.pieces(name):
                whole += len(piece)
                if whole > most:
                    raise Unreadable(UNPACKS_TOO_LARGE)

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield an entry's content in pieces, whatever length the zip claims it has."""
        entry = self._entries[name]
        head = self._content[entry.header_offset : entry.header_offset + _LOCAL_HEADER]
        if len(head) < _LOCAL_HEADER or entry.flag_bits & 1:  # cut off, or with a password
            raise BrokenArchive
        names, extra = struct.unpack("<HH", head[26:30])
        start = entry.header_offset + _LOCAL_HEADER + names + extra
        packed = self._content[start : start + entry.compress_size]
        if entry.compress_type == zipfile.ZIP_STORED:
            yield packed
        elif entry.compress_type == zipfile.ZIP_DEFLATED:
            yield from _inflated(packed)
        else:
            raise BrokenArchive


def _inflated(packed: bytes) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while packed and not unpacker.eof:
            piece = unpacker.decompress(packed, _PIECE)
            if not piece and unpacker.unconsumed_tail == packed:
                return
            packed = unpacker.unconsumed_tail
            yield piece
    except zlib.error as error:
        raise BrokenArchive from error


def cells_in_xlsx(archive: Archive) -> int:
    """Return how many cells the largest sheet of an XLSX file would be laid out as."""
    sheets = [name for name in archive.names if name.startswith("xl/worksheets/")]
    return max((_area(archive.pieces(name)) for name in sheets), default=0)


def _area(pieces: Iterator[bytes]) -> int:
    last_row = last_column = 0
    rest = b""
    for piece in pieces:
        text = rest + piece
        for found in _REFERENCE.finditer(text):
            last_row = max(last_row, int(found[2]))
            if found[1]:
                last_column = max(last_column, _column_number(found[1]))
        rest = text[-_LONGEST_REFERENCE:]
    return last_row * last_column


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def cells_in_ods(archive: Archive) -> int:
    """Return how many cells an ODS file's tables hold once repeated cells are written out."""
    counter = _OdsCounter()
    parser = expat.ParserCreate()
    parser.StartElementHandler = counter.start
    parser.EndElementHandler = counter.end
    try:
        for piece in archive.pieces("content.xml"):
            parser.Parse(piece, False)  # noqa: FBT003 -- the parser's own signature
        parser.Parse(b"", True)  # noqa: FBT003 -- as above
    except (expat.ExpatError, KeyError, ValueError) as error:
        raise BrokenArchive from error
    return counter.cells


class _OdsCounter:
    """Counts up to the last cell with a value in each row, times how often the row is repeated."""

    def __init__(self) -> None:
        self.cells = 0
        self._rows = self._column = self._filled = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin a row or count a cell."""
        if name == "table:table-row":
            self._rows = int(attributes.get("table:number-rows-repeated", 1))
            self._column = self._filled = 0
        elif name in _CELLS:
            self._column += int(attributes.get("table:number-columns-repeated", 1))
            if "office:value-type" in attributes or "table:formula" in attributes:
                self._filled = self._column

    def end(self, name: str) -> None:
        """End a row."""
        if name == "table:table-row":
            self.cells += self._rows * self._filled
