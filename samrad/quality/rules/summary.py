"""What a run says, in codes and figures: for the open page, the statement and the decision memo.

Kept as JSON, so that what was once shown or frozen reads the same for ever. Words are looked up in
the checklist's own version when it is read.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pydantic import TypeAdapter

from samrad.quality.rules.score import Score


@dataclass(frozen=True, slots=True)
class Part:
    """The score of a phase, a principle or the whole, with what no mean may hide."""

    key: str
    points: int | None
    items: int
    fulfilled: int
    partly: int
    missing: int
    critical_missing: int
    not_applicable: int
    not_yet: int
    no_facts: int


@dataclass(frozen=True, slots=True)
class ItemState:
    """An item and its state, with what was said of it, if anything was. `words`: of own items."""

    item: str
    state: str
    is_critical: bool = False
    reason: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Contest:
    """That somebody objects to what the facts say of an item. The verdict stands."""

    item: str
    state: str
    reason: str
    on: date


@dataclass(frozen=True, slots=True)
class Override:
    """That the head of culture let the consultation through a gate that was shut, and why."""

    gate: str
    motive: str
    by: str
    on: date
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """A run in short. Without a run only overrides can be told."""

    has_run: bool = False
    checklist: str = ""
    checklist_version: int = 0
    size: str = ""
    motive: str = ""
    on: date | None = None
    total: Part | None = None
    level: str = ""  # empty while it is withheld
    outside_percent: int = 0
    is_capped: bool = False
    phases: tuple[Part, ...] = ()
    principles: tuple[Part, ...] = ()
    critical: tuple[ItemState, ...] = ()
    missing: tuple[ItemState, ...] = ()
    partly: tuple[ItemState, ...] = ()
    not_applicable: tuple[ItemState, ...] = ()
    not_yet: tuple[ItemState, ...] = ()
    no_facts: tuple[ItemState, ...] = ()
    by_hand: tuple[ItemState, ...] = ()  # the tool holds no facts, a person has shown it
    contested: tuple[Contest, ...] = ()
    own: Part | None = None
    own_items: tuple[ItemState, ...] = ()
    overrides: tuple[Override, ...] = ()
    promised: str = ""  # levels of participation, and whether what was promised was kept
    delivered: str = ""
    promise: str = ""


_SHAPE: Final = TypeAdapter(Summary)


def part_of(key: str, score: Score) -> Part:
    """Return the figures of a score."""
    return Part(
        key=key,
        points=score.points,
        items=score.items,
        fulfilled=score.fulfilled,
        partly=score.partly,
        missing=score.missing,
        critical_missing=score.critical_missing,
        not_applicable=score.not_applicable,
        not_yet=score.not_yet,
        no_facts=score.no_facts,
    )


def to_data(summary: Summary) -> Any:  # noqa: ANN401 -- any JSON
    """Return the summary as JSON holds it."""
    return _SHAPE.dump_python(summary, mode="json")


def from_data(data: Any) -> Summary:  # noqa: ANN401 -- any JSON
    """Return the summary that `to_data` wrote."""
    return _SHAPE.validate_python(data)
