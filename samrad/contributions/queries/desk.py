"""Reading for the desk: what to answer, in what order, and how far the work has come."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from samrad.consultations.models import Consultation, Question
from samrad.contributions.enums import Outcome, ReplyState
from samrad.contributions.models import Contribution, ReplyNote
from samrad.contributions.queries.live import live_contributions
from samrad.contributions.rules.ageing import BUCKETS, borders
from samrad.contributions.rules.numbering import number_in
from samrad.core.clock import STOCKHOLM
from samrad.core.ids import as_number, is_uuid
from samrad.core.text import search_key
from samrad.plans.models import PlacedPassage
from samrad.plans.queries import passages_of, working_version
from samrad.registry.enums import RegionRoleCode
from samrad.registry.models import Municipality
from samrad.users.models import User

UNANSWERED: Final = "UNANSWERED"
ANSWERED: Final = "ANSWERED"
TO_LINK: Final = "TO_LINK"
RETURNED: Final = "RETURNED"
ALL: Final = "ALL"

_NOTE_STANDS: Final = ReplyNote.objects.filter(
    reply=OuterRef("reply_link__reply"), version=OuterRef("reply_link__reply__version")
)
_SHOWN: Final[Mapping[str, Q]] = {
    UNANSWERED: Q(reply_link__isnull=True),
    ANSWERED: Q(reply_link__isnull=False),
    TO_LINK: Q(reply_link__reply__outcome=Outcome.FOR_DRAFT),
    RETURNED: Q(reply_link__reply__state=ReplyState.PROPOSED) & Q(Exists(_NOTE_STANDS)),
    ALL: Q(),
}


@dataclass(frozen=True)
class DeskFilter:
    """What the officer has chosen to see; empty means all. `theme` and `owner` may be "-": none."""

    show: str = UNANSWERED
    words: str = ""
    theme: str = ""
    owner: str = ""
    channel: str = ""
    source: str = ""
    question: str = ""
    passage: str = ""
    age: str = ""
    municipality: str = ""


@dataclass(frozen=True)
class DeskFigures:
    """How far the work has come."""

    total: int
    answered: int
    to_link: int
    returned: int
    ages: Mapping[str, int]

    @property
    def unanswered(self) -> int:
        """Return how many wait for a reply."""
        return self.total - self.answered


def _midnight(day: date) -> datetime:
    """Return the moment the day begins in Sweden."""
    return datetime.combine(day, time(), tzinfo=STOCKHOLM).astimezone(UTC)


def _waited(code: str, today: date) -> Q:
    """Return the condition that a contribution has waited as long as the bucket says."""
    fewest, most = borders()[code]
    before = Q(submission__received_at__lt=_midnight(today - timedelta(days=fewest - 1)))
    if fewest == 0:
        before = Q()
    if most is None:
        return before
    return before & Q(submission__received_at__gte=_midnight(today - timedelta(days=most)))


def _theme(value: str) -> Q:
    return Q(coding__isnull=True) | Q(coding__theme="") if value == "-" else Q(coding__theme=value)


def _owner(value: str) -> Q:
    if value == "-":
        return Q(coding__owner__isnull=True)
    key = as_number(value)
    return Q() if key is None else Q(coding__owner=key)


def _municipality(value: str) -> Q:
    return Q(submission__municipality=value) | Q(
        submission__municipality__isnull=True, submission__organisation__municipality=value
    )


_CONDITIONS: Final[Mapping[str, Callable[[str], Q]]] = {
    "theme": _theme,
    "owner": _owner,
    "channel": lambda value: Q(submission__channel=value),
    "source": lambda value: Q(submission__source_kind=value),
    "question": lambda value: Q() if (key := as_number(value)) is None else Q(question=key),
    "passage": lambda value: Q(passage_revision__passage__uuid=value) if is_uuid(value) else Q(),
    "municipality": _municipality,
}


def _words(typed: str) -> Q:
    """Return the condition that number, speaker or text holds every word."""
    number = number_in(typed)
    said = Q()
    for word in search_key(typed).split():
        said &= Q(index__search_text__contains=word)
    return said if number is None else Q(number=number)


def contributions_for_desk(
    consultation: Consultation, chosen: DeskFilter, *, today: date
) -> QuerySet[Contribution]:
    """Return the live contributions that the filter asks for, by number, ready to list."""
    rows = live_contributions(consultation).filter(_SHOWN.get(chosen.show, Q()))
    for field, condition in _CONDITIONS.items():
        value = getattr(chosen, field)
        if value:
            rows = rows.filter(condition(value))
    if chosen.age in BUCKETS:
        rows = rows.filter(_waited(chosen.age, today))
    if chosen.words.strip():
        rows = rows.filter(_words(chosen.words))
    return rows.select_related(
        "submission__organisation__municipality",
        "submission__municipality",
        "submission__moderation",
        "coding",
        "reply_link__reply",
    )


@dataclass(frozen=True)
class Place:
    """Where a number stands among the rows of a list."""

    total: int
    before: int | None
    after: int | None
    position: int  # how many rows stand before it


def place_in(rows: QuerySet[Contribution], number: int) -> Place:
    """Return where `number` stands among the rows, itself there or not (one query)."""
    earlier, later = Q(number__lt=number), Q(number__gt=number)
    found = rows.order_by().aggregate(
        total=Count("pk"),
        position=Count("pk", filter=earlier),
        before=Max("number", filter=earlier),
        after=Min("number", filter=later),
    )
    return Place(**found)


def next_to_take(
    consultation: Consultation, chosen: DeskFilter, *, after: int, today: date
) -> int | None:
    """Return the number to take next: the first that waits after `after`, else the first of all."""
    rows = contributions_for_desk(consultation, chosen, today=today)
    if chosen.show not in {TO_LINK, RETURNED}:
        rows = rows.filter(reply_link__isnull=True)
    waiting = rows.values_list("number", flat=True)
    return waiting.filter(number__gt=after).first() or waiting.exclude(number=after).first()


def desk_figures(consultation: Consultation, *, today: date) -> DeskFigures:
    """Return how far the work has come, and how long the rest has waited (one query)."""
    waiting = Q(reply_link__isnull=True)
    counts = (
        live_contributions(consultation)
        .order_by()
        .aggregate(
            total=Count("pk"),
            answered=Count("pk", filter=_SHOWN[ANSWERED]),
            to_link=Count("pk", filter=_SHOWN[TO_LINK]),
            returned=Count("pk", filter=_SHOWN[RETURNED]),
            **{
                f"age_{code}": Count("pk", filter=waiting & _waited(code, today))
                for code in BUCKETS
            },
        )
    )
    return DeskFigures(
        total=counts["total"],
        answered=counts["answered"],
        to_link=counts["to_link"],
        returned=counts["returned"],
        ages={code: counts[f"age_{code}"] for code in BUCKETS},
    )


def officers_of(consultation: Consultation) -> QuerySet[User]:
    """Return those who may look after contributions, by name."""
    return (
        User.objects.filter(
            region_roles__region=consultation.region,
            region_roles__role__in=[RegionRoleCode.OFFICER, RegionRoleCode.HEAD],
            is_active=True,
        )
        .distinct()
        .order_by("name", "pk")
    )


def questions_of(consultation: Consultation) -> QuerySet[Question]:
    """Return the consultation's questions in order."""
    return consultation.questions.order_by("position", "pk")


