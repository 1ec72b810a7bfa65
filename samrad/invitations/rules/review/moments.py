"""Dates and times as people write them in Swedish. One pass over the text finds each kind.

Tried and set aside: a general date reader. It makes two days of "3, 4 och 10 mars", one of
"31 februari" and a date of "kl 9-12"; figures in docs/decisions/0004-invitation-review.md.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time
from functools import cached_property
from typing import Final

from samrad.invitations.rules.review.model import Day, Span

_EARLIEST, _LATEST = 1990, 2099
_MOST_IN_ROW: Final = 20  # days written before one month
_CENTURY: Final = 2000
_TWO_DIGITS: Final = 100
_MIDNIGHT: Final = 24


@dataclass(frozen=True)
class DateMention:
    """A date in the text. `day` is None where there is no such day: 31 February."""

    span: Span
    day: Day | None
    weekday: int | None = None  # 0 for Monday
    range_with: int | None = None  # where the other end of a range begins
    is_range_end: bool = False

    @property
    def has_year(self) -> bool:
        """Tell whether the year is written."""
        return self.day is not None and self.day.year is not None


@dataclass(frozen=True)
class Vague:
    """A time without a day: a month, a season, a week or a year; `month` and `year` if said."""

    span: Span
    month: int | None = None
    year: int | None = None


@dataclass(frozen=True)
class TimeMention:
    """A clock time, or a stretch of them; `end` is None where only one is said."""

    span: Span
    start: time | None
    end: time | None = None
    by_word: bool = False  # "kl" stands before it


class Calendar:
    """The names of months and days in one language, and the patterns made of them."""

    def __init__(
        self,
        months: tuple[tuple[str, ...], ...],
        days: tuple[tuple[str, ...], ...],
        hours: tuple[str, ...],
    ) -> None:
        self.hour_of = {name: number for number, name in enumerate(hours, 1)}
        self._hour = "|".join(map(re.escape, hours))
        self.month_of = {name: number for number, names in enumerate(months, 1) for name in names}
        self.weekday_of = {name: number for number, names in enumerate(days) for name in names}
        self._month = "|".join(sorted(map(re.escape, self.month_of), key=len, reverse=True))
        self._weekday = "|".join(sorted(map(re.escape, self.weekday_of), key=len, reverse=True))

    @cached_property
    def named(self) -> re.Pattern[str]:
        """Return the pattern of a day and a month's name, a year if it is said."""
        return re.compile(
            rf"(?<![\d/.:])(?P<day>\d{{1,2}})(?:\s?:?[ae])?\.?\s{{0,2}}(?P<month>{self._month})\b\.?"
            r"(?:,?\s{1,2}(?:år\s)?(?P<year>(?:19|20)\d\d)\b(?![.:]\d)|\s?[-'](?P<short>\d\d)\b(?![.:])"
            rf"(?!\s{{0,2}}(?:{self._month})))?",
            re.IGNORECASE,
        )

    @cached_property
    def row(self) -> re.Pattern[str]:
        """Return the pattern of one more day before a day: "3, " or "tisdag 3 och "."""
        return re.compile(
            r"(?<![\d/.:-])(?P<day>\d{1,2})(?:\s?:?[ae])?\.?"
            r"(?P<between>\s?[-/]\s?|\s?,\s?|\s?&\s?|,?\s(?:och|samt|respektive|resp\.?|eller|till|t\.?o\.?m\.?)\s)"
            rf"(?:den\s)?(?:(?:{self._weekday})\.?\s(?:den\s)?)?$",
            re.IGNORECASE,
        )

    @cached_property
    def weekday_before(self) -> re.Pattern[str]:
        """Return the pattern of a weekday just before a date."""
        return re.compile(
            rf"(?<![\wåäö])(?P<weekday>{self._weekday})(?:en|s)?\.?,?\s{{0,2}}\(?(?:den|d\.)?\s{{0,2}}$",
            re.IGNORECASE,
        )

    @cached_property
    def weekday_after(self) -> re.Pattern[str]:
        """Return the pattern of a weekday in brackets after a date."""
        return re.compile(
            rf"\s?[(,]\s?(?P<weekday>{self._weekday})\)?(?=[\s),.:]|$)", re.IGNORECASE
        )

    @cached_property
    def spoken_time(self) -> re.Pattern[str]:
        """Return the pattern of "klockan halv sju till nio på kvällen"."""
        part = r"(?:halv|kvart\si|kvart\söver)\s"
        return re.compile(
            rf"\b(?:(?:klockan|kl\.?)\s(?P<first>{part})?|(?P<bare>{part}))(?P<hour>{self._hour})\b"
            rf"(?:\s(?:till|-)\s(?P<then>{part})?(?P<until>{self._hour})\b)?"
            r"(?:\spå\s(?P<part>kväll|eftermiddag|morgon|förmiddag)\w*)?",
            re.IGNORECASE,
        )

    @cached_property
    def month_alone(self) -> re.Pattern[str]:
        """Return the pattern of a month without a day."""
        return re.compile(
            rf"(?<![\w/.-])(?P<month>{self._month})\b(?:\s(?P<year>(?:19|20)\d\d))?", re.IGNORECASE
        )


