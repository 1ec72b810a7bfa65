"""An announcement as read: its dates with what each is for, and the year each is in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Final

from samrad.invitations.rules.review.clock import TimeMention, times_in
from samrad.invitations.rules.review.model import Day, Facts, Span
from samrad.invitations.rules.review.moments import DateMention, Vague, dates_in, vague_in
from samrad.invitations.rules.review.roles import Dated, Role, Roles
from samrad.invitations.rules.review.surroundings import surroundings_in
from samrad.invitations.rules.review.text import Text
from samrad.invitations.rules.review.words import Words

_BETWEEN: Final = 8  # characters: " och den "
_MOST: Final = 300  # dates, and times; a text with more invites to nothing
_YEAR_ALONE: Final = 4  # characters; a year with its season has more


# The dates that lie close enough to lend each other their year.
_OF_THE_EVENT: Final = frozenset(
    {Role.MEETING, Role.RSVP, Role.REPLY, Role.PERIOD_START, Role.MATERIAL, Role.FEEDBACK}
)


class Announcement:
    """One text, read with one language's words and what else is known."""

    def __init__(self, raw: str, words: Words, facts: Facts) -> None:
        self.text = Text(raw, around=lambda text: surroundings_in(text, words))
        self.words = words
        self.facts = facts
        self._has: dict[str, bool] = {}

    def has(self, name: str) -> bool:
        """Tell whether any of a list's words stand anywhere."""
        if name not in self._has:
            self._has[name] = self.words.in_(name, self.text.plain)
        return self._has[name]

    def first(self, name: str) -> Span | None:
        """Return where a list's words stand first."""
        return self.words.first(name, self.text.plain)

    @cached_property
    def mentions(self) -> tuple[DateMention, ...]:
        """Return every date, in order."""
        return tuple(dates_in(self.text.plain, self.words.calendar)[:_MOST])

    @cached_property
    def times(self) -> tuple[TimeMention, ...]:
        """Return every clock time, in order."""
        return tuple(times_in(self.text.plain, list(self.mentions), self.words.calendar)[:_MOST])

    @cached_property
    def vague(self) -> tuple[Vague, ...]:
        """Return months, seasons, weeks and years that stand without a day."""
        return tuple(vague_in(self.text.plain, self.words.calendar)[:_MOST])

    @cached_property
    def dated(self) -> tuple[Dated, ...]:
        """Return every date with what it is for, its year filled in where that can be told."""
        read = [Dated(each, self._roles.of(n)) for n, each in enumerate(self.mentions)]
        read = [self._of_same_row(read, n) for n in range(len(read))]
        return tuple(self._as_known(self._with_year(each, read)) for each in read)

    @cached_property
    def _roles(self) -> Roles:
        return Roles(self.text, self.words, self.mentions, self.times, self.vague)

    def of(self, *roles: Role) -> Iterator[Dated]:
        """Yield the dates that are for any of these."""
        return (each for each in self.dated if each.role in roles and each.day is not None)

    def moment_in(self, span: Span) -> bool:
        """Tell whether a date, a month, a season or a year stands within a span."""
        starts = [each.span.start for each in self.mentions]
        starts += [each.span.start for each in self.vague]
        return any(span.start <= start < span.end for start in starts)

    @cached_property
    def sent(self) -> date | None:
        """Return when it was sent: as told, else as the text says it was published."""
        if self.facts.sent:
            return self.facts.sent
        days = [each.day.date for each in self.of(Role.PUBLISHED) if each.day and each.day.date]
        return min(days, default=None)

    def _as_known(self, each: Dated) -> Dated:
        """Take the last day that is known for the one to answer by, whatever the words say."""
        known = self.facts.reply_by
        if known and each.day and each.role is Role.RSVP and each.day.date == known:
            return replace(each, role=Role.REPLY)
        return each

    def _of_same_row(self, read: list[Dated], number: int) -> Dated:
        """Let the days written before one month be for what the last of them is for."""
        each = read[number]
        for other in read[number + 1 : number + 2]:
            shares = other.mention.span.start - each.mention.span.end < _BETWEEN
            if shares and each.role is Role.OTHER and not self._roles.is_period(each.mention):
                return replace(each, role=other.role)
        return each

    def _with_year(self, each: Dated, read: list[Dated]) -> Dated:
        day = each.mention.day
        if day is None or day.year is not None:
            return each
        year = self._year_of(each, day, read)
        if year is None or not _exists(day, year):
            return each
        return replace(each, mention=replace(each.mention, day=replace(day, year=year)))

    def _year_of(self, each: Dated, day: Day, read: list[Dated]) -> int | None:
        """Tell the year: next after it was sent, else the one year that the text names."""
        sent = self.facts.sent or next(
            (
                one.day.date
                for one in read
                if one.role is Role.PUBLISHED and one.day and one.day.date
            ),
            None,
        )
        if sent and each.role not in (Role.DRAFT, Role.OTHER):
            return sent.year if (day.month, day.day) >= (sent.month, sent.day) else sent.year + 1
        if sent:
            return sent.year
        written = self._years_written(read)
        return written.pop() if len(written) == 1 else None

    def _years_written(self, read: list[Dated]) -> set[int]:
        years = {
            one.day.year for one in read if one.day and one.day.year and one.role in _OF_THE_EVENT
        }
        if not years:
            years = {
                one.day.year
                for one in read
                if one.day and one.day.year and one.role is Role.UPDATED
            }
        if not years:
            years = {
                vague.year
                for vague in self.vague
                if vague.year and vague.span.end - vague.span.start > _YEAR_ALONE
            }  # "hösten 2018"
        return years


def _exists(day: Day, year: int) -> bool:
    try:
        date(year, day.month, day.day)
    except ValueError:
        return False
    return True
