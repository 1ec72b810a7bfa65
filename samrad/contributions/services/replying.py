"""Giving contributions their reply: reasoned, linked, signed off, published at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from samrad.consultations.models import Consultation
from samrad.contributions.enums import Outcome, ReplyState
from samrad.contributions.models import (
    Contribution,
    ContributionReply,
    Delivery,
    PublicationBatch,
    Reply,
    ReplyCorrection,
    ReplyNote,
    ReplyRevision,
)
from samrad.contributions.queries.changes import MadeChange, change_made_by, loose_changes
from samrad.contributions.queries.live import live_contributions
from samrad.contributions.queries.replies import (
    concerned_by_publishing,
    numbers_not_signed_off,
    reached,
    standing_replies,
)
from samrad.contributions.rules.replies import faults_in_reply
from samrad.journal.services import record
from samrad.plans.models import PassageRevision, PlacedPassage
from samrad.plans.queries import draft_exists
from samrad.plans.services import keep_wording, revise_passage
from samrad.users.principal import Principal


class ReplyIsIncomplete(Exception):
    """The reply lacks something; `faults` are codes from `rules.replies`."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(", ".join(faults))
        self.faults = tuple(faults)


class ReplyChangedMeanwhile(Exception):
    """Somebody answered or changed the reply first; `current` is how it reads now."""

    def __init__(self, current: Reply | None) -> None:
        super().__init__("reply changed meanwhile")
        self.current = current


class ReplyIsPublished(Exception):
    """A published reply is changed by a correction, not by writing over it."""


class NotAllSignedOff(Exception):
    """Nothing is published while a reply waits for sign-off; `numbers` are the contributions."""

    def __init__(self, numbers: Sequence[int]) -> None:
        super().__init__(", ".join(map(str, numbers)))
        self.numbers = tuple(numbers)


class ChangeLeftBehind(Exception):
    """The reply no longer rests on a change it made in the plan: say what becomes of `change`."""

    def __init__(self, change: MadeChange) -> None:
        super().__init__("change left behind")
        self.change = change


class ChangesWithoutReply(Exception):
    """Passages that a reply changed have no reply behind them any more: `passages`."""

    def __init__(self, passages: Sequence[PlacedPassage]) -> None:
        super().__init__(", ".join(str(placed) for placed in passages))
        self.passages = tuple(passages)


class NothingToPublish(Exception):
    """No signed-off reply or correction is waiting."""


class NotAnswerable(Exception):
    """Some contributions have been split or replaced and wait for no reply: `numbers`."""

    def __init__(self, numbers: Sequence[int]) -> None:
        super().__init__(", ".join(map(str, numbers)))
        self.numbers = tuple(numbers)


@dataclass(frozen=True)
class ReplyText:
    """What a reply says."""

    outcome: Outcome
    reason: str
    referred_to: str = ""
    passage_revision: PassageRevision | None = None


@dataclass(frozen=True)
class PassageChange:
    """New words for a passage in the version being worked on; `expected` is the wording seen."""

    placed: PlacedPassage
    heading: str
    text: str
    motive: str
    expected: int


@dataclass(frozen=True)
class Leaving:
    """What becomes of a change that the reply no longer rests on: taken back, or kept, and why."""

    takes_back: bool
    motive: str


def _is_of_the_plan(consultation: Consultation, revision: PassageRevision | None) -> bool:
    """Return whether there is a changed wording, in the plan this consultation is about."""
    return revision is not None and revision.passage.plan_id == consultation.process.plan_id


def check_reply(consultation: Consultation, text: ReplyText) -> None:
    """Raise `ReplyIsIncomplete` unless the reply holds what its outcome asks for."""
    faults = faults_in_reply(
        outcome=text.outcome,
        reason=text.reason,
        draft_exists=draft_exists(consultation.process.plan),
        has_revision=_is_of_the_plan(consultation, text.passage_revision),
        referred_to=text.referred_to,
    )
    if faults:
        raise ReplyIsIncomplete(faults)


def keep_revision(
    reply: Reply, *, actor: Principal, now: datetime, numbers: Sequence[int] | None = None
) -> None:
    """Keep what the reply says now and which contributions it answers (`numbers`, when known)."""
    if numbers is None:
        numbers = list(reply.links.values_list("contribution__number", flat=True))
    ReplyRevision.objects.create(
        reply=reply,
        number=reply.version,
        outcome=reply.outcome,
        reason=reply.reason,
        referred_to=reply.referred_to,
        passage_revision=reply.passage_revision,
        batch=reply.batch if reply.state == ReplyState.PUBLISHED else None,
        contribution_numbers=sorted(numbers),
        made_by=actor.user,
        made_at=now,
    )
    record(
        chain=reply.consultation.region.chain,
        kind="reply.written",
        about=reply,
        actor=actor.reference,
        now=now,
        facts={"version": reply.version, "outcome": str(reply.outcome)},
    )


