"""A statement is frozen first and written from what was frozen, also after a worker has died."""

import hashlib
import json
from datetime import timedelta

import pytest

from samrad.consultations.models import Consultation
from samrad.documents.writing import CouldNotWrite
from samrad.files.models import StoredFile
from samrad.files.queries import open_file
from samrad.jobs.enums import JobState
from samrad.jobs.models import Job
from samrad.jobs.services import LEASE, JobLost, cancel_job, claim_job, run_due_jobs
from samrad.journal.models import Entry
from samrad.journal.queries import breaks
from samrad.reporting.enums import DocumentFormat
from samrad.reporting.models import Statement, StatementFile
from samrad.reporting.queries.statements import KIND, latest_order
from samrad.reporting.rules.facts import fingerprint, from_json
from samrad.reporting.services import making
from samrad.reporting.services.making import (
    cancel_order,
    make_statement,
    order_statement,
    retry_statement,
)
from samrad.reporting.services.publishing import (
    ConsultationNotPublished,
    HoldsProposals,
    publish_statement,
    withdraw_statement,
)
from samrad.reporting.tests import world
from tests import make

pytestmark = pytest.mark.django_db
LATER = make.NOW + LEASE + timedelta(seconds=1)


def order(consultation, now=make.NOW) -> Job:
    return order_statement(consultation=consultation, actor=make.principal(make.officer()), now=now)


def work(now=make.NOW) -> int:
    def make_it(job: Job) -> None:
        make_statement(job=job, clock=lambda: now)

    return run_due_jobs(handlers={KIND: make_it}, clock=lambda: now)


def content(file: StatementFile) -> bytes:
    with open_file(file.stored) as opened:
        return opened.read()


def made(consultation: Consultation) -> Statement:
    order(consultation)
    assert work() == 1
    return consultation.statements.get()


def test_a_statement_is_written_in_every_format_from_the_frozen_data():
    statement = made(world.full())

    files = {(file.format, file.volume): file for file in statement.files.all()}
    kept = from_json(content(files["json", 1]))
    assert sorted(files) == [("docx", 1), ("html", 1), ("json", 1), ("pdf", 1), ("web", 1)]
    assert content(files["pdf", 1])[:5] == b"%PDF-"
    assert content(files["docx", 1])[:2] == b"PK"
    assert (kept.number, kept.data_hash) == (1, statement.data_hash)
    assert statement.data_hash == fingerprint(kept.facts)
    assert (statement.case_number, statement.contributions, statement.proposed) == (
        "RK 2026/12",
        4,
        3,
    )
    assert statement.completed_at == make.NOW


