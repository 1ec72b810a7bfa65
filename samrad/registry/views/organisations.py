"""One organisation: its page, its form, its history, and taking a change back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.core.clock import local_date, now
from samrad.core.htmx import render_page
from samrad.core.paging import page_of
from samrad.registry.forms.organisations import OrganisationForm
from samrad.registry.models import Municipality, Organisation, OrganisationRevision, Region
from samrad.registry.queries import (
    contacts_of,
    get_organisation,
    get_region,
    get_revision,
    municipalities_in,
    revisions_of,
)
from samrad.registry.services.organisations import (
    OrganisationChangedMeanwhile,
    change_organisation,
    create_organisation,
    undo_change,
    verify_organisation,
)
from samrad.registry.wording import FIELDS, org_number_written, value_text

CONFLICT: Final = 409
UNREADABLE: Final = 422
_REVISIONS_A_PAGE: Final = 20


@dataclass(frozen=True)
class ShownChange:
    """What one field was and became, in words."""

    label: str
    before: str
    after: str
    now: str = ""
    is_taken_over: bool = False


def _places(region: Region) -> dict[str, str]:
    return dict(municipalities_in(region).values_list("code", "name"))


def _shown(changes: Mapping[str, list[Any]], places: Mapping[str, str]) -> list[ShownChange]:
    return [
        ShownChange(
            str(FIELDS[name]),
            value_text(name, pair[0], places),
            value_text(name, pair[1], places),
        )
        for name, pair in changes.items()
        if name in FIELDS
    ]


def _present(organisation: Organisation) -> dict[str, Any]:
    """Return how the organisation stands, as its history would say it."""
    areas = sorted(organisation.areas.values_list("area", flat=True))
    return {name: getattr(organisation, name) for name in FIELDS if name != "areas"} | {
        "areas": areas
    }


@require_safe
@requires(Action.ORGANISATION_LIST, on=get_organisation)
def organisation(request: Request, organisation: Organisation) -> HttpResponse:
    """Show an organisation: what is known, from where, and who can be reached."""
    context = {
        "region": organisation.region,
        "organisation": organisation,
        "org_number": org_number_written(organisation.org_number),
        "areas": list(organisation.areas.all()),
        "sources": list(organisation.sources.select_related("batch").order_by("source")),
        "contacts": list(contacts_of(organisation)),
        "latest": revisions_of(organisation).first(),
        "today": local_date(now()),
    }
    return render_page(request, "registry/organisation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.ORGANISATION_EDIT, on=get_region)
def new_organisation(request: Request, region: Region) -> HttpResponse:
    """Add an organisation."""
    form = OrganisationForm(request.POST or None, municipalities=_list_of(region))
    if request.method == "POST" and form.is_valid():
        made = create_organisation(
            region=region,
            fields=form.stored(),
            areas=form.cleaned_data["areas"],
            actor=request.principal,
            now=now(),
        )
        messages.success(request, _("%(name)s finns nu i registret.") % {"name": made.name})
        return redirect("registry:organisation", region.slug, made.pk)
    context = {"region": region, "form": form}
    status = UNREADABLE if form.is_bound else 200
    return render_page(request, "registry/form.html", context, status=status)


def _list_of(region: Region) -> list[Municipality]:
    return list(municipalities_in(region))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.ORGANISATION_EDIT, on=get_organisation)
def edit_organisation(request: Request, organisation: Organisation) -> HttpResponse:
    """Change an organisation; whoever comes second sees what the first wrote."""
    region = organisation.region
    present = _present(organisation)
    initial = {
        **present,
        "municipality": organisation.municipality_id or "",
        "org_number": org_number_written(organisation.org_number),
        "expected": organisation.version,
    }
    form = OrganisationForm(request.POST or None, initial=initial, municipalities=_list_of(region))
    context: dict[str, Any] = {"region": region, "organisation": organisation, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            change_organisation(
                organisation=organisation,
                expected=form.cleaned_data["expected"] or 0,
                fields=form.stored(),
                areas=form.cleaned_data["areas"],
                actor=request.principal,
                now=now(),
            )
        except OrganisationChangedMeanwhile as error:
            context["conflict"] = _conflict(error.current, form)
            return render_page(request, "registry/form.html", context, status=CONFLICT)
        messages.success(request, _("Ändringarna är sparade."))
        return redirect("registry:organisation", region.slug, organisation.pk)
    status = UNREADABLE if form.is_bound else 200
    return render_page(request, "registry/form.html", context, status=status)


def _conflict(current: Organisation, form: OrganisationForm) -> dict[str, Any]:
    """Return what stands there now beside what was typed; the next save knows it was seen."""
    places = _places(current.region)
    present = _present(current)
    typed = {**form.stored(), "areas": sorted(form.cleaned_data["areas"])}
    seen = _seen(current, present, form.cleaned_data["expected"] or 0)
    differing = [
        name for name in FIELDS if name in typed and (present[name] or "") != (typed[name] or "")
    ]
    untouched = [name for name in differing if (seen[name] or "") == (typed[name] or "")]
    form.take_over({name: present[name] for name in untouched}, version=current.version)
    latest = revisions_of(current).first()
    return {
        "by": latest.user if latest else None,
        "at": latest.at if latest else None,
        "fields": [
            ShownChange(
                str(FIELDS[name]),
                value_text(name, present[name], places),
                "" if name in untouched else value_text(name, typed[name], places),
                is_taken_over=name in untouched,
            )
            for name in differing
        ],
    }


def _seen(current: Organisation, present: dict[str, Any], version: int) -> dict[str, Any]:
    """Return how the organisation stood in the version that the writer saw."""
    seen = dict(present)
    for revision in revisions_of(current).filter(version__gt=version):
        seen.update({name: pair[0] for name, pair in revision.changes.items()})
    return seen


@require_POST
@requires(Action.ORGANISATION_EDIT, on=get_organisation)
def verify(request: Request, organisation: Organisation) -> HttpResponse:
    """Note that the details are right today."""
    verify_organisation(
        organisation=organisation,
        today=local_date(now()),
        actor=request.principal,
        now=now(),
    )
    messages.success(request, _("Uppgifterna är noterade som kontrollerade i dag."))
    return redirect("registry:organisation", organisation.region.slug, organisation.pk)


@require_safe
@requires(Action.ORGANISATION_LIST, on=get_organisation)
def history(request: Request, organisation: Organisation) -> HttpResponse:
    """Show every change of an organisation, newest first."""
    page = page_of(request, revisions_of(organisation), size=_REVISIONS_A_PAGE)
    places = _places(organisation.region)
    context = {
        "region": organisation.region,
        "organisation": organisation,
        "page": page,
        "revisions": [(revision, _shown(revision.changes, places)) for revision in page],
    }
    return render_page(request, "registry/history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.ORGANISATION_EDIT, on=get_revision)
def undo(request: Request, revision: OrganisationRevision) -> HttpResponse:
    """Show what taking one change back would do, and do it."""
    organisation = revision.organisation
    region = organisation.region
    if request.method == "POST":
        return _undo(request, revision)
    places = _places(region)
    present = _present(organisation)
    context = {
        "region": region,
        "organisation": organisation,
        "revision": revision,
        "fields": [
            ShownChange(
                str(FIELDS[name]),
                value_text(name, pair[0], places),
                value_text(name, pair[1], places),
                now=value_text(name, present[name], places),
            )
            for name, pair in revision.changes.items()
            if name in FIELDS
        ],
        "hidden": [("expected", organisation.version)],
    }
    return render_page(request, "registry/undo.html", context)


def _undo(request: Request, revision: OrganisationRevision) -> HttpResponse:
    organisation = revision.organisation
    expected = request.POST.get("expected", "")
    try:
        undo_change(
            revision=revision,
            expected=int(expected) if expected.isdecimal() else 0,
            actor=request.principal,
            now=now(),
        )
    except OrganisationChangedMeanwhile:
        messages.warning(
            request,
            _("Någon har ändrat organisationen sedan du öppnade sidan. Se efter och försök igen."),
        )
        return redirect(
            "registry:organisation_undo",
            organisation.region.slug,
            organisation.pk,
            revision.version,
        )
    messages.success(request, _("Ändringen är tillbakatagen."))
    return redirect("registry:organisation_history", organisation.region.slug, organisation.pk)
