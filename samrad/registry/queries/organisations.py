"""Reading organisations, their contact persons and their history."""

from django.db.models import QuerySet

from samrad.registry.models import (
    ContactPerson,
    Municipality,
    Organisation,
    OrganisationRevision,
    Region,
)


def municipalities_in(region: Region) -> QuerySet[Municipality]:
    """Return the region's municipalities by name."""
    return region.municipalities.order_by("sort_name")


def organisations_in(region: Region) -> QuerySet[Organisation]:
    """Return the region's organisations that are seen: those of an unfinished import are not."""
    return Organisation.objects.filter(region=region, pending_batch__isnull=True)


def get_organisation(region: str, organisation: int) -> Organisation:
    """Return the organisation in the region with the slug `region`."""
    return Organisation.objects.select_related("region", "municipality").get(
        pk=organisation, region__slug=region, pending_batch__isnull=True
    )


def contacts_of(organisation: Organisation) -> QuerySet[ContactPerson]:
    """Return the organisation's contact persons by name."""
    return organisation.contacts.order_by("search_name", "pk")


def get_contact(region: str, organisation: int, contact: int) -> ContactPerson:
    """Return the contact person of the organisation in the region."""
    return ContactPerson.objects.select_related("organisation__region").get(
        pk=contact, organisation_id=organisation, organisation__region__slug=region
    )


def revisions_of(organisation: Organisation) -> QuerySet[OrganisationRevision]:
    """Return every change of the organisation, newest first."""
    return organisation.revisions.select_related("user").order_by("-version")


def get_revision(region: str, organisation: int, version: int) -> OrganisationRevision:
    """Return the change that made this version of the organisation."""
    return OrganisationRevision.objects.select_related("organisation__region", "user").get(
        organisation_id=organisation, organisation__region__slug=region, version=version
    )
