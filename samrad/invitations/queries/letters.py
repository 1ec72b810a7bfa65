"""Reading letters: as they are written, or as the method library proposes them."""

from samrad.consultations.models import Consultation
from samrad.consultations.queries import get_consultation
from samrad.invitations.enums import LetterKind
from samrad.invitations.models import Letter
from samrad.method import library


def letter_of(consultation: Consultation, kind: str) -> Letter:
    """Return the consultation's letter of this kind; an unsaved one from the method if it has none.

    An unsaved letter has version 0.
    """
    found = Letter.objects.filter(consultation=consultation, kind=kind).first()
    if found is not None:
        found.consultation = consultation
        return found
    proposed = library.letter(kind).text
    return Letter(
        consultation=consultation,
        kind=kind,
        subject=proposed.subject,
        body=proposed.body,
        version=0,
        updated_at=consultation.created_at,
    )


def get_letter(region: str, consultation: str, letter: str) -> Letter:
    """Return the letter of this kind in the consultation, written or proposed."""
    if letter not in LetterKind.values:
        raise Letter.DoesNotExist
    return letter_of(get_consultation(region, consultation), letter)


def letters_of(consultation: Consultation) -> dict[str, Letter]:
    """Return the letters that have been written, by kind."""
    rows = Letter.objects.filter(consultation=consultation).select_related("updated_by")
    return {letter.kind: letter for letter in rows}
