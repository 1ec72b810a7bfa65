"""Taking part, and the links and codes that let someone in without an account."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from samrad.consultations.enums import Origin, ParticipationKind, StatedKind
from samrad.consultations.models import (
    Consultation,
    PaperCode,
    Participation,
    ParticipationContact,
    PersonalLink,
    StatedSender,
)
from samrad.consultations.queries import CODE_PURPOSE, find_code
from samrad.consultations.rules import codes
from samrad.core.ids import keyed_hash, new_token, token_hash
from samrad.journal.services import record
from samrad.registry.enums import Channel
from samrad.registry.models import Municipality, Organisation, Region
from samrad.users.principal import ANYONE, SYSTEM, Principal

# Our own thresholds: long enough to see what became of the answer, then the way in closes.
LINK_LIFE_AFTER_CLOSING = timedelta(days=730)
LINK_LIFE_WITHOUT_CLOSING = timedelta(days=365)
CONTACT_RETENTION = timedelta(days=730)


class CodeIsWrong(Exception):
    """No live code reads like what was typed."""


class NotAnOrganisation(Exception):
    """A person's participation cannot be an organisation in the register."""


class OrganisationTakesPart(Exception):
    """The organisation already takes part in the consultation, by another participation."""

    def __init__(self, participation: Participation) -> None:
        super().__init__("organisation takes part")
        self.participation = participation


@transaction.atomic
def join_as_organisation(
    *,
    consultation: Consultation,
    organisation: Organisation,
    origin: Origin,
    actor: Principal,
    now: datetime,
) -> Participation:
    """Return the organisation's participation, made now if it had none."""
    participation, created = Participation.objects.get_or_create(
        consultation=consultation,
        organisation=organisation,
        defaults={
            "kind": ParticipationKind.ORGANISATION,
            "display_name": organisation.name,
            "origin": origin,
            "created_at": now,
        },
    )
    if created:
        record(
            chain=consultation.region.chain,
            kind="participation.joined",
            about=participation,
            actor=actor.reference,
            now=now,
            facts={"organisation": organisation.pk, "origin": str(origin)},
        )
    return participation


@transaction.atomic
def join_as_person(
    *,
    consultation: Consultation,
    display_name: str,
    origin: Origin,
    actor: Principal,
    now: datetime,
) -> Participation:
    """Make a participation for one named person (or one who gives no name)."""
    participation = Participation.objects.create(
        consultation=consultation,
        kind=ParticipationKind.PERSON,
        display_name=display_name,
        origin=origin,
        created_at=now,
    )
    record(
        chain=consultation.region.chain,
        kind="participation.joined",
        about=participation,
        actor=actor.reference,
        now=now,
        facts={"origin": str(origin)},
    )
    return participation


@transaction.atomic
def join_by_open_form(
    *,
    consultation: Consultation,
    kind: StatedKind,
    display_name: str,
    municipality: Municipality | None,
    org_number: str,
    entry_key: str,
    actor: Principal,
    now: datetime,
) -> Participation:
    """Make a participation for someone who came uninvited; no row of the register is made of it.

    The same `entry_key` again returns the one that was made with it.
    """
    Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk)
    there = Participation.objects.filter(
        consultation=consultation, stated__entry_key=entry_key
    ).first()
    if there is not None:
        return there
    is_person = kind == StatedKind.INDIVIDUAL
    participation = Participation.objects.create(
        consultation=consultation,
        kind=ParticipationKind.PERSON if is_person else ParticipationKind.ORGANISATION,
        display_name=display_name,
        origin=Origin.OPEN_FORM,
        created_at=now,
    )
    StatedSender.objects.create(
        participation=participation,
        kind=kind,
        municipality=municipality,
        org_number=org_number,
        entry_key=entry_key,
    )
    record(
        chain=consultation.region.chain,
        kind="participation.joined",
        about=participation,
        actor=actor.reference,
        now=now,
        facts={"origin": str(Origin.OPEN_FORM), "stated": str(kind)},
    )
    return participation


@transaction.atomic
def link_to_organisation(
    *, participation: Participation, organisation: Organisation, actor: Principal, now: datetime
) -> Participation:
    """Say which organisation in the register an uninvited one is; what it has sent stays as it was.

    Raise `OrganisationTakesPart` when the organisation has a participation of its own, and
    `NotAnOrganisation` for a person's.
    """
    current = Participation.objects.select_for_update(no_key=True).get(pk=participation.pk)
    if current.kind != ParticipationKind.ORGANISATION:
        raise NotAnOrganisation
    other = Participation.objects.filter(
        consultation=current.consultation_id, organisation=organisation
    ).first()
    if other is not None and other.pk != current.pk:
        raise OrganisationTakesPart(other)
    current.organisation = organisation
    current.save(update_fields=["organisation"])
    record(
        chain=current.consultation.region.chain,
        kind="participation.linked",
        about=current,
        actor=actor.reference,
        now=now,
        facts={"organisation": organisation.pk},
    )
    return current


