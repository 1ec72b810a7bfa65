"""Ordering a statement, freezing its data and writing it in every format.

The data is stored first, with its fingerprint; every format is written from what was stored. A
worker that dies leaves a statement that the next one goes on with, from the same data.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from samrad.consultations.models import Consultation
from samrad.consultations.services.matters import check_asks
from samrad.consultations.services.parts import locked
from samrad.core.clock import local_date
from samrad.documents.blocks import Document
from samrad.documents.writing import Alive, to_docx, to_fragment, to_html, to_pdf
from samrad.files.models import StoredFile
from samrad.files.queries import open_file
from samrad.files.services import store_file
from samrad.jobs.models import Job
from samrad.jobs.services import JobCancelled, cancel_job, queue_job, report_progress
from samrad.journal.models import Chain
from samrad.journal.services import record
from samrad.registry.models import Region
from samrad.reporting.enums import DocumentFormat
from samrad.reporting.models import Statement, StatementFile
from samrad.reporting.queries.gathering import gather
from samrad.reporting.queries.statements import KIND, latest_order, order_key, unfinished
from samrad.reporting.rules.facts import Facts, Frozen, from_json, frozen, to_json
from samrad.reporting.wording.document import (
    statement_document,
    statement_for_web,
    statement_volumes,
)
from samrad.users.models import User
from samrad.users.principal import Principal

TRIES = 3  # to read while nothing is written
TYPES = {
    DocumentFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    DocumentFormat.PDF: "application/pdf",
    DocumentFormat.HTML: "text/html; charset=utf-8",
    DocumentFormat.JSON: "application/json",
    DocumentFormat.WEB: "text/html; charset=utf-8",
}


@dataclass(frozen=True)
class Writing:
    """A file to be written: its format, its volume and how."""

    format: DocumentFormat
    volume: int
    write: Callable[[Alive | None], bytes]


@transaction.atomic
def order_statement(*, consultation: Consultation, actor: Principal, now: datetime) -> Job:
    """Queue the making of a statement; an order that is not done yet is returned as it is.

    A statement that was begun and never became whole is left behind: the new one has fresh data.
    Raise `AsksForNothing` for an information: nothing has come in that it could tell of.
    """
    check_asks(locked(consultation))
    job = latest_order(consultation)
    if job is None or job.ended_at is not None:
        discard_unfinished(consultation=consultation)
    return _queue(consultation, actor=actor, now=now)


@transaction.atomic
def retry_statement(*, consultation: Consultation, actor: Principal, now: datetime) -> Job:
    """Queue the rest of a statement that was begun: what was frozen then is still its data.

    Raise `AsksForNothing` for an information.
    """
    check_asks(locked(consultation))
    job = _queue(consultation, actor=actor, now=now)
    begun = unfinished(consultation)
    if begun is not None:
        Statement.objects.filter(pk=begun.pk).update(job=job)
    return job


def _queue(consultation: Consultation, *, actor: Principal, now: datetime) -> Job:
    return queue_job(
        kind=KIND,
        key=order_key(consultation),
        tenant=consultation.region.chain,
        arguments={
            "consultation": consultation.pk,
            "user": actor.user.pk if actor.user else None,
        },
        requested_by=actor.reference,
        now=now,
    )


@transaction.atomic
def cancel_order(*, consultation: Consultation, now: datetime) -> None:
    """Stop the making of a statement, if one is going on."""
    job = latest_order(consultation)
    if job is not None and job.ended_at is None:
        cancel_job(job=job, now=now)


@transaction.atomic
def discard_unfinished(*, consultation: Consultation) -> None:
    """Forget a statement that never became whole, with its files."""
    for statement in Statement.objects.filter(consultation=consultation, completed_at__isnull=True):
        stored = [file.stored_id for file in statement.files.all()]
        statement.files.all().delete()
        data = statement.data_file_id
        statement.delete()
        StoredFile.objects.filter(pk__in={data, *stored}).delete()


def make_statement(*, job: Job, clock: Callable[[], datetime]) -> Statement:
    """Freeze the data unless that is done, and write what is not yet written."""
    consultation = Consultation.objects.select_related(
        "region", "process__plan", "plan_version"
    ).get(pk=job.arguments["consultation"])
    try:
        statement = unfinished(consultation) or freeze(
            consultation=consultation, job=job, now=clock()
        )
        _write_all(statement, job, clock)
    except JobCancelled:
        discard_unfinished(consultation=consultation)
        raise
    return _complete(statement, job, clock())


def gathered(consultation: Consultation, *, now: datetime) -> Facts:
    """Return the facts, read while nobody wrote in the region; after some tries as they are."""
    for _try in range(TRIES):
        before = _length(consultation.region)
        facts = gather(consultation, now=now)
        if _length(consultation.region) == before:
            break
    return facts


def _length(region: Region) -> int:
    """Return how much has happened in the region."""
    found = Chain.objects.filter(key=region.chain).values_list("length", flat=True).first()
    return found or 0


def freeze(*, consultation: Consultation, job: Job, now: datetime) -> Statement:
    """Store the consultation's facts as the data of its next statement."""
    facts = gathered(consultation, now=now)
    number = _next_number(consultation)
    kept = frozen(facts, number=number, made_on=local_date(now), is_invented=settings.SAMRAD_DEMO)
    data = store_file(
        content=to_json(kept),
        name=file_name(consultation, number, DocumentFormat.JSON),
        content_type=TYPES[DocumentFormat.JSON],
        tenant=consultation.region.chain,
        now=now,
    )
    with transaction.atomic():
        statement = Statement.objects.create(
            consultation=consultation,
            number=number,
            data_file=data,
            data_hash=kept.data_hash,
            case_number=consultation.case_number,
            made_by=User.objects.filter(pk=job.arguments.get("user")).first(),
            made_at=now,
            contributions=facts.came_in.contributions,
            proposed=facts.replies.proposed,
            job=job,
        )
        StatementFile.objects.create(statement=statement, format=DocumentFormat.JSON, stored=data)
        record(
            chain=consultation.region.chain,
            kind="statement.frozen",
            about=statement,
            actor=job.requested_by,
            now=now,
            facts={"number": number, "data": kept.data_hash},
        )
    return statement


