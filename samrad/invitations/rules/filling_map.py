"""A letter as its reader meets it, and the way back from there to where it is written.

The reader meets one text: the subject, the body with its placeholders filled, the foot. A stretch
of it belongs to a field and a stretch there; what fills a placeholder belongs to the whole
placeholder, and what the writer cannot change (the foot) to nothing.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from samrad.invitations.rules.placeholders import Placeholder, places_in
from samrad.invitations.rules.review.model import Span

BETWEEN: Final = "\n\n"
SUBJECT: Final = "subject"
BODY: Final = "body"


@dataclass(frozen=True)
class Place:
    """A stretch of a field, in code points of what is written there."""

    field: str
    start: int
    end: int


@dataclass(frozen=True)
class _Part:
    """A stretch of the text that is read, and what was written for it."""

    read: Span
    place: Place
    is_literal: bool


@dataclass(frozen=True)
class FilledLetter:
    """The text as it is read. Subject and body never touch: `BETWEEN` stands there."""

    text: str
    parts: tuple[_Part, ...]

    def place_of(self, span: Span) -> Place | None:
        """Return where a stretch is written; only its first field's part, where it spans two."""
        met = [part for part in self.parts if _meets(part.read, span)]
        if not met:
            return None
        field = met[0].place.field
        mine = [part for part in met if part.place.field == field]
        return Place(field, _start(mine[0], span.start), _end(mine[-1], span.end))

    def point_in_body(self, at: int) -> int:
        """Return where in the body something goes that is to be read from `at` on.

        Inside what fills a placeholder means after the placeholder; before the body its
        beginning, after it its end.
        """
        mine = [part for part in self.parts if part.place.field == BODY]
        for part in mine:
            if at <= part.read.start:
                return part.place.start
            if at < part.read.end:
                inside = part.place.start + at - part.read.start
                return inside if part.is_literal else part.place.end
        return mine[-1].place.end if mine else 0


def fill_and_map(
    *,
    subject: str,
    body: str,
    foot: str,
    allowed: Collection[Placeholder],
    values: Mapping[str, str],
) -> FilledLetter:
    """Return the letter as it is read. An unknown or broken placeholder stays as it is written."""
    text, parts = "", []
    for field, written in ((SUBJECT, subject), (BODY, body)):
        text += BETWEEN if text else ""
        for place, words, is_literal in _filled(field, written, allowed, values):
            parts.append(_Part(Span(len(text), len(text) + len(words)), place, is_literal))
            text += words
    return FilledLetter(text + (BETWEEN + foot if foot else ""), tuple(parts))


def _filled(
    field: str, written: str, allowed: Collection[Placeholder], values: Mapping[str, str]
) -> Iterator[tuple[Place, str, bool]]:
    """Yield each stretch of a field with the words that are read there."""
    done = 0
    for start, end, key in places_in(written, allowed=allowed):
        if key in values:
            if start > done:
                yield Place(field, done, start), written[done:start], True
            yield Place(field, start, end), values[key], False
            done = end
    yield Place(field, done, len(written)), written[done:], True


def _meets(part: Span, span: Span) -> bool:
    """Tell whether two stretches share a character, or an empty one lies in or at the other."""
    if span.start == span.end:
        return part.start <= span.start <= part.end
    return part.start < span.end and span.start < part.end


def _start(part: _Part, at: int) -> int:
    return part.place.start + (max(0, at - part.read.start) if part.is_literal else 0)


def _end(part: _Part, at: int) -> int:
    return part.place.end - (max(0, part.read.end - at) if part.is_literal else 0)


def utf16(text: str, at: int) -> int:
    """Return a place counted as browsers count: in units of UTF-16."""
    return len(text[:at].encode("utf-16-le", "surrogatepass")) // 2
