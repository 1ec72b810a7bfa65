"""The mails that leave about an answer, as they are rendered and as they are kept."""

from datetime import timedelta

import pytest

from samrad.consultations.models import PersonalLink
from samrad.consultations.services.links import keep_contact
from samrad.contributions.queries.places import question_slot, reply_address
from samrad.contributions.services.answering import report_wrong_recipient, send_answer
from samrad.contributions.services.drafts import Mandate, Written, save_draft
from samrad.contributions.services.receipts import (
    MASK,
    RENDERERS,
    queue_link,
    queue_receipt,
    render_link,
    render_receipt,
    render_wrong_recipient,
)
from samrad.core.clock import now
from samrad.core.ids import token_hash
from samrad.outbox.enums import MessageState
from samrad.outbox.models import Message
from samrad.outbox.services import deliver_due
from tests import make


@pytest.fixture
def submission(party, consultation):
    """Send an answer."""
    for position, text in ((1, "Vi behöver <b>lokaler</b> & tid."), (2, "")):
        question = consultation.questions.get(position=position)
        save_draft(
            participation=party,
            slot=question_slot(question),
            written=Written(text=text, nothing_to_add=not text),
            now=now(),
        )
    return send_answer(
        participation=party, key="1", mandate=Mandate(kind="BOARD", decided_on=make.NOW.date()),
        language="sv", actor=make.principal(), now=now(),
    )  # fmt: skip


def tokens_in(text):
    """Return the tokens of the personal links in a text."""
    return [line.rstrip("/").rpartition("/")[2] for line in text.splitlines() if "/d/" in line]


def test_the_receipt_holds_the_number_the_time_and_every_word(submission):
    mail = render_receipt(Message.objects.get(kind="receipt"), now())

    assert mail.subject == f"Kvitto G-2026-1/{submission.number}: svaret har kommit fram"
    assert [part for part in (
        "Beslut om svaret: Styrelsen, 2 mars 2026", "Vad behöver ni?",
        "Vi behöver <b>lokaler</b> & tid.", "Inget att tillägga", "Kim Exempel, 010-000 00 01",
    ) if part not in mail.text] == []  # fmt: skip
    assert (mail.reply_to, mail.from_email) == (
        "kim@exempel.invalid",
        "Region Kronoberg <samrad@localhost>",
    )


def test_the_receipt_opens_the_answer_and_its_kept_copy_does_not(submission, party):
    mail = render_receipt(Message.objects.get(kind="receipt"), now())

    (token,) = tokens_in(mail.text)
    assert PersonalLink.objects.get(token_hash=token_hash(token)).participation == party
    assert tokens_in(mail.archived_text) == [MASK]
    assert mail.archived_text.replace(MASK, token) == mail.text


def test_the_receipt_is_written_in_the_language_of_the_one_who_sent(submission):
    message = Message.objects.get(kind="receipt")
    message.context["language"] = "en"

    assert render_receipt(message, now()).text


def test_a_receipt_that_leaves_after_closing_offers_no_new_version(submission, consultation):
    consultation.closes_at = now()
    consultation.save()

    mail = render_receipt(Message.objects.get(kind="receipt"), now())

    assert "ny version" not in mail.text


def test_a_submission_gets_one_receipt(submission):
    queue_receipt(
        submission=submission, to_address="nagon@exempel.invalid", language="sv", now=now()
    )

    assert Message.objects.filter(kind="receipt").count() == 1


def test_nobody_is_written_to_without_an_address(consultation):
    silent = make.participation(
        consultation=consultation,
        organisation=make.organisation(region=consultation.region, email=""),
    )

    assert queue_link(participation=silent, language="sv", now=now()) is None


def test_the_participants_own_contact_comes_before_the_register(party):
    keep_contact(
        participation=party, actor=make.principal(), now=now(), email="styrelsen@exempel.invalid"
    )

    assert reply_address(party, make.NOW.date()) == "styrelsen@exempel.invalid"


@pytest.mark.parametrize(
    ("kept", "address"),
    [
        ({}, "ordforande@exempel.invalid"),
        ({"do_not_contact": True}, ""),
        ({"retention_until": make.NOW.date() - timedelta(days=1)}, ""),
    ],
)
def test_a_contact_person_is_written_to_only_while_they_may_be(consultation, kept, address):
    organisation = make.organisation(region=consultation.region, email="")
    make.contact_person(organisation=organisation, email="ordforande@exempel.invalid", **kept)
    party = make.participation(consultation=consultation, organisation=organisation)

    assert reply_address(party, make.NOW.date()) == address


def test_a_link_is_mailed_once_in_ten_minutes(party):
    for seconds in (0, 1, 599, 600):
        queue_link(participation=party, language="sv", now=make.NOW + timedelta(seconds=seconds))

    assert Message.objects.count() == 2


def test_a_new_link_leads_to_the_answer(party):
    queue_link(participation=party, language="sv", now=now())

    mail = render_link(Message.objects.get(), now())

    (token,) = tokens_in(mail.text)
    assert PersonalLink.objects.get(token_hash=token_hash(token)).minted_for == "link"


def test_the_officer_reads_who_should_have_had_the_link(party):
    report_wrong_recipient(
        participation=party, note="Ny ordförande: Exempel", actor=make.principal(), now=now()
    )

    mail = render_wrong_recipient(Message.objects.get(), now())

    assert mail.subject == "Länken till Hembygdsföreningen Låtsasbygden har kommit fel"
    assert "Ny ordförande: Exempel" in mail.text


def test_the_owner_is_told_where_no_contact_person_has_an_address(party, consultation):
    consultation.contact_email, consultation.owner = "", make.officer(email="a@exempel.invalid")
    consultation.save()

    report_wrong_recipient(participation=party, note="", actor=make.principal(), now=now())

    assert Message.objects.get().to_address == "a@exempel.invalid"


def test_hostile_lines_stay_in_the_text_and_never_become_headers(party):
    party.display_name = "Låtsas\nBcc: annan@exempel.invalid"
    party.save()
    report_wrong_recipient(
        participation=party, note="\nBcc: annan@exempel.invalid", actor=make.principal(), now=now()
    )

    mail = render_wrong_recipient(Message.objects.get(), now())

    assert "\n" not in mail.subject


def test_the_receipt_leaves_as_a_mail(submission, mailoutbox):
    deliver_due(renderers=RENDERERS, clock=now)

    assert [mail.to for mail in mailoutbox] == [["latsas@exempel.invalid"]]
    assert Message.objects.get(kind="receipt").state == MessageState.SENT
