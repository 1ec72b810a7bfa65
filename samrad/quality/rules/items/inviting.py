"""The rules of phase I, inviting."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from samrad.quality.enums import State
from samrad.quality.rules.facts import (
    INVITATION,
    REFERRAL,
    REMINDER,
    TARGETED,
    Facts,
    SendingFact,
    in_order,
)
from samrad.quality.rules.verdict import (
    Seen,
    Verdict,
    fulfilled,
    judged,
    named,
    no_facts,
    partly,
    seen,
    unfulfilled,
)

_ORDINARY: Final = "invitation-days"
_TARGETED: Final = "targeted-invitation-days"
_ORDER: Final = (State.NOT, State.PARTLY, State.FULFILLED)


def day_invited_to(facts: Facts, sending: SendingFact) -> date | None:
    """Return the day that a letter must come well before: the meeting, or the last day to answer.

    A targeted letter is about the first targeted meeting after it, where there is one; a referral
    is about the last day to answer.
    """
    meetings = in_order(facts.meetings)
    if sending.kind == REFERRAL and facts.last_day is not None:
        return facts.last_day
    if sending.kind == TARGETED:
        after = [each for each in meetings if each.on >= sending.on]
        chosen = [each for each in after if each.is_targeted] or after or meetings
    else:
        chosen = [each for each in meetings if not each.is_targeted]
    return chosen[0].on if chosen else facts.last_day


def last_day_to_send(facts: Facts) -> date | None:
    """Return the last day on which an invitation leaves in time."""
    kinds = {each.kind for each in facts.letters}
    kind = kinds.pop() if len(kinds) == 1 else INVITATION
    on = day_invited_to(facts, SendingFact(kind=kind, on=date.min))
    if on is None:
        return None
    return on - timedelta(days=facts.limits[_TARGETED if kind == TARGETED else _ORDINARY])


def letters_leave_in_time(facts: Facts) -> Verdict:
    """I01: of each kind, nearly all get their first letter weeks before what it invites to.

    What is being sent, or planned, is judged by itself: what it does to the whole is not known.
    """
    kinds: dict[str, list[SendingFact]] = {}
    for each in sorted(facts.invitations, key=lambda one: one.on):
        kinds.setdefault(each.kind, []).append(each)
    if not kinds:
        last = last_day_to_send(facts)
        when = (seen("I01.LAST_DAY", on=last),) if last else ()
        return unfulfilled(seen("I01.NOT_SENT"), *when)
    verdicts = [verdict for sent in kinds.values() for verdict in _kind(facts, sent)]
    told = named(fact for each in verdicts for fact in each.seen)
    return Verdict(_worst(verdicts), told)


def _worst(verdicts: Iterable[Verdict]) -> State:
    return min((each.state for each in verdicts), key=_ORDER.index)


def _kind(facts: Facts, sent: list[SendingFact]) -> list[Verdict]:
    """Return what holds of one kind of letter: of those sent together, and of each other."""
    alone = [_notice(facts, each) for each in sent if each.number is None]
    counted = [each for each in sent if each.number]
    if not counted:
        return alone or [_notice(facts, sent[0])]
    verdicts = [_notice(facts, each) for each in counted]
    weights = [each.number or 0 for each in counted]
    return [*alone, _weighed(facts, verdicts, weights)]


def _weighed(facts: Facts, verdicts: list[Verdict], weights: list[int]) -> Verdict:
    """Return the best state that nearly all recipients have, or better."""
    least, total = facts.limits["notice-percent"], sum(weights)
    reached = {
        state: sum(
            weight
            for verdict, weight in zip(verdicts, weights, strict=True)
            if _ORDER.index(verdict.state) >= _ORDER.index(state)
        )
        for state in reversed(_ORDER)
    }
    state = next(state for state, number in reached.items() if 100 * number >= least * total)
    told = tuple(fact for each in verdicts for fact in each.seen)
    if len(verdicts) > 1:
        share = seen("I01.SHARE", number=reached[State.FULFILLED], total=total, least=least)
        told = (share, *told)
    return Verdict(state, told)


def _notice(facts: Facts, sending: SendingFact) -> Verdict:
    on = day_invited_to(facts, sending)
    if on is None:
        return unfulfilled(seen("I01.NOTHING_TO_COME_TO"))
    key = _TARGETED if sending.kind == TARGETED else _ORDINARY
    enough, shortest = facts.limits[key], facts.limits[f"{key}-shortest"]
    days = (on - sending.on).days
    code = "I01.PLANNED" if sending.on > facts.today else "I01.SENT"
    if days < 0:
        return unfulfilled(seen("I01.TOO_LATE", sent=sending.on, on=on, days=-days))
    fact = seen(code, sent=sending.on, on=on, days=days, least=enough)
    if days >= enough:
        return fulfilled(fact)
    return partly(fact) if days >= shortest else unfulfilled(fact)


def letters_pass_review(facts: Facts) -> Verdict:
    """I02: no letter that invites has a grave error, and each has points enough."""
    if not facts.letters:
        return unfulfilled(seen("I02.NO_LETTER"))
    least = facts.limits["review-score"]
    judged_ones = [each for each in facts.letters if each.is_judged]
    if not judged_ones:
        return no_facts(seen("I02.NOT_JUDGED"))
    errors = [name for each in judged_ones for name in each.errors]
    score = min(each.score for each in judged_ones)
    return judged(
        not errors and score >= least,
        seen("I02.SCORE", number=score, least=least),
        *named(seen("I02.ERROR", name=name) for name in errors),
    )


def everyone_chosen_is_reached(facts: Facts) -> Verdict:
    """I03: the letter went to all in the segment, which is kept with it; who was missed is shown.

    A sending is always kept with its segment and its recipients, so that only the reach is asked.
    """
    reach = facts.recipients
    if not facts.invitations or reach.total == 0:
        return unfulfilled(seen("I01.NOT_SENT"))
    counted = seen("I03.RECIPIENTS", number=reach.total)
    if reach.reached >= reach.total:
        return fulfilled(counted)
    told = [counted, seen("I03.REACHED", number=reach.reached, total=reach.total)]
    if reach.not_reached:
        told.append(seen("I03.NOT_REACHED", number=reach.not_reached, total=reach.total))
    enough = 100 * reach.reached >= facts.limits["reached-percent"] * reach.total
    return partly(*told) if enough else unfulfilled(*told)


def channels_are_several(facts: Facts) -> Verdict:
    """I04: several channels, one of which needs no internet.

    Posters, calls and those who pass letters on are in no fact: too few known proves nothing.
    """
    reached = facts.recipients
    offline = {"I04.PAPER": reached.on_paper > 0, "I04.OTHERWISE": reached.otherwise > 0}
    online = {
        "I04.EMAIL": reached.by_email > 0,
        "I04.OPEN_PAGE": facts.published_on is not None and facts.is_open_to_all,
    }
    used: list[Seen] = [seen(code) for code, holds in (offline | online).items() if holds]
    fewest = facts.limits["channels-fewest"]
    counted = seen("I04.COUNTED", number=len(used), fewest=fewest)
    if len(used) >= fewest and any(offline.values()):
        return fulfilled(counted, *used)
    return no_facts(counted, *used)


def organisations_choose(facts: Facts) -> Verdict:
    """I07: letters go to organisations, which say themselves who speaks for them."""
    reached = facts.recipients
    if reached.total == 0:
        return unfulfilled(seen("I01.NOT_SENT"))
    counted = seen("I07.ORGANISATIONS", number=reached.organisations, total=reached.total)
    return judged(reached.organisations == reached.total, counted)


def silent_are_reminded(facts: Facts) -> Verdict:
    """I10: a reminder left before the last meeting, or the last day to answer where nobody meets.

    It only ever goes to those who have not answered.
    """
    end = facts.last_meeting_on or facts.last_day
    in_time = [
        each.on
        for each in facts.sendings
        if each.kind == REMINDER and each.on <= facts.today and (end is None or each.on <= end)
    ]
    if not in_time:
        return unfulfilled(seen("I10.NONE"))
    return fulfilled(seen("I10.TO_SILENT", on=min(in_time)))
