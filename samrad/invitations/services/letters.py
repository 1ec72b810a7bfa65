"""Writing a letter, with a guard against two writers."""

from datetime import datetime

from django.db import transaction

from samrad.consultations.models import Consultation
from samrad.consultations.services.matters import check_asks
from samrad.core.ids import digest
from samrad.core.text import clean, one_line
from samrad.invitations.models import Letter
from samrad.journal.services import record
from samrad.users.principal import Principal


class LetterChangedMeanwhile(Exception):
    """Somebody saved the letter after the page was opened; `current` is how it reads now."""

    def __init__(self, current: Letter) -> None:
        super().__init__("letter changed meanwhile")
        self.current = current


@transaction.atomic
def save_letter(
    *,
    consultation: Consultation,
    kind: str,
    subject: str,
    body: str,
    expected: int,
    actor: Principal,
    now: datetime,
) -> Letter:
    """Save the letter. `expected` is the version the writer saw, 0 for one not written before.

    The same text again changes nothing. Raise `AsksForNothing` for an information, or
    `LetterChangedMeanwhile`.
    """
    check_asks(Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk))
    letter = Letter.objects.filter(consultation=consultation, kind=kind).first()
    subject, body = one_line(subject), clean(body).strip()
    if letter is not None and (letter.subject, letter.body) == (subject, body):
        return letter
    if letter is not None and letter.version != expected:
        raise LetterChangedMeanwhile(letter)
    letter = letter or Letter(consultation=consultation, kind=kind, version=0)
    letter.subject, letter.body, letter.version = subject, body, letter.version + 1
    letter.updated_at, letter.updated_by = now, actor.user
    letter.save()
    record(
        chain=consultation.region.chain,
        kind="letter.saved",
        about=letter,
        actor=actor.reference,
        now=now,
        facts={"version": letter.version, "text": digest({"subject": subject, "body": body})},
    )
    return letter