def test_the_data_file_can_be_checked_by_anyone():
    statement = made(world.full())

    whole = json.loads(content(statement.files.get(format="json")))
    canonical = json.dumps(
        whole["facts"], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert hashlib.sha256(canonical.encode()).hexdigest() == statement.data_hash


def test_what_happens_later_does_not_change_a_version():
    consultation = world.full()
    first = made(consultation)
    before = content(first.files.get(format="html"))
    world.point(consultation, "Ett inspel till, som kom in efteråt.")
    order(consultation)
    work()

    second = consultation.statements.get(number=2)
    assert content(first.files.get(format="html")) == before
    assert (second.contributions, second.data_hash == first.data_hash) == (5, False)


def test_ordering_twice_makes_one_version():
    consultation = world.full()

    assert order(consultation) == order(consultation)
    assert work() == 1


def test_the_journal_tells_of_freezing_and_making():
    made(world.full())

    kinds = Entry.objects.filter(kind__startswith="statement.").values_list("kind", flat=True)
    assert list(kinds.order_by("number")) == ["statement.frozen", "statement.made"]
    assert breaks() == []


def test_after_a_dead_worker_the_rest_is_written_from_the_same_data(monkeypatch):
    consultation = world.full()
    order(consultation)
    monkeypatch.setattr(making, "to_docx", killed)
    with pytest.raises(SystemExit):
        work()
    world.point(consultation, "Kom in medan arbetaren låg nere.")
    monkeypatch.undo()

    assert work(LATER) == 1

    statement = consultation.statements.get()
    assert (statement.contributions, statement.files.count()) == (4, 5)


def killed(*_arguments, **_more):
    """Stand in for a worker that is killed."""
    raise SystemExit


def test_a_failure_can_be_tried_again_and_a_new_order_begins_anew(monkeypatch):
    consultation = world.full()
    order(consultation)

    def fail(*_arguments, **_more):
        raise CouldNotWrite("minnet tog slut")

    monkeypatch.setattr(making, "to_pdf", fail)
    work()
    first = latest_order(consultation)
    assert first is not None
    assert (first.state, first.error) == (JobState.FAILED, "CouldNotWrite")
    world.point(consultation, "Kom in efter att det gick fel.")
    monkeypatch.undo()

    retry_statement(consultation=consultation, actor=make.principal(), now=LATER)
    work(LATER)

    assert list(consultation.statements.values_list("number", "contributions")) == [(1, 4)]


def test_a_new_order_leaves_what_failed_behind(monkeypatch):
    consultation = world.full()
    order(consultation)
    monkeypatch.setattr(making, "to_docx", lambda *_a, **_k: 1 / 0)
    work()
    world.point(consultation, "Kom in efter att det gick fel.")
    monkeypatch.undo()

    order(consultation, LATER)
    work(LATER)

    assert list(consultation.statements.values_list("number", "contributions")) == [(1, 5)]
    assert StoredFile.objects.count() == 5


def test_a_cancelled_order_leaves_nothing(monkeypatch):
    consultation = world.full()
    order(consultation)

    def stopped(_document) -> str:
        cancel_order(consultation=consultation, now=make.NOW)
        return ""

    monkeypatch.setattr(making, "to_html", stopped)
    work()

    job = latest_order(consultation)
    assert job is not None
    assert job.state == JobState.CANCELLED
    assert (Statement.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_cancelling_when_nothing_goes_on_does_nothing():
    cancel_order(consultation=world.again(make.consultation()), now=make.NOW)

    assert not Job.objects.exists()


def test_a_worker_that_has_lost_the_work_does_not_say_that_it_is_done():
    consultation = world.full()
    order(consultation)
    slow = claim_job(kinds=[KIND], now=make.NOW)
    assert slow is not None
    assert claim_job(kinds=[KIND], now=LATER) is not None

    with pytest.raises(JobLost):
        make_statement(job=slow, clock=lambda: LATER)

    assert consultation.statements.filter(completed_at__isnull=False).count() == 0


def test_a_cancelled_job_stops_before_the_first_file():
    consultation = world.full()
    cancel_job(job=order(consultation), now=make.NOW)

    assert work() == 0


def test_the_file_names_say_what_they_are():
    statement = made(world.full())

    names = {file.format: file.stored.name for file in statement.files.select_related("stored")}
    slug = statement.consultation.slug
    assert names[DocumentFormat.PDF] == f"samradsredogorelse-{slug}-v1.pdf"
    assert names[DocumentFormat.WEB] == f"samradsredogorelse-{slug}-v1.html"


def test_a_version_with_proposals_is_not_published():
    statement = made(world.full())

    with pytest.raises(HoldsProposals) as refused:
        publish_statement(statement=statement, actor=make.principal(), now=make.NOW)

    assert refused.value.number == 3


def test_a_version_of_a_consultation_nobody_sees_is_not_published():
    statement = make.statement(consultation=make.consultation(published_at=None))

    with pytest.raises(ConsultationNotPublished):
        publish_statement(statement=statement, actor=make.principal(), now=make.NOW)


def test_publishing_and_withdrawing_are_told_in_the_journal_once():
    consultation = world.full()
    world.publish(consultation)
    statement = made(consultation)
    actor = make.principal(make.officer())

    publish_statement(statement=statement, actor=actor, now=make.NOW)
    publish_statement(statement=statement, actor=actor, now=LATER)
    withdraw_statement(statement=statement, actor=actor, now=LATER)
    withdraw_statement(statement=statement, actor=actor, now=LATER)

    statement.refresh_from_db()
    told = Entry.objects.filter(kind__in=["statement.published", "statement.withdrawn"])
    assert statement.published_at is None
    assert list(told.order_by("number").values_list("kind", flat=True)) == [
        "statement.published",
        "statement.withdrawn",
    ]
