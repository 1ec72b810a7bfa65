"""What a region decides about itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from samrad.core.ids import digest
from samrad.journal.services import record
from samrad.registry.models import Region
from samrad.users.principal import Principal

SETTINGS: Final = (
    "postal_address", "website", "sender_email", "registry_email", "case_number_pattern",
    "disposal_decision", "disposal_decided_on",
)  # fmt: skip


class RegionChangedMeanwhile(Exception):
    """Somebody changed the settings after the page was opened; `current` is how they are now."""

    def __init__(self, current: Region) -> None:
        super().__init__("region changed meanwhile")
        self.current = current


def settings_of(region: Region) -> dict[str, Any]:
    """Return the region's settings."""
    return {name: getattr(region, name) for name in SETTINGS}


def fingerprint(region: Region) -> str:
    """Return what tells these settings from any others."""
    return digest(settings_of(region))


@transaction.atomic
def change_region(
    *, region: Region, seen: str, fields: Mapping[str, Any], actor: Principal, now: datetime
) -> Region:
    """Change the region's settings. `seen` is the fingerprint of what the writer saw.

    Raise `RegionChangedMeanwhile`.
    """
    current = Region.objects.select_for_update().get(pk=region.pk)
    if fingerprint(current) != seen:
        raise RegionChangedMeanwhile(current)
    changed = [name for name in SETTINGS if fields[name] != getattr(current, name)]
    if changed:
        for name in changed:
            setattr(current, name, fields[name])
        current.save(update_fields=changed)
        record(
            chain=current.chain,
            kind="region.changed",
            about=current,
            actor=actor.reference,
            now=now,
            facts={"fields": changed},
        )
    return current
