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
from samrad.registry.enums import RegionRoleCode
from samrad.reporting.queries.handover import handover_of
from samrad.reporting.rules import handover as facts
from samrad.users.models import FormDraft, User
from samrad.users.queries import draft_of
from samrad.users.services import drop_form_draft

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


def _unsaved(user: User, place: HandoverPlace, saved: HandoverNote | None) -> FormDraft | None:
    """Return what the user typed and did not save, unless it reads as what is saved."""
    kept = draft_of(user, form=FORM, object_key=place.object_key)
    if kept is None or _typed(kept)["text"].strip() == (saved.text if saved else "").strip():
        return None
    return kept


def _typed(kept: FormDraft) -> dict[str, str]:
    return {name: (kept.fields.get(name) or [""])[-1] for name in ("text", "version")}


def _note_form(saved: HandoverNote | None, kept: FormDraft | None) -> HandoverNoteForm:
    initial: dict[str, object] = {
        "text": saved.text if saved else "",
        "version": saved.version if saved else 0,
    }
    if kept is not None:
        typed = _typed(kept)
        initial["text"] = typed["text"]
        if typed["version"].isdecimal():
            initial["version"] = typed["version"]
    return HandoverNoteForm(initial=initial)


def _show_note(
    request: Request,
    place: HandoverPlace,
    form: HandoverNoteForm,
    *,
    status: int = 200,
    kept: FormDraft | None = None,
    conflict: HandoverNote | None = None,
) -> HttpResponse:
    context = {
        "region": place.region,
        "consultation": place.consultation,
        "form": form,
        "kept": kept,
        "conflict": conflict,
        "autosave_url": reverse("pages:keep_draft", args=(FORM, place.object_key)),
        "back": _address(place, "handover"),
    }
    return render_page(request, "pages/work/handover_note.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.HANDOVER_WORK, on=get_handover_place)
def note(request: Request, place: HandoverPlace) -> HttpResponse:
    """Write what no fact tells the next one; what is typed is kept until it is saved."""
    user = request.principal.user
    assert user is not None  # noqa: S101 -- HANDOVER_WORK is for people with a role
    if request.method != "POST":
        saved = note_of(place)
        kept = _unsaved(user, place, saved)
        return _show_note(request, place, _note_form(saved, kept), kept=kept)
    if "discard-draft" in request.POST:
        drop_form_draft(user=user, form=FORM, object_key=place.object_key)
        return redirect(request.path)
    form = HandoverNoteForm(request.POST)
    if not form.is_valid():
        return _show_note(request, place, form, status=UNREADABLE)
    return _save_note(request, place, user, form)


def _save_note(
    request: Request, place: HandoverPlace, user: User, form: HandoverNoteForm
) -> HttpResponse:
    try:
        save_note(
            region=place.region,
            consultation=place.consultation,
            text=form.cleaned_data["text"],
            expected=form.cleaned_data["version"],
            actor=request.principal,
            now=now(),
        )
    except NoteChangedMeanwhile as changed:
        again = HandoverNoteForm(
            {"text": form.cleaned_data["text"], "version": changed.current.version}
        )
        return _show_note(request, place, again, status=CONFLICT, conflict=changed.current)
    drop_form_draft(user=user, form=FORM, object_key=place.object_key)
    messages.success(request, _("Anteckningen är sparad."))
    return redirect(_address(place, "handover"))