def _apply(reply: Reply, text: ReplyText, now: datetime) -> None:
    reply.outcome, reply.reason = text.outcome, text.reason.strip()
    reply.referred_to = text.referred_to.strip()
    reply.passage_revision = text.passage_revision
    reply.state, reply.signed_off_by, reply.signed_off_at = ReplyState.PROPOSED, None, None
    reply.updated_at = now
    reply.save()


def with_change(
    text: ReplyText, change: PassageChange | None, *, actor: Principal, now: datetime
) -> ReplyText:
    """Make the change in the plan and let the reply name it."""
    if change is None:
        return text
    revision = revise_passage(
        placed=change.placed,
        heading=change.heading,
        text=change.text,
        motive=change.motive,
        expected=change.expected,
        actor=actor,
        now=now,
    )
    return replace(text, passage_revision=revision)


def _check_live(consultation: Consultation, contributions: Sequence[Contribution]) -> None:
    keys = [contribution.pk for contribution in contributions]
    live = set(live_contributions(consultation).filter(pk__in=keys).values_list("pk", flat=True))
    gone = [each.number for each in contributions if each.pk not in live]
    if gone:
        raise NotAnswerable(gone)


def _current_reply(contributions: Sequence[Contribution]) -> Reply | None:
    link = (
        ContributionReply.objects.filter(contribution__in=contributions)
        .select_related("reply")
        .first()
    )
    return link.reply if link else None


@transaction.atomic
def write_reply(
    *,
    contributions: Sequence[Contribution],
    text: ReplyText,
    actor: Principal,
    now: datetime,
    change: PassageChange | None = None,
) -> Reply:
    """Give the contributions, of one consultation, a first common reply.

    `change` is made in the plan in the same moment, and named by the reply. Raise
    `ReplyIsIncomplete`, `NotAnswerable`, or `ReplyChangedMeanwhile` if one has been answered.
    """
    consultation = (
        Consultation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("region", "process__plan")
        .get(pk=contributions[0].consultation_id)
    )
    answered = _current_reply(contributions)
    if answered is not None:
        raise ReplyChangedMeanwhile(answered)
    _check_live(consultation, contributions)
    text = with_change(text, change, actor=actor, now=now)
    check_reply(consultation, text)
    reply = Reply(consultation=consultation)
    _apply(reply, text, now)
    ContributionReply.objects.bulk_create(
        ContributionReply(contribution=contribution, reply=reply, linked_at=now)
        for contribution in contributions
    )
    keep_revision(reply, actor=actor, now=now)
    return reply


def _leave(
    reply: Reply, text: ReplyText, leaving: Leaving | None, *, actor: Principal, now: datetime
) -> None:
    """Settle what becomes of the change that `reply` made, when `text` does not rest on it.

    What has been changed further by others is left as it is: `loose_changes` lists it.
    """
    before, after = reply.passage_revision, text.passage_revision
    if before is None or (after is not None and after.passage_id == before.passage_id):
        return
    change = change_made_by(reply)
    if change is None or change.changed_further:
        return
    if leaving is None:
        raise ChangeLeftBehind(change)
    if not leaving.takes_back:
        if not any(sign.isalnum() for sign in leaving.motive):
            raise ReplyIsIncomplete(["LEAVING_REASON_MISSING"])
        keep_wording(placed=change.placed, motive=leaving.motive.strip(), actor=actor, now=now)
        return
    revise_passage(
        placed=change.placed,
        heading=change.before.heading,
        text=change.before.text,
        motive=leaving.motive,
        expected=change.placed.revision.number,
        actor=actor,
        now=now,
    )


@transaction.atomic
def change_reply(
    *,
    reply: Reply,
    expected: int,
    text: ReplyText,
    actor: Principal,
    now: datetime,
    change: PassageChange | None = None,
    leaving: Leaving | None = None,
) -> Reply:
    """Change a reply that is not yet published; the earlier wording is kept.

    `expected` is the version the writer saw. A changed reply must be signed off again. Raise
    `ChangeLeftBehind` when the reply leaves a change it made in the plan and `leaving` is not said.
    """
    current = (
        Reply.objects.select_for_update(of=("self",))
        .select_related("consultation__region", "consultation__process__plan")
        .get(pk=reply.pk)
    )
    if current.version != expected:
        raise ReplyChangedMeanwhile(current)
    if current.state == ReplyState.PUBLISHED:
        raise ReplyIsPublished
    text = with_change(text, change, actor=actor, now=now)
    check_reply(current.consultation, text)
    _leave(current, text, leaving, actor=actor, now=now)
    current.version += 1
    _apply(current, text, now)
    keep_revision(current, actor=actor, now=now)
    return current


