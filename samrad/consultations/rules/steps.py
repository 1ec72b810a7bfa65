"""Where a consultation is: five steps, what is next, and what stands in the way.

The state is not stored; it follows from facts. A step is done when nothing in it is left to do,
current when it is the first that is not done, under way when work in it has begun early, and
waiting otherwise. Inviting that is past without one letter sent was not done: it was skipped. What
was never written before those who were asked had answered was left undone: by then the replies that
they were promised come first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

PREPARE: Final = "PREPARE"
PLAN: Final = "PLAN"
INVITE: Final = "INVITE"
CARRY_OUT: Final = "CARRY_OUT"
FOLLOW_UP: Final = "FOLLOW_UP"
ASKING: Final = frozenset({INVITE, CARRY_OUT})  # an information has neither
STEPS: Final = (PREPARE, PLAN, INVITE, CARRY_OUT, FOLLOW_UP)

DONE: Final = "DONE"
CURRENT: Final = "CURRENT"
UNDER_WAY: Final = "UNDER_WAY"
WAITING: Final = "WAITING"
SKIPPED: Final = "SKIPPED"
LEFT_UNDONE: Final = "LEFT_UNDONE"
CANCELLED: Final = "CANCELLED"

# Next steps, in the order of the work
DESCRIBE: Final = "DESCRIBE"
SET_DATES: Final = "SET_DATES"
PUBLISH: Final = "PUBLISH"
CHOOSE_RECIPIENTS: Final = "CHOOSE_RECIPIENTS"
SEND_INVITATIONS: Final = "SEND_INVITATIONS"
SETTLE_UNCLEAR: Final = "SETTLE_UNCLEAR"
MODERATE: Final = "MODERATE"
WAIT_FOR_ANSWERS: Final = "WAIT_FOR_ANSWERS"
PUBLISH_HEARD: Final = "PUBLISH_HEARD"
ANSWER: Final = "ANSWER"
LINK_TO_DRAFT: Final = "LINK_TO_DRAFT"
SIGN_OFF: Final = "SIGN_OFF"
PUBLISH_REPLIES: Final = "PUBLISH_REPLIES"
DELIVER_REPLIES: Final = "DELIVER_REPLIES"
ENTER_DECISION: Final = "ENTER_DECISION"
FREEZE_STATEMENT: Final = "FREEZE_STATEMENT"
NOTHING: Final = "NOTHING"


# All there is to do about an information.
_TOLD_ANYWAY: Final = frozenset({DESCRIBE, PUBLISH, ENTER_DECISION})
# What may be untried before anybody is invited.
PRE_GATE_UNTRIED: Final = "PRE_GATE_UNTRIED"
PRE_GATE_SAYS_NO: Final = "PRE_GATE_SAYS_NO"
DUTIES_UNTRIED: Final = "DUTIES_UNTRIED"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known about a consultation; `missing` and `missing_dates` are codes of `purpose`."""

    now: datetime
    missing: tuple[str, ...] = ()  # of purpose, influence, questions, decision …
    missing_dates: tuple[str, ...] = ()  # last day, feedback dates
    asks: bool = True  # an information invites nobody and waits for nothing
    untried: tuple[str, ...] = ()  # what must be tried before anybody is invited
    published_at: datetime | None = None
    closes_at: datetime | None = None
    cancelled_at: datetime | None = None
    participations: int = 0  # chosen to be invited, or came by themselves
    invited: int = 0  # letters that have left or been handed over
    unclear_messages: int = 0
    submissions: int = 0
    waiting_for_moderation: int = 0
    contributions: int = 0  # that ask for a reply
    unanswered: int = 0
    waiting_for_draft: int = 0  # "taken along to the draft", and there is a draft now
    not_signed_off: int = 0
    not_published: int = 0  # replies signed off but not published
    undelivered: int = 0
    heard_published_at: datetime | None = None
    decided: bool = False
    statement_frozen: bool = False


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The state of each step, the code of the next thing to do, and what stands in its way."""

    states: Mapping[str, str]
    current: str  # the current step, or "" when all is done or it was cancelled
    next: str
    obstacles: tuple[str, ...] = ()


def standing(facts: Facts) -> Standing:
    """Return where the consultation is."""
    if facts.cancelled_at is not None:
        return Standing(states=dict.fromkeys(STEPS, CANCELLED), current="", next=NOTHING)
    left = {step: _left_to_do(step, facts) for step in STEPS}
    current = next((step for step in STEPS if left[step] and not _is_past(step, facts)), "")
    return Standing(
        states={step: _state(step, current, left, facts) for step in STEPS},
        current=current,
        next=left[current][0] if current else NOTHING,
        obstacles=_obstacles(current, left, facts),
    )


def _state(step: str, current: str, left: Mapping[str, tuple[str, ...]], facts: Facts) -> str:
    if step == current:
        return CURRENT
    is_later = bool(current) and STEPS.index(step) > STEPS.index(current)
    if not is_later:
        skipped = step == INVITE and not facts.invited
        return SKIPPED if skipped else LEFT_UNDONE if left[step] else DONE
    if _has_begun(step, facts):
        return DONE if not left[step] else UNDER_WAY
    return WAITING


def _left_to_do(step: str, facts: Facts) -> tuple[str, ...]:
    """Return the codes of what is left in a step, the first being the next to do."""
    by_step: Mapping[str, Mapping[str, bool]] = {
        PREPARE: {DESCRIBE: bool(facts.missing)},
        PLAN: {SET_DATES: bool(facts.missing_dates), PUBLISH: facts.published_at is None},
        INVITE: {
            CHOOSE_RECIPIENTS: facts.participations == 0 and not _is_over(facts),
            SEND_INVITATIONS: facts.invited == 0 and not _is_over(facts),
            SETTLE_UNCLEAR: facts.unclear_messages > 0,
        },
        CARRY_OUT: {
            MODERATE: facts.waiting_for_moderation > 0,
            WAIT_FOR_ANSWERS: not _is_over(facts),
        },
        FOLLOW_UP: {
            PUBLISH_HEARD: facts.heard_published_at is None,
            ANSWER: facts.unanswered > 0,
            LINK_TO_DRAFT: facts.waiting_for_draft > 0,
            SIGN_OFF: facts.not_signed_off > 0,
            PUBLISH_REPLIES: facts.not_published > 0,
            DELIVER_REPLIES: facts.undelivered > 0,
            ENTER_DECISION: not facts.decided,
            FREEZE_STATEMENT: not facts.statement_frozen,
        },
    }
    return tuple(
        code
        for code, is_left in by_step[step].items()
        if is_left and (facts.asks or code in _TOLD_ANYWAY)
    )


def _has_begun(step: str, facts: Facts) -> bool:
    begun: Mapping[str, bool] = {
        PREPARE: True,
        PLAN: facts.published_at is not None,
        INVITE: facts.invited > 0,
        CARRY_OUT: facts.published_at is not None and facts.submissions > 0,
        FOLLOW_UP: facts.contributions > facts.unanswered or facts.heard_published_at is not None,
    }
    return begun[step]


def _obstacles(current: str, left: Mapping[str, tuple[str, ...]], facts: Facts) -> tuple[str, ...]:
    """Return all that must be there before publishing, whichever of it is the next thing to write.

    The page that publishes refuses for the same reasons, so both count the same. Before the first
    invitation it is what has not been tried: whether to consult at all, and what the law asks.
    """
    writing = current == PREPARE or (current == PLAN and SET_DATES in left[PLAN])
    if writing:
        return (*facts.missing, *facts.missing_dates)
    inviting = current == INVITE and not facts.invited and facts.asks
    return facts.untried if inviting else ()


def _is_past(step: str, facts: Facts) -> bool:
    """Tell whether a step no longer comes first: it was to be done before anybody was asked."""
    return step in (PREPARE, PLAN) and facts.published_at is not None and _is_over(facts)


def _is_over(facts: Facts) -> bool:
    return facts.closes_at is not None and facts.closes_at <= facts.now
