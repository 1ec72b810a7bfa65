"""Consulting Sámi representatives: a list, a matter with its notes, and how it ended."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.consultations.queries import processes_in
from samrad.core.clock import local_date, now
from samrad.core.htmx import render_page
from samrad.planning.forms.duties import SamiCloseForm, SamiForm, SamiNoteForm
from samrad.planning.models import SamiConsultation
from samrad.planning.queries.duties import get_sami_consultation, sami_consultations_in
from samrad.planning.services import sami
from samrad.registry.models import Region
from samrad.registry.queries import get_region

CONFLICT: Final = 409
UNREADABLE: Final = 422


def _place(matter: SamiConsultation) -> HttpResponse:
    return redirect("planning:sami_consultation", matter.region.slug, matter.uuid)


@require_safe
@requires(Action.PROCESS_VIEW, on=get_region)
def sami_list(request: Request, region: Region) -> HttpResponse:
    """List the region's consultations with Sámi representatives."""
    context = {"region": region, "matters": list(sami_consultations_in(region))}
    return render_page(request, "planning/sami_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.PROCESS_EDIT, on=get_region)
def new_sami(request: Request, region: Region) -> HttpResponse:
    """Open a matter of its own kind."""
    processes = {each.slug: each for each in processes_in(region)}
    form = SamiForm(
        request.POST if request.method == "POST" else None,
        initial={"process": request.GET.get("process", ""), "parties": _("Sametinget")},
        processes=processes,
    )
    if form.is_bound and form.is_valid():
        matter = sami.start_sami_consultation(
            process=processes[form.cleaned_data["process"]],
            title=form.cleaned_data["title"],
            parties=form.cleaned_data["parties"],
            case_number=form.cleaned_data["case_number"],
            actor=request.principal,
            now=now(),
        )
        messages.success(request, _("Ärendet är öppnat. Anteckna varje kontakt, dag för dag."))
        return _place(matter)
    context = {"region": region, "form": form, "processes": processes, "matter": None}
    status = UNREADABLE if form.is_bound else 200
    return render_page(request, "planning/sami_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.PROCESS_EDIT, on=get_sami_consultation)
def edit_sami(request: Request, matter: SamiConsultation) -> HttpResponse:
    """Reword an open matter."""
    processes = {matter.process.slug: matter.process}
    stored: dict[str, Any] = {
        "version": matter.version,
        "title": matter.title,
        "process": matter.process.slug,
        "parties": matter.parties,
        "case_number": matter.case_number,
    }
    form = SamiForm(
        request.POST if request.method == "POST" else None, initial=stored, processes=processes
    )
    status, changed = (UNREADABLE if form.is_bound else 200), None
    if form.is_bound and form.is_valid():
        try:
            sami.change_sami_consultation(
                matter=matter,
                title=form.cleaned_data["title"],
                parties=form.cleaned_data["parties"],
                case_number=form.cleaned_data["case_number"],
                expected=form.cleaned_data["version"] or 0,
                actor=request.principal,
                now=now(),
            )
        except sami.SamiMatterIsClosed:
            messages.warning(request, _("Ärendet är avslutat. Ta upp det igen först."))
        except sami.SamiMatterChangedMeanwhile as meanwhile:
            fields = request.POST.copy()
            fields["version"] = str(meanwhile.current.version)
            form = SamiForm(fields, processes=processes)
            status, changed = CONFLICT, meanwhile.current
        else:
            messages.success(request, _("Ärendet är ändrat."))
        if changed is None:
            return _place(matter)
    context = {
        "region": matter.region,
        "form": form,
        "processes": processes,
        "matter": matter,
        "changed": changed,
    }
    return render_page(request, "planning/sami_edit.html", context, status=status)


def _page(
    request: Request, matter: SamiConsultation, form: SamiNoteForm, status: int = 200
) -> HttpResponse:
    context = {
        "region": matter.region,
        "matter": matter,
        "notes": list(matter.notes.all()),
        "form": form,
    }
    return render_page(request, "planning/sami.html", context, status=status)


@require_safe
@requires(Action.PROCESS_VIEW, on=get_sami_consultation)
def sami_consultation(request: Request, matter: SamiConsultation) -> HttpResponse:
    """Show the matter with everything that was done and said."""
    return _page(request, matter, SamiNoteForm(initial={"on": local_date(now())}))


@require_POST
@requires(Action.PROCESS_EDIT, on=get_sami_consultation)
def note_sami(request: Request, matter: SamiConsultation) -> HttpResponse:
    """Keep what was done or said on a day."""
    form = SamiNoteForm(request.POST)
    if not form.is_valid():
        return _page(request, matter, form, UNREADABLE)
    try:
        sami.note_in_sami_consultation(
            matter=matter, **form.cleaned_data, actor=request.principal, now=now()
        )
    except sami.SamiMatterIsClosed:
        messages.warning(request, _("Ärendet är avslutat. Ta upp det igen först."))
    else:
        messages.success(request, _("Anteckningen är sparad."))
    return _place(matter)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.PROCESS_EDIT, on=get_sami_consultation)
def close_sami(request: Request, matter: SamiConsultation) -> HttpResponse:
    """Close the matter with what came of it."""
    form = SamiCloseForm(
        request.POST if request.method == "POST" else None,
        initial={"closed_on": local_date(now()), "conclusion": matter.conclusion},
    )
    if form.is_bound and form.is_valid():
        try:
            sami.close_sami_consultation(
                matter=matter, **form.cleaned_data, actor=request.principal, now=now()
            )
        except sami.NotDocumented:
            text = _("Ingenting är antecknat än. Skriv minst en anteckning innan ni avslutar.")
            form.add_error(None, text)
        except sami.SamiMatterIsClosed:
            return _place(matter)
        else:
            messages.success(request, _("Ärendet är avslutat."))
            return _place(matter)
    context = {"region": matter.region, "matter": matter, "form": form}
    status = UNREADABLE if form.is_bound else 200
    return render_page(request, "planning/sami_close.html", context, status=status)


@require_POST
@requires(Action.PROCESS_EDIT, on=get_sami_consultation)
def reopen_sami(request: Request, matter: SamiConsultation) -> HttpResponse:
    """Take a closed matter up again."""
    try:
        sami.reopen_sami_consultation(matter=matter, actor=request.principal, now=now())
    except sami.SamiMatterIsOpen:
        messages.info(request, _("Ärendet är redan öppet."))
    else:
        messages.success(request, _("Ärendet är öppet igen."))
    return _place(matter)
