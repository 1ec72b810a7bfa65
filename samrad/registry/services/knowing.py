"""Knowing rows of a register again: by the source's own key, else by name, place and number."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final

from samrad.core.ids import digest
from samrad.registry.models import Organisation, OrganisationSource, Region
from samrad.registry.rules import imports
from samrad.registry.rules.names import normalised_name

_LONGEST_KEY: Final = 120


class Fate(Enum):
    """What becomes of a row."""

    CREATED = auto()
    UPDATED = auto()
    UNCHANGED = auto()
    DUPLICATE = auto()


@dataclass(frozen=True)
class DecidedRow:
    """A clean row, what it is known by again, and what was decided about it."""

    clean: imports.CleanRow
    number: int
    key: str
    row_hash: str
    fate: Fate
    organisation: int  # negative while the organisation is only thought of


def source_key(row: imports.CleanRow) -> str:
    """Return what a row is known by again: the source's own key, or its name, place and number."""
    if row.source_key and len(row.source_key) <= _LONGEST_KEY:
        return row.source_key
    place = f"{normalised_name(row.name)}|{row.municipality_code}|{row.org_number}"
    return f"~{digest({'place': row.source_key or place})[:40]}"


def fields_of(row: imports.CleanRow) -> dict[str, str]:
    """Return what the row says about the organisation; what it is silent about is left out."""
    said = {
        "name": row.name,
        "org_number": row.org_number,
        "kind": row.organisation_kind,
        "municipality_id": row.municipality_code,
        "email": row.email,
        "phone": row.phone[:40],
        "website": row.website[:200],
        "address": row.address,
        "postal_code": row.postcode,
        "city": row.city[:80],
    }
    return {name: value for name, value in said.items() if value}


def kept_of(row: imports.CleanRow) -> dict[str, Any]:
    """Return what is kept of the row, to tell what the source changes next time."""
    return {**fields_of(row), "areas": sorted(row.art_areas)}


class Known:
    """What the register holds already, so that a row costs no query of its own."""

    def __init__(self, region: Region, source: str) -> None:
        rows = OrganisationSource.objects.filter(region=region, source=source)
        self._by_key = {
            key: (organisation, row_hash)
            for key, organisation, row_hash in rows.values_list(
                "source_key", "organisation_id", "row_hash"
            )
        }
        self._taken: dict[str, int] = {}
        self._by_number: dict[tuple[str, str], int] = {}
        self._by_place: dict[tuple[str, str], list[tuple[int, str]]] = {}
        self._thought_of = 0
        there = Organisation.objects.filter(region=region).order_by("pk")
        listed = there.values_list("pk", "name", "org_number", "municipality_id")
        for pk, name, number, municipality in listed.iterator(chunk_size=5000):
            self._remember(pk, name, number, municipality or "")

    def _remember(self, pk: int, name: str, number: str, municipality: str) -> None:
        bare = normalised_name(name)
        if number:
            self._by_number.setdefault((number, bare), pk)
        if municipality:
            self._by_place.setdefault((municipality, bare), []).append((pk, number))

    def _same(self, row: imports.CleanRow) -> int | None:
        """Return the organisation that the row is sure to be.

        That is the one with its number and name; or with its name in its municipality, unless the
        two have a number each.
        """
        bare = normalised_name(row.name)
        if row.org_number and (row.org_number, bare) in self._by_number:
            return self._by_number[row.org_number, bare]
        for pk, number in self._by_place.get((row.municipality_code, bare), ()):
            if not (number and row.org_number):
                return pk
        return None

    def decide(self, row: imports.CleanRow, number: int) -> DecidedRow:
        """Return what becomes of the row, and remember it for the rows after it."""
        key, row_hash = source_key(row), digest(vars(row))
        fate, pk = self._fate(row, key, row_hash)
        self._taken[key] = pk
        return DecidedRow(row, number, key, row_hash, fate, pk)

    def _fate(self, row: imports.CleanRow, key: str, row_hash: str) -> tuple[Fate, int]:
        if key in self._taken:
            return Fate.DUPLICATE, self._taken[key]
        if key in self._by_key:
            pk, before = self._by_key[key]
            return (Fate.UNCHANGED if before == row_hash else Fate.UPDATED), pk
        if (same := self._same(row)) is not None:
            return Fate.DUPLICATE, same
        self._thought_of -= 1
        self._remember(self._thought_of, row.name, row.org_number, row.municipality_code)
        return Fate.CREATED, self._thought_of
