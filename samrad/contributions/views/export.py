"""Contributions and replies as a spreadsheet, with the columns one wants."""

from functools import partial

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.consultations.models import Consultation
from samrad.consultations.queries import get_consultation
from samrad.contributions import tasks
from samrad.contributions.queries.export import (
    CONTRIBUTIONS_FILE,
    KEYS,
    OrderedContributions,
    get_ordered_contributions,
    place_of,
    rows_in_file,
)
from samrad.contributions.services.spreadsheets import (
    Wanted,
    contributions_file,
    order_contributions,
)
from samrad.contributions.wording import EXPORT
from samrad.core.clock import now
from samrad.core.htmx import render_page
from samrad.downloads.queries import AT_ONCE, Order, orders_of
from samrad.downloads.services import cancel_download
from samrad.files.responses import attachment, written
from samrad.planning.views.asking import asking_only


@require_http_methods(["GET", "POST"])
@requires(Action.CONTRIBUTION_EXPORT, on=get_consultation)
@asking_only
def export(request: Request, consultation: Consultation) -> HttpResponse:
    """Choose columns; with `?hamta=1` answer with the file. What is large is ordered instead."""
    asked = request.POST if request.method == "POST" else request.GET
    chosen = [key for key in KEYS if key in asked.getlist("kolumn")] or list(KEYS)
    wanted = Wanted(chosen, everything="allt" in asked)
    if request.method == "POST":
        order_contributions(
            consultation=consultation, wanted=wanted, actor=request.principal, now=now()
        )
        transaction.on_commit(partial(tasks.make_ordered_contributions.enqueue))
        return redirect("contributions:export", consultation.region.slug, consultation.slug)
    # Replaced ones too: the form must know before it is chosen whether they come along.
    is_large = rows_in_file(consultation, everything=True) > AT_ONCE
    if "hamta" in request.GET and not is_large:
        made = contributions_file(consultation, wanted, now=now())
        return written(made.content, name=made.name, content_type=made.content_type)
    orders = orders_of(CONTRIBUTIONS_FILE, place_of(consultation), request.principal, now=now())
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "tab": "desk",
        "columns": [(key, EXPORT[key], key in chosen) for key in KEYS],
        "everything": wanted.everything,
        "is_large": is_large,
        "is_going_on": any(order.is_going_on for order in orders),
        "orders": [_row(consultation, order) for order in orders],
    }
    return render_page(request, "contributions/export.html", context, part="orders")


def _row(consultation: Consultation, order: Order) -> dict[str, object]:
    arguments = [consultation.region.slug, consultation.slug, order.job.uuid]
    return {
        "order": order,
        "file_url": reverse("contributions:export_file", args=arguments),
        "cancel_url": reverse("contributions:export_cancel", args=arguments),
    }


@require_safe
@requires(Action.CONTRIBUTION_EXPORT, on=get_ordered_contributions)
def export_file(_request: Request, ordered: OrderedContributions) -> HttpResponse:
    """Hand out a spreadsheet that was ordered."""
    if ordered.order.download is None:
        raise Http404
    return attachment(ordered.order.download.stored)  # type: ignore[return-value]  # a file response is a response


@require_POST
@requires(Action.CONTRIBUTION_EXPORT, on=get_ordered_contributions)
def export_cancel(_request: Request, ordered: OrderedContributions) -> HttpResponse:
    """Stop the writing of a spreadsheet."""
    cancel_download(order=ordered.order, now=now())
    consultation = ordered.consultation
    return redirect("contributions:export", consultation.region.slug, consultation.slug)
