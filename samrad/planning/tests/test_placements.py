"""Where activities stand in the matrix."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from samrad.consultations.queries import events_of
from samrad.planning.queries.matrix import (
    cell_fingerprint,
    cells_of,
    get_cell,
    matrix_of,
    place_fingerprint,
)
from samrad.planning.services.placing import Place, PlacedMeanwhile, fill_cell, place_activity
from tests import make


@pytest.mark.parametrize("cell", ["E1", "A7", "A0", "a1", ""])
def test_a_cell_outside_the_matrix_is_refused(db, cell):
    with pytest.raises(IntegrityError), transaction.atomic():
        make.placement(cell=cell)


def test_an_activity_stands_once_in_a_cell_and_in_as_many_cells_as_one_likes(db):
    meeting = make.meeting()
    make.placement(activity=meeting, cell="B2")
    make.placement(activity=meeting, cell="C2")

    with pytest.raises(IntegrityError), transaction.atomic():
        make.placement(activity=meeting, cell="B2")


@pytest.fixture
def officer(db):
    return make.principal(make.officer())


def place(activity, officer, *cells, seen=None, **more):
    return place_activity(
        activity=activity,
        place=Place(cells=cells, **more),
        seen=place_fingerprint(activity) if seen is None else seen,
        actor=officer,
        now=make.NOW,
    )


def test_an_activity_is_moved_by_saying_where_it_stands_now(officer):
    meeting = make.meeting()
    place(meeting, officer, "C2", "B2")
    assert cells_of(meeting) == ("B2", "C2")

    place(meeting, officer, "B3")

    assert cells_of(meeting) == ("B3",)
    assert [event.kind for event in events_of(meeting.consultation)] == ["activity.placed"] * 2


def test_saving_what_already_stands_is_no_event(officer):
    meeting = make.meeting()
    place(meeting, officer, "B2")

    place(meeting, officer, "B2")

    assert len(events_of(meeting.consultation)) == 1


def test_two_who_place_the_same_activity_see_each_other(officer):
    meeting = make.meeting()
    seen = place_fingerprint(meeting)
    place(meeting, officer, "B2")

    with pytest.raises(PlacedMeanwhile):
        place(meeting, officer, "C2", seen=seen)

    assert cells_of(meeting) == ("B2",)


def test_a_cell_holds_just_what_was_ticked(officer):
    consultation = make.consultation()
    first, second = (make.meeting(consultation=consultation) for _number in range(2))
    make.placement(activity=first, cell="B2")
    make.placement(activity=first, cell="B3")
    neighbour = make.meeting()
    cell = get_cell(consultation.region.slug, consultation.slug, "B2")
    seen = cell_fingerprint(consultation, "B2")

    fill_cell(
        cell=cell,
        activities=[str(second.uuid), str(neighbour.uuid)],
        seen=seen,
        actor=officer,
        now=make.NOW,
    )

    assert [cells_of(each) for each in (first, second, neighbour)] == [("B3",), ("B2",), ()]
    with pytest.raises(PlacedMeanwhile):
        fill_cell(cell=cell, activities=[], seen=seen, actor=officer, now=make.NOW)


def test_the_matrix_tells_how_far_each_has_come(officer, django_assert_num_queries):
    consultation = make.consultation()  # open during March 2026
    held = make.meeting(consultation=consultation)
    evaluated = make.meeting(consultation=consultation, evaluated_on=date(2026, 3, 12))
    off = make.meeting(consultation=consultation, cancelled_at=make.NOW)
    wheel = make.other_activity(consultation=consultation, done_on=date(2026, 3, 1))
    later = make.other_activity(consultation=consultation, starts_at=make.NOW)
    for activity in (held, evaluated, off, wheel):
        make.placement(activity=activity)
    for cell in ("C3", "A1"):
        make.placement(activity=later, cell=cell)

    with django_assert_num_queries(1):
        read = matrix_of(consultation, now=datetime(2026, 3, 15, tzinfo=UTC))

    states = {each.activity.pk: each.state for each in read.activities}
    assert [states[each.pk] for each in (held, evaluated, off, wheel, later)] == [
        "DONE",
        "EVALUATED",
        "CANCELLED",
        "DONE",
        "PLANNED",
    ]
    assert sorted(read.cells) == ["A1", "B2", "B2", "B2", "C3"]
    assert [each.activity.kind for each in read.unplaced] == ["WRITTEN"]
    assert len(read.within("B2")) == 4


def test_nothing_of_a_consultation_that_was_called_off_counts(officer):
    consultation = make.consultation(cancelled_at=make.NOW)
    make.placement(activity=make.meeting(consultation=consultation))

    assert matrix_of(consultation, now=make.NOW).cells == ()
