"""Whose handover it is: a whole region's, or one consultation's."""

from dataclasses import dataclass

from samrad.access.roles import Role
from samrad.consultations.models import Consultation
from samrad.consultations.queries import get_consultation
from samrad.planning.models import HandoverNote
from samrad.registry.models import Region
from samrad.registry.queries import get_region
from samrad.users.principal import Principal


@dataclass(frozen=True)
class HandoverPlace:
    """A region, and one of its consultations when it is about that alone."""

    region: Region
    consultation: Consultation | None = None

    @property
    def object_key(self) -> str:
        """Return what a draft of its note is kept under."""
        one = self.consultation
        return f"samrad-{one.pk}" if one else f"region-{self.region.pk}"

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.region.roles_of(principal)


def get_handover_place(region: str, consultation: str = "") -> HandoverPlace:
    """Return the region, or the consultation in it, that is handed over."""
    if not consultation:
        return HandoverPlace(get_region(region))
    found = get_consultation(region, consultation)
    return HandoverPlace(found.region, found)


def note_of(place: HandoverPlace) -> HandoverNote | None:
    """Return the note about it, if there is one."""
    rows = HandoverNote.objects.filter(region=place.region, consultation=place.consultation)
    return rows.first()
