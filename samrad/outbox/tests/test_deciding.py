"""What a person decides about messages."""

from datetime import timedelta

import pytest

from samrad.outbox.enums import MessageState
from samrad.outbox.models import Message
from samrad.outbox.services import (
    CannotDecide,
    cancel_messages,
    decide_message,
    forget_address,
    note_bounce,
    queue_message,
    readdress_message,
)
from samrad.outbox.wording import said
from tests.make import NOW

LATER = NOW + timedelta(hours=1)


def message(state, name="anna"):
    made = queue_message(
        tenant="region:07",
        kind="letter",
        event="mailing:1",
        recipient=f"participation:{name}",
        to_address=f"{name}@exempel.invalid",
        context={},
        now=NOW,
    )
    Message.objects.filter(pk=made.pk).update(
        state=state,
        ended_at=None if state in {"QUEUED", "SENDING"} else NOW,
        attempts=3,
        archived_text="Hej Anna",
    )
    return Message.objects.get(pk=made.pk)


@pytest.mark.parametrize("state", ["UNCLEAR", "NOT_SENT"])
def test_an_unclear_or_refused_message_can_be_sent_again(db, state):
    unclear = message(state)

    decide_message(message=unclear, send_again=True, now=LATER)

    unclear.refresh_from_db()
    assert (unclear.state, unclear.due_at, unclear.attempts) == ("QUEUED", LATER, 0)


def test_an_unclear_message_can_be_marked_as_arrived(db):
    unclear = message("UNCLEAR")

    decide_message(message=unclear, send_again=False, now=LATER)

    unclear.refresh_from_db()
    assert (unclear.state, unclear.ended_at, unclear.error) == ("SENT", LATER, "MARKED_BY_HAND")


@pytest.mark.parametrize("state", ["SENT", "QUEUED", "SENDING", "CANCELLED"])
def test_nothing_else_is_sent_again(db, state):
    with pytest.raises(CannotDecide):
        decide_message(message=message(state), send_again=True, now=LATER)


def test_a_refused_message_goes_to_the_corrected_address(db):
    refused = message("NOT_SENT")

    readdress_message(message=refused, to_address="annika@exempel.invalid", now=LATER)

    refused.refresh_from_db()
    assert (refused.to_address, refused.state) == ("annika@exempel.invalid", "QUEUED")


def test_what_has_arrived_is_not_readdressed(db):
    with pytest.raises(CannotDecide):
        readdress_message(message=message("SENT"), to_address="a@exempel.invalid", now=LATER)


def test_a_mail_that_came_back_is_noted_with_its_words(db):
    sent = message("SENT")

    note_bounce(message=sent, words="Mailbox full", now=LATER)

    sent.refresh_from_db()
    assert (sent.state, sent.error) == ("NOT_SENT", "Mailbox full")


def test_only_what_has_left_can_come_back(db):
    with pytest.raises(CannotDecide):
        note_bounce(message=message("QUEUED"), words="Mailbox full", now=LATER)


def test_only_what_waits_is_called_back(db):
    for number, state in enumerate(MessageState.values):
        message(state, name=f"person{number}")

    called_back = cancel_messages(event="mailing:1", now=LATER)

    assert called_back == 1
    assert sorted(Message.objects.values_list("state", flat=True)) == sorted(
        ["SENDING", "SENT", "NOT_SENT", "UNCLEAR", "CANCELLED", "CANCELLED"]
    )


def test_forgetting_blanks_address_and_text_of_what_has_ended(db):
    ended, waiting = message("SENT"), message("QUEUED", name="bo")

    forget_address(recipient=ended.recipient)
    forget_address(recipient=waiting.recipient)

    assert list(Message.objects.order_by("pk").values_list("to_address", "archived_text")) == [
        ("", ""),
        ("bo@exempel.invalid", "Hej Anna"),
    ]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("550 No such user", "550 No such user"),
        ("CANCELLED", "Återkallat innan det skickades."),
        (
            "NO_LINE: refused",
            "E-postservern svarar inte. Vi försöker igen av oss själva. (refused)",
        ),
    ],
)
def test_errors_are_told_in_words(error, words):
    assert said(error) == words
