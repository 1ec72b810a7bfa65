"""The first page of a personal link, the questions on paper, the pause, and a link gone astray."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.consultations.queries import influence_of
from samrad.consultations.rules.periods import days_left
from samrad.contributions.forms.answers import WrongRecipientForm
from samrad.contributions.queries.answers import (
    coming_meetings,
    comments_in,
    latest_publication,
    parts_sent,
)
from samrad.contributions.queries.places import (
    Answering,
    get_answering,
    opens_moment,
    reply_address,
    standing_of,
)
from samrad.contributions.queries.progress import progress_of
from samrad.contributions.rules.answering import Standing, masked_address, minutes_for
from samrad.contributions.services.answering import report_wrong_recipient
from samrad.contributions.services.receipts import queue_link
from samrad.contributions.views.answers.frame import framed, go_to, spoken_language
from samrad.core.clock import local_date, now
from samrad.core.htmx import render_page
from samrad.method.library import promise


@require_safe
@requires(Action.ANSWER_READ, on=get_answering)
def first(request: Request, place: Answering) -> HttpResponse:
    """Say what it is about, what can be influenced, until when and what happens then."""
    moment, consultation = now(), place.consultation
    progress = progress_of(place, moment)
    closes = consultation.closes_at
    context = framed(
        place,
        progress=progress,
        held=parts_sent(progress.sent) if progress.sent else {},
        minutes=minutes_for(len(progress.questions)),
        days_left=days_left(closes=closes, now=moment) if closes else None,
        opens_at=opens_moment(consultation),
        influence=influence_of(consultation),
        is_past=standing_of(consultation, moment) in {Standing.OVER, Standing.CANCELLED},
        meetings=coming_meetings(consultation, moment),
        publication=latest_publication(consultation),
        promise=promise(
            consultation.level,
            deciding_body=consultation.decision_maker,
            language=spoken_language(),
        ),
    )
    return render_page(request, "answers/first.html", context)


@require_safe
@requires(Action.ANSWER_READ, on=get_answering)
def started(request: Request, place: Answering) -> HttpResponse:
    """Show the link that the open form gave, so that it is not lost."""
    address = reply_address(place.participation, local_date(now()))
    context = framed(
        place,
        link=request.build_absolute_uri(reverse("answers:first", args=[place.token])),
        address=masked_address(address) if address else "",
    )
    return render_page(request, "answers/started.html", context)


@require_safe
@requires(Action.ANSWER_READ, on=get_answering)
def print_questions(request: Request, place: Answering) -> HttpResponse:
    """Show the questions on a sheet, with what has been written so far or lines to write on."""
    moment = now()
    progress = progress_of(place, moment)
    context = framed(
        place,
        progress=progress,
        comments=comments_in(place, progress),
        influence=influence_of(place.consultation),
    )
    return render_page(request, "answers/print.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.ANSWER_WRITE, on=get_answering)
def pause(request: Request, place: Answering) -> HttpResponse:
    """Say how to come back; on request, mail a link to the participant's own address."""
    if request.method == "POST":
        queue_link(participation=place.participation, language=spoken_language(), now=now())
        response = go_to("pause", place)
        response["Location"] += "?skickad=1"
        return response
    address = reply_address(place.participation, local_date(now()))
    context = framed(
        place,
        progress=progress_of(place, now()),
        link=request.build_absolute_uri(reverse("answers:first", args=[place.token])),
        address=masked_address(address) if address else "",
        is_mailed=bool(address) and "skickad" in request.GET,
    )
    return render_page(request, "answers/pause.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.ANSWER_WRITE, on=get_answering)
def wrong_recipient(request: Request, place: Answering) -> HttpResponse:
    """Let someone say that the link was meant for somebody else."""
    form = WrongRecipientForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        report_wrong_recipient(
            participation=place.participation,
            note=form.cleaned_data["note"],
            actor=request.principal,
            now=now(),
        )
        response = go_to("wrong_recipient", place)
        response["Location"] += "?tack=1"
        return response
    context = framed(place, form=form, is_told="tack" in request.GET)
    status = 422 if form.is_bound else 200
    return render_page(request, "answers/wrong_recipient.html", context, status=status)
