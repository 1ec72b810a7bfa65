"""How an entry is hashed, and where a chain is broken."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class EntryFacts:
    """All that an entry's hash covers. Times in ISO 8601, UTC."""

    chain: str
    number: int
    at: str
    actor: str
    kind: str
    object_kind: str
    object_id: str
    facts_hash: str
    previous_hash: str


@dataclass(frozen=True)
class Break:
    """The first place where a chain does not hold, and why."""

    chain: str
    number: int
    why: str  # NUMBER, PREVIOUS, HASH or HEAD


def entry_hash(facts: EntryFacts) -> str:
    """Return the entry's hash (hex SHA-256 over its facts in canonical JSON)."""
    canonical = json.dumps(asdict(facts), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def first_break(
    chain: str, entries: Iterable[tuple[EntryFacts, str]], *, length: int, head: str
) -> Break | None:
    """Return where the chain of (facts, stored hash) first fails, or nothing."""
    number, previous = 0, ""
    for facts, stored in entries:
        number += 1
        if facts.number != number:
            return Break(chain, number, "NUMBER")
        if facts.previous_hash != previous:
            return Break(chain, number, "PREVIOUS")
        if entry_hash(facts) != stored:
            return Break(chain, number, "HASH")
        previous = stored
    return None if (number, previous) == (length, head) else Break(chain, number, "HEAD")
