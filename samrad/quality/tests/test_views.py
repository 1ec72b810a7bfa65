"""The pages of quality: what they show, take in and refuse."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from samrad.quality.enums import AttestationKind, RunSize, State
from samrad.quality.models import Attestation, ChecklistRun, OwnItem
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    return make.checklist_run(size=RunSize.FULL)


@pytest.fixture
def officer(client):
    person = make.officer()
    client.force_login(person)
    return person


@pytest.fixture
def head(client):
    person = make.officer(role="head")
    client.force_login(person)
    return person


def at(name, consultation, *more):
    return reverse(f"quality:{name}", args=(consultation.region.slug, consultation.slug, *more))


def html(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def evidence(**given):
    return {
        "kind": "EVIDENCE",
        "seen": 0,
        "state": "FULFILLED",
        "text": "Nämnden beslutade.",
        "name": "Kim Exempel",
    } | given


def test_without_a_run_the_page_says_how_to_begin(client, officer):
    page = html(client.get(at("profile", make.consultation())))

    assert "Checklistan är inte startad" in page
    assert "Starta checklistan" in page


def test_a_run_is_started_with_a_size_that_is_suggested_and_why(client, officer):
    consultation = make.consultation()

    page = html(client.get(at("start", consultation)))
    answer = client.post(at("start", consultation), {"size": "SMALL", "motive": "Ett möte."})

    assert "Vi föreslår: Liten" in page
    assert answer.url == at("profile", consultation)
    assert ChecklistRun.objects.get().motive == "Ett möte."


def test_a_run_is_not_started_without_saying_why(client, officer):
    page = html(client.post(at("start", make.consultation()), {"size": "SMALL"}), 422)

    assert "behöver rättas" in page


@pytest.mark.parametrize(("size", "number"), [("SMALL", 21), ("NORMAL", 45), ("FULL", 80)])
def test_the_profile_holds_as_many_items_as_the_size(client, officer, size, number):
    run = make.checklist_run(size=size)

    page = html(client.get(at("profile", run.consultation)))

    assert page.count('<li class="s-item"') == number
    assert f"{number} punkter" in page


def test_every_state_is_told_in_a_word_and_the_facts_stand_beside(client, officer, run):
    page = html(client.get(at("profile", run.consultation)))

    for word in ("Uppfyllt", "Inte uppfyllt", "Ännu inte aktuell", "Underlag saknas"):
        assert word in page
    assert "LIX för syftet" in page


def test_items_can_be_chosen(client, officer, run):
    page = html(client.get(at("profile", run.consultation), {"skede": "F", "kritiska": "on"}))

    assert 'id="F03"' in page
    assert 'id="F01"' not in page
    assert 'id="P05"' not in page


def test_evidence_is_given_and_shown(client, officer, run):
    answer = client.post(at("say", run.consultation, "F06"), evidence())

    page = html(client.get(at("item", run.consultation, "F06")))
    assert answer.url == at("item", run.consultation, "F06")
    assert "Nämnden beslutade." in page
    assert Attestation.objects.get().state == State.FULFILLED


def test_evidence_may_be_a_file_which_is_served_through_the_guard(client, officer, run):
    file = SimpleUploadedFile("protokoll.txt", b"Paragraf 4", "text/plain")
    client.post(at("say", run.consultation, "F06"), evidence(text="", file=file))

    said = Attestation.objects.get()
    answer = client.get(at("evidence", run.consultation, "F06", said.pk))

    assert b"".join(answer.streaming_content) == b"Paragraf 4"
    assert "attachment" in answer["Content-Disposition"]


def test_evidence_may_be_an_object_of_the_consultation(client, officer, run):
    meeting = make.meeting(consultation=run.consultation, title="Kvällsmötet")
    given = evidence(text="", object_ref=f"meeting:{meeting.uuid}")

    client.post(at("say", run.consultation, "F06"), given)

    page = html(client.get(at("item", run.consultation, "F06")))
    where = (run.consultation.region.slug, run.consultation.slug, meeting.uuid)
    assert reverse("planning:meeting", args=where) in page


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"text": ""}, "Skriv vad som visar det"),
        ({"name": ""}, "Skriv vem som står bakom."),
        ({"link": "inte en länk"}, "https://"),
        ({"object_ref": "meeting:00000000-0000-0000-0000-000000000000"}, "behöver rättas"),
    ],
)
def test_evidence_that_shows_nothing_is_refused_in_words(client, officer, run, given, told):
    page = html(client.post(at("say", run.consultation, "F06"), evidence(**given)), 422)

    assert told in page
    assert not Attestation.objects.exists()


def test_what_facts_settle_cannot_be_proved_by_hand(client, officer, run):
    html(client.post(at("say", run.consultation, "F04"), evidence()), 422)

    assert not Attestation.objects.exists()


def test_what_facts_propose_is_confirmed_and_no_higher(client, officer, run):
    run.consultation.purpose = "Vi vill veta vad ni behöver."
    run.consultation.save()

    page = html(client.get(at("item", run.consultation, "F03")))
    client.post(at("say", run.consultation, "F03"), evidence(kind="CONFIRMED"))

    said = Attestation.objects.get()
    assert "Väntar på att någon bekräftar." in page
    assert (said.kind, said.proposed) == (AttestationKind.CONFIRMED, State.FULFILLED)


def test_an_objection_stands_beside_the_verdict_and_never_changes_it(client, officer, run):
    before = html(client.get(at("item", run.consultation, "F04")))
    given = {"kind": "CONTESTED", "seen": 0, "reason": "Listan finns på papper.", "name": "Kim"}

    client.post(at("say", run.consultation, "F04"), given)

    after = html(client.get(at("item", run.consultation, "F04")))
    profile = html(client.get(at("profile", run.consultation)))
    assert before.count("Inte uppfyllt") == after.count("Inte uppfyllt")
    assert "Bestridna utslag" in profile
    assert "Listan finns på papper." in profile


def test_an_item_that_does_not_apply_needs_a_reason(client, officer, run):
    given = {"kind": "NOT_APPLICABLE", "seen": 0, "reason": "", "name": "Kim"}
    refused = html(client.post(at("say", run.consultation, "F06"), given), 422)
    client.post(at("say", run.consultation, "F06"), given | {"reason": "Ingen nämnd."})

    page = html(client.get(at("item", run.consultation, "F06")))
    assert "Skriv skälet." in refused
    assert "Ej tillämpligt" in page


def test_a_critical_item_that_facts_settle_cannot_be_left_out(client, officer, run):
    given = {"kind": "NOT_APPLICABLE", "seen": 0, "reason": "Nej.", "name": "Kim"}

    html(client.post(at("say", run.consultation, "F04"), given), 422)

    assert not Attestation.objects.exists()


def test_much_left_out_raises_a_warning(client, officer):
    run = make.checklist_run(size=RunSize.FULL)
    for item in ("F01", "F02", "F06", "F10", "F12", "F13", "F20", "L02", "L03", "P04", "P10"):
        make.attestation(run=run, item=item, kind="NOT_APPLICABLE", state="NOT_APPLICABLE")
    quiet = html(client.get(at("profile", run.consultation)))
    for item in ("I05", "I06", "U11"):
        make.attestation(run=run, item=item, kind="NOT_APPLICABLE", state="NOT_APPLICABLE")

    loud = html(client.get(at("profile", run.consultation)))

    assert "mer än 15 procent" not in quiet
    assert "mer än 15 procent" in loud


def test_what_a_colleague_said_meanwhile_is_shown_and_nothing_typed_is_lost(client, officer, run):
    make.attestation(run=run, item="F06", text="Sagt först.")

    page = html(client.post(at("say", run.consultation, "F06"), evidence(text="Sagt sen.")), 409)

    assert "En kollega hann före" in page
    assert "Sagt först." in page
    assert "Sagt sen." in page
    assert Attestation.objects.count() == 1


def test_what_was_said_is_taken_back_after_a_question(client, officer, run):
    said = make.attestation(run=run)
    address = at("withdraw_attestation", run.consultation, "F06", said.pk)

    asked = html(client.get(address))
    client.post(address)

    page = html(client.get(at("item", run.consultation, "F06")))
    assert "Ta tillbaka det som sagts?" in asked
    assert "Tillbakataget" in page


def test_an_item_outside_the_run_is_not_found(client, officer):
    run = make.checklist_run(size=RunSize.SMALL)

    assert client.get(at("item", run.consultation, "F01")).status_code == 404
    assert client.get(at("item", run.consultation, "F03")).status_code == 200


def test_the_size_is_changed(client, officer, run):
    given = {"size": "SMALL", "motive": "Bara ett möte.", "version": 1}

    client.post(at("size", run.consultation), given)
    stale = html(client.post(at("size", run.consultation), given | {"size": "NORMAL"}), 409)

    run.refresh_from_db()
    assert run.size == RunSize.SMALL
    assert "En kollega hann före" in stale


def test_only_the_head_shows_the_result_and_takes_it_back_with_a_motive(client, head, run):
    make.attestation(run=run)
    client.post(at("publish", run.consultation), {"version": 1})
    shown = html(client.get(at("profile", run.consultation)))
    refused = html(client.post(at("withdraw", run.consultation), {"version": 2}), 422)
    client.post(at("withdraw", run.consultation), {"version": 2, "motive": "Fel siffra."})

    run.refresh_from_db()
    assert "Alla kan se resultatet" in shown
    assert "behöver rättas" in refused
    assert run.published_at is None
    assert "Fel siffra." in html(client.get(at("profile", run.consultation)))


def test_a_result_that_has_changed_since_it_was_shown_says_so(client, head, run):
    client.post(at("publish", run.consultation), {"version": 1})
    for item in ("F06", "P14"):
        make.attestation(run=run, item=item)

    assert "Läget har ändrats sedan dess." in html(client.get(at("profile", run.consultation)))


@pytest.mark.parametrize("said", [1, 30])
def test_the_page_costs_the_same_however_much_has_been_said(
    client, officer, run, said, django_assert_max_num_queries
):
    for _each in range(said):
        make.attestation(run=run)
        make.contribution(submission=make.submission(consultation=run.consultation))

    with django_assert_max_num_queries(40):
        client.get(at("profile", run.consultation))


def own(name, *more):
    return reverse(f"quality_own:{name}", args=("kronoberg", *more))


def test_own_items_are_added_reworded_retired_and_reported_apart(client, officer, run):
    given = {"statement": "Det finns fika.", "phase": "G", "principle": "", "weight": 1}
    empty = html(client.get(own("own_items")))
    client.post(own("new_own_item"), given)
    item = OwnItem.objects.get()
    changed = given | {"statement": "Det finns kaffe.", "version": 1}
    client.post(own("own_item", item.number), changed)
    profile = html(client.get(at("profile", run.consultation)))
    client.post(own("retire_own_item", item.number), {"version": 2})
    stale = html(client.post(own("own_item", item.number), changed), 409)

    assert "Inga egna punkter än" in empty
    assert "Det finns kaffe." in profile
    assert "De räknas för sig" in profile
    assert "används inte längre" in html(client.get(own("own_items")))
    assert "En kollega hann före" in stale
    assert "Det finns kaffe." not in html(client.get(at("profile", run.consultation)))
