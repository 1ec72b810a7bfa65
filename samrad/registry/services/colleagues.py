"""Who works for a region: roles given and taken back, and a mail to who is new."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from samrad.access.roles import Role
from samrad.journal.services import record
from samrad.outbox.models import Message
from samrad.outbox.services import NothingToSend, Rendered, compose_mail, queue_message
from samrad.registry.enums import RegionRoleCode
from samrad.registry.models import Region, RegionRole
from samrad.registry.wording import welcome_letter
from samrad.users.models import User
from samrad.users.principal import Principal

WELCOME: Final = "colleague.welcome"
IN_CHARGE: Final = (RegionRoleCode.OFFICER, RegionRoleCode.HEAD)


class AlreadyHolds(Exception):
    """The person holds this role here already."""


class LastInCharge(Exception):
    """Nobody who can run the region's work would be left."""


class OnlyHeadAppointsHead(Exception):
    """Signing off is given and taken back by somebody who may sign off, or by the operator."""


def _check_may_appoint(region: Region, role: str, actor: Principal) -> None:
    if role == RegionRoleCode.HEAD and not actor.system and Role.HEAD not in region.roles_of(actor):
        raise OnlyHeadAppointsHead


@transaction.atomic
def add_colleague(
    *,
    region: Region,
    email: str,
    name: str,
    role: RegionRoleCode,
    actor: Principal,
    now: datetime,
) -> RegionRole:
    """Give a person a role on the region, and tell them; a new person becomes a user.

    Raise `AlreadyHolds` or `OnlyHeadAppointsHead`.
    """
    _check_may_appoint(region, role, actor)
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(email, name=name)
    held, is_new = RegionRole.objects.get_or_create(region=region, user=user, role=role)
    if not is_new:
        raise AlreadyHolds
    record(
        chain=region.chain,
        kind="colleague.added",
        about=held,
        actor=actor.reference,
        now=now,
        facts={"user": user.pk, "role": role},
    )
    queue_message(
        tenant=region.chain,
        kind=WELCOME,
        event=f"colleague:{held.pk}",
        recipient=f"user:{user.pk}",
        to_address=user.email,
        context={"role": held.pk, "added_by": actor.user.pk if actor.user else None},
        now=now,
    )
    return held


@transaction.atomic
def remove_role(*, held: RegionRole, actor: Principal, now: datetime) -> None:
    """Take a role back. Raise `LastInCharge` or `OnlyHeadAppointsHead`."""
    region = Region.objects.select_for_update().get(pk=held.region_id)
    _check_may_appoint(region, held.role, actor)
    others = RegionRole.objects.filter(region=region, role__in=IN_CHARGE).exclude(pk=held.pk)
    if held.role in IN_CHARGE and not others.exists():
        raise LastInCharge
    record(
        chain=region.chain,
        kind="colleague.removed",
        about=held,
        actor=actor.reference,
        now=now,
        facts={"user": held.user_id, "role": held.role},
    )
    held.delete()


def render_welcome(message: Message, now: datetime) -> Rendered:  # noqa: ARG001 -- a renderer's shape
    """Write to somebody who has been given a role."""
    held = (
        RegionRole.objects.select_related("region", "user")
        .filter(pk=message.context["role"])
        .first()
    )
    if held is None:
        raise NothingToSend
    added_by = User.objects.filter(pk=message.context["added_by"]).first()
    with translation.override(settings.LANGUAGE_CODE):
        subject, body = welcome_letter(
            region=held.region.name,
            role=str(held.get_role_display()),
            who=str(added_by or ""),
            url=f"{settings.SAMRAD_URL}{reverse('account_login')}",
            email=held.user.email,
        )
        return compose_mail(
            subject=subject,
            body=body,
            sender=held.region.name,
            from_address=held.region.sender_email or settings.DEFAULT_FROM_EMAIL,
            reply_to=added_by.email if added_by else "",
        )