_ISO: Final = re.compile(r"(?<![\d/.-])((?:19|20)\d\d)([-./])(\d{1,2})\2(\d{1,2})(?![\d/-])")
_DOTTED: Final = re.compile(r"(?<![\d/.-])(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)(?!\d)")
_SLASHED: Final = re.compile(
    r"(?<![\d/.,-])(\d{1,2})/(\d{1,2})(?:(?:\s?-\s?|/|\s')((?:20)?[1-4]\d)(?![\d/.:])|[\s,]\s?(20[1-4]\d)(?!\d))?(?![\d/])"
)
_BETWEEN_ENDS: Final = re.compile(
    r"\s{0,2}(?:-|till\s?(?:och\smed)?|t\.?\s?o\.?\s?m\.?|fram\still)\s{0,2}(?:den\s)?(?:\w{2,7}\s(?:den\s)?)?",
    re.IGNORECASE,
)
_TO_WORD: Final = re.compile(r"\s{1,2}och\s(?:den\s)?", re.IGNORECASE)
_BETWEEN_WORD: Final = re.compile(r"mellan\s(?:den\s)?$", re.IGNORECASE)
_SEASON: Final = re.compile(
    r"\b(?:vår|sommar|höst|vinter|årsskifte|halvår)(?:en|n|ens|et)?\b(?:\s(?P<year>(?:19|20)\d\d))?"
    r"|\b(?:vecka|v\.?)\s?\d{1,2}\b|\bnästa\s(?:år|månad|vecka)\b|\b(?:första|andra|tredje|fjärde)\skvartalet\b",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?<![\w/.-])(?P<year>20[1-4]\d)(?![\w/-]|\.\d)")
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


def day_of(day: str, month: str | int, year: str | None) -> Day | None:
    """Return the day, None where there is none such. A year of two digits is in this century."""
    number = int(year) if year else None
    if number is not None and number < _TWO_DIGITS:
        number += _CENTURY
    if number is not None and not _EARLIEST <= number <= _LATEST:
        return None
    try:
        date(number or _CENTURY, int(month), int(day))  # 2000 has a 29 February
    except ValueError:
        return None
    return Day(int(month), int(day), number)


def dates_in(text: str, calendar: Calendar) -> list[DateMention]:
    """Return every date in the text, in order, each with its weekday and its range."""
    found = [*_numbered(text), *_named(text, calendar)]
    found.sort(key=lambda mention: (mention.span.start, -mention.span.end))
    apart: list[DateMention] = []
    for mention in found:
        if not apart or mention.span.start >= apart[-1].span.end:
            apart.append(mention)
    return _with_years(_with_ranges(text, [_with_weekday(text, each, calendar) for each in apart]))


def _numbered(text: str) -> Iterator[DateMention]:
    for match in _ISO.finditer(text):
        yield DateMention(Span(*match.span()), day_of(match[4], match[3], match[1]))
    for match in _DOTTED.finditer(text):
        yield DateMention(Span(*match.span()), day_of(match[1], match[2], match[3]))
    for match in _SLASHED.finditer(text):
        day = day_of(match[1], match[2], match[3] or match[4])
        if day and (int(match[1]), int(match[2])) != (24, 7):  # round the clock
            yield DateMention(Span(*match.span()), day)


