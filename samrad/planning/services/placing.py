"""Placing activities in the matrix, and saying that they have been evaluated."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from samrad.consultations.models import Activity
from samrad.consultations.services.parts import locked
from samrad.journal.services import record
from samrad.planning.models import MatrixPlacement
from samrad.planning.queries.matrix import (
    Cell,
    cell_fingerprint,
    cells_of,
    in_cell,
    in_order,
    place_fingerprint,
)
from samrad.users.principal import Principal


class PlacedMeanwhile(Exception):
    """Somebody else moved something in the meantime; nothing has been written."""


@dataclass(frozen=True)
class Place:
    """Where an activity stands, in which form it is held, and what shows that it was evaluated."""

    cells: Collection[str]
    form_key: str = ""
    evaluated_on: date | None = None
    evaluation_note: str = ""


def _record(activity: Activity, actor: Principal, now: datetime) -> None:
    record(
        chain=activity.consultation.region.chain,
        kind="activity.placed",
        about=activity,
        actor=actor.reference,
        now=now,
        facts={"cells": " ".join(cells_of(activity)), "evaluated_on": activity.evaluated_on},
    )


def _set_cells(activity: Activity, cells: Iterable[str]) -> bool:
    """Make the activity stand in just these cells; tell whether that changed anything."""
    before, wanted = set(cells_of(activity)), set(in_order(cells))
    activity.placements.filter(cell__in=before - wanted).delete()
    MatrixPlacement.objects.bulk_create(
        MatrixPlacement(activity=activity, cell=cell) for cell in in_order(wanted - before)
    )
    return before != wanted


@transaction.atomic
def place_activity(
    *, activity: Activity, place: Place, seen: str, actor: Principal, now: datetime
) -> Activity:
    """Let an activity stand in just these cells. Raise `PlacedMeanwhile`."""
    locked(activity.consultation)
    current = Activity.objects.select_related("consultation__region").get(pk=activity.pk)
    if seen != place_fingerprint(current):
        raise PlacedMeanwhile
    before = (current.form_key, current.evaluated_on, current.evaluation_note)
    current.form_key = place.form_key
    current.evaluated_on = place.evaluated_on
    current.evaluation_note = place.evaluation_note
    after = (current.form_key, current.evaluated_on, current.evaluation_note)
    if _set_cells(current, place.cells) or before != after:
        current.save(update_fields=["form_key", "evaluated_on", "evaluation_note"])
        _record(current, actor, now)
    return current


@transaction.atomic
def fill_cell(
    *, cell: Cell, activities: Collection[str], seen: str, actor: Principal, now: datetime
) -> None:
    """Let just these activities, by uuid, stand in the cell. Raise `PlacedMeanwhile`."""
    consultation = locked(cell.consultation)
    if seen != cell_fingerprint(consultation, cell.key):
        raise PlacedMeanwhile
    before, wanted = set(in_cell(consultation, cell.key)), set(activities)
    for activity in consultation.activities.filter(uuid__in=before ^ wanted).order_by("pk"):
        held = set(cells_of(activity))
        _set_cells(activity, held ^ {cell.key})
        _record(activity, actor, now)


@transaction.atomic
def place_new(*, activity: Activity, cell: str, actor: Principal, now: datetime) -> None:
    """Put an activity that has just been planned in the cell it was planned for."""
    if _set_cells(activity, [*cells_of(activity), cell]):
        _record(activity, actor, now)
