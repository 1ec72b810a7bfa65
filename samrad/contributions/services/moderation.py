"""Whether a submission from the open form may be shown, and telling its sender why not."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from samrad.consultations.models import Participation
from samrad.contributions.enums import ModerationState
from samrad.contributions.models import Moderation, Submission
from samrad.contributions.queries.replies import reached
from samrad.contributions.services.registrar import sender_of
from samrad.journal.services import record
from samrad.outbox.models import Message
from samrad.outbox.services import NothingToSend, Rendered, queue_message
from samrad.users.principal import Principal

KIND = "withheld"


class ReasonMissing(Exception):
    """What is withheld is withheld for a reason."""


class NotPending(Exception):
    """A decision is approved or withheld."""


@transaction.atomic
def decide_moderation(
    *,
    submission: Submission,
    state: ModerationState,
    reason: str,
    actor: Principal,
    now: datetime,
) -> Moderation:
    """Approve or withhold the submission. The sender of a withheld one is told by mail."""
    if state == ModerationState.PENDING:
        raise NotPending
    if state == ModerationState.WITHHELD and not reason.strip():
        raise ReasonMissing
    moderation = Moderation.objects.select_for_update().get(submission=submission)
    changed = moderation.state != state
    moderation.state, moderation.reason = state, reason.strip()
    moderation.decided_by, moderation.decided_at = actor.user, now
    moderation.save()
    entry = record(
        chain=submission.consultation.region.chain,
        kind=f"submission.{state.lower()}",
        about=submission,
        actor=actor.reference,
        now=now,
    )
    if changed and state == ModerationState.WITHHELD:
        _tell_sender(submission, event=f"moderation:{submission.pk}:{entry.number}", now=now)
    return moderation


def _tell_sender(submission: Submission, *, event: str, now: datetime) -> None:
    party = submission.participation_id or 0
    for each in reached(Participation.objects.filter(pk=party)):
        if each.email:
            queue_message(
                tenant=submission.consultation.region.chain,
                kind=KIND,
                event=event,
                recipient=each.participation.reference,
                to_address=each.email,
                context={"submission": submission.pk},
                now=now,
            )


def render_withheld(message: Message, now: datetime) -> Rendered:  # noqa: ARG001 -- a Renderer
    """Write the mail that says that an answer is kept but not shown, and why."""
    submission = (
        Submission.objects.select_related("consultation__region", "moderation")
        .filter(pk=message.context["submission"])
        .first()
    )
    if submission is None or submission.moderation.state != ModerationState.WITHHELD:
        raise NothingToSend("NO_LONGER_WITHHELD")
    context = {
        "submission": submission,
        "consultation": submission.consultation,
        "reason": submission.moderation.reason,
        "url": settings.SAMRAD_URL,
    }
    text = render_to_string("contributions/mail/withheld.txt", context)
    subject = render_to_string("contributions/mail/withheld_subject.txt", context)
    return Rendered(
        subject=" ".join(subject.split()),
        text=text,
        html="",
        archived_text=text,
        from_email=sender_of(submission.consultation.region),
        reply_to=submission.consultation.contact_email,
    )
