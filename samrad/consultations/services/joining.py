"""Letting many organisations take part at once, as when a letter goes to thousands."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from samrad.consultations.enums import Origin, ParticipationKind
from samrad.consultations.models import Consultation, Participation
from samrad.journal.services import record
from samrad.registry.models import Organisation
from samrad.users.principal import Principal


@transaction.atomic
def join_organisations(
    *,
    consultation: Consultation,
    organisations: Sequence[Organisation],
    origin: Origin,
    actor: Principal,
    now: datetime,
) -> dict[int, Participation]:
    """Return the participation of each organisation by its id, made now for those that had none.

    The journal gets one entry for all that are made together.
    """
    there = _by_organisation(consultation, organisations)
    missing = [one for one in organisations if one.pk not in there]
    if not missing:
        return there
    Participation.objects.bulk_create(
        (
            Participation(
                consultation=consultation,
                organisation=organisation,
                kind=ParticipationKind.ORGANISATION,
                display_name=organisation.name,
                origin=origin,
                created_at=now,
            )
            for organisation in missing
        ),
        ignore_conflicts=True,  # somebody may have joined by hand meanwhile
    )
    record(
        chain=consultation.region.chain,
        kind="participations.joined",
        about=consultation,
        actor=actor.reference,
        now=now,
        facts={"organisations": [one.pk for one in missing], "origin": str(origin)},
    )
    return _by_organisation(consultation, organisations)


def _by_organisation(
    consultation: Consultation, organisations: Sequence[Organisation]
) -> dict[int, Participation]:
    rows = Participation.objects.filter(consultation=consultation, organisation__in=organisations)
    return {row.organisation_id: row for row in rows if row.organisation_id is not None}
