"""Whether to consult at all: five answers, and what they make of the matter."""

import pytest

from samrad.consultations.enums import Level, Matter
from samrad.consultations.models import Consultation, ConsultationRevision
from samrad.consultations.queries import fingerprint
from samrad.consultations.services.matters import (
    AsksForNothing,
    SomebodyTakesPart,
    check_asks,
    note_asked,
    set_matter,
)
from samrad.consultations.services.parts import PartChangedMeanwhile
from samrad.journal.models import Entry
from samrad.planning.enums import PreGateQuestion
from samrad.planning.models import PreGate
from samrad.planning.queries.duties import pre_gate_of, pre_gate_values, tried_before
from samrad.planning.rules import pre_gate
from samrad.planning.rules.pre_gate import Answer
from samrad.planning.services.pre_gate import (
    NothingStandsInTheWay,
    NotWhole,
    answer_pre_gate,
    settle_for_information,
)
from tests import make

_ALL = {question: Answer(yes=True, reason="Därför.") for question in PreGateQuestion.values}
_NO_TIME = {**_ALL, PreGateQuestion.TIME: Answer(yes=False, reason="Beslutet är i morgon.")}


@pytest.mark.parametrize(
    ("answers", "informs", "state"),
    [
        (None, False, pre_gate.UNANSWERED),
        (_ALL, False, pre_gate.CLEARED),
        (_NO_TIME, False, pre_gate.HALTED),
        (_NO_TIME, True, pre_gate.INFORMS),
    ],
)
def test_the_state_follows_from_the_answers(answers, informs, state) -> None:
    assert pre_gate.state(answers, informs=informs) == state


def test_a_single_no_is_named_and_an_answer_without_a_reason_is_none() -> None:
    assert pre_gate.nos(_NO_TIME) == ("TIME",)
    assert pre_gate.is_whole(_ALL)
    assert not pre_gate.is_whole({**_ALL, "TIME": Answer(yes=True, reason=" ")})
    assert not pre_gate.is_whole({"TIME": Answer(yes=True, reason="Ja.")})


@pytest.fixture
def consultation(db):
    return make.consultation(level=Level.DIA)


def _answer(consultation, answers):
    return answer_pre_gate(
        consultation=consultation,
        answers=answers,
        seen=fingerprint(pre_gate_values(consultation)),
        actor=make.principal(),
        now=make.NOW,
    )


def test_a_no_makes_an_information_only_when_the_officer_says_so(consultation) -> None:
    _answer(consultation, _NO_TIME)

    consultation.refresh_from_db()
    assert consultation.matter == Matter.CONSULTATION
    assert tried_before([consultation])[consultation.pk].pre_gate == pre_gate.HALTED

    informs = settle_for_information(
        consultation=consultation, actor=make.principal(), now=make.NOW
    )

    assert (informs.matter, informs.level) == (Matter.INFORMATION, Level.INF)
    assert tried_before([informs])[informs.pk].pre_gate == pre_gate.INFORMS
    kept = ConsultationRevision.objects.get(consultation=consultation, part="matter")
    assert kept.changes["matter"] == ["CONSULTATION", "INFORMATION"]
    with pytest.raises(AsksForNothing):
        check_asks(informs)


def test_answering_anew_turns_it_back_and_keeps_what_was_answered(consultation) -> None:
    _answer(consultation, _NO_TIME)
    settle_for_information(consultation=consultation, actor=make.principal(), now=make.NOW)

    _answer(consultation, _ALL)

    consultation.refresh_from_db()
    assert (consultation.matter, consultation.level) == (Matter.CONSULTATION, Level.DIA)
    assert PreGate.objects.filter(consultation=consultation).count() == 2
    latest = pre_gate_of(consultation)
    assert latest is not None
    assert latest.all_yes
    assert Entry.objects.filter(kind="consultation.pre_gate_answered").count() == 2


def test_nobody_may_only_inform_without_a_no_or_once_somebody_takes_part(consultation) -> None:
    with pytest.raises(NothingStandsInTheWay):
        settle_for_information(consultation=consultation, actor=make.principal(), now=make.NOW)
    with pytest.raises(NotWhole):
        _answer(consultation, {"TIME": Answer(yes=True, reason="Ja.")})

    make.participation(consultation=consultation)
    _answer(consultation, _NO_TIME)
    with pytest.raises(SomebodyTakesPart):
        settle_for_information(consultation=consultation, actor=make.principal(), now=make.NOW)


def test_what_has_asked_somebody_is_held_to_the_promise(consultation) -> None:
    note_asked(consultation, now=make.NOW)
    _answer(consultation, _NO_TIME)

    with pytest.raises(SomebodyTakesPart):
        settle_for_information(consultation=consultation, actor=make.principal(), now=make.NOW)


def test_a_letter_begun_holds_it_to_nothing(consultation) -> None:
    make.mailing(consultation=consultation)
    _answer(consultation, _NO_TIME)

    informs = settle_for_information(
        consultation=consultation, actor=make.principal(), now=make.NOW
    )

    assert informs.matter == Matter.INFORMATION


def test_a_consultation_that_only_informed_gets_back_the_level_it_had_last(consultation) -> None:
    for level in (Level.INF, Level.PAR):
        Consultation.objects.filter(pk=consultation.pk).update(level=level)
        _answer(consultation, _NO_TIME)
        settle_for_information(consultation=consultation, actor=make.principal(), now=make.NOW)
        _answer(consultation, _ALL)

        consultation.refresh_from_db()
        assert consultation.level == level


def test_becoming_what_it_is_already_leaves_no_trace(consultation) -> None:
    set_matter(
        consultation=consultation,
        matter=Matter.CONSULTATION,
        actor=make.principal(),
        now=make.NOW,
    )

    assert not ConsultationRevision.objects.filter(consultation=consultation).exists()


def test_two_who_answer_do_not_overwrite_each_other(consultation) -> None:
    _answer(consultation, _ALL)

    with pytest.raises(PartChangedMeanwhile):
        answer_pre_gate(
            consultation=consultation,
            answers=_NO_TIME,
            seen=fingerprint({"pre_gate": 0}),
            actor=make.principal(),
            now=make.NOW,
        )