@transaction.atomic
def return_reply(*, reply: Reply, text: str, actor: Principal, now: datetime) -> ReplyNote:
    """Send a reply back to be changed, and say why. A signed-off one is a proposal again."""
    current = (
        Reply.objects.select_for_update(of=("self",))
        .select_related("consultation__region")
        .get(pk=reply.pk)
    )
    if current.version != reply.version:
        raise ReplyChangedMeanwhile(current)
    if current.state == ReplyState.PUBLISHED:
        raise ReplyIsPublished
    Reply.objects.filter(pk=current.pk).update(
        state=ReplyState.PROPOSED, signed_off_by=None, signed_off_at=None
    )
    note = ReplyNote.objects.create(
        reply=current, version=current.version, text=text, made_by=actor.user, made_at=now
    )
    record(
        chain=current.consultation.region.chain,
        kind="reply.returned",
        about=current,
        actor=actor.reference,
        now=now,
        facts={"version": current.version},
    )
    return note


@transaction.atomic
def sign_off_replies(
    *, consultation: Consultation, replies: Sequence[Reply], actor: Principal, now: datetime
) -> int:
    """Sign off proposed replies as they were read; return how many.

    One that has been changed since it was read (another `version`) is left for another look.
    """
    proposed = Reply.objects.select_for_update().filter(
        consultation=consultation, pk__in=[reply.pk for reply in replies], state=ReplyState.PROPOSED
    )
    read = {(reply.pk, reply.version) for reply in replies}
    keys = [pk for pk, version in proposed.values_list("pk", "version") if (pk, version) in read]
    Reply.objects.filter(pk__in=keys).update(
        state=ReplyState.SIGNED_OFF, signed_off_by=actor.user, signed_off_at=now
    )
    record(
        chain=consultation.region.chain,
        kind="reply.signed_off",
        about=consultation,
        actor=actor.reference,
        now=now,
        facts={"replies": keys},
    )
    return len(keys)


def _check_ready(consultation: Consultation) -> None:
    # Locked, so that none is sent back or changed between this look and the publishing.
    list(Reply.objects.select_for_update().filter(consultation=consultation).order_by("pk"))
    waiting = numbers_not_signed_off(consultation)
    if waiting:
        raise NotAllSignedOff(waiting)
    loose = loose_changes(consultation)
    if loose:
        raise ChangesWithoutReply(loose)
    ready = Q(state=ReplyState.SIGNED_OFF)
    if not (
        standing_replies(consultation).filter(ready).exists()
        or ReplyCorrection.objects.filter(
            ready, reply__consultation=consultation, withdrawn_at__isnull=True
        ).exists()
    ):
        raise NothingToPublish


def _publish_ready(batch: PublicationBatch) -> int:
    """Publish the signed-off replies, and mark the words that were made public with the batch."""
    ready = standing_replies(batch.consultation).filter(state=ReplyState.SIGNED_OFF)
    published = ready.update(state=ReplyState.PUBLISHED, batch=batch)
    ReplyRevision.objects.filter(reply__batch=batch, number=F("reply__version")).update(batch=batch)
    return published


def _publish_corrections(batch: PublicationBatch, *, actor: Principal, now: datetime) -> int:
    """Let the signed-off corrections take the place of the words they correct."""
    corrections = ReplyCorrection.objects.filter(
        reply__consultation=batch.consultation,
        state=ReplyState.SIGNED_OFF,
        withdrawn_at__isnull=True,
    ).select_related("reply__consultation__region", "passage_revision")
    links = ContributionReply.objects.filter(reply__in=corrections.values("reply"))
    numbers: dict[int, list[int]] = {}
    for key, number in links.values_list("reply", "contribution__number"):
        numbers.setdefault(key, []).append(number)
    done = 0
    for correction in corrections:
        reply = correction.reply
        reply.outcome, reply.reason = correction.outcome, correction.reason
        reply.referred_to = correction.referred_to
        reply.passage_revision = correction.passage_revision
        reply.signed_off_by, reply.signed_off_at = (
            correction.signed_off_by,
            correction.signed_off_at,
        )
        reply.version += 1
        reply.batch, reply.updated_at = batch, now
        reply.save()
        keep_revision(reply, actor=actor, now=now, numbers=numbers.get(reply.pk, []))
        correction.state, correction.batch = ReplyState.PUBLISHED, batch
        correction.save(update_fields=["state", "batch"])
        done += 1
    return done


@transaction.atomic
def publish_replies(
    *, consultation: Consultation, message: str, actor: Principal, now: datetime
) -> PublicationBatch:
    """Publish every signed-off reply and correction at once, and note who is to hear of it.

    Raise `NotAllSignedOff`, `ChangesWithoutReply` or `NothingToPublish`.
    """
    consultation = (
        Consultation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("region", "process")
        .get(pk=consultation.pk)
    )
    _check_ready(consultation)
    concerned = reached(concerned_by_publishing(consultation))
    batch = PublicationBatch.objects.create(
        consultation=consultation, published_at=now, published_by=actor.user, message=message
    )
    count = _publish_ready(batch)
    corrected = _publish_corrections(batch, actor=actor, now=now)
    Delivery.objects.bulk_create(
        Delivery(batch=batch, participation=each.participation, state=each.way)
        for each in concerned
    )
    record(
        chain=consultation.region.chain,
        kind="reply.published",
        about=batch,
        actor=actor.reference,
        now=now,
        facts={"replies": count, "corrections": corrected, "told": len(concerned)},
    )
    return batch