def _named(text: str, calendar: Calendar) -> Iterator[DateMention]:
    for match in calendar.named.finditer(text):
        month = calendar.month_of[match["month"].casefold()]
        year = match["year"] or match["short"]
        yield DateMention(Span(*match.span()), day_of(match["day"], month, year))
        yield from _days_before(text, match.start(), month, year, calendar)


def _days_before(
    text: str, end: int, month: int, year: str | None, calendar: Calendar
) -> Iterator[DateMention]:
    """Yield the days that share the month written after the last of them."""
    weekday = calendar.weekday_before.search(text, max(0, end - 20), end)
    for _ in range(_MOST_IN_ROW):
        match = calendar.row.search(text, max(0, end - 30), end)
        if not match:
            return
        is_range = match["between"].strip().casefold() in ("-", "till", "tom", "t.o.m", "t.o.m.")
        span = Span(match.start(), match.end("day"))
        partner = end if is_range else None
        if weekday and weekday.start() > match.end("day"):
            end = weekday.start()
        yield DateMention(span, day_of(match["day"], month, year), range_with=partner)
        end = match.start()
        weekday = calendar.weekday_before.search(text, max(0, end - 20), end)


def _with_weekday(text: str, mention: DateMention, calendar: Calendar) -> DateMention:
    before = calendar.weekday_before.search(
        text, max(0, mention.span.start - 24), mention.span.start
    )
    if before:
        weekday = calendar.weekday_of[before["weekday"].casefold()]
        return replace(mention, weekday=weekday, span=Span(before.start(), mention.span.end))
    after = calendar.weekday_after.match(text, mention.span.end)
    if after:
        return replace(mention, weekday=calendar.weekday_of[after["weekday"].casefold()])
    return mention


def _with_ranges(text: str, mentions: list[DateMention]) -> list[DateMention]:
    """Tie together the two ends of "9 maj-29 juni" and "mellan 9 maj och 29 juni"."""
    tied = list(mentions)
    for number in range(len(tied) - 1):
        left, right = tied[number], tied[number + 1]
        between = text[left.span.end : right.span.start]
        is_range = left.range_with == right.span.start
        is_range = is_range or bool(_BETWEEN_ENDS.fullmatch(between))
        if _TO_WORD.fullmatch(between):
            is_range = bool(
                _BETWEEN_WORD.search(text, max(0, left.span.start - 12), left.span.start)
            )
        if is_range:
            tied[number] = replace(left, range_with=right.span.start)
            tied[number + 1] = replace(right, range_with=left.span.start, is_range_end=True)
        else:
            tied[number] = left if left.is_range_end else replace(left, range_with=None)
    return tied


def _with_years(mentions: list[DateMention]) -> list[DateMention]:
    """Give the first end of a range, and the days before it in a row, the year of the last."""
    given = list(mentions)
    for number in range(len(given) - 2, -1, -1):
        left, right = given[number], given[number + 1]
        same = left.range_with == right.span.start
        if same and left.day and right.day and left.day.year is None and right.day.year:
            earlier = (left.day.month, left.day.day) <= (right.day.month, right.day.day)
            year = right.day.year if earlier else right.day.year - 1
            given[number] = replace(left, day=replace(left.day, year=year))
    return given


def vague_in(text: str, calendar: Calendar) -> list[Vague]:
    """Return months, seasons, weeks and years that stand without a day."""
    found = [
        Vague(Span(*match.span()), calendar.month_of[match["month"].casefold()], _year(match))
        for match in calendar.month_alone.finditer(text)
    ]
    found += [Vague(Span(*match.span()), None, _year(match)) for match in _SEASON.finditer(text)]
    found += [Vague(Span(*match.span()), None, _year(match)) for match in _YEAR.finditer(text)]
    return sorted(found, key=lambda vague: vague.span.start)


def _year(match: re.Match[str]) -> int | None:
    return int(match["year"]) if match["year"] else None


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
