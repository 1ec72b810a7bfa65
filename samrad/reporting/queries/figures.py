"""Counts of many consultations at once: the letters, what came in, what has been answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet

from samrad.consultations.enums import ActivityKind
from samrad.consultations.models import Activity, Participation
from samrad.consultations.rules import periods
from samrad.contributions.enums import DeliveryState, ModerationState, Outcome, ReplyState
from samrad.contributions.models import (
    Contribution,
    ContributionReply,
    Delivery,
    Reply,
    Submission,
)
from samrad.core.clock import local_date
from samrad.core.red_days import red_days
from samrad.invitations.enums import LetterKind, RecipientChannel
from samrad.invitations.models import Mailing, Recipient
from samrad.outbox.enums import MessageState
from samrad.outbox.models import Message
from samrad.reporting.models import Statement

_INVITING = (LetterKind.INVITATION, LetterKind.REFERRAL)
_BY_HAND = (DeliveryState.LETTER, DeliveryState.PHONE)


@dataclass
class Figures:
    """Counts of one consultation."""

    participations: int = 0
    invited_by_mail: int = 0
    invited_by_letter: int = 0
    unreachable: int = 0
    unclear: int = 0
    not_sent: int = 0
    submissions: int = 0
    answered_by: int = 0  # participations that have sent something
    new: int = 0  # submissions since the last working day
    pending: int = 0
    contributions: int = 0
    unanswered: int = 0
    for_draft: int = 0
    proposed: int = 0
    signed_off: int = 0
    published: int = 0
    undelivered: int = 0
    meetings: int = 0
    towns: int = 0  # municipalities with a meeting
    first_meeting: datetime | None = None
    heard: bool = False
    statements: int = 0

    @property
    def invited(self) -> int:
        """Return how many a letter has left for."""
        return self.invited_by_mail + self.invited_by_letter

    @property
    def answered(self) -> int:
        """Return how many contributions have a reply."""
        return self.contributions - self.unanswered


@dataclass
class _Counted:
    by_id: dict[int, Figures] = field(default_factory=dict)

    def put(self, rows: Iterable[Mapping[str, Any]], **names: str) -> None:
        """Set the named figures from grouped rows."""
        for row in rows:
            figures = self.by_id.get(row["consultation"])
            if figures is not None:
                for name, column in names.items():
                    setattr(figures, name, row[column])


def _grouped(rows: QuerySet[Any], key: str = "consultation", **counts: Any) -> list[dict[str, Any]]:  # noqa: ANN401 -- aggregates
    """Return counts a consultation."""
    grouped = rows.order_by().values(found=F(key)).annotate(**counts)
    return [{**row, "consultation": row["found"]} for row in grouped]


def _count_recipients(counted: _Counted, ids: Sequence[int]) -> None:
    recipients = Recipient.objects.filter(
        mailing__consultation__in=ids, mailing__sent_at__isnull=False
    )
    inviting = Q(mailing__kind__in=_INVITING)
    counted.put(
        _grouped(
            recipients,
            "mailing__consultation",
            mail=_distinct(inviting & Q(channel=RecipientChannel.EMAIL)),
            letter=_distinct(inviting & Q(channel=RecipientChannel.PAPER)),
            none=_distinct(inviting & Q(channel=RecipientChannel.NONE)),
        ),
        invited_by_mail="mail",
        invited_by_letter="letter",
        unreachable="none",
    )


def _count_sendings(counted: _Counted, ids: Sequence[int]) -> None:
    events = {}
    mailings = Mailing.objects.filter(consultation__in=ids)
    for pk, consultation, kind, sent_at in mailings.values_list(
        "pk", "consultation", "kind", "sent_at"
    ):
        events[f"mailing:{pk}"] = consultation
        if kind == LetterKind.HEARD and sent_at is not None:
            counted.by_id[consultation].heard = True
    stuck = Message.objects.filter(
        event__in=events, state__in=[MessageState.UNCLEAR, MessageState.NOT_SENT]
    )
    for event, state, number in (
        stuck.order_by().values_list("event", "state").annotate(Count("pk"))
    ):
        figures = counted.by_id[events[event]]
        if state == MessageState.UNCLEAR:
            figures.unclear += number
        else:
            figures.not_sent += number


def _distinct(condition: Q) -> Count:
    return Count("participation", filter=condition, distinct=True)


def _count_answers(counted: _Counted, ids: Sequence[int], since: datetime) -> None:
    live = Submission.objects.filter(consultation__in=ids, superseded_by__isnull=True)
    counted.put(
        _grouped(
            live,
            n=Count("pk"),
            parties=Count("participation", distinct=True),
            new=Count("pk", filter=Q(received_at__gte=since)),
            pending=Count("pk", filter=Q(moderation__state=ModerationState.PENDING)),
        ),
        submissions="n",
        answered_by="parties",
        new="new",
        pending="pending",
    )
    split = Contribution.objects.filter(split_from__isnull=False).values("split_from")
    points = Contribution.objects.filter(consultation__in=ids).exclude(pk__in=split)
    counted.put(
        _grouped(
            points.exclude(submission__in=_replaced()),
            n=Count("pk"),
            waiting=Count("pk", filter=Q(reply_link__isnull=True)),
        ),
        contributions="n",
        unanswered="waiting",
    )


def _replaced() -> QuerySet[Any, Any]:
    """Return the ids of submissions that others have replaced: few, so cheap to leave out."""
    return Submission.objects.filter(supersedes__isnull=False).values("supersedes")


def _count_replies(counted: _Counted, ids: Sequence[int]) -> None:
    gone = ContributionReply.objects.filter(contribution__submission__in=_replaced())
    standing = Reply.objects.filter(consultation__in=ids).exclude(pk__in=gone.values("reply"))
    states = {state: Count("pk", filter=Q(state=state)) for state in ReplyState.values}
    drafts = Count("pk", filter=Q(outcome=Outcome.FOR_DRAFT))
    counted.put(
        _grouped(standing, "consultation", drafts=drafts, **states),
        for_draft="drafts",
        proposed=ReplyState.PROPOSED,
        signed_off=ReplyState.SIGNED_OFF,
        published=ReplyState.PUBLISHED,
    )


def _count_deliveries(counted: _Counted, ids: Sequence[int]) -> None:
    by_hand = Delivery.objects.filter(batch__consultation__in=ids, state__in=_BY_HAND)
    counted.put(_grouped(by_hand, "batch__consultation", n=Count("pk")), undelivered="n")


def _count_around(counted: _Counted, ids: Sequence[int]) -> None:
    parties = Participation.objects.filter(consultation__in=ids)
    counted.put(_grouped(parties, n=Count("pk")), participations="n")
    meetings = Activity.objects.filter(
        consultation__in=ids, kind=ActivityKind.MEETING, cancelled_at__isnull=True
    )
    counted.put(
        _grouped(
            meetings,
            n=Count("pk"),
            towns=Count("municipality", distinct=True),
            first=Min("starts_at"),
        ),
        meetings="n",
        towns="towns",
        first_meeting="first",
    )
    statements = Statement.objects.filter(consultation__in=ids)
    counted.put(_grouped(statements, n=Count("pk")), statements="n")


def last_working_day(today: date) -> date:
    """Return the closest working day before `today`."""
    closed = red_days(today - timedelta(days=14), today)
    day = today - timedelta(days=1)
    while day.weekday() >= 5 or day in closed:  # noqa: PLR2004 -- Saturday
        day -= timedelta(days=1)
    return day


def figures_of(ids: Sequence[int], *, now: datetime) -> dict[int, Figures]:
    """Return the counts of each consultation, in a constant number of queries."""
    counted = _Counted({pk: Figures() for pk in ids})
    _count_open(counted, ids, now)
    _count_recipients(counted, ids)
    _count_around(counted, ids)
    return counted.by_id


def open_figures_of(ids: Sequence[int], *, now: datetime) -> dict[int, Figures]:
    """Return the counts of what is not finished; who was invited and the meetings are left out."""
    counted = _Counted({pk: Figures() for pk in ids})
    _count_open(counted, ids, now)
    return counted.by_id


def _count_open(counted: _Counted, ids: Sequence[int], now: datetime) -> None:
    _count_sendings(counted, ids)
    _count_answers(counted, ids, periods.opens_at(last_working_day(local_date(now))))
    _count_replies(counted, ids)
    _count_deliveries(counted, ids)
