"""Keeping what search and comparison need of contributions, computed when they are made."""

from collections.abc import Iterable

from samrad.contributions.models import Contribution, ContributionIndex
from samrad.contributions.rules.similarity import fingerprint
from samrad.core.text import search_key


def index_row(contribution: Contribution, speaker: str) -> ContributionIndex:
    """Return the row that `contribution`, said by `speaker`, is found by."""
    marks = fingerprint(contribution.text)
    return ContributionIndex(
        contribution=contribution,
        consultation_id=contribution.consultation_id,
        search_text=search_key(f"{speaker} {contribution.text}"),
        exact=marks.exact,
        sketch=marks.sketch,
    )


def index_contributions(contributions: Iterable[Contribution], *, speaker: str) -> None:
    """Make the contributions, of one submission, possible to find. Part of the caller's event."""
    ContributionIndex.objects.bulk_create(
        (index_row(contribution, speaker) for contribution in contributions),
        update_conflicts=True,
        unique_fields=["contribution"],
        update_fields=["search_text", "exact", "sketch"],
    )
