"""The register as a spreadsheet: written at once when it is small, else ordered and made later."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext as _

from samrad.core.clock import local_date
from samrad.documents.sheets import XLSX, Cell, Column, Sheet, to_xlsx
from samrad.downloads.services import Made, Pace, make_download, order_download
from samrad.jobs.models import Job
from samrad.registry.enums import ArtArea, Channel, OrganisationKind, OrganisationStatus
from samrad.registry.models import Organisation, Region
from samrad.registry.queries.register import (
    REGISTER_FILE,
    Chosen,
    contacts_for,
    place_of,
    register_rows,
    rows_for_export,
)
from samrad.registry.wording import (
    CONTACT_COLUMNS,
    CONTACTS,
    ORGANISATION_COLUMNS,
    ORGANISATIONS,
    org_number_written,
    overflow,
)
from samrad.users.principal import Principal

_REGION: Final = "region"


def order_register(*, region: Region, chosen: Chosen, actor: Principal, now: datetime) -> Job:
    """Queue the writing of what was chosen."""
    return order_download(
        kind=REGISTER_FILE,
        place=place_of(region),
        tenant=region.chain,
        choice={**asdict(chosen), _REGION: region.pk},
        actor=actor,
        now=now,
    )


def make_register(*, job: Job, clock: Callable[[], datetime]) -> None:
    """Write what was ordered."""
    choice: dict[str, Any] = dict(job.arguments["choice"])
    region = Region.objects.get(pk=choice.pop(_REGION))
    chosen = Chosen(**choice)
    pace = Pace(job, clock)
    make_download(
        job=job, write=lambda: register_file(region, chosen, now=clock(), pace=pace), clock=clock
    )


def register_file(
    region: Region, chosen: Chosen, *, now: datetime, pace: Pace | None = None
) -> Made:
    """Write what was chosen of the register, contact persons in a sheet of their own."""
    rows = register_rows(region, chosen)
    today = local_date(now)
    organisations, contacts = list(_organisation_rows(rows)), list(_contact_rows(rows))
    if pace:
        pace.total = len(organisations) + len(contacts)
    content = to_xlsx(
        [
            Sheet(
                str(ORGANISATIONS),
                [Column(str(head), width) for head, width in ORGANISATION_COLUMNS],
                pace.over(organisations) if pace else organisations,
            ),
            Sheet(
                str(CONTACTS),
                [Column(str(head), width) for head, width in CONTACT_COLUMNS],
                pace.over(contacts) if pace else contacts,
            ),
        ],
        created=today,
        title=_("Organisationer i %(region)s") % {"region": region.name},
        overflow=overflow(),
    )
    return Made(f"organisationer-{region.slug}-{today:%Y-%m-%d}.xlsx", XLSX, content)


def _organisation_rows(rows: QuerySet[Organisation]) -> Iterator[tuple[Cell, ...]]:
    kinds, areas = _labels(OrganisationKind), _labels(ArtArea)
    statuses, channels = _labels(OrganisationStatus), _labels(Channel)
    for one in rows_for_export(rows):
        yield (
            one["pk"],
            one["name"],
            org_number_written(one["org_number"]),
            kinds[one["kind"]],
            one["municipality__name"] or "",
            "; ".join(areas[area] for area in one["areas"]),
            statuses[one["status"]],
            one["email"],
            one["phone"],
            one["website"],
            one["address"],
            one["postal_code"],
            one["city"],
            channels[one["channel"]],
            one["note"],
            one["verified_on"],
            one["created_at"],
            one["updated_at"],
        )


def _labels(codes: type[TextChoices]) -> dict[str, str]:
    """Return the codes' labels in the reader's language, each looked up once."""
    return {code: str(label) for code, label in codes.choices}


def _contact_rows(rows: QuerySet[Organisation]) -> Iterator[tuple[Cell, ...]]:
    channels, yes = _labels(Channel), _("Ja")
    for person in contacts_for(rows):
        yield (
            person.organisation_id,
            person.organisation.name,
            person.name,
            person.role,
            person.email,
            person.phone,
            channels[person.channel],
            person.reason,
            person.retention_until,
            yes if person.do_not_contact else "",
        )
