"""Meetings of a consultation."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.consultations.enums import ActivityKind, Audience
from samrad.consultations.enums import MeetingForm as HowToMeet
from samrad.consultations.models import Activity, Consultation
from samrad.consultations.queries import get_consultation, get_meeting, meetings_of
from samrad.consultations.services.activities import (
    MeetingChangedMeanwhile,
    cancel_meeting,
    change_meeting,
    plan_meeting,
    resume_meeting,
)
from samrad.core.clock import STOCKHOLM, now
from samrad.core.htmx import render_page
from samrad.documents.calendar import CalendarEvent, to_ics
from samrad.planning.forms.activities import form_choices
from samrad.planning.forms.meetings import MeetingForm
from samrad.planning.queries import warnings_about
from samrad.planning.queries.matrix import matrix_of
from samrad.planning.rules.matrix import CELLS
from samrad.planning.services.placing import place_new
from samrad.planning.views.drafts import Typed, typed_in
from samrad.planning.wording import SIGNS, STATES, Recommendation, recommendation_for, warning_text
from samrad.registry.queries import municipalities_in

CONFLICT: Final = 409
UNREADABLE: Final = 422


def _wants(meeting: Activity) -> list[str]:
    """Return what participants would look for and not find."""
    in_person = meeting.form in (HowToMeet.PHYSICAL, HowToMeet.HYBRID)
    digital = meeting.form in (HowToMeet.DIGITAL, HowToMeet.HYBRID)
    found = (
        (in_person and not (meeting.venue and meeting.address), _("Lokal eller adress saknas.")),
        (in_person and not meeting.access_note, _("Inget står om tillgänglighet.")),
        (digital and not meeting.link, _("Länken till mötet saknas.")),
        (
            meeting.form == HowToMeet.PHONE and not meeting.phone_in,
            _("Telefonnumret att ringa in på saknas."),
        ),
        (meeting.ends_at is None, _("Inget står om när mötet slutar.")),
    )
    return [text for is_wanted, text in found if is_wanted]


def _row(meeting: Activity) -> dict[str, Any]:
    warnings = warnings_about(meeting)
    return {
        "meeting": meeting,
        "warnings": [warning_text(each, titles={}) for each in warnings],
        "wants": _wants(meeting),
        "codes": [each.code for each in warnings],
    }


def _recommendations(rows: Sequence[Mapping[str, Any]]) -> list[Recommendation]:
    codes = dict.fromkeys(code for row in rows for code in row["codes"])
    found = (recommendation_for(code) for code in codes)
    return list(dict.fromkeys(each for each in found if each is not None))


@require_safe
@requires(Action.CONSULTATION_WORK, on=get_consultation)
def meeting_list(request: Request, consultation: Consultation) -> HttpResponse:
    """List the meetings of a consultation."""
    rows = [_row(meeting) for meeting in meetings_of(consultation)]
    placed = matrix_of(consultation, now=now()).activities
    context = {
        "others": [
            {
                "activity": each.activity,
                "state_text": STATES[each.state],
                "sign": SIGNS[each.state],
            }
            for each in placed
            if each.activity.kind == ActivityKind.OTHER
        ],
        "region": consultation.region,
        "consultation": consultation,
        "rows": rows,
        "recommendations": _recommendations(rows),
    }
    return render_page(request, "planning/meetings.html", context)


def _stored(meeting: Activity) -> dict[str, Any]:
    starts, ends = meeting.starts_at, meeting.ends_at
    assert starts is not None  # noqa: S101 -- the database asks it of every meeting
    stored = {
        name: getattr(meeting, name)
        for name in (
            *("version", "title", "form", "venue", "address", "link", "phone_in"),
            *("form_key", "audience", "daytime_motive"),
        )
    }
    return stored | {
        "day": starts.astimezone(STOCKHOLM).date(),
        "starts": starts.astimezone(STOCKHOLM).time(),
        "ends": ends.astimezone(STOCKHOLM).time() if ends else None,
        "municipality": meeting.municipality_id or "",
        "access_note": meeting.access_note,
        "note": meeting.note,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CONSULTATION_EDIT, on=get_consultation)
def new_meeting(request: Request, consultation: Consultation) -> HttpResponse:
    """Plan a meeting."""
    typed = typed_in(request, form="nytt-mote", object_key=consultation.pk)
    if typed.discards:
        typed.drop()
        return redirect(request.path)
    form = typed.opened(
        MeetingForm,
        stored={"form": HowToMeet.PHYSICAL, "audience": Audience.CIVIL_SOCIETY},
        municipalities=municipalities_in(consultation.region),
    )
    if typed.is_posted and form.is_valid():
        meeting = plan_meeting(
            consultation=consultation, values=form.values(), actor=request.principal, now=now()
        )
        place_where_asked(request, meeting)
        typed.drop()
        return _saved(request, meeting)
    status = UNREADABLE if typed.is_posted else 200
    return _form_page(request, consultation, typed, form, status=status)


def place_where_asked(request: Request, activity: Activity) -> None:
    """Put a new activity in the cell of the matrix that it was planned from, if it was."""
    cell = request.GET.get("ruta", "")
    if cell in CELLS:
        place_new(activity=activity, cell=cell, actor=request.principal, now=now())


def _saved(request: Request, meeting: Activity) -> HttpResponse:
    warned = bool(warnings_about(meeting) or _wants(meeting))
    advice = _("Läs vad som är värt att tänka på.") if warned else ""
    messages.success(request, f"{_('Mötet är sparat.')} {advice}".strip())
    consultation = meeting.consultation
    return redirect("planning:meetings", consultation.region.slug, consultation.slug)


def _form_page(
    request: Request,
    consultation: Consultation,
    typed: Typed,
    form: MeetingForm,
    *,
    meeting: Activity | None = None,
    conflict: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "meeting": meeting,
        "typed": typed,
        "form": form,
        "conflict": conflict,
    }
    return render_page(request, "planning/meeting.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CONSULTATION_EDIT, on=get_meeting)
def meeting(request: Request, meeting: Activity) -> HttpResponse:
    """Change a meeting."""
    typed = typed_in(request, form="mote", object_key=meeting.uuid)
    if typed.discards:
        typed.drop()
        return redirect(request.path)
    towns = municipalities_in(meeting.consultation.region)
    form = typed.opened(MeetingForm, stored=_stored(meeting), municipalities=towns)
    conflict, status = None, 200
    if typed.is_posted:
        status = UNREADABLE
        if form.is_valid():
            try:
                saved = change_meeting(
                    meeting=meeting,
                    values=form.values(),
                    expected=form.cleaned_data["version"] or 0,
                    actor=request.principal,
                    now=now(),
                )
            except MeetingChangedMeanwhile as changed:
                fields = request.POST.copy()
                fields["version"] = str(changed.current.version)
                form = MeetingForm(fields, municipalities=towns)
                conflict, status = _meeting_now(changed.current), CONFLICT
            else:
                typed.drop()
                return _saved(request, saved)
    return _form_page(
        request,
        meeting.consultation,
        typed,
        form,
        meeting=meeting,
        conflict=conflict,
        status=status,
    )


def _meeting_now(meeting: Activity) -> dict[str, Any]:
    stored = _stored(meeting)
    stored["form"] = HowToMeet(meeting.form).label
    stored["audience"] = meeting.get_audience_display()
    stored["form_key"] = dict(form_choices()).get(meeting.form_key, "")
    stored["municipality"] = meeting.municipality or ""
    return {
        "fields": [
            {"label": field.label, "text": stored[name] or _("(inget)")}
            for name, field in MeetingForm.base_fields.items()
            if name != "version"
        ]
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CONSULTATION_EDIT, on=get_meeting)
def meeting_cancel(request: Request, meeting: Activity) -> HttpResponse:
    """Ask, and then call a meeting off or take it up again."""
    consultation = meeting.consultation
    if request.method == "POST":
        change = resume_meeting if meeting.cancelled_at else cancel_meeting
        change(meeting=meeting, actor=request.principal, now=now())
        said = _("Mötet är återupptaget.") if meeting.cancelled_at else _("Mötet är inställt.")
        messages.success(request, said)
        return redirect("planning:meetings", consultation.region.slug, consultation.slug)
    context = {"region": consultation.region, "consultation": consultation, "meeting": meeting}
    return render_page(request, "planning/meeting_cancel.html", context)


def calendar_file(meeting: Activity) -> HttpResponse:
    """Return the meeting as a calendar file."""
    consultation = meeting.consultation
    assert meeting.starts_at is not None  # noqa: S101 -- the database asks it of every meeting
    where = [meeting.venue, meeting.address, str(meeting.municipality or "")]
    said = [
        consultation.title,
        meeting.access_note,
        meeting.note,
        _("Ring in: %(number)s") % {"number": meeting.phone_in} if meeting.phone_in else "",
    ]
    event = CalendarEvent(
        uid=f"{meeting.uuid}@samrad",
        sequence=meeting.version,
        summary=meeting.title,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        stamped_at=consultation.created_at,
        location=", ".join(filter(None, where)) or meeting.link,
        description="\n".join(filter(None, said)),
        url=meeting.link or f"{settings.SAMRAD_URL}/samrad/{consultation.slug}/",
        is_cancelled=meeting.cancelled_at is not None,
    )
    response = HttpResponse(to_ics(event), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="mote.ics"'
    return response


@require_safe
@requires(Action.CONSULTATION_WORK, on=get_meeting)
def meeting_calendar(request: Request, meeting: Activity) -> HttpResponse:  # noqa: ARG001 -- a view's shape
    """Give the meeting as a calendar file, before it is public too."""
    return calendar_file(meeting)
