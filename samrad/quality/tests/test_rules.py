"""Every rule at its borders, and what holds of all of them."""

from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrad.consultations.enums import Audience, MeetingForm
from samrad.core.clock import STOCKHOLM
from samrad.method import library
from samrad.method.schema import Mode
from samrad.quality.enums import State
from samrad.quality.rules.facts import (
    ActivityFact,
    ContributionsFact,
    DeliveriesFact,
    DutyFact,
    Facts,
    LetterFact,
    MeetingFact,
    PlanLinksFact,
    RecipientsFact,
    ReferralFact,
    RegisterFact,
    SendingFact,
    StatementFact,
    TimelineFact,
)
from samrad.quality.rules.table import TABLE, verdict_on
from samrad.quality.wording.facts import SENTENCES, sentence

TODAY = date(2026, 3, 2)  # a Monday
YES, HALF, NO = State.FULFILLED, State.PARTLY, State.NOT
LEFT_OUT, UNKNOWN = State.NOT_APPLICABLE, State.NO_FACTS


def meeting(on: date = date(2026, 4, 14), at: str = "18.00", **given: Any) -> MeetingFact:
    """Return a meeting in Ronneby on a Tuesday evening."""
    hour, minute = map(int, at.split("."))
    defaults: dict[str, Any] = {
        "title": "Möte i Ronneby",
        "form": MeetingForm.PHYSICAL,
        "municipality": "Ronneby",
    }
    return MeetingFact(
        starts_at=datetime(on.year, on.month, on.day, hour, minute, tzinfo=STOCKHOLM),
        **defaults | given,
    )


def known(**given: Any) -> Facts:
    """Return facts with what is given and nothing else."""
    return Facts(today=TODAY, **given)


def state(item: str, **given: Any) -> State:
    """Return what the machine says of an item."""
    return verdict_on(item, known(**given)).state


def days_after(number: int, day: date = TODAY) -> date:
    """Return the day so many days later."""
    return day + timedelta(days=number)


# Whole table


def test_every_item_of_the_checklist_has_its_row():
    assert set(TABLE) == set(library.checklist().head.keys())
    assert len(TABLE) == 80


def test_an_item_has_a_rule_or_says_what_is_missing_or_is_a_persons():
    modes = {item.id: item.mode for item in library.checklist().head.items}
    for item, row in TABLE.items():
        ways = [row.rule is not None, row.lacks is not None, modes[item] is Mode.MANUAL]
        assert sum(ways) == 1, item


def test_more_than_half_of_the_items_are_judged_by_facts():
    assert sum(row.rule is not None for row in TABLE.values()) >= 45


def test_rules_see_something_unless_facts_lack():
    for item, row in TABLE.items():
        found = verdict_on(item, known())
        assert found.seen or found.state is UNKNOWN, item
        assert row.rule is not None or found.state is UNKNOWN


class Spy(Facts):
    """Facts that remember what was asked of them."""

    asked: set[str] = set()

    def __getattribute__(self, name: str) -> Any:
        if not name.startswith("_"):
            Spy.asked.add(name)
        return object.__getattribute__(self, name)


def a_full_world(**given: Any) -> dict[str, Any]:
    """Return facts in which every rule gets as far as it can."""
    return {
        "purpose": "Vi vill veta vad ni behöver.",
        "open_items": 1,
        "decision_maker": "Regionfullmäktige",
        "decision_on": date(2026, 11, 3),
        "opens_on": date(2026, 1, 10),
        "last_day": date(2026, 5, 1),
        "heard_on": date(2026, 5, 10),
        "answered_on": date(2026, 6, 20),
        "published_on": date(2026, 1, 10),
        "heard_published_on": date(2026, 4, 20),
        "case_number": "RK 2026-1",
        "has_owner": True,
        "is_open_to_all": True,
        "referral": ReferralFact(first=date(2026, 1, 10), last=date(2026, 5, 1)),
        "disposal_decision": "Dokumenthanteringsplan 2025",
        "goals": 3,
        "budget_kinds": 5,
        "budget_total": 90_000,
        "pre_gate": True,
        "duties": {
            kind: DutyFact(applies=True, decided_on=TODAY) for kind in ("MIN", "SAM", "CHILD")
        },
        "register": RegisterFact(active=10, verified=8, networks=1),
        "timeline": TimelineFact(dated=20),
        "pre_meeting_on": date(2026, 1, 7),
        "years_since_plan": (2023, 2024, 2025),
        "years_with_contact": (2023, 2024, 2025),
        "handover_on": date(2026, 1, 1),
        "municipalities": 5,
        "meetings": (
            meeting(municipality="Ronneby", has_access_note=True),
            meeting(days_after(44), municipality="Karlshamn", has_access_note=True),
            meeting(days_after(45), municipality="Olofström", has_access_note=True,
                    form=MeetingForm.HYBRID),
        ),
        "activities": (
            ActivityFact(title="Särskilt", cells=("C2",), form_key="targeted-consultation"),
        ),
        "draft_on": date(2026, 9, 1),
        "first_activity_on": date(2026, 2, 1),
        "letters": (LetterFact(kind="invitation", score=90, states_level=True),),
        "sendings": (
            SendingFact(kind="invitation", on=date(2026, 1, 12)),
            SendingFact(kind="reminder", on=date(2026, 3, 1)),
        ),
        "recipients": RecipientsFact(total=9, organisations=9, by_email=5, on_paper=4, reached=9),
        "submissions": 4,
        "contributions": ContributionsFact(
            total=4, themed=4, owned=4, coded=4, answered=4, signed=4, published=4, named=4
        ),
        "deliveries": DeliveriesFact(total=4, sent=4),
        "plan_links": PlanLinksFact(chapters=2, linked=2, links=3),
        "statement": StatementFact(
            first_on=date(2026, 8, 1), latest_on=date(2026, 8, 1), published_on=date(2026, 8, 2)
        ),
    } | given  # fmt: skip


