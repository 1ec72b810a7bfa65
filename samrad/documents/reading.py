"""Reading the text out of files that people send: Word, Markdown and plain text.

A file is refused with a reason code before a library opens it when it is empty, too large once
unpacked, locked by a password or not what its name says.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from charset_normalizer import from_bytes

EMPTY: Final = "EMPTY"
NOT_A_DOCX: Final = "NOT_A_DOCX"
OLD_WORD: Final = "OLD_WORD"
LOCKED: Final = "LOCKED"
UNPACKS_TOO_LARGE: Final = "UNPACKS_TOO_LARGE"
NOT_TEXT: Final = "NOT_TEXT"
NO_TEXT: Final = "NO_TEXT"
UNKNOWN_KIND: Final = "UNKNOWN_KIND"
MOST_UNPACKED: Final = 100 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Word files, and new ones with a password
_SWEDISH: Final = frozenset("åäöÅÄÖéÉüÜ")
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
# An empty line stands around these, a line break around the others that are blocks.
_APART: Final = frozenset({"p", "ul", "ol", "dl", "table", "blockquote", "pre", "hr", *_HEADINGS})
_BLOCKS: Final = _APART | {
    "address", "article", "aside", "caption", "dd", "div", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "header", "legend", "li", "main", "section", "summary", "details",
}  # fmt: skip
_CELLS: Final = frozenset({"td", "th"})
_UNSEEN: Final = frozenset(
    {
        "head",
        "script",
        "style",
        "template",
        "noscript",
        "svg",
        "nav",
        "select",
        "textarea",
        "iframe",
    }
)
_VOID: Final = frozenset(
    {"br", "hr", "img", "input", "meta", "link", "wbr", "col", "source", "area"}
)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")
_WIDEST_ROW: Final = 300  # characters; a table with more in a row only lays out a page


class Unreadable(Exception):
    """The file cannot be read; `reason` is one of the codes of this module."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_text_file(name: str, content: bytes) -> str:
    """Return the text of a .docx, .md or .txt file as Markdown. Raise `Unreadable`."""
    if not content.strip():
        raise Unreadable(EMPTY)
    ending = name.lower().rpartition(".")[2]
    if ending == "docx":
        return docx_to_markdown(content)
    if ending in {"md", "markdown", "txt"}:
        return decoded(content)
    raise Unreadable(OLD_WORD if ending == "doc" else UNKNOWN_KIND)


def decoded(content: bytes) -> str:
    """Return bytes as text, whatever common encoding they are in. Raise `Unreadable`."""
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(NOT_TEXT)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(content, cp_isolation=["cp1252", "utf_16", "mac_roman"]).best()
    if best is None:
        raise Unreadable(NOT_TEXT)
    if best.encoding in {"cp1252", "mac_roman"}:
        return _eight_bits(content)
    return str(best)


def _eight_bits(content: bytes) -> str:
    """Return the reading with most letters that Swedish uses; a guess by shape errs."""
    readings = [content.decode(name, errors="replace") for name in ("cp1252", "mac_roman")]
    return max(readings, key=lambda text: sum(letter in _SWEDISH for letter in text))


def check_zip(content: bytes) -> None:
    """Refuse what is no Word file, has a password or unpacks to more than we will hold."""
    if content.startswith(_OLE):
        raise Unreadable(LOCKED)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Unreadable(NOT_A_DOCX) from error
    if "word/document.xml" not in names:
        raise Unreadable(NOT_A_DOCX)
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Unreadable(UNPACKS_TOO_LARGE)


def docx_to_markdown(content: bytes) -> str:
    """Return a Word file's headings, paragraphs, lists and tables as Markdown."""
    check_zip(content)
    import mammoth  # type: ignore[import-untyped]  # noqa: PLC0415 -- slow, and only here

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(content),
            convert_image=mammoth.images.img_element(lambda _image: {"src": ""}),
        )
    except Exception as error:  # a broken file may fail anywhere inside the library
        raise Unreadable(NOT_A_DOCX) from error
    text = html_to_markdown(result.value)
    if not text:
        raise Unreadable(NO_TEXT)
    return text


def html_to_markdown(html: str) -> str:
    """Return the words that HTML shows: headings and lists marked, a line for each table row.

    What a reader does not see is left out, and so are menus and where links lead.
    """
    reader = _MarkdownOf()
    reader.feed(html)
    reader.close()
    return reader.markdown()


