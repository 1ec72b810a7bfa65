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
    """Yield the lines that are a page's own, not the announcement's."""
    start = 0
    for line in text.split("\n"):
        span = Span(start, start + len(line))
        start = span.end + 1
        if len(line) <= _LONGEST and line.strip() and _is_around(line.strip(), words):
            yield span


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
