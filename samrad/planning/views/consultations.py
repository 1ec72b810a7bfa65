"""Starting a consultation, and what has happened to it."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.consultations.models import Consultation
from samrad.consultations.queries import (
    consultations_in,
    events_of,
    fingerprint,
    get_consultation,
    owners_in,
    part_values,
    processes_in,
    revisions_of,
)
from samrad.consultations.services.parts import PartChangedMeanwhile, change_part
from samrad.consultations.services.starting import start_consultation
from samrad.consultations.wording import EVENTS, FIELDS, value_text
from samrad.core.clock import now
from samrad.core.htmx import render_page
from samrad.planning.forms.consultations import DecisionMadeForm, NewConsultationForm
from samrad.planning.services.copying import copy_consultation
from samrad.planning.views.drafts import typed_in
from samrad.registry.models import Region
from samrad.registry.queries import get_region

CONFLICT: Final = 409
UNREADABLE: Final = 422


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CONSULTATION_EDIT, on=get_region)
def new_consultation(request: Request, region: Region) -> HttpResponse:
    """Start a consultation, empty or from an earlier one."""
    typed = typed_in(request, form="nytt-samrad", object_key=region.slug)
    if typed.discards:
        typed.drop()
        return redirect(request.path)
    processes = processes_in(region)
    form = typed.opened(
        NewConsultationForm,
        stored={"source": request.GET.get("fran", ""), "process": request.GET.get("process", "")},
        processes=processes,
        consultations=consultations_in(region),
    )
    if typed.is_posted and form.is_valid():
        made = _started(request, form)
        typed.drop()
        text = _("Samrådet är skapat med beteckningen %(reference)s.")
        messages.success(request, text % {"reference": made.reference})
        return redirect("planning:part", region.slug, made.slug, "syfte")
    context = {"region": region, "form": form, "typed": typed, "processes": processes}
    status = UNREADABLE if typed.is_posted else 200
    return render_page(request, "planning/consultation_new.html", context, status=status)


def _started(request: Request, form: NewConsultationForm) -> Consultation:
    facts: dict[str, Any] = {
        "process": form.chosen_process(),
        "title": form.cleaned_data["title"],
        "actor": request.principal,
        "now": now(),
    }
    source = form.chosen_source()
    if source is None:
        return start_consultation(**facts)
    return copy_consultation(source=source, **facts)


@require_safe
@requires(Action.CONSULTATION_WORK, on=get_consultation)
def history(request: Request, consultation: Consultation) -> HttpResponse:
    """Tell what has been changed, from what to what, by whom and when."""
    people = {user.pk: str(user) for user in owners_in(consultation.region)}
    told: list[dict[str, Any]] = [
        {
            "at": revision.made_at,
            "who": str(revision.made_by or ""),
            "title": _("Ändrades"),
            "changes": [
                {
                    "label": FIELDS[name],
                    "before": value_text(name, before, people),
                    "after": value_text(name, after, people),
                }
                for name, (before, after) in revision.changes.items()
            ],
        }
        for revision in revisions_of(consultation)
    ]
    told += [
        {"at": event.at, "who": event.who, "title": EVENTS[event.kind], "changes": []}
        for event in events_of(consultation)
        if event.kind in EVENTS
    ]
    told.sort(key=lambda each: each["at"], reverse=True)
    context = {"region": consultation.region, "consultation": consultation, "told": told}
    return render_page(request, "planning/history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CONSULTATION_EDIT, on=get_consultation)
def decision(request: Request, consultation: Consultation) -> HttpResponse:
    """Enter the decision: when it was made and where it can be read."""
    values = part_values(consultation, "decided")
    stored = {**values, "seen": fingerprint(values)}
    form = DecisionMadeForm(request.POST or None, initial=stored)
    conflict, status = None, 200
    if request.method == "POST":
        status = UNREADABLE
        if form.is_valid():
            try:
                change_part(
                    consultation=consultation,
                    part="decided",
                    values=form.cleaned_data,
                    seen=form.cleaned_data["seen"],
                    actor=request.principal,
                    now=now(),
                )
            except PartChangedMeanwhile as changed:
                fields = request.POST.copy()
                fields["seen"] = fingerprint(changed.current)
                form = DecisionMadeForm(fields)
                conflict, status = _told_now(changed.current), CONFLICT
            else:
                messages.success(request, _("Beslutet är inskrivet."))
                return redirect("pages:overview", consultation.region.slug, consultation.slug)
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "form": form,
        "conflict": conflict,
    }
    return render_page(request, "planning/decision.html", context, status=status)


def _told_now(current: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "fields": [
            {"label": FIELDS[name], "text": value_text(name, value, {})}
            for name, value in current.items()
        ]
    }
