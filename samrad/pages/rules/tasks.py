"""What one person may do now in a consultation, by what they answer for, and what comes first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from samrad.consultations.rules import steps

# Beside the steps of the work
LOOK_THROUGH: Final = "LOOK_THROUGH"  # the registrar: what has come in
READ_BEFORE_DECISION: Final = "READ_BEFORE_DECISION"  # the politician: what was said and answered
MILESTONE: Final = "MILESTONE"
PAST_MILESTONES: Final = "PAST_MILESTONES"  # long past, not ticked: to tidy up, never first
FOR_THE_HEAD: Final = frozenset({steps.SIGN_OFF, steps.PUBLISH_REPLIES})
_NOTHING_TO_DO: Final = frozenset({steps.WAIT_FOR_ANSWERS, steps.NOTHING})
MILESTONE_AHEAD: Final = timedelta(days=14)  # a milestone is something to do from then on
MILESTONE_BEHIND: Final = timedelta(days=30)  # and until then; later it is only left unticked


@dataclass(frozen=True, kw_only=True)
class Duties:
    """What somebody answers for in the region; none of it for one who only looks."""

    runs: bool = False
    signs_off: bool = False
    registers: bool = False
    decides: bool = False


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known about a consultation; `next` is a code of `steps`."""

    next: str
    today: date
    unclear: int = 0
    pending: int = 0
    unanswered: int = 0
    proposed: int = 0
    new: int = 0
    contributions: int = 0
    last_day: date | None = None
    decision_on: date | None = None
    is_decided: bool = False


def codes_for(duties: Duties, facts: Facts) -> tuple[str, ...]:
    """Return what there is to do for one with these duties, each once, in order of the work."""
    found = [
        *(_of_head(facts) if duties.signs_off else ()),
        *(_of_officer(facts) if duties.runs else ()),
        *(_of_registrar(facts) if duties.registers else ()),
        *(_of_politician(facts) if duties.decides else ()),
    ]
    return tuple(dict.fromkeys(found))


def _of_head(facts: Facts) -> Iterator[str]:
    if facts.proposed:
        yield steps.SIGN_OFF
    if facts.next == steps.PUBLISH_REPLIES:
        yield steps.PUBLISH_REPLIES


def _of_officer(facts: Facts) -> Iterator[str]:
    if facts.unclear:
        yield steps.SETTLE_UNCLEAR
    if facts.pending:
        yield steps.MODERATE
    if facts.next not in FOR_THE_HEAD | _NOTHING_TO_DO:
        yield facts.next
    if facts.next == steps.PUBLISH_HEARD and facts.unanswered:
        yield steps.ANSWER


def _of_registrar(facts: Facts) -> Iterator[str]:
    if facts.new:
        yield LOOK_THROUGH
    if facts.next == steps.FREEZE_STATEMENT:
        yield steps.FREEZE_STATEMENT


def _of_politician(facts: Facts) -> Iterator[str]:
    is_over = facts.last_day is not None and facts.last_day < facts.today
    is_ahead = facts.decision_on is not None and facts.decision_on >= facts.today
    if facts.contributions and is_over and is_ahead and not facts.is_decided:
        yield READ_BEFORE_DECISION


def milestone_code(*, last_day: date, today: date) -> str:
    """Return what a milestone that ends on `last_day` asks for now, or nothing."""
    if last_day > today + MILESTONE_AHEAD:
        return ""
    return MILESTONE if last_day >= today - MILESTONE_BEHIND else PAST_MILESTONES


def urgency(code: str, *, due_on: date | None, today: date, signs_off: bool) -> tuple[bool, date]:
    """Return what tasks are ordered by: the head's own first, then the day; none means now."""
    if code == PAST_MILESTONES:
        return True, date.max
    return not (signs_off and code in FOR_THE_HEAD), due_on or today
