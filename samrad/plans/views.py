"""The workspace's pages about plans: versions, reading in a file, revising a passage."""

import mimetypes
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.core.clock import now
from samrad.core.htmx import render_page
from samrad.documents.reading import Unreadable
from samrad.files.responses import attachment
from samrad.files.services import FileEmpty, FileTooLarge, read_upload, store_file
from samrad.plans import queries, services
from samrad.plans.enums import PlanKind, VersionKind
from samrad.plans.forms import PassageForm, PlanFileForm, PlanForm, VersionForm
from samrad.plans.models import CulturePlan, PlacedPassage, PlanVersion
from samrad.plans.rules import passages as fates
from samrad.plans.services.importing import (
    NoPassages,
    TooManyPassages,
    import_version,
    read_plan,
)
from samrad.plans.wording import unreadable_text
from samrad.registry.models import Region
from samrad.registry.queries import get_region

_CANNOT_READ = (Unreadable, NoPassages, TooManyPassages, FileTooLarge, FileEmpty)


def _free_slug(region: Region, title: str, start: date) -> str:
    base = slugify(f"{region.slug}-{title}-{start.year}")[:70]
    return queries.free_slug(base)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.PLAN_EDIT, on=get_region)
def new_plan(request: Request, region: Region) -> HttpResponse:
    """Make a plan."""
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        plan = services.create_plan(
            region=region,
            title=chosen["title"],
            slug=_free_slug(region, chosen["title"], chosen["period_from"]),
            kind=PlanKind(chosen["kind"]),
            period_from=chosen["period_from"],
            period_to=chosen["period_to"],
            actor=request.principal,
            now=now(),
        )
        return redirect("plans:plan", region.slug, plan.slug)
    status = 422 if form.is_bound else 200
    return render_page(request, "plans/new.html", {"region": region, "form": form}, status=status)


@require_safe
@requires(Action.WORKSPACE_VIEW, on=get_region)
def plan_list(request: Request, region: Region) -> HttpResponse:
    """List the region's plans."""
    context = {"region": region, "plans": list(queries.plans_in(region))}
    return render_page(request, "plans/list.html", context)


@require_safe
@requires(Action.PLAN_WORK, on=queries.get_plan)
def plan_detail(request: Request, plan: CulturePlan) -> HttpResponse:
    """Show a plan: its versions, and the passages of the latest."""
    versions = list(plan.versions.order_by("-number"))
    latest = versions[0] if versions else None
    context = {
        "region": plan.region,
        "plan": plan,
        "versions": versions,
        "latest": latest,
        "passages": list(queries.passages_of(latest)) if latest else [],
        "file_form": PlanFileForm(),
        "version_form": VersionForm(
            initial={
                "kind": VersionKind.REFERRAL,
                "label": _("Version %(number)s") % {"number": latest.number + 1 if latest else 1},
            }
        ),
    }
    return render_page(request, "plans/plan.html", context)


@require_safe
@requires(Action.PLAN_WORK, on=queries.get_version)
def version_detail(request: Request, version: PlanVersion) -> HttpResponse:
    """Show a version as it stands or stood."""
    context = {
        "region": version.plan.region,
        "plan": version.plan,
        "version": version,
        "passages": list(queries.passages_of(version)),
    }
    return render_page(request, "plans/version.html", context)


@require_safe
@requires(Action.PLAN_WORK, on=queries.get_version)
def version_file(request: Request, version: PlanVersion) -> HttpResponseBase:  # noqa: ARG001 -- the guard's shape
    """Hand out the file a version was read from."""
    if version.source_file is None:
        return redirect(
            "plans:version", version.plan.region.slug, version.plan.slug, version.number
        )
    return attachment(version.source_file)


@require_POST
@requires(Action.PLAN_EDIT, on=queries.get_plan)
def upload(request: Request, plan: CulturePlan) -> HttpResponse:
    """Take a file and show what it would do."""
    form = PlanFileForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise FileEmpty
        given = form.cleaned_data["file"]
        stored = store_file(
            content=read_upload(given.chunks()),
            name=given.name,
            content_type=mimetypes.guess_type(given.name)[0] or "",
            tenant=plan.region.chain,
            now=now(),
        )
        read_plan(plan, stored)
    except _CANNOT_READ as error:
        messages.error(request, str(unreadable_text(error)))
        return redirect("plans:plan", plan.region.slug, plan.slug)
    return redirect("plans:import", plan.region.slug, plan.slug, stored.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.PLAN_EDIT, on=queries.get_plan_file)
