"""Reading a register in: row by row, in chunks, seen only when the whole file is in.

A row is known again by the source's own key; where the source has none, by name, municipality and
organisation number. The same row again changes nothing, so reading a file in twice is harmless.
A changed row changes what the *source* has changed since last time; what people have written in
the meantime stays and is told.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final

from django.db import transaction

from samrad.core.sqlite import give_way
from samrad.journal.services import record
from samrad.registry.enums import ImportState, OrganisationKind
from samrad.registry.models import (
    ContactPerson,
    ImportBatch,
    Organisation,
    OrganisationArea,
    OrganisationRevision,
    OrganisationSource,
    Region,
)
from samrad.registry.rules import imports
from samrad.registry.rules.names import search_name
from samrad.registry.services.knowing import DecidedRow, Fate, Known, fields_of, kept_of
from samrad.registry.services.registers import Register, told
from samrad.registry.wording import contact_reason
from samrad.users.principal import Principal

SHOWN: Final = 1000
REMOVED: Final = 200
CHUNK: Final = 50  # rows a transaction; keeps each well under 100 ms
CONTACT_RETENTION: Final = timedelta(days=730)
OURS_KEPT: Final = "OURS_KEPT"
Progress = Callable[[int, int], None]


class AnotherImportRuns(Exception):
    """Another file is being read in to the same register."""


class TakenOver(Exception):
    """Another worker has gone on with the batch, or somebody has cancelled it."""


@dataclass
class Outcome:
    """What an import did, or would do: the contract of `samrad import_organisations`."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)

    def hear(self, read: imports.ReadRow) -> None:
        """Keep what a row was refused for and what was left out of it."""
        self.refused += [told(read.number, fault) for fault in read.refused]
        self.notes += [told(read.number, fault) for fault in read.notes]

    def resumable(self) -> dict[str, Any]:
        """Return what a run that takes over could not find out from the file again."""
        kept = [note for note in self.notes if note["reason"] == OURS_KEPT]
        return asdict(replace(self, refused=[], notes=kept))


_COUNTED: Final = {
    Fate.CREATED: "created",
    Fate.UPDATED: "updated",
    Fate.UNCHANGED: "unchanged",
    Fate.DUPLICATE: "duplicates",
}


def _count(outcome: Outcome, fate: Fate) -> None:
    name = _COUNTED[fate]
    setattr(outcome, name, getattr(outcome, name) + 1)


def rehearse(*, register: Register, region: Region, source: str) -> Outcome:
    """Return what reading the register in would do, without writing anything."""
    known, outcome = Known(region, source), Outcome()
    for read in register.rows:
        outcome.rows += 1
        outcome.hear(read)
        if read.clean is not None:
            _count(outcome, known.decide(read.clean, read.number).fate)
    return outcome


def start_batch(
    *, region: Region, source: str, file_name: str, actor: Principal, now: datetime
) -> ImportBatch:
    """Make the batch under which a file will be read in."""
    return ImportBatch.objects.create(
        region=region,
        source=source[:80],
        file_name=file_name[-200:],
        started_by=actor.user,
        started_at=now,
    )


def run_import(
    *,
    batch: ImportBatch,
    register: Register,
    actor: Principal,
    clock: Callable[[], datetime],
    progress: Progress,
) -> Outcome:
    """Read the register in, chunk by chunk, and let the new rows be seen at the end.

    A batch that somebody began and never finished goes on where it was. Raise `AnotherImportRuns`.
    """
    tidy_imports()
    _begin(batch)
    outcome = Outcome(**batch.outcome) if batch.outcome else Outcome()
    run = _Run(batch, Known(batch.region, batch.source), actor, clock, outcome, register.columns)
    run.pass_over(register.rows[: batch.rows_done])
    gc.freeze()  # or else a transaction now and then looks through every row for rubbish: 100 ms
    try:
        for chunk in _chunks(register.rows[batch.rows_done :]):
            run.keep(run.taken(chunk))
            progress(batch.rows_done, len(register.rows))
            give_way()
    finally:
        gc.unfreeze()
    _activate(batch, outcome, actor=actor, now=clock())
    tidy_imports()
    return outcome


