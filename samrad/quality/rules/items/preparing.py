"""The rules of phase F, preparing, and of phase L, between the plans."""

from datetime import timedelta

from samrad.core.text import count_sentences, lix
from samrad.quality.rules.facts import Facts
from samrad.quality.rules.verdict import (
    Verdict,
    fulfilled,
    judged,
    named,
    no_facts,
    seen,
    unfulfilled,
)


def purpose_is_plain(facts: Facts) -> Verdict:
    """F03: a purpose of few sentences that is easy to read."""
    if not facts.purpose.strip():
        return unfulfilled(seen("F03.MISSING"))
    sentences, index = count_sentences(facts.purpose), lix(facts.purpose)
    most, highest = facts.limits["purpose-sentences"], facts.limits["purpose-lix"]
    return judged(
        sentences <= most and index <= highest,
        seen("F03.SENTENCES", number=sentences, most=most),
        seen("F03.LIX", number=index, most=highest),
    )


def influence_is_told(facts: Facts) -> Verdict:
    """F04: something is open, and everything named has its class (the data asks that of each)."""
    if facts.open_items + facts.partly_items + facts.locked_items == 0:
        return unfulfilled(seen("F04.MISSING"))
    counted = seen(
        "F04.COUNTED",
        open=facts.open_items,
        partly=facts.partly_items,
        locked=facts.locked_items,
    )
    return judged(facts.open_items > 0, counted)


def decision_comes_after(facts: Facts) -> Verdict:
    """F05: a named body decides, long enough after the last meeting and the last day to answer."""
    body = facts.decision_maker.strip()
    who = seen("F05.BODY", name=body) if body else seen("F05.NO_BODY")
    if facts.decision_on is None:
        return unfulfilled(who, seen("F05.NO_DATE"))
    when = seen("F05.DATE", on=facts.decision_on)
    if facts.ends_on is None:
        return unfulfilled(who, when, seen("F05.NO_END"))
    least = facts.limits["decision-days"]
    meeting = facts.last_meeting_on
    far = meeting is None or (facts.decision_on - meeting).days > least
    days = (facts.decision_on - facts.ends_on).days
    gap = seen("F05.DAYS_AFTER", days=days, least=least, ends=facts.ends_on)
    if days <= 0:
        gap = seen("F05.BEFORE_END", ends=facts.ends_on)
    return judged(bool(body) and far and days > 0, who, when, gap)


def goals_are_set(facts: Facts) -> Verdict:
    """F07: goals enough, each with a way to tell that it is reached."""
    fewest = facts.limits["goals-fewest"]
    return judged(facts.goals >= fewest, seen("F07.GOALS", number=facts.goals, fewest=fewest))


def asking_was_tried(facts: Facts) -> Verdict:
    """F08: the five questions about whether to consult at all are answered, and all with yes."""
    if facts.pre_gate is None:
        return unfulfilled(seen("F08.NOT_TRIED"))
    return judged(facts.pre_gate, seen("F08.ALL_YES" if facts.pre_gate else "F08.A_NO"))


def register_is_checked(facts: Facts) -> Verdict:
    """F09: most of the actors at work were checked within the time that a check holds."""
    register = facts.register
    if register.active == 0:
        return unfulfilled(seen("F09.EMPTY"))
    least = facts.limits["register-percent"]
    counted = seen(
        "F09.CHECKED",
        number=register.verified,
        total=register.active,
        percent=100 * register.verified // register.active,
        least=least,
        days=facts.limits["register-days"],
    )
    return judged(100 * register.verified >= least * register.active, counted)


def networks_are_known(facts: Facts) -> Verdict:
    """F11: networks and groups without a form of association stand in the register."""
    number = facts.register.networks
    return judged(number > 0, seen("F11.NETWORKS" if number else "F11.NONE", number=number))


def _duty_is_tried(item: str, kind: str, facts: Facts) -> Verdict:
    duty = facts.duties.get(kind)
    if duty is None:
        return unfulfilled(seen(f"{item}.NOT_TRIED"))
    code = "APPLIES" if duty.applies else "APPLIES_NOT"
    return fulfilled(seen(f"DUTY.{code}", on=duty.decided_on))


def minorities_are_tried(facts: Facts) -> Verdict:
    """F14: the duty to consult national minorities is decided, for a reason."""
    return _duty_is_tried("F14", "MIN", facts)


def sami_are_tried(facts: Facts) -> Verdict:
    """F15: the duty to consult Sámi representatives is decided, for a reason."""
    return _duty_is_tried("F15", "SAM", facts)


def children_are_tried(facts: Facts) -> Verdict:
    """F16: the child's best has been tried."""
    return _duty_is_tried("F16", "CHILD", facts)


def budget_has_kinds(facts: Facts) -> Verdict:
    """F17: a budget with several kinds of cost, and money in it."""
    if facts.budget_kinds == 0:
        return unfulfilled(seen("F17.MISSING"))
    fewest = facts.limits["budget-kinds"]
    return judged(
        facts.budget_kinds >= fewest and facts.budget_total > 0,
        seen("F17.KINDS", number=facts.budget_kinds, fewest=fewest),
        seen("F17.SUM", number=facts.budget_total),
    )


def timeline_is_counted_back(facts: Facts) -> Verdict:
    """F18: every milestone of the method has its date, and they come in order."""
    timeline = facts.timeline
    if timeline.dated == 0:
        return unfulfilled(seen("F18.MISSING"))
    missing = (seen("F18.LACKS", name=name) for name in timeline.missing)
    wrong = (seen("F18.DISORDERED", name=name) for name in timeline.disordered)
    counted = seen("F18.DATED", number=timeline.dated)
    return judged(
        not timeline.missing and not timeline.disordered, counted, *named([*missing, *wrong])
    )


def parties_were_asked_early(facts: Facts) -> Verdict:
    """F19: a pre-meeting was held before the set-up was published.

    Who was asked in other ways is in no fact, so that its lack proves nothing.
    """
    held, locked = facts.pre_meeting_on, facts.published_on
    if held is None:
        return no_facts(seen("F19.NO_PRE_MEETING"))
    if held > facts.today:
        return no_facts(seen("F19.PLANNED", on=held))
    if locked is not None and held > locked:
        return no_facts(seen("F19.AFTER", on=held, locked=locked))
    return fulfilled(seen("F19.HELD", on=held))


def contact_every_year(facts: Facts) -> Verdict:
    """L01: civil society was met every year since the last plan.

    Other contacts are in no fact, so that a year without a meeting proves nothing.
    """
    if not facts.years_since_plan:
        return no_facts(seen("L01.NO_EARLIER_PLAN"))
    met = set(facts.years_with_contact)
    without = [year for year in facts.years_since_plan if year not in met]
    if without:
        return no_facts(*named(seen("L01.WITHOUT", year=str(year)) for year in without))
    return fulfilled(
        seen(
            "L01.EVERY_YEAR",
            first=str(facts.years_since_plan[0]),
            last=str(facts.years_since_plan[-1]),
        )
    )


def handover_is_fresh(facts: Facts) -> Verdict:
    """L04: somebody has put together what the next one needs, not too long ago."""
    if facts.handover_on is None:
        return unfulfilled(seen("L04.NONE"))
    days = facts.limits["handover-days"]
    is_fresh = facts.handover_on >= facts.today - timedelta(days=days)
    return judged(is_fresh, seen("L04.MADE", on=facts.handover_on, days=days))
