"""The meetings an announcement invites to: each day with its clock times and its place."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import time
from itertools import islice
from typing import Final

from samrad.invitations.rules.review.announcement import Announcement
from samrad.invitations.rules.review.hours import (
    common_hours,
    ends_elsewhere,
    hours_of,
    programme_hours,
    reaches,
)
from samrad.invitations.rules.review.model import Day, Meeting
from samrad.invitations.rules.review.places import place_near
from samrad.invitations.rules.review.roles import Dated, Role
from samrad.invitations.rules.review.text import Shape

_ROWS: Final = 3  # lines that are steps of a plan
_ASIDE: Final = (
    "past",
    "effect",
    "decision",
    "grants",
    "own_points",
    "kept_until",
    "answering",
    "deadline",
)
_STEP: Final = 80  # characters of a line that is one step of a plan
_SEEN: Final = 300  # characters of a sentence that say what it is about


def meetings_of(read: Announcement) -> tuple[Meeting, ...]:
    """Return the meetings, in the order of their days."""
    days = list(read.of(Role.MEETING)) or list(_only_told(read))
    held = _once(list(_timed(read, days)))
    if _are_steps(read, held):
        return ()
    if len(held) == 1 and not held[0].start:
        programme = programme_hours(read)
        held = [replace(held[0], start=programme.start, end=programme.end)] if programme else held
    if len(held) == 1 and held[0].start and not held[0].end:
        return (replace(held[0], end=ends_elsewhere(read, held[0].start)),)
    return tuple(held)


def _only_told(read: Announcement) -> Iterator[Dated]:
    """Yield the one day of a text that tells of a meeting without calling it one.

    "... när de den 14 november slår sig ner i aulan", with a clock time further on.
    """
    answered = any(True for _ in read.of(Role.REPLY))
    if answered or not read.has("meeting") or not _begins_at_some_hour(read):
        return
    told = list(islice((each for each in read.of(Role.OTHER) if not _is_aside(read, each)), 2))
    if len(told) == 1:
        yield told[0]


def _begins_at_some_hour(read: Announcement) -> bool:
    """Tell whether a clock time stands anywhere but where it is said when somebody answers."""
    lines = (read.text.line_at(one.span.start).words[:_SEEN] for one in read.times)
    return any(not read.words.in_("opening_hours", line) for line in lines)


def _is_aside(read: Announcement, each: Dated) -> bool:
    """Tell whether a sentence is about what has been, or what a plan does."""
    sentence = read.text.sentence_at(each.mention.span.start)
    return sentence is None or any(read.words.in_(name, sentence.text[:_SEEN]) for name in _ASIDE)


def _are_steps(read: Announcement, held: Sequence[Meeting]) -> bool:
    """Tell whether the days are steps of a plan, among months and seasons that are steps too."""
    told = any(each.start or each.place for each in held)
    unsure = [each.span.start for each in read.vague if _begins_line(read, each.span.start)]
    return not told and len(unsure) > 1 and steps_in(read) >= _ROWS


def steps_in(read: Announcement) -> int:
    """Count the headings and labels that begin with a time of the year: "Mars-juni: Remiss"."""
    starts = [each.span.start for each in read.vague]
    starts += [each.span.start for each in read.mentions]
    lines = {read.text.line_index(start) for start in starts if _begins_line(read, start)}
    return sum(
        each.shape is not Shape.PROSE or len(each.words) < _STEP
        for each in (read.text.lines[number] for number in lines)
    )


def _begins_line(read: Announcement, start: int) -> bool:
    before = read.text.plain[read.text.line_at(start).span.start : start]
    return not before.strip(" *-•#")


def _timed(read: Announcement, days: Sequence[Dated]) -> Iterator[Meeting]:
    common = common_hours(read, days)
    for number, each in enumerate(days):
        assert each.day is not None  # noqa: S101 -- `of` leaves out days that do not exist
        following = days[number + 1] if number + 1 < len(days) else None
        shared = [common] if common and reaches(read, common, each) else []
        found = hours_of(read, each, days, following) or shared
        place = place_near(read, each.mention.span)
        meeting = Meeting(day=each.day, place=place, span=each.mention.span)
        if not found:
            yield meeting
        for one in found:
            yield replace(meeting, start=one.start, end=one.end)


def _once(meetings: Sequence[Meeting]) -> list[Meeting]:
    """Let a day that is named twice be one meeting, unless both have times that differ."""
    kept: list[Meeting] = []
    for each in meetings:
        same = [n for n, other in enumerate(kept) if _same_day(each.day, other.day)]
        twin = next(
            (n for n in same if _says_less(each, kept[n]) or _says_less(kept[n], each)), None
        )
        if twin is None:
            kept.append(each)
        else:
            kept[twin] = _merged(kept[twin], each)
    whole = [each for each in kept if not (each.end is None and _has_stretch(each, kept))]
    return sorted(whole, key=lambda each: (str(each.day), each.start or time(0)))


def _has_stretch(each: Meeting, kept: Sequence[Meeting]) -> bool:
    """Tell whether the day has a meeting from-to beside: then a single time is its programme."""
    return any(other.end and _same_day(each.day, other.day) for other in kept)


def _same_day(left: Day | None, right: Day | None) -> bool:
    if left is None or right is None or (left.month, left.day) != (right.month, right.day):
        return False
    return left.year is None or right.year is None or left.year == right.year


def _says_less(left: Meeting, right: Meeting) -> bool:
    """Tell whether `left` says nothing of its time that `right` does not."""
    return left.start in (None, right.start) and left.end in (None, right.end)


def _merged(left: Meeting, right: Meeting) -> Meeting:
    day = left.day if left.day and left.day.year else right.day
    return replace(
        left,
        day=day,
        start=left.start or right.start,
        end=left.end or right.end,
        place=left.place or right.place,
    )
