"""Reading near-equal contributions: "four others say nearly the same"."""

from samrad.contributions.models import Contribution, ContributionIndex
from samrad.contributions.queries.live import live_contributions
from samrad.contributions.rules.similarity import candidates, near_equal

_SIFTED = 60  # how many of the closest are compared word by word


def similar_contributions(contribution: Contribution, *, limit: int = 25) -> list[Contribution]:
    """Return the live contributions that say nearly the same, most alike first."""
    own = ContributionIndex.objects.filter(pk=contribution.pk).first()
    if own is None:
        return []
    pool = (
        ContributionIndex.objects.filter(consultation=contribution.consultation_id)
        .exclude(pk=contribution.pk)
        .values_list("pk", "sketch")
    )
    close = candidates(own.sketch, pool)[:_SIFTED]
    rows = {
        row.pk: row
        for row in live_contributions(contribution.consultation)
        .filter(pk__in=close)
        .select_related(
            "submission__organisation__municipality",
            "submission__municipality",
            "reply_link__reply",
        )
    }
    alike = near_equal(contribution.text, {pk: rows[pk].text for pk in close if pk in rows})
    return [rows[pk] for pk in alike[:limit]]
