"""The officer's first pages: what is next, the region's consultations, search."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import POLICY, Action
from samrad.access.roles import HasRoles, Role, get_platform, roles_on
from samrad.consultations.queries import consultations_for_list, processes_in
from samrad.consultations.rules import steps
from samrad.consultations.wording import next_title
from samrad.core.clock import local_date, now
from samrad.core.htmx import render_page
from samrad.core.paging import page_of
from samrad.pages.queries import search as searching
from samrad.pages.queries.work import (
    consultations_at_work,
    milestones_open,
    standings_of,
)
from samrad.pages.views.standing import (
    Row,
    address,
    by_date,
    is_done,
    not_sent_text,
    row_of,
)
from samrad.pages.views.tasks import Held, comes_next, days_of, tasks_of
from samrad.planning.forms.consultations import ConsultationFilter
from samrad.planning.models import Milestone
from samrad.planning.queries import recommended_limits
from samrad.planning.rules.timeline import effective_weeks
from samrad.registry.models import Region
from samrad.registry.queries import get_region, regions_of
from samrad.reporting.queries.figures import last_working_day

WEEKS: Final = 8
REST: Final = 6  # tasks shown after the first
_AT_WORK: Final = 100  # consultations under way that the first page looks through
_WEEK: Final = timedelta(days=6)


def _news(rows: Sequence[Row], held: Held) -> list[dict[str, str]]:
    """Return what has come since the last working day."""
    found = []
    for row in rows:
        figures = row.standing.figures
        if figures.new:
            text = ngettext(
                "%(count)s inlaga har kommit in", "%(count)s inlagor har kommit in", figures.new
            )
            found.append(_item(row, text % {"count": figures.new}, "submissions", held))
        if figures.not_sent:
            found.append(_item(row, not_sent_text(figures.not_sent), "mailings", held))
        if figures.pending:
            text = next_title(steps.MODERATE, figures.pending)
            found.append(_item(row, text, "moderation", held))
    return found


def _waiting(rows: Sequence[Row], held: Held) -> list[dict[str, str]]:
    """Return what waits for somebody else."""
    found = []
    for row in rows:
        figures = row.standing.figures
        if figures.proposed and Role.HEAD not in held[row.consultation.region_id]:
            text = ngettext(
                "Kulturchefen har %(count)s svar att godkänna",
                "Kulturchefen har %(count)s svar att godkänna",
                figures.proposed,
            )
            found.append(_item(row, text % {"count": figures.proposed}, "replies", held))
        if row.standing.where.next == steps.WAIT_FOR_ANSWERS and figures.invited:
            silent = max(0, figures.invited - figures.answered_by)
            text = ngettext(
                "%(count)s inbjuden har inte svarat än",
                "%(count)s inbjudna har inte svarat än",
                silent,
            )
            found.append(_item(row, text % {"count": silent}, "mailings", held))
    return found


def _item(row: Row, text: str, place: str, held: Held) -> dict[str, str]:
    consultation = row.consultation
    roles = held[consultation.region_id]
    return {
        "text": text,
        "about": consultation.title,
        "url": address(place, consultation, roles) or address("overview", consultation, roles),
    }


def _weeks(rows: Sequence[Row], stones: Sequence[Milestone], today: date) -> dict[str, Any]:
    """Return eight weeks ahead: what is due and which milestones come, week by week."""
    monday = today - timedelta(days=today.weekday())
    mondays = [monday + timedelta(weeks=step) for step in range(WEEKS)]
    limits = recommended_limits()
    off = [effective_weeks(day, day + _WEEK, limits=limits) < 1 for day in mondays]
    lines = []
    for row in rows:
        events = _events_of(row)
        cells = [_cell(events, day, is_off) for day, is_off in zip(mondays, off, strict=True)]
        if any(cell["events"] for cell in cells):
            consultation = row.consultation
            url = reverse("pages:overview", args=[consultation.region.slug, consultation.slug])
            lines.append({"label": row.consultation.title, "url": url, "cells": cells})
    days = [
        (stone.starts_on, date_format(stone.starts_on, "j b"), "brand1", False) for stone in stones
    ]
    cells = [_cell(days, day, is_off) for day, is_off in zip(mondays, off, strict=True)]
    if any(cell["events"] for cell in cells):
        lines.append({"label": _("Milstolpar"), "url": "", "cells": cells})
    return {
        "weeks": [
            {
                "number": day.isocalendar().week,
                "off": is_off,
                "note": _("få är på plats") if is_off else "",
            }
            for day, is_off in zip(mondays, off, strict=True)
        ],
        "rows": lines,
        "stones": [stone for stone in stones if stone.starts_on <= mondays[-1] + _WEEK],
    }


def _events_of(row: Row) -> list[tuple[date, str, str, bool]]:
    events = [(day, text, "", False) for day, text in days_of(row)]
    if row.standing.due_on and row.standing.due_on not in {day for day, *_rest in events}:
        events.append((row.standing.due_on, row.label, "", True))
    return events


def _cell(
    events: Sequence[tuple[date, str, str, bool]],
    monday: date,
    is_off: bool,  # noqa: FBT001 -- a plain fact of the cell
) -> dict[str, Any]:
    sunday = monday + timedelta(days=6)
    return {
        "off": is_off,
        "events": [
            {"text": text, "color": color, "hot": hot}
            for day, text, color, hot in sorted(events)
            if monday <= day <= sunday
        ],
    }


def _may_run(roles: set[Role]) -> bool:
    return bool(roles & POLICY[Action.CONSULTATION_EDIT])


def _start(request: Request, regions: Sequence[Region], region: Region | None) -> HttpResponse:
    moment = now()
    today = local_date(moment)
    held = {each.pk: roles_on(request.principal, each) for each in regions}
    at_work = list(consultations_at_work(regions)[:_AT_WORK])
    rows = sorted(
        (
            row_of(each, held[each.consultation.region_id])
            for each in standings_of(at_work, now=moment)
        ),
        key=by_date,
    )
    left = [row for row in rows if not is_done(row)]
    stones = list(milestones_open(regions, today=today, weeks=WEEKS))
    ahead = [stone for stone in stones if stone.starts_on >= today]
    tasks = tasks_of(left, stones, held, today=today)
    context = {
        "region": region,
        "regions": regions,
        "rows": rows,
        "first": tasks[0] if tasks else None,
        "rest": tasks[1 : 1 + REST],
        "more": max(0, len(tasks) - 1 - REST),
        "next": comes_next(left, ahead, today=today),
        "runs": [each for each in regions if _may_run(held[each.pk])],
        "may_run": any(_may_run(roles) for roles in held.values()),
        "news": _news(rows, held),
        "since": last_working_day(today),
        "waiting": _waiting(rows, held),
        "ahead": _weeks(left, ahead, today),
        "today": today,
        "week": today.isocalendar().week,
    }
    return render_page(request, "pages/work/start.html", context)


@require_safe
@requires(Action.WORK_VIEW, on=get_platform)
def work(request: Request, _platform: HasRoles) -> HttpResponse:
    """Show what is next in all of the user's regions; one region is that region's own page."""
    user = request.principal.user
    assert user is not None  # noqa: S101 -- WORK_VIEW is for those who have signed in
    regions = list(regions_of(user))
    if not regions:
        return render_page(request, "pages/work/no_region.html", {})
    return _start(request, regions, regions[0] if len(regions) == 1 else None)


@require_safe
@requires(Action.WORK_VIEW, on=get_platform)
def regions(request: Request, _platform: HasRoles) -> HttpResponse:
    """Choose among the user's regions."""
    user = request.principal.user
    assert user is not None  # noqa: S101 -- WORK_VIEW is for those who have signed in
    return render_page(request, "pages/work/regions.html", {"regions": regions_of(user)})


