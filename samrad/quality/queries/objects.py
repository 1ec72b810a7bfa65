"""Things in a consultation that can stand as evidence, and how many of what there is."""

from collections.abc import Mapping
from dataclasses import dataclass

from samrad.consultations.enums import ActivityKind
from samrad.consultations.models import Activity, Consultation, Participation
from samrad.core.clock import local_date
from samrad.invitations.models import Mailing
from samrad.quality.models import Attestation, OwnItem
from samrad.quality.rules.sizing import Extent
from samrad.registry.models import Region

MEETING, MAILING = "meeting", "mailing"


@dataclass(frozen=True)
class Thing:
    """An object of the consultation: its reference, what it is called, and its id."""

    ref: str
    kind: str
    uuid: str
    title: str


def things_of(consultation: Consultation) -> Mapping[str, Thing]:
    """Return what can stand as evidence, by reference: meetings held and letters sent."""
    meetings = Activity.objects.filter(
        consultation=consultation, kind=ActivityKind.MEETING, cancelled_at=None
    ).order_by("starts_at", "pk")
    mailings = Mailing.objects.filter(consultation=consultation, sent_at__isnull=False)
    found = [
        Thing(
            f"{MEETING}:{one.uuid}",
            MEETING,
            str(one.uuid),
            f"{one.title}, {local_date(one.starts_at)}" if one.starts_at else one.title,
        )
        for one in meetings
    ]
    found += [
        Thing(
            f"{MAILING}:{one.uuid}",
            MAILING,
            str(one.uuid),
            f"{one.subject}, {local_date(one.sent_at)}" if one.sent_at else one.subject,
        )
        for one in mailings.order_by("sent_at", "pk")
    ]
    return {thing.ref: thing for thing in found}


def extent_of(consultation: Consultation) -> Extent:
    """Return how large the consultation is."""
    return Extent(
        meetings=Activity.objects.filter(
            consultation=consultation, kind=ActivityKind.MEETING, cancelled_at=None
        ).count(),
        invited=Participation.objects.filter(consultation=consultation).count(),
        has_draft=consultation.plan_version_id is not None,
        consultations=Consultation.objects.filter(process=consultation.process_id).count(),
    )


def get_attestation(region: str, consultation: str, item: str, attestation: int) -> Attestation:
    """Return what was said of an item in the consultation."""
    return Attestation.objects.select_related("run__consultation__region", "stored").get(
        pk=attestation,
        item=item,
        run__consultation__slug=consultation,
        run__consultation__region__slug=region,
    )


def get_own_item(region: str, own: int) -> OwnItem:
    """Return the region's own item with this number."""
    return OwnItem.objects.select_related("region").get(region__slug=region, number=own)


def own_items_of(region: Region) -> list[OwnItem]:
    """Return the region's own items, those in use first."""
    items = OwnItem.objects.filter(region=region).order_by("number")
    return sorted(items, key=lambda item: (item.retired_at is not None, item.number))
