"""What an officer does about one recipient."""

from datetime import date, timedelta

import pytest

from samrad.invitations.enums import MailingState
from samrad.invitations.models import Recipient
from samrad.invitations.queries.mailings import get_recipient
from samrad.invitations.services.recipients import (
    NoAddress,
    NoMail,
    correct_email,
    decide_letter,
    mark_reached,
    note_return,
    put_on_paper,
)
from samrad.journal.queries import breaks, entries_about
from samrad.outbox.models import Message
from samrad.outbox.services import CannotDecide, queue_message
from tests import make

NOW = make.NOW
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def officer(db):
    return make.principal(make.officer())


def recipient(state="", **given):
    mailing = make.mailing(state=MailingState.RELEASED)
    party = make.participation(consultation=mailing.consultation)
    message = None
    if state:
        message = queue_message(
            tenant="region:07",
            kind="invitation",
            event=mailing.event,
            recipient=party.reference,
            to_address="fel@exempel.invalid",
            context={},
            now=NOW,
        )
        ended = None if state in {"QUEUED", "SENDING"} else NOW
        Message.objects.filter(pk=message.pk).update(state=state, ended_at=ended)
        message.refresh_from_db()
    return Recipient.objects.create(
        mailing=mailing,
        participation=party,
        channel="EMAIL" if state else "NONE",
        email="fel@exempel.invalid" if state else "",
        message=message,
        **given,
    )


def standing(one):
    return get_recipient(
        one.mailing.consultation.region.slug,
        one.mailing.consultation.slug,
        one.mailing.uuid,
        one.participation.uuid,
    ).standing


def test_a_refused_address_is_corrected_and_tried_again(officer):
    refused = recipient("NOT_SENT")

    corrected = correct_email(
        recipient=refused, email="ratt@exempel.invalid", in_register=True, actor=officer, now=LATER
    )

    message = Message.objects.get()
    organisation = refused.participation.organisation
    organisation.refresh_from_db()
    assert (corrected.email, message.to_address, message.state) == (
        "ratt@exempel.invalid",
        "ratt@exempel.invalid",
        "QUEUED",
    )
    assert (organisation.email, organisation.version) == ("ratt@exempel.invalid", 2)
    assert breaks() == []


def test_the_register_is_left_alone_unless_asked(officer):
    refused = recipient("NOT_SENT")

    correct_email(
        recipient=refused, email="ratt@exempel.invalid", in_register=False, actor=officer, now=LATER
    )

    refused.participation.organisation.refresh_from_db()
    assert refused.participation.organisation.email == ""


def test_one_without_an_address_gets_a_mail_when_one_is_found(officer):
    nowhere = recipient()

    correct_email(
        recipient=nowhere, email="ny@exempel.invalid", in_register=False, actor=officer, now=LATER
    )

    assert Message.objects.get().to_address == "ny@exempel.invalid"
    assert standing(nowhere) == "WAITING"


def test_a_mail_that_arrived_is_not_readdressed(officer):
    with pytest.raises(CannotDecide):
        correct_email(
            recipient=recipient("SENT"),
            email="ny@exempel.invalid",
            in_register=True,
            actor=officer,
            now=LATER,
        )


@pytest.mark.parametrize(("send_again", "after"), [(True, "WAITING"), (False, "SENT")])
def test_of_an_unclear_mail_a_person_decides(officer, send_again, after):
    unclear = recipient("UNCLEAR")

    decide_letter(recipient=unclear, send_again=send_again, actor=officer, now=LATER)

    assert standing(unclear) == after


def test_a_mail_that_came_back_later_is_noted_with_its_words(officer):
    sent = recipient("SENT")

    note_return(recipient=sent, words="Mailbox\nfull", actor=officer, now=LATER)

    assert (standing(sent), Message.objects.get().error) == ("NOT_SENT", "Mailbox full")


def test_there_is_nothing_to_decide_without_a_mail(officer):
    with pytest.raises(NoMail):
        decide_letter(recipient=recipient(), send_again=True, actor=officer, now=LATER)
    with pytest.raises(NoMail):
        note_return(recipient=recipient(), words="x", actor=officer, now=LATER)


@pytest.mark.parametrize(
    ("state", "mail"), [("NOT_SENT", "NOT_SENT"), ("QUEUED", "CANCELLED"), ("SENT", "SENT")]
)
def test_anyone_can_get_the_letter_on_paper_instead(officer, state, mail):
    one = recipient(state)

    put_on_paper(recipient=one, postal_address="Storgatan 1\n123 45 X", actor=officer, now=LATER)

    assert (standing(one), Message.objects.get().state) == ("TO_PRINT", mail)


def test_paper_needs_an_address(officer):
    with pytest.raises(NoAddress):
        put_on_paper(recipient=recipient(), postal_address=" \n ", actor=officer, now=LATER)


def test_who_was_reached_in_another_way_is_noted_with_day_and_how(officer):
    nowhere = recipient()

    mark_reached(recipient=nowhere, how="Ringde", on=date(2026, 3, 4), actor=officer, now=LATER)

    assert standing(nowhere) == "REACHED"
    kinds = [entry.kind for entry in entries_about("invitations.recipient", nowhere.pk)]
    assert kinds == ["letter.reached"]
