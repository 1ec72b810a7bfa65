"""Documents to fetch, filled from a plan process, a consultation or a meeting."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import POLICY, Action
from samrad.access.roles import roles_on
from samrad.consultations.models import Activity, Consultation, PlanProcess
from samrad.consultations.queries import (
    get_consultation,
    get_meeting,
    get_process,
    meetings_of,
)
from samrad.core.clock import now
from samrad.core.htmx import render_page
from samrad.method.documents import Subject
from samrad.reporting.queries import word_templates as read
from samrad.reporting.queries.word_templates import Wanted
from samrad.reporting.views.word_templates import file_name, handed_out
from samrad.reporting.wording.word_templates import STEPS, has_help

HELP = "hjalp"


def _listed(
    request: Request,
    row: PlanProcess | Consultation | Activity,
    about: Subject,
    name: str,
    *arguments: Any,  # noqa: ANN401
) -> list[dict[str, Any]]:
    """Return the documents about the row by step, each with its gaps and where it is fetched."""
    matter = read.matter_of(row, now=now())
    found = [
        one
        for one in read.templates_for(row, about)
        if POLICY[Action.DOCUMENT_READ] & roles_on(request.principal, Wanted(one, row))
    ]
    gaps = read.gaps_in(found, matter)
    steps = [
        {
            "title": title,
            "papers": [
                {
                    "template": one,
                    "words": one.edition.text,
                    "gaps": gaps[one.key],
                    "url": reverse(name, args=[matter.region.slug, *arguments, one.key]),
                    "has_help": has_help(one.text),
                }
                for one in found
                if one.step == step
            ],
        }
        for step, title in STEPS.items()
    ]
    return [step for step in steps if step["papers"]]


@require_safe
@requires(Action.DOCUMENT_READ, on=get_process)
def process_documents(request: Request, process: PlanProcess) -> HttpResponse:
    """List the documents about a plan process."""
    context = {
        "region": process.region,
        "subject": process,
        "back": reverse("planning:process", args=[process.region.slug, process.slug]),
        "steps": _listed(request, process, "process", "documents:process_document", process.slug),
        "consultations": process.consultations.order_by("opens_on", "pk"),
    }
    return render_page(request, "reporting/papers.html", context)


@require_safe
@requires(Action.DOCUMENT_READ, on=get_consultation)
def consultation_documents(request: Request, consultation: Consultation) -> HttpResponse:
    """List the documents about a consultation, and lead on to those of its meetings."""
    region, slug = consultation.region, consultation.slug
    context = {
        "region": region,
        "consultation": consultation,
        "subject": consultation,
        "back": reverse("pages:overview", args=[region.slug, slug]),
        "steps": _listed(
            request, consultation, "consultation", "documents:consultation_document", slug
        ),
        "meetings": meetings_of(consultation).filter(cancelled_at__isnull=True),
    }
    return render_page(request, "reporting/papers.html", context)


@require_safe
@requires(Action.DOCUMENT_READ, on=get_meeting)
def meeting_documents(request: Request, meeting: Activity) -> HttpResponse:
    """List the documents about a meeting."""
    consultation = meeting.consultation
    region, slug = consultation.region, consultation.slug
    context = {
        "region": region,
        "consultation": consultation,
        "subject": meeting,
        "meeting": meeting,
        "back": reverse("documents:consultation_documents", args=[region.slug, slug]),
        "steps": _listed(
            request, meeting, "activity", "documents:meeting_document", slug, meeting.uuid
        ),
    }
    return render_page(request, "reporting/papers.html", context)


def _document(request: Request, wanted: Wanted) -> HttpResponse:
    filling = read.filling_of(wanted, now=now(), with_help=HELP in request.GET)
    name = file_name(wanted.template, str(wanted.row))
    return handed_out(request, wanted.template, filling, name=name)


@require_safe
@requires(Action.DOCUMENT_READ, on=read.get_process_paper)
def process_document(request: Request, wanted: Wanted) -> HttpResponse:
    """Hand out a document about a plan process."""
    return _document(request, wanted)


@require_safe
@requires(Action.DOCUMENT_READ, on=read.get_consultation_paper)
def consultation_document(request: Request, wanted: Wanted) -> HttpResponse:
    """Hand out a document about a consultation."""
    return _document(request, wanted)


@require_safe
@requires(Action.DOCUMENT_READ, on=read.get_meeting_paper)
def meeting_document(request: Request, wanted: Wanted) -> HttpResponse:
    """Hand out a document about a meeting."""
    return _document(request, wanted)
