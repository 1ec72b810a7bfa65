"""Clock times as people write them in Swedish: "kl 18-20", "halv sju till nio", "17.30"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from typing import Final

from samrad.invitations.rules.review.model import Span
from samrad.invitations.rules.review.moments import Calendar, DateMention

_MIDNIGHT: Final = 24
_HOUR: Final = r"(?:[01]?\d|2[0-4])"
_CLOCK: Final = rf"({_HOUR})(?:[.:]([0-5]\d))?"
_BY_WORD: Final = r"(?:kl(?:ockan(?:\sär)?|\.)?\s{0,2})"
_STRETCH: Final = re.compile(
    rf"(?<![\w/.,:+-])(?P<word>{_BY_WORD})?(?:ca\s|cirka\s)?{_CLOCK}(?:\s?{_BY_WORD})?"
    rf"\s{{0,2}}(?:ungefär\s|cirka\s)?(?:-|till|to|fram\still)\s{{0,2}}(?:ca\.?\s|cirka\s|senast\s)?(?P<word2>{_BY_WORD})?{_CLOCK}"
    r"(?![\w/]|[.:,-]\d"
    r"| ?(?:%|kr\b|st\b|år|procent|personer|deltagare|minuter|min\b|timmar|sidor|mkr|miljon|veckor"
    r"|dagar))",
    re.IGNORECASE,
)
_BETWEEN_TIMES: Final = re.compile(
    rf"mellan\s(?P<word>{_BY_WORD})?{_CLOCK}\soch\s(?P<word2>{_BY_WORD})?{_CLOCK}(?![\w/]|[.:]\d|\s(?:år|personer|st\b|%))",
    re.IGNORECASE,
)
_SINGLE: Final = re.compile(
    rf"(?<![\w/])(?P<word>{_BY_WORD}){_CLOCK}(?![\d/]|[.:]\d)", re.IGNORECASE
)
_COMPACT: Final = re.compile(
    r"\bkl(?:ockan|\.)?\s?([01]\d|2[0-3])([0-5]\d)(?:\s?-\s?([01]\d|2[0-3])([0-5]\d))?(?![\d.:])",
    re.IGNORECASE,
)
_NOON, _EARLIEST_SAID = 12, 8  # an hour said without its part of the day is after noon before eight
_HOUR_LONG: Final = 60  # minutes
_STEPS: Final = (("halv", -30), ("kvart i", -15), ("kvart ö", 15))
_STARTING: Final = re.compile(
    rf"\b(?:igång|börjar|startar|start)\s(?:vid\s)?{_CLOCK}(?![\w/]|[.:,-]\d|\s?(?:maj|jan|feb|mar|apr|jun|jul|aug|sep|okt|nov|dec))",
    re.IGNORECASE,
)
_BARE: Final = re.compile(
    r"(?<![\w/.,:+§-])([01]?\d|2[0-3])[.:]([0-5]\d)"
    r"(?![\d/]|[.:,-]\d| ?(?:%|kr\b|mkr|miljon|procent))"
)


@dataclass(frozen=True)
class TimeMention:
    """A clock time, or a stretch of them; `end` is None where only one is said."""

    span: Span
    start: time | None
    end: time | None = None
    by_word: bool = False  # "kl" stands before it


def times_in(text: str, dates: list[DateMention], calendar: Calendar) -> list[TimeMention]:
    """Return every clock time in the text, in order; a bare stretch needs colon, point or word.

    Digits that belong to a date are none.
    """
    taken = bytearray(len(text) + 1)
    for each in dates:
        _take(taken, each.span)
    found: list[TimeMention] = []
    for mention in _all_times(text, calendar):
        _add(found, taken, mention)
    return sorted(found, key=lambda mention: mention.span.start)


def _all_times(text: str, calendar: Calendar) -> Iterator[TimeMention | None]:
    """Yield what may be a time, the surest way of writing it first."""
    for pattern in (_STRETCH, _BETWEEN_TIMES):
        for match in pattern.finditer(text):
            yield _stretch(text, match)
    for match in _COMPACT.finditer(text):
        end = _clock(match[3], match[4]) if match[3] else None
        yield TimeMention(Span(*match.span()), _clock(match[1], match[2]), end)
    for match in calendar.spoken_time.finditer(text):
        yield _spoken(match, calendar)
    for match in _SINGLE.finditer(text):
        start = None if int(match[2]) == _MIDNIGHT else _clock(match[2], match[3])
        yield TimeMention(Span(*match.span()), start, by_word=True)
    for pattern in (_STARTING, _BARE):
        for match in pattern.finditer(text):
            yield TimeMention(Span(*match.span()), _clock(match[1], match[2]))


def _add(found: list[TimeMention], taken: bytearray, mention: TimeMention | None) -> None:
    """Keep a time unless its digits are another's already."""
    if mention is None or mention.start is None:
        return
    if not any(taken[mention.span.start : mention.span.end]):
        found.append(mention)
        _take(taken, mention.span)


def _take(taken: bytearray, span: Span) -> None:
    taken[span.start : span.end] = b"\1" * (span.end - span.start)


def _stretch(text: str, match: re.Match[str]) -> TimeMention | None:
    """Read a stretch of times. Two bare whole hours need a date or a word for time beside them."""
    start, end = _clock(match[2], match[3]), _clock(match[5], match[6])
    by_word = bool(match["word"] or match["word2"])
    if start is None or end is None or not _later(start, end) or int(match[2]) == _MIDNIGHT:
        return None
    if not (by_word or match[3] or match[6] or _beside_a_day(text, match.start())):
        return None
    return TimeMention(Span(*match.span()), start, end, by_word=by_word)


def _later(start: time, end: time) -> bool:
    return end > start or end == time(0)


_BESIDE: Final = re.compile(
    r"(?:jan|feb|mars|apr|maj|juni|juli|aug|sep|okt|nov|dec|dag|\d/\d{1,2}|tid|20\d\d|när|kväll|gång|överallt|\d\d-\d\d)[\w.]{0,8}[\s,:*(-]{1,6}(?:från\s)?$",
    re.IGNORECASE,
)


def _beside_a_day(text: str, place: int) -> bool:
    return bool(_BESIDE.search(text, max(0, place - 24), place))


def _spoken(match: re.Match[str], calendar: Calendar) -> TimeMention:
    """Read "halv sju till nio" as 18.30-21.00: meetings are held by day."""
    part = (match["part"] or "").casefold()
    start = _told(match["hour"], match["first"] or match["bare"], part, calendar)
    end = _told(match["until"], match["then"], part, calendar) if match["until"] else None
    if end and end < start:
        end = end.replace(hour=end.hour % _NOON + _NOON)
    return TimeMention(Span(*match.span()), start, end, by_word=True)


def _told(name: str, before: str | None, part: str, calendar: Calendar) -> time:
    """Read an hour by its name, with "halv", "kvart i" or "kvart över" before it."""
    minutes = calendar.hour_of[name.casefold()] * _HOUR_LONG + next(
        (step for words, step in _STEPS if (before or "").casefold().startswith(words)), 0
    )
    hour, minute = divmod(minutes, _HOUR_LONG)
    after_noon = part in ("kväll", "eftermiddag") or (not part and hour < _EARLIEST_SAID)
    return time((hour + _NOON if after_noon and hour < _NOON else hour) % _MIDNIGHT, minute)


def _clock(hour: str, minute: str | None) -> time | None:
    if int(hour) == _MIDNIGHT:
        return time(0) if not int(minute or 0) else None
    return time(int(hour), int(minute or 0))