@pytest.mark.parametrize("item", [item for item, row in TABLE.items() if row.rule])
def test_a_full_world_fulfils_every_rule(item):
    found = verdict_on(item, known(**a_full_world()))

    assert found.state is YES, [sentence(each) for each in found.seen]


@pytest.mark.parametrize("item", [item for item, row in TABLE.items() if row.rule])
def test_the_table_says_which_facts_a_rule_reads(item):
    names = {field.name for field in fields(Facts)} - {"today", "limits"}
    row = TABLE[item]
    worlds: list[dict[str, Any]] = [
        {},
        a_full_world(),
        a_full_world(letters=(), sendings=()),
        a_full_world(activities=()),
        a_full_world(meetings=()),
    ]
    seen = set()
    for world in worlds:
        facts = Spy(today=TODAY, **world)
        Spy.asked = set()
        assert row.rule is not None
        row.rule(facts)
        seen |= Spy.asked & names

    assert seen == set(row.reads)


def test_every_rule_has_a_sentence_for_what_it_sees():
    worlds: list[dict[str, Any]] = [{}, a_full_world(), a_full_world(meetings=(), activities=())]
    for world in worlds:
        for item in TABLE:
            for each in verdict_on(item, known(**world)).seen:
                assert "%(" not in sentence(each)


def test_no_sentence_is_left_without_its_code():
    assert all(code for code in SENTENCES)


# F and L


@pytest.mark.parametrize(
    ("purpose", "wanted"),
    [
        ("", NO),
        ("   ", NO),
        ("Vi frågar. " * 5, YES),
        ("Vi frågar. " * 6, NO),
        ("Kulturpolitiska samverkansöverenskommelser implementeras framgångsrikt.", NO),
    ],
)
def test_f03_a_purpose_is_short_and_plain(purpose, wanted):
    assert state("F03", purpose=purpose) is wanted


@pytest.mark.parametrize(
    ("counted", "wanted"),
    [((0, 0, 0), NO), ((0, 2, 1), NO), ((0, 0, 1), NO), ((1, 0, 0), YES), ((1, 1, 1), YES)],
)
def test_f04_something_is_open(counted, wanted):
    names = ("open_items", "partly_items", "locked_items")
    assert state("F04", **dict(zip(names, counted, strict=True))) is wanted


@pytest.mark.parametrize(
    ("decision", "wanted"), [(None, NO), (0, NO), (30, NO), (31, YES), (90, YES)]
)
def test_f05_the_decision_comes_long_enough_after_the_last_meeting(decision, wanted):
    last = meeting().on
    given = {
        "decision_maker": "Nämnden",
        "decision_on": None if decision is None else days_after(decision, last),
        "meetings": (meeting(date(2026, 4, 1)), meeting()),
    }
    assert state("F05", **given) is wanted
    assert state("F05", **given | {"decision_maker": " "}) is NO


@pytest.mark.parametrize(("decision", "wanted"), [(0, NO), (1, YES)])
def test_f05_without_meetings_the_decision_comes_after_the_last_day(decision, wanted):
    given = {"decision_maker": "Nämnden", "last_day": TODAY, "decision_on": days_after(decision)}
    assert state("F05", **given) is wanted


@pytest.mark.parametrize(("goals", "wanted"), [(0, NO), (2, NO), (3, YES), (4, YES)])
def test_f07_goals(goals, wanted):
    assert state("F07", goals=goals) is wanted


@pytest.mark.parametrize(("pre_gate", "wanted"), [(None, NO), (False, NO), (True, YES)])
def test_f08_the_five_questions(pre_gate, wanted):
    assert state("F08", pre_gate=pre_gate) is wanted


@pytest.mark.parametrize(
    ("active", "verified", "wanted"), [(0, 0, NO), (1000, 799, NO), (1000, 800, YES), (3, 3, YES)]
)
def test_f09_most_of_the_register_is_checked(active, verified, wanted):
    assert state("F09", register=RegisterFact(active=active, verified=verified)) is wanted


@pytest.mark.parametrize(("networks", "wanted"), [(0, NO), (1, YES)])
def test_f11_networks(networks, wanted):
    assert state("F11", register=RegisterFact(networks=networks)) is wanted


