"""Reading the matrix of a consultation: which activity stands where, and how far each has come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import F

from samrad.access.roles import Role
from samrad.consultations.enums import ActivityKind
from samrad.consultations.models import Activity, Consultation
from samrad.consultations.queries import get_consultation
from samrad.consultations.rules.periods import opens_at
from samrad.core.ids import digest
from samrad.planning.models import MatrixPlacement
from samrad.planning.rules import matrix
from samrad.planning.rules.matrix import MatrixWarning
from samrad.users.principal import Principal


@dataclass(frozen=True)
class PlacedActivity:
    """An activity, how far it has come, and its cells in the matrix's order."""

    activity: Activity
    state: str
    cells: tuple[str, ...]

    @property
    def counts(self) -> bool:
        """Tell whether it counts: it has not been called off."""
        return self.state != matrix.CANCELLED


@dataclass(frozen=True)
class Matrix:
    """Every activity of a consultation with its cells."""

    consultation: Consultation
    activities: tuple[PlacedActivity, ...]

    @cached_property
    def cells(self) -> tuple[str, ...]:
        """Return the cells where something is planned or done, once for each activity in it."""
        return tuple(cell for each in self.activities if each.counts for cell in each.cells)

    @property
    def unplaced(self) -> tuple[PlacedActivity, ...]:
        """Return the activities that count and stand in no cell."""
        return tuple(each for each in self.activities if each.counts and not each.cells)

    def within(self, cell: str) -> tuple[PlacedActivity, ...]:
        """Return what stands in the cell, called off or not."""
        return tuple(each for each in self.activities if cell in each.cells)

    def warnings(self, *, text_level: str = "") -> tuple[MatrixWarning, ...]:
        """Return what the placements are worth a warning for."""
        level = self.consultation.level
        return matrix.warnings(self.cells, level=level, text_level=text_level)


@dataclass(frozen=True)
class Cell:
    """A cell of a consultation's matrix, as the address names it."""

    consultation: Consultation
    key: str

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.consultation.roles_of(principal)


def over_at(activity: Activity, consultation: Consultation) -> datetime | None:
    """Return when the activity is over: a meeting ends, the written round closes.

    Something else is over on the day somebody wrote that it was done.
    """
    if activity.kind == ActivityKind.MEETING:
        return activity.ends_at or activity.starts_at
    if activity.kind == ActivityKind.OTHER:
        return opens_at(activity.done_on) if activity.done_on else None
    return consultation.closes_at if consultation.published_at else None


def matrix_of(consultation: Consultation, *, now: datetime) -> Matrix:
    """Return the consultation's matrix, in one query: a row an activity and cell."""
    rows = consultation.activities.annotate(cell=F("placements__cell")).order_by(
        F("starts_at").asc(nulls_first=True), "pk"
    )
    found: dict[int, Activity] = {}
    held: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.pk, row)
        held.setdefault(row.pk, []).extend([row.cell] if row.cell else [])
    return Matrix(
        consultation,
        tuple(_placed(row, held[key], consultation, now) for key, row in found.items()),
    )


def _placed(
    activity: Activity, cells: Iterable[str], consultation: Consultation, now: datetime
) -> PlacedActivity:
    state = matrix.state(
        is_cancelled=activity.cancelled_at is not None or consultation.cancelled_at is not None,
        over_at=over_at(activity, consultation),
        evaluated_on=activity.evaluated_on,
        now=now,
    )
    return PlacedActivity(activity, state, in_order(cells))


def in_order(cells: Iterable[str]) -> tuple[str, ...]:
    """Return the cells in the matrix's order."""
    held = set(cells)
    return tuple(cell for cell in matrix.CELLS if cell in held)


def get_cell(region: str, consultation: str, cell: str) -> Cell:
    """Return the cell of the consultation in the region."""
    if cell not in matrix.CELLS:
        raise Consultation.DoesNotExist
    return Cell(get_consultation(region, consultation), cell)


def cells_of(activity: Activity) -> tuple[str, ...]:
    """Return the activity's cells in the matrix's order."""
    rows = MatrixPlacement.objects.filter(activity=activity)
    return in_order(rows.values_list("cell", flat=True))


def in_cell(consultation: Consultation, cell: str) -> list[str]:
    """Return the uuids of the activities in the cell, in order."""
    rows = consultation.activities.filter(placements__cell=cell).order_by("pk")
    return [str(uuid) for uuid in rows.values_list("uuid", flat=True)]


def cell_fingerprint(consultation: Consultation, cell: str) -> str:
    """Return the fingerprint of what stands in the cell."""
    return digest({"cell": cell, "activities": in_cell(consultation, cell)})


def place_fingerprint(activity: Activity) -> str:
    """Return the fingerprint of where an activity stands and whether it has been evaluated."""
    evaluated = activity.evaluated_on.isoformat() if activity.evaluated_on else ""
    return digest(
        {
            "cells": list(cells_of(activity)),
            "form": activity.form_key,
            "evaluated_on": evaluated,
            "evaluation_note": activity.evaluation_note,
        }
    )
