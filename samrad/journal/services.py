"""Writing the journal: the last thing a service does, inside its own transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction

from samrad.core.ids import digest
from samrad.journal.models import Chain, Entry
from samrad.journal.queries import facts_of
from samrad.journal.rules.chaining import entry_hash

PLATFORM = "platform"


def _locked(chain: str) -> Chain:
    """Return the chain's head, locked; the first entry makes the chain."""
    rows = Chain.objects.select_for_update().filter(key=chain)
    found = next(iter(rows), None)
    if found is None:
        Chain.objects.get_or_create(key=chain)
        found = rows.all()[0]
    return found


def record(
    *,
    chain: str,
    kind: str,
    about: models.Model,
    actor: str,
    now: datetime,
    facts: Mapping[str, Any] | None = None,
) -> Entry:
    """Add that `kind` happened to `about`. `facts` are kept only as a hash."""
    [entry] = record_each(
        chain=chain, kind=kind, happened=[(about, facts or {})], actor=actor, now=now
    )
    return entry


@transaction.atomic(savepoint=False)  # nobody goes on without it: what it stands in fails too
def record_each(
    *,
    chain: str,
    kind: str,
    happened: Sequence[tuple[models.Model, Mapping[str, Any]]],
    actor: str,
    now: datetime,
) -> list[Entry]:
    """Add that `kind` happened to each of the objects, in order; each with facts of its own."""
    head = _locked(chain)
    entries = []
    for about, facts in happened:
        head.length += 1
        entry = Entry(
            chain=head,
            number=head.length,
            at=now,
            actor=actor,
            kind=kind,
            object_kind=about._meta.label_lower,
            object_id=str(about.pk),
            facts_hash=digest(facts),
            previous_hash=head.head,
        )
        entry.hash = head.head = entry_hash(facts_of(entry, head.key))
        entries.append(entry)
    Entry.objects.bulk_create(entries)
    Chain.objects.filter(pk=head.pk).update(length=head.length, head=head.head)
    return entries
