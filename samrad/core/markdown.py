"""Markdown to safe HTML, and to plain text for mail."""

import re
from collections.abc import Iterator, Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")
# In a letter a line break is a line break: addresses and signatures are written so.
_LETTER = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).enable(
    "table"
)
_TAGS = {
    "p", "br", "strong", "em", "ul", "ol", "li", "h2", "h3", "h4", "blockquote", "a", "hr",
    "table", "thead", "tbody", "tr", "th", "td", "code",
}  # fmt: skip
_ENDS = {
    "heading_close": "\n\n",
    "th_close": "  ",
    "td_close": "  ",
    "tr_close": "\n",
    "hr": "---\n\n",
}
_EMPTY_LINES = re.compile(r"\n{3,}")


def _cleaned(html: str) -> str:
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )


def to_html(text: str) -> str:
    """Return `text` (Markdown) as HTML with only harmless tags and http, mailto and tel links."""
    return _cleaned(_MARKDOWN.render(text))


def letter_to_html(text: str) -> str:
    """Return a letter as harmless HTML, with its line breaks kept; `#` heads the second level."""
    html = _LETTER.render(text)
    return _cleaned(html.replace("<h1>", "<h2>").replace("</h1>", "</h2>"))


def letter_tokens(text: str) -> list[Token]:
    """Return a letter as the tokens of its Markdown, for other shapes than HTML and text."""
    return _LETTER.parse(text)


def to_text(text: str) -> str:
    """Return `text` (Markdown) as plain text for mail: links are written out after their words."""
    blocks = "".join(_blocks(letter_tokens(text)))
    lines = "\n".join(line.rstrip() for line in blocks.split("\n"))
    return _EMPTY_LINES.sub("\n\n", lines).strip() + "\n"


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the text of block tokens; lists keep their marks and inner lines are drawn in."""
    lists: list[int | None] = []  # the next number of each open list; None for bullets
    mark = ""
    for token in tokens:
        if token.type.endswith("_list_open"):
            numbered = token.type.startswith("ordered")
            lists.append(int(token.attrGet("start") or 1) if numbered else None)
        elif token.type.endswith("_list_close"):
            lists.pop()
            yield "" if lists else "\n"
        elif token.type == "list_item_open":
            mark = _next_mark(lists)
        elif token.type == "inline":
            depth = "  " * (len(lists) - 1)
            words = "".join(_inline(token.children or ()))
            yield depth + mark + words.replace("\n", "\n" + depth + " " * len(mark))
            mark = ""
        else:
            yield _end_of(token)


def _next_mark(lists: list[int | None]) -> str:
    number = lists[-1]
    if number is None:
        return "- "
    lists[-1] = number + 1
    return f"{number}. "


def _end_of(token: Token) -> str:
    """Return the line breaks after a block: one in a tight list, two elsewhere."""
    if token.type == "paragraph_close":
        return "\n" if token.hidden else "\n\n"
    if token.type in ("fence", "code_block"):
        return f"{token.content}\n"
    return _ENDS.get(token.type, "")


def _inline(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield the words of inline tokens; an address that is its own words stands once."""
    href, words = "", ""
    for token in tokens:
        piece = "\n" if token.type in ("softbreak", "hardbreak") else token.content
        if token.type == "link_open":
            href, words = str(token.attrGet("href") or ""), ""
        elif token.type == "link_close":
            shown = href.removeprefix("mailto:").removeprefix("tel:")
            yield words if words.strip() == shown else f"{words}: {shown}"
            href = ""
        elif href:
            words += piece
        else:
            yield piece
