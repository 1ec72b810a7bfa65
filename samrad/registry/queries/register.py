"""The register as a list: searched, filtered, ordered and counted.

Words are looked for where such a word can stand: digits among organisation numbers, something with
a dot or an @ among addresses, other words in the names of organisations and contact persons. Forty
thousand rows are read through in some tens of milliseconds, so no index of words has to be kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)

from samrad.access.roles import Role
from samrad.core.clock import now
from samrad.core.text import fold, search_key
from samrad.downloads.queries import Order, get_order
from samrad.registry.enums import NOT_CIVIL_SOCIETY, Way
from samrad.registry.models import (
    ContactPerson,
    ImportBatch,
    Organisation,
    OrganisationArea,
    OrganisationSource,
    Region,
)
from samrad.registry.queries.organisations import organisations_in
from samrad.registry.queries.regions import get_region
from samrad.users.principal import Principal

_MOST_WORDS: Final = 6
_FEWEST_DIGITS: Final = 3
_BITS: Final = 20  # a register holds less than a million
ORDERS: Final = {
    "namn": ("sort_name", "pk"),
    "-namn": ("-sort_name", "-pk"),
    "kommun": ("municipality__sort_name", "sort_name", "pk"),
    "-kommun": ("-municipality__sort_name", "sort_name", "pk"),
    "andrad": ("updated_at", "pk"),
    "-andrad": ("-updated_at", "-pk"),
}


REGISTER_FILE: Final = "register_file"  # the kind of job


@dataclass(frozen=True)
class OrderedRegister:
    """The register of a region, ordered as a spreadsheet."""

    region: Region
    order: Order

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.region.roles_of(principal)


def place_of(region: Region) -> str:
    """Return what orders of the region's register are kept under."""
    return f"region:{region.pk}"


