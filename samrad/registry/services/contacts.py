"""Contact persons: kept with a reason and an end date, and erased whole."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from samrad.journal.services import record
from samrad.registry.models import ContactPerson, Organisation, Region
from samrad.users.principal import Principal


@transaction.atomic
def add_contact(
    *, organisation: Organisation, fields: Mapping[str, Any], actor: Principal, now: datetime
) -> ContactPerson:
    """Add a contact person to the organisation."""
    contact = ContactPerson.objects.create(organisation=organisation, created_at=now, **fields)
    record(
        chain=organisation.region.chain,
        kind="contact.added",
        about=contact,
        actor=actor.reference,
        now=now,
        facts={"organisation": organisation.pk},
    )
    return contact


@transaction.atomic
def change_contact(
    *, contact: ContactPerson, fields: Mapping[str, Any], actor: Principal, now: datetime
) -> ContactPerson:
    """Change the contact person's details."""
    for name, value in fields.items():
        setattr(contact, name, value)
    contact.save()
    record(
        chain=contact.organisation.region.chain,
        kind="contact.changed",
        about=contact,
        actor=actor.reference,
        now=now,
    )
    return contact


@transaction.atomic
def erase_contact(*, contact: ContactPerson, actor: Principal, now: datetime) -> None:
    """Erase the contact person; the journal keeps only that it happened."""
    record(
        chain=contact.organisation.region.chain,
        kind="contact.erased",
        about=contact,
        actor=actor.reference,
        now=now,
    )
    contact.delete()


@transaction.atomic
def erase_expired_contacts(*, region: Region, today: date, actor: Principal, now: datetime) -> int:
    """Erase contacts whose time is out, if the region has decided on disposal; return how many."""
    if region.disposal_decided_on is None:
        return 0
    expired = ContactPerson.objects.filter(
        organisation__region=region, retention_until__lt=today
    ).select_related("organisation__region")
    count = 0
    for contact in expired.order_by("pk")[:500]:
        erase_contact(contact=contact, actor=actor, now=now)
        count += 1
    return count
