"""Trying what must be tried before one asks, and letting through what could not be mended."""

from datetime import datetime, timedelta

from samrad.consultations.models import Consultation, PlanProcess
from samrad.consultations.queries import fingerprint
from samrad.core.clock import local_date
from samrad.planning.enums import DutyKind, PreGateQuestion
from samrad.planning.queries.duties import duty_values, pre_gate_values
from samrad.planning.rules.pre_gate import Answer
from samrad.planning.services import sami
from samrad.planning.services.duties import Decision, decide_duties
from samrad.planning.services.pre_gate import answer_pre_gate, settle_for_information
from samrad.quality.enums import Gate
from samrad.quality.queries.gates import gate_of
from samrad.quality.services.gates import override_gate
from samrad.users.principal import Principal

_ANSWERS = {
    PreGateQuestion.INFLUENCE: "Stöd, lokaler och arbetssätt är inte bestämda än.",
    PreGateQuestion.DECISION_MAKER: "Kulturnämnden har beslutat att svaren ska ligga till grund.",
    PreGateQuestion.TIME: "Föreningarna får åtta veckor, och beslutet kommer långt efter.",
    PreGateQuestion.RESOURCES: "Det finns pengar till lokaler och tolk, och en handläggare.",
    PreGateQuestion.AFFECTED: "Föreningarna lever med stödet och vet var det brister.",
}
_DUTIES = {
    DutyKind.MIN: (True, "Finska och romska föreningar ordnar kultur i länet."),
    DutyKind.SAM: (False, "Planen har inget som särskilt rör samerna. Sametinget är tillfrågat."),
    DutyKind.CHILD: (True, "Stödet till unga kulturgrupper ingår i planen."),
    DutyKind.DISABILITY: (True, "Lokaler och stöd avgör vilka som kan delta."),
}


def try_first(consultation: Consultation, *, actor: Principal, now: datetime) -> None:
    """Answer whether to consult, and decide about every legal duty."""
    answer_pre_gate(
        consultation=consultation,
        answers={key: Answer(yes=True, reason=reason) for key, reason in _ANSWERS.items()},
        seen=fingerprint(pre_gate_values(consultation)),
        actor=actor,
        now=now,
    )
    decide_duties(
        consultation=consultation,
        decisions={
            kind: Decision(applies, reason, local_date(now))
            for kind, (applies, reason) in _DUTIES.items()
        },
        seen=fingerprint(duty_values(consultation)),
        actor=actor,
        now=now,
    )


def say_no(consultation: Consultation, *, actor: Principal, now: datetime) -> None:
    """Find that nothing is left to influence, and settle for an information."""
    no = Answer(yes=False, reason="Regionstyrelsen har redan beslutat. Inget går att ändra.")
    yes = {str(key): Answer(yes=True, reason=reason) for key, reason in _ANSWERS.items()}
    answer_pre_gate(
        consultation=consultation,
        answers=yes | {str(PreGateQuestion.INFLUENCE): no},
        seen=fingerprint(pre_gate_values(consultation)),
        actor=actor,
        now=now,
    )
    settle_for_information(consultation=consultation, actor=actor, now=now)
    consultation.refresh_from_db()


def let_through(
    consultation: Consultation, gate: Gate, *, motive: str, head: Principal, now: datetime
) -> None:
    """Let the head go on in spite of what stands in the way, where something does."""
    state = gate_of(consultation, gate, now=now)
    if state.is_open:
        return
    override_gate(
        consultation=consultation,
        gate=gate,
        motive=motive,
        seen=frozenset(reason.key for reason in state.standing),
        actor=head,
        now=now,
    )


def consult_sami(process: PlanProcess, *, actor: Principal, now: datetime) -> None:
    """Open a consultation with Sámi representatives, and note the first contacts."""
    matter = sami.start_sami_consultation(
        process=process,
        title="Stöd till samisk kultur i nästa plan",
        parties="Sametinget\nLåtsas sameförening (påhittad)",
        case_number=f"KULT {local_date(now).year}-0431",
        actor=actor,
        now=now,
    )
    said = (
        (2, "Sametinget", "Vi frågade om och hur de vill bli konsulterade.", "Brev, aktbilaga 1"),
        (21, "Sametinget", "De vill mötas digitalt och se förslaget först.", "E-post, aktbilaga 2"),
    )
    for days, who, text, reference in said:
        sami.note_in_sami_consultation(
            matter=matter,
            on=local_date(now + timedelta(days=days)),
            with_whom=who,
            text=text,
            reference=reference,
            actor=actor,
            now=now + timedelta(days=days),
        )
