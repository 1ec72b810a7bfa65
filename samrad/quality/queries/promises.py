"""What a consultation promised and delivered, read in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from samrad.consultations.models import Consultation
from samrad.consultations.rules.periods import is_over
from samrad.contributions.enums import ReplyState
from samrad.contributions.queries import live_contributions
from samrad.core.clock import local_date
from samrad.invitations.enums import FIRST_LETTERS
from samrad.invitations.models import Letter
from samrad.invitations.rules.review.language import level_promised
from samrad.planning.queries.matrix import Matrix, matrix_of
from samrad.planning.rules import matrix as cells
from samrad.quality.rules import delivered
from samrad.quality.rules.delivered import Delivery, Led, Placed, Replies


@dataclass(frozen=True)
class KeptPromises:
    """Promised against delivered: step by step, as a whole, and what the points led to."""

    is_over: bool
    steps: tuple[Delivery, ...]
    whole: Delivery
    led: tuple[Led, ...]

    @property
    def total(self) -> Led:
        """Return what all points led to."""
        return delivered.total(self.led)


def kept_promises(
    consultation: Consultation, *, now: datetime, matrix: Matrix | None = None
) -> KeptPromises:
    """Return what the consultation promised and delivered.

    One query, and two more where the matrix has not been read already.
    """
    read = matrix if matrix is not None else matrix_of(consultation, now=now)
    led = delivered.led_to(_outcomes(consultation))
    whole = delivered.total(led)
    answered = whole.judged + whole.noted
    today = local_date(now)
    replies = Replies(
        points=answered + whole.waiting,
        answered=answered,
        are_due=consultation.answered_on is None or consultation.answered_on < today,
    )
    steps = delivered.deliveries(_placed(read, now), replies)
    return KeptPromises(
        is_over=is_over(closes=consultation.closes_at, now=now),
        steps=steps,
        whole=delivered.whole(consultation.level, steps),
        led=led,
    )


def _placed(read: Matrix, now: datetime) -> list[Placed]:
    return [
        Placed(
            activity=each.activity.pk,
            cell=cell,
            is_done=each.state in {cells.DONE, cells.EVALUATED},
            is_ahead=each.activity.starts_at is not None and now < each.activity.starts_at,
            rounds=each.activity.rounds,
        )
        for each in read.activities
        if each.counts
        for cell in each.cells
    ]


def _outcomes(consultation: Consultation) -> list[tuple[str, str, int]]:
    """Return how many points each kind of sender has with each outcome, as published."""
    rows = (
        live_contributions(consultation)
        .order_by()
        .values_list(
            "submission__source_kind", "reply_link__reply__outcome", "reply_link__reply__state"
        )
        .annotate(Count("pk"))
    )
    return [
        (sender, outcome if state == ReplyState.PUBLISHED else "", number)
        for sender, outcome, state, number in rows
    ]


def level_in_texts(consultation: Consultation) -> str:
    """Return the highest level that words to participants promise, or nothing.

    Read are the consultation's own texts and the first letters as they are written.
    """
    letters = Letter.objects.filter(consultation=consultation, kind__in=FIRST_LETTERS)
    texts = [
        *(consultation.title, consultation.lead, consultation.purpose, consultation.at_stake),
        *(f"{subject}\n\n{body}" for subject, body in letters.values_list("subject", "body")),
    ]
    return max((level_promised(text) for text in texts if text), key=cells.rank, default="")
