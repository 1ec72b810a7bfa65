"""Publishing all replies at once, and seeing that everybody hears."""

from contextlib import suppress

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.consultations.models import Consultation, Participation
from samrad.consultations.queries import get_consultation
from samrad.contributions.enums import DeliveryState
from samrad.contributions.forms.replying import PublishForm
from samrad.contributions.models import Delivery, PublicationBatch
from samrad.contributions.queries.replies import (
    batches_of,
    deliveries_of,
    delivery_counts,
    get_batch,
    get_delivery,
    points_in_batch,
    reached,
    to_publish,
)
from samrad.contributions.services.delivery import (
    SETTLED,
    CannotSettle,
    event_of,
    queue_reply_mails,
    settle_delivery,
    settle_letters,
)
from samrad.contributions.services.letters import reply_letters
from samrad.contributions.services.replying import (
    ChangesWithoutReply,
    NotAllSignedOff,
    NothingToPublish,
    publish_replies,
)
from samrad.core.clock import now
from samrad.core.htmx import render_page
from samrad.core.paging import page_of
from samrad.documents.writing import to_docx, to_pdf
from samrad.outbox.queries import messages_of
from samrad.planning.views.asking import asking_only


def _where(consultation: Consultation) -> list[str]:
    return [consultation.region.slug, consultation.slug]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.REPLY_PUBLISH, on=get_consultation)
@asking_only
def publish(request: Request, consultation: Consultation) -> HttpResponse:
    """Say what publishing means, to how many and how; then do it, all at once."""
    form = PublishForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, consultation, form, status=422 if form.is_bound else 200)
    try:
        batch = publish_replies(
            consultation=consultation,
            message=form.cleaned_data["message"],
            actor=request.principal,
            now=now(),
        )
    except NotAllSignedOff:
        form.add_error(None, _("Några svar väntar på att godkännas. Inget är publicerat."))
    except ChangesWithoutReply:
        form.add_error(None, _("Planen är ändrad utan svar. Inget är publicerat."))
    except NothingToPublish:
        form.add_error(None, _("Det finns inget godkänt svar att publicera. Inget är publicerat."))
    else:
        queue_reply_mails(batch=batch, now=now())
        messages.success(request, _("Svaren är publicerade."))
        return redirect("contributions:batch", *_where(consultation), batch.pk)
    return _ask(request, consultation, form, status=422)


def _ask(
    request: Request, consultation: Consultation, form: PublishForm, status: int
) -> HttpResponse:
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "tab": "publication",
        "form": form,
        "plan": to_publish(consultation),
        "still_open": consultation.closes_at is not None and now() < consultation.closes_at,
    }
    return render_page(request, "contributions/publish.html", context, status=status)


@require_safe
@requires(Action.CONTRIBUTION_LIST, on=get_consultation)
@asking_only
def batches(request: Request, consultation: Consultation) -> HttpResponse:
    """List the publications, and how far the next one is."""
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "tab": "publication",
        "batches": list(batches_of(consultation)),
        "plan": to_publish(consultation),
    }
    return render_page(request, "contributions/batches.html", context)


@require_safe
@requires(Action.SUBMISSION_VIEW, on=get_batch)
def batch(request: Request, batch: PublicationBatch) -> HttpResponse:
    """Show how one publication reaches each of those it concerns."""
    state = request.GET.get("visa", "")
    if state not in DeliveryState.values:
        state = ""
    page = page_of(request, deliveries_of(batch, state))
    rows = list(page.object_list)
    ways = {each.participation.pk: each for each in reached(
        Participation.objects.filter(pk__in=[row.participation_id for row in rows])
    )}  # fmt: skip
    mails = {
        message.recipient: message
        for message in messages_of(event_of(batch)).filter(
            recipient__in=[row.participation.reference for row in rows]
        )
    }
    points = points_in_batch(batch, [row.participation_id for row in rows])
    counts = delivery_counts(batch)
    context = {
        "region": batch.consultation.region,
        "consultation": batch.consultation,
        "tab": "publication",
        "batch": batch,
        "state": state,
        "states": [(code, label, counts[code]) for code, label in DeliveryState.choices
                   if code in counts],
        "page": page,
        "rows": [
            (
                row,
                ways[row.participation_id],
                mails.get(row.participation.reference),
                points[row.participation_id],
            )
            for row in rows
        ],
        "letters": counts.get(DeliveryState.LETTER, 0),
        "all_letters": counts.get(DeliveryState.LETTER, 0)
        + counts.get(DeliveryState.LETTER_SENT, 0),
    }  # fmt: skip
    return render_page(request, "contributions/batch.html", context)


@require_safe
@requires(Action.SUBMISSION_TAKE_IN, on=get_batch)
def letters(request: Request, batch: PublicationBatch) -> HttpResponse:
    """Hand out the letters to print, as PDF or, asked for, as Word."""
    document = reply_letters(batch, posted="alla" in request.GET)
    as_word = request.GET.get("format") == "docx"
    content = to_docx(document) if as_word else to_pdf(document)
    kind = (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        if as_word
        else "application/pdf"
    )
    response = HttpResponse(content, content_type=kind)
    name = f"brev-{batch.consultation.slug}-{batch.pk}.{'docx' if as_word else 'pdf'}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["POST"])
@requires(Action.SUBMISSION_TAKE_IN, on=get_batch)
def post_letters(request: Request, batch: PublicationBatch) -> HttpResponse:
    """Note that the letters have been posted."""
    count = settle_letters(batch=batch, actor=request.principal, now=now())
    messages.success(
        request,
        ngettext("%(count)s brev är postat.", "%(count)s brev är postade.", count)
        % {"count": count},
    )
    return redirect("contributions:batch", *_where(batch.consultation), batch.pk)


@require_http_methods(["POST"])
@requires(Action.SUBMISSION_TAKE_IN, on=get_delivery)
def settle(request: Request, delivery: Delivery) -> HttpResponse:
    """Note that one letter has been posted or one person rung up."""
    how, done = request.POST.get("do", ""), False
    if how in SETTLED:
        with suppress(CannotSettle):
            settle_delivery(delivery=delivery, how=how, actor=request.principal, now=now())
            done = True
    if done:
        messages.success(request, _("Markerat."))
    else:
        messages.warning(request, _("Det var redan markerat. Se listan."))
    return redirect("contributions:batch", *_where(delivery.batch.consultation), delivery.batch_id)
