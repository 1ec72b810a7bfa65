"""Saying that a finding about a letter does not hold, and taking that back."""

from datetime import datetime

from django.db import transaction

from samrad.consultations.models import Consultation
from samrad.core.text import one_line
from samrad.invitations.models import ReviewDispute
from samrad.journal.services import record
from samrad.method import library
from samrad.users.principal import Principal


@transaction.atomic
def dispute_finding(
    *,
    consultation: Consultation,
    kind: str,
    rule: str,
    quote_hash: str,
    reason: str,
    actor: Principal,
    now: datetime,
) -> ReviewDispute:
    """Keep that the finding does not hold, and why. The same said twice is kept once."""
    Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk)
    same = {
        "consultation": consultation,
        "letter_kind": kind,
        "rule": rule,
        "quote_hash": quote_hash,
    }
    there = ReviewDispute.objects.filter(**same, withdrawn_at__isnull=True).first()
    if there is not None:
        return there
    dispute = ReviewDispute.objects.create(
        **same,
        reason=one_line(reason),
        method_version=library.review_rules().head.version,
        made_by=actor.user,
        made_at=now,
    )
    _record(dispute, "review.disputed", actor, now)
    return dispute


@transaction.atomic
def withdraw_dispute(*, dispute: ReviewDispute, actor: Principal, now: datetime) -> ReviewDispute:
    """Take back that a finding does not hold: it shows again. Once taken back it stays so."""
    locked = ReviewDispute.objects.select_for_update().get(pk=dispute.pk)
    if locked.withdrawn_at is not None:
        return locked
    locked.withdrawn_at, locked.withdrawn_by = now, actor.user
    locked.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _record(locked, "review.dispute_withdrawn", actor, now)
    return locked


def _record(dispute: ReviewDispute, kind: str, actor: Principal, now: datetime) -> None:
    record(
        chain=dispute.consultation.region.chain,
        kind=kind,
        about=dispute,
        actor=actor.reference,
        now=now,
        facts={
            "rule": dispute.rule,
            "quote": dispute.quote_hash,
            "method_version": dispute.method_version,
        },
    )
