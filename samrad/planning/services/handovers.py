"""Recording that a handover was made, and keeping what somebody writes for the next one."""

from datetime import datetime
from typing import Final

from django.db import transaction

from samrad.consultations.models import Consultation
from samrad.core.ids import digest
from samrad.core.text import clean
from samrad.journal.services import record
from samrad.planning.models import Handover, HandoverNote
from samrad.registry.models import Region
from samrad.users.principal import Principal

LONGEST: Final = 20_000  # characters


class NoteIsTooLong(Exception):
    """The note has more letters than it may; nothing of it is cut."""


class NoteChangedMeanwhile(Exception):
    """Somebody else has saved the note since it was opened; `current` is how it reads now."""

    def __init__(self, current: HandoverNote) -> None:
        super().__init__("note changed meanwhile")
        self.current = current


@transaction.atomic
def record_handover(
    *, region: Region, consultation: Consultation | None, actor: Principal, now: datetime
) -> Handover:
    """Record that somebody put together what the next one needs to know."""
    made = Handover.objects.create(
        region=region, consultation=consultation, made_by=actor.user, made_at=now
    )
    record(
        chain=region.chain,
        kind="handover.made",
        about=made,
        actor=actor.reference,
        now=now,
        facts={"consultation": consultation.pk if consultation else None},
    )
    return made


@transaction.atomic
def save_note(
    *,
    region: Region,
    consultation: Consultation | None,
    text: str,
    expected: int,
    actor: Principal,
    now: datetime,
) -> HandoverNote:
    """Save the note. `expected` is the version the writer saw, 0 for none.

    Raise `NoteIsTooLong`, or `NoteChangedMeanwhile` unless what is there reads the same already.
    """
    text = clean(text).strip()
    if len(text) > LONGEST:
        raise NoteIsTooLong
    Region.objects.select_for_update(no_key=True).get(pk=region.pk)
    row = HandoverNote.objects.filter(region=region, consultation=consultation).first()
    if row is None:
        row = HandoverNote(region=region, consultation=consultation, version=0)
    if row.version and row.text == text:
        return row
    if row.version != expected:
        raise NoteChangedMeanwhile(row)
    row.text, row.version = text, row.version + 1
    row.updated_at, row.updated_by = now, actor.user
    row.save()
    record(
        chain=region.chain,
        kind="handover.note_saved",
        about=row,
        actor=actor.reference,
        now=now,
        facts={"version": row.version, "text": digest({"text": text})},
    )
    return row
