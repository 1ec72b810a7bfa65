"""Reading the journal, and proving that it is whole."""

from collections.abc import Iterator
from datetime import UTC

from django.db.models import QuerySet

from samrad.journal.models import Chain, Entry
from samrad.journal.rules.chaining import Break, EntryFacts, first_break


def facts_of(entry: Entry, chain_key: str) -> EntryFacts:
    """Return what the entry's hash covers."""
    return EntryFacts(
        chain=chain_key,
        number=entry.number,
        at=entry.at.astimezone(UTC).isoformat(),
        actor=entry.actor,
        kind=entry.kind,
        object_kind=entry.object_kind,
        object_id=entry.object_id,
        facts_hash=entry.facts_hash,
        previous_hash=entry.previous_hash,
    )


def _entries(chain: Chain) -> Iterator[tuple[EntryFacts, str]]:
    for entry in chain.entries.order_by("number").iterator(chunk_size=2000):
        yield facts_of(entry, chain.key), entry.hash


def breaks() -> list[Break]:
    """Return the first break of every chain that has one."""
    found = (
        first_break(chain.key, _entries(chain), length=chain.length, head=chain.head)
        for chain in Chain.objects.order_by("key")
    )
    return [broken for broken in found if broken is not None]


def entries_about(object_kind: str, object_id: object) -> QuerySet[Entry]:
    """Return what happened to one object, oldest first."""
    return Entry.objects.filter(object_kind=object_kind, object_id=str(object_id)).order_by(
        "at", "pk"
    )
