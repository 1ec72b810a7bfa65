"""One row an item: which facts it reads, by what rule, and where what it finds is mended.

Items whose facts come with later parts stand here without a rule and say what is missing. They are
*underlag saknas* from the machine, and may be proved by hand until the facts come. Items that are a
person's to judge (mode M) have neither. `docs/checklist.md` is held to this table by a test.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from samrad.quality.rules.facts import Facts
from samrad.quality.rules.items import following_up, inviting, planning, preparing
from samrad.quality.rules.verdict import Rule, Verdict, about_meetings, no_facts, seen


class Place(StrEnum):
    """Where in the workspace something is mended."""

    PURPOSE = "purpose"
    INFLUENCE = "influence"
    DECISION = "decision"
    DATES = "dates"
    CONTACT = "contact"
    GOALS = "goals"
    PRE_GATE = "pre_gate"
    DUTIES = "duties"
    REGISTER = "register"
    TIMELINE = "timeline"
    MEETINGS = "meetings"
    MATRIX = "matrix"
    LETTER = "letter"
    MAILINGS = "mailings"
    REGION = "region"
    HANDOVER = "handover"
    PUBLISH = "publish"
    HEARD = "heard"
    DESK = "desk"
    REPLIES = "replies"
    DELIVERIES = "deliveries"
    PLAN = "plan"
    STATEMENT = "statement"
    EVIDENCE = "evidence"


class Lack(StrEnum):
    """What the tool does not hold yet."""

    COMMITMENTS = "COMMITMENTS"
    IMPROVEMENTS = "IMPROVEMENTS"
    COVERAGE = "COVERAGE"
    TARGET_GROUPS = "TARGET_GROUPS"
    EXPERTS = "EXPERTS"
    YEAR_WHEEL = "YEAR_WHEEL"
    STANDING_FORM = "STANDING_FORM"
    AGENDA = "AGENDA"
    COMPENSATION = "COMPENSATION"
    ROLES = "ROLES"
    MATERIAL = "MATERIAL"
    RELAYS = "RELAYS"
    CONTACTS = "CONTACTS"
    SIGN_UP = "SIGN_UP"
    RUN_SHEET = "RUN_SHEET"
    ATTENDANCE = "ATTENDANCE"
    NEEDS = "NEEDS"
    CHECK_OUT = "CHECK_OUT"
    SURVEYS = "SURVEYS"
    CLAIMS = "CLAIMS"
    CASES = "CASES"


@dataclass(frozen=True)
class Row:
    """An item: its rule with the facts it reads, or what is missing, or neither (a person's).

    `about_meetings`: where there are no meetings, the rule is not asked (`verdict.about_meetings`).
    """

    mended_at: Place
    rule: Rule | None = None
    reads: tuple[str, ...] = ()
    lacks: Lack | None = None
    about_meetings: bool = False


def _by(rule: Rule, *reads: str, at: Place, about_meetings: bool = False) -> Row:
    return Row(at, rule, reads, about_meetings=about_meetings)


def _later(lacks: Lack, *, about_meetings: bool = False) -> Row:
    return Row(Place.EVIDENCE, lacks=lacks, about_meetings=about_meetings)


def _by_hand(*, about_meetings: bool = False) -> Row:
    return Row(Place.EVIDENCE, about_meetings=about_meetings)


_PREPARING: Final[Mapping[str, Row]] = {
    "F01": _later(Lack.COMMITMENTS),
    "F02": _later(Lack.IMPROVEMENTS),
    "F03": _by(preparing.purpose_is_plain, "purpose", at=Place.PURPOSE),
    "F04": _by(
        preparing.influence_is_told,
        "open_items",
        "partly_items",
        "locked_items",
        at=Place.INFLUENCE,
    ),
    "F05": _by(
        preparing.decision_comes_after,
        "decision_maker",
        "decision_on",
        "last_day",
        "meetings",
        at=Place.DECISION,
    ),
    "F06": _by_hand(),
    "F07": _by(preparing.goals_are_set, "goals", at=Place.GOALS),
    "F08": _by(preparing.asking_was_tried, "pre_gate", at=Place.PRE_GATE),
    "F09": _by(preparing.register_is_checked, "register", at=Place.REGISTER),
    "F10": _later(Lack.COVERAGE),
    "F11": _by(preparing.networks_are_known, "register", at=Place.REGISTER),
    "F12": _later(Lack.TARGET_GROUPS),
    "F13": _later(Lack.TARGET_GROUPS),
    "F14": _by(preparing.minorities_are_tried, "duties", at=Place.DUTIES),
    "F15": _by(preparing.sami_are_tried, "duties", at=Place.DUTIES),
    "F16": _by(preparing.children_are_tried, "duties", at=Place.DUTIES),
    "F17": _by(preparing.budget_has_kinds, "budget_kinds", "budget_total", at=Place.GOALS),
    "F18": _by(preparing.timeline_is_counted_back, "timeline", at=Place.TIMELINE),
    "F19": _by(
        preparing.parties_were_asked_early, "pre_meeting_on", "published_on", at=Place.TIMELINE
    ),
    "F20": _later(Lack.EXPERTS),
    "L01": _by(
        preparing.contact_every_year, "years_since_plan", "years_with_contact", at=Place.MEETINGS
    ),
    "L02": _later(Lack.YEAR_WHEEL),
    "L03": _later(Lack.STANDING_FORM),
    "L04": _by(preparing.handover_is_fresh, "handover_on", at=Place.HANDOVER),
}
_PLANNING: Final[Mapping[str, Row]] = {
    "P01": _by(
        planning.activities_are_placed,
        "activities",
        "letters",
        "published_on",
        at=Place.MATRIX,
    ),
    "P02": _by(
        planning.something_before_the_draft, "first_activity_on", "draft_on", at=Place.MEETINGS
    ),
    "P03": _by(planning.some_dialogue, "activities", at=Place.MATRIX),
    "P04": _later(Lack.AGENDA),
    "P05": _by(
        planning.meetings_are_in_the_evening,
        "meetings",
        "red_days",
        at=Place.MEETINGS,
        about_meetings=True,
    ),
    "P06": _by(
        planning.meetings_are_spread,
        "meetings",
        "municipalities",
        at=Place.MEETINGS,
        about_meetings=True,
    ),
    "P07": _by(planning.something_from_afar, "meetings", at=Place.MEETINGS, about_meetings=True),
    "P08": _by(
        planning.something_in_person, "meetings", "activities", "last_day", at=Place.MEETINGS
    ),
    "P09": _by(planning.venues_are_checked, "meetings", at=Place.MEETINGS, about_meetings=True),
    "P10": _later(Lack.COMPENSATION),
    "P11": _by(
        planning.meetings_do_not_clash,
        "meetings",
        "red_days",
        at=Place.MEETINGS,
        about_meetings=True,
    ),
    "P12": _by(planning.some_are_asked_apart, "activities", "sendings", at=Place.MATRIX),
    "P13": _later(Lack.ROLES, about_meetings=True),
    "P14": _by_hand(about_meetings=True),
    "P15": _by(
        planning.material_is_early_and_plain,
        "meetings",
        "last_day",
        "published_on",
        "lead",
        "purpose",
        "at_stake",
        at=Place.PUBLISH,
    ),
    "P16": _later(Lack.MATERIAL),
    "P17": _by(
        planning.answering_is_settled, "has_owner", "heard_on", "answered_on", at=Place.CONTACT
    ),
    "P18": _by(planning.feedback_has_a_date, "heard_on", "last_day", "meetings", at=Place.DATES),
    "P19": _by(planning.newcomers_are_helped, "pre_meeting_on", at=Place.TIMELINE),
    "P20": _by(
        planning.records_are_thought_of, "case_number", "disposal_decision", at=Place.CONTACT
    ),
}
_INVITING: Final[Mapping[str, Row]] = {
    "I01": _by(
        inviting.letters_leave_in_time,
        "sendings",
        "letters",
        "meetings",
        "last_day",
        at=Place.MAILINGS,
    ),
    "I02": _by(inviting.letters_pass_review, "letters", at=Place.LETTER),
    "I03": _by(inviting.everyone_chosen_is_reached, "sendings", "recipients", at=Place.MAILINGS),
    "I04": _by(
        inviting.channels_are_several,
        "recipients",
        "published_on",
        "is_open_to_all",
        at=Place.MAILINGS,
    ),
    "I05": _later(Lack.RELAYS),
    "I06": _later(Lack.CONTACTS),
    "I07": _by(inviting.organisations_choose, "recipients", at=Place.MAILINGS),
    "I08": _later(Lack.SIGN_UP, about_meetings=True),
    "I09": _later(Lack.SIGN_UP, about_meetings=True),
    "I10": _by(inviting.silent_are_reminded, "sendings", "last_day", "meetings", at=Place.MAILINGS),
}
_CARRYING_OUT: Final[Mapping[str, Row]] = {
    "G01": _later(Lack.RUN_SHEET, about_meetings=True),
    "G02": _later(Lack.RUN_SHEET, about_meetings=True),
    "G03": _later(Lack.ROLES, about_meetings=True),
    "G04": _later(Lack.AGENDA, about_meetings=True),
    "G05": _later(Lack.RUN_SHEET, about_meetings=True),
    "G06": _by_hand(about_meetings=True),
    "G07": _later(Lack.NEEDS, about_meetings=True),
    "G08": _later(Lack.CHECK_OUT, about_meetings=True),
    "G09": _later(Lack.ROLES, about_meetings=True),
    "G10": _by_hand(about_meetings=True),
    "G11": _later(Lack.ATTENDANCE, about_meetings=True),
    "G12": _later(Lack.CHECK_OUT, about_meetings=True),
}
_FOLLOWING_UP: Final[Mapping[str, Row]] = {
    "U01": _by(
        following_up.notes_are_sent,
        "meetings",
        "heard_published_on",
        "red_days",
        at=Place.HEARD,
        about_meetings=True,
    ),
    "U02": _by(following_up.notes_can_be_mended, "heard_published_on", "last_day", at=Place.HEARD),
    "U03": _by(
        following_up.all_is_registered,
        "case_number",
        "submissions",
        "statement",
        at=Place.CONTACT,
    ),
    "U04": _by(following_up.all_is_coded, "contributions", at=Place.DESK),
    "U05": _by(following_up.all_is_answered, "contributions", at=Place.DESK),
    "U06": _by(
        following_up.replies_are_out,
        "contributions",
        "deliveries",
        at=Place.REPLIES,
    ),
    "U07": _by(following_up.plan_shows_its_sources, "contributions", "plan_links", at=Place.DESK),
    "U08": _by(following_up.written_round_is_long, "referral", at=Place.DATES),
    "U09": _by(following_up.answers_are_compiled, "statement", at=Place.STATEMENT),
    "U10": _by(
        following_up.deciders_had_it,
        "statement",
        "decided_on",
        "decision_on",
        at=Place.STATEMENT,
    ),
    "U11": _later(Lack.SURVEYS),
    "U12": _by(following_up.statement_is_public, "statement", at=Place.STATEMENT),
    "U13": _later(Lack.CLAIMS),
    "U14": _later(Lack.CASES),
}
TABLE: Final[Mapping[str, Row]] = MappingProxyType(
    {**_PREPARING, **_PLANNING, **_INVITING, **_CARRYING_OUT, **_FOLLOWING_UP}
)


def verdict_on(item: str, facts: Facts) -> Verdict:
    """Return what the machine says of an item, with the facts it saw."""
    row = TABLE[item]
    if row.about_meetings and not facts.meetings:
        return about_meetings(facts)
    if row.rule is not None:
        return row.rule(facts)
    return no_facts(seen(f"LACKS.{row.lacks}")) if row.lacks else no_facts()
