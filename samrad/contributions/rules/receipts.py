"""The receipt: a number to quote, and a checksum by which a copy can be told from a changed one."""

import hashlib


def receipt_number(*, consultation: str, number: int) -> str:
    """Return what a sent answer is called: the consultation's reference, a slash, the number."""
    return f"{consultation}/{number}"


def checksum(text: str) -> str:
    """Return the SHA-256 (hex) of the canonical text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def in_groups(digits: str, size: int = 8) -> str:
    """Return `digits` with a space between groups, as people compare them."""
    return " ".join(digits[at : at + size] for at in range(0, len(digits), size))
