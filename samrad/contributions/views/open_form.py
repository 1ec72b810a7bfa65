"""Answering without having been invited: say who you are, get a link of your own, go on."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from samrad.access.guard import Request, address_of, requires, too_many
from samrad.access.policy import Action
from samrad.access.services import OPEN_FORM, TooManyAttempts, check_attempts, count_attempt
from samrad.consultations.enums import Matter
from samrad.consultations.models import Consultation
from samrad.consultations.queries import get_public_consultation
from samrad.contributions.forms.doors import OpenForm
from samrad.contributions.queries.places import last_day_of, opens_moment, standing_of
from samrad.contributions.rules.answering import Standing, minutes_for
from samrad.contributions.services.answering import start_open_answer
from samrad.contributions.views.answers.frame import spoken_language
from samrad.core.clock import now
from samrad.core.htmx import render_page
from samrad.registry.queries import municipalities_in


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.OPEN_ANSWER, on=get_public_consultation)
def open_form(request: Request, consultation: Consultation) -> HttpResponse:
    """Ask who someone is, and give them a link of their own to answer by."""
    if consultation.matter == Matter.INFORMATION:
        raise Http404
    moment, where = now(), address_of(request)
    form = OpenForm(
        request.POST if request.method == "POST" else None,
        municipalities=list(municipalities_in(consultation.region)),
    )
    may_answer = consultation.open_to_all and standing_of(consultation, moment) is Standing.OPEN
    if may_answer and form.is_bound and form.is_valid():
        try:
            check_attempts(limit=OPEN_FORM, where=where, now=moment)
        except TooManyAttempts as error:
            return too_many(request, error)
        count_attempt(limit=OPEN_FORM, where=where, now=moment)
        token = start_open_answer(
            consultation=consultation,
            entrant=form.entrant(),
            language=spoken_language(),
            actor=request.principal,
            now=moment,
        )
        return redirect("answers:started", token)
    return _page(request, consultation, form)


def _page(request: Request, consultation: Consultation, form: OpenForm) -> HttpResponse:
    moment = now()
    questions = list(consultation.questions.all())
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "form": form,
        "questions": questions,
        "minutes": minutes_for(len(questions)),
        "standing": standing_of(consultation, moment),
        "last_day": last_day_of(consultation),
        "opens_at": opens_moment(consultation),
    }
    status = 422 if form.is_bound else 200
    return render_page(request, "answers/open_form.html", context, status=status)