@transaction.atomic
def keep_contact(
    *,
    participation: Participation,
    actor: Principal,
    now: datetime,
    name: str = "",
    email: str = "",
    phone: str = "",
    postal_address: str = "",
    channel: Channel = Channel.EMAIL,
    retention_until: date | None = None,
) -> ParticipationContact:
    """Keep how to reach the one who takes part, until a set date."""
    contact, _created = ParticipationContact.objects.update_or_create(
        participation=participation,
        defaults={
            "name": name,
            "email": email,
            "phone": phone,
            "postal_address": postal_address,
            "channel": channel,
            "retention_until": retention_until or (now + CONTACT_RETENTION).date(),
        },
    )
    given = {"name": name, "email": email, "phone": phone, "postal_address": postal_address}
    _record(
        participation,
        "participation.contact_kept",
        actor,
        now,
        # Not the details themselves: a hash of a telephone number can be guessed.
        {
            "given": sorted(field for field, value in given.items() if value),
            "channel": str(channel),
            "until": contact.retention_until,
        },
    )
    return contact


def _record(
    participation: Participation,
    kind: str,
    actor: Principal,
    now: datetime,
    facts: Mapping[str, Any],
) -> None:
    record(
        chain=participation.consultation.region.chain,
        kind=kind,
        about=participation,
        actor=actor.reference,
        now=now,
        facts=facts,
    )


def _expires_at(consultation: Consultation, now: datetime) -> datetime:
    if consultation.closes_at is None:
        return now + LINK_LIFE_WITHOUT_CLOSING
    return max(consultation.closes_at, now) + LINK_LIFE_AFTER_CLOSING


@transaction.atomic
def mint_link(
    *, participation: Participation, minted_for: str, now: datetime, actor: Principal = SYSTEM
) -> str:
    """Make a personal link and return its token: the only time it is known."""
    token = new_token()
    link = PersonalLink.objects.create(
        participation=participation,
        token_hash=token_hash(token),
        minted_for=minted_for,
        created_at=now,
        expires_at=_expires_at(participation.consultation, now),
    )
    _record(
        participation,
        "participation.link_minted",
        actor,
        now,
        {"link": link.pk, "for": minted_for, "until": link.expires_at},
    )
    return token


@transaction.atomic
def open_with_code(*, region: Region, typed: str, now: datetime) -> str:
    """Return the token of a fresh link for a code of the region's. Raise `CodeIsWrong`."""
    code = find_code(region, typed, now)
    if code is None:
        raise CodeIsWrong
    return mint_link(participation=code.participation, minted_for="code", actor=ANYONE, now=now)


@transaction.atomic
def mint_code(*, participation: Participation, now: datetime, actor: Principal = SYSTEM) -> str:
    """Make a short code for paper and return it: the only time it is known."""
    code = codes.code_from_number(secrets.randbelow(codes.CODE_SPACE))
    signs = codes.normalised(code)
    assert signs is not None  # noqa: S101 -- a code we made reads as one
    kept = PaperCode.objects.create(
        participation=participation,
        code_hash=keyed_hash(signs, purpose=CODE_PURPOSE),
        created_at=now,
        expires_at=_expires_at(participation.consultation, now),
    )
    _record(
        participation,
        "participation.code_minted",
        actor,
        now,
        {"code": kept.pk, "until": kept.expires_at},
    )
    return code


@transaction.atomic
def revoke_ways_in(*, participation: Participation, actor: Principal, now: datetime) -> int:
    """Close every link and code of the participation; return how many."""
    links = participation.links.filter(revoked_at__isnull=True).update(revoked_at=now)
    paper = participation.codes.filter(revoked_at__isnull=True).update(revoked_at=now)
    record(
        chain=participation.consultation.region.chain,
        kind="participation.ways_in_revoked",
        about=participation,
        actor=actor.reference,
        now=now,
        facts={"links": links, "codes": paper},
    )
    return links + paper


@transaction.atomic
def settle_reports(*, participation: Participation, actor: Principal, now: datetime) -> int:
    """Note that the reports of a wrong recipient have been seen to; return how many."""
    settled = participation.wrong_recipient_reports.filter(settled_at__isnull=True).update(
        settled_at=now
    )
    record(
        chain=participation.consultation.region.chain,
        kind="participation.reports_settled",
        about=participation,
        actor=actor.reference,
        now=now,
        facts={"reports": settled},
    )
    return settled
