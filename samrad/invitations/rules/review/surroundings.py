"""What stands around a text on a web page and is no part of it: menus, cookies, footers."""

import re
from collections.abc import Iterator
from typing import Final

from samrad.invitations.rules.review.model import Span
from samrad.invitations.rules.review.words import Words

_BETWEEN: Final = re.compile(r"[ \t]{2,}|\t|[|•·\u203a»←→☰]| / ")
_SAYS_SOMETHING: Final = re.compile(r"@|\d{1,2}[/.:]\d|\d{4}")  # a date, a time, an address
_MOST_IN_ITEM: Final = 6  # words
_LONGEST: Final = 400  # characters; no menu is longer


def surroundings_in(text: str, words: Words) -> Iterator[Span]:
    """Yield the lines that are a page's own, not the announcement's.

    So are lines quoted from a mail, unless most of the text is: then it is one sent on.
    """
    lines = text.split("\n")
    quoted, said = sum(map(_is_quoted, lines)), sum(bool(line.strip()) for line in lines)
    leaves_quotes = 2 * quoted < said
    start = 0
    for line in lines:
        span = Span(start, start + len(line))
        start = span.end + 1
        if _is_quoted(line):
            if leaves_quotes:
                yield span
        elif len(line) <= _LONGEST and line.strip() and _is_around(line.strip(), words):
            yield span


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def _is_around(line: str, words: Words) -> bool:
    if words.of("page_notice").match(line):
        return True
    items = [item for each in _BETWEEN.split(line) if (item := each.strip(" :[]()#*"))]
    if len(items) < 2 or _SAYS_SOMETHING.search(line):  # noqa: PLR2004 -- one alone is no menu
        return False
    if any(len(item.split()) > _MOST_IN_ITEM for item in items):
        return False
    known = sum(bool(words.of("page_menu").match(item)) for item in items)
    return known >= 2 or 2 * known >= len(items)  # noqa: PLR2004 -- or half of them