@pytest.mark.parametrize(("item", "kind"), [("F14", "MIN"), ("F15", "SAM"), ("F16", "CHILD")])
@pytest.mark.parametrize("applies", [True, False])
def test_duties_are_tried_whatever_the_answer(item, kind, applies):
    tried = {kind: DutyFact(applies=applies, decided_on=TODAY)}
    assert state(item) is NO
    assert state(item, duties={"DISABILITY": tried[kind]}) is NO
    assert state(item, duties=tried) is YES


@pytest.mark.parametrize(
    ("kinds", "total", "wanted"), [(0, 0, NO), (4, 900, NO), (5, 0, NO), (5, 1, YES)]
)
def test_f17_a_budget_with_kinds_and_money(kinds, total, wanted):
    assert state("F17", budget_kinds=kinds, budget_total=total) is wanted


@pytest.mark.parametrize(
    ("timeline", "wanted"),
    [
        (TimelineFact(), NO),
        (TimelineFact(dated=19, missing=("Förmöte",)), NO),
        (TimelineFact(dated=20, disordered=("Beslut",)), NO),
        (TimelineFact(dated=20), YES),
    ],
)
def test_f18_the_whole_timeline_in_order(timeline, wanted):
    assert state("F18", timeline=timeline) is wanted


@pytest.mark.parametrize(
    ("held", "published", "wanted"),
    [
        (None, None, UNKNOWN),
        (days_after(1), None, UNKNOWN),
        (TODAY, None, YES),
        (days_after(-9), days_after(-9), YES),
        (days_after(-8), days_after(-9), UNKNOWN),
    ],
)
def test_f19_a_pre_meeting_before_publishing(held, published, wanted):
    assert state("F19", pre_meeting_on=held, published_on=published) is wanted


@pytest.mark.parametrize(
    ("years", "met", "wanted"),
    [
        ((), (), UNKNOWN),
        ((2024, 2025), (2025,), UNKNOWN),
        ((2024, 2025), (2023, 2024, 2025), YES),
    ],
)
def test_l01_contact_every_year(years, met, wanted):
    assert state("L01", years_since_plan=years, years_with_contact=met) is wanted


@pytest.mark.parametrize(("made", "wanted"), [(None, NO), (-366, NO), (-365, YES), (0, YES)])
def test_l04_a_handover_within_a_year(made, wanted):
    assert state("L04", handover_on=None if made is None else days_after(made)) is wanted


# P


PLACED, UNPLACED = ActivityFact(title="A", cells=("B2",)), ActivityFact(title="B")
TELLS, TELLS_NOT = (
    LetterFact(kind="invitation", states_level=True),
    LetterFact(kind="referral"),
)


@pytest.mark.parametrize(
    ("activities", "letters", "published", "wanted"),
    [
        ((), (TELLS,), TODAY, NO),
        ((PLACED, UNPLACED), (TELLS,), TODAY, NO),
        ((PLACED,), (), None, NO),
        ((PLACED,), (), TODAY, YES),
        ((PLACED,), (TELLS,), None, YES),
        ((PLACED,), (TELLS, TELLS_NOT), TODAY, NO),
    ],
)
def test_p01_placed_and_told(activities, letters, published, wanted):
    given = {"activities": activities, "letters": letters, "published_on": published}
    assert state("P01", **given) is wanted


@pytest.mark.parametrize(
    ("first", "draft", "wanted"),
    [(None, None, NO), (None, TODAY, NO), (TODAY, None, YES), (TODAY, TODAY, NO),
     (days_after(-1), TODAY, YES)],
)  # fmt: skip
def test_p02_something_before_the_draft(first, draft, wanted):
    assert state("P02", first_activity_on=first, draft_on=draft) is wanted


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [((), NO), (("A1",), NO), (("B6",), NO), (("B2", "C1"), YES), (("D6",), YES)],
)
def test_p03_some_dialogue(cells, wanted):
    assert state("P03", activities=(ActivityFact(cells=cells),)) is wanted


@pytest.mark.parametrize(
    ("on", "at", "wanted"),
    [
        (date(2026, 4, 14), "16.59", NO),
        (date(2026, 4, 14), "17.00", YES),
        (date(2026, 4, 18), "10.00", YES),  # Saturday
        (date(2026, 4, 19), "10.00", YES),  # Sunday
        (date(2026, 4, 17), "10.00", NO),  # Friday
    ],
)
def test_p05_evening_or_weekend(on, at, wanted):
    assert state("P05", meetings=(meeting(on, at),)) is wanted


def test_p05_a_red_day_and_a_wish_count_too():
    day = meeting(at="10.00")
    assert state("P05", meetings=(day,), red_days=frozenset({day.on})) is YES
    assert state("P05", meetings=(replace(day, daytime_motive="De bad om det"),)) is YES
    assert state("P05", meetings=(replace(day, daytime_motive="  "),)) is NO
    assert state("P05", meetings=(replace(day, daytime_motive="- . x y z"),)) is NO


