"""What the three gates ask, and letting through in spite of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from samrad.consultations import gates as door
from samrad.consultations.enums import Matter
from samrad.consultations.gates import GateIsShut, check_gate, standing_reasons
from samrad.consultations.models import Consultation
from samrad.journal.models import Entry
from samrad.planning.rules import pre_gate
from samrad.quality.enums import AttestationKind, Gate, ReasonCode, State
from samrad.quality.queries.facts.gathering import facts_of
from samrad.quality.queries.gates import gate_of, gates_of, overrides_of
from samrad.quality.rules.confirming import digest_of
from samrad.quality.rules.gates import (
    GateFacts,
    Item,
    Standing,
    left_of,
    place_of,
    reasons_at,
    score_of,
)
from samrad.quality.rules.verdict import seen
from samrad.quality.services.gates import (
    AlreadyWithdrawn,
    GateIsOpen,
    MotiveIsMissing,
    ReasonsChanged,
    override_gate,
    withdraw_override,
)
from tests import make


def _item(item="F03", state=State.FULFILLED, *, critical=True, weight=3, awaits=False):
    return Item(
        id=item, phase=item[0], weight=weight, critical=critical, state=state, awaits=awaits
    )


def _keys(gate, **facts):
    return [reason.key for reason in reasons_at(gate, GateFacts(**facts))]


def test_the_door_and_the_gates_use_the_same_codes() -> None:
    assert tuple(Gate.values) == (door.INVITE, door.CARRIED_OUT, door.FINISHED)


@pytest.mark.parametrize(
    ("facts", "keys"),
    [
        ({}, []),
        ({"pre_gate": pre_gate.UNANSWERED}, ["PRE_GATE_UNANSWERED"]),
        ({"pre_gate": pre_gate.HALTED}, ["PRE_GATE_NO"]),
        ({"pre_gate": pre_gate.INFORMS}, ["INFORMS"]),
        ({"items": (_item(), _item("F04", State.NOT))}, ["ITEM_NOT:F04"]),
        ({"items": (_item(), _item("F03", State.NOT, awaits=True))}, ["ITEM_AWAITS:F03"]),
        ({"items": (_item(), _item("F07", State.NOT, critical=False, weight=1))}, []),
        ({"items": (_item(), _item("F04", State.PARTLY))}, []),
        ({"items": (_item("F04", State.NOT_YET), _item("F05", State.NO_FACTS))}, []),
        ({"items": (_item("F04", State.NOT_APPLICABLE),)}, []),
        ({"items": (_item(), _item("U05", State.NOT), _item("G07", State.NOT))}, []),
        # The pre-gate says it itself, and says it once.
        (
            {"pre_gate": pre_gate.UNANSWERED, "items": (_item(), _item("F08", State.NOT))},
            ["PRE_GATE_UNANSWERED"],
        ),
        # Fifty of a hundred is enough; less is not.
        ({"items": (_item(critical=False), _item("F07", State.NOT, critical=False))}, []),
        (
            {
                "items": (
                    _item(critical=False, weight=2),
                    _item("F07", State.NOT, critical=False, weight=3),
                )
            },
            ["SCORE_LOW"],
        ),
    ],
)
def test_before_inviting(facts, keys) -> None:
    assert _keys(Gate.INVITE, **facts) == keys


@pytest.mark.parametrize(
    ("facts", "keys"),
    [
        ({}, []),
        ({"is_over": False}, ["STILL_OPEN"]),
        ({"is_heard": False}, ["NOT_HEARD"]),
        ({"has_case_number": False}, ["NO_CASE_NUMBER"]),
        ({"items": (_item("G07", State.NOT),)}, ["ITEM_NOT:G07"]),
        ({"items": (_item("U01", State.NOT),)}, ["ITEM_NOT:U01"]),
        ({"items": (_item("F03", State.NOT), _item("U07", State.NOT))}, []),
        ({"items": (_item("U01", State.NOT_YET),)}, []),
        ({"pre_gate": pre_gate.UNANSWERED}, []),
    ],
)  # fmt: skip
def test_before_it_counts_as_carried_out(facts, keys) -> None:
    assert _keys(Gate.CARRIED_OUT, **facts) == keys


@pytest.mark.parametrize(
    ("facts", "keys"),
    [
        ({}, []),
        ({"unanswered": 1}, ["UNANSWERED"]),
        ({"not_published": 2}, ["NOT_PUBLISHED"]),
        ({"items": (_item("U12", State.NOT),)}, ["NO_STATEMENT"]),
        ({"items": (_item("U12"),)}, []),
        ({"items": (_item("U05", State.NOT),)}, []),
        ({"items": (_item("U07", State.NOT), _item("U01", State.NOT))}, ["ITEM_NOT:U07"]),
        ({"is_over": False, "is_heard": False}, []),
    ],
)
def test_before_it_is_finished(facts, keys) -> None:
    assert _keys(Gate.FINISHED, **facts) == keys


def test_an_override_covers_what_stood_and_nothing_new() -> None:
    first, second = Standing("ITEM_NOT", "F04"), Standing("ITEM_NOT", "F05")

    assert left_of((first, second), [[first.kept], [second.kept]]) == ()
    assert left_of((first, second), [[first.kept]]) == (second,)


def _daytime(*named):
    return Standing("ITEM_NOT", "P05", named=named)


@pytest.mark.parametrize(
    ("then", "later", "is_open"),
    [
        (Standing("UNANSWERED", number=1), Standing("UNANSWERED", number=1), True),
        (Standing("UNANSWERED", number=2), Standing("UNANSWERED", number=1), True),
        (Standing("UNANSWERED", number=1), Standing("UNANSWERED", number=2), False),
        (Standing("SCORE_LOW", number=40), Standing("SCORE_LOW", number=40), True),
        (Standing("SCORE_LOW", number=40), Standing("SCORE_LOW", number=49), True),
        (Standing("SCORE_LOW", number=40), Standing("SCORE_LOW", number=39), False),
        (_daytime("a", "b"), _daytime("a"), True),
        (_daytime("a"), _daytime("b"), False),
    ],
)
def test_an_override_covers_no_more_than_the_head_saw(then, later, is_open) -> None:
    assert (left_of((later,), [[then.kept]]) == ()) is is_open


def test_what_the_facts_name_is_kept_and_what_is_left_out_is_counted() -> None:
    named = [seen("P05.DAYTIME", name="Möte i Påhittköping"), seen("P05.COUNTED", number=6)]
    item = replace(_item("P05", State.NOT), seen=(*named, seen("MORE", number=2)))

    [reason] = reasons_at(Gate.INVITE, GateFacts(items=(item, _item())))
    assert reason.named == ("P05.DAYTIME:Möte i Påhittköping", "MORE:0", "MORE:1")


def test_without_a_run_what_people_must_confirm_is_one_reason() -> None:
    items = (
        _item("F03", awaits=True),
        _item("F04", State.NOT),
        _item("P09", awaits=True),
        _item("F07", critical=False, awaits=True),
    )

    found = reasons_at(Gate.INVITE, GateFacts(has_run=False, items=items))
    assert [reason.key for reason in found] == ["NO_RUN", "ITEM_NOT:F04"]
    assert found[0].named == ("F03", "P09")
    assert place_of(found[0]) == ("quality:start",)


def test_nothing_judged_has_no_score() -> None:
    assert score_of([_item(state=State.NO_FACTS)]) is None
    assert score_of([_item(), _item(state=State.NOT), _item(state=State.PARTLY)]) == 50


@pytest.mark.parametrize("code", list(ReasonCode))
def test_every_reason_leads_to_where_it_is_mended(code) -> None:
    assert place_of(Standing(code, "F03" if code.startswith("ITEM") else ""))


@pytest.fixture
def consultation(db):
    return make.consultation(
        case_number="KULT 2026-1",
        heard_published_at=make.NOW,
        closes_at=make.NOW - timedelta(days=1),
    )


@pytest.fixture
def _real(settings):
    settings.SAMRAD_GATEKEEPER = "samrad.quality.queries.gates.gatekeeper"


def _override(consultation, seen=("PRE_GATE_UNANSWERED",), motive="Nämnden väntar inte."):
    if seen is None:
        state = gate_of(consultation, Gate.INVITE, now=make.NOW)
        seen = [reason.key for reason in state.standing]
    return override_gate(
        consultation=consultation,
        gate=Gate.INVITE,
        motive=motive,
        seen=frozenset(seen),
        actor=make.principal(make.officer(role="head", name="Bo Exempel")),
        now=make.NOW,
    )


@pytest.mark.usefixtures("_real")
def test_the_door_asks_the_keeper_named_in_the_settings(consultation) -> None:
    reasons = standing_reasons(consultation, door.INVITE, now=make.NOW)
    assert "PRE_GATE_UNANSWERED" in [reason.key for reason in reasons]
    with pytest.raises(GateIsShut) as shut:
        check_gate(consultation, door.INVITE, now=make.NOW)
    assert shut.value.reasons == reasons


def test_tests_about_something_else_meet_an_open_gate(consultation) -> None:
    check_gate(consultation, door.INVITE, now=make.NOW)


def test_an_override_opens_until_something_new_stands_in_the_way(consultation) -> None:
    made = _override(consultation, seen=None)

    state = gate_of(consultation, Gate.INVITE, now=make.NOW)
    assert state.is_open
    assert state.is_overridden
    assert made.reasons[0] == {"key": "PRE_GATE_UNANSWERED", "number": 0, "named": []}
    assert Entry.objects.filter(kind="gate.overridden").count() == 1

    Consultation.objects.filter(pk=consultation.pk).update(matter=Matter.INFORMATION)
    consultation.refresh_from_db()
    state = gate_of(consultation, Gate.INVITE, now=make.NOW)
    assert state.standing[0].key == "INFORMS"


def test_an_override_taken_back_shuts_the_gate_and_is_kept(consultation) -> None:
    made = _override(consultation, seen=None)
    withdraw_override(override=made, actor=make.principal(), now=make.NOW)

    assert not gate_of(consultation, Gate.INVITE, now=make.NOW).is_open
    assert [row.pk for row in overrides_of(consultation)] == [made.pk]
    assert Entry.objects.filter(kind="gate.override_withdrawn").count() == 1
    with pytest.raises(AlreadyWithdrawn):
        withdraw_override(override=made, actor=make.principal(), now=make.NOW)


def test_nobody_overrides_without_a_motive_unseen_or_an_open_gate(consultation) -> None:
    with pytest.raises(MotiveIsMissing):
        _override(consultation, motive=" ")
    with pytest.raises(ReasonsChanged):
        _override(consultation, seen=("ITEM_NOT:X99",))
    _override(consultation, seen=None)
    with pytest.raises(GateIsOpen):
        _override(consultation, seen=None)


def test_three_gates_are_shown_in_order(consultation) -> None:
    assert [state.gate for state in gates_of(consultation, now=make.NOW)] == list(Gate)


def test_a_gate_holds_a_confirmation_to_the_purpose_that_was_confirmed(consultation) -> None:
    Consultation.objects.filter(pk=consultation.pk).update(purpose="Vi frågar om lokaler.")
    consultation.refresh_from_db()
    run = make.checklist_run(consultation=consultation)
    digest = digest_of("F03", facts_of(consultation, now=make.NOW))
    make.attestation(run=run, item="F03", kind=AttestationKind.CONFIRMED, digest=digest)
    waiting = "ITEM_AWAITS:F03"

    assert waiting not in _standing(consultation)

    consultation.purpose = "Vi frågar om något helt annat."
    consultation.save(update_fields=["purpose"])
    assert waiting in _standing(consultation)


def _standing(consultation) -> list[str]:
    state = gate_of(consultation, Gate.INVITE, now=make.NOW)
    return [reason.key for reason in state.standing]
