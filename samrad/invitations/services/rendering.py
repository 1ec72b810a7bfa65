"""Writing a recipient's mail at the moment it leaves, with a personal link minted just then."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parseaddr
from types import MappingProxyType
from typing import Final

from django.conf import settings
from django.utils import translation

from samrad.consultations.models import Consultation, Participation
from samrad.consultations.services.links import mint_link
from samrad.contributions.models import Submission
from samrad.invitations import wording
from samrad.invitations.enums import LetterKind, MailingState
from samrad.invitations.models import Letter, Mailing
from samrad.invitations.queries.facts import (
    LANGUAGE,
    Values,
    consultation_values,
    fill_letter,
    fill_subject,
    recipient_values,
    way_by_link,
)
from samrad.invitations.rules.placeholders import as_markdown_text
from samrad.outbox.models import Message
from samrad.outbox.services import NothingToSend, Rendered, Renderer, compose_mail
from samrad.outbox.wording import ANSWERED, CANCELLED, CONSULTATION_CANCELLED


def render_letter(message: Message, now: datetime) -> Rendered:
    """Write the mail. Raise `NothingToSend` for a reminder to one who has answered meanwhile."""
    mailing = Mailing.objects.select_related(
        "consultation__region", "consultation__process__plan"
    ).get(pk=message.context["mailing"])
    party = Participation.objects.select_related("consultation__region").get(
        pk=message.context["participation"]
    )
    _check_needed(mailing, party)
    token = mint_link(participation=party, minted_for=f"letter:{mailing.kind}", now=now)
    values = consultation_values(mailing.consultation, kind=mailing.kind)
    return letter_mail(mailing, values=values, name=party.display_name, token=token)


def _check_needed(mailing: Mailing, party: Participation) -> None:
    if mailing.state == MailingState.CANCELLED:
        raise NothingToSend(CANCELLED)
    if mailing.consultation.cancelled_at is not None:
        raise NothingToSend(CONSULTATION_CANCELLED)
    if mailing.kind == LetterKind.REMINDER and has_answered(party):
        raise NothingToSend(ANSWERED)


def has_answered(party: Participation) -> bool:
    """Return whether anything has come in from the one who takes part."""
    return Submission.objects.filter(participation=party).exists()


def letter_mail(letter: Mailing | Letter, *, values: Values, name: str, token: str) -> Rendered:
    """Return a letter as the mail that one recipient gets."""
    consultation = letter.consultation
    own = {**values, **recipient_values(name=name, way_to_answer=way_by_link(token))}
    return compose_mail(
        subject=fill_subject(letter.subject, kind=letter.kind, values=own),
        body=fill_letter(letter.body, kind=letter.kind, values=own),
        foot=_foot(consultation, own),
        sender=consultation.region.name,
        from_address=from_address(consultation),
        reply_to=consultation.contact_email,
        secrets=[token],
    )


def from_address(consultation: Consultation) -> str:
    """Return the address letters come from: the region's own, or the installation's."""
    _name, ours = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return consultation.region.sender_email or ours


def _foot(consultation: Consultation, values: Values) -> str:
    contact = [consultation.contact_name, consultation.contact_phone, consultation.contact_email]
    with translation.override(LANGUAGE):
        return str(wording.FOOT).format(
            name=values["recipient"],
            region=values["region"],
            contact=as_markdown_text(", ".join(filter(None, contact))),
            privacy=values["privacy_page"],
        )


RENDERERS: Final[Mapping[str, Renderer]] = MappingProxyType(
    dict.fromkeys(LetterKind.values, render_letter)
)
