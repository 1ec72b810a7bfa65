"""Whom a mailing would go to: the segment as a query over the register or over those taking part.

`invitations.rules.segments` says the same about plain facts; a test holds the two together.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, NullIf

from samrad.consultations.enums import Origin
from samrad.consultations.models import Consultation, Participation
from samrad.contributions.models import Submission
from samrad.invitations.enums import (
    FIRST_LETTERS,
    Audience,
    LetterKind,
    RecipientChannel,
)
from samrad.invitations.models import Mailing, Recipient
from samrad.invitations.rules.segments import Segment
from samrad.outbox.enums import MessageState
from samrad.registry.enums import NOT_CIVIL_SOCIETY, Channel, OrganisationStatus
from samrad.registry.models import ContactPerson, Municipality, Organisation, OrganisationArea
from samrad.registry.queries import organisations_in

AT_WORK = (OrganisationStatus.ACTIVE, OrganisationStatus.UNKNOWN)
NOTHING = Value("")


@dataclass(frozen=True)
class Reach:
    """How many a mailing would reach, by channel, place and kind."""

    email: int
    paper: int
    none: int
    places: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...]

    def reached_by(self, channel: str) -> int:
        """Return how many are reached this way; all of them without a channel."""
        numbers = {
            RecipientChannel.EMAIL: self.email,
            RecipientChannel.PAPER: self.paper,
            RecipientChannel.NONE: self.none,
        }
        return numbers[RecipientChannel(channel)] if channel else self.total

    @property
    def total(self) -> int:
        """Return how many are chosen, reached or not."""
        return self.email + self.paper + self.none


def _contact_email(organisation: str, today: date) -> Subquery:
    """Return the address of the first contact person who may be written to."""
    persons = ContactPerson.objects.filter(
        organisation=OuterRef(organisation),
        do_not_contact=False,
        retention_until__gte=today,
    ).exclude(email="")
    return Subquery(persons.order_by("pk").values("email")[:1])


def _has_address(prefix: str = "") -> Q:
    """Return that there is a street or box, and a place to send to."""
    street = {f"{prefix}address": ""}
    place = {f"{prefix}postal_code": "", f"{prefix}city": ""}
    return ~Q(**street) & ~Q(**place)


def with_reach(organisations: QuerySet[Organisation], *, today: date) -> QuerySet[Any]:
    """Annotate how each is reached (`reach`) and the address mail would go to (`email_to`)."""
    return organisations.annotate(
        email_to=Coalesce(NullIf(F("email"), NOTHING), _contact_email("pk", today), NOTHING),
        reach=Case(
            When(_has_address() & Q(channel=Channel.LETTER), then=Value(RecipientChannel.PAPER)),
            When(~Q(email_to=""), then=Value(RecipientChannel.EMAIL)),
            When(_has_address(), then=Value(RecipientChannel.PAPER)),
            default=Value(RecipientChannel.NONE),
        ),
    )


def _held_by(segment: Segment) -> Q:
    """Return the segment's filters, hands apart."""
    at_work = Q(status__in=AT_WORK)
    if segment.include_dormant:
        at_work |= Q(status=OrganisationStatus.DORMANT)
    held = at_work
    if segment.civil_society_only:
        held &= ~Q(kind__in=NOT_CIVIL_SOCIETY)
    if segment.municipalities:
        held &= Q(municipality__in=segment.municipalities)
    if segment.organisation_kinds:
        held &= Q(kind__in=segment.organisation_kinds)
    if segment.art_areas:
        held &= Q(
            Exists(
                OrganisationArea.objects.filter(
                    organisation=OuterRef("pk"), area__in=segment.art_areas
                )
            )
        )
    if segment.channel:
        held &= Q(reach=segment.channel)
    return held


def organisations_held(
    organisations: QuerySet[Organisation], segment: Segment, *, today: date
) -> QuerySet[Any]:
    """Return those of the organisations that the segment holds, annotated as `with_reach`."""
    rows = with_reach(organisations, today=today)
    return rows.filter(_held_by(segment) | Q(pk__in=segment.added)).exclude(
        pk__in=segment.taken_out
    )


def already_written_to(consultation: Consultation, kind: str) -> QuerySet[Recipient]:
    """Return those to whom a letter of this kind has left or is on its way."""
    return Recipient.objects.filter(mailing__consultation=consultation, mailing__kind=kind).exclude(
        channel=RecipientChannel.EMAIL, message__state=MessageState.CANCELLED
    )


