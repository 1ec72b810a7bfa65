"""What a personal link leads to, and whether answers are received there.

Everything is loaded through the link's own participation, so that nobody else's is ever found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from samrad.access.roles import Role
from samrad.consultations.enums import ParticipationKind
from samrad.consultations.models import (
    Consultation,
    Participation,
    PersonalLink,
    Question,
)
from samrad.consultations.queries import get_link
from samrad.consultations.rules import periods
from samrad.contributions.models import (
    Submission,
)
from samrad.contributions.rules.answering import Standing, standing
from samrad.contributions.rules.receipts import receipt_number
from samrad.plans.models import PlacedPassage
from samrad.plans.queries import get_placed
from samrad.registry.models import Region
from samrad.users.principal import Principal


def question_slot(question: Question) -> str:
    """Return the slot of a question's draft."""
    return f"question:{question.pk}"


def passage_slot(revision_pk: int) -> str:
    """Return the slot of the draft of a comment on one wording of a passage."""
    return f"passage:{revision_pk}"


@dataclass(frozen=True)
class Answering:
    """A way in: the link that was presented, and what it leads to."""

    token: str
    link: PersonalLink

    @property
    def participation(self) -> Participation:
        """Return whose way in it is."""
        return self.link.participation

    @property
    def consultation(self) -> Consultation:
        """Return what is answered."""
        return self.participation.consultation

    @property
    def region(self) -> Region:
        """Return who asks."""
        return self.consultation.region

    @property
    def is_person(self) -> bool:
        """Tell whether somebody answers for themselves alone."""
        return bool(self.participation.kind != ParticipationKind.ORGANISATION)

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the role the link gives the one who presents it."""
        return self.link.roles_of(principal)


@dataclass(frozen=True)
class Asked(Answering):
    """One question, by its place among the questions."""

    questions: Sequence[Question]
    position: int

    @property
    def question(self) -> Question:
        """Return the question itself."""
        return self.questions[self.position - 1]

    @property
    def own_url(self) -> str:
        """Return the address of its page."""
        return reverse("answers:question", args=[self.token, self.position])


@dataclass(frozen=True)
class Commented(Answering):
    """A passage of the draft that the consultation is about, and its slots in every wording."""

    placed: PlacedPassage
    slots: Sequence[str]

    @property
    def slot(self) -> str:
        """Return the slot of the wording that stands now."""
        return passage_slot(self.placed.revision_id)

    @property
    def own_url(self) -> str:
        """Return the address of its page."""
        return reverse("answers:passage", args=[self.token, self.placed.passage.uuid])


@dataclass(frozen=True)
class Sent(Answering):
    """An answer that the participant has sent, or had sent in."""

    submission: Submission

    @property
    def number(self) -> str:
        """Return the number on the receipt."""
        return receipt_number(
            consultation=self.consultation.reference, number=self.submission.number
        )


def get_answering(token: str) -> Answering:
    """Return what a live personal link leads to."""
    return Answering(token, get_link(token))


def get_asked(token: str, position: int) -> Asked:
    """Return the question in this place (from 1)."""
    link = get_link(token)
    questions = list(link.participation.consultation.questions.all())
    if not 1 <= position <= len(questions):
        raise Question.DoesNotExist
    return Asked(token, link, questions, position)


def get_commented(token: str, passage: str) -> Commented:
    """Return the passage with this uuid in the draft that the consultation is about."""
    link = get_link(token)
    version = link.participation.consultation.plan_version
    if version is None:
        raise PlacedPassage.DoesNotExist
    placed = get_placed(version, passage)
    revisions = placed.passage.revisions.values_list("pk", flat=True)
    return Commented(token, link, placed, [passage_slot(pk) for pk in revisions])


def get_sent(token: str, submission: str) -> Sent:
    """Return the participant's own submission with this uuid."""
    link = get_link(token)
    found = Submission.objects.select_related("moderation", "superseded_by").get(
        uuid=submission, participation=link.participation
    )
    return Sent(token, link, found)


def opens_moment(consultation: Consultation) -> datetime | None:
    """Return when answering begins: on the opening day, but never before it is published."""
    published = consultation.published_at
    if published is None or consultation.opens_on is None:
        return published
    return max(published, periods.opens_at(consultation.opens_on))


def standing_of(consultation: Consultation, now: datetime) -> Standing:
    """Return whether the consultation receives answers at `now`."""
    return standing(
        opens=opens_moment(consultation),
        closes=consultation.closes_at,
        is_cancelled=consultation.cancelled_at is not None,
        now=now,
    )


def last_day_of(consultation: Consultation) -> date | None:
    """Return the last day to answer."""
    return periods.last_day(consultation.closes_at) if consultation.closes_at else None


def reply_address(participation: Participation, today: date) -> str:
    """Return the participant's own address, or else the register's, or nothing."""
    contact = getattr(participation, "contact", None)
    if contact is not None and contact.email:
        return str(contact.email)
    organisation = participation.organisation
    if organisation is None or organisation.email:
        return organisation.email if organisation else ""
    persons = organisation.contacts.filter(do_not_contact=False, retention_until__gte=today)
    return persons.exclude(email="").order_by("pk").values_list("email", flat=True).first() or ""
