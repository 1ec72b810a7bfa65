"""Handing messages to the mail server, each at most once.

Claim, render, note the hand-over, send, note the end: each step is committed before the next, so
a worker that dies leaves a message queued (nothing was handed over), sent, or unclear. Every claim
has a number of its own (`fence`): a worker that was given up can no longer hand anything over.
"""

import logging
import smtplib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F

from samrad.outbox.enums import MessageState
from samrad.outbox.models import Message
from samrad.outbox.queries import due_messages
from samrad.outbox.rules.retries import is_permanent, next_try
from samrad.outbox.smtp import may_have_arrived
from samrad.outbox.wording import BAD_ADDRESS, CANNOT_RENDER, LINE_BROKE, NO_LINE, WORKER_DIED

logger = logging.getLogger(__name__)

# Longer than every wait in one SMTP conversation together (EMAIL_TIMEOUT each).
LEASE: Final = timedelta(minutes=5)
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Rendered:
    """A mail ready to leave, and the text that is kept: the same with every token masked."""

    subject: str
    text: str
    html: str
    archived_text: str
    from_email: str
    reply_to: str = ""
    attachments: tuple[tuple[str, bytes, str], ...] = ()


class NothingToSend(Exception):
    """The renderer finds that this message should not leave after all; the text says why."""


class _NoLine(Exception):
    """The mail server cannot be reached or does not let us in: nothing more can leave this turn."""


Renderer = Callable[[Message, datetime], Rendered]


@transaction.atomic
def _claim(kinds: list[str], now: datetime) -> Message | None:
    message = due_messages(kinds, now).select_for_update(skip_locked=True).first()
    if message is not None:
        message.state, message.lease_until = MessageState.SENDING, now + LEASE
        message.attempts += 1
        message.fence += 1
        message.handed_over_at = None
        message.save(update_fields=["state", "lease_until", "attempts", "fence", "handed_over_at"])
    return message


def _end(message: Message, state: MessageState, now: datetime, *, error: str = "") -> None:
    """Note the end, unless somebody has decided otherwise meanwhile."""
    Message.objects.filter(
        pk=message.pk,
        fence=message.fence,
        state__in=[MessageState.SENDING, MessageState.UNCLEAR],
    ).update(state=state, ended_at=now, error=error[:300], lease_until=None, due_at=None)


def _retry(message: Message, now: datetime, *, error: str) -> None:
    due_at = next_try(attempts=message.attempts, now=now)
    if due_at is None:
        _end(message, MessageState.NOT_SENT, now, error=error)
        return
    _queue_back(message, error=error, due_at=due_at)


def _queue_back(message: Message, *, error: str, **fields: object) -> None:
    Message.objects.filter(pk=message.pk, fence=message.fence, state=MessageState.SENDING).update(
        state=MessageState.QUEUED,
        error=error[:300],
        lease_until=None,
        handed_over_at=None,
        **fields,
    )


