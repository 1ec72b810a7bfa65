"""How it went is entered once, kept while it is typed, and never written over unseen."""

import pytest
from django.urls import reverse

from samrad.reporting.queries.results import results_seen
from samrad.reporting.tests import world
from samrad.users.models import FormDraft
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation(client):
    client.force_login(make.officer())
    return world.full()


def address(consultation) -> str:
    return reverse("reporting:results", args=(consultation.region.slug, consultation.slug))


def typed(consultation, **given) -> dict[str, str]:
    meeting = consultation.activities.get(kind="MEETING")
    goal, line = consultation.goals.get(), consultation.budget_lines.get()
    return {
        "seen": results_seen(consultation),
        f"organisations_{meeting.pk}": "9",
        f"persons_{meeting.pk}": "14",
        f"result_{goal.pk}": "8 kommuner",
        f"spent_{line.pk}": "11500",
    } | {
        {
            "persons": f"persons_{meeting.pk}",
            "result": f"result_{goal.pk}",
            "seen": "seen",
            "spent": f"spent_{line.pk}",
        }[name]: value
        for name, value in given.items()
    }


def test_what_is_entered_is_saved_and_told_in_the_statement(client, consultation):
    response = client.post(address(consultation), typed(consultation))

    meeting = consultation.activities.get(kind="MEETING")
    assert response.status_code == 302
    assert (meeting.attended_organisations, meeting.attended_persons) == (9, 14)
    assert consultation.goals.get().result == "8 kommuner"
    assert consultation.budget_lines.get().spent == 11_500


def test_an_empty_field_is_unknown_not_zero(client, consultation):
    client.post(address(consultation), typed(consultation, persons="", spent=""))

    assert consultation.activities.get(kind="MEETING").attended_persons is None
    assert consultation.budget_lines.get().spent is None


@pytest.mark.parametrize("wrong", ["-1", "tolv", "1,5", "9" * 30])
def test_nonsense_is_told_and_everything_typed_is_kept(client, consultation, wrong):
    response = client.post(address(consultation), typed(consultation, persons=wrong))

    html = response.content.decode()
    assert response.status_code == 422
    assert f'value="{wrong}"' in html
    assert 'value="8 kommuner"' in html


def test_the_second_writer_sees_what_the_first_saved(client, consultation):
    stale = results_seen(consultation)
    client.post(address(consultation), typed(consultation))

    response = client.post(
        address(consultation), typed(consultation, seen=stale, result="Mina egna ord")
    )

    html = response.content.decode()
    assert response.status_code == 409
    assert "8 kommuner" in html
    assert "Mina egna ord" in html
    assert consultation.goals.get().result == "8 kommuner"


def test_what_was_typed_and_not_saved_comes_back(client, consultation):
    keep = reverse("pages:keep_draft", args=("utfall", str(consultation.pk)))
    client.post(keep, typed(consultation, result="Halvfärdigt"))

    html = client.get(address(consultation)).content.decode()
    assert "Halvfärdigt" in html
    assert "Det är inte sparat än." in html

    client.post(address(consultation), typed(consultation))
    assert not FormDraft.objects.exists()


def test_a_meeting_of_another_consultation_cannot_be_reached(client, consultation):
    other = make.meeting()

    client.post(address(consultation), typed(consultation) | {f"persons_{other.pk}": "99"})

    other.refresh_from_db()
    assert other.attended_persons is None


def test_with_nothing_to_enter_the_page_says_so(client):
    client.force_login(make.officer())
    empty = make.consultation()

    assert "Det finns inget att fylla i" in client.get(address(empty)).content.decode()
