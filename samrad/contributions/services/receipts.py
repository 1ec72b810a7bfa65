"""Mails about an answer: the receipt, a new link to go on with, and that a link went astray.

Each is queued in the transaction that gave rise to it and written when it leaves, with a personal
link minted at that moment. The kept copy shows no token.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from urllib.parse import unquote

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from samrad.consultations.models import Consultation, Participation, WrongRecipientReport
from samrad.consultations.services.links import mint_link
from samrad.contributions.models import Submission
from samrad.contributions.queries.answers import parts_of
from samrad.contributions.queries.places import last_day_of, reply_address, standing_of
from samrad.contributions.rules.answering import Standing
from samrad.contributions.rules.receipts import checksum, in_groups, receipt_number
from samrad.contributions.services.registrar import sender_of
from samrad.core.clock import STOCKHOLM, local_date
from samrad.outbox.models import Message
from samrad.outbox.services import NothingToSend, Rendered, Renderer, queue_message

RECEIPT: Final = "receipt"
LINK: Final = "link"
WRONG_RECIPIENT: Final = "wrong_recipient"
MASK: Final = "•" * 12
LINK_PAUSE = timedelta(minutes=10)  # asking again sooner gives no second mail


def queue_receipt(
    *, submission: Submission, to_address: str, language: str, now: datetime
) -> Message | None:
    """Queue the receipt to the participant's own address (`reply_address`), if we have one."""
    participation = submission.participation
    if participation is None or not to_address:
        return None
    return queue_message(
        tenant=submission.consultation.region.chain,
        kind=RECEIPT,
        event=f"submission:{submission.pk}",
        recipient=participation.reference,
        to_address=to_address,
        context={"submission": submission.pk, "language": language},
        now=now,
    )


def queue_link(*, participation: Participation, language: str, now: datetime) -> Message | None:
    """Queue a mail with a new link to the participant's own address, at most one in ten minutes."""
    address = reply_address(participation, local_date(now))
    if not address:
        return None
    turn = int(now.timestamp() // LINK_PAUSE.total_seconds())
    return queue_message(
        tenant=participation.consultation.region.chain,
        kind=LINK,
        event=f"link:{participation.pk}:{turn}",
        recipient=participation.reference,
        to_address=address,
        context={"participation": participation.pk, "language": language},
        now=now,
    )


def queue_wrong_recipient(*, report: WrongRecipientReport, now: datetime) -> Message | None:
    """Queue a mail to the contact person, or the owner, that a link reached the wrong one."""
    consultation = report.participation.consultation
    owner = consultation.owner
    address = consultation.contact_email or (owner.email if owner else "")
    if not address:
        return None
    return queue_message(
        tenant=consultation.region.chain,
        kind=WRONG_RECIPIENT,
        event=f"wrong_recipient:{report.pk}",
        recipient=f"consultation:{consultation.pk}",
        to_address=address,
        context={"report": report.pk},
        now=now,
    )


def render_receipt(message: Message, now: datetime) -> Rendered:
    """Write the receipt with the whole answer."""
    submission = Submission.objects.select_related(
        "consultation__region", "participation__consultation"
    ).get(pk=message.context["submission"])
    participation = submission.participation
    if participation is None:
        raise NothingToSend
    facts = {
        "submission": submission,
        "number": receipt_number(
            consultation=submission.consultation.reference, number=submission.number
        ),
        "checksum": in_groups(checksum(submission.text)),
        "received_at": submission.received_at.astimezone(STOCKHOLM),
        "last_day": _days_to_come(submission.consultation, now),
        "parts": parts_of(submission),
    }
    return _personal(message, participation, "receipt", facts, now)


def render_link(message: Message, now: datetime) -> Rendered:
    """Write the mail that lets a participant go on from another device or day."""
    participation = Participation.objects.select_related("consultation__region").get(
        pk=message.context["participation"]
    )
    facts = {"last_day": _days_to_come(participation.consultation, now)}
    return _personal(message, participation, "link", facts, now)


def render_wrong_recipient(message: Message, now: datetime) -> Rendered:  # noqa: ARG001 -- a renderer's shape
    """Write to the officer about a link that went astray."""
    report = WrongRecipientReport.objects.select_related("participation__consultation__region").get(
        pk=message.context["report"]
    )
    consultation = report.participation.consultation
    with translation.override(settings.LANGUAGE_CODE):
        subject, text = _written(
            "wrong_recipient", {"report": report, "consultation": consultation}
        )
    return Rendered(
        subject=subject,
        text=text,
        html="",
        archived_text=text,
        from_email=sender_of(consultation.region),
    )


def _days_to_come(consultation: Consultation, now: datetime) -> date | None:
    """Return the last day to answer while answers are received."""
    is_open = standing_of(consultation, now) is Standing.OPEN
    return last_day_of(consultation) if is_open else None


def _personal(
    message: Message,
    participation: Participation,
    template: str,
    facts: Mapping[str, Any],
    now: datetime,
) -> Rendered:
    consultation = participation.consultation
    token = mint_link(participation=participation, minted_for=message.kind, now=now)
    shared = {"participation": participation, "consultation": consultation, **facts}
    with translation.override(message.context["language"]):
        subject, text = _written(template, {**shared, "address": _address(token)})
        _subject, archived = _written(template, {**shared, "address": _address(MASK)})
    return Rendered(
        subject=subject,
        text=text,
        html="",
        archived_text=archived,
        from_email=sender_of(consultation.region),
        reply_to=consultation.contact_email,
    )


def _written(template: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    """Return the subject (the first line) and the text of a mail."""
    written = render_to_string(f"answers/mail/{template}.txt", dict(facts))
    subject, _line, text = written.strip().partition("\n")
    return " ".join(subject.split()), text.strip() + "\n"


def _address(token: str) -> str:
    """Return the whole address of a personal link, readable also when the token is masked."""
    return f"{settings.SAMRAD_URL}{unquote(reverse('answers:first', args=[token]))}"


RENDERERS: Final[Mapping[str, Renderer]] = {
    RECEIPT: render_receipt,
    LINK: render_link,
    WRONG_RECIPIENT: render_wrong_recipient,
}
