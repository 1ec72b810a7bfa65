"""The rules of phase P, planning."""

import re
from collections import Counter
from typing import Final

from samrad.consultations.enums import Audience
from samrad.core.text import lix
from samrad.planning.rules.matrix import level_of, rank
from samrad.planning.rules.timeline import (
    CHRISTMAS_WEEKS,
    RED_DAY,
    SUMMER_WEEKS,
    meeting_warnings,
)
from samrad.quality.rules.facts import (
    FROM_AFAR,
    OUTREACH_FORMS,
    TARGETED,
    TARGETED_FORM,
    Facts,
    MeetingFact,
    in_order,
)
from samrad.quality.rules.verdict import (
    Seen,
    Verdict,
    about_meetings,
    fulfilled,
    judged,
    named,
    no_facts,
    not_applicable,
    seen,
    unfulfilled,
)

# Whose meetings volunteers come to: those for all, too, as the review of invitations has it.
_FOR_VOLUNTEERS: Final = frozenset({Audience.CIVIL_SOCIETY, Audience.ALL})
_SEVERAL: Final = 2
_WORD: Final = re.compile(r"\w{2,}")


def activities_are_placed(facts: Facts) -> Verdict:
    """P01: every activity stands in the matrix, and those asked are told the level."""
    if not facts.activities:
        return unfulfilled(seen("NO_ACTIVITIES"))
    missing = [each for each in facts.activities if not each.cells]
    total = len(facts.activities)
    placed = seen("P01.PLACED", number=total - len(missing), total=total)
    told = _level_is_told(facts)
    level = seen("P01.LEVEL_TOLD" if told else "P01.LEVEL_NOT_TOLD")
    culprits = named(seen("P01.NOT_PLACED", title=each.title) for each in missing)
    return judged(not missing and told, placed, *culprits, level)


def _level_is_told(facts: Facts) -> bool:
    """Tell whether every inviting letter states the level; the page does once it is published."""
    if facts.letters:
        return all(each.states_level for each in facts.letters)
    return facts.published_on is not None


def something_before_the_draft(facts: Facts) -> Verdict:
    """P02: something is done before there is a finished draft."""
    first, draft = facts.first_activity_on, facts.draft_on
    if first is None:
        return unfulfilled(seen("P02.NOTHING"))
    if draft is None:
        return fulfilled(seen("P02.NO_DRAFT", on=first))
    return judged(first < draft, seen("P02.DATES", on=first, draft=draft))


def some_dialogue(facts: Facts) -> Verdict:
    """P03: something is a dialogue or more."""
    levels = [(each, [level_of(cell) for cell in each.cells]) for each in facts.activities]
    found = [
        each.title for each, held in levels if any(rank(level) >= rank("DIA") for level in held)
    ]
    if not any(held for _each, held in levels):
        return unfulfilled(seen("P03.NOTHING_PLACED"))
    if not found:
        return unfulfilled(seen("P03.NONE"))
    return fulfilled(*named(seen("P03.FOUND", title=title) for title in found))


def _suits_volunteers(meeting: MeetingFact, facts: Facts) -> bool:
    if meeting.is_at_weekend or meeting.on in facts.red_days:
        return True
    return meeting.starts_at.hour >= facts.limits["evening-hour"] or _is_wished(meeting, facts)


def _is_wished(meeting: MeetingFact, facts: Facts) -> bool:
    """Tell whether somebody has written who asked for daytime, in words."""
    return len(_WORD.findall(meeting.daytime_motive)) >= facts.limits["wish-words"]


