"""What the officer must know before sending: what stands in the way, what we advise against."""

from dataclasses import dataclass
from datetime import date, datetime

from samrad.consultations.models import Consultation
from samrad.consultations.rules import periods
from samrad.core.clock import local_date
from samrad.invitations.enums import FIRST_LETTERS, LetterKind
from samrad.invitations.models import Letter
from samrad.invitations.queries.facts import LetterFaults, meetings_to_come
from samrad.invitations.rules import schedule
from samrad.method import library


@dataclass(frozen=True)
class Advice:
    """That the notice is shorter than we recommend: before what, how many days, and our number."""

    before: str  # LAST_DAY or MEETING
    on: date
    days: int
    verdict: str  # TIGHT, SHORT or PAST of rules.schedule
    recommended: int
    threshold: str


def stops_for(
    consultation: Consultation,
    *,
    kind: str,
    letter: Letter,
    faults: LetterFaults,
    chosen: int,
    now: datetime,
) -> tuple[str, ...]:
    """Return the codes of what keeps the mailing from being sent; `wording.STOPS` says them."""
    closed = periods.is_over(closes=consultation.closes_at, now=now)
    reasons = {
        "NOT_PUBLISHED": consultation.published_at is None,
        "CANCELLED": consultation.cancelled_at is not None,
        "CLOSED": closed and kind != LetterKind.HEARD,
        "NO_LETTER": letter.version == 0,
        "UNKNOWN_NAMES": bool(faults.unknown),
        "BROKEN_NAMES": faults.is_broken,
        "NO_WAY_TO_ANSWER": faults.lacks_way_to_answer,
        "EMPTY_FACTS": bool(faults.empty),
        "NOBODY": chosen == 0,
    }
    return tuple(code for code, holds in reasons.items() if holds)


def advice_for(consultation: Consultation, *, kind: str, sent_on: date) -> tuple[Advice, ...]:
    """Return where the notice is shorter than we recommend, the last day first."""
    if kind not in FIRST_LETTERS:
        return ()
    key = "targeted-invitation-days" if kind == LetterKind.TARGETED else "invitation-days"
    recommended, shortest = library.threshold(key), library.threshold(f"{key}-shortest")
    days: list[tuple[str, date]] = []
    if consultation.closes_at:
        days.append(("LAST_DAY", periods.last_day(consultation.closes_at)))
    first = meetings_to_come(consultation).values_list("starts_at", flat=True).first()
    if first is not None:
        days.append(("MEETING", local_date(first)))
    advice = []
    for before, on in days:
        verdict, notice = schedule.notice(
            sent_on=sent_on, on=on, recommended=recommended, shortest=shortest
        )
        if verdict != schedule.AMPLE:
            advice.append(
                Advice(
                    before=before,
                    on=on,
                    days=notice,
                    verdict=verdict,
                    recommended=recommended,
                    threshold=key,
                )
            )
    return tuple(advice)