@pytest.mark.parametrize(
    ("good", "total", "wanted"), [(69, 100, NO), (70, 100, YES), (7, 10, YES), (2, 3, NO)]
)
def test_p05_seven_of_ten(good, total, wanted):
    meetings = (meeting(),) * good + (meeting(at="13.00"),) * (total - good)
    assert state("P05", meetings=meetings) is wanted


@pytest.mark.parametrize(
    ("audience", "wanted"),
    [
        (Audience.CIVIL_SOCIETY, NO),
        (Audience.ALL, NO),
        (Audience.PROFESSIONAL, LEFT_OUT),
        (Audience.MUNICIPALITY, LEFT_OUT),
    ],
)
def test_p05_is_about_volunteers(audience, wanted):
    assert state("P05", meetings=(meeting(at="13.00", audience=audience),)) is wanted


def test_p05_names_the_culprits():
    early = meeting(date(2026, 3, 12), "13.00")
    found = verdict_on("P05", known(meetings=(meeting(), meeting(), meeting(), early)))

    counted, named = (sentence(each) for each in found.seen)
    assert counted.startswith("3 av 4 möten börjar 17.00 eller senare")
    assert counted.endswith("75 procent (minst 70).")
    assert named == "”Möte i Ronneby” 12 mars 2026 börjar 13.00."


def test_many_culprits_are_counted_after_the_first_five():
    found = verdict_on("P05", known(meetings=(meeting(at="13.00"),) * 9))

    assert len(found.seen) == 7
    assert sentence(found.seen[-1]) == "Och 4 till."


@pytest.mark.parametrize(
    ("places", "wanted"),
    [
        ("A", NO),
        ("AAA", NO),
        ("ABC", YES),
        ("AB", YES),
        ("A" * 7 + "B" * 3, YES),
        ("A" * 8 + "B" * 3, NO),  # 27 percent
        ("A" * 98 + "BC", YES),
    ],
)
def test_p06_several_places(places, wanted):
    meetings = tuple(meeting(municipality=name) for name in places)
    assert state("P06", meetings=meetings, municipalities=5) is wanted


def test_p06_does_not_apply_to_one_municipality_or_to_screens():
    assert state("P06", meetings=(meeting(),), municipalities=1) is LEFT_OUT
    assert state("P06", meetings=(meeting(form="DIGITAL"),), municipalities=5) is LEFT_OUT
    assert state("P06", meetings=(meeting(municipality=""),), municipalities=5) is NO


@pytest.mark.parametrize(
    ("form", "from_afar", "in_person"),
    [("PHYSICAL", NO, YES), ("DIGITAL", YES, NO), ("HYBRID", YES, YES), ("PHONE", YES, NO)],
)
def test_p07_and_p08_ways_to_meet(form, from_afar, in_person):
    assert state("P07", meetings=(meeting(form=form),)) is from_afar
    assert state("P08", meetings=(meeting(form=form),)) is in_person


def test_p07_and_p08_other_ways():
    assert (state("P07"), state("P08")) == (UNKNOWN, UNKNOWN)
    assert state("P07", meetings=(meeting(can_phone_in=True),)) is YES
    assert state("P08", activities=(ActivityFact(form_key="outreach-visit"),)) is YES


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (({"form": "DIGITAL"},), LEFT_OUT),
        (({"has_access_note": True}, {}), NO),
        (({"has_access_note": True}, {"form": "DIGITAL"}), YES),
    ],
)
def test_p09_every_room_is_described(given, wanted):
    assert state("P09", meetings=tuple(meeting(**each) for each in given)) is wanted


@pytest.mark.parametrize(
    ("on", "clashes", "wanted"),
    [
        (date(2026, 4, 14), (), YES),
        (date(2026, 4, 14), ("Kulturting",), NO),
        (date(2026, 6, 21), (), YES),  # Sunday of week 25
        (date(2026, 6, 22), (), NO),  # week 26
        (date(2026, 8, 9), (), NO),  # week 32
        (date(2026, 8, 10), (), YES),
        (date(2026, 12, 13), (), YES),
        (date(2026, 12, 14), (), NO),  # week 51
        (date(2026, 4, 3), (), NO),  # Good Friday
    ],
)
def test_p11_clashes(on, clashes, wanted):
    red = frozenset({date(2026, 4, 3)})
    assert state("P11", meetings=(meeting(on, clashes=clashes),), red_days=red) is wanted


def test_p12_somebody_is_asked_apart():
    form = ActivityFact(title="Unga", form_key="targeted-consultation")
    assert state("P12") is NO
    assert state("P12", activities=(form,)) is YES
    assert state("P12", sendings=(SendingFact(kind="targeted-invitation", on=TODAY),)) is YES


@pytest.mark.parametrize(
    ("days", "text", "wanted"),
    [
        (13, "Vi frågar er.", NO),
        (14, "Vi frågar er.", YES),
        (14, "Kulturpolitiska samverkansöverenskommelser implementeras.", NO),
    ],
)
def test_p15_early_and_plain(days, text, wanted):
    published = days_after(-days, meeting().on)
    given = {"meetings": (meeting(),), "published_on": published, "purpose": text}
    assert state("P15", **given) is wanted


