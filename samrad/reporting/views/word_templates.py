"""A region's Word templates: what there is, putting one's own in place, going back to ours."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.core.clock import now
from samrad.core.htmx import render_page
from samrad.documents.fields import Filling
from samrad.documents.writing import CouldNotWrite, fill_template, to_docx
from samrad.files.responses import attachment, written
from samrad.files.services import FileEmpty, FileTooLarge, largest_upload, read_upload
from samrad.registry.models import Region
from samrad.registry.queries import get_region
from samrad.reporting.forms import TemplateForm
from samrad.reporting.models import DocumentTemplate
from samrad.reporting.queries import word_templates as read
from samrad.reporting.queries.word_templates import Template
from samrad.reporting.services.word_templates import (
    DOCX,
    TemplateChangedMeanwhile,
    TemplateRefused,
    go_back,
    put_template,
)
from samrad.reporting.wording.word_templates import (
    ABOUT,
    REFUSALS,
    STEPS,
    default_document,
    fault_words,
    shown_fields,
)

UNREADABLE = 422


def _page(template: Template) -> str:
    return reverse("documents:template", args=[template.region.slug, template.key])


def file_name(template: Template, about: str = "") -> str:
    """Return what a document is called when it is saved."""
    return f"{slugify(f'{template.code} {template.title} {about}')[:100].strip('-')}.docx"


def handed_out(
    request: Request, template: Template, filling: Filling, *, name: str
) -> HttpResponse:
    """Hand out the template filled; lead to its page where it cannot be filled in time."""
    try:
        content = fill_template(template.content(), filling)
    except CouldNotWrite:
        messages.error(
            request,
            _(
                "Dokumentet gick inte att skapa. Försök igen, eller byt mall om det "
                "händer en gång till."
            ),
        )
        return redirect(_page(template))
    return written(content, name=name, content_type=DOCX)


@require_safe
@requires(Action.DOCUMENT_TEMPLATE_READ, on=get_region)
def templates(request: Request, region: Region) -> HttpResponse:
    """List every template by when in the work it is used."""
    found = read.templates_in(region)
    steps = [
        {"title": title, "templates": [one for one in found if one.step == step]}
        for step, title in STEPS.items()
    ]
    context = {"region": region, "steps": steps, "own": sum(one.own is not None for one in found)}
    return render_page(request, "reporting/word_templates.html", context)


def _uploaded(request: Request, template: Template, form: TemplateForm) -> list[dict[str, str]]:
    """Put the file in place, or tell in the form why not; return what is wrong inside it."""
    given = form.cleaned_data["file"]
    try:
        put_template(
            template=template,
            name=given.name,
            content=read_upload(given.chunks()),
            expected=form.cleaned_data["seen"],
            actor=request.principal,
            now=now(),
        )
    except FileTooLarge:
        form.add_error("file", _("Filen är större än %(size)s.") % {"size": largest_upload()})
    except FileEmpty:
        form.add_error("file", _("Filen är tom. Välj en annan fil."))
    except TemplateRefused as refused:
        for reason in refused.refusals:
            form.add_error("file", str(REFUSALS[reason]))
        if refused.faults:
            form.add_error("file", _("Mallen har fel som måste rättas. Se listan på sidan."))
        return [fault_words(fault) for fault in refused.faults]
    except TemplateChangedMeanwhile:
        form.add_error(
            None,
            _("Någon annan har bytt mall under tiden. Se efter vilken som gäller och försök igen."),
        )
    return []


@require_safe
@requires(Action.DOCUMENT_TEMPLATE_READ, on=read.get_template)
def template(request: Request, found: Template) -> HttpResponse:
    """Show a template: what it is for, what it may name, and what has been in its place."""
    context = {
        "region": found.region,
        "template": found,
        "words": found.edition.text,
        "step": STEPS[found.step],
        "about": ABOUT[found.edition.head.about],
        "fields": shown_fields(found.groups),
        "history": read.history_of(found),
    }
    return render_page(request, "reporting/word_template.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.DOCUMENT_TEMPLATE_EDIT, on=read.get_template)
def put(request: Request, found: Template) -> HttpResponse:
    """Take the region's own file, or tell all that is wrong with it."""
    is_posted = request.method == "POST"
    if is_posted:
        form = TemplateForm(request.POST, request.FILES)
    else:
        form = TemplateForm(initial={"seen": found.seen})
    faults: list[dict[str, str]] = []
    if is_posted and form.is_valid():
        faults = _uploaded(request, found, form)
        if not form.errors:
            messages.success(request, _("Er mall används från och med nu."))
            return redirect(_page(found))
    context = {
        "region": found.region,
        "template": found,
        "form": form,
        "faults": faults,
        "largest": largest_upload(),
    }
    status = UNREADABLE if is_posted else 200
    return render_page(request, "reporting/word_template_put.html", context, status=status)


@require_safe
@requires(Action.DOCUMENT_TEMPLATE_READ, on=read.get_template)
def default_file(_request: Request, found: Template) -> HttpResponse:
    """Hand out our own template, to be changed in Word."""
    content = to_docx(default_document(found.key))
    name = _("mall-%(name)s") % {"name": file_name(found)}
    return written(content, name=name, content_type=DOCX)


@require_safe
@requires(Action.DOCUMENT_TEMPLATE_READ, on=read.get_template)
def example(request: Request, found: Template) -> HttpResponse:
    """Hand out the template in force, filled with examples."""
    name = _("exempel-%(name)s") % {"name": file_name(found)}
    return handed_out(request, found, read.example_filling(found, now=now()), name=name)


@require_safe
@requires(Action.DOCUMENT_TEMPLATE_READ, on=read.get_version)
def version_file(_request: Request, row: DocumentTemplate) -> HttpResponse:
    """Hand out one of the region's own templates as it was put in."""
    return attachment(row.stored)  # type: ignore[return-value]  # a file response is a response


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.DOCUMENT_TEMPLATE_EDIT, on=read.get_template)
def revert(request: Request, found: Template) -> HttpResponse:
    """Ask, then let our template be in force again."""
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            go_back(
                template=found,
                expected=int(seen) if seen.isdecimal() else 0,
                actor=request.principal,
                now=now(),
            )
            messages.success(request, _("Vår mall används igen. Er finns kvar under Tidigare."))
        except TemplateChangedMeanwhile:
            messages.error(request, _("Någon annan har bytt mall under tiden. Se efter igen."))
        return redirect(_page(found))
    context = {
        "region": found.region,
        "template": found,
        "title": _("Gå tillbaka till vår mall?"),
        "text": _("Nya dokument görs med vår mall. Er egen finns kvar att hämta under Tidigare."),
        "label": _("Gå tillbaka till vår mall"),
        "hidden": [("seen", found.seen)],
        "cancel_url": _page(found),
    }
    return render_page(request, "reporting/word_template_confirm.html", context)
