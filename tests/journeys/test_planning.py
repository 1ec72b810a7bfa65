"""An officer plans: from the day a plan takes effect to a published consultation with a meeting."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from samrad.consultations.models import Consultation, PlanProcess
from samrad.core.clock import local_date, now
from tests import make


@pytest.mark.django_db
def test_from_nothing_to_a_published_consultation():
    officer = Client()
    officer.force_login(make.officer(name="Kim Exempel"))
    today = local_date(now())
    t0 = today.replace(month=1, day=1, year=today.year + 3)

    def press(address, **typed):
        answer = officer.post(address, typed)
        assert answer.status_code == 302, answer.context["form"].errors
        return answer["Location"]

    def day(ahead):
        return (today + timedelta(days=ahead)).isoformat()

    def seen(address):
        return officer.get(address).context["form"]["seen"].value()

    process_page = press(
        reverse("planning:new_process", args=["kronoberg"]),
        takes_effect_on=t0.isoformat(),
        title="Kulturplan",
        kind="CULTURE_PLAN",
        period_to=t0.replace(year=t0.year + 3).isoformat(),
        deciding_body="Regionfullmäktige",
    )
    process = PlanProcess.objects.get()
    place = press(
        reverse("planning:new_consultation", args=["kronoberg"]),
        title="Vad behöver ni?",
        process=process.slug,
    )
    for typed in (
        {"title": "Vad behöver ni?", "purpose": "Vi frågar.", "at_stake": "Stödet till lokaler."},
        {"items-count": 1, "items-0-text": "Lokaler", "items-0-openness": "OPEN"},
        {"level": "SAM", "decision_maker": "Regionfullmäktige", "decision_on": day(400)},
        {"goals-count": 1, "goals-0-text": "Nå alla kommuner", "budget-count": 0},
        {"questions-count": 1, "questions-0-text": "Vad behöver ni?"},
        {"opens_on": day(0), "closes_at": day(90), "heard_on": day(110), "answered_on": day(200)},
        {"contact_name": "Kim Exempel", "contact_phone": "010-000 00 01", "open_to_all": "on"},
        {"plan_version": ""},
    ):
        place = press(place, seen=seen(place), **typed)
    consultation = Consultation.objects.get()
    where = ["kronoberg", consultation.slug]
    press(
        reverse("planning:new_meeting", args=where),
        title="Möte i Påhittköping",
        day=day(60),
        starts="18.00",
        ends="20.00",
        form="DIGITAL",
    )
    overview = press(place)

    assert process_page == reverse("planning:process", args=["kronoberg", process.slug])
    assert place == reverse("pages:publish", args=where)
    assert overview == reverse("pages:overview", args=where)
    assert officer.get(overview).context["row"].title == "Välj vilka som bjuds in"
    page = Client().get(reverse("pages:consultation", args=[consultation.slug]))
    assert "Vad behöver ni?" in page.content.decode()
    assert "Möte i Påhittköping" in page.content.decode()
