"""Commenting on passages of the plan draft."""

from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.contributions.forms.answers import CommentForm, SeekForm
from samrad.contributions.queries.answers import neighbours_of, passages_to_comment
from samrad.contributions.queries.places import (
    Answering,
    Commented,
    get_answering,
    get_commented,
    passage_slot,
)
from samrad.contributions.queries.progress import draft_in, progress_of
from samrad.contributions.rules.answering import Standing, joined
from samrad.contributions.services.drafts import DraftChangedMeanwhile, save_draft
from samrad.contributions.views.answers.frame import closed, framed, go_to, saved_today
from samrad.core.clock import now
from samrad.core.htmx import render_page


@require_safe
@requires(Action.ANSWER_WRITE, on=get_answering)
def passages(request: Request, place: Answering) -> HttpResponse:
    """List the passages of the draft, with a search and marks at those that are commented."""
    if place.consultation.plan_version is None:
        raise Http404
    form = SeekForm(request.GET)
    sought = form.cleaned_data["q"] if form.is_valid() else ""
    context = framed(
        place,
        form=form,
        sought=sought,
        rows=passages_to_comment(place, sought=sought),
        progress=progress_of(place, now()),
    )
    return render_page(request, "answers/passages.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.ANSWER_WRITE, on=get_commented)
def passage(request: Request, place: Commented) -> HttpResponse:
    """Show one passage with a box to comment in, or keep the comment."""
    if request.method != "POST":
        draft = draft_in(place.participation, place.slots)
        return _page(request, place, CommentForm.of(draft, place.placed.revision_id))
    form = CommentForm(request.POST)
    if not form.is_valid() or _slot(place, form) is None:
        return _page(request, place, form, status=422)
    try:
        _save(place, form)
    except DraftChangedMeanwhile as changed:
        return _both(request, place, form, changed)
    if not form.fits():
        return _page(request, place, form, status=422)
    go = request.POST.get("go", "")
    if go == "stay":
        return go_to("passage", place, place.placed.passage.uuid)
    return go_to({"send": "send", "pause": "pause"}.get(go, "passages"), place)


@require_POST
@requires(Action.ANSWER_WRITE, on=get_commented)
def keep_comment(request: Request, place: Commented) -> HttpResponse:
    """Keep a comment while it is typed."""
    form = CommentForm(request.POST)
    if not form.is_valid() or _slot(place, form) is None:
        return JsonResponse({}, status=422)
    try:
        version = _save(place, form)
    except DraftChangedMeanwhile:
        return JsonResponse({}, status=409)
    return JsonResponse({"version": version})


def _slot(place: Commented, form: CommentForm) -> str | None:
    """Return the slot of the wording the page showed, if it is a wording of this passage."""
    slot = passage_slot(form.cleaned_data["revision"])
    return slot if slot in place.slots else None


def _save(place: Commented, form: CommentForm) -> int:
    draft = save_draft(
        participation=place.participation,
        slot=passage_slot(form.cleaned_data["revision"]),
        earlier_slots=place.slots,
        written=form.written(),
        now=now(),
    )
    return draft.version if draft else 0


def _both(
    request: Request, place: Commented, form: CommentForm, changed: DraftChangedMeanwhile
) -> HttpResponse:
    mine, theirs = form.cleaned_data["text"], changed.current
    again = CommentForm.of(theirs, form.cleaned_data["revision"])
    again.initial["text"] = mine
    context = framed(place, form=again, theirs=theirs, together=joined(theirs.text, mine))
    return render_page(request, "answers/passage_conflict.html", context, status=409)


def _page(request: Request, place: Commented, form: CommentForm, status: int = 200) -> HttpResponse:
    progress = progress_of(place, now())
    if progress.standing is not Standing.OPEN:
        typed = form.data.get("text", "") if form.is_bound else ""
        return closed(request, place, progress, typed=typed, status=status)
    draft = next((one for slot in place.slots if (one := progress.drafts.get(slot))), None)
    before, after = neighbours_of(place.placed)
    context = framed(
        place,
        form=form,
        progress=progress,
        saved_at=saved_today(draft),
        placed=place.placed,
        is_reworded=draft is not None and bool(draft.text) and draft.slot != place.slot,
        before=before,
        after=after,
    )
    return render_page(request, "answers/passage.html", context, status=status)
