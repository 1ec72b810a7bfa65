"""The receipt, and what came of the answer."""

from django.http import HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.consultations.rules.promises import replies_are_late
from samrad.contributions.queries.answers import (
    latest_publication,
    own_points,
    own_submissions,
    parts_of,
)
from samrad.contributions.queries.places import (
    Answering,
    Sent,
    get_answering,
    get_sent,
    reply_address,
)
from samrad.contributions.rules.answering import masked_address
from samrad.contributions.rules.receipts import checksum, in_groups
from samrad.contributions.views.answers.frame import framed
from samrad.contributions.views.answers.paper import receipt_document
from samrad.core.clock import local_date, now
from samrad.core.htmx import render_page
from samrad.documents.writing import to_pdf


@require_safe
@requires(Action.ANSWER_READ, on=get_sent)
def receipt(request: Request, place: Sent) -> HttpResponse:
    """Show that an answer has arrived, its number, its time and all that it said."""
    submission = place.submission
    address = reply_address(place.participation, local_date(now()))
    context = framed(
        place,
        submission=submission,
        number=place.number,
        checksum=in_groups(checksum(submission.text)),
        parts=parts_of(submission),
        replaced_by=getattr(submission, "superseded_by", None),
        address=masked_address(address) if address else "",
    )
    return render_page(request, "answers/receipt.html", context)


@require_safe
@requires(Action.ANSWER_READ, on=get_sent)
def receipt_pdf(request: Request, place: Sent) -> HttpResponse:  # noqa: ARG001 -- a view's shape
    """Hand out the receipt, with the whole answer, as a PDF to keep."""
    response = HttpResponse(to_pdf(receipt_document(place)), content_type="application/pdf")
    response["Content-Disposition"] = (
        f'attachment; filename="{slugify(_("Kvitto"))}-{slugify(place.number)}.pdf"'
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@requires(Action.ANSWER_READ, on=get_answering)
def outcome(request: Request, place: Answering) -> HttpResponse:
    """Show each own point with its reply, or where things stand until there is one."""
    submissions = own_submissions(place.participation)
    publication = latest_publication(place.consultation)
    context = framed(
        place,
        points=own_points(place.participation),
        submissions=submissions,
        publication=publication,
        is_late=replies_are_late(
            promised=place.consultation.answered_on,
            is_waiting=bool(submissions) and publication is None,
            is_cancelled=place.consultation.cancelled_at is not None,
            today=local_date(now()),
        ),
    )
    return render_page(request, "answers/outcome.html", context)
