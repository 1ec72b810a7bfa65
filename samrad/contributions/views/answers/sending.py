"""Reading the whole answer through, sending it once, and opening a sent one to change it."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.contributions.forms.answers import SendForm
from samrad.contributions.queries.answers import comments_in
from samrad.contributions.queries.places import Answering, get_answering
from samrad.contributions.queries.progress import MANDATE_SLOT, Progress, progress_of, sent_answer
from samrad.contributions.rules.answering import Standing
from samrad.contributions.services.answering import (
    AnswerChangedMeanwhile,
    AnswerTooLong,
    send_answer,
)
from samrad.contributions.services.drafts import (
    DraftChangedMeanwhile,
    discard_drafts,
    kept_mandate,
    reopen_answer,
    save_mandate,
)
from samrad.contributions.services.receiving import ConsultationNotOpen, NothingSaid
from samrad.contributions.views.answers.frame import closed, framed, go_to, spoken_language
from samrad.core.clock import local_date, now
from samrad.core.htmx import render_page
from samrad.registry.rules.cells import holds_personal_number


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.ANSWER_WRITE, on=get_answering)
def send(request: Request, place: Answering) -> HttpResponse:
    """List the own answers and what sending means; send them."""
    moment = now()
    if request.method != "POST":
        return _fresh_page(request, place)
    form = SendForm(request.POST, is_person=place.is_person, today=local_date(moment))
    if not form.is_valid():
        return _page(request, place, form, progress_of(place, moment), status=422)
    try:
        submission = send_answer(
            participation=place.participation,
            key=form.cleaned_data["key"],
            mandate=form.mandate(),
            language=spoken_language(),
            read=form.cleaned_data["read"] or None,
            actor=request.principal,
            now=moment,
        )
    except ConsultationNotOpen:
        return closed(request, place, progress_of(place, moment), status=422)
    except NothingSaid:
        return _nothing_to_send(request, place, form)
    except (AnswerChangedMeanwhile, AnswerTooLong) as stopped:
        is_changed = isinstance(stopped, AnswerChangedMeanwhile)
        return _fresh_page(request, place, status=409 if is_changed else 422, is_changed=is_changed)
    return go_to("receipt", place, submission.uuid)


@require_POST
@requires(Action.ANSWER_WRITE, on=get_answering)
def keep_mandate(request: Request, place: Answering) -> HttpResponse:
    """Keep what is filled in about the mandate, finished or not."""
    form = SendForm(request.POST, is_person=place.is_person, today=local_date(now()))
    form.is_valid()
    try:
        draft = save_mandate(
            participation=place.participation,
            mandate=form.mandate(),
            now=now(),
            **form.seen(),
        )
    except DraftChangedMeanwhile:
        return JsonResponse({}, status=409)
    return JsonResponse({"version": draft.version if draft else 0})


@require_POST
@requires(Action.ANSWER_WRITE, on=get_answering)
def reopen(request: Request, place: Answering) -> HttpResponse:  # noqa: ARG001 -- a view's shape
    """Make drafts of the sent answer and go to them."""
    sent = sent_answer(place.participation)
    if sent is not None:
        try:
            reopen_answer(participation=place.participation, submission=sent, now=now())
        except ConsultationNotOpen:
            return go_to("first", place)
    return go_to("send", place)


@require_POST
@requires(Action.ANSWER_WRITE, on=get_answering)
def keep_sent(request: Request, place: Answering) -> HttpResponse:  # noqa: ARG001 -- a view's shape
    """Throw the changes away and let the sent answer stand."""
    if sent_answer(place.participation) is not None:
        discard_drafts(participation=place.participation)
    return go_to("first", place)


def _nothing_to_send(request: Request, place: Answering, form: SendForm) -> HttpResponse:
    """Lead to the receipt when a colleague was faster; otherwise say that the answer is empty."""
    sent = sent_answer(place.participation)
    if sent is not None:
        return go_to("receipt", place, sent.uuid)
    return _page(request, place, form, progress_of(place, now()), status=422, is_empty=True)


def _fresh_page(
    request: Request, place: Answering, status: int = 200, **facts: bool
) -> HttpResponse:
    mandate, draft = kept_mandate(place.participation)
    moment = now()
    progress = progress_of(place, moment)
    form = SendForm.of(
        mandate,
        draft,
        read=progress.mark,
        is_person=place.is_person,
        today=local_date(moment),
    )
    return _page(request, place, form, progress, status=status, **facts)


def _page(
    request: Request,
    place: Answering,
    form: SendForm,
    progress: Progress,
    status: int = 200,
    **facts: bool,
) -> HttpResponse:
    if progress.standing is not Standing.OPEN:
        return closed(request, place, progress, status=status)
    context = framed(
        place,
        form=form,
        progress=progress,
        rows=list(zip(progress.questions, progress.slots, strict=True)),
        comments=comments_in(place, progress),
        steps=[{"state": "done" if slot.is_answered else ""} for slot in progress.slots],
        holds_personal_number=any(
            holds_personal_number(draft.text)
            for slot, draft in progress.drafts.items()
            if slot != MANDATE_SLOT
        ),
        **facts,
    )
    return render_page(request, "answers/send.html", context, status=status)
