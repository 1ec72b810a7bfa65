"""Placing activities in the matrix, from a cell and from an activity, and mending the level."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.consultations.enums import ActivityKind, Level
from samrad.consultations.models import Activity, Consultation
from samrad.consultations.queries import fingerprint, get_activity, get_consultation, part_values
from samrad.consultations.services.parts import change_part
from samrad.core.clock import local_date, now
from samrad.core.htmx import render_page
from samrad.method import library
from samrad.planning.forms.activities import CellForm, PlaceForm
from samrad.planning.queries.matrix import (
    Cell,
    PlacedActivity,
    cell_fingerprint,
    cells_of,
    get_cell,
    in_cell,
    matrix_of,
    place_fingerprint,
)
from samrad.planning.rules import matrix
from samrad.planning.services.placing import Place, PlacedMeanwhile, fill_cell, place_activity
from samrad.planning.wording import STATES, cell_name, when_text

CONFLICT: Final = 409
UNREADABLE: Final = 422
_WRITTEN: Final = frozenset({ActivityKind.WRITTEN, ActivityKind.REFERRAL})


def language() -> str:
    """Return the reader's language, as the method knows it."""
    return get_language() or library.SOURCE_LANGUAGE


def matrix_page(consultation: Consultation) -> HttpResponse:
    """Lead back to the matrix."""
    return redirect("pages:matrix", consultation.region.slug, consultation.slug)


def _choice(placed: PlacedActivity) -> str:
    told = [when_text(placed.activity.starts_at), str(STATES[placed.state]).lower()]
    return f"{placed.activity.title} ({', '.join(filter(None, told))})"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CONSULTATION_EDIT, on=get_cell)
def cell(request: Request, cell: Cell) -> HttpResponse:
    """Say which activities stand in a cell, or plan a new one for it."""
    consultation = cell.consultation
    placed = matrix_of(consultation, now=now()).activities
    choices = {str(each.activity.uuid): _choice(each) for each in placed}
    stored = {
        "seen": cell_fingerprint(consultation, cell.key),
        "activities": in_cell(consultation, cell.key),
    }
    form = CellForm(request.POST or None, activities=choices, initial=stored)
    is_late, status = False, 200
    if request.method == "POST":
        status = UNREADABLE
        if form.is_valid():
            try:
                fill_cell(
                    cell=cell,
                    activities=form.cleaned_data["activities"],
                    seen=form.cleaned_data["seen"],
                    actor=request.principal,
                    now=now(),
                )
            except PlacedMeanwhile:
                form = CellForm(activities=choices, initial=stored)
                is_late, status = True, CONFLICT
            else:
                messages.success(request, _("Placeringen är sparad."))
                return matrix_page(consultation)
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "cell": cell.key,
        "name": cell_name(cell.key, language()),
        "tools": library.matrix(language=language()).text.cells[cell.key],
        "meaning": library.levels(language=language())
        .text.levels[matrix.level_of(cell.key)]
        .meaning,
        "form": form,
        "is_late": is_late,
    }
    return render_page(request, "planning/cell.html", context, status=status)


def suggested(activity: Activity) -> tuple[str, ...]:
    """Return the cells that the method suggests for the activity's form, or for its kind.

    The suggestion of a kind is where the method itself puts it: writing on a draft is consulting
    while drafting, and without a draft it is consulting about the agenda.
    """
    known = {each.head.key: each.head.cells for each in library.forms()}
    if activity.form_key in known:
        return tuple(known[activity.form_key])
    if activity.kind == ActivityKind.OTHER:
        return ()
    has_draft = activity.consultation.plan_version_id is not None
    return ("B2",) if has_draft else ("B1",)


def _grid(ticked: tuple[str, ...], offered: tuple[str, ...]) -> list[dict[str, Any]]:
    steps = library.matrix(language=language()).text.steps
    return [
        {
            "number": step,
            "name": steps[step],
            "cells": [
                {
                    "key": key,
                    "level": Level(level).label,
                    "is_ticked": key in ticked,
                    "is_offered": key in offered,
                }
                for level in matrix.LEVELS
                for key in [matrix.cell_at(level, step)]
            ],
        }
        for step in matrix.STEPS
    ]


def _stored(activity: Activity) -> dict[str, Any]:
    return {
        "seen": place_fingerprint(activity),
        "form_key": activity.form_key,
        "evaluated_on": activity.evaluated_on,
        "evaluation_note": activity.evaluation_note,
    }


def _place(activity: Activity, given: Mapping[str, Any]) -> Place:
    is_written = activity.kind in _WRITTEN  # the others have their form on their own page
    return Place(
        cells=given["cells"],
        form_key=given["form_key"] if is_written else activity.form_key,
        evaluated_on=given["evaluated_on"],
        evaluation_note=given["evaluation_note"],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CONSULTATION_EDIT, on=get_activity)
def activity_matrix(request: Request, activity: Activity) -> HttpResponse:
    """Say in which cells an activity stands, and what shows that it was evaluated."""
    today = local_date(now())
    form = PlaceForm(request.POST or None, initial=_stored(activity), today=today)
    held = cells_of(activity)
    ticked, is_late, status = held, False, 200
    if request.method == "POST":
        ticked, status = tuple(request.POST.getlist("cells")), UNREADABLE
        if form.is_valid():
            try:
                place_activity(
                    activity=activity,
                    place=_place(activity, form.cleaned_data),
                    seen=form.cleaned_data["seen"],
                    actor=request.principal,
                    now=now(),
                )
            except PlacedMeanwhile:
                form = PlaceForm(initial=_stored(activity), today=today)
                ticked, is_late, status = held, True, CONFLICT
            else:
                messages.success(request, _("Placeringen är sparad."))
                return matrix_page(activity.consultation)
    offered = () if ticked or request.method == "POST" else suggested(activity)
    context = {
        "region": activity.consultation.region,
        "consultation": activity.consultation,
        "activity": activity,
        "is_written": activity.kind in _WRITTEN,
        "form": form,
        "rows": _grid(ticked or offered, offered),
        "levels": [level.label for level in Level],
        "offered": [cell_name(key, language()) for key in offered],
        "is_late": is_late,
    }
    return render_page(request, "planning/activity_matrix.html", context, status=status)


@require_POST
@requires(Action.CONSULTATION_EDIT, on=get_consultation)
def matrix_level(request: Request, consultation: Consultation) -> HttpResponse:
    """Let the consultation promise just the highest level that anything is placed at."""
    highest = matrix.highest(matrix_of(consultation, now=now()).cells)
    if highest and highest == request.POST.get("level") != consultation.level:
        values = part_values(consultation, "decision")
        change_part(
            consultation=consultation,
            part="decision",
            values={
                "level": highest,
                "decision_maker": consultation.decision_maker,
                "decision_on": consultation.decision_on,
            },
            seen=fingerprint(values),
            actor=request.principal,
            now=now(),
        )
        text = _("Samrådets nivå är nu %(level)s. Inbjudan lovar samma sak.")
        messages.success(request, text % {"level": Level(highest).label})
    return matrix_page(consultation)
