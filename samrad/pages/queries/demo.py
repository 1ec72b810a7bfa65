"""Which associations one can be in the demo."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from samrad.consultations.models import Participation
from samrad.contributions.models import Submission


@dataclass(frozen=True)
class Volunteer:
    """An association one can be, and how far it has come."""

    participation: Participation
    has_answered: bool
    is_answered: bool


def volunteers() -> list[Volunteer]:
    """Return one that has not answered, one with a draft, one that has, and one with its reply."""
    rows = (
        Participation.objects.filter(
            organisation__isnull=False, consultation__published_at__isnull=False
        )
        .select_related("organisation", "consultation__region")
        .annotate(
            answered=Exists(Submission.objects.filter(participation=OuterRef("pk"))),
            replied=Exists(
                Submission.objects.filter(
                    participation=OuterRef("pk"),
                    contributions__reply_link__reply__state="PUBLISHED",
                )
            ),
        )
        .order_by("pk")
    )
    open_now = rows.filter(
        consultation__region__slug="kronoberg", consultation__heard_published_at=None
    )
    with_draft = rows.filter(
        consultation__plan_version__isnull=False, consultation__heard_published_at=None
    )
    chosen = [
        open_now.filter(answered=False).first(),
        with_draft.filter(answered=False, consultation__region__slug="uppsala").first(),
        open_now.filter(answered=True).first(),
        rows.filter(replied=True).first(),
    ]
    return [
        Volunteer(row, has_answered=row.answered, is_answered=row.replied)
        for row in chosen
        if row is not None
    ]