def organisations_for(mailing: Mailing, *, today: date) -> QuerySet[Organisation]:
    """Return the organisations a first letter would go to: held, and not written to before."""
    written_to = already_written_to(mailing.consultation, mailing.kind).filter(
        participation__organisation__isnull=False
    )
    held = organisations_held(
        organisations_in(mailing.consultation.region),
        Segment.from_dict(mailing.segment),
        today=today,
    )
    # In a list and not by Exists, which would read every recipient anew for every organisation.
    return held.exclude(pk__in=written_to.values("participation__organisation"))


def with_participants_reach(
    participations: QuerySet[Participation], *, today: date
) -> QuerySet[Participation]:
    """Annotate `reach` and `email_to`: what the participant has given comes first."""
    own_address = Q(contact__isnull=False) & ~Q(contact__postal_address="")
    in_register = Q(organisation__isnull=False) & _has_address("organisation__")
    wants_paper = Q(contact__channel=Channel.LETTER) | Q(
        contact__isnull=True, organisation__channel=Channel.LETTER
    )
    has_address = own_address | in_register
    return participations.annotate(
        email_to=Coalesce(
            NullIf(F("contact__email"), NOTHING),
            NullIf(F("organisation__email"), NOTHING),
            _contact_email("organisation", today),
            NOTHING,
        ),
        reach=Case(
            When(has_address & wants_paper, then=Value(RecipientChannel.PAPER)),
            When(~Q(email_to=""), then=Value(RecipientChannel.EMAIL)),
            When(has_address, then=Value(RecipientChannel.PAPER)),
            default=Value(RecipientChannel.NONE),
        ),
    )


def participations_for(mailing: Mailing, *, today: date) -> QuerySet[Participation]:
    """Return those who take part that a reminder or a "heard" letter would go to."""
    answered = Exists(Submission.objects.filter(participation=OuterRef("pk")))
    audience = {
        Audience.UNANSWERED: Q(origin=Origin.INVITED) & ~answered,
        Audience.ANSWERED: Q(answered),
        Audience.ALL: Q(origin=Origin.INVITED) | answered,
    }[audience_of(mailing)]
    rows = Participation.objects.filter(audience, consultation=mailing.consultation)
    if mailing.kind != LetterKind.REMINDER:
        written_to = already_written_to(mailing.consultation, mailing.kind)
        rows = rows.exclude(pk__in=written_to.values("participation"))
    segment = Segment.from_dict(mailing.segment)
    return with_participants_reach(
        rows.exclude(pk__in=segment.taken_out).select_related("organisation__municipality"),
        today=today,
    )


def audience_of(mailing: Mailing) -> Audience:
    """Return whom a letter to those who take part goes to; a reminder only to the unanswered."""
    if mailing.kind == LetterKind.REMINDER:
        return Audience.UNANSWERED
    return Audience(mailing.segment.get("audience", Audience.ANSWERED))


def is_first_letter(mailing: Mailing) -> bool:
    """Return whether the mailing brings new parties in."""
    return mailing.kind in FIRST_LETTERS


def candidates_for(mailing: Mailing, *, today: date) -> QuerySet[Any]:
    """Return whom the mailing would go to, by name: organisations or participations."""
    if is_first_letter(mailing):
        rows = organisations_for(mailing, today=today).select_related("municipality")
        return rows.order_by("sort_name", "pk")
    return participations_for(mailing, today=today).order_by("display_name", "pk")


def reach_of(mailing: Mailing, *, today: date) -> Reach:
    """Count whom the mailing would reach, in one reading of the register."""
    first = is_first_letter(mailing)
    place = "municipality" if first else "organisation__municipality"
    kind = "kind" if first else "organisation__kind"
    rows = candidates_for(mailing, today=today).order_by()
    counted = rows.values_list("reach", place, kind).annotate(n=Count("pk")).order_by()
    channels: Counter[str] = Counter()
    places: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    names = dict(Municipality.objects.values_list("code", "name"))
    for channel, code, sort, number in counted:
        channels[channel] += number
        places[names.get(code, "")] += number
        kinds[sort or ""] += number
    return Reach(
        email=channels[RecipientChannel.EMAIL],
        paper=channels[RecipientChannel.PAPER],
        none=channels[RecipientChannel.NONE],
        places=_by_number(places),
        kinds=_by_number(kinds),
    )


def _by_number(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
