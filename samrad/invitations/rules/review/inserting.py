"""Where a mending sentence goes, and which of it is the gap to fill."""

import re
from typing import Final

from samrad.invitations.rules.review.hits import Case
from samrad.invitations.rules.review.model import Insertion, Span
from samrad.invitations.rules.review.text import Shape

_GAP: Final = re.compile(r"\[[^\]]*\]")


def insertion_for(words: str | None, place: str, case: Case) -> Insertion | None:
    """Return the sentence as a paragraph of its own, at the top, by the meeting or at the end."""
    if not words:
        return None
    at = {"top": _after_first, "meeting": _after_meeting, "end": _before_closing}[place](case)
    whole = case.read.text.raw
    before = "" if not whole[:at].strip() else "\n\n"
    after = "\n\n" if at < len(whole) and not whole[at:].startswith("\n\n") else ""
    gap = _GAP.search(words)
    start = len(before) + (gap.start() if gap else len(words))
    end = len(before) + (gap.end() if gap else len(words))
    return Insertion(at=at, words=f"{before}{words}{after}", gap=Span(start, end))


def _after_first(case: Case) -> int:
    """Return the end of the first paragraph of running text."""
    lines = case.read.text.lines
    first = next((n for n, line in enumerate(lines) if line.shape is Shape.PROSE), 0)
    return _end_of_block(case, first)


def _after_meeting(case: Case) -> int:
    spans = [each.span for each in case.meetings if each.span]
    if not spans or spans[0] is None:
        return _before_closing(case)
    return _end_of_block(case, case.read.text.line_index(spans[0].start))


def _end_of_block(case: Case, number: int) -> int:
    lines = case.read.text.lines
    while number + 1 < len(lines) and lines[number + 1].shape is not Shape.BLANK:
        number += 1
    return len(case.read.text.raw[: lines[number].span.end].rstrip())


def _before_closing(case: Case) -> int:
    """Return the end of what comes before greeting and signature."""
    lines = case.read.text.lines
    for number, line in enumerate(lines):
        if number > len(lines) // 2 and case.read.words.of("closing").match(line.words):
            return len(case.read.text.raw[: line.span.start].rstrip())
    return len(case.read.text.raw.rstrip())
