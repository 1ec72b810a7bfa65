"""One reply to many, and one of the many on its own again. What was said before is kept."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from samrad.consultations.models import Consultation
from samrad.contributions.enums import ReplyState
from samrad.contributions.models import Contribution, ContributionReply, Reply
from samrad.contributions.queries.live import live_contributions
from samrad.contributions.services.replying import (
    Leaving,
    NotAnswerable,
    PassageChange,
    ReplyChangedMeanwhile,
    ReplyIsPublished,
    ReplyText,
    change_reply,
    keep_revision,
    write_reply,
)
from samrad.journal.services import record
from samrad.users.principal import Principal


class OnlyOneAnswered(Exception):
    """A reply to one contribution has nothing to be separated from."""


def _locked(reply: Reply) -> Reply:
    Consultation.objects.select_for_update(no_key=True).get(pk=reply.consultation_id)
    return (
        Reply.objects.select_for_update(of=("self",))
        .select_related("consultation__region", "passage_revision", "batch", "signed_off_by")
        .get(pk=reply.pk)
    )


@transaction.atomic
def share_reply(
    *, reply: Reply, contributions: Sequence[Contribution], actor: Principal, now: datetime
) -> Reply:
    """Let a reply that is not yet published answer more contributions; it is signed off anew.

    Raise `ReplyChangedMeanwhile`, `ReplyIsPublished` or `NotAnswerable`.
    """
    current = _locked(reply)
    if current.version != reply.version:
        raise ReplyChangedMeanwhile(current)
    if current.state == ReplyState.PUBLISHED:
        raise ReplyIsPublished
    keys = [each.pk for each in contributions]
    free = set(
        live_contributions(current.consultation)
        .filter(pk__in=keys, reply_link__isnull=True)
        .values_list("pk", flat=True)
    )
    taken = [each.number for each in contributions if each.pk not in free]
    if taken:
        raise NotAnswerable(taken)
    ContributionReply.objects.bulk_create(
        ContributionReply(contribution=each, reply=current, linked_at=now) for each in contributions
    )
    current.version += 1
    current.state, current.signed_off_by, current.signed_off_at = ReplyState.PROPOSED, None, None
    current.updated_at = now
    current.save()
    keep_revision(current, actor=actor, now=now)
    return current


@transaction.atomic
def answer(
    *,
    contribution: Contribution,
    others: Sequence[Contribution],
    expected: int,
    text: ReplyText,
    actor: Principal,
    now: datetime,
    change: PassageChange | None = None,
    leaving: Leaving | None = None,
) -> Reply:
    """Give the contribution its reply, or change it, and let the reply answer the others too.

    `expected` is the version of the reply that the writer saw, 0 where there was none. Raise what
    `write_reply`, `change_reply` and `share_reply` raise.
    """
    link = (
        ContributionReply.objects.filter(contribution=contribution).select_related("reply").first()
    )
    if link is None:
        return write_reply(
            contributions=[contribution, *others], text=text, actor=actor, now=now, change=change
        )
    if link.reply.version != expected:
        raise ReplyChangedMeanwhile(link.reply)
    reply = change_reply(
        reply=link.reply,
        expected=expected,
        text=text,
        actor=actor,
        now=now,
        change=change,
        leaving=leaving,
    )
    if others:
        return share_reply(reply=reply, contributions=others, actor=actor, now=now)
    return reply


def _alone(current: Reply, now: datetime) -> Reply:
    """Make a reply that says what `current` says, in the same state."""
    return Reply.objects.create(
        consultation=current.consultation,
        outcome=current.outcome,
        reason=current.reason,
        referred_to=current.referred_to,
        passage_revision=current.passage_revision,
        state=current.state,
        signed_off_by=current.signed_off_by,
        signed_off_at=current.signed_off_at,
        batch=current.batch,
        separated_from=current,
        updated_at=now,
    )


@transaction.atomic
def separate_contribution(
    *, link: ContributionReply, expected: int, actor: Principal, now: datetime
) -> Reply:
    """Give one of the contributions that share a reply a reply of its own, saying the same.

    The shared reply keeps its history, and the new one names it. Raise `OnlyOneAnswered` or
    `ReplyChangedMeanwhile`.
    """
    current = _locked(link.reply)
    if current.version != expected:
        raise ReplyChangedMeanwhile(current)
    if current.links.count() == 1:
        raise OnlyOneAnswered
    alone = _alone(current, now)
    ContributionReply.objects.filter(pk=link.pk).update(reply=alone, linked_at=now)
    Reply.objects.filter(pk=current.pk).update(version=current.version + 1, updated_at=now)
    current.version += 1
    left = list(current.links.values_list("contribution__number", flat=True))
    keep_revision(current, actor=actor, now=now, numbers=left)
    keep_revision(alone, actor=actor, now=now, numbers=[link.contribution.number])
    record(
        chain=current.consultation.region.chain,
        kind="reply.separated",
        about=current,
        actor=actor.reference,
        now=now,
        facts={"alone": alone.pk, "contribution": link.contribution_id},
    )
    return alone
