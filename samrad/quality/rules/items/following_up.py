"""The rules of phase U, following up."""

from datetime import date

from samrad.planning.rules.timeline import effective_weeks
from samrad.quality.rules.facts import Facts, in_order, working_days_between
from samrad.quality.rules.verdict import (
    Verdict,
    fulfilled,
    judged,
    named,
    no_facts,
    not_applicable,
    partly,
    seen,
    unfulfilled,
)


def notes_are_sent(facts: Facts) -> Verdict:
    """U01: what was heard went out within working days of every meeting.

    Notes sent in other ways are in no fact. Nothing out yet therefore proves nothing, nor does a
    letter that came long after the first meetings but soon after the last: their notes may have
    gone out apart. One that came too late after the last meeting was too late for them all.
    """
    heard = facts.heard_published_on
    if heard is None:
        return no_facts(seen("U01.NOTHING_OUT"))
    days = [_working_days(facts, each.on, heard) for each in in_order(facts.meetings)]
    last = facts.last_meeting_on
    if last is None or heard < last:
        return no_facts(seen("U01.BEFORE_LAST", on=heard, last=last))
    most, longest = facts.limits["notes-days"], facts.limits["notes-days-longest"]
    told = [seen("U01.DAYS", on=heard, days=days[-1], most=most)]
    if days[-1] > longest:
        return unfulfilled(*told)
    if days[0] > most:
        told.append(seen("U01.FIRST_MEETING", days=days[0]))
    if days[0] > longest:
        return no_facts(*told)
    return fulfilled(*told) if days[0] <= most else partly(*told)


def _working_days(facts: Facts, met: date, heard: date) -> int:
    return working_days_between(met, heard, red_days=facts.red_days)


def notes_can_be_mended(facts: Facts) -> Verdict:
    """U02: after what was heard went out there was still time to answer.

    A time to comment that was given in other ways is in no fact.
    """
    heard, last = facts.heard_published_on, facts.last_day
    if heard is None or last is None:
        return no_facts(seen("U01.NOTHING_OUT"))
    days, least = (last - heard).days, facts.limits["comment-days"]
    told = seen("U02.DAYS", on=heard, days=max(0, days), least=least)
    return fulfilled(told) if days >= least else no_facts(told)


def all_is_registered(facts: Facts) -> Verdict:
    """U03: the consultation has its case number, and every frozen statement carries it."""
    number = facts.case_number.strip()
    if not number:
        return unfulfilled(seen("P20.NO_CASE_NUMBER"))
    told = [seen("U03.CASE_NUMBER", number=number, submissions=facts.submissions)]
    without = facts.statement.without_case_number
    if without:
        told.append(seen("U03.STATEMENTS", number=without))
    return judged(not without, *told)


def all_is_coded(facts: Facts) -> Verdict:
    """U04: every contribution has a theme and somebody who looks after it."""
    counted = facts.contributions
    if counted.total == 0:
        return not_applicable(seen("NO_CONTRIBUTIONS"))
    return judged(
        counted.coded == counted.total,
        seen("U04.THEMED", number=counted.themed, total=counted.total),
        seen("U04.OWNED", number=counted.owned, total=counted.total),
    )


def all_is_answered(facts: Facts) -> Verdict:
    """U05: every contribution has a reply, and every reply a reason (the data asks that).

    Until it is signed off, a reply is a proposal and answers nobody.
    """
    counted = facts.contributions
    if counted.total == 0:
        return not_applicable(seen("NO_CONTRIBUTIONS"))
    told = [seen("U05.ANSWERED", number=counted.signed, total=counted.total)]
    proposed = counted.answered - counted.signed
    if proposed > 0:
        told.append(seen("U05.PROPOSED", number=proposed))
    left = counted.total - max(counted.answered, counted.signed)
    if left > 0:
        told.append(seen("U05.LEFT", number=left))
    if counted.signed >= counted.total:
        return fulfilled(*told)
    nearly = 100 * counted.signed >= facts.limits["replies-percent"] * counted.total
    return partly(*told) if nearly else unfulfilled(*told)


def replies_are_out(facts: Facts) -> Verdict:
    """U06: every reply is published, and has been sent to those who took part.

    Those whom no letter can reach are told apart: with them it is fulfilled in part.
    """
    counted, sent = facts.contributions, facts.deliveries
    if counted.total == 0:
        return not_applicable(seen("NO_CONTRIBUTIONS"))
    told = [seen("U06.PUBLISHED", number=counted.published, total=counted.total)]
    if sent.total:
        told.append(seen("U06.DELIVERED", number=sent.sent, total=sent.total))
    parted = {"U06.LEFT": sent.left, "U06.FAILED": sent.failed, "U06.NO_ADDRESS": sent.no_address}
    told += [seen(code, number=number) for code, number in parted.items() if number]
    is_sent = sent.left == 0 and (sent.sent > 0 or not counted.named)
    if counted.published < counted.total or not is_sent:
        return unfulfilled(*told)
    return partly(*told) if sent.failed or sent.no_address else fulfilled(*told)


def plan_shows_its_sources(facts: Facts) -> Verdict:
    """U07: in every chapter that was commented on, a reply names what was changed."""
    found = facts.plan_links
    if facts.contributions.total == 0:
        return not_applicable(seen("NO_CONTRIBUTIONS"))
    told = seen("U07.LINKS", number=found.links)
    if found.chapters == 0:
        return judged(found.links > 0, told)
    chapters = seen("U07.CHAPTERS", number=found.linked, total=found.chapters)
    missing = named(seen("U07.MISSING", title=name) for name in found.unlinked)
    return judged(found.linked >= found.chapters, told, chapters, *missing)


def written_round_is_long(facts: Facts) -> Verdict:
    """U08: a draft was out for comments long enough, summer and Christmas weeks apart."""
    out = facts.referral
    if out is None:
        return not_applicable(seen("U08.NO_REFERRAL"))
    if out.first is None or out.last is None:
        return unfulfilled(seen("U08.NO_DATES"))
    weeks = effective_weeks(out.first, out.last, limits=facts.time_limits)
    least = facts.limits["written-round-weeks"]
    told = seen("U08.WEEKS", weeks=weeks, least=least)
    if weeks >= least:
        return fulfilled(told)
    shortest = facts.limits["written-round-weeks-shortest"]
    return partly(told) if weeks >= shortest else unfulfilled(told)


def answers_are_compiled(facts: Facts) -> Verdict:
    """U09: a statement is frozen; it always tells civil society's voices by kind of actor."""
    on = facts.statement.latest_on
    return unfulfilled(seen("U09.NONE")) if on is None else fulfilled(seen("U09.FROZEN", on=on))


def deciders_had_it(facts: Facts) -> Verdict:
    """U10: a statement was ready when the decision was made.

    What the committee was given is in no fact: that none was ready proves nothing.
    """
    ready, decided = facts.statement.first_on, facts.decided_on or facts.decision_on
    if ready is None or decided is None or ready > decided:
        return no_facts(seen("U10.NOT_READY"))
    return fulfilled(seen("U10.READY", on=ready, decided=decided))


def statement_is_public(facts: Facts) -> Verdict:
    """U12: the statement is published. Every format of it is made to be accessible."""
    on = facts.statement.published_on
    return unfulfilled(seen("U12.NONE")) if on is None else fulfilled(seen("U12.PUBLISHED", on=on))
