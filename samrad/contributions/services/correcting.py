"""New words for a reply that is public. The old ones stand until the new are published in turn."""

from datetime import datetime

from django.db import transaction

from samrad.contributions.enums import ReplyState
from samrad.contributions.models import Reply, ReplyCorrection
from samrad.contributions.services.replying import (
    PassageChange,
    ReplyChangedMeanwhile,
    ReplyText,
    check_reply,
    with_change,
)
from samrad.journal.services import record
from samrad.users.principal import Principal


class ReplyIsNotPublished(Exception):
    """A reply that is not public yet is changed, not corrected."""


class CorrectionIsOpen(Exception):
    """A correction of the reply already waits to be published; `current` is that one."""

    def __init__(self, current: ReplyCorrection) -> None:
        super().__init__("correction is open")
        self.current = current


def _locked(reply: Reply) -> Reply:
    return (
        Reply.objects.select_for_update(of=("self",))
        .select_related("consultation__region", "consultation__process__plan")
        .get(pk=reply.pk)
    )


def _record(correction: ReplyCorrection, kind: str, *, actor: Principal, now: datetime) -> None:
    record(
        chain=correction.reply.consultation.region.chain,
        kind=kind,
        about=correction.reply,
        actor=actor.reference,
        now=now,
        facts={"correction": correction.pk, "outcome": str(correction.outcome)},
    )


@transaction.atomic
def propose_correction(
    *,
    reply: Reply,
    expected: int,
    text: ReplyText,
    motive: str,
    actor: Principal,
    now: datetime,
    change: PassageChange | None = None,
) -> ReplyCorrection:
    """Propose new words for a published reply, with the reason why.

    Raise `ReplyIsNotPublished`, `ReplyChangedMeanwhile`, `CorrectionIsOpen` or
    `ReplyIsIncomplete`.
    """
    current = _locked(reply)
    if current.state != ReplyState.PUBLISHED:
        raise ReplyIsNotPublished
    if current.version != expected:
        raise ReplyChangedMeanwhile(current)
    waiting = current.corrections.filter(batch__isnull=True, withdrawn_at__isnull=True).first()
    if waiting is not None:
        raise CorrectionIsOpen(waiting)
    text = with_change(text, change, actor=actor, now=now)
    check_reply(current.consultation, text)
    correction = ReplyCorrection.objects.create(
        reply=current,
        outcome=text.outcome,
        reason=text.reason.strip(),
        referred_to=text.referred_to.strip(),
        passage_revision=text.passage_revision,
        motive=motive,
        made_by=actor.user,
        made_at=now,
    )
    _record(correction, "reply.correction_proposed", actor=actor, now=now)
    return correction


@transaction.atomic
def withdraw_correction(*, correction: ReplyCorrection, actor: Principal, now: datetime) -> None:
    """Let a correction that has not been published rest; the reply stays as it is."""
    current = (
        ReplyCorrection.objects.select_for_update(of=("self",))
        .select_related("reply__consultation__region")
        .get(pk=correction.pk)
    )
    if current.state == ReplyState.PUBLISHED:
        raise ReplyIsNotPublished
    current.withdrawn_at = now
    current.save(update_fields=["withdrawn_at"])
    _record(current, "reply.correction_withdrawn", actor=actor, now=now)


@transaction.atomic
def sign_off_correction(*, correction: ReplyCorrection, actor: Principal, now: datetime) -> None:
    """Sign off a proposed correction."""
    done = ReplyCorrection.objects.filter(
        pk=correction.pk, state=ReplyState.PROPOSED, withdrawn_at__isnull=True
    ).update(state=ReplyState.SIGNED_OFF, signed_off_by=actor.user, signed_off_at=now)
    if done:
        _record(correction, "reply.correction_signed_off", actor=actor, now=now)
