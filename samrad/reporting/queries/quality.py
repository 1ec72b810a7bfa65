"""How a consultation's checklist stands, for documents."""

from datetime import datetime

from samrad.consultations.models import Consultation
from samrad.quality.models import ChecklistRun
from samrad.quality.queries.summary import quality_summary
from samrad.reporting.wording.quality import InWords, in_words


def quality_of(consultation: Consultation, *, now: datetime, only_counts: bool = False) -> InWords:
    """Return how the checklist stands; where no run was begun, documents leave a gap.

    `only_counts`: the facts are not judged, only whether there is anything to tell.
    """
    if only_counts:
        has_run = ChecklistRun.objects.filter(consultation=consultation).exists()
        return InWords(score="-" if has_run else "")
    return in_words(quality_summary(consultation, now=now))
