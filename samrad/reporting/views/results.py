"""Entering how it went, for the statement to tell."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.consultations.models import Consultation
from samrad.consultations.queries import get_consultation
from samrad.core.clock import now
from samrad.core.htmx import render_page
from samrad.planning.views.asking import asking_only
from samrad.reporting.forms import ResultsForm
from samrad.reporting.queries.results import meetings_to_count, results_seen
from samrad.reporting.services.results import Results, ResultsChangedMeanwhile, save_results
from samrad.users.models import FormDraft
from samrad.users.queries import draft_of
from samrad.users.services import drop_form_draft

FORM = "utfall"
CONFLICT, UNREADABLE = 409, 422


def _form(consultation: Consultation, data: QueryDict | None = None) -> ResultsForm:
    meetings = list(meetings_to_count(consultation))
    goals, lines = list(consultation.goals.all()), list(consultation.budget_lines.all())
    initial: dict[str, Any] = {"seen": results_seen(consultation)}
    for one in meetings:
        initial[f"organisations_{one.pk}"] = one.attended_organisations
        initial[f"persons_{one.pk}"] = one.attended_persons
    initial |= {f"result_{goal.pk}": goal.result for goal in goals}
    initial |= {f"spent_{line.pk}": line.spent for line in lines}
    return ResultsForm(data, initial=initial, meetings=meetings, goals=goals, lines=lines)


def _with_typed(form: ResultsForm, kept: FormDraft | None) -> FormDraft | None:
    """Put what was typed and never saved back into the form; return the draft if it differs."""
    if kept is None:
        return None
    typed = {name: kept.fields[name][-1] for name in form.fields if kept.fields.get(name)}
    differs = any(
        value != str(form.initial.get(name) if form.initial.get(name) is not None else "")
        for name, value in typed.items()
        if name != "seen"
    )
    form.initial.update(typed)
    return kept if differs else None


def _results(form: ResultsForm) -> Results:
    entered = form.cleaned_data
    return Results(
        attendance={
            one.pk: (entered[f"organisations_{one.pk}"], entered[f"persons_{one.pk}"])
            for one in form.meetings
        },
        goals={goal.pk: entered[f"result_{goal.pk}"] for goal in form.goals},
        spent={line.pk: entered[f"spent_{line.pk}"] for line in form.lines},
    )


def _show(
    request: Request,
    consultation: Consultation,
    form: ResultsForm,
    **more: Any,  # noqa: ANN401 -- context
) -> HttpResponse:
    status = more.pop("status", 200)
    arguments = (consultation.region.slug, consultation.slug)
    context = {
        "consultation": consultation,
        "region": consultation.region,
        "form": form,
        "back": reverse("reporting:statements", args=arguments),
        "autosave_url": reverse("pages:keep_draft", args=(FORM, str(consultation.pk))),
        **more,
    }
    return render_page(request, "reporting/results.html", context, status=status)


@require_http_methods(["GET", "POST"])
@requires(Action.STATEMENT_WRITE, on=get_consultation)
@asking_only
def results(request: Request, consultation: Consultation) -> HttpResponse:
    """Show what has been entered and save what is entered now."""
    user, key = request.principal.user, str(consultation.pk)
    assert user is not None  # noqa: S101 -- STATEMENT_WRITE is for people with a role
    if request.method != "POST":
        form = _form(consultation)
        kept = _with_typed(form, draft_of(user, form=FORM, object_key=key))
        return _show(request, consultation, form, kept=kept)
    if "discard-draft" in request.POST:
        drop_form_draft(user=user, form=FORM, object_key=key)
        return redirect(request.path)
    form = _form(consultation, request.POST)
    if not form.is_valid():
        return _show(request, consultation, form, status=UNREADABLE)
    try:
        save_results(
            consultation=consultation,
            results=_results(form),
            seen=form.cleaned_data["seen"],
            actor=request.principal,
            now=now(),
        )
    except ResultsChangedMeanwhile:
        data = request.POST.copy()
        data["seen"] = results_seen(consultation)
        current = _form(consultation)
        return _show(
            request, consultation, _form(consultation, data), current=current, status=CONFLICT
        )
    drop_form_draft(user=user, form=FORM, object_key=key)
    messages.success(request, _("Uppgifterna är sparade."))
    return redirect("reporting:statements", consultation.region.slug, consultation.slug)