@require_safe
@requires(Action.WORKSPACE_VIEW, on=get_region)
def region(request: Request, region: Region) -> HttpResponse:
    """Show what is next in one region."""
    return _start(request, [region], region)


@require_safe
@requires(Action.CONSULTATION_WORK, on=get_region)
def consultation_list(request: Request, region: Region) -> HttpResponse:
    """List the region's consultations."""
    held = roles_on(request.principal, region)
    processes = list(processes_in(region))
    form = ConsultationFilter(request.GET or None, processes=processes)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    moment = now()
    found = consultations_for_list(
        region,
        words=chosen.get("q", "").strip(),
        process=chosen.get("process", ""),
        state=chosen.get("state", ""),
        now=moment,
    )
    page = page_of(request, found)
    context = {
        "region": region,
        "form": form,
        "page": page,
        "rows": [row_of(each, held) for each in standings_of(list(page.object_list), now=moment)],
        "is_filtered": any(chosen.values()),
        "has_process": bool(processes),
    }
    return render_page(request, "pages/work/consultations.html", context, part="table")


@require_safe
@requires(Action.WORKSPACE_VIEW, on=get_region)
def search(request: Request, region: Region) -> HttpResponse:
    """Search organisations, consultations and contributions of the region."""
    held = roles_on(request.principal, region)
    words = " ".join(request.GET.get("q", "").split())[:100]
    found = searching.found(
        region,
        words,
        organisations=bool(held & POLICY[Action.ORGANISATION_LIST]),
        contributions=bool(held & POLICY[Action.CONTRIBUTION_LIST]),
        now=now(),
    )
    context = {"region": region, "words": words, "found": found}
    return render_page(request, "pages/work/search.html", context, part="found")