def municipalities_heard(consultation: Consultation) -> QuerySet[Municipality]:
    """Return the region's municipalities by name."""
    return consultation.region.municipalities.order_by("name")


def passages_heard_about(consultation: Consultation) -> list[tuple[str, str]]:
    """Return uuid and heading of the passages that somebody has commented on."""
    rows = (
        Contribution.objects.filter(consultation=consultation, passage_revision__isnull=False)
        .order_by("passage_revision__passage", "-passage_revision__number")
        .values_list("passage_revision__passage__uuid", "passage_revision__heading")
        .distinct()
    )
    latest: dict[str, str] = {}
    for uuid, heading in rows:
        latest.setdefault(str(uuid), heading)
    return sorted(latest.items(), key=lambda each: each[1])


def passages_to_change(consultation: Consultation, words: str) -> list[PlacedPassage]:
    """Return the passages of the version being worked on that hold every word, in order."""
    version = working_version(consultation.process.plan)
    if version is None:
        return []
    keys = search_key(words).split()
    return [
        placed
        for placed in passages_of(version)
        if all(
            key in search_key(f"{placed.number} {placed.revision.heading} {placed.revision.text}")
            for key in keys
        )
    ]


def placed_in_draft(consultation: Consultation, passage_uuid: str) -> PlacedPassage | None:
    """Return the passage as it stands in the version being worked on."""
    if not is_uuid(passage_uuid):
        return None
    return (
        PlacedPassage.objects.filter(
            version__plan=consultation.process.plan_id,
            version__frozen_at__isnull=True,
            passage__uuid=passage_uuid,
        )
        .select_related("revision__previous", "passage", "version__plan__region")
        .first()
    )
