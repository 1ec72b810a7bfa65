"""Adding and changing organisations; every change is kept with what was before."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Field

from samrad.journal.services import record
from samrad.registry.models import (
    Organisation,
    OrganisationArea,
    OrganisationRevision,
    Region,
)
from samrad.registry.rules.names import search_name
from samrad.users.principal import Principal

# What people edit; everything else about an organisation follows from other deeds.
EDITED = (
    "name", "org_number", "kind", "municipality_id", "status", "email", "phone", "website",
    "address", "postal_code", "city", "channel", "note", "verified_on",
)  # fmt: skip


class OrganisationChangedMeanwhile(Exception):
    """Somebody changed the organisation after the page was opened; `current` is how it is now."""

    def __init__(self, current: Organisation) -> None:
        super().__init__("organisation changed meanwhile")
        self.current = current


def set_areas(organisation: Organisation, areas: Iterable[str]) -> list[str]:
    """Give the organisation exactly these art areas; return what it had."""
    before = sorted(organisation.areas.values_list("area", flat=True))
    wanted = set(areas)
    organisation.areas.exclude(area__in=wanted).delete()
    OrganisationArea.objects.bulk_create(
        OrganisationArea(organisation=organisation, area=area)
        for area in sorted(wanted - set(before))
    )
    return before


def _shown(value: object) -> Any:  # noqa: ANN401 -- what JSON can hold
    return value if isinstance(value, str | int | None) else str(value)


def _keep_revision(
    organisation: Organisation,
    changes: Mapping[str, list[Any]],
    *,
    actor: Principal,
    now: datetime,
) -> None:
    OrganisationRevision.objects.create(
        organisation=organisation,
        version=organisation.version,
        changes=dict(changes),
        actor=actor.reference,
        user=actor.user,
        at=now,
    )


@transaction.atomic
def create_organisation(
    *,
    region: Region,
    fields: Mapping[str, Any],
    areas: Iterable[str],
    actor: Principal,
    now: datetime,
) -> Organisation:
    """Add an organisation to the region's register."""
    organisation = Organisation.objects.create(
        region=region,
        **{name: value for name, value in fields.items() if name in EDITED},
        search_name=search_name(fields["name"]),
        created_at=now,
        updated_at=now,
    )
    set_areas(organisation, areas)
    _keep_revision(organisation, {}, actor=actor, now=now)
    record(
        chain=region.chain,
        kind="organisation.created",
        about=organisation,
        actor=actor.reference,
        now=now,
    )
    return organisation


@transaction.atomic
def change_organisation(
    *,
    organisation: Organisation,
    expected: int,
    fields: Mapping[str, Any],
    areas: Iterable[str],
    actor: Principal,
    now: datetime,
) -> Organisation:
    """Change what is given; the same again changes nothing.

    `expected` is the version the writer saw. Raise `OrganisationChangedMeanwhile`.
    """
    current = (
        Organisation.objects.select_for_update(of=("self",))
        .select_related("region")
        .get(pk=organisation.pk)
    )
    if current.version != expected:
        raise OrganisationChangedMeanwhile(current)
    wanted = sorted(set(areas))
    changes = {
        name: [_shown(getattr(current, name)), _shown(fields[name])]
        for name in EDITED
        if name in fields and getattr(current, name) != fields[name]
    }
    had = set_areas(current, wanted)
    if had != wanted:
        changes["areas"] = [had, wanted]
    if not changes:
        return current
    for name in fields.keys() & set(EDITED):
        setattr(current, name, fields[name])
    current.search_name = search_name(current.name)
    current.version += 1
    current.updated_at = now
    current.save()
    _keep_revision(current, changes, actor=actor, now=now)
    record(
        chain=current.region.chain,
        kind="organisation.changed",
        about=current,
        actor=actor.reference,
        now=now,
        facts={"version": current.version, "fields": sorted(changes)},
    )
    return current


@transaction.atomic
def undo_change(
    *, revision: OrganisationRevision, expected: int, actor: Principal, now: datetime
) -> Organisation:
    """Put back what one change replaced, as a change of its own. Later changes give way.

    Raise `OrganisationChangedMeanwhile`.
    """
    before = {name: pair[0] for name, pair in revision.changes.items()}
    areas = before.pop("areas", None)
    organisation = revision.organisation
    if areas is None:
        areas = organisation.areas.values_list("area", flat=True)
    return change_organisation(
        organisation=organisation,
        expected=expected,
        fields={name: _stored(name, value) for name, value in before.items()},
        areas=areas,
        actor=actor,
        now=now,
    )


def _stored(name: str, value: object) -> Any:  # noqa: ANN401 -- what the field holds
    field = Organisation._meta.get_field(name)
    assert isinstance(field, Field)  # noqa: S101 -- changes are of the model's own fields
    return field.to_python(value)


@transaction.atomic
def verify_organisation(
    *, organisation: Organisation, today: date, actor: Principal, now: datetime
) -> Organisation:
    """Note that somebody has found the details right today."""
    current = Organisation.objects.get(pk=organisation.pk)
    return change_organisation(
        organisation=current,
        expected=current.version,
        fields={"verified_on": today},
        areas=current.areas.values_list("area", flat=True),
        actor=actor,
        now=now,
    )
