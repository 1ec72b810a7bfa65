"""Delivery to a real mail server on loopback: accepted, refused, later, and broken lines."""

from datetime import UTC, datetime, timedelta

import pytest

from samrad.outbox.enums import MessageState
from samrad.outbox.models import Message
from samrad.outbox.services import (
    LEASE,
    Addressed,
    NothingToSend,
    Rendered,
    deliver_due,
    queue_message,
    queue_messages,
    settle_lost,
)
from samrad.outbox.tests.mail_server import MailServer

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def server(settings):
    running = MailServer().start()
    settings.EMAIL_BACKEND = "samrad.outbox.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = running.port
    settings.EMAIL_TIMEOUT = 5
    yield running
    running.stop()


def render(message, now):
    if message.context.get("fault"):
        raise KeyError("no such fact")
    if message.context.get("needless"):
        raise NothingToSend("ANSWERED")
    return Rendered(
        subject=message.context.get("subject", "Välkommen"),
        text="Svara på https://samrad.example.org/d/hemligt/",
        html="<p>Svara</p>",
        archived_text="Svara på https://samrad.example.org/d/•••/",
        from_email="Region Kronoberg <samrad@exempel.invalid>",
        reply_to="kim@exempel.invalid",
    )


def queue(address, **context):
    return queue_message(
        tenant="region:07",
        kind="letter",
        event="mailing:1",
        recipient=f"participation:{address}",
        to_address=address,
        context=context,
        now=NOW,
    )


def deliver(at=NOW, **options):
    return deliver_due(renderers={"letter": render}, clock=lambda: at, **options)


def states():
    return dict(Message.objects.order_by("pk").values_list("to_address", "state"))


def test_an_accepted_mail_is_sent_once_under_its_own_message_id(db, server):
    message = queue("anna@exempel.invalid")

    deliver()
    deliver()

    [mail] = server.received
    assert mail["Message-ID"] == f"<{message.uuid}@exempel.invalid>"
    assert (mail["Subject"], mail["Reply-To"]) == ("Välkommen", "kim@exempel.invalid")
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    message.refresh_from_db()
    assert message.state == MessageState.SENT
    assert message.archived_text == "Svara på https://samrad.example.org/d/•••/"


def test_many_mails_leave_in_one_conversation(db, server):
    for number in range(5):
        queue(f"person{number}@exempel.invalid")

    tried = deliver()

    assert (tried, server.sessions, len(server.received)) == (5, 1, 5)


def test_one_faulty_address_does_not_stop_the_rest(db, server):
    addresses = [
        "a@exempel.invalid",
        "refused@exempel.invalid",
        "b@exempel.invalid",
        "hangup@exempel.invalid",
        "inte en adress",
        "c@exempel.invalid",
        "later@exempel.invalid",
        "hangup-first@exempel.invalid",
        "d@exempel.invalid",
    ]
    for address in addresses:
        queue(address)

    deliver()

    assert states() == {
        "a@exempel.invalid": "SENT",
        "refused@exempel.invalid": "NOT_SENT",
        "b@exempel.invalid": "SENT",
        "hangup@exempel.invalid": "UNCLEAR",
        "inte en adress": "NOT_SENT",
        "c@exempel.invalid": "SENT",
        "later@exempel.invalid": "QUEUED",
        "hangup-first@exempel.invalid": "QUEUED",
        "d@exempel.invalid": "SENT",
    }


def test_a_refusal_is_kept_in_the_servers_own_words(db, server):
    message = queue("refused@exempel.invalid")

    deliver()

    message.refresh_from_db()
    assert message.error == "550 5.1.1 No such mailbox here"


def test_a_temporary_no_is_tried_again_later_under_the_same_message_id(db, server):
    message = queue("later@exempel.invalid")
    deliver()
    message.refresh_from_db()
    waited_for = message.due_at

    too_early = deliver(at=NOW + timedelta(seconds=30))
    in_time = deliver(at=waited_for)

    assert (waited_for - NOW, too_early, in_time) == (timedelta(minutes=1), 0, 1)
    assert [mail["Message-ID"] for mail in server.received] == [f"<{message.uuid}@exempel.invalid>"]


def test_a_line_that_breaks_after_the_text_leaves_the_mail_unclear_and_unsent_again(db, server):
    queue("hangup@exempel.invalid")

    deliver()
    deliver(at=NOW + timedelta(days=2))

    assert states() == {"hangup@exempel.invalid": "UNCLEAR"}
    assert server.addresses() == ["hangup@exempel.invalid"]


