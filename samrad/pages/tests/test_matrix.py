"""The page of the matrix: warnings, mending, and promised against delivered."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from samrad.contributions.models import PublicationBatch, Reply
from samrad.quality.queries.promises import kept_promises, level_in_texts
from samrad.quality.rules.delivered import Led
from tests import make

pytestmark = pytest.mark.django_db
MOST_QUERIES = 20
AFTER = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.fixture
def client():
    client = Client()
    client.force_login(make.officer(name="Kim Exempel"))
    return client


def page(client, consultation):
    return client.get(reverse("pages:matrix", args=["kronoberg", consultation.slug]))


def codes(answer):
    return [each["code"] for each in answer.context["warnings"]]


def placed(consultation, *cells, **more):
    meeting = make.meeting(consultation=consultation, **more)
    for cell in cells:
        make.placement(activity=meeting, cell=cell)
    return meeting


def test_an_empty_matrix_explains_itself_and_lists_what_to_place(client):
    answer = page(client, make.consultation())

    assert answer.context["is_empty"]
    assert [each["title"] for each in answer.context["unplaced"]] == ["Skriftliga svar"]
    assert "Inget är placerat än" in answer.content.decode()


def test_a_promise_that_nothing_keeps_can_be_changed_with_one_press(client):
    consultation = make.consultation(level="DIA")
    placed(consultation, "B1", "B5")

    answer = page(client, consultation)

    (warning,) = answer.context["warnings"]
    assert warning["text"] == "Samrådet lovar dialog, men inget är placerat högre än samråd."
    client.post(
        reverse("planning:matrix_level", args=["kronoberg", consultation.slug]),
        {"level": warning["level"]},
    )
    assert codes(page(client, consultation)) == []


def test_words_of_an_invitation_that_promise_more_are_warned_of(client):
    consultation = make.consultation()
    placed(consultation, "B1", "B5")
    make.letter(consultation=consultation, body="Välkommen till medskapande. {{ så svarar ni }}")
    assert codes(page(client, consultation)) == ["TEXT_ABOVE"]

    placed(consultation, "C2")

    assert codes(page(client, consultation)) == ["LEVEL_BELOW"]


@pytest.mark.parametrize(
    ("purpose", "level"),
    [
        ("Vi vill veta vad ni behöver.", ""),
        ("Vi bjuder in till medskapande.", "DIA"),
        ("Ni får vara med och bestämma.", "PAR"),
    ],
)
def test_what_the_consultations_own_words_promise(purpose, level):
    assert level_in_texts(make.consultation(purpose=purpose)) == level


def test_the_line_on_the_first_page_leads_to_the_matrix(client):
    consultation = make.consultation()
    placed(consultation, "B2")

    answer = client.get(reverse("pages:overview", args=["kronoberg", consultation.slug]))

    assert answer.context["matrix_warnings"] == [
        "Samrådet börjar sent.",
        "Ingen uppföljning planerad.",
    ]


def test_a_public_page_tells_of_what_is_open_only(client):
    consultation = make.consultation()
    make.other_activity(consultation=consultation, title="Årshjul på webben")
    make.other_activity(consultation=consultation, title="Avstämning", is_public=False)

    answer = client.get(reverse("pages:consultation", args=[consultation.slug]))

    titles = [each["activity"].title for each in answer.context["others"]]
    assert titles == ["Årshjul på webben"]


def test_promised_against_delivered_follows_the_replies():
    consultation = make.consultation()
    placed(consultation, "B2")
    one, two = (
        make.contribution(submission=make.submission(consultation=consultation))
        for _number in range(2)
    )
    for contribution in (one, two):
        make.reply(contribution=contribution)
    assert kept_promises(consultation, now=AFTER).steps[1].delivered == "INF"

    batch = PublicationBatch.objects.create(consultation=consultation, published_at=make.NOW)
    Reply.objects.update(state="PUBLISHED", batch=batch)

    kept = kept_promises(consultation, now=AFTER)
    assert (kept.is_over, kept.steps[1].delivered, kept.steps[1].verdict) == (True, "SAM", "KEPT")
    assert kept.led == (Led("ORGANISATION", unchanged=2),)


def test_replies_that_are_not_due_are_not_held_against_anyone():
    consultation = make.consultation()  # answers are promised by 30 June
    placed(consultation, "B2")
    make.contribution(submission=make.submission(consultation=consultation))

    last_day = kept_promises(consultation, now=datetime(2026, 6, 30, 12, tzinfo=UTC))
    day_after = kept_promises(consultation, now=datetime(2026, 7, 1, 12, tzinfo=UTC))

    assert (last_day.steps[1].verdict, day_after.steps[1].verdict) == ("LATER", "LESS")


@pytest.mark.parametrize("activities", [1, 60])
def test_the_page_takes_few_queries_however_many_activities(
    client, activities, django_assert_max_num_queries
):
    consultation = make.consultation()
    for number in range(activities):
        placed(consultation, f"B{number % 6 + 1}")
    make.contribution(submission=make.submission(consultation=consultation))

    with django_assert_max_num_queries(MOST_QUERIES):
        answer = page(client, consultation)

    assert answer.status_code == 200
