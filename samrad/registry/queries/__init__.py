"""Reading the registry: a module a subject."""

from samrad.registry.queries.organisations import (
    contacts_of,
    get_contact,
    get_organisation,
    get_revision,
    municipalities_in,
    organisations_in,
    revisions_of,
)
from samrad.registry.queries.regions import (
    colleagues_in,
    get_region,
    get_region_role,
    heads_of,
    regions_of,
)

__all__ = [
    "colleagues_in",
    "contacts_of",
    "get_contact",
    "get_organisation",
    "get_region",
    "get_region_role",
    "get_revision",
    "heads_of",
    "municipalities_in",
    "organisations_in",
    "regions_of",
    "revisions_of",
]