def test_p15_without_dates():
    assert state("P15") is NO
    assert state("P15", meetings=(meeting(),)) is NO
    given: dict[str, Any] = {"last_day": days_after(14), "published_on": TODAY}
    assert state("P15", **given, lead="Vi frågar er.") is YES
    assert state("P15", **given, lead=" ") is NO


@pytest.mark.parametrize("lacks", ["", "has_owner", "heard_on", "answered_on"])
def test_p17_someone_and_dates(lacks):
    given: dict[str, Any] = {"has_owner": True, "heard_on": TODAY, "answered_on": TODAY}
    given.pop(lacks, None)
    assert state("P17", **given) is (NO if lacks else YES)


@pytest.mark.parametrize(("days", "wanted"), [(-2312, NO), (-1, NO), (0, YES), (30, YES), (31, NO)])
def test_p18_told_soon_after(days, wanted):
    end = days_after(60)
    told = days_after(days, end)
    assert state("P18", last_day=end, heard_on=told) is wanted
    assert state("P18", meetings=(meeting(TODAY), meeting(end)), heard_on=told) is wanted


def test_p18_counts_from_the_meeting_and_not_from_the_last_day_to_answer():
    given = {"meetings": (meeting(date(2026, 5, 1)),), "last_day": date(2026, 8, 20)}
    assert state("P18", **given, heard_on=date(2026, 9, 1)) is NO
    assert state("P18", **given, heard_on=date(2026, 5, 31)) is YES


def test_p18_without_dates():
    assert state("P18", last_day=TODAY) is NO
    assert state("P18", heard_on=TODAY) is NO


@pytest.mark.parametrize(
    ("number", "decision", "wanted"),
    [("", "", NO), ("RK 1", "", NO), (" ", "Plan", NO), ("RK 1", "Plan", YES)],
)
def test_p20_records(number, decision, wanted):
    assert state("P20", case_number=number, disposal_decision=decision) is wanted


# I


@pytest.mark.parametrize(
    ("kind", "days", "wanted"),
    [
        ("invitation", 27, NO),
        ("invitation", 28, HALF),
        ("invitation", 41, HALF),
        ("invitation", 42, YES),
        ("referral", 41, HALF),
        ("targeted-invitation", 20, NO),
        ("targeted-invitation", 21, HALF),
        ("targeted-invitation", 27, HALF),
        ("targeted-invitation", 28, YES),
    ],
)
def test_i01_days_before(kind, days, wanted):
    sent = SendingFact(kind=kind, on=days_after(-days, meeting().on))
    assert state("I01", meetings=(meeting(),), sendings=(sent,)) is wanted
    assert state("I01", last_day=meeting().on, sendings=(sent,)) is wanted


def letter(days: int, number: int | None = None, kind: str = "invitation") -> SendingFact:
    """Return a letter sent so many days before the meeting."""
    return SendingFact(kind=kind, on=days_after(-days, meeting().on), number=number)


@pytest.mark.parametrize(
    ("sendings", "wanted"),
    [
        ((letter(52, 1), letter(2, 300)), NO),
        ((letter(52, 300), letter(2, 1)), YES),
        ((letter(52, 90), letter(2, 10)), YES),
        ((letter(52, 89), letter(2, 11)), NO),
        ((letter(52, 89), letter(30, 11)), HALF),
        ((letter(52, 300), letter(2, 0)), YES),  # all had it before
        ((letter(52, 0), letter(2, 0)), YES),
        ((letter(52, 300), letter(2)), NO),  # being sent
        ((letter(52, 300), letter(20, 9, "targeted-invitation")), NO),
    ],
)
def test_i01_nearly_all_of_each_kind_get_it_in_time(sendings, wanted):
    assert state("I01", meetings=(meeting(),), sendings=sendings) is wanted
    assert state("I01", meetings=(meeting(),), sendings=sendings[::-1]) is wanted


def test_i01_tells_how_many_got_it_in_time():
    facts = known(meetings=(meeting(),), sendings=(letter(52, 1), letter(2, 300)))
    first = verdict_on("I01", facts).seen[0]
    assert sentence(first) == "I tid till 1 av 301 mottagare (minst 90 procent)."


def test_i01_the_first_gate_judges_a_kind_that_has_not_left():
    facts = known(
        meetings=(meeting(days_after(10)),),
        sendings=(SendingFact(kind="invitation", on=days_after(-60), number=9),),
        letters=(LetterFact(kind="invitation"), LetterFact(kind="targeted-invitation")),
    )
    assert verdict_on("I01", facts).state is YES
    assert verdict_on("I01", facts.at_planned_sending()).state is NO


def test_i01_a_targeted_letter_is_about_the_targeted_meeting():
    early, late = meeting(), meeting(days_after(60, meeting().on), form_key="targeted-consultation")
    sent = SendingFact(kind="targeted-invitation", on=days_after(-10, early.on))
    assert state("I01", meetings=(early, late), sendings=(sent,)) is YES


