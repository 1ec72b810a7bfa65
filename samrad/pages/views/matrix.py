"""The matrix of a consultation: where everything stands, what it promises and what came of it."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.consultations.enums import ActivityKind, Matter
from samrad.consultations.models import Consultation
from samrad.consultations.queries import get_consultation
from samrad.contributions.enums import SourceKind
from samrad.core.clock import now
from samrad.core.htmx import render_page
from samrad.method import library
from samrad.planning.queries.matrix import Matrix, PlacedActivity, matrix_of
from samrad.planning.rules import matrix as cells
from samrad.planning.rules.matrix import MatrixWarning
from samrad.planning.wording import SIGNS, STATES, matrix_warning, when_text
from samrad.quality.queries.promises import KeptPromises, kept_promises, level_in_texts
from samrad.quality.rules.delivered import Delivery, Led
from samrad.quality.wording.promises import VERDICTS, reason_text


def _language() -> str:
    return get_language() or library.SOURCE_LANGUAGE


def _level_names() -> dict[str, str]:
    texts = library.levels(language=_language()).text.levels
    return {level: texts[level].label for level in cells.LEVELS}


def _activity(placed: PlacedActivity, consultation: Consultation) -> dict[str, Any]:
    where = [consultation.region.slug, consultation.slug, placed.activity.uuid]
    return {
        "title": placed.activity.title,
        "state": placed.state,
        "state_text": str(STATES[placed.state]),
        "sign": SIGNS[placed.state],
        "when": when_text(placed.activity.starts_at),
        "url": reverse("planning:activity_matrix", args=where),
        "is_other": placed.activity.kind == ActivityKind.OTHER,
    }


def _rows(read: Matrix) -> list[dict[str, Any]]:
    """Return the steps with their cells, each with what stands in it."""
    text = library.matrix(language=_language()).text
    names = _level_names()
    by_cell: dict[str, list[dict[str, Any]]] = {}
    for placed in read.activities:
        told = _activity(placed, read.consultation) if placed.cells else {}
        for cell in placed.cells:
            by_cell.setdefault(cell, []).append(told)
    return [
        {
            "number": step,
            "name": text.steps[step],
            "cells": [
                {
                    "key": cell,
                    "level": names[level],
                    "activities": by_cell.get(cell, []),
                    "tone": _tone(by_cell.get(cell, [])),
                    "tools": text.cells[cell],
                }
                for level in cells.LEVELS
                for cell in [cells.cell_at(level, step)]
            ],
        }
        for step in cells.STEPS
    ]


def _tone(activities: Iterable[dict[str, Any]]) -> str:
    """Return how far the cell has come: as far as the one that has come furthest."""
    states = {each["state"] for each in activities}
    found = (state for state in (cells.EVALUATED, cells.DONE, cells.PLANNED) if state in states)
    return next(found, "").lower()


def decimal(number: float) -> str:
    """Return a number with one decimal, as it is written in the reader's language."""
    comma = "," if _language() == library.SOURCE_LANGUAGE else "."
    return f"{number:.1f}".replace(".", comma)


def _figures(read: Matrix) -> list[dict[str, Any]]:
    states = [each.state for each in read.activities]
    finished = sum(state in {cells.DONE, cells.EVALUATED} for state in states)
    counted = sum(each.counts for each in read.activities)
    return [
        {
            "label": _("Matrisbredd"),
            "number": _("%(part)s av %(whole)s steg")
            % {"part": cells.breadth(read.cells), "whole": len(cells.STEPS)},
            "note": _("har minst ett tillfälle att svara"),
        },
        {
            "label": _("Medelnivå"),
            "number": _("%(part)s av %(whole)s")
            % {"part": decimal(cells.mean_level(read.cells)), "whole": len(cells.LEVELS)},
            "note": _("högsta nivån i vart och ett av de sex stegen, tomt steg räknas som noll"),
        },
        {
            "label": _("Gjort"),
            "number": _("%(part)s av %(whole)s") % {"part": finished, "whole": counted},
            "note": _("%(count)s utvärderade") % {"count": states.count(cells.EVALUATED)},
        },
    ]


def warning_rows(found: Iterable[MatrixWarning]) -> list[dict[str, Any]]:
    """Return the warnings in words, each with what can be mended with one press."""
    names = _level_names()
    rows = []
    for warning in found:
        text, advice = matrix_warning(warning, names=names)
        placed = warning.levels.get("placed", "")
        may_change = warning.code in {cells.LEVEL_ABOVE, cells.LEVEL_BELOW}
        rows.append(
            {
                "code": warning.code,
                "text": text,
                "advice": advice,
                "level": placed if may_change else "",
                "level_name": names.get(placed, "").lower(),
            }
        )
    return rows


def _crosswalk() -> dict[str, Any]:
    text = library.levels(language=_language()).text
    rows = [{"code": level, "text": text.levels[level]} for level in cells.LEVELS]
    return {"rows": rows, "note": text.crosswalk or ""}


def _delivery(one: Delivery, names: dict[str, str], steps: dict[int, str]) -> dict[str, Any]:
    return {
        "step": one.step,
        "name": steps.get(one.step, ""),
        "promised": names.get(one.promised, ""),
        "delivered": names.get(one.delivered, ""),
        "verdict": one.verdict,
        "verdict_text": VERDICTS[one.verdict],
        "reasons": [reason_text(reason) for reason in one.reasons],
    }


def _led(row: Led, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "row": row,
        "shares": [
            {"number": number, "share": row.share(number)}
            for number in (row.changed, row.partly, row.unchanged)
        ],
    }


def promises_told(kept: KeptPromises) -> dict[str, Any]:
    """Return promised against delivered in words, for a page."""
    names = _level_names()
    steps = library.matrix(language=_language()).text.steps
    rows = [_led(row, str(SourceKind(row.sender).label)) for row in kept.led]
    return {
        "steps": [_delivery(one, names, steps) for one in kept.steps],
        "whole": _delivery(kept.whole, names, steps),
        "led": [*rows, _led(kept.total, _("Alla"))] if len(rows) > 1 else rows,
    }


@require_safe
@requires(Action.CONSULTATION_WORK, on=get_consultation)
def matrix(request: Request, consultation: Consultation) -> HttpResponse:
    """Show the matrix, what is worth a warning, and afterwards what was kept."""
    moment = now()
    read = matrix_of(consultation, now=moment)
    kept = kept_promises(consultation, now=moment, matrix=read)
    informs = consultation.matter == Matter.INFORMATION
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "is_empty": not any(each.cells for each in read.activities),
        "rows": _rows(read),
        "levels": list(library.levels(language=_language()).text.levels.values()),
        "unplaced": [_activity(each, consultation) for each in read.unplaced],
        "warnings": []
        if informs
        else warning_rows(read.warnings(text_level=level_in_texts(consultation))),
        "figures": _figures(read),
        "crosswalk": _crosswalk(),
        "promise": library.promise(
            consultation.level,
            deciding_body=consultation.decision_maker or _("det beslutande organet"),
            language=_language(),
        ),
        "promises": promises_told(kept) if kept.is_over and not informs else None,
    }
    return render_page(request, "pages/work/matrix.html", context)
