"""Answering question by question. What is typed is kept before anything else happens."""

from typing import Final

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.contributions.forms.answers import AnswerForm
from samrad.contributions.queries.places import Asked, get_asked, question_slot
from samrad.contributions.queries.progress import draft_in, progress_of
from samrad.contributions.rules.answering import Standing, joined
from samrad.contributions.services.drafts import DraftChangedMeanwhile, save_draft
from samrad.contributions.views.answers.frame import closed, framed, go_to, saved_today
from samrad.core.clock import now
from samrad.core.htmx import render_page

_ELSEWHERE: Final = {"overview": "first", "pause": "pause", "send": "send"}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.ANSWER_WRITE, on=get_asked)
def question(request: Request, place: Asked) -> HttpResponse:
    """Show one question with the draft, or keep what was typed and go where the button says."""
    if request.method != "POST":
        draft = draft_in(place.participation, [question_slot(place.question)])
        return _page(request, place, AnswerForm.of(draft))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, place, form, status=422)
    try:
        _save(place, form)
    except DraftChangedMeanwhile as changed:
        return _both(request, place, form, changed)
    if not form.fits():
        return _page(request, place, form, status=422)
    return _onward(place, request.POST.get("go", ""))


@require_POST
@requires(Action.ANSWER_WRITE, on=get_asked)
def keep_answer(request: Request, place: Asked) -> HttpResponse:
    """Keep what is being typed, while it is typed."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return JsonResponse({}, status=422)
    try:
        version = _save(place, form)
    except DraftChangedMeanwhile:
        return JsonResponse({}, status=409)
    return JsonResponse({"version": version})


def _save(place: Asked, form: AnswerForm) -> int:
    draft = save_draft(
        participation=place.participation,
        slot=question_slot(place.question),
        written=form.written(),
        now=now(),
    )
    return draft.version if draft else 0


def _onward(place: Asked, go: str) -> HttpResponse:
    if go in _ELSEWHERE:
        return go_to(_ELSEWHERE[go], place)
    if go == "stay":
        return go_to("question", place, place.position)
    if go == "back" and place.position > 1:
        return go_to("question", place, place.position - 1)
    if place.position < len(place.questions):
        return go_to("question", place, place.position + 1)
    return go_to("passages" if place.consultation.plan_version_id else "send", place)


def _both(
    request: Request, place: Asked, form: AnswerForm, changed: DraftChangedMeanwhile
) -> HttpResponse:
    """Show the text that was typed and the one that had been saved; nothing is thrown away."""
    mine, theirs = form.cleaned_data["text"], changed.current
    again = AnswerForm.of(theirs)
    again.initial["text"] = mine
    again.initial["nothing_to_add"] = form.cleaned_data["nothing_to_add"]
    context = framed(place, form=again, theirs=theirs, together=joined(theirs.text, mine))
    return render_page(request, "answers/question_conflict.html", context, status=409)


def _page(request: Request, place: Asked, form: AnswerForm, status: int = 200) -> HttpResponse:
    progress = progress_of(place, now())
    steps = [
        {"state": "now" if at == place.position else "done" if slot.is_answered else ""}
        for at, slot in enumerate(progress.slots, start=1)
    ]
    if progress.standing is not Standing.OPEN:
        typed = form.data.get("text", "") if form.is_bound else ""
        return closed(request, place, progress, typed=typed, status=status)
    draft = progress.drafts.get(question_slot(place.question))
    context = framed(
        place,
        form=form.asking(place.question),
        progress=progress,
        steps=steps,
        saved_at=saved_today(draft),
    )
    return render_page(request, "answers/question.html", context, status=status)
