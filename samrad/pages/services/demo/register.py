"""The demo's organisations: some thousand in real municipalities, with invented names."""

from collections.abc import Iterator
from datetime import datetime
from itertools import cycle, islice, product

from django.utils.text import slugify

from samrad.registry.enums import ArtArea, Channel, OrganisationKind
from samrad.registry.models import Municipality, Organisation, OrganisationArea, Region
from samrad.registry.rules.names import search_name

# (before, after, kind, areas): the invented word stands between.
_SHAPES: tuple[tuple[str, str, OrganisationKind, tuple[ArtArea, ...]], ...] = (
    ("Hembygdsföreningen", "", OrganisationKind.HERITAGE, (ArtArea.HERITAGE,)),
    ("Kören", "", OrganisationKind.AMATEUR, (ArtArea.MUSIC,)),
    ("Teaterföreningen", "", OrganisationKind.AMATEUR, (ArtArea.THEATRE,)),
    ("Bygdegårdsföreningen", "", OrganisationKind.HALL, (ArtArea.PRESENTING,)),
    ("Filmstudion", "", OrganisationKind.PRESENTER, (ArtArea.FILM,)),
    ("Dansföreningen", "", OrganisationKind.LOCAL, (ArtArea.DANCE,)),
    ("Slöjdgillet", "", OrganisationKind.LOCAL, (ArtArea.CRAFT,)),
    ("Konstföreningen", "", OrganisationKind.LOCAL, (ArtArea.VISUAL,)),
    ("Musikföreningen", "", OrganisationKind.PRESENTER, (ArtArea.MUSIC, ArtArea.PRESENTING)),
    ("Nätverket Ung scen", "", OrganisationKind.NETWORK, (ArtArea.YOUNG, ArtArea.THEATRE)),
    ("Spelmanslaget", "", OrganisationKind.AMATEUR, (ArtArea.MUSIC,)),
    ("Litteratursällskapet", "", OrganisationKind.LOCAL, (ArtArea.LITERATURE,)),
    ("Släktforskarna i", "", OrganisationKind.HERITAGE, (ArtArea.ARCHIVE, ArtArea.HERITAGE)),
    ("Byalaget", "", OrganisationKind.VILLAGE, (ArtArea.CROSS,)),
    ("Revygruppen", "", OrganisationKind.AMATEUR, (ArtArea.THEATRE,)),
    ("Festivalföreningen", "", OrganisationKind.FESTIVAL, (ArtArea.FESTIVAL, ArtArea.MUSIC)),
    ("Finska föreningen", "", OrganisationKind.MINORITY, (ArtArea.CROSS,)),
    ("Kulturföreningen", "", OrganisationKind.LOCAL, (ArtArea.CROSS,)),
    ("Pensionärskören", "", OrganisationKind.SENIOR, (ArtArea.MUSIC,)),
    ("Studieförbundet", "", OrganisationKind.STUDY_ASSOCIATION, (ArtArea.EDUCATION,)),
)
_WORDS = (
    "Låtsasbygden", "Gamla Påhittet", "Fiktiva Ridån", "Exempelrutan", "Låtsastonerna",
    "Påhittet", "Exempeldalen", "Fiktivlyckan", "Låtsassteget", "Ingenstans", "Fiktiv Täljkniv",
    "Påhittsgården", "Exempelskogen", "Låtsassjön", "Fiktivholm", "Påhittekulla", "Låtsasvik",
    "Exempelåkra", "Fiktivstad", "Påhittmåla", "Låtsashult", "Exempelbro", "Fiktivnäs",
    "Påhittarp", "Låtsasry",
)  # fmt: skip


def _rows(region: Region, places: list[Municipality], now: datetime) -> Iterator[Organisation]:
    shapes = list(product(_WORDS, _SHAPES))
    for number, ((word, shape), place) in enumerate(
        zip(shapes, cycle(places), strict=False), start=1
    ):
        before, _after, kind, _areas = shape
        name = f"{before} {word}"
        has_email, has_address = number % 5 != 0, number % 7 != 0
        yield Organisation(
            region=region,
            name=name,
            search_name=search_name(name),
            kind=kind,
            municipality=place,
            email=f"{slugify(name)}@exempel.invalid"[-120:] if has_email else "",
            phone=f"010-000 {number % 90 + 10:02d} {number % 89 + 10:02d}" if number % 3 else "",
            address=f"Exempelvägen {number}" if has_address else "",
            postal_code="000 00" if has_address else "",
            city=place.name if has_address else "",
            channel=Channel.EMAIL if has_email else Channel.LETTER,
            created_at=now,
            updated_at=now,
        )


def make_organisations(region: Region, *, count: int, now: datetime) -> list[Organisation]:
    """Make `count` organisations spread over the region's municipalities, and its alliance last."""
    places = list(region.municipalities.order_by("code"))
    made = Organisation.objects.bulk_create(islice(_rows(region, places, now), count))
    areas = cycle(shape[3] for shape in _SHAPES)
    OrganisationArea.objects.bulk_create(
        OrganisationArea(organisation=organisation, area=area)
        for organisation, each in zip(made, areas, strict=False)
        for area in each
    )
    alliance = f"Ideell kulturallians i Låtsas{slugify(region.name).removeprefix('region-')}"
    made.append(
        Organisation.objects.create(
            region=region,
            name=alliance,
            search_name=search_name(alliance),
            kind=OrganisationKind.ALLIANCE,
            municipality=places[0],
            email=f"alliansen.{region.slug}@exempel.invalid",
            created_at=now,
            updated_at=now,
        )
    )
    return made
