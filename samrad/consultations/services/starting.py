"""Starting a consultation: its own reference and address from the first moment."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from samrad.consultations.enums import ActivityKind
from samrad.consultations.models import Activity, Consultation, PlanProcess
from samrad.core.clock import local_date
from samrad.journal.services import record
from samrad.registry.models import Region
from samrad.users.principal import Principal

RESERVED_SLUGS = frozenset({"nytt"})
_SLUG_LENGTH = 60


def free_slug(title: str) -> str:
    """Return an address made of `title` that no consultation has."""
    wanted = slugify(title.replace("–", "-"))[:_SLUG_LENGTH].strip("-") or "samrad"
    taken = set(Consultation.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    taken |= RESERVED_SLUGS
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def next_reference(region: Region, now: datetime) -> str:
    """Return the region's next own reference: its letter, the year, a number. Lock the region."""
    start = f"{region.letter}-{local_date(now).year}-"
    given = Consultation.objects.filter(reference__startswith=start)
    numbers = [
        int(tail)
        for reference in given.values_list("reference", flat=True)
        if (tail := reference.removeprefix(start)).isdigit()
    ]
    return f"{start}{max(numbers, default=0) + 1}"


@transaction.atomic
def start_consultation(
    *, process: PlanProcess, title: str, actor: Principal, now: datetime
) -> Consultation:
    """Make a consultation in the process, with the activity that written answers belong to."""
    region = Region.objects.select_for_update().get(pk=process.region_id)
    consultation = Consultation.objects.create(
        region=region,
        process=process,
        slug=free_slug(title),
        title=title,
        decision_maker=process.deciding_body,
        reference=next_reference(region, now),
        contact_name=actor.user.name if actor.user else "",
        contact_email=actor.user.email if actor.user else "",
        owner=actor.user,
        created_at=now,
    )
    Activity.objects.create(
        consultation=consultation,
        kind=ActivityKind.WRITTEN,
        title=str(ActivityKind.WRITTEN.label),
    )
    record(
        chain=region.chain,
        kind="consultation.started",
        about=consultation,
        actor=actor.reference,
        now=now,
        facts={"reference": consultation.reference},
    )
    return consultation
