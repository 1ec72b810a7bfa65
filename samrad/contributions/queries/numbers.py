"""Which numbers and keys of a consultation are taken, read while everybody else waits to write."""

from dataclasses import dataclass
from typing import Final

from django.db import connection

from samrad.consultations.models import Consultation

# One statement: through the ORM it is three, and half of the time is spent putting them together.
_TAKEN: Final = """
SELECT
  (SELECT MAX(number) FROM contributions_submission WHERE consultation_id = %(consultation)s),
  (SELECT MAX(number) FROM contributions_contribution WHERE consultation_id = %(consultation)s),
  (SELECT id FROM contributions_submission WHERE idempotency_key = %(key)s)
"""


@dataclass(frozen=True)
class Taken:
    """The highest numbers ever given, and the submission that was sent with the key before."""

    highest_submission: int
    highest_contribution: int
    submission: int | None


def taken_in(consultation: Consultation, *, key: str) -> Taken:
    """Return what is taken. Call with the consultation locked."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN, {"consultation": consultation.pk, "key": key})
        submission, contribution, there = cursor.fetchone()
    return Taken(submission or 0, contribution or 0, there)
