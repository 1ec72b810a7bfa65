"""Handing over: what the next one needs to know, at any time, and a note of one's own."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.core.clock import now
from samrad.core.htmx import render_page
from samrad.invitations.enums import LetterKind, MailingState
from samrad.pages.forms import HandoverNoteForm
from samrad.pages.queries.handover import HandoverPlace, get_handover_place, note_of
from samrad.pages.wording import AHEAD, DRAFTS, PROMISES, open_text
from samrad.planning.models import HandoverNote
from samrad.planning.services.handovers import NoteChangedMeanwhile, record_handover, save_note
from samrad.planning.views.drafts import Typed, typed_in
from samrad.registry.enums import RegionRoleCode
from samrad.reporting.queries.handover import handover_of
from samrad.reporting.rules import handover as facts

FORM: Final = "overlamning"
CONFLICT, UNREADABLE = 409, 422
# Where each open thing is done.
_PLACES: Final[Mapping[str, tuple[str, str]]] = {
    facts.UNCLEAR: ("invitations:mailings", ""),
    facts.NOT_SENT: ("invitations:mailings", ""),
    facts.PENDING: ("contributions:submissions", "?moderation=PENDING"),
    facts.UNANSWERED: ("contributions:desk", ""),
    facts.PROPOSED: ("contributions:replies", ""),
    facts.SIGNED_OFF: ("contributions:replies", ""),
    facts.UNDELIVERED: ("contributions:batches", ""),
}


def _address(place: HandoverPlace, name: str) -> str:
    """Return the page of this name for the region, or for the consultation."""
    if place.consultation is None:
        return reverse(f"pages:{name}", args=[place.region.slug])
    arguments = [place.region.slug, place.consultation.slug]
    return reverse(f"pages:consultation_{name}", args=arguments)


def _open(found: facts.Handover) -> list[dict[str, str]]:
    return [
        {
            "text": open_text(each.code, each.number),
            "about": each.title,
            "url": reverse(_PLACES[each.code][0], args=[found.region_key, each.consultation])
            + _PLACES[each.code][1],
        }
        for each in found.open
    ]


def _promises(found: facts.Handover) -> list[dict[str, Any]]:
    """Return what was promised, consultation by consultation."""
    grouped = groupby(found.promises, key=lambda each: (each.consultation, each.title))
    return [
        {
            "title": title,
            "url": reverse("pages:overview", args=[found.region_key, key]),
            "rows": [{"label": PROMISES[each.code], "promise": each} for each in promises],
        }
        for (key, title), promises in grouped
    ]


def _ahead(rows: Iterable[facts.Ahead]) -> list[dict[str, Any]]:
    return [{"label": AHEAD[each.code], "day": each} for each in rows if not each.is_late]


def _sendings(found: facts.Handover) -> list[dict[str, Any]]:
    return [
        {
            "title": LetterKind(each.kind).label,
            "state": _("Skickas av sig självt")
            if each.is_ahead
            else MailingState(each.state).label,
            "row": each,
            "url": reverse("invitations:mailings", args=[found.region_key, each.consultation]),
        }
        for each in found.sendings
    ]


def _draft_address(found: facts.Handover, draft: facts.Draft) -> str:
    if draft.code == facts.PLAN_VERSION:
        return reverse("plans:plan", args=[found.region_key, draft.plan])
    name = "invitations:mailings" if draft.code == facts.LETTER else "pages:overview"
    return reverse(name, args=[found.region_key, draft.consultation])


def _drafts(found: facts.Handover) -> list[dict[str, Any]]:
    return [
        {
            "what": DRAFTS[each.code],
            "kind": LetterKind(each.kind).label if each.kind else "",
            "row": each,
            "url": _draft_address(found, each),
        }
        for each in found.drafts
    ]


def _colleagues(found: facts.Handover) -> list[dict[str, Any]]:
    return [
        {"row": each, "roles": [RegionRoleCode(code).label for code in each.roles]}
        for each in found.colleagues
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.HANDOVER_WORK, on=get_handover_place)
def handover(request: Request, place: HandoverPlace) -> HttpResponse:
    """Show what the next one needs to know; record that it was handed over."""
    if request.method == "POST":
        record_handover(
            region=place.region,
            consultation=place.consultation,
            actor=request.principal,
            now=now(),
        )
        messages.success(request, _("Överlämningen är antecknad i dag. Skriv ut sidan."))
        return redirect(request.path)
    found = handover_of(place.region, place.consultation, now=now())
    context = {
        "region": place.region,
        "consultation": place.consultation,
        "handover": found,
        "colleagues": _colleagues(found),
        "open": _open(found),
        "promises": _promises(found),
        "ahead": _ahead(found.ahead),
        "late": [each for each in found.ahead if each.is_late],
        "sendings": _sendings(found),
        "drafts": _drafts(found),
        "note_url": _address(place, "handover_note"),
    }
    return render_page(request, "pages/work/handover.html", context)


def _show_note(
    request: Request,
    place: HandoverPlace,
    typed: Typed,
    form: HandoverNoteForm,
    *,
    status: int = 200,
    conflict: HandoverNote | None = None,
) -> HttpResponse:
    context = {
        "region": place.region,
        "consultation": place.consultation,
        "typed": typed,
        "form": form,
        "conflict": conflict,
        "back": _address(place, "handover"),
    }
    return render_page(request, "pages/work/handover_note.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.HANDOVER_WORK, on=get_handover_place)
def note(request: Request, place: HandoverPlace) -> HttpResponse:
    """Write what no fact tells the next one; what is typed is kept until it is saved."""
    typed = typed_in(request, form=FORM, object_key=place.object_key)
    if typed.discards:
        typed.drop()
        return redirect(request.path)
    saved = note_of(place)
    stored = {"text": saved.text, "version": saved.version} if saved else {"text": "", "version": 0}
    typed = typed.unless("text", reads=str(stored["text"]))
    form = typed.opened(HandoverNoteForm, stored=stored)
    if not typed.is_posted:
        return _show_note(request, place, typed, form)
    if not form.is_valid():
        return _show_note(request, place, typed, form, status=UNREADABLE)
    return _save_note(request, place, typed, form)


def _save_note(
    request: Request, place: HandoverPlace, typed: Typed, form: HandoverNoteForm
) -> HttpResponse:
    text = form.cleaned_data["text"]
    try:
        save_note(
            region=place.region,
            consultation=place.consultation,
            text=text,
            expected=form.cleaned_data["version"],
            actor=request.principal,
            now=now(),
        )
    except NoteChangedMeanwhile as changed:
        current = changed.current
        again = HandoverNoteForm({"text": text, "version": current.version})
        return _show_note(request, place, typed, again, status=CONFLICT, conflict=current)
    typed.drop()
    messages.success(request, _("Anteckningen är sparad."))
    return redirect(_address(place, "handover"))