@transaction.atomic
def _begin(batch: ImportBatch) -> None:
    """Say that the batch is at work, and alone: each looks for what is there already."""
    region = Region.objects.select_for_update().get(pk=batch.region_id)
    running = ImportBatch.objects.filter(region=region, state=ImportState.RUNNING)
    if running.exclude(pk=batch.pk).exists():
        raise AnotherImportRuns
    batch.state = ImportState.RUNNING
    batch.save(update_fields=["state"])


def _chunks(rows: Iterable[imports.ReadRow]) -> Iterator[list[imports.ReadRow]]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk


@dataclass(frozen=True)
class _Taken:
    """One chunk of rows, decided: what is new, not yet saved, and what changes what is there."""

    now: datetime
    rows: int
    new: Sequence[tuple[DecidedRow, Organisation, OrganisationSource, ContactPerson | None]]
    changed: Sequence[DecidedRow]


@dataclass
class _Run:
    """One import at work."""

    batch: ImportBatch
    known: Known
    actor: Principal
    clock: Callable[[], datetime]
    outcome: Outcome
    columns: imports.Columns
    made: dict[int, int] = field(default_factory=dict)  # what was thought of -> what it became

    def pass_over(self, rows: Sequence[imports.ReadRow]) -> None:
        """Know again the rows that were read in before this run took over."""
        for read in rows:
            self.outcome.hear(read)
            if read.clean is not None:
                self.known.decide(read.clean, read.number)

    def taken(self, chunk: Sequence[imports.ReadRow]) -> _Taken:
        """Decide about one chunk of rows and make what is new. Saves nothing."""
        self.outcome.rows += len(chunk)
        decided = []
        for read in chunk:
            self.outcome.hear(read)
            if read.clean is not None:
                decided.append(self.known.decide(read.clean, read.number))
        for row in decided:
            _count(self.outcome, row.fate)
        now = self.clock()
        new = [row for row in decided if row.fate is Fate.CREATED]
        return _Taken(
            now=now,
            rows=len(chunk),
            new=[(row, *self._made(row, now)) for row in new],
            changed=[row for row in decided if row.fate in (Fate.UPDATED, Fate.DUPLICATE)],
        )

    def _made(
        self, row: DecidedRow, now: datetime
    ) -> tuple[Organisation, OrganisationSource, ContactPerson | None]:
        organisation = Organisation(
            region=self.batch.region,
            search_name=search_name(row.clean.name),
            pending_batch=self.batch,
            created_at=now,
            updated_at=now,
            **({"kind": OrganisationKind.LOCAL} | fields_of(row.clean)),
        )
        contact = self._contact(row, organisation, now) if row.clean.contact_name else None
        return organisation, self._source(row, organisation), contact

    @transaction.atomic
    def keep(self, taken: _Taken) -> None:
        """Write one chunk of rows, and how far the batch has come."""
        current = ImportBatch.objects.select_for_update(of=("self",)).get(pk=self.batch.pk)
        if (current.state, current.rows_done) != (ImportState.RUNNING, self.batch.rows_done):
            raise TakenOver
        self._create(taken)
        self._change(taken.changed, taken.now)
        self.batch.rows_done += taken.rows
        self.batch.outcome = self.outcome.resumable()
        self.batch.save(update_fields=["rows_done", "outcome"])

    def _create(self, taken: _Taken) -> None:
        if not taken.new:
            return
        Organisation.objects.bulk_create(organisation for _row, organisation, *_rest in taken.new)
        for row, organisation, *_rest in taken.new:
            self.made[row.organisation] = organisation.pk
        OrganisationArea.objects.bulk_create(
            OrganisationArea(organisation=organisation, area=area)
            for row, organisation, *_rest in taken.new
            for area in sorted(row.clean.art_areas)
        )
        OrganisationSource.objects.bulk_create(source for _row, _made, source, _who in taken.new)
        ContactPerson.objects.bulk_create(
            contact for _row, _made, _source, contact in taken.new if contact is not None
        )

    def _source(self, row: DecidedRow, organisation: Organisation) -> OrganisationSource:
        return OrganisationSource(
            organisation=organisation,
            region=self.batch.region,
            source=self.batch.source,
            source_key=row.key,
            row_hash=row.row_hash,
            row=kept_of(row.clean),
            batch=self.batch,
        )

    def _contact(self, row: DecidedRow, organisation: Organisation, now: datetime) -> ContactPerson:
        return ContactPerson(
            organisation=organisation,
            name=row.clean.contact_name[:120],
            reason=contact_reason(self.batch.source),
            retention_until=(now + CONTACT_RETENTION).date(),
            created_at=now,
        )

    def _change(self, rows: Sequence[DecidedRow], now: datetime) -> None:
        if not rows:
            return
        pks = {self.made.get(row.organisation, row.organisation) for row in rows}
        there = {
            organisation.pk: _Changing(organisation)
            for organisation in Organisation.objects.select_for_update(of=("self",))
            .filter(pk__in=pks)
            .prefetch_related("areas", "contacts")
        }
        sources = {
            source.source_key: source
            for source in OrganisationSource.objects.filter(
                region=self.batch.region,
                source=self.batch.source,
                source_key__in=[row.key for row in rows],
            )
        }
        for row in rows:
            changing = there[self.made.get(row.organisation, row.organisation)]
            if row.fate is Fate.UPDATED:
                self._update(changing, row, sources[row.key], now)
            else:
                self._fill(changing, row, now)
                if row.key not in sources:
                    sources[row.key] = self._source(row, changing.organisation)
                    sources[row.key].save(force_insert=True)
        revisions = [
            revision
            for changing in there.values()
            if (revision := changing.written(self.actor, now)) is not None
        ]
        OrganisationRevision.objects.bulk_create(revisions)

    def _update(
        self, changing: "_Changing", row: DecidedRow, source: OrganisationSource, now: datetime
    ) -> None:
        """Change what the source has changed since last time, unless people have too."""
        said = fields_of(row.clean)
        for name, value in said.items():
            before = source.row.get(name, "")
            if value != before and not changing.put(name, value, only_if=("", before, value)):
                column = self._column(name)
                self.outcome.notes.append(
                    told(row.number, imports.Fault(OURS_KEPT, column, value[:60]))
                )
        changing.add_areas(set(row.clean.art_areas) - set(source.row.get("areas", ())))
        changing.drop_areas(set(source.row.get("areas", ())) - set(row.clean.art_areas))
        if row.clean.contact_name:
            self._replace_contact(changing, row, now)
        source.row, source.row_hash, source.batch = kept_of(row.clean), row.row_hash, self.batch
        source.save(update_fields=["row", "row_hash", "batch"])

    def _fill(self, changing: "_Changing", row: DecidedRow, now: datetime) -> None:
        """Say that the organisation stands here too, and fill in only what is empty."""
        for name, value in fields_of(row.clean).items():
            changing.put(name, value, only_if=("",))
        changing.add_areas(set(row.clean.art_areas))
        if row.clean.contact_name and not changing.contacts:
            changing.contacts.append(self._contact(row, changing.organisation, now))
            changing.contacts[-1].save(force_insert=True)

    def _replace_contact(self, changing: "_Changing", row: DecidedRow, now: datetime) -> None:
        """Let a new person take the place of the one this source named before."""
        reason = contact_reason(self.batch.source)
        if any(contact.name == row.clean.contact_name[:120] for contact in changing.contacts):
            return
        for contact in [one for one in changing.contacts if one.reason == reason]:
            changing.contacts.remove(contact)
            contact.delete()
        changing.contacts.append(self._contact(row, changing.organisation, now))
        changing.contacts[-1].save(force_insert=True)

    def _column(self, name: str) -> str:
        known_as = {
            "municipality_id": "municipality",
            "kind": "organisation_kind",
            "postal_code": "postcode",
        }
        index = self.columns.index_by_field.get(known_as.get(name, name))
        return self.columns.header[index] if index is not None else ""