@dataclass
class _Block:
    """A block of text, and how many line breaks stand before it."""

    gap: int
    text: str


@dataclass
class _Row:
    """A table row: the cells that are done, and the blocks of the one that is open."""

    before: list[_Block]  # where the row itself will stand
    gap: int
    cells: list[list[_Block]] = field(default_factory=list)

    def as_blocks(self) -> list[_Block]:
        """Return the row as one line with tabs, or cell by cell where cells hold whole texts."""
        texts = [" ".join(block.text.split()) for cell in self.cells for block in cell]
        is_plain = all(len(cell) <= 1 for cell in self.cells)
        if is_plain and sum(map(len, texts)) <= _WIDEST_ROW:
            line = "\t".join(texts)
            return [_Block(self.gap, line)] if line else []
        for before, cell in zip([self.gap] + [1] * len(self.cells), self.cells, strict=False):
            for block in cell[:1]:
                block.gap = before
        return [block for cell in self.cells for block in cell]


class _MarkdownOf(HTMLParser):
    """Gathers blocks of text out of HTML, as a browser lays them out."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[_Block] = []
        self.words: list[str] = []
        self.mark = ""
        self.gap = 0
        self.lists: list[str] = []
        self.rows: list[_Row] = []
        self.outer: list[int] = []  # how many rows were open where each table began
        self.unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.unseen or _is_unseen(tag, dict(attrs)):
            if tag not in _VOID and (not self.unseen or tag == self.unseen[-1]):
                self.unseen.append(tag)
        elif tag == "br":
            self.words.append("\n")
        elif tag == "tr":
            self._close_rows(self.outer[-1] if self.outer else 0)
            self._open_row()
        elif tag in _CELLS:
            self._close_cell()
        elif tag in _BLOCKS:
            self._end(tag)
            self._begin(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.unseen:
            if tag == self.unseen[-1]:
                self.unseen.pop()
        elif tag in _CELLS:
            self._close_cell()
        elif tag == "tr":
            self._close_row()
        elif tag == "table":
            self._close_rows(self.outer.pop() if self.outer else 0)
            self._end(tag)
        elif tag in _BLOCKS:
            if tag in {"ul", "ol"} and self.lists:
                self.lists.pop()
            self._end(tag)

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.words.append(_SPACE.sub(" ", data))

    def _begin(self, tag: str) -> None:
        if tag in {"ul", "ol"}:
            self.lists.append("1. " if tag == "ol" else "- ")
        elif tag == "li":
            self.mark = self.lists[-1] if self.lists else "- "
        elif tag == "table":
            self.outer.append(len(self.rows))
        elif tag in _HEADINGS:
            self.mark = "#" * _HEADINGS[tag] + " "

    def _end(self, tag: str = "") -> None:
        """End the block that is open, if it holds any words."""
        lines = "".join(self.words).split("\n")
        text = "\n".join(_SPACE.sub(" ", line).strip() for line in lines).strip()
        self.words = []
        if text:
            text = self.mark + (" ".join(text.split()) if self.mark.startswith("#") else text)
            self.blocks.append(_Block(self.gap, text))
            self.gap = 0
        if text or tag in _HEADINGS or tag == "li":
            self.mark = ""
        self.gap = max(self.gap, 2 if tag in _APART and not self.lists else 1)

    def _open_row(self) -> None:
        self._end()
        self.rows.append(_Row(self.blocks, self.gap))
        self.blocks, self.gap = [], 0

    def _close_cell(self) -> None:
        """Put away what has been said in the row since the last cell."""
        self._end()
        if self.rows:
            self.rows[-1].cells.append(self.blocks)
            self.blocks, self.gap = [], 0

    def _close_row(self) -> None:
        if not self.rows:
            return
        if self.words or self.blocks:
            self._close_cell()
        row = self.rows.pop()
        self.blocks, self.gap = [*row.before, *row.as_blocks()], 1

    def _close_rows(self, depth: int) -> None:
        while len(self.rows) > depth:
            self._close_row()

    def markdown(self) -> str:
        """Return all blocks, with the line breaks that stand between them."""
        self._close_rows(0)
        self._end()
        return "".join("\n" * block.gap + block.text for block in self.blocks).strip()


def _is_unseen(tag: str, attrs: dict[str, str | None]) -> bool:
    return tag in _UNSEEN or "hidden" in attrs or bool(_HIDDEN.search(attrs.get("style") or ""))
