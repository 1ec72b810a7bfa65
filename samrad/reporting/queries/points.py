"""What was said and answered, read once and counted in memory.

A consultation may hold ten thousand contributions. They are read as plain tuples, in a number of
queries that does not grow, and their texts only where they are shown.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from samrad.consultations.models import Consultation
from samrad.contributions.enums import ModerationState, Outcome, ReplyState, SourceKind
from samrad.contributions.models import Reply
from samrad.contributions.queries import live_contributions
from samrad.contributions.queries.live import live_submissions
from samrad.reporting.rules.facts import Count, Quote

BODIES = frozenset({SourceKind.ORGANISATION.value, SourceKind.ALLIANCE.value})
QUOTES_EACH, CANDIDATES = 2, 12
_SHORTEST, _LONGEST = 40, 320  # characters of a quote
_MANY = 5_000  # from here on all texts are read rather than those asked for by id


class Source(NamedTuple):
    """A submission, as far as everyone may know who it is from."""

    pk: int
    kind: str
    channel: str
    organisation: int | None
    name: str
    organisation_kind: str
    municipality: str
    origin: str
    participation: int | None
    activity: int
    is_shown: bool


class Point(NamedTuple):
    """A contribution that everyone may read, without its text."""

    pk: int
    number: int
    source: Source
    question: int | None
    passage: int | None  # the passage commented on
    theme: str
    reply: int | None


class Answer(NamedTuple):
    """A reply, without its reason."""

    pk: int
    outcome: str
    state: str
    referred_to: str
    revision: int | None
    passage: int | None


def sources_of(consultation: Consultation) -> dict[int, Source]:
    """Return the submissions that count, by id."""
    rows = live_submissions(consultation).values_list(
        "pk",
        "source_kind",
        "channel",
        "organisation",
        "display_name",
        "show_name",
        "organisation__kind",
        "organisation__municipality__name",
        "municipality__name",
        "participation__origin",
        "participation",
        "activity",
        "moderation__state",
    )
    return {row[0]: _source(row) for row in rows.order_by("number")}


def shown_name(kind: str, name: str, *, show: bool) -> str:
    """Return the name everyone may know: of a body always, of others by their own choice.

    As `Submission.public_name`, but empty where that is only a word for the kind.
    """
    return name if show or kind in BODIES else ""


def _source(row: tuple[Any, ...]) -> Source:
    (
        pk,
        kind,
        channel,
        organisation,
        name,
        show,
        sort,
        place,
        own,
        origin,
        party,
        activity,
        state,
    ) = row
    return Source(
        pk=pk,
        kind=kind,
        channel=channel,
        organisation=organisation,
        name=shown_name(kind, name, show=show),
        organisation_kind=sort or "",
        municipality=place or own or "",
        origin=origin or "",
        participation=party,
        activity=activity,
        is_shown=state == ModerationState.APPROVED,
    )


def points_of(consultation: Consultation, sources: Mapping[int, Source]) -> list[Point]:
    """Return the contributions that everyone may read, in order of number."""
    rows = live_contributions(consultation).values_list(
        "pk",
        "number",
        "submission",
        "question__position",
        "passage_revision__passage",
        "coding__theme",
        "reply_link__reply",
    )
    return [
        Point(pk, number, sources[of], question, passage, theme or "", reply)
        for pk, number, of, question, passage, theme, reply in rows
        if of in sources and sources[of].is_shown
    ]


def answers_of(consultation: Consultation) -> dict[int, Answer]:
    """Return the replies of the consultation, by id."""
    rows = Reply.objects.filter(consultation=consultation).values_list(
        "pk", "outcome", "state", "referred_to", "passage_revision", "passage_revision__passage"
    )
    return {row[0]: Answer(*row) for row in rows}


def texts_of(consultation: Consultation, wanted: Collection[int] | None) -> dict[int, str]:
    """Return the text of the contributions `wanted` by id, or of all."""
    rows = live_contributions(consultation).order_by()
    if wanted is not None and len(wanted) < _MANY:
        rows = rows.filter(pk__in=wanted)
    return dict(rows.values_list("pk", "text"))


def reasons_of(consultation: Consultation, wanted: Collection[int] | None) -> dict[int, str]:
    """Return the reason of the replies `wanted` by id, or of all."""
    rows = Reply.objects.filter(consultation=consultation)
    if wanted is not None and len(wanted) < _MANY:
        rows = rows.filter(pk__in=wanted)
    return dict(rows.values_list("pk", "reason"))


def counted(keys: Iterable[str], *, order: Sequence[str] = ()) -> tuple[Count, ...]:
    """Return how many there are of each key: in `order` where it is given, else the most first."""
    found = Counter(keys)
    if order:
        rank = {key: place for place, key in enumerate(order)}
        keys = sorted(found, key=lambda key: (rank.get(key, len(rank)), key))
    else:
        keys = sorted(found, key=lambda key: (-found[key], key))
    return tuple(Count(key, found[key]) for key in keys)


def outcomes_of(points: Iterable[Point], answers: Mapping[int, Answer]) -> tuple[Count, ...]:
    """Return how many points met each outcome; the empty key stands for those without reply."""
    return counted(
        (answers[point.reply].outcome if point.reply else "" for point in points),
        order=[*Outcome.values, ""],
    )


def is_published(answer: Answer) -> bool:
    """Return whether everyone may read the reply."""
    return answer.state == ReplyState.PUBLISHED


def candidates(points: Iterable[Point]) -> list[Point]:
    """Return the points that may be quoted: the first ones of different voices."""
    voices: set[Hashable] = set()
    found: list[Point] = []
    for point in points:
        voice = point.source.organisation or f"s{point.source.pk}"
        if voice not in voices:
            voices.add(voice)
            found.append(point)
            if len(found) == CANDIDATES:
                break
    return found


def quotes(points: Iterable[Point], texts: Mapping[int, str]) -> tuple[Quote, ...]:
    """Return some of the points as quotes: those of a length one reads."""
    found = [
        Quote(point.number, texts[point.pk], point.source.name, point.source.kind)
        for point in candidates(points)
        if _SHORTEST <= len(texts[point.pk]) <= _LONGEST
    ]
    return tuple(found[:QUOTES_EACH])


def grouped(points: Iterable[Point], key: Callable[[Point], Any]) -> dict[Any, list[Point]]:
    """Return the points by `key`, each group in order of number."""
    groups: defaultdict[Any, list[Point]] = defaultdict(list)
    for point in points:
        groups[key(point)].append(point)
    return dict(groups)
