"""A region's own items."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import POLICY, Action
from samrad.access.roles import roles_on
from samrad.core.clock import now
from samrad.core.htmx import render_page
from samrad.method import library
from samrad.quality.forms import OwnItemForm
from samrad.quality.models import OwnItem
from samrad.quality.queries.objects import get_own_item, own_items_of
from samrad.quality.services.own_items import (
    FIELDS,
    OwnItemChangedMeanwhile,
    add_own_item,
    change_own_item,
    resume_own_item,
    retire_own_item,
)
from samrad.quality.views.runs import CONFLICT, UNREADABLE
from samrad.quality.wording.results import principles
from samrad.registry.models import Region
from samrad.registry.queries import get_region

LIST: Final = "quality_own:own_items"


def _phases() -> dict[str, str]:
    text = library.checklist(language=get_language() or "sv").text
    return {str(key): name for key, name in text.phases.items()}


@require_safe
@requires(Action.QUALITY_VIEW, on=get_region)
def own_items(request: Request, region: Region) -> HttpResponse:
    """List the region's own items."""
    phases, names = _phases(), principles()
    context = {
        "region": region,
        "rows": [
            {
                "item": item,
                "phase": phases.get(item.phase, ""),
                "principle": names.get(item.principle, ""),
            }
            for item in own_items_of(region)
        ],
        "may_edit": bool(POLICY[Action.OWN_ITEM_EDIT] & roles_on(request.principal, region)),
    }
    return render_page(request, "quality/own_items.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.OWN_ITEM_EDIT, on=get_region)
def new_own_item(request: Request, region: Region) -> HttpResponse:
    """Add an item."""
    form = OwnItemForm(request.POST or None, phases=_phases(), principles=principles())
    if request.method == "POST" and form.is_valid():
        made = add_own_item(
            region=region, values=form.cleaned_data, actor=request.principal, now=now()
        )
        messages.success(request, _("Punkten %(item)s är tillagd.") % {"item": made.item})
        return redirect(LIST, region.slug)
    status = UNREADABLE if request.method == "POST" else 200
    return _page(request, region, form, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.OWN_ITEM_EDIT, on=get_own_item)
def own_item(request: Request, item: OwnItem) -> HttpResponse:
    """Reword an item."""
    stored = {name: getattr(item, name) for name in (*FIELDS, "version")}
    choices = {"phases": _phases(), "principles": principles()}
    form = OwnItemForm(request.POST or None, initial=stored, **choices)
    if request.method != "POST" or not form.is_valid():
        status = UNREADABLE if request.method == "POST" else 200
        return _page(request, item.region, form, item=item, status=status)
    try:
        change_own_item(
            item=item,
            values=form.cleaned_data,
            expected=form.cleaned_data["version"] or 0,
            actor=request.principal,
            now=now(),
        )
    except OwnItemChangedMeanwhile as changed:
        data = request.POST.copy()
        data["version"] = str(changed.current.version)
        form = OwnItemForm(data, **choices)
        return _page(
            request, item.region, form, item=item, current=changed.current, status=CONFLICT
        )
    messages.success(request, _("Punkten är ändrad."))
    return redirect(LIST, item.region.slug)


@require_POST
@requires(Action.OWN_ITEM_EDIT, on=get_own_item)
def retire(request: Request, item: OwnItem) -> HttpResponse:
    """Let an item no longer be asked, or be asked again."""
    version = request.POST.get("version", "")
    expected = int(version) if version.isdecimal() else 0
    act = retire_own_item if item.retired_at is None else resume_own_item
    try:
        changed = act(item=item, expected=expected, actor=request.principal, now=now())
    except OwnItemChangedMeanwhile:
        messages.error(request, _("En kollega hann före. Läs hur det står nu."))
    else:
        used = changed.retired_at is None
        said = _("Punkten används igen.") if used else _("Punkten används inte längre.")
        messages.success(request, said)
    return redirect(LIST, item.region.slug)


def _page(
    request: Request,
    region: Region,
    form: OwnItemForm,
    *,
    item: OwnItem | None = None,
    current: OwnItem | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"region": region, "form": form, "item": item, "current": current}
    return render_page(request, "quality/own_item.html", context, status=status)
