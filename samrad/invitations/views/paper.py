"""Letters on paper: printed to files, the files fetched, and the day they were posted."""

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.core.clock import local_date, now
from samrad.files.models import StoredFile
from samrad.invitations.forms import DayForm
from samrad.invitations.models import Mailing, PaperBatch
from samrad.invitations.queries.mailings import get_mailing, get_paper_batch
from samrad.invitations.services.paper import (
    DOCX,
    PDF,
    AlreadyPosted,
    NothingToPrint,
    mark_posted,
    opened,
    queue_print,
)
from samrad.invitations.tasks import do_invitations
from samrad.invitations.views.mailings import mailing_page
from samrad.planning.views.asking import asking_only

UNREADABLE: Final = 422


def _place(mailing: Mailing) -> tuple[str, str, object]:
    return mailing.consultation.region.slug, mailing.consultation.slug, mailing.uuid


@require_POST
@requires(Action.INVITATION_SEND, on=get_mailing)
@asking_only
def print_letters(request: Request, mailing: Mailing) -> HttpResponse:
    """Have files made of the letters that wait."""
    try:
        queue_print(mailing=mailing, actor=request.principal, now=now())
    except NothingToPrint:
        messages.info(request, _("Inga brev väntar på att skrivas ut."))
    else:
        do_invitations.enqueue()
    return redirect("invitations:mailing", *_place(mailing))


def _as_attachment(name: str) -> str:
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"


def _file(batch: PaperBatch, stored: StoredFile | None, content_type: str) -> HttpResponse:
    """Answer with a file that holds codes: never kept by a browser or on the way."""
    if stored is None:
        raise Http404
    ending = stored.name.rpartition(".")[2]
    name = f"brev-{batch.mailing.consultation.slug}-{batch.number}.{ending}"
    response = HttpResponse(opened(stored), content_type=content_type)
    response["Content-Disposition"] = _as_attachment(name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@requires(Action.INVITATION_SEND, on=get_paper_batch)
def batch_pdf(request: Request, batch: PaperBatch) -> HttpResponse:  # noqa: ARG001 -- a view's shape
    """Hand out the letters as PDF."""
    return _file(batch, batch.pdf, PDF)


@require_safe
@requires(Action.INVITATION_SEND, on=get_paper_batch)
def batch_docx(request: Request, batch: PaperBatch) -> HttpResponse:  # noqa: ARG001 -- a view's shape
    """Hand out the letters as a Word file."""
    return _file(batch, batch.docx, DOCX)


@require_POST
@requires(Action.INVITATION_SEND, on=get_paper_batch)
def posted(request: Request, batch: PaperBatch) -> HttpResponse:
    """Note the day the letters were posted."""
    form = DayForm(request.POST, today=local_date(now()))
    if not form.is_valid():
        return mailing_page(
            request, batch.mailing, status=UNREADABLE, day_form=form, day_form_of=batch.number
        )
    try:
        mark_posted(batch=batch, on=form.cleaned_data["on"], actor=request.principal, now=now())
    except AlreadyPosted:
        messages.info(request, _("Breven var redan markerade som postade."))
    else:
        messages.success(
            request, _("Breven är markerade som postade. Filerna med koder är borttagna.")
        )
    return redirect("invitations:mailing", *_place(batch.mailing))
