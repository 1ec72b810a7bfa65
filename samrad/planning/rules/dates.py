"""What is worth a thought about the dates of a consultation, as codes with facts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from samrad.planning.rules.timeline import Limits, effective_weeks

TIME_TO_ANSWER: Final = "TIME_TO_ANSWER"  # facts: weeks; told always, it is no warning
SHORT_REFERRAL: Final = "SHORT_REFERRAL"  # facts: weeks, recommended
LATE_HEARD: Final = "LATE_HEARD"  # facts: days, recommended
ANSWERED_AFTER_DECISION: Final = "ANSWERED_AFTER_DECISION"


@dataclass(frozen=True, kw_only=True)
class Dates:
    """The dates of a consultation, any of which may be missing."""

    opens_on: date | None = None
    last_day: date | None = None
    last_meeting: date | None = None
    heard_on: date | None = None
    answered_on: date | None = None
    decision_on: date | None = None
    is_referral: bool = False


@dataclass(frozen=True)
class DateNote:
    """Something to know about the dates: a code and its numbers."""

    code: str
    number: float = 0
    recommended: int = 0


def notes(dates: Dates, *, limits: Limits, heard_days: int) -> tuple[DateNote, ...]:
    """Return what is worth a thought, in the order of the dates."""
    return tuple(_notes(dates, limits, heard_days))


def _notes(dates: Dates, limits: Limits, heard_days: int) -> Iterator[DateNote]:
    if dates.opens_on and dates.last_day and dates.opens_on <= dates.last_day:
        weeks = effective_weeks(dates.opens_on, dates.last_day, limits=limits)
        is_short = dates.is_referral and weeks < limits.written_round_weeks
        code = SHORT_REFERRAL if is_short else TIME_TO_ANSWER
        yield DateNote(code, weeks, limits.written_round_weeks)
    ends = [day for day in (dates.last_day, dates.last_meeting) if day is not None]
    if dates.heard_on and ends and (dates.heard_on - max(ends)).days > heard_days:
        yield DateNote(LATE_HEARD, (dates.heard_on - max(ends)).days, heard_days)
    if dates.answered_on and dates.decision_on and dates.answered_on > dates.decision_on:
        yield DateNote(ANSWERED_AFTER_DECISION)
