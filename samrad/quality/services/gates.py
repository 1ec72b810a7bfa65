"""Letting a consultation through a gate that is shut, and taking that back."""

from datetime import datetime

from django.db import transaction

from samrad.consultations.models import Consultation
from samrad.consultations.services.parts import locked
from samrad.journal.services import record
from samrad.quality.enums import Gate
from samrad.quality.models import GateOverride
from samrad.quality.queries.gates import gate_of
from samrad.users.principal import Principal


class MotiveIsMissing(Exception):
    """An override has a motive that stands in the statement."""


class GateIsOpen(Exception):
    """Nothing stands in the way, so there is nothing to override."""


class ReasonsChanged(Exception):
    """Something else stands in the way now than what was seen."""


class AlreadyWithdrawn(Exception):
    """The override has been withdrawn."""


@transaction.atomic
def override_gate(
    *,
    consultation: Consultation,
    gate: Gate,
    motive: str,
    seen: frozenset[str],
    actor: Principal,
    now: datetime,
) -> GateOverride:
    """Let the consultation through in spite of what stands in the way now.

    `seen` are the keys of the reasons the head was shown. Raise `MotiveIsMissing`, `GateIsOpen` or
    `ReasonsChanged`.
    """
    if not motive.strip():
        raise MotiveIsMissing
    current = locked(consultation)
    state = gate_of(current, gate, now=now)
    if state.is_open:
        raise GateIsOpen
    if {reason.key for reason in state.standing} != seen:
        raise ReasonsChanged
    made = GateOverride.objects.create(
        consultation=current,
        gate=gate,
        reasons=list(state.kept),
        motive=motive.strip(),
        made_by=actor.user,
        made_by_name=str(actor.user or ""),
        made_at=now,
    )
    record(
        chain=current.region.chain,
        kind="gate.overridden",
        about=current,
        actor=actor.reference,
        now=now,
        facts={
            "gate": gate,
            "reasons": [reason.key for reason in state.reasons],
            "motive": made.motive,
        },
    )
    return made


@transaction.atomic
def withdraw_override(*, override: GateOverride, actor: Principal, now: datetime) -> GateOverride:
    """Take an override back: the gate is shut again by what still stands. It is kept."""
    current = (
        GateOverride.objects.select_for_update(of=("self",))
        .select_related("consultation__region")
        .get(pk=override.pk)
    )
    if current.withdrawn_at is not None:
        raise AlreadyWithdrawn
    current.withdrawn_at, current.withdrawn_by = now, actor.user
    current.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record(
        chain=current.consultation.region.chain,
        kind="gate.override_withdrawn",
        about=current.consultation,
        actor=actor.reference,
        now=now,
        facts={"gate": current.gate, "override": current.pk},
    )
    return current
