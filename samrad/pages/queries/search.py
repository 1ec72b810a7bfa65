"""Searching a region for an organisation, a consultation or something that was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from samrad.consultations.models import Consultation
from samrad.consultations.queries import consultations_for_list
from samrad.contributions.models import Contribution, ContributionIndex
from samrad.core.text import search_key
from samrad.registry.models import Organisation, Region
from samrad.registry.queries import organisations_in

MOST: Final = 20
SHORTEST: Final = 2
_LOOKED_THROUGH: Final = 100  # hits, of which some are split or replaced


@dataclass(frozen=True)
class Found:
    """What was found, at most `MOST` of each; `more` names the kinds that hold more than that."""

    organisations: Sequence[Organisation] = ()
    consultations: Sequence[Consultation] = ()
    contributions: Sequence[Contribution] = ()
    more: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was found."""
        return not (self.organisations or self.consultations or self.contributions)


def found(
    region: Region, words: str, *, organisations: bool, contributions: bool, now: datetime
) -> Found:
    """Return what the words are found in, of the kinds that may be seen."""
    key = search_key(words)
    if len(key) < SHORTEST:
        return Found()
    bodies = _organisations(region, key) if organisations else []
    rounds = list(consultations_for_list(region, words=words, now=now)[: MOST + 1])
    points = _contributions(region, key) if contributions else []
    full = {
        name
        for name, rows in (
            ("organisations", bodies),
            ("consultations", rounds),
            ("contributions", points),
        )
        if len(rows) > MOST
    }
    return Found(bodies[:MOST], rounds[:MOST], points[:MOST], frozenset(full))


def _organisations(region: Region, key: str) -> list[Organisation]:
    rows = organisations_in(region).filter(search_name__contains=key)
    return list(rows.select_related("municipality").order_by("search_name", "pk")[: MOST + 1])


def _contributions(region: Region, key: str) -> list[Contribution]:
    hits = ContributionIndex.objects.filter(
        consultation__region=region, search_text__contains=key
    ).order_by("-contribution_id")
    rows = Contribution.objects.filter(
        pk__in=list(hits.values_list("contribution_id", flat=True)[:_LOOKED_THROUGH]),
        split_into__isnull=True,
        submission__superseded_by__isnull=True,
    )
    rows = rows.select_related("consultation__region", "submission__organisation")
    return list(rows.order_by("-pk")[: MOST + 1])
