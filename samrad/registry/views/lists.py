"""The register as a list: on the page, on paper and as a spreadsheet."""

from functools import partial
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.core.clock import local_date, now
from samrad.core.htmx import render_page
from samrad.core.paging import PAGE_SIZE
from samrad.downloads.queries import AT_ONCE, orders_of
from samrad.downloads.services import cancel_download
from samrad.files.responses import attachment, written
from samrad.registry import tasks
from samrad.registry.forms.organisations import RegisterSearch
from samrad.registry.models import Organisation, Region
from samrad.registry.queries import get_region, municipalities_in, organisations_in
from samrad.registry.queries.register import (
    REGISTER_FILE,
    Chosen,
    OrderedRegister,
    Reach,
    get_ordered_register,
    in_full,
    place_of,
    reach_of,
    register_rows,
)
from samrad.registry.services.spreadsheets import order_register, register_file

MOST_ON_PAPER: Final = 500


class _Counted(Paginator[Any]):
    """Pages of ids that have been counted already."""

    def __init__(self, pks: QuerySet[Organisation, int], total: int) -> None:
        super().__init__(pks, PAGE_SIZE)
        self.count = total  # stands in for the cached property


def _search(request: Request, region: Region) -> tuple[RegisterSearch, Chosen]:
    form = RegisterSearch(request.GET, municipalities=list(municipalities_in(region)))
    return form, form.chosen()


def _page(request: Request, region: Region, chosen: Chosen) -> tuple[Page[Any], Reach]:
    rows = register_rows(region, chosen)
    reach = reach_of(rows, region)
    pages = _Counted(rows.values_list("pk", flat=True), reach.total)
    page = pages.get_page(request.GET.get("sida"))
    page.object_list = in_full(list(page.object_list))
    return page, reach


@require_safe
@requires(Action.ORGANISATION_LIST, on=get_region)
def organisations(request: Request, region: Region) -> HttpResponse:
    """List the region's organisations."""
    form, chosen = _search(request, region)
    if form.errors.get("q"):
        messages.warning(
            request, _("Det går inte att söka på personnummer. De sparas inte i registret.")
        )
        return redirect("registry:organisations", region.slug)
    page, reach = _page(request, region, chosen)
    context = {
        "region": region,
        "form": form,
        "chosen": chosen,
        "page": page,
        "reach": reach,
        "is_empty": not (reach.total or organisations_in(region).exists()),
        "query": request.GET.urlencode(),
    }
    return render_page(request, "registry/list.html", context, part="rows")


@require_safe
@requires(Action.ORGANISATION_LIST, on=get_region)
def organisations_print(request: Request, region: Region) -> HttpResponse:
    """Show what was searched for as a list to print."""
    form, chosen = _search(request, region)
    pks = register_rows(region, chosen).values_list("pk", flat=True)
    total = len(pks)
    context = {
        "region": region,
        "organisations": in_full(list(pks[:MOST_ON_PAPER])),
        "total": total,
        "is_cut": total > MOST_ON_PAPER,
        "said": _said(form),
        "query": request.GET.urlencode(),
        "today": local_date(now()),
    }
    return render_page(request, "registry/print.html", context)


def _said(form: RegisterSearch) -> list[tuple[str, str]]:
    """Return what was chosen, in words."""
    said = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if value and name != "ordning":
            words = dict(getattr(field, "choices", ())).get(value, value)
            said.append((str(field.label), "" if value is True else str(words)))
    return said


@require_http_methods(["GET", "POST"])
@requires(Action.ORGANISATION_LIST, on=get_region)
def organisations_export(request: Request, region: Region) -> HttpResponse:
    """Hand out what was searched for as a spreadsheet; what is large is ordered instead."""
    form, chosen = _search(request, region)
    if request.method == "POST":
        order_register(region=region, chosen=chosen, actor=request.principal, now=now())
        transaction.on_commit(partial(tasks.make_ordered_registers.enqueue))
        return redirect(request.get_full_path())
    total = register_rows(region, chosen).count()
    if total <= AT_ONCE:
        made = register_file(region, chosen, now=now())
        return written(made.content, name=made.name, content_type=made.content_type)
    orders = orders_of(REGISTER_FILE, place_of(region), request.principal, now=now())
    context = {
        "region": region,
        "total": total,
        "most": AT_ONCE,
        "said": _said(form),
        "query": request.GET.urlencode(),
        "is_going_on": any(order.is_going_on for order in orders),
        "orders": [
            {
                "order": order,
                "file_url": reverse("registry:register_file", args=[region.slug, order.job.uuid]),
                "cancel_url": reverse(
                    "registry:register_file_cancel", args=[region.slug, order.job.uuid]
                ),
            }
            for order in orders
        ],
    }
    return render_page(request, "registry/spreadsheet.html", context, part="orders")


@require_safe
@requires(Action.ORGANISATION_LIST, on=get_ordered_register)
def register_download(_request: Request, ordered: OrderedRegister) -> HttpResponse:
    """Hand out a spreadsheet that was ordered."""
    if ordered.order.download is None:
        raise Http404
    return attachment(ordered.order.download.stored)  # type: ignore[return-value]  # a file response is a response


@require_POST
@requires(Action.ORGANISATION_LIST, on=get_ordered_register)
def register_cancel(_request: Request, ordered: OrderedRegister) -> HttpResponse:
    """Stop the writing of a spreadsheet."""
    cancel_download(order=ordered.order, now=now())
    return redirect("registry:organisations_export", ordered.region.slug)
