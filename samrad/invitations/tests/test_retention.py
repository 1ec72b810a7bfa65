"""Addresses are forgotten when the region has decided on it and time is out, never before."""

from datetime import date, timedelta

import pytest

from samrad.consultations.models import ParticipationContact
from samrad.consultations.services.links import keep_contact
from samrad.invitations.models import Recipient
from samrad.invitations.services.retention import forget_addresses
from samrad.journal.queries import breaks
from samrad.outbox.models import Message
from tests import make

LATER = make.NOW + timedelta(days=800)


@pytest.fixture
def sent(db):
    recipient = make.recipient()
    Message.objects.update(state="SENT", ended_at=make.NOW, archived_text="Hej")
    keep_contact(
        actor=make.principal(),
        participation=recipient.participation,
        email="p@exempel.invalid",
        now=make.NOW,
        retention_until=date(2027, 1, 1),
    )
    return recipient


def decide(recipient):
    region = recipient.mailing.consultation.region
    region.disposal_decided_on = date(2026, 1, 1)
    region.save()


def kept():
    return (
        ParticipationContact.objects.count(),
        list(Recipient.objects.values_list("email", flat=True)),
        list(Message.objects.values_list("to_address", "archived_text")),
    )


AS_IT_WAS = (1, ["lats@exempel.invalid"], [("lats@exempel.invalid", "Hej")])


def test_without_a_decision_nothing_is_forgotten(sent):
    assert forget_addresses(now=LATER) == 0
    assert kept() == AS_IT_WAS


def test_before_the_time_is_out_nothing_is_forgotten(sent):
    decide(sent)

    assert forget_addresses(now=make.NOW) == 0
    assert kept() == AS_IT_WAS


def test_when_the_time_is_out_addresses_go_and_the_journal_is_whole(sent):
    decide(sent)

    first, again = forget_addresses(now=LATER), forget_addresses(now=LATER)

    assert (first, again) == (1, 0)
    assert kept() == (0, [""], [("", "")])
    assert breaks() == []


def test_letters_are_forgotten_a_year_after_the_consultation_also_without_contacts(db):
    recipient = make.recipient()
    Message.objects.update(state="SENT", ended_at=make.NOW)
    decide(recipient)

    assert forget_addresses(now=LATER) == 1
    assert Recipient.objects.get().email == ""


def test_who_was_never_written_to_is_forgotten_too(sent):
    decide(sent)
    Recipient.objects.all().delete()
    Message.objects.update(recipient=sent.participation.reference)

    forget_addresses(now=LATER)

    assert kept() == (0, [], [("", "")])
