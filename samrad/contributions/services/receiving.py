"""Receiving a submission, in any channel: written once, numbered, and cut into contributions.

The row is committed before anyone is told that it arrived. Pressing twice, or posting the same
letter again with the same key, returns what is already there.

All writers wait for the one who writes, so `prepared` does what can be done before: everything but
the numbers, and the keys that the database gives.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from samrad.consultations.enums import ActivityKind
from samrad.consultations.models import Activity, Consultation, Participation, Question
from samrad.contributions.enums import (
    ModerationState,
    PartKind,
    SourceKind,
    SubmissionChannel,
)
from samrad.contributions.models import (
    Contribution,
    ContributionIndex,
    Moderation,
    Submission,
    SubmissionFile,
    SubmissionPart,
)
from samrad.contributions.queries.numbers import taken_in
from samrad.contributions.rules.numbering import next_numbers
from samrad.contributions.services.indexing import index_row
from samrad.contributions.services.registrar import queue_registrar_copy
from samrad.core.ids import digest
from samrad.files.models import StoredFile
from samrad.journal.services import record
from samrad.plans.models import PassageRevision
from samrad.registry.models import Municipality, Organisation, Region
from samrad.users.principal import Principal


class ConsultationNotOpen(Exception):
    """Answers are not received now: the moment is before the opening or at or after the closing."""


class NothingSaid(Exception):
    """The submission holds no words and no "nothing to add"."""


class AlreadySuperseded(Exception):
    """The submission to replace has been replaced by another in the meantime."""


@dataclass(frozen=True)
class ReceivedPart:
    """A stretch `start:end` (code points) of the text, and what it answers."""

    kind: PartKind
    start: int
    end: int
    question: Question | None = None
    passage_revision: PassageRevision | None = None
    nothing_to_add: bool = False


@dataclass(frozen=True)
class Received:
    """All that is known of a submission when it arrives."""

    source_kind: SourceKind
    channel: SubmissionChannel
    text: str
    parts: Sequence[ReceivedPart]
    received_at: datetime
    idempotency_key: str
    participation: Participation | None = None
    organisation: Organisation | None = None
    display_name: str = ""
    show_name: bool = False
    municipality: Municipality | None = None
    language: str = "sv"
    mandate: str = ""
    mandate_on: date | None = None
    supersedes: Submission | None = None
    files: Sequence[StoredFile] = field(default_factory=tuple)
    moderation: ModerationState = ModerationState.APPROVED


@dataclass(frozen=True)
class Prepared:
    """A submission with all its rows, made and not yet saved; numbered when they are."""

    submission: Submission
    moderation: Moderation
    files: Sequence[SubmissionFile]
    parts: Sequence[SubmissionPart]
    contributions: Sequence[Contribution]
    index: Sequence[ContributionIndex]
    region: Region  # read before, since the mail and the journal ask for it
    text_hash: str


def next_number(rows: type[Submission] | type[Contribution], consultation: Consultation) -> int:
    """Return the highest number given in the consultation. Call with the consultation locked."""
    found = rows.objects.filter(consultation=consultation).aggregate(highest=Max("number"))
    return int(found["highest"] or 0)


def _points(received: Received) -> list[ReceivedPart]:
    return [
        part
        for part in received.parts
        if not part.nothing_to_add and received.text[part.start : part.end].strip()
    ]


def _made(activity: Activity, received: Received, *, actor: Principal, now: datetime) -> Submission:
    return Submission(
        consultation=activity.consultation,
        activity=activity,
        participation=received.participation,
        source_kind=received.source_kind,
        organisation=received.organisation,
        display_name=received.display_name,
        show_name=received.show_name,
        municipality=received.municipality,
        channel=received.channel,
        text=received.text,
        language=received.language,
        mandate=received.mandate,
        mandate_on=received.mandate_on,
        received_at=received.received_at,
        registered_at=now,
        registered_by=actor.user,
        idempotency_key=received.idempotency_key,
        supersedes=received.supersedes,
    )


def prepared(
    *, activity: Activity, received: Received, actor: Principal, now: datetime
) -> Prepared:
    """Return the rows that `received` will be, with fingerprints and hashes. Saves nothing.

    Raise `NothingSaid`.
    """
    if not received.parts or (
        not received.text.strip() and not any(part.nothing_to_add for part in received.parts)
    ):
        raise NothingSaid
    submission = _made(activity, received, actor=actor, now=now)
    contributions = [
        Contribution(
            consultation=submission.consultation,
            submission=submission,
            question=part.question,
            passage_revision=part.passage_revision,
            start=part.start,
            end=part.end,
            text=received.text[part.start : part.end],
            created_at=now,
        )
        for part in _points(received)
    ]
    return Prepared(
        submission=submission,
        moderation=Moderation(submission=submission, state=received.moderation),
        files=[SubmissionFile(submission=submission, stored=stored) for stored in received.files],
        parts=[
            SubmissionPart(
                submission=submission,
                position=position,
                kind=part.kind,
                question=part.question,
                passage_revision=part.passage_revision,
                nothing_to_add=part.nothing_to_add,
                start=part.start,
                end=part.end,
            )
            for position, part in enumerate(received.parts, start=1)
        ],
        contributions=contributions,
        index=[index_row(one, submission.display_name) for one in contributions],
        region=submission.consultation.region,
        text_hash=digest({"text": received.text}),
    )


def receive_submission(
    *, activity: Activity, received: Received, actor: Principal, now: datetime
) -> Submission:
    """Write the submission, its parts and its contributions; the same key again returns the first.

    Raise `NothingSaid`, or `AlreadySuperseded` when another replacement came first.
    """
    return keep_prepared(
        ready=prepared(activity=activity, received=received, actor=actor, now=now),
        actor=actor,
        now=now,
    )


@transaction.atomic
def keep_prepared(*, ready: Prepared, actor: Principal, now: datetime) -> Submission:
    """Give numbers to what has been prepared and save it; the same key again returns what is there.

    Raise `AlreadySuperseded` when another replacement came first.
    """
    submission = ready.submission
    consultation = submission.consultation
    Consultation.objects.select_for_update(no_key=True).values_list("pk").get(pk=consultation.pk)
    taken = taken_in(consultation, key=submission.idempotency_key)
    if taken.submission is not None:
        return Submission.objects.get(pk=taken.submission)
    if (
        submission.supersedes_id
        and Submission.objects.filter(supersedes=submission.supersedes_id).exists()
    ):
        raise AlreadySuperseded
    submission.number = taken.highest_submission + 1
    submission.save(force_insert=True)
    _keep_rows(ready, highest=taken.highest_contribution)
    queue_registrar_copy(submission=submission, now=now)
    record(
        chain=ready.region.chain,
        kind="submission.received",
        about=submission,
        actor=actor.reference,
        now=now,
        facts={
            "text": ready.text_hash,
            "channel": str(submission.channel),
            "files": [file.stored.blob_id for file in ready.files],
        },
    )
    return submission


def _keep_rows(ready: Prepared, *, highest: int) -> None:
    ready.moderation.save(force_insert=True)
    SubmissionPart.objects.bulk_create(ready.parts)
    numbers = next_numbers(highest=highest, count=len(ready.contributions))
    for contribution, number in zip(ready.contributions, numbers, strict=True):
        contribution.number = number
    Contribution.objects.bulk_create(ready.contributions)
    ContributionIndex.objects.bulk_create(ready.index)
    if ready.files:
        SubmissionFile.objects.bulk_create(ready.files)


def written_activity(consultation: Consultation) -> Activity:
    """Return the activity that written answers belong to."""
    return consultation.activities.filter(
        kind__in=[ActivityKind.WRITTEN, ActivityKind.REFERRAL]
    ).earliest("pk")
