"""Organisation numbers: ten digits with a check digit, and never a personal number.

`organisationsnummer` accepts the personal numbers of sole traders; we ask it first and refuse
those. What may be a person's leaves here masked, so that no message, log or list can echo it; a
number in the shape of a legal person's may be shown, so that the wrong digit can be found.
"""

import re
from dataclasses import dataclass
from typing import Final

from organisationsnummer.organisationsnummer import (  # type: ignore[import-untyped]  # has no types
    Organisationsnummer,
    OrganisationsnummerException,
)

PERSONAL_NUMBER: Final = "PERSONAL_NUMBER"
WRONG_CHECK_DIGIT: Final = "WRONG_CHECK_DIGIT"
NOT_AN_ORG_NUMBER: Final = "NOT_AN_ORG_NUMBER"
_SHORT: Final = 10
_LONG: Final = 12
_BULLET: Final = "•"
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—+.]")  # noqa: RUF001 -- the dashes people paste


@dataclass(frozen=True)
class Valid:
    """An organisation number that may be stored: ten digits."""

    digits: str

    @property
    def written(self) -> str:
        """Return it as people write it: NNNNNN-NNNN."""
        return written(self.digits)


@dataclass(frozen=True)
class Refused:
    """What was refused and why; `masked` is safe to show."""

    reason: str
    masked: str


def parse(typed: str) -> Valid | Refused:
    """Return the number in `typed`, with or without dash and leading 16, or why it is refused."""
    digits = _SEPARATORS.sub("", typed.strip())
    if digits and set(digits) == {_BULLET} and len(digits) in (_SHORT, _LONG):
        return Refused(PERSONAL_NUMBER, masked(typed))  # it was masked before
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in (_SHORT, _LONG):
        return Refused(NOT_AN_ORG_NUMBER, masked(typed))
    if may_be_personal(digits):
        return Refused(PERSONAL_NUMBER, masked(typed))
    try:
        number = Organisationsnummer(digits)
    except OrganisationsnummerException:
        return Refused(WRONG_CHECK_DIGIT, typed.strip())
    if number.is_personnummer():
        return Refused(PERSONAL_NUMBER, masked(typed))
    return Valid(number.format())


def may_be_personal(digits: str) -> bool:
    """Tell whether ten or twelve digits have the shape of a personal or coordination number.

    Legal persons never have less than 2 as third digit, nor any century but 16 before them.
    """
    if len(digits) == _LONG:
        return digits[:2] != "16" or digits[4] in "01"
    return digits[2] in "01"


def written(digits: str) -> str:
    """Return ten digits as NNNNNN-NNNN."""
    return f"{digits[:6]}-{digits[6:]}"


def masked(typed: str) -> str:
    """Return `typed`, at most 20 signs of it, with every digit as a bullet."""
    return "".join(_BULLET if sign.isdigit() else sign for sign in typed.strip()[:20])
