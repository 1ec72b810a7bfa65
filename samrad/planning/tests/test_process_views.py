"""The timeline and the meetings as an officer meets them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from samrad.consultations.models import Activity, PlanProcess
from samrad.planning.models import Milestone
from samrad.planning.services.processes import NewPlan, start_process
from samrad.plans.enums import PlanKind
from tests import make

pytestmark = pytest.mark.django_db
NEW = {
    "takes_effect_on": "2029-01-01",
    "plan": "",
    "title": "Kulturplan 2029–2032",
    "kind": "CULTURE_PLAN",
    "period_to": "2032-12-31",
    "deciding_body": "Regionfullmäktige",
}
MEETING = {
    "title": "Möte i Påhittköping",
    "day": "2026-09-15",
    "starts": "18.00",
    "ends": "20:00",
    "form": "PHYSICAL",
    "venue": "Exempelgården",
    "address": "Låtsasgatan 1",
    "access_note": "Hörslinga.",
}


@pytest.fixture
def client():
    client = Client()
    client.force_login(make.officer(name="Kim Exempel"))
    return client


@pytest.fixture
def process():
    return start_process(
        region=make.region(),
        plan=NewPlan("Kulturplan 2029–2032", PlanKind.CULTURE_PLAN, date(2032, 12, 31)),
        takes_effect_on=date(2029, 1, 1),
        deciding_body="Regionfullmäktige",
        actor=make.principal(make.officer()),
        now=make.NOW,
    )


def at(name, *more):
    return reverse(f"planning:{name}", args=["kronoberg", *more])


def meetings(consultation, name="meetings", *more):
    return reverse(f"planning:{name}", args=["kronoberg", consultation.slug, *more])


def test_a_process_is_started_from_the_day_the_plan_takes_effect(client):
    make.region()

    answer = client.post(at("new_process"), NEW)

    process = PlanProcess.objects.get()
    assert answer["Location"] == at("process", process.slug)
    assert (process.takes_effect_on, process.plan.title) == (date(2029, 1, 1), NEW["title"])
    assert process.milestones.count() == 20


def test_a_process_is_started_for_a_plan_that_is_there(client):
    plan = make.plan()

    client.post(at("new_process"), NEW | {"plan": plan.slug, "title": "", "period_to": ""})

    assert PlanProcess.objects.get().plan == plan


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({"takes_effect_on": ""}, ["takes_effect_on"]),
        ({"title": "", "period_to": ""}, ["title", "period_to"]),
        ({"period_to": "2028-12-31"}, ["period_to"]),
        ({"takes_effect_on": "0001-01-01"}, ["takes_effect_on"]),
        ({"deciding_body": "x" * 500}, ["deciding_body"]),
    ],
)
def test_bad_input_is_named_and_kept(client, typed, fields):
    make.region()

    answer = client.post(at("new_process"), NEW | typed)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == fields


def test_the_timeline_tells_what_is_next_and_warns_in_words(client, process):
    late = process.milestones.get(key="board-decides")
    client.post(
        at("milestone", process.slug, late.pk),
        {
            "seen": client.get(at("milestone", process.slug, late.pk))
            .context["form"]["seen"]
            .value(),
            "title": late.title,
            "starts_on": "2028-07-03",
            "motive": "Styrelsen flyttade",
        },
    )

    page = client.get(at("process", process.slug))

    warned = {row["milestone"].key: row["warnings"] for row in page.context["rows"]}
    assert warned["board-decides"] == [
        "Börjar 3 juli 2028, men ”Nämnden beslutar” är inte klar förrän 25 augusti 2028.",
        "Ligger på sommaren (vecka 27), då få styrelser möts.",
    ]
    assert [each.label for each in page.context["recommendations"]] == ["Sommaren"]
    assert page.context["next"]["milestone"].key == "evaluate-last-plan"


@pytest.mark.parametrize(
    ("days_from_first", "buttons"),
    [(-1, 0), (0, 1)],
    ids=["the day before it begins", "the day it begins"],
)
def test_what_has_not_begun_cannot_be_ticked_off(
    client, process, monkeypatch, days_from_first, buttons
):
    first = process.milestones.order_by("starts_on").first()
    Milestone.objects.exclude(pk=first.pk).filter(starts_on=first.starts_on).delete()
    day = first.starts_on + timedelta(days=days_from_first)
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    monkeypatch.setattr("samrad.planning.views.processes.now", lambda: noon)

    shown = client.get(at("process", process.slug)).content.decode()

    # In the table and on the card that says what is next.
    assert shown.count('name="done" value="yes"') == 2 * buttons
    assert shown.count("Markera som klar<") == buttons
    assert f'href="{at("milestone", process.slug, first.pk)}">Flytta eller ändra' in shown


def test_a_milestone_is_ticked_off_and_opened_again(client, process):
    milestone = process.milestones.get(key="pre-meeting")
    address = at("milestone_done", process.slug, milestone.pk)

    client.post(address, {"done": "yes"})
    milestone.refresh_from_db()
    done = milestone.done_on
    client.post(address, {"done": "no"})
    milestone.refresh_from_db()

    assert (done is None, milestone.done_on) == (False, None)


def test_one_is_asked_before_a_milestone_goes_and_t0_never_does(client, process):
    milestone = process.milestones.get(key="pre-meeting")
    effect = process.milestones.get(key="takes-effect")

    asked = client.get(at("milestone_remove", process.slug, milestone.pk))
    client.post(at("milestone_remove", process.slug, milestone.pk))
    client.post(at("milestone_remove", process.slug, effect.pk))

    assert "Ta bort ”Förmöte om dagordning och former”?" in asked.content.decode()
    assert set(process.milestones.filter(key__in=["pre-meeting", "takes-effect"])) == {effect}


def test_two_officers_on_a_milestone_see_both_texts(client, process):
    milestone = process.milestones.get(key="pre-meeting")
    address = at("milestone", process.slug, milestone.pk)
    fields = {
        "seen": client.get(address).context["form"]["seen"].value(),
        "title": milestone.title,
        "starts_on": milestone.starts_on.isoformat(),
    }
    client.post(address, fields | {"responsible": "Alva"})

    answer = client.post(address, fields | {"responsible": "Kim"})

    assert answer.status_code == 409
    assert {"label": "Ansvarig", "text": "Alva"} in answer.context["conflict"]["fields"]
    assert answer.context["form"]["responsible"].value() == "Kim"


def test_a_milestone_of_another_process_is_not_found(client, process):
    other = make.milestone()

    answer = client.get(at("milestone", process.slug, other.pk))

    assert answer.status_code == 404


def test_a_meeting_is_planned_in_swedish_time(client):
    consultation = make.consultation()

    answer = client.post(meetings(consultation, "new_meeting"), MEETING)

    meeting = Activity.objects.get(kind="MEETING")
    assert answer["Location"] == meetings(consultation)
    assert meeting.starts_at.isoformat() == "2026-09-15T16:00:00+00:00"
    assert meeting.ends_at.isoformat() == "2026-09-15T18:00:00+00:00"


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({"ends": "17.00"}, ["ends"]),
        ({"starts": "klockan sex"}, ["starts"]),
        ({"day": "2026-02-30"}, ["day"]),
        ({"link": "javascript:alert(1)"}, ["link"]),
        ({"form": ""}, ["form"]),
        ({"municipality": "0000"}, ["municipality"]),
        ({"note": "x" * 50_000}, ["note"]),
    ],
)
def test_a_meeting_that_cannot_be_is_refused_with_the_text_kept(client, typed, fields):
    consultation = make.consultation()

    answer = client.post(meetings(consultation, "new_meeting"), MEETING | typed)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == fields
    assert answer.context["form"]["title"].value() == MEETING["title"]


def test_the_list_says_what_is_worth_a_thought_and_stops_nothing(client):
    consultation = make.consultation()
    client.post(
        meetings(consultation, "new_meeting"),
        MEETING | {"day": "2026-12-24", "starts": "13", "ends": "", "access_note": ""},
    )

    (row,) = client.get(meetings(consultation)).context["rows"]

    assert row["warnings"] == [
        "Ligger kring jul (vecka 52), då många är lediga.",
        "24 december 2026 är en helgdag eller helgdagsafton.",
    ]
    assert row["wants"] == ["Inget står om tillgänglighet.", "Inget står om när mötet slutar."]


def test_two_officers_on_a_meeting_see_both_texts(client):
    meeting = make.meeting()
    address = meetings(meeting.consultation, "meeting", meeting.uuid)
    fields = MEETING | {"version": 1}
    client.post(address, fields | {"venue": "Låtsasgården"})

    answer = client.post(address, fields | {"venue": "Påhittsalen"})

    assert answer.status_code == 409
    assert {"label": "Lokal", "text": "Låtsasgården"} in answer.context["conflict"]["fields"]
    assert answer.context["form"]["venue"].value() == "Påhittsalen"


def test_a_meeting_is_called_off_and_taken_up(client):
    meeting = make.meeting()
    address = meetings(meeting.consultation, "meeting_cancel", meeting.uuid)

    client.post(address)
    meeting.refresh_from_db()
    cancelled = meeting.cancelled_at
    client.post(address)
    meeting.refresh_from_db()

    assert (cancelled is None, meeting.cancelled_at) == (False, None)


def test_anyone_puts_a_meeting_in_their_calendar(client):
    meeting = make.meeting(title="Möte i Påhittköping")
    address = reverse("pages:meeting_calendar", args=[meeting.consultation.slug, meeting.uuid])

    answer = Client().get(address)

    lines = answer.content.decode().splitlines()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "SUMMARY:Möte i Påhittköping" in lines
    assert "DTSTART;TZID=Europe/Stockholm:20260310T180000" in lines
    assert "STATUS:CONFIRMED" in lines


def test_a_meeting_that_is_not_public_is_in_nobodys_calendar():
    meeting = make.meeting(consultation=make.consultation(published_at=None))
    address = reverse("pages:meeting_calendar", args=[meeting.consultation.slug, meeting.uuid])

    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_take_the_same_queries_however_many_rows(client, rows, django_assert_num_queries):
    consultation = make.consultation()
    for _row in range(rows):
        make.meeting(consultation=consultation)
        make.milestone(process=consultation.process)

    with django_assert_num_queries(6):
        client.get(meetings(consultation))
    with django_assert_num_queries(6):
        client.get(at("process", consultation.process.slug))
    with django_assert_num_queries(5):
        client.get(at("processes"))
