"""A template in Markdown as a document of blocks, that is written as a template for Word.

Tags stand where they stand: alone in a paragraph, or alone in a table row, they go for the whole of
it. The dashes under a table's head say how wide its columns are beside each other. A quotation is a
help text, left out unless its field is set. `---` begins a new page, `___` is a line to write on.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from samrad.documents.blocks import (
    Block,
    BulletList,
    Heading,
    Note,
    NumberedList,
    PageBreak,
    Paragraph,
    Table,
    Text,
)
from samrad.documents.prose import end_of, items_of, plain_of, runs_within

_LINE: Final = "_" * 62


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")


def from_template(text: str, *, help_field: str, help_title: str) -> tuple[Block, ...]:
    """Return the blocks of a template. `##` is the first level below the document's title."""
    maker = _Maker(text.split("\n"), help_field, help_title)
    return tuple(maker.blocks(_reader().parse(text)))


class _Maker:
    """Makes blocks out of tokens; knows the lines they were written on."""

    def __init__(self, lines: Sequence[str], help_field: str, help_title: str) -> None:
        self.lines = lines
        self.help_field, self.help_title = help_field, help_title
        self.heading = ""

    def blocks(self, tokens: Sequence[Token]) -> Iterator[Block]:
        """Yield the blocks."""
        place = 0
        while place < len(tokens):
            end = end_of(tokens, place)
            yield from self._block(tokens[place], tokens[place + 1 : end])
            place = end + 1

    def _block(self, token: Token, inner: Sequence[Token]) -> Iterator[Block]:
        if token.type == "heading_open":
            self.heading = plain_of(inner)
            yield Heading(max(1, int(token.tag[1]) - 1), self.heading)
        elif token.type == "bullet_list_open":
            yield BulletList(tuple(items_of(inner)))
        elif token.type == "ordered_list_open":
            yield NumberedList(tuple(items_of(inner)))
        elif token.type == "blockquote_open":
            yield Paragraph(f"{{% if {self.help_field} %}}")
            yield Note(tuple(runs_within(inner)), self.help_title)
            yield Paragraph("{% endif %}")
        elif token.type == "table_open":
            yield self._table(token, inner)
        elif token.type == "hr":
            yield PageBreak() if token.markup.startswith("-") else Paragraph(_LINE)
        elif runs := tuple(runs_within(inner)):
            yield Paragraph(runs)

    def _table(self, token: Token, inner: Sequence[Token]) -> Table:
        rows: list[tuple[Text, ...]] = []
        cells: list[Text] = []
        for one in inner:
            if one.type == "tr_open":
                cells = []
            elif one.type == "inline":
                cells.append(tuple(runs_within([one])) or "")
            elif one.type == "tr_close":
                rows.append(tuple(cells))
        first_line = token.map[0] if token.map else 0
        widths = tuple(
            float(cell.count("-")) for cell in self.lines[first_line + 1].split("|")[1:-1]
        )
        head, *body = rows
        return Table(
            caption=self.heading,
            headers=tuple(_plain(cell) for cell in head),
            rows=tuple(body),
            widths=widths,
            shows_caption=False,
        )


def _plain(text: Text) -> str:
    return text if isinstance(text, str) else "".join(run.text for run in text)