def test_i01_a_referral_is_about_the_last_day_to_answer():
    sent = SendingFact(kind="referral", on=TODAY)
    given = {"meetings": (meeting(days_after(9)),), "last_day": days_after(42)}
    assert state("I01", **given, sendings=(sent,)) is YES


def test_i01_nothing_sent_and_the_first_gate():
    far, near = meeting(days_after(42)), meeting(days_after(41))
    facts = known(meetings=(far,))
    assert verdict_on("I01", facts).state is NO
    assert verdict_on("I01", facts.at_planned_sending()).state is YES
    late = known(meetings=(near,)).at_planned_sending()
    assert verdict_on("I01", late).state is HALF
    assert verdict_on("I01", known().at_planned_sending()).state is NO


def test_i01_a_sending_that_lies_ahead_is_judged_as_planned():
    sent = SendingFact(kind="invitation", on=days_after(3))
    facts = known(meetings=(meeting(days_after(45)),), sendings=(sent,))
    assert verdict_on("I01", facts.at_planned_sending()).state is YES
    assert verdict_on("I01", facts).seen[0].code == "I01.PLANNED"


@pytest.mark.parametrize(
    ("letters", "wanted"),
    [
        ((), NO),
        ((LetterFact(kind="invitation", score=69),), NO),
        ((LetterFact(kind="invitation", score=70),), YES),
        ((LetterFact(kind="invitation", score=99, errors=("Syfte",)),), NO),
        ((LetterFact(kind="invitation", score=99), LetterFact(kind="referral", score=9)), NO),
        ((LetterFact(kind="invitation", is_judged=False),), UNKNOWN),
    ],
)
def test_i02_review(letters, wanted):
    assert state("I02", letters=letters) is wanted


SENT = (SendingFact(kind="invitation", on=TODAY),)


@pytest.mark.parametrize(
    ("sendings", "total", "reached", "wanted"),
    [
        ((), 9, 9, NO),
        (SENT, 0, 0, NO),
        (SENT, 300, 0, NO),
        (SENT, 300, 149, NO),
        (SENT, 300, 150, HALF),
        (SENT, 300, 299, HALF),
        (SENT, 300, 300, YES),
    ],
)
def test_i03_everyone_chosen(sendings, total, reached, wanted):
    reach = RecipientsFact(total=total, reached=reached)
    assert state("I03", sendings=sendings, recipients=reach) is wanted


@pytest.mark.parametrize(
    ("reached", "is_open", "wanted"),
    [
        (RecipientsFact(by_email=1), True, UNKNOWN),
        (RecipientsFact(by_email=1, on_paper=1), False, UNKNOWN),
        (RecipientsFact(by_email=1, on_paper=1), True, YES),
        (RecipientsFact(by_email=1, otherwise=1), True, YES),
        (RecipientsFact(by_email=1, on_paper=1, otherwise=1), False, YES),
    ],
)
def test_i04_channels(reached, is_open, wanted):
    given = {"recipients": reached, "is_open_to_all": is_open, "published_on": TODAY}
    assert state("I04", **given) is wanted


@pytest.mark.parametrize(
    ("total", "organisations", "wanted"), [(0, 0, NO), (9, 8, NO), (9, 9, YES)]
)
def test_i07_letters_to_organisations(total, organisations, wanted):
    reached = RecipientsFact(total=total, organisations=organisations)
    assert state("I07", recipients=reached) is wanted


@pytest.mark.parametrize(
    ("on", "last", "wanted"),
    [(None, 0, NO), (1, 9, NO), (0, None, YES), (-3, -3, YES), (-2, -3, NO)],
)
def test_i10_a_reminder_in_time(on, last, wanted):
    sendings = () if on is None else (SendingFact(kind="reminder", on=days_after(on)),)
    end = None if last is None else days_after(last)
    assert state("I10", sendings=sendings, last_day=end) is wanted


def test_i10_a_reminder_comes_before_the_meeting():
    given = {"meetings": (meeting(days_after(-3)),), "last_day": days_after(9)}
    late, early = (SendingFact(kind="reminder", on=days_after(days)) for days in (-2, -4))
    assert state("I10", **given, sendings=(late,)) is NO
    assert state("I10", **given, sendings=(late, early)) is YES


# U


@pytest.mark.parametrize(
    ("heard", "wanted"),
    [
        (date(2026, 3, 5), UNKNOWN),  # before the meeting
        (date(2026, 3, 6), YES),
        (date(2026, 3, 20), YES),  # the tenth working day after Friday 6 March
        (date(2026, 3, 23), HALF),
        (date(2026, 4, 3), HALF),
        (date(2026, 4, 6), NO),
        (date(2026, 6, 1), NO),
        (None, UNKNOWN),
    ],
)
def test_u01_working_days(heard, wanted):
    held = meeting(date(2026, 3, 6))
    assert state("U01", meetings=(held,), heard_published_on=heard) is wanted


@pytest.mark.parametrize(
    ("first", "wanted"),
    [
        (date(2026, 3, 5), YES),
        (date(2026, 3, 4), HALF),  # the eleventh working day before
        (date(2026, 2, 19), HALF),
        (date(2026, 2, 18), UNKNOWN),
        (date(2025, 9, 1), UNKNOWN),
    ],
)
def test_u01_notes_are_due_after_every_meeting(first, wanted):
    held = (meeting(date(2026, 3, 17)), meeting(first))
    assert state("U01", meetings=held, heard_published_on=date(2026, 3, 19)) is wanted


