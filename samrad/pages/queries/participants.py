"""Who takes part in a consultation, and links that reached the wrong person."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from samrad.consultations.models import (
    Consultation,
    Participation,
    PersonalLink,
    WrongRecipientReport,
)
from samrad.contributions.models import Submission


def participants_of(
    consultation: Consultation, *, words: str, now: datetime
) -> QuerySet[Participation]:
    """Return those who take part and hold every word in their name, those reported wrong first."""
    reports = WrongRecipientReport.objects.filter(
        participation=OuterRef("pk"), settled_at__isnull=True
    )
    rows = consultation.participations.annotate(
        reported=Exists(reports),
        answered=Exists(Submission.objects.filter(participation=OuterRef("pk"))),
        ways_in=Count("links", filter=Q(links__revoked_at__isnull=True, links__expires_at__gt=now)),
    )
    for word in words.split():
        rows = rows.filter(display_name__icontains=word)
    return rows.order_by("-reported", "display_name", "pk")


@dataclass(frozen=True)
class Ways:
    """The live ways in of one who takes part, and what was reported about them."""

    links: int
    codes: int
    reports: list[WrongRecipientReport]
    submissions: list[Submission]


def ways_of(participation: Participation, *, now: datetime) -> Ways:
    """Return how the participation can be entered, and what has come of it."""
    alive = Q(revoked_at__isnull=True, expires_at__gt=now)
    links: QuerySet[PersonalLink] = participation.links.filter(alive)
    return Ways(
        links=links.count(),
        codes=participation.codes.filter(alive).count(),
        reports=list(participation.wrong_recipient_reports.all()),
        submissions=list(participation.submissions.order_by("number")),
    )
