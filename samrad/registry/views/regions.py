"""A region's settings, and the people who work for it."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.access.roles import Role
from samrad.core.clock import local_date, now
from samrad.core.htmx import render_page
from samrad.registry.enums import RegionRoleCode
from samrad.registry.forms.regions import ColleagueForm, RegionForm
from samrad.registry.models import Region, RegionRole
from samrad.registry.queries import colleagues_in, get_region, get_region_role
from samrad.registry.services.colleagues import (
    AlreadyHolds,
    LastInCharge,
    OnlyHeadAppointsHead,
    add_colleague,
    remove_role,
)
from samrad.registry.services.regions import (
    RegionChangedMeanwhile,
    change_region,
    fingerprint,
    settings_of,
)
from samrad.registry.wording import REGION_FIELDS, ROLE_HINTS

CONFLICT: Final = 409
UNREADABLE: Final = 422


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.REGION_EDIT, on=get_region)
def region_settings(request: Request, region: Region) -> HttpResponse:
    """Show and change what the region has decided about itself."""
    initial = {**settings_of(region), "seen": fingerprint(region)}
    form = RegionForm(request.POST or None, initial=initial, today=local_date(now()))
    context: dict[str, Any] = {"region": region, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            change_region(
                region=region,
                seen=form.cleaned_data["seen"],
                fields=form.cleaned_data,
                actor=request.principal,
                now=now(),
            )
        except RegionChangedMeanwhile as error:
            context["conflict"] = _conflict(error.current, form)
            return render_page(request, "registry/region.html", context, status=CONFLICT)
        messages.success(request, _("Inställningarna är sparade."))
        return redirect("registry:region", region.slug)
    status = UNREADABLE if form.is_bound else 200
    return render_page(request, "registry/region.html", context, status=status)


def _conflict(current: Region, form: RegionForm) -> list[dict[str, str]]:
    form.data = form.data.copy()  # type: ignore[attr-defined]  # a posted form
    form.data["seen"] = fingerprint(current)  # type: ignore[index]  # copied above
    return [
        {"label": str(REGION_FIELDS[name]), "before": str(value or ""), "after": str(typed or "")}
        for name, value in settings_of(current).items()
        if (typed := form.cleaned_data[name]) != value
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.COLLEAGUE_MANAGE, on=get_region)
def colleagues(request: Request, region: Region) -> HttpResponse:
    """List who works for the region, and add somebody."""
    may_appoint_head = Role.HEAD in region.roles_of(request.principal)
    form = ColleagueForm(request.POST or None, may_appoint_head=may_appoint_head)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            held = add_colleague(
                region=region,
                email=said["email"],
                name=said["name"],
                role=RegionRoleCode(said["role"]),
                actor=request.principal,
                now=now(),
            )
        except AlreadyHolds:
            form.add_error("email", _("Personen har redan den rollen."))
        else:
            messages.success(
                request,
                _("%(name)s är tillagd och får ett brev om hur man loggar in.")
                % {"name": held.user},
            )
            return redirect("registry:colleagues", region.slug)
    context = {
        "region": region,
        "form": form,
        "colleagues": colleagues_in(region),
        "hints": ROLE_HINTS,
    }
    status = UNREADABLE if form.is_bound else 200
    return render_page(request, "registry/colleagues.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.COLLEAGUE_MANAGE, on=get_region_role)
def remove_colleague(request: Request, held: RegionRole) -> HttpResponse:
    """Ask, then take a role back."""
    if request.method == "POST":
        try:
            remove_role(held=held, actor=request.principal, now=now())
        except LastInCharge:
            messages.warning(
                request,
                _("En handläggare eller kulturchef måste finnas kvar. Lägg till någon först."),
            )
        except OnlyHeadAppointsHead:
            messages.warning(request, _("Bara en kulturchef kan ta bort en kulturchef."))
        else:
            messages.success(
                request,
                _("%(name)s är inte längre %(role)s.")
                % {"name": held.user, "role": str(held.get_role_display()).lower()},
            )
        return redirect("registry:colleagues", held.region.slug)
    context = {
        "region": held.region,
        "held": held,
        "is_self": held.user_id == getattr(request.principal.user, "pk", None),
    }
    return render_page(request, "registry/colleague_remove.html", context)
