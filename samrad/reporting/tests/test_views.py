"""The statement's pages: what they show, keep and refuse."""

import pytest
from django.urls import reverse

from samrad.files.queries import open_file
from samrad.jobs.models import Job
from samrad.jobs.services import run_due_jobs
from samrad.reporting import tasks
from samrad.reporting.models import StatementText
from samrad.reporting.tests import world
from samrad.reporting.tests.test_making import made
from samrad.users.models import FormDraft
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def consultation():
    return world.full()


@pytest.fixture
def officer(client):
    person = make.officer()
    client.force_login(person)
    return person


def at(name: str, consultation, *more) -> str:
    return reverse(f"reporting:{name}", args=(consultation.region.slug, consultation.slug, *more))


def page(response) -> str:
    assert response.status_code == 200
    html: str = response.content.decode()
    return html


def test_the_page_says_what_is_missing_and_offers_to_make_it_all_the_same(
    client, officer, consultation
):
    html = page(client.get(at("statements", consultation)))

    assert "1 inspel har inget svar." in html
    assert "Texten ”Särskilda skyldigheter” är inte skriven." in html
    assert "Skapa samrådsredogörelse" in html
    assert "Ingen version är skapad än." in html


@pytest.mark.parametrize(("role", "leads_there"), [("officer", True), ("politician", False)])
def test_what_is_missing_leads_to_where_it_is_mended_for_those_who_may(
    client, consultation, role, leads_there
):
    client.force_login(make.officer(role=role))

    html = page(client.get(at("statements", consultation)))

    desk = reverse("contributions:desk", args=(consultation.region.slug, consultation.slug))
    assert "1 inspel har inget svar." in html
    assert (f'<a href="{desk}">1 inspel har inget svar.</a>' in html) is leads_there


@pytest.mark.parametrize("extra", [1, 3])
def test_the_page_costs_the_same_however_much_there_is(
    client, officer, consultation, extra, django_assert_num_queries
):
    for _each in range(extra):
        world.point(consultation)
        make.statement(consultation=consultation)

    with django_assert_num_queries(15):
        client.get(at("statements", consultation))


def test_an_order_is_made_by_the_worker_and_followed_on_the_page(
    client, officer, consultation, django_capture_on_commit_callbacks
):
    address = at("statements", consultation)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        response = client.post(at("order", consultation))

    assert response["Location"] == address
    assert len(callbacks) == 1
    waiting = page(client.get(address, headers={"HX-Request": "true"}))
    assert "Väntar på att få börja." in waiting
    assert 'hx-trigger="load delay:2s"' in waiting
    assert "<html" not in waiting

    tasks.make_ordered_statements.func()

    done = page(client.get(address, headers={"HX-Request": "true"}))
    assert "hx-trigger" not in done
    assert "Version 1," in done
    assert consultation.statements.get().made_by == officer


def test_without_script_the_page_renews_itself_while_work_goes_on(client, officer, consultation):
    client.post(at("order", consultation))

    assert '<noscript><meta http-equiv="refresh"' in page(
        client.get(at("statements", consultation))
    )


def test_a_failure_is_told_in_words_and_can_be_tried_again(
    client, officer, consultation, monkeypatch
):
    client.post(at("order", consultation))

    def fail(_job: Job) -> None:
        raise OSError

    run_due_jobs(handlers={"statement": fail}, clock=lambda: make.NOW)
    html = page(client.get(at("statements", consultation)))
    assert "Disken kan vara full." in html

    client.post(at("retry", consultation))

    assert "En ny version skapas" in page(client.get(at("statements", consultation)))


def test_work_can_be_stopped(client, officer, consultation):
    client.post(at("order", consultation))

    html = page(client.post(at("cancel", consultation), follow=True))

    assert "Arbetet avbryts." in html
    assert "Skapa samrådsredogörelse" in html


def test_the_preview_shows_what_would_be_written(client, officer, consultation):
    html = page(client.get(at("preview", consultation)))

    assert "Tre av fyra ville ha lokaler." in html
    assert "<h2" in html
    assert html.count("<h1") == 1


def test_a_file_is_handed_out_as_it_was_written(client, officer, consultation):
    statement = made(consultation)

    response = client.get(at("file", consultation, 1, "pdf", 1))

    handed = b"".join(response.streaming_content)
    with open_file(statement.files.get(format="pdf").stored) as stored:
        stored.seek(0)
        assert handed == stored.read()
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("which", [(2, "pdf", 1), (1, "pdf", 9), (1, "exe", 1)])
def test_a_file_that_is_not_there_is_not_found(client, officer, consultation, which):
    made(consultation)

    assert client.get(at("file", consultation, *which)).status_code == 404


