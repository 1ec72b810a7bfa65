"""The page that hands over, and the note for the next one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samrad.core.clock import now
from samrad.planning.models import Handover, HandoverNote
from samrad.users.models import FormDraft
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make.officer(name="Kim Exempel")


@pytest.fixture
def client(officer):
    client = Client()
    client.force_login(officer)
    return client


WHERE = "/arbete/kronoberg/overlamning/"
NOTE = WHERE + "anteckning/"


def test_an_empty_region_is_handed_over_calmly(client):
    text = client.get(WHERE).content.decode()

    assert "Ingen överlämning är antecknad än" in text
    assert "Inget väntar." in text
    assert "Kim Exempel" in text


def test_it_is_recorded_by_pressing_and_not_by_looking(client):
    client.get(WHERE)
    assert Handover.objects.count() == 0

    text = client.post(WHERE, follow=True).content.decode()

    assert Handover.objects.get().consultation is None
    assert "av Kim Exempel" in text


def test_a_consultation_is_handed_over_by_itself(client):
    row = make.consultation()
    other = make.consultation(title="Ett annat")
    make.contribution(consultation=row)
    where = reverse("pages:consultation_handover", args=["kronoberg", row.slug])

    client.post(where)
    text = client.get(where).content.decode()

    assert Handover.objects.get().consultation == row
    assert "1 inspel utan svar" in text
    assert other.title not in text


def test_everything_of_a_whole_region_has_its_words(client):
    row = make.consultation(case_number="Dnr 1")
    make.meeting(consultation=row, starts_at=now() + timedelta(days=9), ends_at=None)
    make.influence_item(consultation=row)
    make.letter(consultation=row)
    make.milestone(process=row.process)
    make.plan_version(plan=row.process.plan)
    make.mailing(consultation=row)
    make.reply(contribution=make.contribution(consultation=row))
    make.contact_person(name="Hemlig Person")

    text = client.get(WHERE).content.decode()

    for words in (
        "1 svar väntar på kulturchefen", "Möte i Påhittköping", "Hur föreningar söker pengar",
        "Planversion under arbete", "Förbereds", "en kontaktperson",
    ):  # fmt: skip
        assert words in text
    assert "Hemlig" not in text


def test_a_note_is_saved_shown_and_not_written_over(client):
    client.post(NOTE, {"text": "Ring <Kim>", "version": "0"})
    late = client.post(NOTE, {"text": "Ring Bo", "version": "0"})

    assert "Ring &lt;Kim&gt;" in client.get(WHERE).content.decode()
    assert late.status_code == 409
    text = late.content.decode()
    assert "En kollega hann före" in text
    assert "Ring Bo" in text
    again = client.post(NOTE, {"text": "Ring Bo", "version": "1"}, follow=True)
    assert "Ring Bo" in again.content.decode()
    assert HandoverNote.objects.get().version == 2


def test_what_is_typed_is_kept_until_it_is_saved(client, officer):
    where = reverse("pages:keep_draft", args=["overlamning", f"region-{make.region().pk}"])
    client.post(where, {"text": "Halvskrivet", "version": "0"})

    assert "Halvskrivet" in client.get(NOTE).content.decode()
    client.post(NOTE, {"discard-draft": "1"})
    assert "Halvskrivet" not in client.get(NOTE).content.decode()
    client.post(where, {"text": "Halvskrivet", "version": "0"})
    client.post(NOTE, {"text": "Klart", "version": "0"})
    assert not FormDraft.objects.filter(user=officer).exists()


def test_a_note_that_is_too_long_is_told(client):
    answer = client.post(NOTE, {"text": "x" * 20_001, "version": "0"})

    assert answer.status_code == 422
    assert "Korta den" in answer.content.decode()


def test_many_consultations_take_as_many_queries_as_one(client):
    def counted():
        with CaptureQueriesContext(connection) as asked:
            client.get(WHERE)
        return len(asked)

    make.meeting(consultation=make.consultation())
    one = counted()
    for _each in range(200):
        row = make.consultation(process=make.process())
        make.contribution(consultation=row)
        make.influence_item(consultation=row)

    assert counted() == one
    assert one <= 20
