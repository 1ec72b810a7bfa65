"""Saving the parts of a statement that a person writes."""

from datetime import datetime

from django.db import transaction

from samrad.consultations.models import Consultation
from samrad.core.ids import digest
from samrad.core.text import clean
from samrad.journal.services import record
from samrad.reporting.models import StatementText
from samrad.reporting.rules.sections import LONGEST
from samrad.users.principal import Principal


class TextIsTooLong(Exception):
    """The part has more letters than it may; nothing of it is cut."""


class TextChangedMeanwhile(Exception):
    """Somebody else has saved the part since it was opened; `current` is how it reads now."""

    def __init__(self, current: StatementText) -> None:
        super().__init__("text changed meanwhile")
        self.current = current


@transaction.atomic
def save_text(
    *,
    consultation: Consultation,
    section: str,
    text: str,
    expected: int,
    actor: Principal,
    now: datetime,
) -> StatementText:
    """Save a part. `expected` is the version the writer saw, 0 for none.

    Raise `TextIsTooLong`, or `TextChangedMeanwhile` unless what is there reads the same already.
    """
    text = clean(text).strip()
    if len(text) > LONGEST:
        raise TextIsTooLong
    Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk)
    row = StatementText.objects.filter(consultation=consultation, section=section).first()
    if row is None:
        row = StatementText(consultation=consultation, section=section, version=0)
    if row.version and row.text == text:
        return row
    if row.version != expected:
        raise TextChangedMeanwhile(row)
    row.text, row.version, row.updated_at = text, row.version + 1, now
    row.save()
    record(
        chain=consultation.region.chain,
        kind="statement.text_saved",
        about=row,
        actor=actor.reference,
        now=now,
        facts={"section": section, "version": row.version, "text": digest({"text": text})},
    )
    return row
