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
from samrad.planning.views.drafts import Typed, typed_in
from samrad.reporting.forms import TextForm
from samrad.reporting.models import StatementText
from samrad.reporting.queries.statements import Section, get_section
from samrad.reporting.rules.sections import SLUGS
from samrad.reporting.services.texts import TextChangedMeanwhile, save_text
from samrad.reporting.wording.labels import HINTS, TITLES

FORM = "redogorelse"
CONFLICT, UNREADABLE = 409, 422


def _show(
    request: Request,
    section: Section,
    typed: Typed,
    form: TextForm,
    *,
    status: int = 200,
    conflict: StatementText | None = None,
) -> HttpResponse:
    consultation = section.consultation
    arguments = (consultation.region.slug, consultation.slug)
    context = {
        "consultation": consultation,
        "region": consultation.region,
        "title": TITLES[section.name],
        "hint": HINTS[section.name],
        "typed": typed,
        "form": form,
        "conflict": conflict,
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
    typed = typed_in(request, form=FORM, object_key=section.object_key)
    if typed.discards:
        typed.drop()
        return redirect(request.path)
    saved = section.written
    stored = {"text": saved.text, "version": saved.version} if saved else {"text": "", "version": 0}
    typed = typed.unless("text", reads=str(stored["text"]))
    form = typed.opened(TextForm, stored=stored)
    if not typed.is_posted:
        return _show(request, section, typed, form)
    if not form.is_valid():
        return _show(request, section, typed, form, status=UNREADABLE)
    said = form.cleaned_data
    try:
        save_text(
            consultation=section.consultation,
            section=section.name,
            text=said["text"],
            expected=said["version"],
            actor=request.principal,
            now=now(),
        )
    except TextChangedMeanwhile as changed:
        current = changed.current
        again = TextForm({"text": said["text"], "version": current.version})
        return _show(request, section, typed, again, status=CONFLICT, conflict=current)
    typed.drop()
    messages.success(request, _("Texten är sparad."))
    return redirect(_next_address(section))
