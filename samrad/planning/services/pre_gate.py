"""Answering whether to consult at all, and settling for telling."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from samrad.consultations.enums import Matter
from samrad.consultations.models import Consultation
from samrad.consultations.services.matters import set_matter
from samrad.consultations.services.parts import check_seen, locked
from samrad.journal.services import record
from samrad.planning.models import PreGate
from samrad.planning.queries.duties import pre_gate_of, pre_gate_values
from samrad.planning.rules.pre_gate import Answer, Answers, is_whole, nos
from samrad.users.principal import Principal


class NotWhole(Exception):
    """A question lacks its answer or its reason."""


class NothingStandsInTheWay(Exception):
    """All the answers are yes, so there is no ground for only informing."""


@transaction.atomic
def answer_pre_gate(
    *, consultation: Consultation, answers: Answers, seen: str, actor: Principal, now: datetime
) -> PreGate:
    """Keep five answers beside the earlier ones. All yes makes an information a consultation again.

    Raise `NotWhole`, or `PartChangedMeanwhile` when somebody has answered since.
    """
    if not is_whole(answers):
        raise NotWhole
    current = locked(consultation)
    check_seen(pre_gate_values(current), seen)
    made = PreGate.objects.create(
        consultation=current,
        answers=_stored(answers),
        all_yes=not nos(answers),
        made_by=actor.user,
        made_by_name=str(actor.user or ""),
        made_at=now,
    )
    record(
        chain=current.region.chain,
        kind="consultation.pre_gate_answered",
        about=current,
        actor=actor.reference,
        now=now,
        facts={"nos": list(nos(answers))},
    )
    if made.all_yes:
        set_matter(consultation=current, matter=Matter.CONSULTATION, actor=actor, now=now)
    return made


def _stored(answers: Mapping[str, Answer]) -> dict[str, dict[str, object]]:
    return {
        question: {"yes": answer.yes, "reason": answer.reason.strip()}
        for question, answer in answers.items()
    }


@transaction.atomic
def settle_for_information(
    *, consultation: Consultation, actor: Principal, now: datetime
) -> Consultation:
    """Make the matter an information, because of a no.

    Raise `NothingStandsInTheWay` without one, `SomebodyTakesPart` when it is too late.
    """
    current = locked(consultation)
    latest = pre_gate_of(current)
    if latest is None or latest.all_yes:
        raise NothingStandsInTheWay
    return set_matter(consultation=current, matter=Matter.INFORMATION, actor=actor, now=now)
