"""IX01 to IX05: the text held against the data it comes from, and gaps left to fill."""

import re
from typing import Final

from samrad.invitations.rules.review.hits import Case, Hit
from samrad.invitations.rules.review.language import promise
from samrad.invitations.rules.review.model import Day, Kind, Level
from samrad.invitations.rules.review.roles import Role

_NOT_A_PLACE: Final = re.compile(r"[^\w]+")
_LONG_ENOUGH: Final = 4  # letters that tell one place from another


def meeting_day(case: Case) -> Hit | None:
    """IX01: a meeting in the text is not in the plan, or one in the plan is not in the text."""
    planned = case.facts.planned
    if not planned or not case.meetings:
        return None
    days = {(each.on.month, each.on.day) for each in planned}
    shown = ", ".join(sorted({each.on.isoformat() for each in planned}))
    for each in case.meetings:
        elsewhere = each.day and (each.day.month, each.day.day) not in days
        if elsewhere or _other_year(each.day, case):
            quote = case.read.text.quote(each.span) if each.span else str(each.day)
            return Hit(span=each.span, quote=quote, names={"planned": shown})
    read = {(each.day.month, each.day.day) for each in case.meetings if each.day}
    missing = [each for each in planned if (each.on.month, each.on.day) not in read]
    if missing and Kind.MEETING in case.kinds:
        return Hit(milder=True, names={"planned": missing[0].on.isoformat()})
    return None


def _other_year(day: Day | None, case: Case) -> bool:
    if day is None or day.year is None:
        return False
    return day.date not in {each.on for each in case.facts.planned}


def meeting_place(case: Case) -> Hit | None:
    """IX02: the place in the plan does not stand in the text."""
    text = case.read.text.plain.casefold()
    for each in case.facts.planned:
        words = [
            word for word in _NOT_A_PLACE.split(each.place.casefold()) if len(word) >= _LONG_ENOUGH
        ]
        if words and not any(word in text for word in words):
            return Hit(names={"planned": each.place})
    return None


def level(case: Case) -> Hit | None:
    """IX03: the text promises a higher level than is planned. IA23 tells of single words."""
    planned = case.facts.level
    if planned is not Level.INFORM or promise(case) is not None:
        return None
    span = case.read.first("influence_plain")
    if span is None:
        return None
    return Hit(span=span, names={"promised": Level.CONSULT, "planned": planned})


def last_day(case: Case) -> Hit | None:
    """IX04: the last day to answer is another than in the plan."""
    planned = case.facts.reply_by
    if planned is None:
        return None
    found = list(case.read.of(Role.REPLY))
    if not found or any(
        each.day and (each.day.month, each.day.day) == (planned.month, planned.day)
        for each in found
    ):
        return None
    span = found[-1].mention.span
    return Hit(span=span, quote=case.read.text.quote(span), names={"planned": planned.isoformat()})


def gap(case: Case) -> Hit | None:
    """IX05: something in brackets is still to be filled in."""
    gaps = case.read.text.gaps
    return Hit(span=gaps[0], quote=case.read.text.quote(gaps[0])) if gaps else None