def test_u01_red_days_are_no_working_days():
    given = {"meetings": (meeting(date(2026, 3, 6)),), "heard_published_on": date(2026, 3, 23)}
    assert state("U01", **given, red_days=frozenset({date(2026, 3, 10)})) is YES


@pytest.mark.parametrize(("days", "wanted"), [(9, UNKNOWN), (10, YES), (-5, UNKNOWN)])
def test_u02_time_to_mend(days, wanted):
    assert state("U02", heard_published_on=TODAY, last_day=days_after(days)) is wanted
    assert state("U02") is UNKNOWN


@pytest.mark.parametrize(
    ("number", "without", "wanted"), [("", 0, NO), ("RK 1", 1, NO), ("RK 1", 0, YES)]
)
def test_u03_registered(number, without, wanted):
    statement = StatementFact(without_case_number=without)
    assert state("U03", case_number=number, statement=statement) is wanted


@pytest.mark.parametrize(
    ("total", "coded", "wanted"), [(0, 0, LEFT_OUT), (100, 99, NO), (100, 100, YES)]
)
def test_u04_coded(total, coded, wanted):
    counted = ContributionsFact(total=total, themed=coded, owned=coded, coded=coded)
    assert state("U04", contributions=counted) is wanted


@pytest.mark.parametrize(
    ("total", "answered", "wanted"),
    [
        (0, 0, LEFT_OUT),
        (100, 89, NO),
        (1000, 899, NO),
        (100, 90, HALF),
        (97, 96, HALF),
        (100, 99, HALF),
        (10_000, 9_999, HALF),
        (97, 97, YES),
    ],
)
def test_u05_answered(total, answered, wanted):
    counted = ContributionsFact(total=total, answered=answered, signed=answered)
    assert state("U05", contributions=counted) is wanted


def test_u05_a_proposal_answers_nobody():
    found = verdict_on("U05", known(contributions=ContributionsFact(total=4, answered=3, signed=1)))

    assert found.state is NO
    assert [(each.code, each.values["number"]) for each in found.seen] == [
        ("U05.ANSWERED", 1), ("U05.PROPOSED", 2), ("U05.LEFT", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("published", "sent", "wanted"),
    [
        (8, DeliveriesFact(total=5, sent=5), NO),
        (9, DeliveriesFact(total=5, sent=4), NO),  # one waits
        (9, DeliveriesFact(total=5, sent=5), YES),
        (9, DeliveriesFact(total=5, sent=4, failed=1), HALF),
        (9, DeliveriesFact(total=5, sent=4, no_address=1), HALF),
        (9, DeliveriesFact(total=5, no_address=5), NO),
        (9, DeliveriesFact(), NO),
    ],
)
def test_u06_out(published, sent, wanted):
    counted = ContributionsFact(total=9, published=published, named=5)
    assert state("U06", contributions=counted, deliveries=sent) is wanted


def test_u06_nobody_to_send_to():
    assert state("U06") is LEFT_OUT
    assert state("U06", contributions=ContributionsFact(total=9, published=9)) is YES


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        (PlanLinksFact(), NO),
        (PlanLinksFact(links=1), YES),
        (PlanLinksFact(chapters=2, linked=1, links=4, unlinked=("Resor",)), NO),
        (PlanLinksFact(chapters=2, linked=2, links=2), YES),
    ],
)
def test_u07_links(found, wanted):
    assert state("U07", contributions=ContributionsFact(total=3), plan_links=found) is wanted
    assert state("U07", plan_links=found) is LEFT_OUT


@pytest.mark.parametrize(
    ("days", "wanted"),
    [(7 * 8 - 2, NO), (7 * 8 - 1, HALF), (7 * 12 - 2, HALF), (7 * 12 - 1, YES)],
)
def test_u08_weeks_both_days_counted(days, wanted):
    first = date(2026, 2, 2)
    out = ReferralFact(first=first, last=days_after(days, first))
    assert state("U08", referral=out) is wanted


def test_u08_summer_does_not_count():
    out = ReferralFact(first=date(2026, 6, 1), last=date(2026, 8, 30))
    assert state("U08", referral=out) is NO
    assert state("U08", referral=ReferralFact()) is NO
    assert state("U08") is LEFT_OUT


def test_u09_u10_u12_the_statement():
    frozen = StatementFact(first_on=TODAY, latest_on=TODAY)
    assert [state(item) for item in ("U09", "U10", "U12")] == [NO, UNKNOWN, NO]
    assert state("U09", statement=frozen) is YES
    assert state("U12", statement=frozen) is NO
    assert state("U12", statement=replace(frozen, published_on=TODAY)) is YES
    assert state("U10", statement=frozen, decision_on=TODAY) is YES
    assert state("U10", statement=frozen, decision_on=days_after(-1)) is UNKNOWN
    assert state("U10", statement=frozen, decision_on=TODAY, decided_on=days_after(-1)) is UNKNOWN


