"""Reading a register in, step by step: file, columns, what would happen, progress, result."""

from itertools import groupby
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.core.clock import local_date, now
from samrad.core.htmx import render_page
from samrad.core.paging import page_of
from samrad.documents.reading import Unreadable
from samrad.documents.sheets import XLSX, Column, Sheet, to_xlsx
from samrad.files.responses import written
from samrad.files.services import FileEmpty, FileTooLarge, read_upload
from samrad.jobs.enums import JobState
from samrad.jobs.queries import latest_job
from samrad.registry.enums import ImportState
from samrad.registry.forms.imports import ColumnsForm, UploadForm
from samrad.registry.models import ImportBatch, Region
from samrad.registry.queries import get_region
from samrad.registry.queries.register import get_batch, imports_in, source_names
from samrad.registry.services.importing import AnotherImportRuns
from samrad.registry.services.registers import FileRefused, columns_of
from samrad.registry.services.uploads import (
    IMPORT,
    ImportHasGoneOn,
    UploadIsGone,
    cancel_import,
    choose_columns,
    confirm_import,
    rows_of,
    take_upload,
)
from samrad.registry.wording import reason, unreadable_text

UNREADABLE: Final = 422
_CANNOT_READ = (Unreadable, FileRefused, FileTooLarge, FileEmpty)
_SHOWN: Final = 50  # refused rows on the page; the rest are in the spreadsheet
_STEPS: Final = ("file", "columns", "review", "result")


def _steps(at: str, *, is_over: bool = False) -> list[dict[str, Any]]:
    """Return where in the import the page is, for the stepper."""
    labels = {
        "file": _("Fil"),
        "columns": _("Kolumner"),
        "review": _("Granska"),
        "result": _("Inläst"),
    }
    done = len(_STEPS) if is_over else _STEPS.index(at)
    return [
        {"label": labels[step], "state": "done" if i < done else "now" if i == done else ""}
        for i, step in enumerate(_STEPS)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.ORGANISATION_IMPORT, on=get_region)
def imports(request: Request, region: Region) -> HttpResponse:
    """Take a file, and list what has been read in before."""
    is_posted = request.method == "POST"
    form = UploadForm(*((request.POST, request.FILES) if is_posted else ()))
    if is_posted and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            batch = take_upload(
                region=region,
                name=given.name,
                content=read_upload(given.chunks()),
                source=form.cleaned_data["source"],
                actor=request.principal,
                now=now(),
            )
        except _CANNOT_READ as error:
            form.add_error("file", unreadable_text(error))
        else:
            return redirect("registry:import_columns", region.slug, batch.uuid)
    context = {
        "region": region,
        "form": form,
        "steps": _steps("file"),
        "page": page_of(request, imports_in(region), size=20),
        "sources": source_names(region),
    }
    status = UNREADABLE if form.is_bound else 200
    return render_page(request, "registry/imports.html", context, status=status)


def _on_its_way(batch: ImportBatch) -> HttpResponse:
    return redirect("registry:import", batch.region.slug, batch.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.ORGANISATION_IMPORT, on=get_batch)
def import_columns(request: Request, batch: ImportBatch) -> HttpResponse:
    """Ask which column is what."""
    try:
        columns = columns_of(rows_of(batch), batch.mapping)
    except UploadIsGone:
        return _on_its_way(batch)
    form = ColumnsForm(request.POST if request.method == "POST" else None, columns=columns)
    if request.method == "POST" and form.is_valid():
        try:
            choose_columns(batch=batch, mapping=form.mapping())
        except FileRefused as error:
            form.add_error(None, unreadable_text(error))
        except (ImportHasGoneOn, UploadIsGone):
            return _on_its_way(batch)
        else:
            return redirect("registry:import_review", batch.region.slug, batch.uuid)
    context = {
        "region": batch.region,
        "batch": batch,
        "form": form,
        "steps": _steps("columns"),
        "unread": [column.title for column in columns if not column.field],
    }
    status = UNREADABLE if form.is_bound else 200
    return render_page(request, "registry/import_columns.html", context, status=status)


