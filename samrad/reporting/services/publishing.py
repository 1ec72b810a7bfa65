"""Publishing a statement, and taking it back."""

from datetime import datetime

from django.db import transaction

from samrad.consultations.gates import CARRIED_OUT, FINISHED, GateIsShut, Reason, standing_reasons
from samrad.consultations.services.matters import check_asks
from samrad.journal.services import record
from samrad.reporting.models import Statement
from samrad.users.principal import Principal

# What the third gate asks for, that publishing is about to give.
_ITSELF = frozenset({"NO_STATEMENT"})


class HoldsProposals(Exception):
    """The statement holds replies that were not published when it was made; `number` of them."""

    def __init__(self, number: int) -> None:
        super().__init__(str(number))
        self.number = number


class ConsultationNotPublished(Exception):
    """Nobody can see the consultation, so nobody could find its statement."""


@transaction.atomic
def publish_statement(*, statement: Statement, actor: Principal, now: datetime) -> Statement:
    """Let everyone read the statement. Publishing twice changes nothing.

    Raise `AsksForNothing`, `HoldsProposals`, `ConsultationNotPublished`, or `GateIsShut` by the
    second or third gate.
    """
    current = _locked(statement)
    if current.published_at is not None:
        return current
    check_asks(current.consultation)
    if current.proposed:
        raise HoldsProposals(current.proposed)
    if current.consultation.published_at is None:
        raise ConsultationNotPublished
    reasons = reasons_before_publishing(current, now=now)
    if reasons:
        raise GateIsShut(current.consultation, FINISHED, reasons)
    current.published_at = now
    return _saved(current, "statement.published", actor, now)


def reasons_before_publishing(statement: Statement, *, now: datetime) -> list[Reason]:
    """Return what the second and the third gate still ask for."""
    return [
        reason
        for gate in (CARRIED_OUT, FINISHED)
        for reason in standing_reasons(statement.consultation, gate, now=now)
        if reason.code not in _ITSELF
    ]


@transaction.atomic
def withdraw_statement(*, statement: Statement, actor: Principal, now: datetime) -> Statement:
    """Take a published statement back; it is kept. Withdrawing twice changes nothing."""
    current = _locked(statement)
    if current.published_at is None:
        return current
    current.published_at = None
    return _saved(current, "statement.withdrawn", actor, now)


def _locked(statement: Statement) -> Statement:
    return (
        Statement.objects.select_for_update(of=("self",))
        .select_related("consultation__region")
        .get(pk=statement.pk)
    )


def _saved(statement: Statement, kind: str, actor: Principal, now: datetime) -> Statement:
    statement.save(update_fields=["published_at"])
    record(
        chain=statement.consultation.region.chain,
        kind=kind,
        about=statement,
        actor=actor.reference,
        now=now,
        facts={"number": statement.number, "data": statement.data_hash},
    )
    return statement
