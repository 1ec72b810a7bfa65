"""A letter in Markdown as blocks of a document: headings, paragraphs, lists, quotes, bold, links.

What documents know no block for (tables, code) becomes paragraphs. Pictures and HTML are left out.
"""

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from samrad.core.markdown import letter_tokens
from samrad.documents.blocks import (
    Block,
    BulletList,
    Heading,
    NumberedList,
    Paragraph,
    Quote,
    Run,
)

Runs = tuple[Run, ...]


def from_markdown(text: str) -> tuple[Block, ...]:
    """Return the blocks of `text`. The letter's first level of headings (`##`) is level 1."""
    return tuple(_blocks(letter_tokens(text)))


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    place = 0
    while place < len(tokens):
        token = tokens[place]
        end = end_of(tokens, place)
        inner = tokens[place + 1 : end]
        if token.type == "heading_open":
            yield Heading(max(1, int(token.tag[1]) - 1), plain_of(inner))
        elif token.type == "bullet_list_open":
            yield BulletList(tuple(items_of(inner)))
        elif token.type == "ordered_list_open":
            yield NumberedList(tuple(items_of(inner)))
        elif token.type == "blockquote_open":
            yield Quote(tuple(runs_within(inner)))
        elif token.content.strip():
            yield Paragraph((Run(token.content.strip()),))
        elif runs := tuple(runs_within(inner)):
            yield Paragraph(runs)
        place = end + 1


def end_of(tokens: Sequence[Token], start: int) -> int:
    """Return the place of the token that closes the one at `start`; itself where none does."""
    depth = 0
    for place in range(start, len(tokens)):
        depth += tokens[place].nesting
        if depth == 0:
            return place
    return len(tokens) - 1


def items_of(tokens: Sequence[Token]) -> Iterator[Runs]:
    """Yield each item of a list; a list within it becomes lines of their own."""
    place = 0
    while place < len(tokens):
        end = end_of(tokens, place)
        yield tuple(runs_within(tokens[place + 1 : end]))
        place = end + 1


def plain_of(tokens: Sequence[Token]) -> str:
    """Return the words without looks, on one line."""
    return "".join(run.text for run in runs_within(tokens)).replace("\n", " ")


def runs_within(tokens: Sequence[Token]) -> Iterator[Run]:
    """Yield the runs of all inline tokens within, a line break between paragraphs."""
    is_first = True
    for token in tokens:
        if token.type == "inline":
            if not is_first:
                yield Run("\n")
            is_first = False
            yield from _runs(token.children or ())


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    bold = italic = 0
    href = ""
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            bold += token.nesting
        elif token.type in ("em_open", "em_close"):
            italic += token.nesting
        elif token.type in ("link_open", "link_close"):
            href = str(token.attrGet("href") or "") if token.nesting == 1 else ""
        elif token.type in ("softbreak", "hardbreak"):
            yield Run("\n")
        elif token.content and token.type != "image":
            yield Run(token.content, bold=bool(bold), italic=bool(italic), link=href)
