"""The pages of letters and sendings, as an officer meets them."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.urls import reverse
from pytest_django.asserts import assertRedirects

from samrad.core.clock import STOCKHOLM, local_date, now
from samrad.invitations.enums import LetterKind, MailingState
from samrad.invitations.models import Letter, Mailing, PaperBatch, Recipient
from samrad.outbox.models import Message
from samrad.pages.tasks import run_due
from samrad.users.models import FormDraft
from tests import make

QUERIES = {"mailings": 7, "mailing": 12, "selection": 8, "send": 15}
BODY = "Hej {{ mottagare }},\n\n{{ så svarar ni }}"


@pytest.fixture
def consultation(db):
    return make.consultation(
        closes_at=now() + timedelta(days=60), decision_on=local_date(now()) + timedelta(days=90)
    )


@pytest.fixture
def officer(client, consultation):
    person = make.officer(consultation.region, name="Kim Exempel")
    client.force_login(person)
    return client


def at(name, consultation, *more):
    return reverse(f"invitations:{name}", args=[consultation.region.slug, consultation.slug, *more])


def page(response):
    return response.content.decode()


def save(client, consultation, *, body=BODY, version=0, **more):
    return client.post(
        at("letter", consultation, "invitation"),
        {"subject": "Svara", "body": body, "version": version, **more},
    )


def test_the_first_page_proposes_to_write_the_invitation(officer, consultation):
    html = page(officer.get(at("mailings", consultation)))

    assert "Inget har skickats än" in html
    assert "Skriv inbjudan" in html


def turn(officer, consultation):
    return officer.get(at("mailings", consultation)).context["turn"]


def test_the_letter_whose_turn_it_is_follows_the_work(officer, consultation):
    assert (turn(officer, consultation)["kind"], turn(officer, consultation)["is_written"]) == (
        "invitation",
        False,
    )
    save(officer, consultation)
    assert turn(officer, consultation)["is_written"]
    officer.post(at("start", consultation, "invitation"))
    assert turn(officer, consultation)["draft"] is not None
    Mailing.objects.update(state=MailingState.RELEASED)
    assert turn(officer, consultation) is None

    consultation.closes_at = now() - timedelta(days=1)
    consultation.save()
    found = turn(officer, consultation)
    assert (found["kind"], found["write"], found["is_written"]) == (
        "heard",
        "Skriv ”Detta hörde vi”",
        False,
    )


def test_the_letter_begins_as_the_methods_proposal_and_reading_it_saves_nothing(
    officer, consultation
):
    html = page(officer.get(at("letter", consultation, "invitation")))

    assert "Det här är vårt förslag" in html
    assert "{{ så svarar ni }}" in html
    assert Letter.objects.count() == 0


def test_an_unknown_kind_of_letter_is_not_found(officer, consultation):
    assert officer.get(at("letter", consultation, "kedjebrev")).status_code == 404


def test_a_saved_letter_is_there_again_and_its_draft_is_gone(officer, consultation):
    draft = reverse("pages:keep_draft", args=["letter", f"{consultation.pk}-invitation"])
    officer.post(draft, {"subject": "Påbörjat", "body": "Halvt", "version": 0})
    before = page(officer.get(at("letter", consultation, "invitation")))

    response = save(officer, consultation)

    assert "Halvt" in before
    assert "Det är inte sparat än" in before
    assertRedirects(response, at("letter", consultation, "invitation"))
    assert Letter.objects.get().body == BODY
    assert FormDraft.objects.count() == 0


def test_a_draft_can_be_thrown_away(officer, consultation):
    draft = reverse("pages:keep_draft", args=["letter", f"{consultation.pk}-invitation"])
    officer.post(draft, {"subject": "Påbörjat", "body": "Halvt", "version": 0})

    officer.post(at("letter", consultation, "invitation"), {"discard-draft": "1"})

    assert "Halvt" not in page(officer.get(at("letter", consultation, "invitation")))


def test_an_empty_letter_is_named_and_the_subject_kept(officer, consultation):
    response = officer.post(
        at("letter", consultation, "invitation"), {"subject": "Mitt ämne", "body": "", "version": 0}
    )

    assert response.status_code == 422
    assert "Skriv brevets text." in page(response)
    assert "Mitt ämne" in page(response)


def test_a_letter_of_20_001_characters_is_refused_and_kept(officer, consultation):
    response = save(officer, consultation, body="å" * 20_001)

    assert response.status_code == 422
    assert "Brevet är 1 tecken för långt" in page(response)
    assert "å" * 20_001 in page(response)


def test_an_unknown_name_is_named(officer, consultation):
    save(officer, consultation, body="{{ motagare }} {{ så svarar ni }}")

    html = page(officer.get(at("letter", consultation, "invitation")))

    assert "Vi känner inte igen ”motagare”" in html
    assert "Välj mottagare" not in html


def test_of_two_writers_the_second_sees_both_texts_and_can_save_over(officer, consultation):
    save(officer, consultation, body="Kollegans text {{ så svarar ni }}")

    conflict = save(officer, consultation, body="Min text {{ så svarar ni }}")
    html = page(conflict)
    saved = save(officer, consultation, body="Min text {{ så svarar ni }}", version=1)

    assert conflict.status_code == 409
    assert "Kollegans text" in html
    assert "Min text" in html
    assert 'name="version" value="1"' in html
    assert (saved.status_code, Letter.objects.get().body) == (302, "Min text {{ så svarar ni }}")


@pytest.mark.parametrize("form", ["mejl", "text", "brev", "nonsens"])
def test_the_preview_is_for_a_given_recipient_and_makes_no_link(officer, consultation, form):
    save(officer, consultation)
    make.organisation(name="Kören Låtsastonerna", address="Storgatan 1", city="Påhitt")

    html = page(
        officer.get(at("preview", consultation, "invitation"), {"form": form, "namn": "koren"})
    )

    assert "Kören Låtsastonerna" in html
    assert make.participation().links.count() == 0


def test_the_framed_mail_can_do_nothing(officer, consultation):
    save(officer, consultation)

    response = officer.get(at("preview_mail", consultation, "invitation"))

    assert response["Content-Security-Policy"].endswith("sandbox")
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "er-egen-lank" in page(response)


def test_a_faulty_letter_is_previewed_as_its_faults(officer, consultation):
    save(officer, consultation, body="{{ motagare }}")

    assert "Vi känner inte igen" in page(officer.get(at("preview", consultation, "invitation")))
    assert page(officer.get(at("preview_mail", consultation, "invitation"))) == ""


def started(officer, consultation, kind="invitation"):
    make.letter(consultation=consultation, kind=kind, body=BODY)
    officer.post(at("start", consultation, kind))
    return Mailing.objects.get(state=MailingState.DRAFT, kind=kind)


def test_filters_change_the_counts_with_and_without_script(officer, consultation):
    place = make.municipality()
    make.organisation(email="a@exempel.invalid", municipality=place)
    make.organisation(email="b@exempel.invalid")
    mailing = started(officer, consultation)
    address = at("selection", consultation, mailing.uuid)

    with_script = officer.post(
        address, {"municipalities": [place.code]}, headers={"HX-Request": "true"}
    )
    without_script = officer.post(address, {"municipalities": []})

    assert "<dt>I urvalet</dt><dd>1</dd>" in page(with_script)
    assert "<html" not in page(with_script)
    assertRedirects(without_script, address)
    assert "<dt>I urvalet</dt><dd>2</dd>" in page(officer.get(address))


def test_one_is_put_in_and_taken_out_by_hand(officer, consultation):
    closed = make.organisation(name="Nedlagda kören", status="CLOSED")
    mailing = started(officer, consultation)
    address = at("selection", consultation, mailing.uuid)
    found = page(officer.get(address, {"namn": "nedlagda"}))

    officer.post(address, {"lagg-till": closed.pk})
    put_in = page(officer.get(address))
    officer.post(address, {"ta-bort": closed.pk})

    assert f'name="lagg-till" value="{closed.pk}"' in found
    assert "<dt>I urvalet</dt><dd>1</dd>" in put_in
    assert "<dt>I urvalet</dt><dd>0</dd>" in page(officer.get(address))


@pytest.mark.parametrize("nonsense", ["", "abc", "-1", "9" * 40, "\N{ARABIC-INDIC DIGIT ONE}"])
def test_nonsense_by_hand_changes_nothing(officer, consultation, nonsense):
    mailing = started(officer, consultation)

    officer.post(at("selection", consultation, mailing.uuid), {"lagg-till": nonsense})

    mailing.refresh_from_db()
    assert mailing.segment["added"] == []


def test_a_municipality_of_another_region_is_refused(officer, consultation):
    elsewhere = make.municipality(region=make.region("blekinge"))
    mailing = started(officer, consultation)

    response = officer.post(
        at("selection", consultation, mailing.uuid), {"municipalities": [elsewhere.code]}
    )

    assert response.status_code == 422


def confirm(officer, consultation, mailing, **given):
    return officer.post(
        at("send", consultation, mailing.uuid),
        {"send_on": local_date(now()).isoformat(), "letter_version": 1, "seen": 1, **given},
    )


def test_a_mailing_is_sent_and_followed(officer, consultation):
    make.organisation(name="Kören", email="koren@exempel.invalid")
    mailing = started(officer, consultation)
    asked = page(officer.get(at("send", consultation, mailing.uuid)))

    response = confirm(officer, consultation, mailing)
    during = page(officer.get(at("mailing", consultation, mailing.uuid)))
    run_due()
    run_due()
    after = page(officer.get(at("mailing", consultation, mailing.uuid)))

    assert "Skicka 1 mejl" in asked
    assertRedirects(response, at("mailing", consultation, mailing.uuid))
    assert "Mottagarna skrivs in." in during
    assert "Kören" in after
    assert "Skickat" in after
    assert [sent.to for sent in django_mail.outbox] == [["koren@exempel.invalid"]]


def test_the_button_says_how_many_mails_leave_and_names_the_others_apart(officer, consultation):
    make.organisation(name="Kören", email="koren@exempel.invalid")
    make.organisation(name="Lyriken", email="lyriken@exempel.invalid")
    make.organisation(name="Bion", email="", address="Låtsasgatan 1", city="Låtsasstad")
    make.organisation(name="Dansen", email="")
    mailing = started(officer, consultation)

    html = page(officer.get(at("send", consultation, mailing.uuid)))

    assert "Skicka 2 mejl</button>" in html
    assert "Dessutom blir det 1 brev som ni skriver ut och skickar själva." in html
    assert "1 mottagare nås inte." in html


def test_with_letters_only_the_button_promises_no_mail(officer, consultation):
    make.organisation(name="Bion", email="", address="Låtsasgatan 1", city="Låtsasstad")
    mailing = started(officer, consultation)

    html = page(officer.get(at("send", consultation, mailing.uuid)))

    assert "Gör 1 brev att skriva ut</button>" in html
    assert "mejl</button>" not in html


def test_while_recipients_are_written_the_page_asks_for_itself_anew(officer, consultation):
    make.organisation(name="Kören", email="koren@exempel.invalid")
    mailing = started(officer, consultation)
    confirm(officer, consultation, mailing)
    address = at("mailing", consultation, mailing.uuid)
    asking = {"HX-Request": "true"}

    during = page(officer.get(address, {"arbete": 1}, headers=asking))
    run_due()
    after = page(officer.get(address, {"arbete": 1}, headers=asking))
    listed = page(officer.get(address, {"namn": "kören"}, headers=asking))

    assert 'hx-trigger="every 2s"' in during
    assert 'id="innehall"' in after
    assert "every 2s" not in after
    assert "<html" not in listed


def test_pressing_twice_sends_once(officer, consultation):
    make.organisation(email="koren@exempel.invalid")
    mailing = started(officer, consultation)

    answers = [confirm(officer, consultation, mailing).status_code for _ in range(2)]
    run_due()
    run_due()

    assert (answers, len(django_mail.outbox)) == ([302, 302], 1)


def test_a_short_notice_is_told_with_its_motive_and_source(officer, consultation):
    consultation.closes_at = now() + timedelta(days=10)
    consultation.save()
    make.organisation(email="koren@exempel.invalid")
    mailing = started(officer, consultation)

    html = page(officer.get(at("send", consultation, mailing.uuid)))

    assert "Vi rekommenderar minst 42 dagar" in html
    assert "Sex veckor räcker" in html
    assert "Egen rekommendation" in html


def test_what_stands_in_the_way_is_named_and_there_is_no_button(officer, consultation):
    consultation.published_at = None
    consultation.save()
    make.organisation(email="koren@exempel.invalid")
    mailing = started(officer, consultation)

    html = page(officer.get(at("send", consultation, mailing.uuid)))
    pressed_anyway = confirm(officer, consultation, mailing)

    assert "Samrådet är inte publicerat" in html
    assert "Skicka 1 mejl" not in html
    assert (pressed_anyway.status_code, Message.objects.count()) == (409, 0)


def test_a_register_that_changed_is_told_and_nothing_leaves(officer, consultation):
    make.organisation(email="a@exempel.invalid")
    mailing = started(officer, consultation)
    make.organisation(email="b@exempel.invalid")

    response = confirm(officer, consultation, mailing)

    assert response.status_code == 409
    assert "Något har ändrats sedan du öppnade sidan" in page(response)
    assert 'name="seen" value="2"' in page(response)
    mailing.refresh_from_db()
    assert mailing.state == MailingState.DRAFT


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2020-01-01", "Dagen har redan varit"),
        ("2999-01-01", "mer än ett år bort"),
        ("snart", "Skriv dagen som"),
        ("0001-01-01", "Dagen har redan varit"),
        ("", "Välj en dag."),
    ],
)
def test_an_impossible_day_is_named(officer, consultation, day, words):
    make.organisation(email="a@exempel.invalid")
    mailing = started(officer, consultation)

    response = confirm(officer, consultation, mailing, send_on=day)

    assert response.status_code == 422
    assert words in page(response)


def test_another_day_means_eight_in_the_morning_there(officer, consultation):
    make.organisation(email="a@exempel.invalid")
    mailing = started(officer, consultation)
    day = local_date(now()) + timedelta(days=3)

    confirm(officer, consultation, mailing, send_on=day.isoformat())
    run_due()
    run_due()

    mailing.refresh_from_db()
    local = mailing.sent_at.astimezone(STOCKHOLM)
    assert (local.date(), local.hour, django_mail.outbox) == (day, 8, [])


def test_those_not_reached_are_named_before_sending(officer, consultation):
    make.organisation(name="Nätverket Påhitt", phone="010-000 00 09")
    mailing = started(officer, consultation)

    html = page(officer.get(at("send", consultation, mailing.uuid)))

    assert "Nätverket Påhitt, 010-000 00 09" in html


def test_a_mailing_is_stopped_after_a_question(officer, consultation):
    make.organisation(email="a@exempel.invalid")
    mailing = started(officer, consultation)
    confirm(officer, consultation, mailing)

    asked = page(officer.get(at("call_back", consultation, mailing.uuid)))
    officer.post(at("call_back", consultation, mailing.uuid))
    run_due()

    assert "Stoppa det som inte har skickats?" in asked
    mailing.refresh_from_db()
    assert (mailing.state, django_mail.outbox) == (MailingState.CANCELLED, [])


def test_a_mailing_that_is_prepared_can_be_taken_away(officer, consultation):
    mailing = started(officer, consultation)

    response = officer.post(at("drop", consultation, mailing.uuid))

    assertRedirects(response, at("mailings", consultation))
    assert (Mailing.objects.count(), Letter.objects.count()) == (0, 1)


@pytest.fixture
def refused(consultation):
    recipient = make.recipient(
        mailing=make.mailing(
            consultation=consultation,
            state=MailingState.RELEASED,
            released_at=make.NOW,
            sent_at=make.NOW,
        )
    )
    Message.objects.update(state="NOT_SENT", error="550 No such user", ended_at=make.NOW)
    return recipient


def of(name, recipient):
    mailing = recipient.mailing
    return at(name, mailing.consultation, mailing.uuid, recipient.participation.uuid)


def test_a_refused_address_stands_in_the_servers_words_and_is_corrected(officer, refused):
    listed = page(officer.get(at("mailing", refused.mailing.consultation, refused.mailing.uuid)))
    shown = page(officer.get(of("recipient", refused)))

    officer.post(of("new_email", refused), {"email": "ratt@exempel.invalid", "in_register": "on"})

    assert "550 No such user" in listed
    assert "1 mottagare behöver ses över" in listed
    assert "550 No such user" in shown
    refused.participation.organisation.refresh_from_db()
    assert refused.participation.organisation.email == "ratt@exempel.invalid"
    assert Message.objects.get().state == "QUEUED"


def test_a_wrong_address_is_named_and_kept(officer, refused):
    response = officer.post(of("new_email", refused), {"email": "inte en adress"})

    assert response.status_code == 422
    assert "Skriv adressen som namn@exempel.se." in page(response)
    assert "inte en adress" in page(response)


def test_an_unclear_mail_has_two_ways_and_says_what_they_mean(officer, refused):
    Message.objects.update(state="UNCLEAR", error="LINE_BROKE: timed out")

    html = page(officer.get(of("recipient", refused)))
    officer.post(of("arrived", refused))

    assert "Skicka igen" in html
    assert "Markera som framme" in html
    assert "Skickar du igen kan mottagaren få det två gånger." in html
    assert Message.objects.get().state == "SENT"


def test_what_is_no_longer_possible_is_said(officer, refused):
    Message.objects.update(state="SENT")

    response = officer.post(of("send_again", refused), follow=True)

    assert "Brevet har hunnit ändra läge" in page(response)


def test_a_return_a_letter_and_a_call_are_noted(officer, refused):
    Message.objects.update(state="SENT")

    officer.post(of("came_back", refused), {"words": "Mailbox full"})
    officer.post(of("on_paper", refused), {"postal_address": "Storgatan 1\n123 45 Påhitt"})
    officer.post(of("reached", refused), {"how": "Ringde", "on": local_date(now()).isoformat()})

    recipient = Recipient.objects.get()
    assert Message.objects.get().error == "Mailbox full"
    assert (recipient.channel, recipient.reached_how) == ("PAPER", "Ringde")
    assert "Mejlet kom i retur" in page(officer.get(of("recipient", refused)))


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("came_back", {"words": ""}, "Skriv vad som stod i returen."),
        ("on_paper", {"postal_address": " "}, "Skriv adressen."),
        ("reached", {"how": "", "on": "2020-01-01"}, "Skriv hur de nåddes."),
        ("reached", {"how": "x", "on": "2999-01-01"}, "Dagen har inte varit än."),
    ],
)
def test_what_is_missing_is_named(officer, refused, name, given, words):
    response = officer.post(of(name, refused), given)

    assert response.status_code == 422
    assert words in page(response)


def test_letters_are_printed_fetched_and_posted(officer, consultation):
    make.organisation(name="Kören", address="Storgatan 1", postal_code="123 45", city="Påhitt")
    mailing = started(officer, consultation)
    confirm(officer, consultation, mailing)
    run_due()
    officer.post(at("print", consultation, mailing.uuid))
    run_due()

    pdf = officer.get(at("batch_pdf", consultation, mailing.uuid, 1))
    docx = officer.get(at("batch_docx", consultation, mailing.uuid, 1))
    officer.post(at("posted", consultation, mailing.uuid, 1), {"on": local_date(now()).isoformat()})
    after = officer.get(at("batch_pdf", consultation, mailing.uuid, 1))

    assert pdf.content.startswith(b"%PDF")
    assert (pdf["Cache-Control"], pdf["Content-Type"]) == ("private, no-store", "application/pdf")
    assert pdf["Content-Disposition"] == f'attachment; filename="brev-{consultation.slug}-1.pdf"'
    assert docx.content.startswith(b"PK")
    assert after.status_code == 404
    assert PaperBatch.objects.get().posted_on == local_date(now())


def test_letters_are_not_posted_tomorrow(officer, consultation):
    batch = make.paper_batch(
        mailing=make.mailing(
            consultation=consultation, state=MailingState.RELEASED, released_at=make.NOW
        )
    )

    response = officer.post(
        at("posted", consultation, batch.mailing.uuid, 1),
        {"on": (local_date(now()) + timedelta(days=1)).isoformat()},
    )

    assert response.status_code == 422
    assert "Dagen har inte varit än" in page(response)


def test_the_registrar_looks_and_changes_nothing(client, consultation):
    client.force_login(make.officer(consultation.region, role="registrar"))
    recipient = make.recipient(
        mailing=make.mailing(
            consultation=consultation, state=MailingState.RELEASED, released_at=make.NOW
        )
    )

    html = page(client.get(of("recipient", recipient)))

    assert "Byt adress och skicka" not in html


def test_a_recipient_of_another_mailing_is_not_found(officer, consultation, refused):
    other = make.mailing(consultation=consultation, state=MailingState.RELEASED)

    address = at("recipient", consultation, other.uuid, refused.participation.uuid)

    assert officer.get(address).status_code == 404


def test_reminders_are_proposed_on_working_days_to_come(officer, consultation):
    make.mailing(
        consultation=consultation,
        state=MailingState.RELEASED,
        sent_at=now(),
        released_at=now(),
    )

    html = page(officer.get(at("mailings", consultation)))

    assert "När det kan vara dags att påminna" in html


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_take_the_same_queries_however_many(
    officer, consultation, django_assert_num_queries, count
):
    mailing = make.mailing(
        consultation=consultation,
        state=MailingState.RELEASED,
        released_at=make.NOW,
        sent_at=make.NOW,
    )
    for _ in range(count):
        make.recipient(mailing=mailing)
        make.mailing(consultation=consultation, kind=LetterKind.REMINDER)
    draft = started(officer, consultation, kind="referral")
    for number in range(count):
        make.organisation(email=f"x{number}@exempel.invalid", municipality=make.municipality())
    officer.get(at("mailings", consultation))

    with django_assert_num_queries(QUERIES["mailings"]):
        officer.get(at("mailings", consultation))
    with django_assert_num_queries(QUERIES["mailing"]):
        officer.get(at("mailing", consultation, mailing.uuid))
    with django_assert_num_queries(QUERIES["selection"]):
        officer.get(at("selection", consultation, draft.uuid))
    with django_assert_num_queries(QUERIES["send"]):
        officer.get(at("send", consultation, draft.uuid))


def test_hostile_names_are_shown_as_text(officer, consultation):
    make.organisation(name="<script>alert(1)</script>", email="a@exempel.invalid")
    mailing = started(officer, consultation)

    html = page(officer.get(at("selection", consultation, mailing.uuid)))

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