def test_an_unfinished_version_hands_out_nothing(client, officer, consultation):
    make.statement(consultation=consultation, number=5, completed_at=None)

    assert client.get(at("file", consultation, 5, "json", 1)).status_code == 404


def test_publishing_asks_first_and_then_shows_it_to_everyone(client, officer, consultation):
    world.publish(consultation)
    made(consultation)
    public = reverse("pages:statement", args=(consultation.slug,))
    assert client.get(public).status_code == 404

    assert "Publicera version 1" in page(client.get(at("publish", consultation, 1)))
    assert "Version 1 är publicerad." in page(
        client.post(at("publish", consultation, 1), follow=True)
    )

    client.logout()
    html = page(client.get(public))
    assert "Tre av fyra ville ha lokaler." in html
    file = reverse("pages:statement_file", args=(consultation.slug, 1, "docx", 1))
    assert client.get(file).status_code == 200


def test_a_withdrawn_version_is_gone_from_the_web(client, officer, consultation):
    world.publish(consultation)
    made(consultation)
    client.post(at("publish", consultation, 1))

    client.post(at("withdraw", consultation, 1))

    assert client.get(reverse("pages:statement", args=(consultation.slug,))).status_code == 404
    file = reverse("pages:statement_file", args=(consultation.slug, 1, "docx", 1))
    assert client.get(file).status_code == 404


def test_proposals_are_not_published_with_a_statement(client, officer, consultation):
    made(consultation)

    html = page(client.post(at("publish", consultation, 1), follow=True))

    assert "den har 3 svar som ännu var förslag" in html


def test_a_text_is_written_saved_and_its_draft_forgotten(client, officer, consultation):
    address = at("text", consultation, "lardomar")
    keep = reverse("pages:keep_draft", args=("redogorelse", f"{consultation.pk}-lessons"))
    assert f'data-autosave="{keep}"' in page(client.get(address))
    client.post(keep, {"text": "Börja tidigare", "version": "0"})
    again = page(client.get(address))
    assert "Börja tidigare" in again
    assert "Det är inte sparat än." in again

    response = client.post(address, {"text": "Börja tidigare nästa gång", "version": "0"})

    assert response["Location"] == at("statements", consultation)
    assert StatementText.objects.get(section="lessons").text == "Börja tidigare nästa gång"
    assert not FormDraft.objects.exists()


def test_a_kept_draft_can_be_thrown_away(client, officer, consultation):
    client.post(
        reverse("pages:keep_draft", args=("redogorelse", f"{consultation.pk}-lessons")),
        {"text": "Nej", "version": "0"},
    )

    html = page(
        client.post(at("text", consultation, "lardomar"), {"discard-draft": "1"}, follow=True)
    )

    assert "Nej" not in html


def test_the_second_writer_sees_both_texts(client, officer, consultation):
    address = at("text", consultation, "sammanfattning")

    response = client.post(address, {"text": "Min egen", "version": "0"})

    html = response.content.decode()
    assert response.status_code == 409
    assert "En kollega hann före" in html
    assert "Tre av fyra ville ha lokaler." in html
    assert "Min egen" in html
    assert 'name="version" value="1"' in html


def test_a_text_that_is_too_long_is_kept_in_the_form(client, officer, consultation):
    response = client.post(
        at("text", consultation, "lardomar"), {"text": "å" * 50_000, "version": "0"}
    )

    assert response.status_code == 422
    assert "Texten är 30000 tecken för lång. Korta den." in response.content.decode()
    assert "å" * 50_000 in response.content.decode()


def test_an_unknown_part_is_not_found(client, officer, consultation):
    assert client.get(at("text", consultation, "annat")).status_code == 404


def test_the_consultation_leads_to_its_published_statement(client):
    statement = make.statement(published_at=make.NOW)

    html = page(client.get(reverse("pages:consultation", args=(statement.consultation.slug,))))

    assert reverse("pages:statement", args=(statement.consultation.slug,)) in html


def test_an_unpublished_statement_is_not_mentioned(client):
    statement = make.statement()

    html = page(client.get(reverse("pages:consultation", args=(statement.consultation.slug,))))

    assert "samrådsredogörelsen" not in html