class _Changing:
    """An organisation being changed by the rows of one chunk; written once."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self.contacts = list(organisation.contacts.all())
        self._had = {area.area for area in organisation.areas.all()}
        self._areas = set(self._had)
        self._before: dict[str, Any] = {}

    def put(self, name: str, value: str, *, only_if: Sequence[str]) -> bool:
        """Set a field whose present value is one of `only_if`; return whether it was."""
        present = getattr(self.organisation, name) or ""
        if present not in only_if:
            return False
        if present != value:
            self._before.setdefault(name, getattr(self.organisation, name))
            setattr(self.organisation, name, value)
        return True

    def add_areas(self, areas: set[str]) -> None:
        """Say that the organisation works in these areas too."""
        self._areas |= areas

    def drop_areas(self, areas: set[str]) -> None:
        """Say that it no longer works in these."""
        self._areas -= areas

    def written(self, actor: Principal, now: datetime) -> OrganisationRevision | None:
        """Write what has changed; return the revision that says so, if anything has."""
        organisation = self.organisation
        changes: dict[str, list[Any]] = {
            name: [before, getattr(organisation, name)] for name, before in self._before.items()
        }
        if self._areas != self._had:
            changes["areas"] = [sorted(self._had), sorted(self._areas)]
            organisation.areas.filter(area__in=self._had - self._areas).delete()
            OrganisationArea.objects.bulk_create(
                OrganisationArea(organisation=organisation, area=area)
                for area in sorted(self._areas - self._had)
            )
        if not changes:
            return None
        organisation.search_name = search_name(organisation.name)
        organisation.version += 1
        organisation.updated_at = now
        organisation.save(update_fields=[*self._before, "search_name", "version", "updated_at"])
        return OrganisationRevision(
            organisation=organisation,
            version=organisation.version,
            changes=changes,
            actor=actor.reference,
            user=actor.user,
            at=now,
        )


@transaction.atomic
def _activate(batch: ImportBatch, outcome: Outcome, *, actor: Principal, now: datetime) -> None:
    """Say that the whole file is in. What follows, `tidy_imports`, cannot be undone or stopped."""
    batch.state, batch.ended_at = ImportState.ACTIVE, now
    batch.outcome = asdict(outcome)
    batch.save(update_fields=["state", "ended_at", "outcome"])
    record(
        chain=batch.region.chain,
        kind="organisation.imported",
        about=batch,
        actor=actor.reference,
        now=now,
        facts={"outcome": batch.outcome},
    )


@transaction.atomic
def abandon_import(*, batch: ImportBatch, actor: Principal, now: datetime) -> None:
    """Stop an unfinished import: what it has added is never seen, and goes in `tidy_imports`.

    What it has changed stands in the history. One whose whole file is in is not stopped any more.
    """
    current = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if current.state == ImportState.ACTIVE:
        return
    batch.state, batch.ended_at = ImportState.CANCELLED, now
    batch.save(update_fields=["state", "ended_at"])
    record(
        chain=batch.region.chain,
        kind="organisation.import_abandoned",
        about=batch,
        actor=actor.reference,
        now=now,
    )


def tidy_imports() -> int:
    """Let rows of finished imports be seen, and take away those of stopped ones; return how many.

    A thousand rows a transaction: all at once would keep others waiting for a second. May be
    called at any time; a worker that died leaves the rest to the next.
    """
    tidied = 0
    while chunk := _left_over(ImportState.ACTIVE):
        tidied += Organisation.objects.filter(pk__in=chunk).update(pending_batch=None)
        give_way()
    while chunk := _left_over(ImportState.CANCELLED)[:REMOVED]:
        with transaction.atomic():
            OrganisationSource.objects.filter(organisation__in=chunk).delete()
            Organisation.objects.filter(pk__in=chunk).delete()
        tidied += len(chunk)
        give_way()
    return tidied


def _left_over(state: ImportState) -> list[int]:
    rows = Organisation.objects.filter(pending_batch__state=state).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:SHOWN])
