"""Other things than meetings, and the places of activities, as an officer meets them."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from samrad.consultations.models import Activity
from samrad.planning.queries.matrix import cells_of
from tests import make

pytestmark = pytest.mark.django_db
WHEEL = {"title": "Årshjul på webben", "rounds": "1", "is_public": "on"}


@pytest.fixture
def client():
    client = Client()
    client.force_login(make.officer(name="Kim Exempel"))
    return client


@pytest.fixture
def consultation():
    return make.consultation()


def at(consultation, name, *more):
    return reverse(f"planning:{name}", args=["kronoberg", consultation.slug, *more])


def matrix(consultation):
    return reverse("pages:matrix", args=["kronoberg", consultation.slug])


def seen(client, address):
    return client.get(address).context["form"].initial["seen"]


def test_something_else_is_planned_in_the_cell_it_was_asked_for_in(client, consultation):
    answer = client.post(at(consultation, "new_activity") + "?ruta=A1", WHEEL)

    made = Activity.objects.get(kind="OTHER")
    assert answer["Location"] == matrix(consultation)
    assert (made.title, made.audience, made.is_public, made.starts_at) == (
        "Årshjul på webben",
        "CIVIL_SOCIETY",
        True,
        None,
    )
    assert cells_of(made) == ("A1",)


def test_without_a_cell_one_is_asked_for_next(client, consultation):
    answer = client.post(at(consultation, "new_activity"), WHEEL)

    made = Activity.objects.get(kind="OTHER")
    assert answer["Location"] == at(consultation, "activity_matrix", made.uuid)


def test_a_meeting_planned_from_a_cell_stands_in_it(client, consultation):
    client.post(
        at(consultation, "new_meeting") + "?ruta=C3",
        {
            "title": "Rundabord",
            "day": "2026-09-15",
            "starts": "10",
            "form": "DIGITAL",
            "audience": "ALL",
            "daytime_motive": "Målgruppen har själv valt dagtid.",
        },
    )

    made = Activity.objects.get(kind="MEETING")
    assert (made.audience, made.daytime_motive) == ("ALL", "Målgruppen har själv valt dagtid.")
    assert cells_of(made) == ("C3",)


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({"title": ""}, ["title"]),
        ({"rounds": "0"}, ["rounds"]),
        ({"starts": "18"}, ["day"]),
        ({"day": "2026-09-15", "starts": "18", "ends": "17"}, ["ends"]),
        ({"day": "2026-09-15", "ends": "17"}, ["ends"]),
        ({"done_on": "2099-01-01"}, ["done_on"]),
        ({"form_key": "no-such-form"}, ["form_key"]),
        ({"link": "javascript:alert(1)"}, ["link"]),
    ],
)
def test_what_cannot_be_is_refused_with_the_text_kept(client, consultation, typed, fields):
    answer = client.post(at(consultation, "new_activity"), WHEEL | typed)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == fields


def test_a_colleague_who_saved_first_is_seen(client, consultation):
    other = make.other_activity(consultation=consultation)
    client.post(at(consultation, "activity", other.uuid), WHEEL | {"version": "1", "note": "Nytt"})

    answer = client.post(at(consultation, "activity", other.uuid), WHEEL | {"version": "1"})

    assert answer.status_code == 409
    told = answer.context["conflict"]["fields"]
    assert {"label": "Vad det är och hur man är med", "text": "Nytt"} in told


def test_something_else_is_called_off_and_resumed(client, consultation):
    other = make.other_activity(consultation=consultation)
    make.placement(activity=other, cell="A1")

    client.post(at(consultation, "activity_cancel", other.uuid))
    other.refresh_from_db()
    assert other.cancelled_at is not None

    client.post(at(consultation, "activity_cancel", other.uuid))
    other.refresh_from_db()
    assert other.cancelled_at is None


def test_a_meeting_has_no_page_as_something_else(client, consultation):
    meeting = make.meeting(consultation=consultation)

    assert client.get(at(consultation, "activity", meeting.uuid)).status_code == 404


def test_a_cell_is_filled_by_ticking(client, consultation):
    meeting = make.meeting(consultation=consultation)
    address = at(consultation, "cell", "B2")

    answer = client.post(
        address, {"seen": seen(client, address), "activities": [str(meeting.uuid)]}
    )

    assert answer["Location"] == matrix(consultation)
    assert cells_of(meeting) == ("B2",)


def test_a_cell_that_was_filled_meanwhile_is_shown_as_it_is_now(client, consultation):
    meeting = make.meeting(consultation=consultation)
    address = at(consultation, "cell", "B2")
    first = seen(client, address)
    client.post(address, {"seen": first, "activities": [str(meeting.uuid)]})

    answer = client.post(address, {"seen": first, "activities": []})

    assert answer.status_code == 409
    assert answer.context["form"]["activities"].value() == [str(meeting.uuid)]
    assert cells_of(meeting) == ("B2",)


@pytest.mark.parametrize("cell", ["E1", "A9", "b2"])
def test_a_cell_outside_the_matrix_is_not_found(client, consultation, cell):
    assert client.get(at(consultation, "cell", cell)).status_code == 404


@pytest.mark.parametrize(
    ("kind", "form_key", "offered"),
    [
        ("MEETING", "", ["B1"]),
        ("MEETING", "open-meeting", ["B1", "B2", "B6"]),
        ("OTHER", "", []),
    ],
)
def test_the_method_suggests_cells_and_saves_none(client, consultation, kind, form_key, offered):
    maker = make.meeting if kind == "MEETING" else make.other_activity
    activity = maker(consultation=consultation, form_key=form_key)

    rows = client.get(at(consultation, "activity_matrix", activity.uuid)).context["rows"]

    assert [cell["key"] for row in rows for cell in row["cells"] if cell["is_offered"]] == sorted(
        offered, key=lambda key: key[1]
    )
    assert cells_of(activity) == ()


def test_an_activity_is_placed_and_evaluated(client, consultation):
    meeting = make.meeting(consultation=consultation)
    address = at(consultation, "activity_matrix", meeting.uuid)

    answer = client.post(
        address,
        {
            "seen": seen(client, address),
            "cells": ["B2", "C2"],
            "evaluated_on": "2026-03-12",
            "evaluation_note": "31 svar vid utcheckningen",
        },
    )

    meeting.refresh_from_db()
    assert answer["Location"] == matrix(consultation)
    assert cells_of(meeting) == ("B2", "C2")
    assert (meeting.evaluated_on, meeting.evaluation_note) == (
        date(2026, 3, 12),
        "31 svar vid utcheckningen",
    )


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"evaluated_on": "2026-03-12"}, "evaluation_note"),
        ({"evaluated_on": "2099-03-12", "evaluation_note": "x"}, "evaluated_on"),
        ({"cells": ["E1"]}, "cells"),
    ],
)
def test_a_placement_that_cannot_be_is_refused(client, consultation, typed, field):
    meeting = make.meeting(consultation=consultation)
    address = at(consultation, "activity_matrix", meeting.uuid)

    answer = client.post(address, {"seen": seen(client, address)} | typed)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors


@pytest.mark.parametrize(("asked", "level"), [("DIA", "DIA"), ("PAR", "SAM"), ("", "SAM")])
def test_the_promise_is_changed_to_what_is_placed_and_to_nothing_else(
    client, consultation, asked, level
):
    make.placement(activity=make.meeting(consultation=consultation), cell="C2")

    client.post(at(consultation, "matrix_level"), {"level": asked})

    consultation.refresh_from_db()
    assert consultation.level == level
    assert consultation.revisions.count() == (1 if level == "DIA" else 0)