def test_a_line_that_breaks_before_the_text_is_tried_again(db, server):
    queue("hangup-first@exempel.invalid")

    deliver()
    deliver(at=NOW + timedelta(minutes=2))

    assert states() == {"hangup-first@exempel.invalid": "SENT"}
    assert server.addresses() == ["hangup-first@exempel.invalid"]


def test_without_a_mail_server_messages_wait_and_no_try_is_counted(db, server):
    message = queue("anna@exempel.invalid")
    queue("bo@exempel.invalid")
    server.stop()

    tried = [deliver(at=NOW + timedelta(hours=hours)) for hours in range(10)]

    message.refresh_from_db()
    assert set(tried) == {0}
    assert (message.state, message.attempts, message.due_at) == ("QUEUED", 0, NOW)
    assert message.error.startswith("NO_LINE")


def test_a_letter_that_cannot_be_filled_in_is_tried_again_and_then_given_up(db, server):
    message = queue("anna@exempel.invalid", fault=True)
    queue("bo@exempel.invalid")

    deliver()
    after_one = (message.__class__.objects.get(pk=message.pk).state, server.addresses())
    for day in range(1, 8):
        deliver(at=NOW + timedelta(days=day))

    message.refresh_from_db()
    assert after_one == ("QUEUED", ["bo@exempel.invalid"])
    assert (message.state, message.error) == ("NOT_SENT", "CANNOT_RENDER: KeyError")


def test_what_is_no_longer_needed_does_not_leave(db, server):
    message = queue("anna@exempel.invalid", needless=True)

    deliver()

    message.refresh_from_db()
    assert (message.state, message.error, server.received) == ("CANCELLED", "ANSWERED", [])


def test_a_subject_with_a_line_break_becomes_no_header(db, server):
    queue("anna@exempel.invalid", subject="Hej\nBcc: alla@exempel.invalid")

    deliver()

    assert (states(), server.received) == ({"anna@exempel.invalid": "NOT_SENT"}, [])


def test_the_same_event_and_recipient_is_queued_once(db):
    first = queue("anna@exempel.invalid")

    again = queue("anna@exempel.invalid")
    many = queue_messages(
        tenant="region:07",
        kind="letter",
        event="mailing:1",
        addressed=[Addressed(first.recipient, "annan@exempel.invalid")],
        now=NOW,
    )

    assert (again, many) == (first, {first.recipient: first})
    assert Message.objects.count() == 1


def test_a_message_due_later_waits(db, server):
    queue_messages(
        tenant="region:07",
        kind="letter",
        event="mailing:1",
        addressed=[Addressed("participation:1", "anna@exempel.invalid")],
        now=NOW,
        due_at=NOW + timedelta(days=1),
    )

    tried = (deliver(), deliver(at=NOW + timedelta(days=1)))

    assert tried == (0, 1)


def lost(handed_over_at, **given):
    message = queue("anna@exempel.invalid")
    Message.objects.filter(pk=message.pk).update(
        state=MessageState.SENDING,
        attempts=1,
        fence=1,
        lease_until=NOW + LEASE,
        handed_over_at=handed_over_at,
    )
    return Message.objects.get(pk=message.pk)


@pytest.mark.parametrize(
    ("handed_over_at", "state"),
    [(None, MessageState.QUEUED), (NOW, MessageState.UNCLEAR)],
)
def test_what_a_dead_worker_left_is_settled_when_its_lease_is_out(db, handed_over_at, state):
    message = lost(handed_over_at)

    before = settle_lost(now=NOW + LEASE)
    after = settle_lost(now=NOW + LEASE + timedelta(seconds=1))

    message.refresh_from_db()
    assert (before, after, message.state) == (0, 1, state)


def test_a_worker_that_was_given_up_can_no_longer_hand_over(db, server):
    message = queue("anna@exempel.invalid")

    def slow_render(claimed, now):
        settle_lost(now=NOW + timedelta(hours=1))  # somebody thinks that we are dead
        return render(claimed, now)

    deliver_due(renderers={"letter": slow_render}, clock=lambda: NOW, limit=1)

    message.refresh_from_db()
    assert (message.state, server.received) == ("QUEUED", [])
