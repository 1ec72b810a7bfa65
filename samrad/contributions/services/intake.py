"""Taking in what arrives by letter, mail, telephone or at a meeting: who, how, when and what."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from samrad.consultations.enums import Origin
from samrad.consultations.models import Activity, Consultation, Participation
from samrad.consultations.services.links import (
    join_as_organisation,
    join_as_person,
    keep_contact,
)
from samrad.consultations.services.matters import check_asks, note_asked
from samrad.contributions.enums import PartKind, SourceKind, SubmissionChannel
from samrad.contributions.models import Submission
from samrad.contributions.services.receiving import (
    Received,
    ReceivedPart,
    receive_submission,
    written_activity,
)
from samrad.core.text import clean
from samrad.files.models import StoredFile
from samrad.registry.enums import Channel, OrganisationKind
from samrad.registry.models import Municipality, Organisation
from samrad.users.principal import Principal


class ReplacedBySomeoneElse(Exception):
    """A correction is of the same consultation as what it corrects."""


@dataclass(frozen=True)
class Contact:
    """How somebody who is not in the register wants to be reached."""

    email: str = ""
    phone: str = ""
    postal_address: str = ""

    @property
    def channel(self) -> Channel:
        """Return the way that was given, mail before letter before telephone."""
        if self.email:
            return Channel.EMAIL
        return Channel.LETTER if self.postal_address else Channel.PHONE


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """What the officer has entered about something that arrived."""

    source_kind: SourceKind
    channel: SubmissionChannel
    received_at: datetime
    text: str
    idempotency_key: str
    organisation: Organisation | None = None
    display_name: str = ""
    show_name: bool = False
    municipality: Municipality | None = None
    contact: Contact = field(default_factory=Contact)
    meeting: Activity | None = None
    mandate: str = ""
    mandate_on: date | None = None
    files: Sequence[StoredFile] = ()
    supersedes: Submission | None = None


def _party(
    consultation: Consultation, arrival: Arrival, *, actor: Principal, now: datetime
) -> Participation | None:
    """Return the participation that the arrival belongs to, made now where it is new."""
    corrected = arrival.supersedes
    person_again = arrival.source_kind == SourceKind.INDIVIDUAL
    if corrected and person_again and corrected.source_kind == SourceKind.INDIVIDUAL:
        return corrected.participation
    if arrival.organisation is not None:
        return join_as_organisation(
            consultation=consultation,
            organisation=arrival.organisation,
            origin=Origin.OTHER,
            actor=actor,
            now=now,
        )
    if arrival.source_kind != SourceKind.INDIVIDUAL:
        return None
    person = join_as_person(
        consultation=consultation,
        display_name=arrival.display_name,
        origin=Origin.OTHER,
        actor=actor,
        now=now,
    )
    contact = arrival.contact
    if contact.email or contact.phone or contact.postal_address:
        keep_contact(
            participation=person,
            actor=actor,
            now=now,
            name=arrival.display_name,
            email=contact.email,
            phone=contact.phone,
            postal_address=contact.postal_address,
            channel=contact.channel,
        )
    return person


def _source(arrival: Arrival) -> SourceKind:
    organisation = arrival.organisation
    if organisation is None:
        return arrival.source_kind
    is_alliance = organisation.kind == OrganisationKind.ALLIANCE
    return SourceKind.ALLIANCE if is_alliance else SourceKind.ORGANISATION


@transaction.atomic
def take_in(
    *, consultation: Consultation, arrival: Arrival, actor: Principal, now: datetime
) -> Submission:
    """Make a submission of what arrived; the same key again returns the first.

    A correction (`supersedes`) names the submission it takes the place of, which is kept. Raise
    `AsksForNothing`, `NothingSaid`, `AlreadySuperseded` or `ReplacedBySomeoneElse`.
    """
    check_asks(Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk))
    note_asked(consultation, now=now)
    there = Submission.objects.filter(idempotency_key=arrival.idempotency_key).first()
    if there is not None:
        return there
    if arrival.supersedes and arrival.supersedes.consultation_id != consultation.pk:
        raise ReplacedBySomeoneElse
    text = clean(arrival.text).strip()
    party = _party(consultation, arrival, actor=actor, now=now)
    organisation = arrival.organisation
    return receive_submission(
        activity=arrival.meeting or written_activity(consultation),
        received=Received(
            source_kind=_source(arrival),
            channel=arrival.channel,
            text=text,
            parts=[ReceivedPart(kind=PartKind.FREE, start=0, end=len(text))],
            received_at=arrival.received_at,
            idempotency_key=arrival.idempotency_key,
            participation=party,
            organisation=organisation,
            display_name=organisation.name if organisation else arrival.display_name,
            show_name=arrival.show_name,
            municipality=organisation.municipality if organisation else arrival.municipality,
            mandate=arrival.mandate,
            mandate_on=arrival.mandate_on,
            supersedes=arrival.supersedes,
            files=tuple(arrival.files),
        ),
        actor=actor,
        now=now,
    )