def get_ordered_register(region: str, register_order: str) -> OrderedRegister:
    """Return the order with this uuid in the region with the slug `region`."""
    found = get_region(region)
    return OrderedRegister(
        found, get_order(REGISTER_FILE, place_of(found), register_order, now=now())
    )


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What somebody wants to see of the register; empty means everything."""

    words: str = ""
    municipality: str = ""
    area: str = ""
    kind: str = ""
    status: str = ""
    way: str = ""
    civil_society: bool = False
    order: str = "namn"

    @property
    def narrows(self) -> bool:
        """Tell whether anything but the order is chosen."""
        return self != Chosen(order=self.order)


@dataclass(frozen=True)
class Reach:
    """How many organisations there are, and how many of them can be reached, and how."""

    total: int
    email: int
    only_letter: int
    none: int


def register_rows(region: Region, chosen: Chosen) -> QuerySet[Organisation]:
    """Return the organisations that were asked for, in the order that was asked for."""
    rows = organisations_in(region).filter(_filtered(chosen, region))
    for word in chosen.words.split()[:_MOST_WORDS]:
        rows = rows.filter(_holding(word, region))
    return rows.order_by(*ORDERS.get(chosen.order, ORDERS["namn"]))


def in_full(pks: Sequence[int]) -> list[Organisation]:
    """Return the organisations with these ids, in this order, with what a list shows of each."""
    persons = ContactPerson.objects.filter(organisation=OuterRef("pk"), do_not_contact=False)
    rows = Organisation.objects.annotate(has_person_with_email=Exists(persons.exclude(email="")))
    found = rows.select_related("municipality").prefetch_related("areas").in_bulk(pks)
    return [found[pk] for pk in pks]


def reach_of(rows: QuerySet[Organisation], region: Region) -> Reach:
    """Count the rows by how they can be reached.

    One sum carries all three counts, each in bits of its own, so that a row is looked at once.
    """
    way = Case(
        When(_with_email(region), then=Value(1)),
        When(_WITH_ADDRESS, then=Value(1 << _BITS)),
        When(_with_phone(region), then=Value(0)),
        default=Value(1 << 2 * _BITS),
        output_field=BigIntegerField(),
    )
    counted = rows.order_by().aggregate(total=Count("pk"), ways=Sum(way))
    ways = int(counted["ways"] or 0)
    mask = (1 << _BITS) - 1
    return Reach(
        total=counted["total"],
        email=ways & mask,
        only_letter=ways >> _BITS & mask,
        none=ways >> 2 * _BITS,
    )


def _filtered(chosen: Chosen, region: Region) -> Q:
    held = Q()
    if chosen.municipality:
        held &= Q(municipality=chosen.municipality)
    if chosen.kind:
        held &= Q(kind=chosen.kind)
    if chosen.status:
        held &= Q(status=chosen.status)
    if chosen.civil_society:
        held &= ~Q(kind__in=NOT_CIVIL_SOCIETY)
    if chosen.area:
        areas = OrganisationArea.objects.filter(organisation=OuterRef("pk"), area=chosen.area)
        held &= Q(Exists(areas))
    if chosen.way:
        held &= _reached_by(chosen.way, region)
    return held


def _contacts(region: Region) -> QuerySet[ContactPerson]:
    return ContactPerson.objects.filter(organisation__region=region)


def _with_email(region: Region) -> Q:
    """Return that the organisation or one of its contact persons can be written to by mail."""
    persons = _contacts(region).filter(do_not_contact=False).exclude(email="")
    return ~Q(email="") | Q(pk__in=persons.values("organisation"))


def _with_phone(region: Region) -> Q:
    persons = _contacts(region).filter(do_not_contact=False).exclude(phone="")
    return ~Q(phone="") | Q(pk__in=persons.values("organisation"))


_WITH_ADDRESS: Final = ~Q(address="") & ~Q(postal_code="", city="")


def _reached_by(way: str, region: Region) -> Q:
    ways = {
        Way.EMAIL: _with_email(region),
        Way.LETTER: _WITH_ADDRESS,
        Way.PHONE: _with_phone(region),
    }
    if way in ways:
        return ways[Way(way)]
    return ~ways[Way.EMAIL] & ~ways[Way.LETTER] & ~ways[Way.PHONE]


def _holding(word: str, region: Region) -> Q:
    """Return that the word stands somewhere where such a word can stand."""
    key = search_key(word)
    if not key:
        return Q()
    held = Q(search_name__contains=key)
    digits = key.replace(" ", "")
    if digits.isdigit() and len(digits) >= _FEWEST_DIGITS:
        held |= Q(org_number__contains=digits)
    elif "@" in word or "." in word:
        persons = _contacts(region).filter(email__icontains=word)
        held |= Q(email__icontains=word) | Q(website__icontains=word)
        held |= Q(pk__in=persons.values("organisation"))
    else:
        persons = _contacts(region).filter(search_name__contains=fold(word))
        held |= Q(pk__in=persons.values("organisation"))
    return held


@dataclass(frozen=True)
class Source:
    """A source that the register has organisations from."""

    name: str
    organisations: int
    latest_on: date


def sources_in(region: Region) -> list[Source]:
    """Return where the register has its organisations from, the latest read first."""
    rows = (
        OrganisationSource.objects.filter(region=region, organisation__pending_batch__isnull=True)
        .values("source")
        .annotate(organisations=Count("organisation", distinct=True), latest=Max("batch__ended_at"))
        .order_by("-latest", "source")
    )
    return [Source(row["source"], row["organisations"], row["latest"]) for row in rows]


def source_names(region: Region) -> list[str]:
    """Return the names of earlier imports' sources."""
    names = ImportBatch.objects.filter(region=region).order_by("source")
    return list(names.values_list("source", flat=True).distinct())


EXPORTED: Final = (
    "pk", "name", "org_number", "kind", "municipality__name", "status", "email", "phone",
    "website", "address", "postal_code", "city", "channel", "note", "verified_on", "created_at",
    "updated_at",
)  # fmt: skip


def rows_for_export(rows: QuerySet[Organisation]) -> Iterator[dict[str, Any]]:
    """Yield every field of the organisations by name, with their art areas as codes."""
    areas: dict[int, list[str]] = {}
    listed = OrganisationArea.objects.filter(organisation__in=rows.order_by().values("pk"))
    for organisation, area in listed.order_by("area").values_list("organisation_id", "area"):
        areas.setdefault(organisation, []).append(area)
    for row in rows.values(*EXPORTED).iterator(chunk_size=2000):
        yield {**row, "areas": areas.get(row["pk"], [])}


def contacts_for(rows: QuerySet[Organisation]) -> Iterator[ContactPerson]:
    """Yield the contact persons of these organisations, by the organisation's name."""
    persons = ContactPerson.objects.filter(organisation__in=rows.order_by().values("pk"))
    ordered = persons.select_related("organisation").order_by(
        "organisation__sort_name", "organisation_id", "search_name", "pk"
    )
    return ordered.iterator(chunk_size=2000)


def imports_in(region: Region) -> QuerySet[ImportBatch]:
    """Return the region's imports, newest first."""
    return ImportBatch.objects.filter(region=region).select_related("started_by")


def get_batch(region: str, batch_uuid: str) -> ImportBatch:
    """Return the import in the region with the slug `region`."""
    return ImportBatch.objects.select_related("region", "file", "started_by").get(
        uuid=batch_uuid, region__slug=region
    )
