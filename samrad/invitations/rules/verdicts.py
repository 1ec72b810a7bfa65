"""Whether a text was judged at all, and the verdict without what somebody says does not hold."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from samrad.invitations.rules.review.model import Band, Finding, Kind, Review, Severity

_FULL: Final = 100
_JUDGED: Final = "sv"


def is_judged(review: Review) -> bool:
    """Tell whether the text is Swedish, and something that the rules are about."""
    return review.language == _JUDGED and Kind.OTHER not in review.kinds


@dataclass(frozen=True)
class Bands:
    """The least score of each band; below the last one a text is not to be sent yet."""

    ready: int
    good: int
    rework: int

    def band_of(self, score: int, findings: Collection[Finding]) -> Band:
        """Return what a score says; a text with an error is never ready."""
        has_error = any(one.severity is Severity.ERROR for one in findings)
        if score >= self.ready and not has_error:
            return Band.READY
        if score >= self.good:
            return Band.GOOD
        return Band.REWORK if score >= self.rework else Band.NOT_YET


def without(review: Review, disputed: Collection[Finding], *, bands: Bands) -> Review:
    """Return the review as if the disputed findings had not been made."""
    if not disputed:
        return review
    left = tuple(one for one in review.findings if one not in disputed)
    plus = review.score - _rest(review.findings)
    score = min(_FULL, _rest(left) + plus)
    return replace(review, findings=left, score=score, band=bands.band_of(score, left))


def _rest(findings: Collection[Finding]) -> int:
    """Return what is left of the points when the findings have taken theirs."""
    return max(0, _FULL - sum(one.points for one in findings))
