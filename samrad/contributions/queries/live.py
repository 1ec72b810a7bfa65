"""Which contributions count now, and which of them wait for a reply."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet

from samrad.consultations.models import Consultation
from samrad.contributions.models import Contribution, Submission


def live_contributions(consultation: Consultation) -> QuerySet[Contribution]:
    """Return the contributions that count: not split further, of submissions not replaced."""
    split = Contribution.objects.filter(split_from=OuterRef("pk"))
    replaced = Submission.objects.filter(supersedes=OuterRef("submission"))
    return Contribution.objects.filter(
        ~Exists(split), ~Exists(replaced), consultation=consultation
    ).order_by("number")


def unanswered_contributions(consultation: Consultation) -> QuerySet[Contribution]:
    """Return the live contributions without a reply."""
    return live_contributions(consultation).filter(reply_link__isnull=True)


def live_submissions(consultation: Consultation) -> QuerySet[Submission]:
    """Return the submissions that have not been replaced by a later one."""
    return Submission.objects.filter(consultation=consultation, superseded_by__isnull=True)


def _whole() -> QuerySet[Contribution]:
    return Contribution.objects.select_related(
        "consultation__region",
        "consultation__process__plan",
        "submission__organisation__municipality",
        "submission__municipality",
        "submission__activity",
        "submission__moderation",
        "submission__superseded_by",
        "question",
        "passage_revision__passage",
        "split_from",
        "coding__owner",
        "reply_link__reply__passage_revision__passage",
        "reply_link__reply__passage_revision__previous",
    )


def get_contribution(region: str, consultation: str, contribution: int) -> Contribution:
    """Return the contribution with this number in the consultation."""
    return _whole().get(
        number=contribution,
        consultation__slug=consultation,
        consultation__region__slug=region,
    )


def read_anew(contribution: Contribution) -> Contribution:
    """Return the contribution as it stands now, with the reply it may have got meanwhile."""
    return _whole().filter(pk=contribution.pk)[0]


def contributions_by_number(
    consultation: Consultation, numbers: Sequence[int]
) -> dict[int, Contribution]:
    """Return, by number, those of the live contributions that have these numbers."""
    rows = live_contributions(consultation).filter(number__in=numbers)
    chosen = rows.select_related(
        "consultation__region", "reply_link__reply", "submission__organisation"
    )
    return {row.number: row for row in chosen}
