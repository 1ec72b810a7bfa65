"""Plan processes and their milestones."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.consultations.enums import ProcessState
from samrad.consultations.gates import GateIsShut
from samrad.consultations.models import Consultation, PlanProcess
from samrad.consultations.queries import get_process
from samrad.core.clock import local_date, now
from samrad.core.htmx import render_page
from samrad.planning.forms.processes import (
    MilestoneForm,
    MoveMilestoneForm,
    NewProcessForm,
    ProcessForm,
)
from samrad.planning.models import Milestone
from samrad.planning.queries import (
    PlacedMilestone,
    get_milestone,
    milestone_changes,
    milestone_fingerprint,
    placed_milestones,
    processes_for_list,
    rule_key,
    why_of,
)
from samrad.planning.rules import strip
from samrad.planning.services.milestones import (
    MilestoneChangedMeanwhile,
    add_milestone,
    change_milestone,
    finish_milestone,
    is_fixed,
    remove_milestone,
)
from samrad.planning.services.processes import (
    NewPlan,
    ProcessChangedMeanwhile,
    change_process,
    start_process,
)
from samrad.planning.views.drafts import Typed, typed_in
from samrad.planning.wording import Recommendation, recommendation_for, warning_text
from samrad.plans.enums import PlanKind
from samrad.plans.queries import plans_in
from samrad.registry.models import Region
from samrad.registry.queries import get_region

CONFLICT: Final = 409
UNREADABLE: Final = 422


@require_safe
@requires(Action.PROCESS_VIEW, on=get_region)
def process_list(request: Request, region: Region) -> HttpResponse:
    """List the region's plan processes."""
    context = {"region": region, "processes": processes_for_list(region)}
    return render_page(request, "planning/processes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.PROCESS_EDIT, on=get_region)
def new_process(request: Request, region: Region) -> HttpResponse:
    """Start a plan process from the day the plan takes effect."""
    typed = typed_in(request, form="ny-process", object_key=region.slug)
    if typed.discards:
        typed.drop()
        return redirect("planning:new_process", region.slug)
    form = typed.opened(NewProcessForm, stored={}, plans=plans_in(region))
    if typed.is_posted and form.is_valid():
        process = start_process(
            region=region,
            plan=form.chosen_plan() or _new_plan(form),
            takes_effect_on=form.cleaned_data["takes_effect_on"],
            deciding_body=form.cleaned_data["deciding_body"],
            actor=request.principal,
            now=now(),
        )
        typed.drop()
        messages.success(request, _("Planprocessen är skapad och milstolparna utlagda."))
        return redirect("planning:process", region.slug, process.slug)
    context = {"region": region, "form": form, "typed": typed, "plans": form.plans}
    status = UNREADABLE if typed.is_posted else 200
    return render_page(request, "planning/process_new.html", context, status=status)


def _new_plan(form: NewProcessForm) -> NewPlan:
    return NewPlan(
        title=form.cleaned_data["title"],
        kind=PlanKind(form.cleaned_data["kind"] or PlanKind.CULTURE_PLAN),
        period_to=form.cleaned_data["period_to"],
    )


def _row(placed: PlacedMilestone, titles: Mapping[str, str], today: date) -> dict[str, Any]:
    milestone = placed.milestone
    last = milestone.ends_on or milestone.starts_on
    return {
        "milestone": milestone,
        "kind": placed.kind,
        "why": placed.why,
        "is_effect": placed.is_effect,
        "has_begun": milestone.starts_on <= today,
        "is_late": milestone.done_on is None and last < today and not placed.is_effect,
        "moved": milestone.starts_on != milestone.planned_on,
        "warnings": [warning_text(warning, titles=titles) for warning in placed.warnings],
    }


def _recommendations(rows: list[PlacedMilestone]) -> list[Recommendation]:
    """Return the recommendations that the page leans on, each once."""
    codes = dict.fromkeys(warning.code for row in rows for warning in row.warnings)
    found = (recommendation_for(code) for code in codes)
    return list(dict.fromkeys(each for each in found if each is not None))


@require_safe
@requires(Action.PROCESS_VIEW, on=get_process)
def process(request: Request, process: PlanProcess) -> HttpResponse:
    """Show the way to the plan: what comes when, and what is worth a warning."""
    placed = placed_milestones(process)
    today = local_date(now())
    titles = {rule_key(each.milestone): each.milestone.title for each in placed}
    line = strip.drawn(
        [(each.milestone.starts_on, each.milestone.ends_on) for each in placed], today=today
    )
    rows = [
        _row(each, titles, today) | {"mark": mark}
        for each, mark in zip(placed, line.marks, strict=True)
    ]
    context = {
        "region": process.region,
        "process": process,
        "rows": rows,
        "next": next((row for row in rows if row["milestone"].done_on is None), None),
        "warned": sum(bool(row["warnings"]) for row in rows),
        "late": sum(row["is_late"] for row in rows),
        "recommendations": _recommendations(placed),
        "strip": line,
        "consultations": process.consultations.order_by("opens_on", "pk"),
        "today": today,
    }
    return render_page(request, "planning/process.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.PROCESS_EDIT, on=get_process)
def edit_process(request: Request, process: PlanProcess) -> HttpResponse:
    """Change name, T0, deciding body or state."""
    names = ("version", "title", "takes_effect_on", "deciding_body", "state")
    stored = {name: getattr(process, name) for name in names}
    form = ProcessForm(request.POST or None, initial=stored)
    conflict, status = None, 200
    if request.method == "POST":
        status = UNREADABLE
        if form.is_valid():
            try:
                return _process_saved(request, process, form)
            except GateIsShut as shut:
                form.add_error("state", _not_finished(shut.consultation))
            except ProcessChangedMeanwhile as changed:
                fields = request.POST.copy()
                fields["version"] = str(changed.current.version)
                form = ProcessForm(fields)
                conflict, status = _process_now(changed.current), CONFLICT
    context = {"region": process.region, "process": process, "form": form, "conflict": conflict}
    return render_page(request, "planning/process_edit.html", context, status=status)


def _not_finished(consultation: Consultation) -> SafeString:
    return format_html(
        _("”{}” är inte färdigt. <a href='{}'>Se vad grindarna frågar efter</a>."),
        consultation.title,
        reverse("quality_gates:gates", args=[consultation.region.slug, consultation.slug]),
    )


def _process_saved(request: Request, process: PlanProcess, form: ProcessForm) -> HttpResponse:
    saved = change_process(
        process=process,
        title=form.cleaned_data["title"],
        takes_effect_on=form.cleaned_data["takes_effect_on"],
        deciding_body=form.cleaned_data["deciding_body"],
        state=ProcessState(form.cleaned_data["state"]),
        expected=form.cleaned_data["version"],
        actor=request.principal,
        now=now(),
    )
    messages.success(request, _("Planprocessen är sparad."))
    return redirect("planning:process", saved.region.slug, saved.slug)


def _process_now(process: PlanProcess) -> dict[str, Any]:
    return {
        "fields": [
            {"label": ProcessForm.base_fields[name].label, "text": text}
            for name, text in (
                ("title", process.title),
                ("takes_effect_on", process.takes_effect_on),
                ("deciding_body", process.deciding_body),
                ("state", ProcessState(process.state).label),
            )
        ]
    }


@require_safe
@requires(Action.PROCESS_VIEW, on=get_process)
def process_history(request: Request, process: PlanProcess) -> HttpResponse:
    """Tell what has happened to the milestones."""
    context = {
        "region": process.region,
        "process": process,
        "changes": milestone_changes(process),
    }
    return render_page(request, "planning/process_history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.PROCESS_EDIT, on=get_process)
def new_milestone(request: Request, process: PlanProcess) -> HttpResponse:
    """Add a milestone of the region's own."""
    form = MilestoneForm(request.POST or None, initial={"is_public": True})
    if request.method == "POST" and form.is_valid():
        milestone = add_milestone(
            process=process, values=form.cleaned_data, actor=request.principal, now=now()
        )
        messages.success(request, _("”%(title)s” ligger på tidslinjen.") % {"title": milestone})
        return redirect("planning:process", process.region.slug, process.slug)
    context = {"region": process.region, "process": process, "form": form}
    status = UNREADABLE if request.method == "POST" else 200
    return render_page(request, "planning/milestone_new.html", context, status=status)


def _stored(milestone: Milestone) -> dict[str, Any]:
    return {
        "seen": milestone_fingerprint(milestone),
        "title": milestone.title,
        "starts_on": milestone.starts_on,
        "ends_on": milestone.ends_on,
        "responsible": milestone.responsible,
        "is_public": milestone.is_public,
    }


def _milestone_now(milestone: Milestone) -> dict[str, Any]:
    stored = _stored(milestone) | {"is_public": _("ja") if milestone.is_public else _("nej")}
    return {
        "fields": [
            {"label": MilestoneForm.base_fields[name].label, "text": stored[name] or _("(inget)")}
            for name in stored
            if name != "seen"
        ]
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.PROCESS_EDIT, on=get_milestone)
def milestone(request: Request, milestone: Milestone) -> HttpResponse:
    """Reword or move a milestone."""
    typed = typed_in(request, form="milstolpe", object_key=milestone.pk)
    if typed.discards:
        typed.drop()
        return redirect(request.path)
    form = typed.opened(MoveMilestoneForm, stored=_stored(milestone))
    conflict, status = None, 200
    if typed.is_posted:
        status = UNREADABLE
        if form.is_valid():
            try:
                return _milestone_saved(request, milestone, form, typed)
            except MilestoneChangedMeanwhile as changed:
                fields = request.POST.copy()
                fields["seen"] = milestone_fingerprint(changed.current)
                form = MoveMilestoneForm(fields)
                conflict, status = _milestone_now(changed.current), CONFLICT
    context = {
        "region": milestone.process.region,
        "process": milestone.process,
        "milestone": milestone,
        "is_fixed": is_fixed(milestone),
        "why": why_of(milestone),
        "form": form,
        "typed": typed,
        "conflict": conflict,
    }
    return render_page(request, "planning/milestone.html", context, status=status)


def _milestone_saved(
    request: Request, milestone: Milestone, form: MoveMilestoneForm, typed: Typed
) -> HttpResponse:
    saved = change_milestone(
        milestone=milestone,
        values=form.cleaned_data,
        with_followers=form.cleaned_data["with_followers"],
        motive=form.cleaned_data["motive"],
        seen=form.cleaned_data["seen"],
        actor=request.principal,
        now=now(),
    )
    typed.drop()
    messages.success(request, _("”%(title)s” är sparad.") % {"title": saved})
    process = milestone.process
    return redirect("planning:process", process.region.slug, process.slug)


@require_POST
@requires(Action.PROCESS_EDIT, on=get_milestone)
def milestone_done(request: Request, milestone: Milestone) -> HttpResponse:
    """Say that a milestone is done today, or that it is not."""
    moment = now()
    is_done = request.POST.get("done") == "yes"
    finish_milestone(
        milestone=milestone,
        done_on=local_date(moment) if is_done else None,
        actor=request.principal,
        now=moment,
    )
    process = milestone.process
    response: HttpResponse = redirect("planning:process", process.region.slug, process.slug)
    response["Location"] += f"#m{milestone.pk}"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.PROCESS_EDIT, on=get_milestone)
def milestone_remove(request: Request, milestone: Milestone) -> HttpResponse:
    """Ask, and then take a milestone away."""
    process = milestone.process
    if is_fixed(milestone):
        messages.warning(request, _("Dagen då planen börjar gälla går inte att ta bort."))
        return redirect("planning:process", process.region.slug, process.slug)
    if request.method == "POST":
        remove_milestone(milestone=milestone, actor=request.principal, now=now())
        messages.success(request, _("”%(title)s” är borttagen.") % {"title": milestone})
        return redirect("planning:process", process.region.slug, process.slug)
    context = {"region": process.region, "process": process, "milestone": milestone}
    return render_page(request, "planning/milestone_remove.html", context)
