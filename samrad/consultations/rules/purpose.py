"""What a consultation must say before it may be published, as named codes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from samrad.core.text import count_sentences

MAX_PURPOSE_SENTENCES: Final = 5
MIN_QUESTIONS: Final = 3
MAX_QUESTIONS: Final = 5
LAST_DAY_PASSED: Final = "LAST_DAY_PASSED"
_ABOUT_DATES: Final = frozenset(
    {
        LAST_DAY_PASSED,
        "LAST_DAY_MISSING",
        "LAST_DAY_AFTER_DECISION",
        "HEARD_DATE_MISSING",
        "ANSWERED_DATE_MISSING",
        "HEARD_BEFORE_LAST_DAY",
        "ANSWERED_BEFORE_HEARD",
    }
)


# What an information, too, must say.
_TOLD_ANYWAY: Final = frozenset(
    {"PURPOSE_MISSING", "PURPOSE_TOO_LONG", "DECISION_BODY_MISSING", "CONTACT_MISSING"}
)


@dataclass(frozen=True, kw_only=True)
class Description:
    """What has been written about a consultation so far. Numbers are counts of rows."""

    purpose: str = ""
    at_stake: str = ""
    open_items: int = 0  # can be influenced
    partly_items: int = 0
    locked_items: int = 0
    locked_without_reason: int = 0
    decision_body: str = ""
    decision_on: date | None = None
    level: str = ""
    questions: int = 0
    heard_on: date | None = None  # "detta hörde vi"
    answered_on: date | None = None  # "du sa - vi gjorde"
    last_day: date | None = None
    contact_name: str = ""
    contact_phone: str = ""
    goals: int = 0
    asks: bool = True  # an information does not, and needs nothing to answer


def missing_before_publishing(description: Description) -> tuple[str, ...]:
    """Return the codes of what is missing or wrong, in the order a form would ask for it."""
    return tuple(
        code
        for code, is_wrong in _faults(description).items()
        if is_wrong and (description.asks or code in _TOLD_ANYWAY)
    )


def split_missing(codes: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes that belong to preparing, and those about dates: to planning."""
    given = tuple(codes)
    return (
        tuple(code for code in given if code not in _ABOUT_DATES),
        tuple(code for code in given if code in _ABOUT_DATES),
    )


def advised_before_publishing(description: Description) -> tuple[str, ...]:
    """Return the codes of what is not required but ought to be there."""
    if not description.asks:
        return ()
    advice = {
        "NO_GOALS": description.goals == 0,
        "NOTHING_LOCKED_IS_SAID": description.locked_items == 0,
        "FEW_QUESTIONS": 0 < description.questions < MIN_QUESTIONS,
        "MANY_QUESTIONS": description.questions > MAX_QUESTIONS,
    }
    return tuple(code for code, applies in advice.items() if applies)


def purpose_is_too_long(purpose: str) -> bool:
    """Tell whether the purpose has more than five sentences."""
    return count_sentences(purpose) > MAX_PURPOSE_SENTENCES


def _faults(description: Description) -> Mapping[str, bool]:
    return {
        "PURPOSE_MISSING": not description.purpose.strip(),
        "PURPOSE_TOO_LONG": purpose_is_too_long(description.purpose),
        "AT_STAKE_MISSING": not description.at_stake.strip(),
        "NOTHING_TO_INFLUENCE": description.open_items + description.partly_items == 0,
        "LOCKED_WITHOUT_REASON": description.locked_without_reason > 0,
        "DECISION_BODY_MISSING": not description.decision_body.strip(),
        "DECISION_DATE_MISSING": description.decision_on is None,
        "LEVEL_MISSING": not description.level,
        "QUESTIONS_MISSING": description.questions == 0,
        "LAST_DAY_MISSING": description.last_day is None,
        "LAST_DAY_AFTER_DECISION": _after(description.last_day, description.decision_on),
        "HEARD_DATE_MISSING": description.heard_on is None,
        "ANSWERED_DATE_MISSING": description.answered_on is None,
        "HEARD_BEFORE_LAST_DAY": _after(description.last_day, description.heard_on),
        "ANSWERED_BEFORE_HEARD": _after(description.heard_on, description.answered_on),
        "CONTACT_MISSING": not (
            description.contact_name.strip() and description.contact_phone.strip()
        ),
    }


def _after(first: date | datetime | None, second: date | datetime | None) -> bool:
    return first is not None and second is not None and first > second
