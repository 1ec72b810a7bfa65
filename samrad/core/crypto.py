"""Sealing what is not sent yet, with a key that is not in the database."""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class CannotOpen(Exception):
    """The text was sealed with a key that this installation does not hold."""


def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.SAMRAD_DRAFT_KEYS])


def seal(text: str) -> bytes:
    """Return `text` encrypted with the newest key."""
    return _box().encrypt(text.encode())


def seal_bytes(content: bytes) -> bytes:
    """Return a file's content encrypted with the newest key."""
    return _box().encrypt(content)


def unseal_bytes(sealed: bytes) -> bytes:
    """Return what `seal_bytes` was given. Raise `CannotOpen` when no key fits."""
    try:
        return _box().decrypt(sealed)
    except InvalidToken as error:
        raise CannotOpen from error


def unseal(sealed: bytes | memoryview) -> str:
    """Return the text in `sealed`. Raise `CannotOpen` when no key fits."""
    try:
        return _box().decrypt(bytes(sealed)).decode()
    except InvalidToken as error:
        raise CannotOpen from error
