"""Reading what has arrived: the list, one submission with its points, its files and story."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from samrad.consultations.enums import ActivityKind, ParticipationKind
from samrad.consultations.models import Activity, Consultation, Participation
from samrad.contributions.enums import ModerationState
from samrad.contributions.models import Contribution, Submission, SubmissionFile
from samrad.contributions.rules.numbering import number_in
from samrad.core.ids import as_number, is_uuid
from samrad.core.text import search_key
from samrad.files.models import StoredFile
from samrad.journal.models import Entry
from samrad.registry.models import Organisation
from samrad.registry.queries import organisations_in


@dataclass(frozen=True)
class SubmissionFilter:
    """What the reader of the list has chosen; empty means all."""

    words: str = ""
    channel: str = ""
    source: str = ""
    moderation: str = ""


@dataclass(frozen=True)
class Stretch:
    """A stretch of a submission's text; `contribution` is the point it belongs to, if any."""

    text: str
    contribution: Contribution | None = None


def get_submission(region: str, consultation: str, submission: str) -> Submission:
    """Return the submission with this uuid in the consultation."""
    return Submission.objects.select_related(
        "consultation__region",
        "consultation__process__plan",
        "activity",
        "organisation__municipality",
        "municipality",
        "participation__contact",
        "participation__stated__municipality",
        "registered_by",
        "moderation__decided_by",
        "supersedes",
        "superseded_by",
    ).get(uuid=submission, consultation__slug=consultation, consultation__region__slug=region)


def is_stated_organisation(participation: Participation) -> bool:
    """Return whether somebody came by the open form and says to be an organisation."""
    return participation.kind == ParticipationKind.ORGANISATION and hasattr(participation, "stated")


def get_submission_file(
    region: str, consultation: str, submission: str, file: str
) -> SubmissionFile:
    """Return a file of the submission."""
    return SubmissionFile.objects.select_related("stored", "submission__consultation__region").get(
        stored__uuid=file,
        submission__uuid=submission,
        submission__consultation__slug=consultation,
        submission__consultation__region__slug=region,
    )


def submissions_for_list(
    consultation: Consultation, chosen: SubmissionFilter
) -> QuerySet[Submission]:
    """Return the consultation's submissions, newest first, with how many points each holds."""
    whole = Contribution.objects.filter(
        submission=OuterRef("pk"), split_into__isnull=True
    ).order_by()
    points = whole.values("submission").annotate(points=Count("pk")).values("points")
    rows = (
        Submission.objects.filter(consultation=consultation)
        .select_related("organisation__municipality", "municipality", "moderation", "superseded_by")
        .annotate(points=Coalesce(Subquery(points), 0))
        .order_by("-received_at", "-pk")
    )
    for field, value in (
        ("channel", chosen.channel),
        ("source_kind", chosen.source),
        ("moderation__state", chosen.moderation),
    ):
        if value:
            rows = rows.filter(**{field: value})
    return _with_words(rows, consultation, chosen.words)


def _with_words(
    rows: QuerySet[Submission], consultation: Consultation, words: str
) -> QuerySet[Submission]:
    if not words:
        return rows
    number = number_in(words)
    if number is not None:
        return rows.filter(number=number)
    for word in search_key(words).split():
        said = Contribution.objects.filter(
            consultation=consultation, index__search_text__contains=word
        ).values("submission")
        named = Q(organisation__search_name__contains=word) | Q(display_name__icontains=word)
        rows = rows.filter(named | Q(pk__in=said))
    return rows


def waiting_for_moderation(consultation: Consultation) -> int:
    """Return how many submissions wait for somebody to say whether they may be shown."""
    return Submission.objects.filter(
        consultation=consultation,
        moderation__state=ModerationState.PENDING,
        superseded_by__isnull=True,
    ).count()


def contributions_of(submission: Submission) -> QuerySet[Contribution]:
    """Return the points the submission holds now, in the order they were said."""
    return (
        submission.contributions.filter(split_into__isnull=True)
        .select_related("reply_link__reply", "coding", "question")
        .order_by("start", "number")
    )


def stretches(text: str, contributions: list[Contribution]) -> list[Stretch]:
    """Return the text cut where points begin and end."""
    cut, at = [], 0
    for point in contributions:
        if point.start > at:
            cut.append(Stretch(text[at : point.start]))
        cut.append(Stretch(text[point.start : point.end], point))
        at = point.end
    if at < len(text):
        cut.append(Stretch(text[at:]))
    return cut


def files_of(submission: Submission) -> QuerySet[SubmissionFile]:
    """Return the files that came with the submission."""
    return submission.files.select_related("stored__blob").order_by("pk")


def story_of(submission: Submission) -> QuerySet[Entry]:
    """Return the journal's entries about the submission and its points, oldest first."""
    points = [str(pk) for pk in submission.contributions.values_list("pk", flat=True)]
    return Entry.objects.filter(
        Q(object_kind="contributions.submission", object_id=str(submission.pk))
        | Q(object_kind="contributions.contribution", object_id__in=points)
    ).order_by("at", "pk")


def submission_by_key(key: str) -> Submission | None:
    """Return the submission that was saved with this idempotency key, if any."""
    return Submission.objects.filter(idempotency_key=key).first()


def meetings_of(consultation: Consultation) -> QuerySet[Activity]:
    """Return the consultation's meetings that have not been called off, in order of time."""
    return consultation.activities.filter(
        kind=ActivityKind.MEETING, cancelled_at__isnull=True
    ).order_by("starts_at", "pk")


def organisations_like(
    consultation: Consultation, words: str, limit: int = 20
) -> list[Organisation]:
    """Return the region's organisations whose name holds every word, by name."""
    rows = organisations_in(consultation.region).select_related("municipality")
    for word in search_key(words).split():
        rows = rows.filter(search_name__contains=word)
    return list(rows.order_by("search_name", "pk")[:limit]) if words.strip() else []


def organisation_in_region(consultation: Consultation, key: str) -> Organisation | None:
    """Return the organisation with the key that was sent, if it is in the consultation's region."""
    return organisations_in(consultation.region).filter(pk=as_number(key) or 0).first()


def stored_files(consultation: Consultation, uuids: list[str]) -> list[StoredFile]:
    """Return those of the files that belong to the consultation's region, in the order given."""
    found = {
        str(stored.uuid): stored
        for stored in StoredFile.objects.filter(
            uuid__in=[uuid for uuid in uuids if is_uuid(uuid)], tenant=consultation.region.chain
        ).select_related("blob")
    }
    return [found[uuid] for uuid in uuids if uuid in found]
