"""Cutting a contribution into single points; the originals are kept."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from samrad.consultations.models import Consultation, Question
from samrad.contributions.models import Contribution, ContributionReply
from samrad.contributions.rules.numbering import next_numbers
from samrad.contributions.rules.segmentation import Span, faults_in_split, trimmed
from samrad.contributions.services.indexing import index_contributions
from samrad.contributions.services.receiving import next_number
from samrad.journal.services import record
from samrad.users.principal import Principal


class CannotSplit(Exception):
    """The spans do not fit the contribution; `faults` are codes from `rules.segmentation`."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(", ".join(faults))
        self.faults = tuple(faults)


class AlreadySplitOrAnswered(Exception):
    """Only a contribution that is whole and has no reply can be split."""


@transaction.atomic
def split_contribution(
    *,
    contribution: Contribution,
    spans: Sequence[Span],
    actor: Principal,
    now: datetime,
    questions: Sequence[Question | None] | None = None,
) -> list[Contribution]:
    """Make one contribution of each span (code points of the submission's text).

    `questions` says, a span each, which question it answers, where the whole answers none.
    """
    consultation = (
        Consultation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("region")
        .get(pk=contribution.consultation_id)
    )
    # Asked anew behind the lock: another officer may have replied since the row was read.
    answered = ContributionReply.objects.filter(contribution=contribution).exists()
    if contribution.split_into.exists() or answered:
        raise AlreadySplitOrAnswered
    text = contribution.submission.text
    faults = faults_in_split(text, Span(contribution.start, contribution.end), spans)
    if faults:
        raise CannotSplit(faults)
    points = [trimmed(text, span) for span in spans]
    asked = [contribution.question or question for question in questions or [None] * len(points)]
    numbers = next_numbers(highest=next_number(Contribution, consultation), count=len(points))
    made = Contribution.objects.bulk_create(
        Contribution(
            consultation=consultation,
            submission=contribution.submission,
            number=number,
            question=question,
            passage_revision=contribution.passage_revision,
            start=point.start,
            end=point.end,
            text=text[point.start : point.end],
            split_from=contribution,
            created_at=now,
        )
        for number, point, question in zip(numbers, points, asked, strict=True)
    )
    index_contributions(made, speaker=contribution.submission.display_name)
    record(
        chain=consultation.region.chain,
        kind="contribution.split",
        about=contribution,
        actor=actor.reference,
        now=now,
        facts={"into": [point.number for point in made]},
    )
    return made