def test_where_nobody_met_items_about_meetings_do_not_apply():
    over, open_still = {"last_day": days_after(-1)}, {"last_day": TODAY}
    about = [item for item, row in TABLE.items() if row.about_meetings]
    assert {"G01", "G06", "G12", "P13", "I08"} <= set(about)
    assert {"P05", "P06", "P07", "P09", "P11", "U01"} <= set(about)
    assert (state("P08", **over), state("P08", **open_still)) == (LEFT_OUT, UNKNOWN)
    for item in about:
        assert state(item, **over) is LEFT_OUT
        assert state(item, **open_still) is UNKNOWN
        met = state(item, **over, meetings=(meeting(days_after(-9)),))
        assert met is UNKNOWN or TABLE[item].rule is not None


# Properties

_days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
_meetings = st.lists(
    st.builds(
        meeting,
        on=_days,
        at=st.sampled_from(["09.00", "16.59", "17.00", "19.30"]),
        form=st.sampled_from([*MeetingForm.values, ""]),
        municipality=st.sampled_from(["", "Ronneby", "Karlshamn", "Olofström"]),
        audience=st.sampled_from(Audience.values),
        daytime_motive=st.sampled_from(["", "-", "Daglediga bad om det"]),
        has_access_note=st.booleans(),
        form_key=st.sampled_from(["", "targeted-consultation"]),
    ),
    max_size=12,
).map(tuple)
_maybe = st.none() | _days
_few = st.integers(0, 6)
_sendings = st.lists(
    st.builds(
        SendingFact,
        kind=st.sampled_from(["invitation", "targeted-invitation", "referral", "reminder"]),
        on=_days,
    ),
    max_size=4,
).map(tuple)
_facts = st.builds(
    Facts,
    today=_days,
    purpose=st.text(max_size=80),
    open_items=_few,
    partly_items=_few,
    decision_maker=st.sampled_from(["", "Nämnden"]),
    decision_on=_maybe,
    decided_on=_maybe,
    opens_on=_maybe,
    last_day=_maybe,
    heard_on=_maybe,
    answered_on=_maybe,
    published_on=_maybe,
    heard_published_on=_maybe,
    pre_meeting_on=_maybe,
    draft_on=_maybe,
    first_activity_on=_maybe,
    referral=st.none() | st.builds(ReferralFact, first=_maybe, last=_maybe),
    municipalities=_few,
    meetings=_meetings,
    sendings=_sendings,
    recipients=st.builds(RecipientsFact, total=_few, reached=_few, not_reached=_few, by_email=_few),
    contributions=st.builds(
        ContributionsFact, total=_few, answered=_few, signed=_few, published=_few
    ),
    deliveries=st.builds(DeliveriesFact, total=_few, sent=_few, no_address=_few),
)
_ORDER = (NO, HALF, YES)


@given(_facts)
def test_every_rule_judges_anything_and_says_why(facts):
    for item in TABLE:
        found = verdict_on(item, facts)
        assert found.state in {*_ORDER, LEFT_OUT, UNKNOWN}
        assert found.seen or found.state is UNKNOWN
        for each in found.seen:
            assert "%(" not in sentence(each)


@given(_meetings)
def test_a_good_meeting_more_never_lowers_the_meetings(meetings):
    good = meeting(municipality="Sölvesborg", has_access_note=True, form="HYBRID")
    for item in ("P05", "P06", "P07", "P08", "P09"):
        before = state(item, meetings=meetings, municipalities=5)
        after = state(item, meetings=(*meetings, good), municipalities=5)
        assert before in {LEFT_OUT, UNKNOWN} or _ORDER.index(after) >= _ORDER.index(before), item


@given(st.integers(1, 400), st.integers(0, 400), st.integers(0, 400))
def test_more_replies_never_lower(total, few, many):
    few, many = sorted((min(few, total), min(many, total)))
    before = state("U05", contributions=ContributionsFact(total=total, signed=few))
    after = state("U05", contributions=ContributionsFact(total=total, signed=many))
    assert _ORDER.index(after) >= _ORDER.index(before)
    assert (after is YES) == (many == total)


@given(st.integers(0, 90), st.integers(0, 90), st.sampled_from(["invitation", "referral"]))
def test_a_longer_notice_never_lowers(one, other, kind):
    short, long = sorted((one, other))
    states = [
        state(
            "I01",
            meetings=(meeting(),),
            sendings=(SendingFact(kind=kind, on=days_after(-days, meeting().on)),),
        )
        for days in (short, long)
    ]
    assert _ORDER.index(states[1]) >= _ORDER.index(states[0])


@given(st.integers(1, 60), st.integers(1, 60))
def test_a_longer_round_never_lowers(one, other):
    first = date(2026, 1, 12)
    states = [
        state("U08", referral=ReferralFact(first=first, last=days_after(days * 3, first)))
        for days in sorted((one, other))
    ]
    assert _ORDER.index(states[1]) >= _ORDER.index(states[0])