def _told(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return refused rows, or notes, with words for their codes."""
    return [{**row, "text": reason(row["reason"])} for row in rows]


def _by_reason(rows: list[dict[str, Any]]) -> list[tuple[Any, int]]:
    """Return how many rows each reason concerns, the commonest first."""
    by_code = sorted(rows, key=lambda row: row["reason"])
    counted = [
        (reason(code), len({row["row"] for row in group}))
        for code, group in groupby(by_code, key=lambda row: row["reason"])
    ]
    return sorted(counted, key=lambda pair: -pair[1])


def _result(outcome: dict[str, Any]) -> dict[str, Any]:
    """Return what an import did or would do, for the page."""
    refused, notes = outcome.get("refused", []), outcome.get("notes", [])
    return {
        "outcome": outcome,
        "refused_rows": len({row["row"] for row in refused}),
        "refused": _told(refused[:_SHOWN]),
        "is_cut": len(refused) > _SHOWN,
        "reasons": _by_reason(refused),
        "note_reasons": _by_reason(notes),
        "notes": _told(notes[:_SHOWN]),
        "figures": [
            {"label": _("Nya"), "number": outcome.get("created", 0)},
            {"label": _("Ändras"), "number": outcome.get("updated", 0)},
            {"label": _("Oförändrade"), "number": outcome.get("unchanged", 0)},
            {"label": _("Fanns redan från annat håll"), "number": outcome.get("duplicates", 0)},
            {"label": _("Stoppade rader"), "number": len({row["row"] for row in refused})},
        ],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.ORGANISATION_IMPORT, on=get_batch)
def import_review(request: Request, batch: ImportBatch) -> HttpResponse:
    """Show what reading the file in would do, and let the worker do it."""
    if batch.state == ImportState.UPLOADED:
        return redirect("registry:import_columns", batch.region.slug, batch.uuid)
    if request.method == "POST":
        try:
            confirm_import(batch=batch, actor=request.principal, now=now())
        except AnotherImportRuns:
            messages.warning(
                request, _("Ett annat register läses in just nu. Vänta tills det är klart.")
            )
        except ImportHasGoneOn:
            pass
        return _on_its_way(batch)
    if batch.state != ImportState.MAPPED:
        return _on_its_way(batch)
    context = {
        "region": batch.region,
        "batch": batch,
        "steps": _steps("review"),
        **_result(batch.rehearsal),
    }
    return render_page(request, "registry/import_review.html", context)


@require_safe
@requires(Action.ORGANISATION_IMPORT, on=get_batch)
def import_batch(request: Request, batch: ImportBatch) -> HttpResponse:
    """Show how far an import has come, or what came of it."""
    job = latest_job(IMPORT, str(batch.uuid))
    is_open = job is not None and job.state in (JobState.QUEUED, JobState.RUNNING)
    context = {
        "region": batch.region,
        "batch": batch,
        "job": job,
        "is_waiting": batch.state == ImportState.RUNNING and is_open,
        "has_stopped": batch.state == ImportState.RUNNING and not is_open,
        "may_go_on": batch.state in (ImportState.UPLOADED, ImportState.MAPPED),
        "steps": _steps("result", is_over=batch.state == ImportState.ACTIVE),
        **_result(batch.outcome),
    }
    response = render_page(request, "registry/import.html", context, part="progress")
    if request.htmx and not context["is_waiting"]:
        # The part that asks again and again is over; the whole page says what came of it.
        response["HX-Redirect"] = reverse("registry:import", args=[batch.region.slug, batch.uuid])
    return response


@require_POST
@requires(Action.ORGANISATION_IMPORT, on=get_batch)
def import_cancel(request: Request, batch: ImportBatch) -> HttpResponse:
    """Stop an import that is not over."""
    try:
        cancel_import(batch=batch, actor=request.principal, now=now())
    except ImportHasGoneOn:
        messages.warning(request, _("Inläsningen är redan klar."))
    else:
        messages.success(request, _("Inläsningen är avbruten."))
    return _on_its_way(batch)


@require_safe
@requires(Action.ORGANISATION_IMPORT, on=get_batch)
def import_refusals(request: Request, batch: ImportBatch) -> HttpResponse:  # noqa: ARG001 -- the guard's shape
    """Hand out every refused row and every note as a spreadsheet."""
    outcome = batch.outcome if batch.state == ImportState.ACTIVE else batch.rehearsal
    columns = (
        Column(_("Rad"), 8),
        Column(_("Kolumn"), 24),
        Column(_("Värde"), 32),
        Column(_("Vad som är fel"), 70),
    )

    def sheet(name: str, key: str) -> Sheet:
        rows = (
            (r["row"], r["column"], r["value"], str(reason(r["reason"])))
            for r in outcome.get(key, ())
        )
        return Sheet(name, columns, rows)

    content = to_xlsx(
        [sheet(_("Stoppade rader"), "refused"), sheet(_("Att känna till"), "notes")],
        created=local_date(now()),
        title=batch.source,
    )
    return written(content, name="stoppade-rader.xlsx", content_type=XLSX)
