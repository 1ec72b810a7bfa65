"""Preparing a mailing, releasing it and calling it back.

Releasing fixes text and recipients. The recipients are then written in small chunks by a job
(`services.filling`), so that ten thousand of them hold up nobody.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from samrad.consultations.gates import INVITE, check_gate
from samrad.consultations.models import Consultation
from samrad.consultations.services.hearing import note_heard
from samrad.consultations.services.matters import check_asks, note_asked
from samrad.consultations.services.parts import locked
from samrad.core.clock import local_date
from samrad.invitations.enums import FIRST_LETTERS, LetterKind, MailingState, RecipientChannel
from samrad.invitations.models import Letter, Mailing, Recipient
from samrad.invitations.queries.dispatch import stops_for
from samrad.invitations.queries.facts import consultation_values, faults_of
from samrad.invitations.queries.letters import letter_of
from samrad.invitations.queries.segments import candidates_for, is_first_letter
from samrad.invitations.rules.segments import Segment
from samrad.invitations.services.letters import LetterChangedMeanwhile
from samrad.jobs.models import Job
from samrad.jobs.queries import latest_job
from samrad.jobs.services import cancel_job, queue_job
from samrad.journal.services import record
from samrad.outbox.enums import MessageState
from samrad.outbox.services import cancel_messages
from samrad.users.principal import Principal

FILL: Final = "mailing.fill"


class NotADraft(Exception):
    """The mailing has been released, or taken away."""


class NothingToCallBack(Exception):
    """The mailing has not been released, or has been called back already."""


class SelectionChanged(Exception):
    """The segment holds another number now than the one confirmed: `count`."""

    def __init__(self, count: int) -> None:
        super().__init__(str(count))
        self.count = count


class CannotSend(Exception):
    """Something stands in the way; `stops` are codes of `queries.dispatch.stops_for`."""

    def __init__(self, stops: tuple[str, ...]) -> None:
        super().__init__(", ".join(stops))
        self.stops = stops


def default_segment(kind: str) -> dict[str, Any]:
    """Return whom we propose: civil society, but in a referral everyone in the register."""
    return Segment(civil_society_only=kind != LetterKind.REFERRAL).as_dict()


@transaction.atomic
def start_mailing(
    *, consultation: Consultation, kind: str, actor: Principal, now: datetime
) -> Mailing:
    """Return the mailing of this kind that is being prepared, begun now if there was none.

    Raise `AsksForNothing` for an information: nobody is invited to it.
    """
    current = Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk)
    check_asks(current)
    there = Mailing.objects.filter(
        consultation=consultation, kind=kind, state=MailingState.DRAFT
    ).first()
    if there is not None:
        return there
    mailing = Mailing.objects.create(
        consultation=consultation,
        kind=kind,
        segment=default_segment(kind),
        created_by=actor.user,
        created_at=now,
    )
    _record(mailing, "mailing.started", actor, now)
    return mailing


def _record(
    mailing: Mailing,
    kind: str,
    actor: Principal,
    now: datetime,
    facts: Mapping[str, Any] | None = None,
) -> None:
    record(
        chain=mailing.consultation.region.chain,
        kind=kind,
        about=mailing,
        actor=actor.reference,
        now=now,
        facts=facts,
    )


def _locked_draft(mailing: Mailing) -> Mailing:
    current = (
        Mailing.objects.select_for_update(of=("self",))
        .select_related("consultation__region", "consultation__process__plan")
        .get(pk=mailing.pk)
    )
    if current.state != MailingState.DRAFT:
        raise NotADraft
    return current


@transaction.atomic
def change_segment(
    *, mailing: Mailing, filters: Mapping[str, Any], actor: Principal, now: datetime
) -> Mailing:
    """Change the filters of a mailing that is being prepared; what was done by hand stands."""
    current = _locked_draft(mailing)
    hands = {key: current.segment.get(key, []) for key in ("added", "taken_out")}
    changed = Segment.from_dict({**filters, **hands}).as_dict()
    return _with_segment(current, {**changed, **_audience(filters)}, actor=actor, now=now)


def _with_segment(
    mailing: Mailing, segment: dict[str, Any], *, actor: Principal, now: datetime
) -> Mailing:
    if segment != mailing.segment:
        mailing.segment = segment
        mailing.save(update_fields=["segment"])
        _record(mailing, "mailing.segment_changed", actor, now, {"segment": segment})
    return mailing


def _audience(filters: Mapping[str, Any]) -> dict[str, str]:
    return {"audience": filters["audience"]} if filters.get("audience") else {}


@transaction.atomic
def put_in(*, mailing: Mailing, candidate: int, actor: Principal, now: datetime) -> Mailing:
    """Put one organisation (or participation) in by hand, whatever the filters say."""
    current = _locked_draft(mailing)
    segment = Segment.from_dict(current.segment).put_in(candidate)
    return _by_hand(current, segment, actor=actor, now=now)


@transaction.atomic
def take_out(*, mailing: Mailing, candidate: int, actor: Principal, now: datetime) -> Mailing:
    """Take one organisation (or participation) out by hand, whatever the filters say."""
    current = _locked_draft(mailing)
    segment = Segment.from_dict(current.segment).take_out(candidate)
    return _by_hand(current, segment, actor=actor, now=now)


def _by_hand(current: Mailing, segment: Segment, *, actor: Principal, now: datetime) -> Mailing:
    changed = {**segment.as_dict(), **_audience(current.segment)}
    return _with_segment(current, changed, actor=actor, now=now)


@transaction.atomic
def drop_mailing(*, mailing: Mailing, actor: Principal, now: datetime) -> None:
    """Take away a mailing that was never released."""
    current = _locked_draft(mailing)
    _record(current, "mailing.dropped", actor, now)
    current.delete()


def _checked_letter(mailing: Mailing, letter_version: int, chosen: int, now: datetime) -> Letter:
    letter = letter_of(mailing.consultation, mailing.kind)
    if letter.version != letter_version:
        raise LetterChangedMeanwhile(letter)
    faults = faults_of(
        letter.subject,
        letter.body,
        kind=mailing.kind,
        values=consultation_values(mailing.consultation, kind=mailing.kind),
    )
    stops = stops_for(
        mailing.consultation,
        kind=mailing.kind,
        letter=letter,
        faults=faults,
        chosen=chosen,
        now=now,
    )
    if stops:
        raise CannotSend(stops)
    return letter


@transaction.atomic
def release_mailing(
    *,
    mailing: Mailing,
    letter_version: int,
    seen: int,
    sent_at: datetime,
    actor: Principal,
    now: datetime,
) -> Mailing:
    """Fix text and recipients and have them written; mails leave from `sent_at`.

    `letter_version` and `seen` (how many) are what the sender confirmed. Raise `NotADraft`,
    `LetterChangedMeanwhile`, `SelectionChanged`, `CannotSend`, `AsksForNothing`, or `GateIsShut`
    when a first letter would leave before the consultation is ready for it.
    """
    current = _locked_draft(mailing)
    check_asks(locked(current.consultation))
    note_asked(current.consultation, now=now)
    chosen = list(
        candidates_for(current, today=local_date(now)).order_by("pk").values_list("pk", flat=True)
    )
    letter = _checked_letter(current, letter_version, len(chosen), now)
    if len(chosen) != seen:
        raise SelectionChanged(len(chosen))
    current.subject, current.body = letter.subject, letter.body
    current.segment = {**current.segment, "chosen": chosen}
    current.state, current.sent_at = MailingState.FILLING, max(sent_at, now)
    current.released_by, current.released_at = actor.user, now
    current.save()
    if current.kind in FIRST_LETTERS:  # judged with the day it leaves; a refusal undoes it all
        check_gate(current.consultation, INVITE, now=now)
    queue_fill(mailing=current, actor=actor, now=now)
    _note_heard(current, actor, now)
    _record(
        current,
        "mailing.released",
        actor,
        now,
        {"chosen": chosen, "letter": letter.version, "first": is_first_letter(current)},
    )
    return current


def _note_heard(mailing: Mailing, actor: Principal, now: datetime) -> None:
    """Let the consultation know when "this is what we heard" has gone out, or was called back."""
    if mailing.kind != LetterKind.HEARD:
        return
    sent = Mailing.objects.filter(
        consultation=mailing.consultation, kind=LetterKind.HEARD, sent_at__isnull=False
    )
    first = sent.order_by("sent_at").values_list("sent_at", flat=True).first()
    note_heard(consultation=mailing.consultation, at=first, actor=actor, now=now)


def queue_fill(*, mailing: Mailing, actor: Principal, now: datetime) -> Job:
    """Have the recipients written, or go on where it stopped."""
    return queue_job(
        kind=FILL,
        key=str(mailing.uuid),
        tenant=mailing.consultation.region.chain,
        arguments={"mailing": mailing.pk},
        requested_by=actor.reference,
        now=now,
    )


@transaction.atomic
def call_back_mailing(*, mailing: Mailing, actor: Principal, now: datetime) -> int:
    """Stop what has not left yet; return how many mails that was. Raise `NothingToCallBack`."""
    current = (
        Mailing.objects.select_for_update(of=("self",))
        .select_related("consultation__region")
        .get(pk=mailing.pk)
    )
    if current.state not in {MailingState.FILLING, MailingState.RELEASED}:
        raise NothingToCallBack
    job = latest_job(FILL, str(current.uuid))
    if job is not None:
        cancel_job(job=job, now=now)
    called_back = cancel_messages(event=current.event, now=now)
    # Who got nothing is no recipient; the cancelled messages remain in the outbox.
    not_left = Q(channel=RecipientChannel.EMAIL, message__state=MessageState.CANCELLED) | (
        ~Q(channel=RecipientChannel.EMAIL) & Q(paper_batch=None, reached_on=None)
    )
    Recipient.objects.filter(not_left, mailing=current).delete()
    if not Recipient.objects.filter(mailing=current).exists():
        current.sent_at = None
    current.state, current.cancelled_at = MailingState.CANCELLED, now
    current.save(update_fields=["state", "sent_at", "cancelled_at"])
    _note_heard(current, actor, now)
    _record(current, "mailing.called_back", actor, now, {"mails": called_back})
    return called_back
