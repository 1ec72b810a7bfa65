"""A participant's own drafts, opened here and nowhere else, and how far they have come.

No query of the workspace uses them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from samrad.consultations.models import (
    Participation,
    Question,
)
from samrad.contributions.enums import SubmissionChannel
from samrad.contributions.models import (
    AnswerDraft,
    Submission,
)
from samrad.contributions.queries.places import (
    Answering,
    Asked,
    question_slot,
    standing_of,
)
from samrad.contributions.rules.answering import Slot, Standing, first_unanswered, letters_over
from samrad.core.crypto import unseal
from samrad.core.ids import digest
from samrad.core.text import words

MANDATE_SLOT = "mandate"


@dataclass(frozen=True)
class DraftText:
    """A draft as its writer reads it."""

    slot: str
    text: str
    nothing_to_add: bool
    version: int
    writer: str
    updated_at: datetime


@dataclass(frozen=True)
class Progress:
    """How far a participant has come."""

    standing: Standing
    questions: Sequence[Question]
    drafts: dict[str, DraftText]
    sent: Submission | None

    @cached_property
    def slots(self) -> list[Slot]:
        """Return the questions as things to answer, in order."""
        return [self._slot(question_slot(question)) for question in self.questions]

    @property
    def every_question(self) -> list[tuple[Question, DraftText | None]]:
        """Return each question with its draft, if there is one."""
        return [(one, self.drafts.get(question_slot(one))) for one in self.questions]

    @property
    def written(self) -> list[tuple[Question, DraftText | None]]:
        """Return the questions that something has been said about, with what."""
        return [
            pair
            for pair, slot in zip(self.every_question, self.slots, strict=True)
            if slot.is_answered
        ]

    @cached_property
    def comments(self) -> dict[str, DraftText]:
        """Return the drafts of comments on the plan that hold words."""
        return {
            slot: draft
            for slot, draft in self.drafts.items()
            if slot.startswith("passage:") and draft.text
        }

    @property
    def has_begun(self) -> bool:
        """Tell whether there is anything to send."""
        return bool(self.comments) or any(slot.is_answered for slot in self.slots)

    @property
    def is_too_long(self) -> bool:
        """Tell whether something has been written that is too long to be sent."""
        comments = any(letters_over(draft.text) for draft in self.comments.values())
        return comments or any(slot.over for slot in self.slots)

    @property
    def mark(self) -> str:
        """Return a mark that changes as soon as anything that would be sent does."""
        return mark_of(self.drafts.values())

    @property
    def saved_at(self) -> datetime | None:
        """Return when the latest draft was saved."""
        return max((draft.updated_at for draft in self.drafts.values()), default=None)

    @property
    def go_on_at(self) -> int:
        """Return the place of the question to go on with."""
        return first_unanswered(self.slots)

    def _slot(self, key: str) -> Slot:
        draft = self.drafts.get(key)
        if draft is None:
            return Slot(key=key)
        return Slot(
            key=key,
            words=len(words(draft.text)),
            nothing_to_add=draft.nothing_to_add,
            over=letters_over(draft.text),
        )


def mark_of(drafts: Iterable[DraftText]) -> str:
    """Return a mark of what the drafts say now."""
    return _mark((draft.slot, draft.version) for draft in drafts)


def mark_now(participation: Participation) -> str:
    """Return the mark of the participant's drafts as they are stored now, without opening them."""
    return _mark(
        AnswerDraft.objects.filter(participation=participation).values_list("slot", "version")
    )


def _mark(versions: Iterable[tuple[str, int]]) -> str:
    said = {slot: version for slot, version in versions if slot != MANDATE_SLOT}
    return digest(said)[:16]


def opened(draft: AnswerDraft) -> DraftText:
    """Return the draft unsealed."""
    return DraftText(
        slot=draft.slot,
        text=unseal(draft.sealed),
        nothing_to_add=draft.nothing_to_add,
        version=draft.version,
        writer=draft.writer,
        updated_at=draft.updated_at,
    )


def drafts_of(participation: Participation) -> dict[str, DraftText]:
    """Return the participant's own drafts by slot."""
    rows = AnswerDraft.objects.filter(participation=participation).order_by("slot")
    return {draft.slot: opened(draft) for draft in rows}


def draft_in(participation: Participation, slots: Sequence[str]) -> DraftText | None:
    """Return the draft that stands in any of the slots."""
    found = participation.answer_drafts.filter(slot__in=slots).order_by("-updated_at").first()
    return opened(found) if found else None


def sent_answer(participation: Participation) -> Submission | None:
    """Return the answer sent on the web that counts, if there is one."""
    return (
        Submission.objects.filter(
            participation=participation,
            channel=SubmissionChannel.WEB,
            superseded_by__isnull=True,
        )
        .order_by("-number")
        .first()
    )


def progress_of(place: Answering, now: datetime) -> Progress:
    """Return how far the participant has come (three queries)."""
    known = place.questions if isinstance(place, Asked) else place.consultation.questions.all()
    return Progress(
        standing=standing_of(place.consultation, now),
        questions=list(known),
        drafts=drafts_of(place.participation),
        sent=sent_answer(place.participation),
    )
