"""Writing a part of the statement."""

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
from samrad.planning.views.asking import asking_only
from samrad.reporting.forms import TextForm
from samrad.reporting.models import StatementText
from samrad.reporting.queries.statements import Section, get_section
from samrad.reporting.rules.sections import SLUGS
from samrad.reporting.services.texts import TextChangedMeanwhile, save_text
from samrad.reporting.wording.labels import HINTS, TITLES
from samrad.users.models import FormDraft, User
from samrad.users.queries import draft_of
from samrad.users.services import drop_form_draft

FORM = "redogorelse"
CONFLICT, UNREADABLE = 409, 422


def _draft(user: User, section: Section) -> FormDraft | None:
    """Return what the user typed last time and did not save, unless it reads as what is saved."""
    kept = draft_of(user, form=FORM, object_key=section.object_key)
    if kept is None:
        return None
    saved = section.written.text if section.written else ""
    return kept if _typed(kept)["text"].strip() != saved.strip() else None


def _typed(kept: FormDraft) -> dict[str, str]:
    return {name: (kept.fields.get(name) or [""])[-1] for name in ("text", "version")}


def _form(section: Section, kept: FormDraft | None) -> TextForm:
    initial: dict[str, object] = {
        "text": section.written.text if section.written else "",
        "version": section.written.version if section.written else 0,
    }
    if kept is not None:
        typed = _typed(kept)
        initial["text"] = typed["text"]
        if typed["version"].isdecimal():
            initial["version"] = typed["version"]
    return TextForm(initial=initial)


def _show(
    request: Request,
    section: Section,
    form: TextForm,
    *,
    status: int = 200,
    kept: FormDraft | None = None,
    conflict: StatementText | None = None,
) -> HttpResponse:
    consultation = section.consultation
    arguments = (consultation.region.slug, consultation.slug)
    context = {
        "consultation": consultation,
        "region": consultation.region,
        "title": TITLES[section.name],
        "hint": HINTS[section.name],
        "form": form,
        "kept": kept,
        "conflict": conflict,
        "autosave_url": reverse("pages:keep_draft", args=(FORM, section.object_key)),
        "back": reverse("reporting:statements", args=arguments),
        "sections": [
            {
                "title": TITLES[name],
                "url": reverse("reporting:text", args=(*arguments, slug)),
                "is_current": name == section.name,
            }
            for name, slug in SLUGS.items()
        ],
    }
    return render_page(request, "reporting/text.html", context, status=status)


def _next_address(section: Section) -> str:
    consultation = section.consultation
    return reverse("reporting:statements", args=(consultation.region.slug, consultation.slug))


@require_http_methods(["GET", "POST"])
@requires(Action.STATEMENT_WRITE, on=get_section)
@asking_only
def text(request: Request, section: Section) -> HttpResponse:
    """Show a part and save it; what was typed is kept until then."""
    user = request.principal.user
    assert user is not None  # noqa: S101 -- STATEMENT_WRITE is for people with a role
    if request.method != "POST":
        kept = _draft(user, section)
        return _show(request, section, _form(section, kept), kept=kept)
    if "discard-draft" in request.POST:
        drop_form_draft(user=user, form=FORM, object_key=section.object_key)
        return redirect(request.path)
    form = TextForm(request.POST)
    if not form.is_valid():
        return _show(request, section, form, status=UNREADABLE)
    try:
        save_text(
            consultation=section.consultation,
            section=section.name,
            text=form.cleaned_data["text"],
            expected=form.cleaned_data["version"],
            actor=request.principal,
            now=now(),
        )
    except TextChangedMeanwhile as changed:
        data = {"text": form.cleaned_data["text"], "version": changed.current.version}
        return _show(request, section, TextForm(data), status=CONFLICT, conflict=changed.current)
    drop_form_draft(user=user, form=FORM, object_key=section.object_key)
    messages.success(request, _("Texten är sparad."))
    return redirect(_next_address(section))
