"""Deciding whether a legal duty applies to a consultation. Every decision is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from samrad.consultations.models import Consultation
from samrad.consultations.services.parts import check_seen, locked
from samrad.journal.services import record
from samrad.planning.enums import DutyKind
from samrad.planning.models import LegalDuty
from samrad.planning.queries.duties import duty_values
from samrad.users.principal import Principal


class ReasonIsMissing(Exception):
    """A duty is decided for a reason, whichever way it goes."""


@dataclass(frozen=True)
class Decision:
    """Whether a duty applies, why, and when that was decided."""

    applies: bool
    reason: str
    decided_on: date


@transaction.atomic
def decide_duties(
    *,
    consultation: Consultation,
    decisions: Mapping[DutyKind, Decision],
    seen: str,
    actor: Principal,
    now: datetime,
) -> list[LegalDuty]:
    """Decide whether duties apply. What reads as before is let be; the rest is kept beside it.

    Raise `ReasonIsMissing`, or `PartChangedMeanwhile` when somebody has decided since.
    """
    if not all(decision.reason.strip() for decision in decisions.values()):
        raise ReasonIsMissing
    current = locked(consultation)
    before = duty_values(current)
    check_seen(before, seen)
    return [
        _kept(current, kind, decision, actor, now)
        for kind, decision in decisions.items()
        if before.get(kind)
        != [decision.applies, decision.reason.strip(), decision.decided_on.isoformat()]
    ]


def _kept(
    consultation: Consultation, kind: DutyKind, decision: Decision, actor: Principal, now: datetime
) -> LegalDuty:
    made = LegalDuty.objects.create(
        consultation=consultation,
        kind=kind,
        applies=decision.applies,
        reason=decision.reason.strip(),
        decided_on=decision.decided_on,
        made_by=actor.user,
        made_by_name=str(actor.user or ""),
        made_at=now,
    )
    record(
        chain=consultation.region.chain,
        kind="consultation.duty_decided",
        about=consultation,
        actor=actor.reference,
        now=now,
        facts={
            "duty": kind,
            "applies": decision.applies,
            "decided_on": decision.decided_on.isoformat(),
        },
    )
    return made
