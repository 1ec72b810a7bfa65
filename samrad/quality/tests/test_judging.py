"""What the machine and people say of an item, put together; and when an item's moment has come."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from samrad.core.clock import STOCKHOLM
from samrad.method import library
from samrad.method.schema import ChecklistItem, Mode, Moment
from samrad.quality.enums import Source, State
from samrad.quality.rules.confirming import digest_of
from samrad.quality.rules.facts import (
    ContributionsFact,
    Facts,
    LetterFact,
    MeetingFact,
    SendingFact,
)
from samrad.quality.rules.judging import judge, judge_all, may_be_left_out, may_be_proved_by_hand
from samrad.quality.rules.moments import reached
from samrad.quality.rules.verdict import Verdict, seen

TODAY = date(2026, 3, 2)
YES, HALF, NO = State.FULFILLED, State.PARTLY, State.NOT
LEFT_OUT, NOT_YET, UNKNOWN = State.NOT_APPLICABLE, State.NOT_YET, State.NO_FACTS


@dataclass(frozen=True)
class Said:
    """What somebody said of an item."""

    kind: str
    state: str
    made_by_name: str = "Kim Exempel"
    made_at: datetime = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    digest: str = ""


def item(mode: Mode, *, critical: bool = False) -> ChecklistItem:
    """Return an item of a mode."""
    [first, *_rest] = [each for each in library.checklist().head.items if each.mode is mode]
    return first.model_copy(update={"critical": critical})


def saw(state: State) -> Verdict:
    """Return a verdict of the machine."""
    return Verdict(state, () if state is UNKNOWN else (seen("NO_MEETINGS"),))


EVIDENCE, CONFIRMED = "EVIDENCE", "CONFIRMED"
WITHOUT = Said("NOT_APPLICABLE", "NOT_APPLICABLE")
A, H, M = Mode.AUTOMATIC, Mode.HALF, Mode.MANUAL
FACTS, BOTH, HAND, NOBODY = Source.FACTS, Source.CONFIRMED, Source.BY_HAND, Source.NOBODY


@pytest.mark.parametrize(
    ("mode", "machine", "said", "state", "source"),
    [
        (A, YES, None, YES, FACTS),
        (A, HALF, None, HALF, FACTS),
        (A, NO, None, NO, FACTS),
        (A, NO, Said(EVIDENCE, YES), NO, FACTS),
        (A, YES, Said(EVIDENCE, NO), YES, FACTS),
        (A, LEFT_OUT, None, LEFT_OUT, FACTS),
        (A, NO, WITHOUT, LEFT_OUT, HAND),
        (A, UNKNOWN, None, UNKNOWN, NOBODY),
        (A, UNKNOWN, Said(EVIDENCE, YES), YES, HAND),
        (A, UNKNOWN, Said(EVIDENCE, HALF), HALF, HAND),
        (A, UNKNOWN, WITHOUT, LEFT_OUT, HAND),
        (A, UNKNOWN, Said("CONTESTED", YES), UNKNOWN, NOBODY),
        (H, YES, None, NO, NOBODY),
        (H, HALF, None, NO, NOBODY),
        (H, NO, None, NO, FACTS),
        (H, YES, Said(CONFIRMED, YES), YES, BOTH),
        (H, YES, Said(CONFIRMED, HALF), HALF, BOTH),
        (H, YES, Said(CONFIRMED, NO), NO, BOTH),
        (H, HALF, Said(CONFIRMED, YES), HALF, FACTS),
        (H, NO, Said(CONFIRMED, YES), NO, FACTS),
        (H, NO, Said(CONFIRMED, NO), NO, BOTH),
        (H, UNKNOWN, None, UNKNOWN, NOBODY),
        (H, UNKNOWN, Said(EVIDENCE, YES), YES, HAND),
        (H, LEFT_OUT, Said(CONFIRMED, YES), LEFT_OUT, FACTS),
        (H, NO, WITHOUT, LEFT_OUT, HAND),
        (M, UNKNOWN, None, NO, NOBODY),
        (M, UNKNOWN, Said(EVIDENCE, YES), YES, HAND),
        (M, UNKNOWN, Said(EVIDENCE, HALF), HALF, HAND),
        (M, UNKNOWN, WITHOUT, LEFT_OUT, HAND),
        (M, LEFT_OUT, None, LEFT_OUT, FACTS),
    ],
)
def test_machine_and_person(mode, machine, said, state, source):
    found = judge(item(mode), saw(machine), digest="", moment_reached=True, attestation=said)

    assert (found.state, found.source, found.proposed) == (state, source, machine)
    assert found.attestation is said


@pytest.mark.parametrize(
    ("mode", "machine", "said", "awaits", "fell"),
    [
        (H, YES, None, True, False),
        (H, HALF, None, True, False),
        (H, NO, None, False, False),
        (H, YES, Said(CONFIRMED, HALF), False, False),
        (H, HALF, Said(CONFIRMED, YES), False, True),
        (H, NO, Said(CONFIRMED, YES), False, True),
        (A, NO, Said(EVIDENCE, YES), False, False),
        (M, UNKNOWN, None, False, False),
    ],
)
def test_what_awaits_a_person_and_what_fell_below(mode, machine, said, awaits, fell):
    found = judge(item(mode), saw(machine), digest="", moment_reached=True, attestation=said)

    assert (found.awaiting_confirmation, found.fell_below) == (awaits, fell)
    assert ("FELL_BELOW" in {each.code for each in found.seen}) is fell


def test_what_fell_below_says_who_had_confirmed_it_and_on_which_local_day():
    found = judge(
        item(H), saw(NO), digest="", moment_reached=True, attestation=Said(CONFIRMED, YES)
    )

    assert found.seen[-1].values == {"name": "Kim Exempel", "on": date(2026, 3, 2)}


def test_a_contest_stands_beside_and_changes_nothing():
    contest = Said("CONTESTED", YES)
    found = judge(item(A), saw(NO), digest="", moment_reached=True, contested=contest)

    assert (found.state, found.contested) == (NO, contest)


@pytest.mark.parametrize(
    ("mode", "critical", "machine", "allowed"),
    [
        (A, True, NO, False),
        (A, True, YES, False),
        (A, True, UNKNOWN, True),
        (A, False, NO, True),
        (H, True, NO, False),
        (M, True, UNKNOWN, True),
    ],
)
def test_a_critical_item_that_facts_settle_cannot_be_argued_away(mode, critical, machine, allowed):
    one = item(mode, critical=critical)
    found = judge(one, saw(machine), digest="", moment_reached=True, attestation=WITHOUT)

    assert may_be_left_out(one, saw(machine)) is allowed
    assert (found.state is LEFT_OUT) is allowed


def test_what_can_be_proved_by_hand():
    assert may_be_proved_by_hand(item(M), saw(UNKNOWN))
    assert may_be_proved_by_hand(item(A), saw(UNKNOWN))
    assert not may_be_proved_by_hand(item(A), saw(NO))
    assert not may_be_proved_by_hand(item(H), saw(NO))


@pytest.mark.parametrize(
    ("machine", "state"),
    [(NO, NOT_YET), (HALF, NOT_YET), (UNKNOWN, NOT_YET), (YES, YES), (LEFT_OUT, LEFT_OUT)],
)
def test_before_its_moment_only_what_is_already_good_counts(machine, state):
    assert judge(item(A), saw(machine), digest="", moment_reached=False).state is state


def test_a_half_item_before_its_moment_still_says_that_it_awaits_someone():
    found = judge(item(H), saw(YES), digest="", moment_reached=False)

    assert (found.state, found.awaiting_confirmation) == (NOT_YET, True)


def test_the_whole_checklist_is_judged_in_its_order():
    items = library.checklist().head.items
    said = {"F06": Said(EVIDENCE, YES)}
    contests = {"P05": Said("CONTESTED", YES)}
    found = judge_all(items, Facts(today=TODAY), attestations=said, contests=contests)

    assert [each.item.id for each in found] == [each.id for each in items]
    by_id = {each.item.id: each for each in found}
    assert by_id["F06"].state is YES
    assert by_id["P05"].contested is contests["P05"]
    assert by_id["U05"].mended_at == "desk"


# Moments


def meeting(days: int) -> MeetingFact:
    """Return an evening meeting so many days from today."""
    on = TODAY + timedelta(days=days)
    return MeetingFact(starts_at=datetime(on.year, on.month, on.day, 18, tzinfo=STOCKHOLM))


def day(number: int) -> date:
    """Return the day so many days from today."""
    return TODAY + timedelta(days=number)


TARGETED = (LetterFact(kind="targeted-invitation"),)


@pytest.mark.parametrize(
    ("moment", "given", "wanted"),
    [
        ("START", {}, True),
        ("INVITED", {}, False),
        ("INVITED", {"sendings": (SendingFact(kind="invitation", on=TODAY),)}, True),
        ("INVITED", {"sendings": (SendingFact(kind="invitation", on=day(1)),)}, False),
        ("INVITED", {"sendings": (SendingFact(kind="heard", on=TODAY),)}, False),
        ("INVITED", {"meetings": (meeting(42),)}, False),
        ("INVITED", {"meetings": (meeting(41),)}, True),
        ("INVITED", {"meetings": (meeting(28),), "letters": TARGETED}, False),
        ("INVITED", {"meetings": (meeting(27),), "letters": TARGETED}, True),
        ("INVITED", {"last_day": day(41)}, True),
        ("MATERIAL_DUE", {}, False),
        ("MATERIAL_DUE", {"meetings": (meeting(14), meeting(99))}, False),
        ("MATERIAL_DUE", {"meetings": (meeting(13),)}, True),
        ("MATERIAL_DUE", {"last_day": day(13)}, True),
        ("MEETING_HELD", {"meetings": (meeting(0),)}, False),
        ("MEETING_HELD", {"meetings": (meeting(-1), meeting(9))}, True),
        ("NOTES_DUE", {"meetings": (meeting(-14),)}, False),
        ("NOTES_DUE", {"meetings": (meeting(-17),)}, True),
        ("NOTES_DUE", {"last_day": day(-1)}, True),
        ("NOTES_DUE", {"last_day": TODAY}, False),
        ("CLOSED", {}, False),
        ("CLOSED", {"last_day": TODAY}, False),
        ("CLOSED", {"last_day": day(-1)}, True),
        ("CLOSED", {"last_day": day(-1), "meetings": (meeting(1),)}, False),
        ("CLOSED", {"decided_on": TODAY}, True),
        ("ANSWERS_DUE", {"answered_on": TODAY}, False),
        ("ANSWERS_DUE", {"answered_on": day(-1)}, True),
        ("ANSWERS_DUE", {"decision_on": day(-1)}, True),
        ("ANSWERS_DUE", {}, False),
        ("DECIDED", {"decision_on": TODAY}, False),
        ("DECIDED", {"decision_on": day(-1)}, True),
        ("DECIDED", {"decision_on": day(-1), "decided_on": day(1)}, False),
        ("DECIDED", {"decision_on": day(9), "decided_on": TODAY}, True),
    ],
)
def test_moments(moment, given, wanted):
    assert reached(Moment(moment), Facts(today=TODAY, **given)) is wanted


def test_an_unanswered_contribution_is_red_only_when_answers_are_due():
    counted = ContributionsFact(total=10, answered=1)
    items = [each for each in library.checklist().head.items if each.id == "U05"]
    states = [
        judge_all(
            items,
            Facts(today=TODAY, contributions=counted, answered_on=on),
            attestations={},
            contests={},
        )[0].state
        for on in (day(0), day(-1))
    ]

    assert states == [NOT_YET, NO]


def _confirmed_of(which: str, before: Facts, after: Facts) -> tuple[State, bool]:
    [chosen] = [each for each in library.checklist().head.items if each.id == which]
    said = Said(CONFIRMED, YES, digest=digest_of(which, before))
    [found] = judge_all([chosen], after, attestations={which: said}, contests={})
    return found.state, found.awaiting_confirmation


def test_a_purpose_that_is_rewritten_is_confirmed_anew():
    before = Facts(today=TODAY, purpose="Vi vill veta vad ni behöver.")
    after = Facts(today=TODAY, purpose="Vi vill spara pengar.")
    spaced = Facts(today=TODAY, purpose="Vi vill veta  vad ni behöver.\n")

    assert _confirmed_of("F03", before, before) == (YES, False)
    assert _confirmed_of("F03", before, spaced) == (YES, False)
    assert _confirmed_of("F03", before, after) == (NO, True)


def test_another_room_is_confirmed_anew_but_not_another_day():
    def at(*rooms: tuple[str, int]) -> Facts:
        return Facts(
            today=TODAY,
            meetings=tuple(
                MeetingFact(
                    starts_at=datetime(2026, 4, day, 18, tzinfo=STOCKHOLM), form="PHYSICAL",
                    room=room, has_access_note=True,
                )
                for room, day in rooms
            ),
        )  # fmt: skip

    assert _confirmed_of("P09", at(("A", 14)), at(("A", 15), ("A", 16))) == (YES, False)
    assert _confirmed_of("P09", at(("A", 14)), at(("A", 14), ("B", 15))) == (NO, True)


def test_what_was_confirmed_without_a_mark_stands():
    [chosen] = [each for each in library.checklist().head.items if each.id == "F03"]
    facts = Facts(today=TODAY, purpose="Vi frågar er.")
    said = Said(CONFIRMED, YES)
    [found] = judge_all([chosen], facts, attestations={"F03": said}, contests={})
    assert found.state is YES
