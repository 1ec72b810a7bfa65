"""Where in the plan something stands."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from samrad.plans.models import CulturePlan, PassageRevision, PlacedPassage
from samrad.reporting.queries.points import Answer, Point
from samrad.reporting.rules.facts import Change


@dataclass(frozen=True, slots=True)
class Place:
    """A passage's number and heading, as they stand in the newest version that has it."""

    number: str
    heading: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.number, self.heading) if part)


def places_in(plan: CulturePlan) -> dict[int, Place]:
    """Return where each passage of the plan stands, by the passage's id, in the plan's order.

    Passages that the newest version no longer has come last.
    """
    rows = (
        PlacedPassage.objects.filter(version__plan=plan)
        .order_by("-version__number", "position")
        .values_list("passage", "number", "revision__heading")
    )
    places: dict[int, Place] = {}
    for passage, number, heading in rows:
        places.setdefault(passage, Place(number, heading))
    return places


def changes_behind(
    points: Collection[Point], answers: Mapping[int, Answer], places: Mapping[int, Place]
) -> tuple[Change, ...]:
    """Return the passages that were changed by replies, with the contributions behind each."""
    voices: dict[int, set[int]] = {}
    revisions: set[int] = set()
    for point in points:
        answer = answers[point.reply] if point.reply else None
        if answer and answer.passage and answer.revision:
            voices.setdefault(answer.passage, set()).add(point.number)
            revisions.add(answer.revision)
    rows = (
        PassageRevision.objects.filter(pk__in=revisions)
        .select_related("previous")
        .order_by("number")
    )
    by_passage: dict[int, list[PassageRevision]] = {}
    for row in rows:
        by_passage.setdefault(row.passage_id, []).append(row)
    order = {passage: rank for rank, passage in enumerate(places)}
    return tuple(
        _change(by_passage[passage], places.get(passage), voices[passage])
        for passage in sorted(by_passage, key=lambda passage: order.get(passage, len(order)))
    )


def _change(revisions: list[PassageRevision], place: Place | None, voices: set[int]) -> Change:
    first, last = revisions[0], revisions[-1]
    return Change(
        place=place.number if place else "",
        heading=last.heading or (place.heading if place else ""),
        before=first.previous.text if first.previous else "",
        after=last.text,
        motive=last.motive,
        voices=tuple(sorted(voices)),
    )
