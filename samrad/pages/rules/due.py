"""By when the next thing in a consultation should be done, and whether that day has passed."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from samrad.consultations.rules import steps

SOON: Final = 7  # days


@dataclass(frozen=True, kw_only=True)
class Dates:
    """The days a consultation is planned by; any may be missing."""

    opens_on: date | None = None
    letters_by: date | None = None  # the last day an invitation still gives ample notice
    last_day: date | None = None
    heard_on: date | None = None
    answered_on: date | None = None
    decision_on: date | None = None


def due_on(code: str, dates: Dates) -> date | None:
    """Return by when the next thing, a code of `steps`, should be done."""
    before_opening = dates.letters_by or dates.opens_on
    days = {
        steps.DESCRIBE: before_opening,
        steps.SET_DATES: before_opening,
        steps.PUBLISH: dates.opens_on or before_opening,
        steps.CHOOSE_RECIPIENTS: before_opening,
        steps.SEND_INVITATIONS: before_opening,
        steps.WAIT_FOR_ANSWERS: dates.last_day,
        steps.PUBLISH_HEARD: dates.heard_on,
        steps.ANSWER: dates.answered_on,
        steps.LINK_TO_DRAFT: dates.answered_on,
        steps.SIGN_OFF: dates.answered_on,
        steps.PUBLISH_REPLIES: dates.answered_on,
        steps.DELIVER_REPLIES: dates.answered_on,
        steps.ENTER_DECISION: dates.decision_on,
        steps.FREEZE_STATEMENT: dates.decision_on,
    }
    return days.get(code)
