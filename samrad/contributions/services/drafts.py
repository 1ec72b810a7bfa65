"""Keeping what a participant has written and not sent: sealed, and never seen by anyone else.

Nothing here is noted in the journal: what is not sent is its writer's own.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from samrad.consultations.models import Participation
from samrad.contributions.enums import MandateKind, PartKind
from samrad.contributions.models import AnswerDraft, Submission, SubmissionPart
from samrad.contributions.queries.answers import parts_of
from samrad.contributions.queries.places import passage_slot, question_slot, standing_of
from samrad.contributions.queries.progress import MANDATE_SLOT, DraftText, draft_in, opened
from samrad.contributions.rules.answering import Standing
from samrad.contributions.services.receiving import ConsultationNotOpen
from samrad.core.crypto import seal
from samrad.method.library import threshold


class DraftChangedMeanwhile(Exception):
    """Somebody else saved the same draft after the page was opened; `current` is theirs."""

    def __init__(self, current: DraftText) -> None:
        super().__init__("draft changed meanwhile")
        self.current = current


@dataclass(frozen=True, kw_only=True)
class Written:
    """What stands on the page when it is saved.

    `seen` is the version the page was opened with (0: none) and `writer` the page's own mark, so
    that a page never gets in the way of itself.
    """

    text: str
    nothing_to_add: bool = False
    seen: int = 0
    writer: str = ""


@dataclass(frozen=True, kw_only=True)
class Mandate:
    """Who has decided about the answer and when, and whether a person's name may be shown."""

    kind: MandateKind | str = ""
    decided_by: str = ""
    decided_on: date | None = None
    show_name: bool = False


@transaction.atomic
def save_draft(
    *,
    participation: Participation,
    slot: str,
    written: Written,
    now: datetime,
    earlier_slots: Sequence[str] = (),
) -> AnswerDraft | None:
    """Keep the draft or raise `DraftChangedMeanwhile`. One that never held anything is not made.

    `earlier_slots` are those of the same passage in other wordings; such a draft moves to `slot`.
    """
    Participation.objects.select_for_update(no_key=True).get(pk=participation.pk)
    draft = (
        AnswerDraft.objects.filter(participation=participation, slot__in=[slot, *earlier_slots])
        .order_by("-updated_at")
        .first()
    )
    if draft is None:
        if not written.text and not written.nothing_to_add:
            return None
        draft = AnswerDraft(participation=participation, version=0)
    elif _is_unchanged(draft, slot, written):
        return draft
    elif written.seen != draft.version and not _is_same_page(draft, written):
        raise DraftChangedMeanwhile(opened(draft))
    draft.slot, draft.sealed = slot, seal(written.text)
    draft.nothing_to_add, draft.writer = written.nothing_to_add, written.writer
    draft.version, draft.updated_at = draft.version + 1, now
    draft.save()
    return draft


def _is_same_page(draft: AnswerDraft, written: Written) -> bool:
    return bool(written.writer) and draft.writer == written.writer


def _is_unchanged(draft: AnswerDraft, slot: str, written: Written) -> bool:
    current = opened(draft)
    return (current.slot, current.text, current.nothing_to_add) == (
        slot,
        written.text,
        written.nothing_to_add,
    )


def save_mandate(
    *, participation: Participation, mandate: Mandate, seen: int, writer: str, now: datetime
) -> AnswerDraft | None:
    """Keep what has been filled in about the mandate, finished or not."""
    text = json.dumps(asdict(mandate), default=str, ensure_ascii=False)
    return save_draft(
        participation=participation,
        slot=MANDATE_SLOT,
        written=Written(text=text, seen=seen, writer=writer),
        now=now,
    )


def kept_mandate(participation: Participation) -> tuple[Mandate, DraftText | None]:
    """Return the mandate as it was filled in last, and its draft."""
    draft = draft_in(participation, [MANDATE_SLOT])
    if draft is None:
        return Mandate(), None
    facts = json.loads(draft.text)
    decided_on = facts["decided_on"]
    facts["decided_on"] = date.fromisoformat(decided_on) if decided_on else None
    return Mandate(**facts), draft


@transaction.atomic
def discard_drafts(*, participation: Participation) -> int:
    """Delete every draft of the participant; return how many."""
    deleted, _each = AnswerDraft.objects.filter(participation=participation).delete()
    return deleted


@transaction.atomic
def reopen_answer(*, participation: Participation, submission: Submission, now: datetime) -> int:
    """Make drafts of a sent answer, so that it can be changed; return how many were made.

    The sent answer stands until a new one is sent. Drafts that are there already are kept as they
    are. Raise `ConsultationNotOpen` when nothing more is received.
    """
    Participation.objects.select_for_update(no_key=True).get(pk=participation.pk)
    if standing_of(participation.consultation, now) is not Standing.OPEN:
        raise ConsultationNotOpen
    if AnswerDraft.objects.filter(participation=participation).exclude(slot=MANDATE_SLOT).exists():
        return 0
    made = AnswerDraft.objects.bulk_create(
        AnswerDraft(
            participation=participation,
            slot=_slot_of(part),
            sealed=seal("" if part.nothing_to_add else words),
            nothing_to_add=part.nothing_to_add,
            updated_at=now,
        )
        for part, words in parts_of(submission)
        if part.kind != PartKind.FREE
    )
    return len(made)


def _slot_of(part: SubmissionPart) -> str:
    if part.question is not None:
        return question_slot(part.question)
    return passage_slot(part.passage_revision_id or 0)


@transaction.atomic
def forget_drafts(*, now: datetime) -> int:
    """Delete drafts of consultations that closed or were cancelled long ago; return how many."""
    limit = now - timedelta(days=threshold("unsent-draft-days"))
    deleted, _each = AnswerDraft.objects.filter(
        Q(participation__consultation__closes_at__lte=limit)
        | Q(participation__consultation__cancelled_at__lte=limit)
    ).delete()
    return deleted
