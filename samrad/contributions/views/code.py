"""The code from a letter: typed once, at the region's own address, it opens a personal link."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from samrad.access.guard import Request, address_of, requires, too_many
from samrad.access.policy import Action
from samrad.access.roles import HasRoles, get_platform
from samrad.access.services import (
    UNKNOWN_CODE,
    UNKNOWN_CODE_IN_REGION,
    TooManyAttempts,
    give_back_attempt,
    take_attempt,
)
from samrad.consultations.queries import regions_with_codes
from samrad.consultations.services.links import CodeIsWrong, open_with_code
from samrad.contributions.forms.doors import CodeForm
from samrad.core.clock import now
from samrad.core.htmx import render_page
from samrad.registry.models import Region
from samrad.registry.queries.regions import get_region


@require_safe
@requires(Action.CODE_ENTER, on=get_platform)
def choose_region(request: Request, platform: HasRoles) -> HttpResponse:  # noqa: ARG001 -- a view's shape
    """Lead to the address that stands in the letter: each region has its own."""
    regions = list(regions_with_codes(now()))
    if len(regions) == 1:
        return redirect("answers:code", regions[0].slug)
    return render_page(request, "answers/choose_region.html", {"regions": regions})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CODE_ENTER, on=get_region)
def code(request: Request, region: Region) -> HttpResponse:
    """Ask for the code, and lead whoever has one to their own page. Guesses are counted."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            token = _opened(request, region, form.cleaned_data["code"])
        except TooManyAttempts as error:
            return too_many(request, error)
        except CodeIsWrong:
            form.refuse(region)
        else:
            return redirect("answers:first", token)
    status = 422 if form.is_bound else 200
    others = regions_with_codes(now()).exclude(pk=region.pk)
    context = {"form": form, "region": region, "others": others.exists()}
    return render_page(request, "answers/code.html", context, status=status)


def _opened(request: Request, region: Region, typed: str) -> str:
    """Return the token that the code opens. A try is counted before it is known to be right."""
    moment = now()
    counted = ((UNKNOWN_CODE, address_of(request)), (UNKNOWN_CODE_IN_REGION, region.slug))
    for limit, where in counted:
        take_attempt(limit=limit, where=where, now=moment)
    token = open_with_code(region=region, typed=typed, now=moment)
    for limit, where in counted:
        give_back_attempt(limit=limit, where=where, now=moment)
    return token
