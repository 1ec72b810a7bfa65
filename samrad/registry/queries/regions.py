"""Reading regions, and who holds a role on them."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, OuterRef, QuerySet

from samrad.registry.enums import RegionRoleCode
from samrad.registry.models import Region, RegionRole
from samrad.users.models import User


def get_region(region: str) -> Region:
    """Return the region with the slug `region`."""
    return Region.objects.get(slug=region)


def regions_of(user: User) -> QuerySet[Region]:
    """Return the regions where `user` holds any role, by name."""
    held = RegionRole.objects.filter(region=OuterRef("pk"), user=user)
    return Region.objects.filter(Exists(held))


def get_region_role(region: str, role: int) -> RegionRole:
    """Return a role that somebody holds on the region with the slug `region`."""
    return RegionRole.objects.select_related("region", "user").get(pk=role, region__slug=region)


@dataclass(frozen=True)
class Colleague:
    """A person and the roles they hold on a region."""

    user: User
    roles: tuple[RegionRole, ...]


def colleagues_in(region: Region) -> list[Colleague]:
    """Return everyone who holds a role on the region, by name."""
    held = RegionRole.objects.filter(region=region).select_related("user")
    rows = held.order_by("user__name", "user__email", "role")
    return [
        Colleague(user, tuple(roles)) for user, roles in groupby(rows, key=lambda row: row.user)
    ]


def heads_of(region: Region) -> QuerySet[User]:
    """Return those who sign off for the region, by name."""
    held = RegionRole.objects.filter(region=region, role=RegionRoleCode.HEAD)
    return User.objects.filter(pk__in=held.values("user")).order_by("name", "pk")