def meetings_are_in_the_evening(facts: Facts) -> Verdict:
    """P05: most meetings for volunteers are in the evening or at a weekend, or daytime is wished.

    A meeting whose daytime somebody has given a motive for counts as one that suits.
    """
    asked = [each for each in in_order(facts.meetings) if each.audience in _FOR_VOLUNTEERS]
    if not asked:
        return not_applicable(seen("P05.NOT_FOR_THEM"))
    wrong = [each for each in asked if not _suits_volunteers(each, facts)]
    number, total = len(asked) - len(wrong), len(asked)
    counted = seen(
        "P05.COUNTED",
        number=number,
        total=total,
        percent=100 * number // total,
        hour=facts.limits["evening-hour"],
        least=facts.limits["evening-percent"],
    )
    wished = (
        seen("P05.WISHED", title=each.title, on=each.on, motive=each.daytime_motive.strip())
        for each in asked
        if _is_wished(each, facts)
    )
    culprits = (
        seen("P05.DAYTIME", title=each.title, on=each.on, at=f"{each.starts_at:%H.%M}")
        for each in wrong
    )
    enough = 100 * number >= facts.limits["evening-percent"] * total
    return judged(enough, counted, *named(culprits), *named(wished))


def meetings_are_spread(facts: Facts) -> Verdict:
    """P06: meetings are held in several municipalities, or a fair part outside the commonest.

    Where the residence is stands in no fact. What is outside the commonest municipality is never
    more than what is outside the residence, so that nobody is called fulfilled who is not.
    """
    on_site = [each for each in facts.meetings if each.is_on_site]
    if facts.municipalities == 1:
        return not_applicable(seen("P06.ONE_MUNICIPALITY"))
    if not on_site:
        return not_applicable(seen("P06.NONE_ON_SITE"))
    places = Counter(each.municipality for each in on_site if each.municipality)
    unknown = len(on_site) - places.total()
    elsewhere = places.total() - max(places.values(), default=0)
    percent = 100 * elsewhere // len(on_site)
    fewest, least = facts.limits["municipalities-fewest"], facts.limits["elsewhere-percent"]
    far = len(places) >= _SEVERAL and 100 * elsewhere >= least * len(on_site)
    told = [seen("P06.PLACES", number=len(places), fewest=fewest, percent=percent, least=least)]
    told += [seen("P06.PLACE", name=name, number=number) for name, number in places.most_common()]
    if unknown:
        told.append(seen("P06.UNKNOWN", number=unknown))
    return judged(len(places) >= fewest or far, told[0], *named(told[1:]))


def something_from_afar(facts: Facts) -> Verdict:
    """P07: at least one meeting can be followed on a screen or by telephone."""
    found = [each for each in facts.meetings if each.form in FROM_AFAR or each.can_phone_in]
    return _some(found, "P07")


def something_in_person(facts: Facts) -> Verdict:
    """P08: at least one meeting is in a room, or somebody goes to those who are asked."""
    if any(each.form_key in OUTREACH_FORMS for each in facts.activities):
        return fulfilled(seen("P08.OUTREACH"))
    if not facts.meetings:
        return about_meetings(facts)
    return _some([each for each in facts.meetings if each.is_on_site], "P08")


def _some(found: list[MeetingFact], item: str) -> Verdict:
    return judged(
        bool(found),
        seen(f"{item}.FOUND" if found else f"{item}.NONE", number=len(found)),
    )


def venues_are_checked(facts: Facts) -> Verdict:
    """P09: accessibility is described for every room; that it was checked, a person confirms."""
    on_site = [each for each in in_order(facts.meetings) if each.is_on_site]
    if not on_site:
        return not_applicable(seen("P06.NONE_ON_SITE"))
    missing = [each for each in on_site if not each.has_access_note]
    counted = seen("P09.DESCRIBED", number=len(on_site) - len(missing), total=len(on_site))
    culprits = named(seen("P09.MISSING", title=each.title, on=each.on) for each in missing)
    return judged(not missing, counted, *culprits)


def meetings_do_not_clash(facts: Facts) -> Verdict:
    """P11: no meeting falls on a red day, in the quiet weeks, or on a day of the region's own.

    School holidays differ between municipalities and are in no fact; the sentence says so.
    """
    clashes = [clash for each in in_order(facts.meetings) for clash in _clashes(each, facts)]
    if not clashes:
        return fulfilled(seen("P11.NONE", number=len(facts.meetings)))
    return unfulfilled(*named(clashes))


