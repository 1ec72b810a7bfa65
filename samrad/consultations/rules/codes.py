"""Short codes for paper: eight characters that survive handwriting, a telephone and tired eyes.

Twenty-nine signs, without those that are taken for each other (0 O, 1 I L, 5 S, U V). The last is
a check sign, weighted over a prime, so one wrong sign or two that changed places never gives
another valid code. The seven before it are 34 bits: enough behind a rate limit, never alone.
"""

from typing import Final

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRTVWXYZ"
CODE_SPACE: Final = len(ALPHABET) ** 7
_LENGTH: Final = 8
_HALF: Final = 4
_READ_AS: Final = str.maketrans({"S": "5", "U": "V"})


def code_from_number(number: int) -> str:
    """Return the code, written XXXX-XXXX, for `number` (take `secrets.randbelow(CODE_SPACE)`)."""
    if not 0 <= number < CODE_SPACE:
        raise ValueError("number outside the code space")
    signs = []
    for _ in range(_LENGTH - 1):
        number, rest = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[rest])
    body = "".join(reversed(signs))
    return written(body + _check_sign(body))


def normalised(typed: str) -> str | None:
    """Return what someone typed as eight signs, or None when it cannot be a code."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_READ_AS)
    if len(signs) != _LENGTH or any(sign not in ALPHABET for sign in signs):
        return None
    return signs if _check_sign(signs[:-1]) == signs[-1] else None


def written(signs: str) -> str:
    """Return eight signs as they are printed: XXXX-XXXX."""
    return f"{signs[:_HALF]}-{signs[_HALF:]}"


def _check_sign(body: str) -> str:
    total = sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(body, start=2))
    return ALPHABET[-total % len(ALPHABET)]
