"""What is done besides meetings and the written round: a survey, a yearly wheel, a study circle."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.consultations.enums import Audience
from samrad.consultations.models import Activity, Consultation
from samrad.consultations.queries import get_consultation, get_other
from samrad.consultations.services.activities import (
    MeetingChangedMeanwhile,
    cancel_meeting,
    change_meeting,
    plan_other,
    resume_meeting,
)
from samrad.consultations.wording import value_text
from samrad.core.clock import STOCKHOLM, local_date, now
from samrad.core.htmx import render_page
from samrad.planning.forms.activities import OtherForm, form_choices
from samrad.planning.views.drafts import Typed, typed_in
from samrad.planning.views.meetings import place_where_asked

CONFLICT: Final = 409
UNREADABLE: Final = 422
_PLAIN: Final = (
    *("version", "title", "form_key", "rounds", "audience"),
    *("link", "note", "is_public", "done_on"),
)


def _stored(other: Activity) -> dict[str, Any]:
    starts, ends = other.starts_at, other.ends_at
    local = starts.astimezone(STOCKHOLM) if starts else None
    return {name: getattr(other, name) for name in _PLAIN} | {
        "day": local.date() if local else None,
        "starts": local.time() if local and (local.hour or local.minute) else None,
        "ends": ends.astimezone(STOCKHOLM).time() if ends else None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CONSULTATION_EDIT, on=get_consultation)
def new_activity(request: Request, consultation: Consultation) -> HttpResponse:
    """Plan something else than a meeting."""
    typed = typed_in(request, form="nytt-annat", object_key=consultation.pk)
    if typed.discards:
        typed.drop()
        return redirect(request.path)
    stored = {"audience": Audience.CIVIL_SOCIETY, "rounds": 1, "title": request.GET.get("rubrik")}
    form = typed.opened(OtherForm, stored=stored, today=local_date(now()))
    if typed.is_posted and form.is_valid():
        other = plan_other(
            consultation=consultation, values=form.values(), actor=request.principal, now=now()
        )
        place_where_asked(request, other)
        typed.drop()
        return _saved(request, other)
    status = UNREADABLE if typed.is_posted else 200
    return _form_page(request, consultation, typed, form, status=status)


def _saved(request: Request, other: Activity) -> HttpResponse:
    messages.success(request, _("Aktiviteten är sparad."))
    consultation = other.consultation
    if not other.placements.exists():
        where = [consultation.region.slug, consultation.slug, other.uuid]
        return redirect("planning:activity_matrix", *where)
    return redirect("pages:matrix", consultation.region.slug, consultation.slug)


def _form_page(
    request: Request,
    consultation: Consultation,
    typed: Typed,
    form: OtherForm,
    *,
    other: Activity | None = None,
    conflict: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "other": other,
        "typed": typed,
        "form": form,
        "conflict": conflict,
    }
    return render_page(request, "planning/activity.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CONSULTATION_EDIT, on=get_other)
def activity(request: Request, other: Activity) -> HttpResponse:
    """Change something else that is done."""
    typed = typed_in(request, form="annat", object_key=other.uuid)
    if typed.discards:
        typed.drop()
        return redirect(request.path)
    today = local_date(now())
    form = typed.opened(OtherForm, stored=_stored(other), today=today)
    conflict, status = None, 200
    if typed.is_posted:
        status = UNREADABLE
        if form.is_valid():
            try:
                saved = change_meeting(
                    meeting=other,
                    values=form.values(),
                    expected=form.cleaned_data["version"] or 0,
                    actor=request.principal,
                    now=now(),
                )
            except MeetingChangedMeanwhile as changed:
                fields = request.POST.copy()
                fields["version"] = str(changed.current.version)
                form = OtherForm(fields, today=today)
                conflict, status = _told_now(changed.current), CONFLICT
            else:
                typed.drop()
                return _saved(request, saved)
    consultation = other.consultation
    return _form_page(
        request, consultation, typed, form, other=other, conflict=conflict, status=status
    )


def _told_now(other: Activity) -> dict[str, Any]:
    stored = _stored(other)
    stored["audience"] = other.get_audience_display()
    stored["form_key"] = dict(form_choices()).get(other.form_key, "")
    return {
        "fields": [
            {"label": field.label, "text": value_text(name, stored[name], {})}
            for name, field in OtherForm.base_fields.items()
            if name != "version"
        ]
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CONSULTATION_EDIT, on=get_other)
def activity_cancel(request: Request, other: Activity) -> HttpResponse:
    """Ask, and then call it off or take it up again."""
    consultation = other.consultation
    if request.method == "POST":
        change = resume_meeting if other.cancelled_at else cancel_meeting
        change(meeting=other, actor=request.principal, now=now())
        resumed = bool(other.cancelled_at)
        said = _("Aktiviteten är återupptagen.") if resumed else _("Aktiviteten är inställd.")
        messages.success(request, said)
        return redirect("planning:meetings", consultation.region.slug, consultation.slug)
    context = {"region": consultation.region, "consultation": consultation, "other": other}
    return render_page(request, "planning/activity_cancel.html", context)