def _next_number(consultation: Consultation) -> int:
    made = Statement.objects.filter(consultation=consultation)
    return int(made.aggregate(highest=Max("number"))["highest"] or 0) + 1


def file_name(
    consultation: Consultation, number: int, kind: DocumentFormat, volume: int = 1, volumes: int = 1
) -> str:
    """Return what a file of the statement is called when it is saved."""
    part = f"-del-{volume}" if volumes > 1 else ""
    suffix = "html" if kind == DocumentFormat.WEB else kind.value
    return f"samradsredogorelse-{consultation.slug}-v{number}{part}.{suffix}"


def writings(kept: Frozen) -> Iterator[Writing]:
    """Yield every file that is written from the data, the quickest first."""
    whole = statement_document(kept)
    yield Writing(DocumentFormat.HTML, 1, lambda _alive: to_html(whole).encode())
    web = statement_for_web(kept)
    yield Writing(DocumentFormat.WEB, 1, lambda _alive: to_fragment(web).encode())
    yield Writing(DocumentFormat.DOCX, 1, lambda alive: to_docx(whole, alive=alive))
    for volume, document in enumerate(statement_volumes(kept), start=1):
        yield Writing(DocumentFormat.PDF, volume, _pdf_writer(document))


def _pdf_writer(document: Document) -> Callable[[Alive | None], bytes]:
    return lambda alive: to_pdf(document, alive=alive)


def kept_data(statement: Statement) -> Frozen:
    """Return the data that the statement was frozen with."""
    with open_file(statement.data_file) as file:
        return from_json(file.read())


def _write_all(statement: Statement, job: Job, clock: Callable[[], datetime]) -> None:
    todo = list(writings(kept_data(statement)))
    volumes = sum(one.format == DocumentFormat.PDF for one in todo)
    there = set(statement.files.values_list("format", "volume"))
    for done, one in enumerate(todo):

        def alive(done: int = done) -> None:
            report_progress(job=job, done=done, total=len(todo), now=clock())

        alive()
        if (one.format.value, one.volume) not in there:
            count = volumes if one.format == DocumentFormat.PDF else 1
            _keep(statement, one, one.write(alive), count, clock())


def _keep(statement: Statement, one: Writing, content: bytes, volumes: int, now: datetime) -> None:
    consultation = statement.consultation
    stored = store_file(
        content=content,
        name=file_name(consultation, statement.number, one.format, one.volume, volumes),
        content_type=TYPES[one.format],
        tenant=consultation.region.chain,
        now=now,
    )
    StatementFile.objects.create(
        statement=statement, format=one.format, volume=one.volume, stored=stored
    )


@transaction.atomic
def _complete(statement: Statement, job: Job, now: datetime) -> Statement:
    report_progress(job=job, done=job.total or 1, total=job.total or 1, now=now)
    statement.completed_at = now
    statement.save(update_fields=["completed_at"])
    record(
        chain=statement.consultation.region.chain,
        kind="statement.made",
        about=statement,
        actor=job.requested_by,
        now=now,
        facts={
            "number": statement.number,
            "data": statement.data_hash,
            "files": sorted(
                file.stored.blob_id for file in statement.files.select_related("stored")
            ),
        },
    )
    return statement
