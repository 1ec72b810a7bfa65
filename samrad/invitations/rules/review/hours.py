"""The clock times of a day: on its line, below it, above it, or one for all days."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from itertools import islice
from typing import Final

from samrad.invitations.rules.review.announcement import Announcement
from samrad.invitations.rules.review.clock import TimeMention
from samrad.invitations.rules.review.model import Span
from samrad.invitations.rules.review.roles import Dated
from samrad.invitations.rules.review.text import Line, Shape

_LOOK_AHEAD: Final = 6  # lines below a date that may hold its time
_LOOK_BEHIND: Final = 3
_JUST_BEFORE: Final = 14  # characters: "fika från kl "
_ARRIVAL: Final = 26  # characters from a time to the word for coming in
_ROWS: Final = 3  # lines that make a programme
_INDENT: Final = 6  # characters
_NOON, _MIDNIGHT = 12, 24
_UNTIL: Final = 24  # characters between "slutar" and the time
_SEEN: Final = 300  # characters of a line that say what it is about
_CLOSE: Final = 30  # characters


def hours_of(
    read: Announcement, each: Dated, days: Sequence[Dated], following: Dated | None
) -> list[TimeMention]:
    """Return the times of a day: on its line, after it; else just below; else just above."""
    line = read.text.line_at(each.mention.span.start)
    here = _held(read, line)
    if here:
        return _share_of_line(read, each, [d for d in days if _on(line, d)], here)
    return _below(read, each, following) or _above(read, each)


def _on(line: Line, each: Dated) -> bool:
    return line.span.start <= each.mention.span.start <= line.span.end


def _times_on(read: Announcement, line: Line) -> list[TimeMention]:
    if read.words.in_("opening_hours", line.words[:_SEEN]):
        return []
    found = [one for one in read.times if line.span.start <= one.span.start < line.span.end]
    return _joined(read, found)


def _joined(read: Announcement, found: list[TimeMention]) -> list[TimeMention]:
    """Join "kl 18.00 … slutar senast 20.30" into one stretch."""
    joined: list[TimeMention] = []
    for one in found:
        before = read.text.plain[max(0, one.span.start - _UNTIL) : one.span.start]
        is_end = one.end is None and read.words.in_("until", before)
        ends = _in_the_evening(joined[-1], one) if joined else None
        if is_end and joined and joined[-1].end is None and _after(joined[-1].start, ends):
            joined[-1] = replace(
                joined[-1], end=ends, span=Span(joined[-1].span.start, one.span.end)
            )
        elif not is_end:
            joined.append(one)
    return joined


def _in_the_evening(start: TimeMention, end: TimeMention) -> time | None:
    """Return when it ends: "nio" is 21 where it began at half past six in the evening."""
    if start.start is None or end.start is None or end.start >= start.start:
        return end.start
    later = end.start.hour + _NOON
    return end.start.replace(hour=later) if end.by_word and later < _MIDNIGHT else end.start


def _after(left: time | None, right: time | None) -> bool:
    return left is not None and right is not None and (right > left or right == time(0))


def _share_of_line(
    read: Announcement, each: Dated, days: Sequence[Dated], times: list[TimeMention]
) -> list[TimeMention]:
    """Give each day of a line the times that stand after it, or all of them the same."""
    if len(days) <= 1:
        return _distinct(read, times)
    own_end = min(
        (d.mention.span.start for d in days if d.mention.span.start > each.mention.span.start),
        default=None,
    )
    own = [
        one
        for one in times
        if one.span.start > each.mention.span.start
        and (own_end is None or one.span.start < own_end)
    ]
    return _distinct(read, own or times)[:1]


def _distinct(read: Announcement, times: list[TimeMention]) -> list[TimeMention]:
    """Keep the stretches where there are any, of single times the first: the rest is programme."""
    stretches = [one for one in times if one.end is not None]
    if len(stretches) > 1 and not _are_alternatives(read, stretches):
        return stretches[:1]
    if stretches:
        return stretches
    return times[:1]


def _are_alternatives(read: Announcement, stretches: list[TimeMention]) -> bool:
    between = read.text.plain[stretches[0].span.end : stretches[1].span.start]
    return len(between) < _CLOSE and read.words.in_("alternatives", between)


def _held(read: Announcement, line: Line) -> list[TimeMention]:
    """Return the times of a line; when doors open and coffee is served only if that is all."""
    found = _times_on(read, line)
    held = [one for one in found if one.end is not None or not _is_arrival(read, one, line)]
    return held or found


def _is_arrival(read: Announcement, one: TimeMention, line: Line) -> bool:
    start = max(line.span.start, one.span.start - _JUST_BEFORE)
    around = read.text.plain[start : min(line.span.end, one.span.end + _ARRIVAL)]
    return read.words.in_("arrival", around)


def _below(read: Announcement, each: Dated, following: Dated | None) -> list[TimeMention]:
    first = read.text.line_index(each.mention.span.start)
    for line in read.text.lines[first + 1 : first + 1 + _LOOK_AHEAD]:
        ours = not following or line.span.end < following.mention.span.start
        dated = any(line.span.start <= each.span.start < line.span.end for each in read.mentions)
        if not ours or dated or _heads_days(read, line):
            return []
        if programme := _programme_from(read, line):
            return [programme]
        found = _held(read, line)
        if found:
            return _distinct(read, found)
        if line.shape is Shape.PROSE and len(line.words) > 90:  # noqa: PLR2004 -- running text begins
            return []
    return []


def _heads_days(read: Announcement, line: Line) -> bool:
    """Tell whether a line after a blank one is the heading of days right below it."""
    number = read.text.line_index(line.span.start)
    before, below = read.text.lines[number - 1], read.text.lines[number + 1 : number + 2]
    return (
        line.shape is Shape.HEADING
        and before.shape is Shape.BLANK
        and any(
            each.span.start <= other.span.start < each.span.end
            for each in below
            for other in read.mentions
        )
    )


def _programme_from(read: Announcement, line: Line) -> TimeMention | None:
    """Return from when till when a programme runs: lines that each begin with a time."""
    rows: list[tuple[Line, TimeMention]] = []
    for each in islice(read.text.lines, read.text.line_index(line.span.start), None):
        if each.shape is Shape.BLANK:
            continue
        first = next((one for one in _times_on(read, each) if _begins(each, one)), None)
        if first is None:
            break
        rows.append((each, first))
    if len(rows) < _ROWS:
        return None
    begins = next(
        (one for each, one in rows if not read.words.in_("arrival", each.words)), rows[0][1]
    )
    last_line, last = rows[-1]
    end = last.end or (last.start if read.words.in_("ends", last_line.words) else None)
    return replace(begins, end=end)


def _begins(line: Line, one: TimeMention) -> bool:
    return one.span.start - line.span.start <= _INDENT


def _above(read: Announcement, each: Dated) -> list[TimeMention]:
    first = read.text.line_index(each.mention.span.start)
    for line in reversed(read.text.lines[max(0, first - _LOOK_BEHIND) : first]):
        if any(line.span.start <= other.span.start < line.span.end for other in read.mentions):
            return []
        if line.shape is Shape.LABEL or line.shape is Shape.HEADING:
            found = _held(read, line)
            if found:
                return _distinct(read, found)
    return []


def common_hours(read: Announcement, days: Sequence[Dated]) -> TimeMention | None:
    """Return the one time that stands on a line without a date: it is for every day."""
    lines = {read.text.line_index(each.span.start) for each in read.mentions}
    free: list[TimeMention] = []
    for number, line in enumerate(read.text.lines):
        if number in lines or not days:
            continue
        free += _held(read, line)
    stretches = [one for one in free if one.end is not None] or free
    kinds = {(one.start, one.end) for one in stretches}
    if len(kinds) == 1:
        return stretches[0]
    told = [one for one in read.times if _said_of_all(read, one)]
    labelled = told or [one for one in stretches if _is_for_all(read, one)]
    return labelled[0] if len({(one.start, one.end) for one in labelled}) == 1 else None


def reaches(read: Announcement, common: TimeMention, each: Dated) -> bool:
    """Tell whether the one time is for this day too: one in a heading is for what is below it."""
    is_heading = read.text.line_at(common.span.start).shape is Shape.HEADING
    return not is_heading or each.mention.span.start > common.span.start


def _said_of_all(read: Announcement, one: TimeMention) -> bool:
    """Tell whether a sentence without a day says when all of them begin: "båda dagarna"."""
    sentence = read.text.sentence_at(one.span.start)
    return (
        sentence is not None
        and read.words.in_("common_time", sentence.text[:_SEEN])
        and not any(
            sentence.span.start <= each.span.start < sentence.span.end for each in read.mentions
        )
    )


def _is_for_all(read: Announcement, one: TimeMention) -> bool:
    line = read.text.line_at(one.span.start)
    return read.words.in_("common_time", line.words)


def programme_hours(read: Announcement) -> TimeMention | None:
    """Return the hours of the programme that stands anywhere, if there is one."""
    for one in read.times:
        line = read.text.line_at(one.span.start)
        if _begins(line, one) and (programme := _programme_from(read, line)):
            return programme
    return None


def ends_elsewhere(read: Announcement, start: time) -> time | None:
    """Return when the one meeting ends, where that is said apart: "slutar senast 16.30"."""
    for one in read.times:
        before = read.text.plain[max(0, one.span.start - _UNTIL) : one.span.start]
        if one.end is None and one.start and one.start > start and read.words.in_("until", before):
            return one.start
    return None
