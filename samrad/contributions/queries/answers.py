"""What the pages of those who answer show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from samrad.consultations.enums import ActivityKind
from samrad.consultations.models import (
    Activity,
    Consultation,
    Participation,
)
from samrad.contributions.enums import PartKind
from samrad.contributions.models import (
    Contribution,
    PublicationBatch,
    Submission,
    SubmissionPart,
)
from samrad.contributions.queries.live import live_contributions
from samrad.contributions.queries.places import Answering
from samrad.contributions.queries.progress import DraftText, Progress
from samrad.contributions.rules.answering import letters_over
from samrad.core.text import search_key
from samrad.plans.models import PlacedPassage
from samrad.plans.queries import passages_of


def coming_meetings(consultation: Consultation, now: datetime) -> list[Activity]:
    """Return the meetings that are still to come."""
    return list(
        consultation.activities.filter(
            kind=ActivityKind.MEETING, starts_at__gt=now, cancelled_at__isnull=True
        ).order_by("starts_at")
    )


@dataclass(frozen=True)
class PassageRow:
    """A passage in the list of the draft's passages."""

    placed: PlacedPassage
    is_commented: bool


def passages_to_comment(place: Answering, *, sought: str = "") -> list[PassageRow]:
    """Return the draft's passages that hold every sought word, in order."""
    version = place.consultation.plan_version
    if version is None:
        return []
    rows = list(passages_of(version))
    commented = _commented_passages(place.participation)
    terms = search_key(sought).split()
    return [
        PassageRow(row, row.passage_id in commented)
        for row in rows
        if not terms or _holds(row, terms)
    ]


def _holds(row: PlacedPassage, terms: Sequence[str]) -> bool:
    text = search_key(f"{row.number} {row.revision.heading} {row.revision.text}")
    return all(term in text for term in terms)


def _commented_passages(participation: Participation) -> set[int]:
    slots = participation.answer_drafts.filter(slot__startswith="passage:")
    revisions = [int(slot.partition(":")[2]) for slot in slots.values_list("slot", flat=True)]
    found = PlacedPassage.objects.filter(passage__revisions__in=revisions)
    return set(found.values_list("passage_id", flat=True)) if revisions else set()


@dataclass(frozen=True)
class CommentRow:
    """A comment that has not been sent, and the passage as it read when it was written."""

    draft: DraftText
    placed: PlacedPassage
    is_reworded: bool

    @property
    def over(self) -> int:
        """Return how many letters the comment has more than can be sent."""
        return letters_over(self.draft.text)


def comments_in(place: Answering, progress: Progress) -> list[CommentRow]:
    """Return the participant's unsent comments in the order of the draft."""
    version = place.consultation.plan_version
    if version is None or not progress.comments:
        return []
    wordings = {int(slot.partition(":")[2]): draft for slot, draft in progress.comments.items()}
    placed = (
        passages_of(version)
        .filter(passage__revisions__in=wordings)
        .prefetch_related("passage__revisions")
    )
    return [
        CommentRow(
            draft=wordings[wording.pk], placed=row, is_reworded=wording.pk != row.revision_id
        )
        for row in placed.distinct()
        for wording in row.passage.revisions.all()
        if wording.pk in wordings
    ]


def neighbours_of(placed: PlacedPassage) -> tuple[PlacedPassage | None, PlacedPassage | None]:
    """Return the passages before and after this one in its version."""
    rows = placed.version.placed.select_related("passage", "revision")
    before = rows.filter(position__lt=placed.position).order_by("-position").first()
    return before, rows.filter(position__gt=placed.position).order_by("position").first()


def parts_of(submission: Submission) -> list[tuple[SubmissionPart, str]]:
    """Return the parts of a sent answer, each with its words."""
    rows = submission.parts.select_related("question", "passage_revision").order_by("position")
    return [(part, submission.text[part.start : part.end]) for part in rows]


def own_submissions(participation: Participation) -> list[Submission]:
    """Return everything the participant has sent or had sent in, newest first."""
    return list(
        Submission.objects.filter(participation=participation)
        .select_related("moderation", "superseded_by")
        .order_by("-number")
    )


def own_points(participation: Participation) -> list[Contribution]:
    """Return the participant's own points that count, each with its reply if there is one."""
    return list(
        live_contributions(participation.consultation)
        .filter(submission__participation=participation)
        .select_related(
            "question",
            "passage_revision",
            "submission__moderation",
            "reply_link__reply__passage_revision__previous",
            "reply_link__reply__batch",
        )
    )


def latest_publication(consultation: Consultation) -> PublicationBatch | None:
    """Return the latest time replies were published."""
    return consultation.publications.first()


def parts_sent(submission: Submission) -> dict[str, int]:
    """Return how many questions a sent answer answers, and how many passages it comments."""
    parts = submission.parts.all()
    return {
        "answers": sum(part.kind == PartKind.QUESTION for part in parts),
        "comments": sum(part.kind == PartKind.PASSAGE for part in parts),
    }
