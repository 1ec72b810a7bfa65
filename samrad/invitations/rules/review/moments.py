"""Dates as people write them in Swedish. One pass over the text finds each kind.

Tried and set aside: a general date reader. It makes two days of "3, 4 och 10 mars", one of
"31 februari" and a date of "kl 9-12"; figures in docs/decisions/0004-invitation-review.md.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Final

from samrad.invitations.rules.review.model import Day, Span

_EARLIEST, _LATEST = 1990, 2099
_MOST_IN_ROW: Final = 20  # days written before one month
_CENTURY: Final = 2000
_TWO_DIGITS: Final = 100


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
