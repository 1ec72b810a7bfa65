"""The spreadsheet: every field is in it or left out for a reason, and no text is a formula."""

import io

import pytest
import python_calamine
from django.db.models import Model

from samrad.contributions.models import Contribution
from samrad.contributions.queries.export import (
    COLUMNS,
    CONTRIBUTIONS_FILE,
    EXPORTED,
    KEYS,
    LEFT_OUT,
    contribution_rows,
    revision_rows,
    submission_rows,
)
from samrad.contributions.services.coding import code_contributions
from samrad.contributions.tasks import JOB_HANDLERS
from samrad.contributions.wording import EXPORT
from samrad.core.clock import now
from samrad.downloads.models import Download
from samrad.jobs.models import Job
from samrad.jobs.services import run_due_jobs
from tests import make


def fields_of(model: type[Model]) -> list[str]:
    return [f"{model.__name__}.{field.name}" for field in model._meta.concrete_fields]


def sheets_of(response):
    """Return the sheets as lists of rows."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_every_field_is_in_a_column_or_left_out_for_a_reason():
    told = {field for column in COLUMNS for field in column.covers} | set(LEFT_OUT)

    assert (
        sorted(field for model in EXPORTED for field in fields_of(model) if field not in told) == []
    )


def test_nothing_is_both_told_and_left_out_and_every_name_is_a_field():
    told = [field for column in COLUMNS for field in column.covers]
    known = {field for model in EXPORTED for field in fields_of(model)}

    assert sorted(set(told) & set(LEFT_OUT)) == []
    assert sorted({*told, *LEFT_OUT} - known) == []


def test_every_column_has_a_heading():
    assert sorted(set(KEYS) - set(EXPORT)) == []


def test_a_row_tells_what_was_said_and_what_was_answered(officer, at, consultation, said):
    one = said("Vi behöver en lokal.")
    code_contributions(
        contributions=[one],
        theme="LOK",
        owner=officer.person,
        actor=make.principal(),
        now=make.NOW,
    )
    other = said()
    make.reply(contributions=[one, other], reason="Pengarna räcker inte.")

    sheets = sheets_of(officer.get(at("export"), {"hamta": "1"}))

    head, first, _second = sheets["Inspel och svar"]
    row = dict(zip(head, first, strict=True))
    assert (row["Inspel"], row["Vad som sagts"], row["Tema"], row["Ansvarig"]) == (
        one.number,
        "Vi behöver en lokal.",
        "Lokaler",
        "Kim Exempel",
    )
    assert (row["Utfall"], row["Motivering"], row["Samma svar som inspel"]) == (
        "Inte infört",
        "Pengarna räcker inte.",
        str(other.number),
    )
    assert [each[0] for each in sheets["Inlagor"][1:]] == [
        one.submission.number,
        other.submission.number,
    ]
    assert len(sheets["Svarens historik"]) == 2


def test_only_the_chosen_columns_are_there(officer, at, said):
    said()

    sheets = sheets_of(
        officer.get(at("export"), {"hamta": "1", "kolumn": ["text", "number", "skräp"]})
    )

    assert sheets["Inspel och svar"][0] == ["Inspel", "Vad som sagts"]


@pytest.mark.parametrize(
    "sign", ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20a"]
)
def test_no_text_is_a_formula(officer, at, said, sign):
    said(sign)

    [_head, row] = sheets_of(officer.get(at("export"), {"hamta": "1", "kolumn": "text"}))[
        "Inspel och svar"
    ]

    assert str(row[0]).startswith("'")


def test_split_ones_come_along_only_when_asked_for(officer, at, said):
    whole = said()
    make.contribution(submission=whole.submission, split_from=whole)

    few = sheets_of(officer.get(at("export"), {"hamta": "1"}))["Inspel och svar"]
    all_of_them = sheets_of(officer.get(at("export"), {"hamta": "1", "allt": "1"}))[
        "Inspel och svar"
    ]

    assert (len(few), len(all_of_them)) == (2, 3)


def test_fifty_thousand_signs_are_not_cut(officer, at, said):
    said("lång " * 10_000)

    sheets = sheets_of(officer.get(at("export"), {"hamta": "1", "kolumn": "text"}))

    assert len(sheets["Långa texter"]) > 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_rows_cost_the_same_however_many(consultation, said, rows, django_assert_num_queries):
    for _row in range(rows):
        make.reply(contribution=said())
    Contribution.objects.first()

    with django_assert_num_queries(16):
        list(contribution_rows(consultation, KEYS, everything=False))
        list(submission_rows(consultation))
        list(revision_rows(consultation))


@pytest.fixture
def one_at_most(monkeypatch):
    """Let everything over one row be ordered."""
    monkeypatch.setattr("samrad.contributions.views.export.AT_ONCE", 1)


def test_what_is_large_is_ordered_with_its_columns_and_fetched(officer, at, said, one_at_most):
    said("Vi behöver en lokal.")
    page = officer.get(at("export"), {"hamta": "1"})
    assert "Beställ filen" in page.content.decode()
    assert 'method="post"' in page.content.decode()

    assert officer.post(at("export"), {"kolumn": ["text"]})["Location"] == at("export")
    assert run_due_jobs(handlers=JOB_HANDLERS, clock=now) == 1

    (order,) = officer.get(at("export")).context["orders"]
    answer = officer.get(order["file_url"])
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer)))
    assert book.get_sheet_by_name("Inspel och svar").to_python() == [
        ["Vad som sagts"],
        ["Vi behöver en lokal."],
    ]
    job = Job.objects.get()
    assert (job.done, job.total) == (2, 2)


def test_an_order_is_stopped_while_it_is_written(officer, at, said, one_at_most):
    for _each in range(3):
        said()
    officer.post(at("export"))
    (order,) = officer.get(at("export")).context["orders"]
    handler = JOB_HANDLERS[CONTRIBUTIONS_FILE]

    def stopped_meanwhile(job):
        officer.post(order["cancel_url"])
        handler(job)

    run_due_jobs(handlers={CONTRIBUTIONS_FILE: stopped_meanwhile}, clock=now)

    assert Job.objects.get().state == "CANCELLED"
    assert not Download.objects.exists()
    assert "Filen avbröts" in officer.get(at("export")).content.decode()


def test_a_file_is_of_its_own_consultation(officer, at, consultation):
    other = make.download(kind=CONTRIBUTIONS_FILE, place=f"consultation:{consultation.pk + 1}")
    register = make.download(kind="register_file", place=f"consultation:{consultation.pk}")

    for download in (other, register):
        assert officer.get(at("export_file", download.job.uuid)).status_code == 404
