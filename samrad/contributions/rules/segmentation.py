"""From an answer with parts to one canonical text, and from that text to single points.

The canonical text is stored once and never edited; every contribution is a span of code points in
it, so `text[start:end]` is the contribution, for ever. Labels come in ready-made, in the
language of the consultation.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from samrad.core.text import clean, search_key, sentence_spans

NO_SPANS: Final = "NO_SPANS"
EMPTY: Final = "EMPTY"
OUTSIDE_PARENT: Final = "OUTSIDE_PARENT"
OVERLAP: Final = "OVERLAP"
_BULLET: Final = re.compile(r"[ \t]*(?:[-*•·–]|\(?[0-9a-z]{1,2}[.)])[ \t]+(?=\S)")
_LINE: Final = re.compile(r"[^\n]*\n?")
_TURN_WORDS: Final = 6  # a turn is looked for among the first words of a sentence


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of text: from `start` up to, not including, `end`, in code points."""

    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of an answer: its heading as shown, and what was written or said."""

    key: str  # e.g. "question:3", "passage:12", "other"
    heading: str
    text: str
    is_point: bool = True  # False: nothing to add, mandate and the like


@dataclass(frozen=True, kw_only=True)
class PlacedPart:
    """Where a part's own words stand in the canonical text."""

    key: str
    span: Span
    is_point: bool


@dataclass(frozen=True, kw_only=True)
class Canonical:
    """A whole answer as one text, and where its parts stand."""

    text: str
    parts: tuple[PlacedPart, ...]


def canonical_text(parts: Sequence[Part]) -> Canonical:
    """Return one text out of parts: heading, words, an empty line between; empty parts left out."""
    pieces: list[str] = []
    placed: list[PlacedPart] = []
    length = 0
    for part in parts:
        words = clean(part.text).strip()
        if not words:
            continue
        heading = " ".join(clean(part.heading).split())
        before = ("\n\n" if pieces else "") + (f"{heading}\n" if heading else "")
        start = length + len(before)
        length = start + len(words)
        pieces += [before, words]
        placed.append(PlacedPart(key=part.key, span=Span(start, length), is_point=part.is_point))
    return Canonical(text="".join(pieces), parts=tuple(placed))


def propose_points(text: str, within: Span, *, turns: Collection[str] = ()) -> tuple[Span, ...]:
    """Return suggested one-point spans: paragraphs, list rows, and sentences that take a new turn.

    Together they hold every character of `within` that is not white space, in order. `turns` are
    words that begin a new point ("dessutom"); they are folded here.
    """
    folded = tuple({f"{search_key(turn)} " for turn in turns})
    return tuple(
        point for block in _blocks(text, within) for point in _at_turns(text, block, folded)
    )


def faults_in_split(text: str, parent: Span, spans: Sequence[Span]) -> tuple[str, ...]:
    """Return codes for what is wrong: NO_SPANS, EMPTY, OUTSIDE_PARENT, OVERLAP."""
    faults = {
        NO_SPANS: not spans,
        EMPTY: any(not text[max(0, s.start) : max(0, s.end)].strip() for s in spans),
        OUTSIDE_PARENT: any(s.start < parent.start or s.end > parent.end for s in spans),
        OVERLAP: any(left.end > right.start for left, right in pairwise(sorted(spans))),
    }
    return tuple(code for code, is_wrong in faults.items() if is_wrong)


def left_out(text: str, parent: Span, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return the stretches of the parent, white space aside, that no span holds."""
    held = sorted(spans)
    starts = [parent.start, *(span.end for span in held)]
    ends = [*(span.start for span in held), parent.end]
    gaps = (trimmed(text, Span(a, b)) for a, b in zip(starts, ends, strict=True) if a < b)
    return tuple(gap for gap in gaps if gap.start < gap.end)


def trimmed(text: str, span: Span) -> Span:
    """Return the span without white space at its ends."""
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.start + len(words.rstrip())))


def _blocks(text: str, within: Span) -> Iterator[Span]:
    """Yield paragraphs and list rows; a line that leads in to a list stays with its first row."""
    start = at = within.start
    leads_in = False
    while at < within.end:
        line = _LINE.match(text, at, within.end)
        end = line.end() if line else within.end
        words = text[at:end].strip()
        begins_row = _BULLET.match(text, at, end) is not None
        if not words or (begins_row and not leads_in):
            yield from _filled(text, Span(start, at))
            start = at
        if words:
            leads_in = words.endswith(":") and not begins_row
        at = end
    yield from _filled(text, Span(start, within.end))


def _at_turns(text: str, block: Span, turns: tuple[str, ...]) -> Iterator[Span]:
    """Yield the block, divided where a sentence begins with one of the turns."""
    start = block.start
    if turns:
        for first, last in sentence_spans(text[block.start : block.end]):
            at = block.start + first
            opening = search_key(" ".join(text[at : block.start + last].split()[:_TURN_WORDS]))
            if at > start and f"{opening} ".startswith(turns):
                yield from _filled(text, Span(start, at))
                start = at
    yield from _filled(text, Span(start, block.end))


def _filled(text: str, span: Span) -> Iterator[Span]:
    found = trimmed(text, span)
    if found.start < found.end:
        yield found
