"""Looking a consultation through before it is published, taking it back, calling it off."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.consultations.enums import Matter
from samrad.consultations.gates import PUBLISH, GateIsShut, standing_reasons, told
from samrad.consultations.models import Consultation
from samrad.consultations.queries import get_consultation
from samrad.consultations.rules.periods import last_day
from samrad.consultations.services.publishing import (
    AlreadyPublished,
    HasAnswers,
    IsCancelled,
    NotPublished,
    NotReadyToPublish,
    ReasonIsMissing,
    cancel_consultation,
    publish_consultation,
    resume_consultation,
)
from samrad.consultations.wording import ADVISED, MISSING, PARTS
from samrad.core.clock import now
from samrad.core.htmx import render_page
from samrad.pages.queries.work import answers_to
from samrad.pages.services.publishing import take_back
from samrad.planning.forms.consultations import CancelForm
from samrad.planning.queries import budget_of, date_notes, goals_of, missing_by_part
from samrad.planning.wording import date_note_text

UNREADABLE: Final = 422


def _overview(consultation: Consultation) -> HttpResponse:
    return redirect("pages:overview", consultation.region.slug, consultation.slug)


def _told(consultation: Consultation, said: Any) -> dict[str, Any]:  # noqa: ANN401 -- a part and a lazy text
    part, text = said
    where = [consultation.region.slug, consultation.slug, part]
    return {
        "title": text,
        "text": PARTS[part],
        "url": f"{reverse('planning:part', args=where)}?till=granska",
        "label": _("Skriv"),
    }


def _shut(consultation: Consultation, missing: list[dict[str, Any]]) -> list[dict[str, object]]:
    """Return what the gate asks for, but for what is said to be missing at the same place."""
    if consultation.published_at is not None:
        return []
    there = {each["url"].partition("?")[0] for each in missing}
    reasons = told(consultation, standing_reasons(consultation, PUBLISH, now=now()))
    return [each for each in reasons if each["url"] not in there]


def _published(consultation: Consultation) -> str:
    if consultation.matter == Matter.INFORMATION:
        return _("Informationen är publicerad.")
    return _("Samrådet är publicerat. Nu går det att bjuda in.")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CONSULTATION_PUBLISH, on=get_consultation)
def publish(request: Request, consultation: Consultation) -> HttpResponse:
    """Say what is missing, show how it will read, and publish."""
    status = 200
    if request.method == "POST":
        try:
            publish_consultation(consultation=consultation, actor=request.principal, now=now())
        except (NotReadyToPublish, GateIsShut):
            status = UNREADABLE
        except AlreadyPublished:
            messages.info(request, _("Sidan är redan publicerad."))
            return _overview(consultation)
        except IsCancelled:
            messages.warning(request, _("Det är inställt. Ta upp det igen först."))
            return _overview(consultation)
        else:
            messages.success(request, _published(consultation))
            return _overview(consultation)
    found = missing_by_part(consultation, now=now())
    missing = [_told(consultation, MISSING[code]) for code in found.missing]
    shut = _shut(consultation, missing)
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "missing": [*shut, *missing],
        "is_shut": bool(shut),
        "advised": [_told(consultation, ADVISED[code]) for code in found.advised],
        "notes": [date_note_text(note) for note in date_notes(consultation)],
        "items": consultation.influence_items.order_by("position", "pk"),
        "questions": consultation.questions.order_by("position", "pk"),
        "goals": goals_of(consultation),
        "budget": sum(line.planned for line in budget_of(consultation)),
        "answers": answers_to(consultation),
        "last_day": last_day(consultation.closes_at) if consultation.closes_at else None,
    }
    return render_page(request, "pages/work/publish.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CONSULTATION_PUBLISH, on=get_consultation)
def unpublish(request: Request, consultation: Consultation) -> HttpResponse:
    """Ask, and then take the consultation back if nobody has answered."""
    if request.method == "POST":
        try:
            take_back(consultation=consultation, actor=request.principal, now=now())
        except HasAnswers as answered:
            text = ngettext(
                "%(count)s inlaga har kommit in. Då står samrådet kvar; det går att ställa in.",
                "%(count)s inlagor har kommit in. Då står samrådet kvar; det går att ställa in.",
                answered.count,
            )
            messages.warning(request, text % {"count": answered.count})
        except NotPublished:
            messages.info(request, _("Sidan är inte publicerad."))
        else:
            messages.success(request, _("Sidan syns inte längre öppet."))
        return _overview(consultation)
    context = {"region": consultation.region, "consultation": consultation}
    return render_page(request, "pages/work/unpublish.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CONSULTATION_PUBLISH, on=get_consultation)
def cancel(request: Request, consultation: Consultation) -> HttpResponse:
    """Call the consultation off with a reason, or take it up again."""
    form = CancelForm(request.POST or None)
    status = 200
    if request.method == "POST" and consultation.cancelled_at is not None:
        resume_consultation(consultation=consultation, actor=request.principal, now=now())
        messages.success(request, _("Upptaget igen."))
        return _overview(consultation)
    if request.method == "POST":
        status = UNREADABLE
        if form.is_valid():
            try:
                cancel_consultation(
                    consultation=consultation,
                    reason=form.cleaned_data["reason"],
                    actor=request.principal,
                    now=now(),
                )
            except (IsCancelled, ReasonIsMissing):
                messages.info(request, _("Det är redan inställt."))
            else:
                messages.success(request, _("Inställt. Skälet syns på den öppna sidan."))
            return _overview(consultation)
    context = {"region": consultation.region, "consultation": consultation, "form": form}
    return render_page(request, "pages/work/cancel.html", context, status=status)
