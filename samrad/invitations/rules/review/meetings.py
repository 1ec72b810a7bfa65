"""The meetings an announcement invites to: each day with its clock times and its place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import time
from itertools import islice
from typing import Final

from samrad.invitations.rules.review.announcement import Announcement
from samrad.invitations.rules.review.model import Day, Meeting, Span
from samrad.invitations.rules.review.moments import TimeMention
from samrad.invitations.rules.review.roles import Dated, Role
from samrad.invitations.rules.review.text import Line, Shape

_LOOK_AHEAD: Final = 6  # lines below a date that may hold its time
_LOOK_BEHIND: Final = 3
_JUST_BEFORE: Final = 14  # characters: "fika från kl "
_ARRIVAL: Final = 26  # characters from a time to the word for coming in
_ROWS: Final = 3  # lines that make a programme
_INDENT: Final = 6  # characters
_NOON, _MIDNIGHT = 12, 24
_UNTIL: Final = 24  # characters between "slutar" and the time
_IN_NAME: Final = 4  # words between the commas of an address
_SHORTEST: Final = 4  # letters that make a place
_WORD: Final = re.compile(r"[^\W\d_][\w-]*")
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
_SEEN: Final = 300  # characters of a line that say what it is about
_CLOSE: Final = 30  # characters
_DIGITAL: Final = "digitalt"


def meetings_of(read: Announcement) -> tuple[Meeting, ...]:
    """Return the meetings, in the order of their days."""
    days = list(read.of(Role.MEETING)) or list(_only_told(read))
    held = _once(list(_timed(read, days)))
    if _are_steps(read, held):
        return ()
    if len(held) == 1 and not held[0].start:
        held = [_with_programme(read, held[0])]
    if len(held) == 1 and held[0].start and not held[0].end:
        return (replace(held[0], end=_ends_elsewhere(read, held[0].start)),)
    return tuple(held)


def _with_programme(read: Announcement, held: Meeting) -> Meeting:
    """Give the one meeting the hours of the programme that stands further down, if there is one."""
    for one in read.times:
        line = read.text.line_at(one.span.start)
        if _begins(line, one) and (programme := _programme_from(read, line)):
            return replace(held, start=programme.start, end=programme.end)
    return held


def _only_told(read: Announcement) -> Iterator[Dated]:
    """Yield the one day of a text that tells of a meeting without calling it one.

    "... när de den 14 november slår sig ner i aulan", with a clock time further on.
    """
    if not (read.times and read.has("meeting")):
        return
    told = list(islice((each for each in read.of(Role.OTHER) if not _is_aside(read, each)), 2))
    if len(told) == 1:
        yield told[0]


def _is_aside(read: Announcement, each: Dated) -> bool:
    """Tell whether a sentence is about what has been, or what a plan does."""
    sentence = read.text.sentence_at(each.mention.span.start)
    return sentence is None or any(read.words.in_(name, sentence.text) for name in _ASIDE)


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


def _ends_elsewhere(read: Announcement, start: time) -> time | None:
    """Return when the one meeting ends, where that is said apart: "slutar senast 16.30"."""
    for one in read.times:
        before = read.text.plain[max(0, one.span.start - _UNTIL) : one.span.start]
        if one.end is None and one.start and one.start > start and read.words.in_("until", before):
            return one.start
    return None


def _timed(read: Announcement, days: Sequence[Dated]) -> Iterator[Meeting]:
    common = _common_time(read, days)
    for number, each in enumerate(days):
        assert each.day is not None  # noqa: S101 -- `of` leaves out days that do not exist
        following = days[number + 1] if number + 1 < len(days) else None
        shared = [common] if common and _reaches(read, common, each) else []
        found = _times_for(read, each, days, following) or shared
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


# --- times ---


def _times_for(
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


def _common_time(read: Announcement, days: Sequence[Dated]) -> TimeMention | None:
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
    labelled = [one for one in stretches if _is_for_all(read, one)]
    return labelled[0] if len({(one.start, one.end) for one in labelled}) == 1 else None


def _reaches(read: Announcement, common: TimeMention, each: Dated) -> bool:
    """Tell whether the one time is for this day too: one in a heading is for what is below it."""
    is_heading = read.text.line_at(common.span.start).shape is Shape.HEADING
    return not is_heading or each.mention.span.start > common.span.start


def _is_for_all(read: Announcement, one: TimeMention) -> bool:
    line = read.text.line_at(one.span.start)
    return read.words.in_("common_time", line.words)


# --- places ---


def place_near(read: Announcement, span: Span) -> str:
    """Return the place nearest to a date: on its line, below or above it, else labelled."""
    first = read.text.line_index(span.start)
    lines = read.text.lines
    order = [
        first,
        *range(first + 1, min(len(lines), first + 4)),
        *range(first - 1, max(-1, first - 3), -1),
    ]
    for number in order:
        if place := place_on(read, lines[number]):
            return place
    below = lines[first + 1 : first + 1 + _LOOK_BEHIND]
    return labelled_place(read) or next((each.words for each in below if _is_address(each)), "")


def _is_address(line: Line) -> bool:
    """Tell whether a line is nothing but names and a comma: "Ritz, stora foajén, Arvika"."""
    parts = line.words.split(", ")
    return (
        line.shape in (Shape.HEADING, Shape.BULLET)
        and len(parts) > 1
        and all(len(part.split()) <= _IN_NAME for part in parts)
        and parts[0][0].isupper()
        and (parts[-1][0].isupper() or parts[-1][0].isdigit())
        and not line.words.endswith(("?", ":"))
    )


def labelled_place(read: Announcement) -> str:
    """Return what stands after "Plats:" anywhere."""
    for number, line in enumerate(read.text.lines):
        if line.label and read.words.in_("place_label", line.label):
            after = line.words.split(":", 1)[1].strip(" *_")
            if not after and number + 1 < len(read.text.lines):
                after = read.text.lines[number + 1].words
            if _is_place(read, after):
                return after
    return ""


def _is_place(read: Announcement, words: str) -> bool:
    """Tell whether words are a place: a house, a street or a way to join; a town alone is none."""
    if len(words) < _SHORTEST or read.words.in_("place_unknown", f"plats: {words}"):
        return False
    named = read.words.in_("host", words) or read.words.in_("digital", words)
    return named or "," in words or len(words.split()) > 1


def place_on(read: Announcement, line: Line) -> str:
    """Return the place that a line names, if it names one."""
    if line.shape is Shape.BLANK:
        return ""
    if line.label and read.words.in_("place_label", line.label):
        after = line.words.split(":", 1)[1].strip(" *_")
        return after if _is_place(read, after) else ""
    found = _host_phrase(read, line.words)
    if not found and any(
        line.span.start <= each.span.start < line.span.end for each in read.mentions
    ):
        found = _venue(read, line.words)
    if found:
        return found
    return _DIGITAL if _is_held_digitally(read, line.words) else ""


def _is_held_digitally(read: Announcement, words: str) -> bool:
    """Tell whether a line says that one meets on a screen, not that one signs up there."""
    find = read.words.in_
    if not find("digital", words) or find("physical", words):
        return False
    return find("meeting", words) or not find("plain_signup", words)


_APART: Final = re.compile(r"(?:[,:;.(|*-]\s{0,3}|^|\d\s|\s{2})$")


def _stands_as_place(read: Announcement, words: str, start: int, match: re.Match[str]) -> bool:
    """Tell whether a house is where one goes: after "i" or "på", or by its name between commas.

    "Teater", "Bibliotek" or "Museum" by itself is a topic.
    """
    before = words[:start][-16:]
    if read.words.in_("place_before", before):
        return True
    own_name = start < match.start() or any(letter.isdigit() for letter in match[0])
    named_after = bool(re.match(r" [A-ZÅÄÖ]", words[match.end() :]))
    has_name = own_name or named_after or " " in match[0] or read.words.in_("house_name", match[0])
    return has_name and bool(_APART.search(before))


def _host_phrase(read: Announcement, words: str) -> str:
    """Return a house with its name, where it stands as a place and not as a topic."""
    for match in read.words.of("host").finditer(words):
        name_start = match.start()
        while True:
            before = re.search(r"([^\W\d_]+)\s$", words[:name_start])
            if not before or not before[1][0].isupper():
                break
            name_start = before.start(1)
        if read.words.of("sender_acts").match(words[match.end() :].lstrip()):
            continue  # the museum invites: it is the sender
        if _stands_as_place(read, words, name_start, match):
            return words[name_start : match.end()] + _tail(words[match.end() :])
    return ""


def _venue(read: Announcement, words: str) -> str:
    """Return a capitalised name after "på", "vid" or "hos", or one before a comma and a town.

    Only where a day stands on the same line: "på Elmia", "i Navet, Borås".
    """
    for match in _WORD.finditer(words):
        name = match[0]
        if not name[0].isupper() or read.words.of("not_a_venue").fullmatch(name):
            continue
        before, after = words[: match.start()], words[match.start() + len(name) :]
        if read.words.in_("venue_before", before[-6:]):
            return name + _tail(after)
        town = re.match(r", (?:plan \d, )?([^\W\d_])", after)
        if before.endswith((" i ", " I ")) and town and town[1].isupper():
            return name + _tail(after)
        beside = re.match(r" i ([^\W\d_])", after)
        if re.search(r"\d, $", before) and beside and beside[1].isupper():
            return name + _tail(after)
    return ""


def _tail(words: str) -> str:
    """Return what belongs to a place after its house: capitalised words, numbers, "i Norrby"."""
    taken = 0
    for match in re.finditer(r"[ ,]+(?:i )?([^\W_][\w-]*)", words):
        if match.start() != taken or not (match[1][0].isupper() or match[1][0].isdigit()):
            break
        taken = match.end()
    return words[:taken]
