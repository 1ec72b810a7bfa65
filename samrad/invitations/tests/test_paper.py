"""Letters on paper: files with codes that work, sealed, and gone when posted."""

import re
from datetime import date
from io import BytesIO

import pypdf
import pytest
from django.core.files.storage import storages

from samrad.consultations.models import PaperCode
from samrad.consultations.queries import find_code
from samrad.documents.reading import docx_to_markdown
from samrad.files.models import Blob, StoredFile
from samrad.files.queries import open_file
from samrad.invitations.enums import LetterKind, MailingState
from samrad.invitations.models import PaperBatch, Recipient
from samrad.invitations.queries.mailings import standings_of
from samrad.invitations.services import paper
from samrad.invitations.services.paper import (
    PRINT,
    AlreadyPosted,
    NothingToPrint,
    mark_posted,
    opened,
    print_letters,
    queue_print,
)
from samrad.jobs.services import run_due_jobs
from samrad.journal.queries import breaks
from tests import make

NOW = make.NOW
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b")


@pytest.fixture
def officer(db):
    return make.principal(make.officer())


def mailing_with(*names, **given):
    mailing = make.mailing(
        state=MailingState.RELEASED,
        subject="Svara senast {{ svara senast }}",
        body="Hej {{ mottagare }},\n\n{{ så svarar ni }}\n\n## Varför\n\n- Ett\n- Två",
        **given,
    )
    for name in names:
        Recipient.objects.create(
            mailing=mailing,
            participation=make.participation(consultation=mailing.consultation, display_name=name),
            channel="PAPER",
            postal_address="Storgatan 1\n123 45 Påhittköping",
        )
    return mailing


def print_all(mailing, officer):
    queue_print(mailing=mailing, actor=officer, now=NOW)
    handlers = {PRINT: lambda job: print_letters(job=job, clock=lambda: NOW)}
    assert run_due_jobs(handlers=handlers, clock=lambda: NOW) == 1
    return list(PaperBatch.objects.filter(mailing=mailing))


def pages_of(pdf):
    return [page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages]


def test_each_gets_a_page_with_address_name_and_a_code_that_opens(officer, settings):
    settings.SAMRAD_URL = "https://samrad.example.org"
    mailing = mailing_with("Kören Låtsastonerna", "Dansföreningen Exempel")

    [batch] = print_all(mailing, officer)

    region = mailing.consultation.region
    pages = pages_of(opened(batch.pdf))
    assert len(pages) == 2
    for page, name in zip(pages, ["Dansföreningen Exempel", "Kören Låtsastonerna"], strict=True):
        assert f"Hej {name}" in page
        assert "Storgatan 1" in page
        assert "samrad.example.org/kod/kronoberg" in page
        found = find_code(region, CODE.search(page).group(), NOW)
        assert found.participation.display_name == name


def test_word_and_pdf_hold_the_same_codes(officer):
    mailing = mailing_with("Kören", "Dansen")

    [batch] = print_all(mailing, officer)

    in_pdf = [CODE.search(page).group() for page in pages_of(opened(batch.pdf))]
    assert CODE.findall(docx_to_markdown(opened(batch.docx))) == in_pdf


def test_the_codes_stand_nowhere_in_the_clear(officer):
    mailing = mailing_with("Kören")

    [batch] = print_all(mailing, officer)

    code = CODE.search(pages_of(opened(batch.pdf))[0]).group()
    with open_file(batch.pdf) as file:
        stored = file.read()
    assert not stored.startswith(b"%PDF")
    assert code.replace("-", "") not in repr(list(PaperCode.objects.values()))


def test_a_large_mailing_is_printed_in_batches(officer, monkeypatch):
    monkeypatch.setattr(paper, "A_BATCH", 2)
    mailing = mailing_with("A", "B", "C")

    batches = print_all(mailing, officer)

    assert [(batch.number, batch.letters) for batch in batches] == [(1, 2), (2, 1)]
    assert standings_of(mailing) == {"PRINTED": 3}


def test_what_is_printed_is_not_printed_again(officer):
    mailing = mailing_with("Kören")
    print_all(mailing, officer)

    with pytest.raises(NothingToPrint):
        queue_print(mailing=mailing, actor=officer, now=NOW)


def test_a_posted_batch_has_a_day_and_no_files(officer, django_capture_on_commit_callbacks):
    mailing = mailing_with("Kören")
    [batch] = print_all(mailing, officer)
    path = f"{batch.pdf.blob_id[:2]}/{batch.pdf.blob_id[2:4]}/{batch.pdf.blob_id}"

    with django_capture_on_commit_callbacks(execute=True):
        mark_posted(batch=batch, on=date(2026, 3, 3), actor=officer, now=NOW)

    batch.refresh_from_db()
    assert (batch.posted_on, batch.pdf, batch.docx) == (date(2026, 3, 3), None, None)
    assert (StoredFile.objects.count(), Blob.objects.count()) == (0, 0)
    assert storages["blobs"].exists(path) is False
    assert standings_of(mailing) == {"POSTED": 1}
    assert breaks() == []
    with pytest.raises(AlreadyPosted):
        mark_posted(batch=batch, on=date(2026, 3, 4), actor=officer, now=NOW)


def test_a_reminder_on_paper_leaves_out_those_who_have_answered(officer):
    mailing = mailing_with("Tyst", "Snabb", kind=LetterKind.REMINDER)
    quick = Recipient.objects.get(participation__display_name="Snabb")
    make.submission(consultation=mailing.consultation, participation=quick.participation)

    [batch] = print_all(mailing, officer)

    assert batch.letters == 1
    assert standings_of(mailing) == {"PRINTED": 1, "REACHED": 1}


def test_hostile_names_and_long_words_print(officer):
    mailing = mailing_with("#set page() \\ *x* <b> " + "å" * 150)

    [batch] = print_all(mailing, officer)

    assert "#set page()" in pages_of(opened(batch.pdf))[0]