def import_plan(request: Request, given: queries.PlanFile) -> HttpResponse:
    """Show what reading in the file would change, and do it."""
    plan = given.plan
    try:
        read = read_plan(plan, given.stored)
    except _CANNOT_READ as error:
        messages.error(request, str(unreadable_text(error)))
        return redirect("plans:plan", plan.region.slug, plan.slug)
    form = VersionForm(
        request.POST or None,
        initial={"kind": VersionKind.DRAFT, "label": given.stored.name.rpartition(".")[0][:80]},
    )
    if request.method == "POST" and form.is_valid():
        version = import_version(
            plan=plan,
            stored=given.stored,
            kind=VersionKind(form.cleaned_data["kind"]),
            label=form.cleaned_data["label"],
            actor=request.principal,
            now=now(),
        )
        messages.success(request, _("Texten är inläst som %(label)s.") % {"label": version.label})
        return redirect("plans:plan", plan.region.slug, plan.slug)
    context = {
        "region": plan.region,
        "plan": plan,
        "given": given,
        "form": form,
        "read": read,
        "counts": {
            kind.lower(): read.count(kind)
            for kind in (fates.KEPT, fates.CHANGED, fates.NEW, fates.GONE)
        },
        "gone": [
            next(one for one in read.known if one.id == match.known)
            for match in read.matches
            if match.kind == fates.GONE
        ],
    }
    status = 422 if form.is_bound else 200
    return render_page(request, "plans/import.html", context, status=status)


@require_POST
@requires(Action.PLAN_EDIT, on=queries.get_plan)
def freeze(request: Request, plan: CulturePlan) -> HttpResponse:
    """Freeze the version being worked on, and start the next."""
    working = queries.working_version(plan)
    form = VersionForm(request.POST)
    if working is None:
        messages.warning(
            request, _("Ingen version är öppen. Läs in en text eller fortsätt på den senaste.")
        )
    elif not form.is_valid():
        messages.error(request, _("Skriv vad nästa version ska heta."))
    else:
        services.continue_from(
            version=working,
            kind=VersionKind(form.cleaned_data["kind"]),
            label=form.cleaned_data["label"],
            actor=request.principal,
            now=now(),
        )
        messages.success(
            request, _("%(label)s är låst och går inte att ändra.") % {"label": working.label}
        )
    return redirect("plans:plan", plan.region.slug, plan.slug)


@require_POST
@requires(Action.PLAN_EDIT, on=queries.get_plan)
def publish(request: Request, plan: CulturePlan) -> HttpResponse:
    """Let everyone read the plan."""
    try:
        services.publish_plan(plan=plan, actor=request.principal, now=now())
    except services.NoWorkingVersion:
        messages.warning(request, _("Lås en version först. Bara låsta versioner visas öppet."))
    else:
        messages.success(
            request, _("Planen är publicerad. Alla kan läsa den senaste låsta versionen.")
        )
    return redirect("plans:plan", plan.region.slug, plan.slug)


def _revise(request: Request, placed: PlacedPassage, said: dict[str, Any]) -> None:
    """Give the passage its new words. The same words with a reason are kept for that reason."""
    seen, motive = placed.revision, said["motive"]
    heading, text = said["heading"], said["text"].replace("\r\n", "\n")
    if motive and (heading, text, said["expected"]) == (seen.heading, seen.text, seen.number):
        services.keep_wording(placed=placed, motive=motive, actor=request.principal, now=now())
        return
    services.revise_passage(
        placed=placed,
        heading=heading,
        text=text,
        motive=motive,
        expected=said["expected"],
        actor=request.principal,
        now=now(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.PLAN_EDIT, on=queries.get_working_passage)
def passage(request: Request, placed: PlacedPassage) -> HttpResponse:
    """Revise a passage in the version being worked on."""
    plan = placed.version.plan
    revision = placed.revision
    form = PassageForm(
        request.POST or None,
        initial={"expected": revision.number, "heading": revision.heading, "text": revision.text},
    )
    met = None
    if request.method == "POST" and form.is_valid():
        try:
            _revise(request, placed, form.cleaned_data)
        except services.PassageChangedMeanwhile as error:
            met = error.current
            form = PassageForm({**request.POST.dict(), "expected": met.number})
        except services.VersionIsFrozen:
            messages.warning(
                request, _("Versionen låstes medan du skrev. Öppna avsnittet i nästa version.")
            )
            return redirect("plans:plan", plan.region.slug, plan.slug)
        else:
            messages.success(
                request, _("Avsnittet är ändrat. Den förra lydelsen finns kvar i historiken.")
            )
            return redirect("plans:passage", plan.region.slug, plan.slug, placed.passage.uuid)
    context = {
        "region": plan.region,
        "plan": plan,
        "placed": placed,
        "form": form,
        "met": met,
        "history": list(queries.history_of(placed)),
    }
    status = 409 if met else 422 if form.is_bound else 200
    return render_page(request, "plans/passage.html", context, status=status)