def _clashes(meeting: MeetingFact, facts: Facts) -> list[Seen]:
    found = meeting_warnings(
        key=meeting.title,
        starts_at=meeting.starts_at,
        limits=facts.time_limits,
        red_days=facts.red_days,
    )
    days = {RED_DAY, SUMMER_WEEKS, CHRISTMAS_WEEKS}
    told = [
        seen(f"P11.{each.code}", title=meeting.title, on=meeting.on)
        for each in found
        if each.code in days
    ]
    return told + [
        seen("P11.OTHER", title=meeting.title, on=meeting.on, other=other)
        for other in meeting.clashes
    ]


def some_are_asked_apart(facts: Facts) -> Verdict:
    """P12: a consultation with named parties is planned, or a letter that invites to one."""
    found = [each.title for each in facts.activities if each.form_key == TARGETED_FORM]
    if found:
        return fulfilled(*named(seen("P12.FOUND", title=title) for title in found))
    if any(each.kind == TARGETED for each in facts.sendings):
        return fulfilled(seen("P12.LETTER"))
    return unfulfilled(seen("P12.NONE"))


def material_is_early_and_plain(facts: Facts) -> Verdict:
    """P15: what is asked about is published in good time, and its words are plain.

    The page of the consultation is the short version; before which day it must stand is that of
    the first meeting, or the last day to answer where nobody meets.
    """
    before = min((each.on for each in facts.meetings), default=facts.last_day)
    if before is None:
        return unfulfilled(seen("P15.NO_DAY"))
    if facts.published_on is None:
        return unfulfilled(seen("P15.NOT_PUBLISHED", on=before))
    days, least = (before - facts.published_on).days, facts.limits["material-days"]
    text = f"{facts.lead}\n\n{facts.purpose}\n\n{facts.at_stake}"
    if not text.strip():
        return unfulfilled(seen("P15.EMPTY"))
    index = lix(text)
    highest = facts.limits["material-lix"]
    return judged(
        days >= least and index <= highest,
        seen("P15.DAYS", days=days, least=least, on=before),
        seen("P15.LIX", number=index, most=highest),
    )


def answering_is_settled(facts: Facts) -> Verdict:
    """P17: somebody is responsible, and there are dates for what was heard and for the replies."""
    lacking = {
        "P17.NO_OWNER": not facts.has_owner,
        "P17.NO_HEARD_DATE": facts.heard_on is None,
        "P17.NO_REPLY_DATE": facts.answered_on is None,
    }
    missing = [seen(code) for code, lacks in lacking.items() if lacks]
    return unfulfilled(*missing) if missing else fulfilled(seen("P17.SETTLED"))


def feedback_has_a_date(facts: Facts) -> Verdict:
    """P18: the day when those who took part are told what was heard is set, soon after they met.

    It is counted from the last meeting, and from the last day to answer where nobody meets.
    """
    if facts.heard_on is None:
        return unfulfilled(seen("P18.NO_DATE"))
    met = facts.last_meeting_on
    start = met or facts.last_day
    if start is None:
        return unfulfilled(seen("P18.DATE", on=facts.heard_on), seen("P18.NO_END"))
    days, most = (facts.heard_on - start).days, facts.limits["heard-days"]
    if days < 0:
        return unfulfilled(seen("P18.DATE", on=facts.heard_on), seen("P18.BEFORE", start=start))
    code = "P18.DAYS_AFTER_MEETING" if met else "P18.DAYS"
    return judged(days <= most, seen(code, on=facts.heard_on, days=days, most=most, start=start))


def newcomers_are_helped(facts: Facts) -> Verdict:
    """P19: a pre-meeting is held. Study circles are in no fact, so that its lack proves nothing."""
    if facts.pre_meeting_on is None:
        return no_facts(seen("F19.NO_PRE_MEETING"))
    return fulfilled(seen("P19.PRE_MEETING", on=facts.pre_meeting_on))


def records_are_thought_of(facts: Facts) -> Verdict:
    """P20: there is a case number and a decision on disposal; every letter has its privacy text."""
    number = facts.case_number.strip()
    decision = facts.disposal_decision.strip()
    return judged(
        bool(number and decision),
        seen("P20.CASE_NUMBER", number=number) if number else seen("P20.NO_CASE_NUMBER"),
        seen("P20.DISPOSAL", name=decision) if decision else seen("P20.NO_DISPOSAL"),
    )
