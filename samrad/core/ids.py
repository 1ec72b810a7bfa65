"""Tokens, hashes and other ids."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings

MOST_DIGITS = 9
TOKEN_BYTES = 20  # 160 bits; the contract asks for at least 128


def new_token() -> str:
    """Return a fresh unguessable token for a personal link (27 URL-safe characters)."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """Return the hash under which a link's token is stored (hex SHA-256)."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed_hash(text: str, *, purpose: str) -> str:
    """Return a hash (hex) that only this installation can compute, for guessable values."""
    key = f"{settings.SECRET_KEY}:{purpose}".encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def cache_key(key: str, prefix: str, version: int) -> str:
    """Return the key of a row of the cache; no address that somebody came from is read in it."""
    return keyed_hash(f"{prefix}:{version}:{key}", purpose="cache")


def digest(facts: Mapping[str, Any]) -> str:
    """Return the hash (hex SHA-256) of facts in canonical JSON."""
    canonical = json.dumps(
        facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def is_uuid(text: str) -> bool:
    """Return whether `text`, as somebody sent it, reads as a UUID."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def as_number(text: str) -> int | None:
    """Return the number that `text`, as sent, reads as; none that is longer than a column holds."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