def _mail(
    message: Message, rendered: Rendered, connection: BaseEmailBackend
) -> EmailMultiAlternatives:
    """Build the mail. Raise `ValueError` or `ValidationError` for what cannot be written."""
    validate_email(message.to_address)
    host = rendered.from_email.rpartition("@")[2].rstrip(">") or "localhost"
    mail = EmailMultiAlternatives(
        rendered.subject,
        rendered.text,
        rendered.from_email,
        [message.to_address],
        reply_to=[rendered.reply_to] if rendered.reply_to else None,
        headers={"Message-ID": f"<{message.uuid}@{host}>", "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    if rendered.html:
        mail.attach_alternative(rendered.html, "text/html")
    for name, content, content_type in rendered.attachments:
        mail.attach(name, content, content_type)
    mail.message()  # a subject that would break the header is found out here
    return mail


def _answer(error: smtplib.SMTPException) -> tuple[int, str] | None:
    """Return code and words when the server answered no, nothing when the line broke."""
    words: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    else:
        return None
    return code, words.decode(errors="replace") if isinstance(words, bytes) else words


def _take_no(message: Message, error: smtplib.SMTPException, now: datetime) -> None:
    """Give up on a final no about this mail; try again later on anything else.

    A no about the sender is the installation's fault and not this address's: it is tried again.
    """
    answer = _answer(error)
    words = " ".join(map(str, answer)) if answer else str(error)
    ours = isinstance(error, smtplib.SMTPSenderRefused)
    if answer and is_permanent(answer[0]) and not ours:
        _end(message, MessageState.NOT_SENT, now, error=words)
    else:
        _retry(message, now, error=words)


def _take_break(
    message: Message, error: OSError, connection: BaseEmailBackend, now: datetime
) -> None:
    """Try again if nothing can have arrived; call the message unclear otherwise."""
    if may_have_arrived(connection):
        _end(message, MessageState.UNCLEAR, now, error=f"{LINE_BROKE}: {error}")
    else:
        _retry(message, now, error=f"{NO_LINE}: {error}")
    connection.close()


def _note_hand_over(message: Message, rendered: Rendered, now: datetime) -> bool:
    """Commit that the text now leaves. False when this claim is no longer ours."""
    ours = Message.objects.filter(
        pk=message.pk, fence=message.fence, state=MessageState.SENDING
    ).update(
        handed_over_at=now,
        lease_until=now + LEASE,
        archived_subject=rendered.subject[:300],
        archived_text=rendered.archived_text,
    )
    return ours == 1


def _hand_over(
    message: Message, mail: EmailMultiAlternatives, connection: BaseEmailBackend, clock: Clock
) -> None:
    try:
        mail.send()
    except smtplib.SMTPException as error:  # an OSError too, so it comes first
        if isinstance(error, smtplib.SMTPServerDisconnected):
            _take_break(message, error, connection, clock())
        else:
            _take_no(message, error, clock())
    except OSError as error:
        _take_break(message, error, connection, clock())
    else:
        _end(message, MessageState.SENT, clock())


def _open(message: Message, connection: BaseEmailBackend) -> None:
    """Open the line. Where there is none the message waits, and no try is counted."""
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        _queue_back(message, error=f"{NO_LINE}: {error}", attempts=F("attempts") - 1)
        raise _NoLine from error


def _send(message: Message, renderer: Renderer, connection: BaseEmailBackend, clock: Clock) -> None:
    try:
        rendered = renderer(message, clock())
    except NothingToSend as reason:
        _end(message, MessageState.CANCELLED, clock(), error=str(reason))
        return
    except Exception as error:
        # One faulty letter must not stop the others.
        logger.exception("Message %s could not be rendered", message.pk)
        _retry(message, clock(), error=f"{CANNOT_RENDER}: {type(error).__name__}")
        return
    try:
        mail = _mail(message, rendered, connection)
    except (ValueError, ValidationError):
        _end(message, MessageState.NOT_SENT, clock(), error=BAD_ADDRESS)
        return
    if _note_hand_over(message, rendered, clock()):
        _hand_over(message, mail, connection, clock)


def deliver_due(*, renderers: Mapping[str, Renderer], clock: Clock, limit: int = 500) -> int:
    """Send what is due among the kinds in `renderers`; return how many were tried."""
    tried = 0
    connection = get_connection()
    try:
        while tried < limit and (message := _claim(list(renderers), clock())):
            _open(message, connection)
            _send(message, renderers[message.kind], connection, clock)
            tried += 1
    except _NoLine as error:
        logger.warning("Mail does not leave: %s", error.__cause__)
    finally:
        connection.close()
    return tried


@transaction.atomic
def settle_lost(*, now: datetime) -> int:
    """Settle what a dead worker left: queue what was not handed over, call the rest unclear."""
    lost = Message.objects.select_for_update().filter(
        state=MessageState.SENDING, lease_until__lt=now
    )
    settled = 0
    for message in lost.order_by("pk"):
        if message.handed_over_at is None:
            _retry(message, now, error=WORKER_DIED)
        else:
            _end(message, MessageState.UNCLEAR, now, error=WORKER_DIED)
        settled += 1
    return settled
