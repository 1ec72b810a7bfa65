"""The score of a checklist, and what would raise it most; pure.

`100 × Σ(weight × value) / Σ(weight)` over the items that have a state inside the score. What is not
applicable counts neither way. What is not yet of interest, or not known, stands outside and is
counted beside it. No mean is given without how many items lie behind it at nought.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from samrad.quality.enums import ScoreLevel, State

CAP: Final = 69  # while a critical item is not fulfilled
MEETS, GOOD, LACKING = 85, 70, 50
MOST_OUTSIDE: Final = Fraction(1, 5)  # of the weight; with more, no level is given
MOST_NOT_APPLICABLE: Final = Fraction(15, 100)  # of the items, before it is worth a warning
VALUES: Final[Mapping[State, Fraction]] = {
    State.FULFILLED: Fraction(1),
    State.PARTLY: Fraction(1, 2),
    State.NOT: Fraction(0),
}
OUTSIDE: Final = frozenset({State.NOT_YET, State.NO_FACTS})
_HUNDRED: Final = 100


@dataclass(frozen=True)
class Counted:
    """An item as the score sees it. `can_act`: something can be done about it today."""

    id: str
    phase: str
    principles: tuple[str, ...]
    weight: int
    critical: bool
    state: State
    can_act: bool = True


@dataclass(frozen=True)
class Score:
    """A mean and everything that must be told with it. `points` is None where nothing is inside."""

    points: int | None
    items: int = 0
    inside: int = 0
    fulfilled: int = 0
    partly: int = 0
    missing: int = 0  # items not fulfilled at all
    critical_missing: int = 0
    not_applicable: int = 0
    not_yet: int = 0
    no_facts: int = 0
    inside_weight: int = 0
    outside_weight: int = 0
    is_capped: bool = False

    @property
    def outside(self) -> int:
        """Return how many items stand outside the score."""
        return self.not_yet + self.no_facts

    @property
    def is_withheld(self) -> bool:
        """Tell whether too much is unknown for a level to be given."""
        whole = self.inside_weight + self.outside_weight
        return not self.inside or Fraction(self.outside_weight, whole) > MOST_OUTSIDE

    @property
    def outside_percent(self) -> int:
        """Return how much of the weight stands outside."""
        whole = self.inside_weight + self.outside_weight
        return round(_HUNDRED * self.outside_weight / whole) if whole else 0

    @property
    def level(self) -> ScoreLevel | None:
        """Return what the score is called, or None while it is withheld."""
        if self.points is None or self.is_withheld:
            return None
        if self.points >= MEETS and not self.critical_missing:
            return ScoreLevel.MEETS
        if self.points >= GOOD:
            return ScoreLevel.GOOD
        return ScoreLevel.LACKING if self.points >= LACKING else ScoreLevel.NOT_READY


@dataclass(frozen=True)
class Help:
    """What would be gained by fulfilling an item, in points of the total."""

    id: str
    gain: int
    is_critical: bool
    lifts_cap: bool


def score_of(items: Iterable[Counted], *, caps: bool = True) -> Score:
    """Return the score of the items; `caps` for the total, not for a part of it."""
    listed = list(items)
    number = {state: sum(item.state == state for item in listed) for state in State}
    inside = [item for item in listed if item.state in VALUES]
    mean = _mean(inside)
    critical_missing = sum(item.critical and item.state == State.NOT for item in inside)
    whole = None if mean is None else int(mean)
    is_capped = caps and whole is not None and whole > CAP and critical_missing > 0
    return Score(
        points=CAP if is_capped else whole,
        items=len(listed),
        inside=len(inside),
        fulfilled=number[State.FULFILLED],
        partly=number[State.PARTLY],
        missing=number[State.NOT],
        critical_missing=critical_missing,
        not_applicable=number[State.NOT_APPLICABLE],
        not_yet=number[State.NOT_YET],
        no_facts=number[State.NO_FACTS],
        inside_weight=sum(item.weight for item in inside),
        outside_weight=sum(item.weight for item in listed if item.state in OUTSIDE),
        is_capped=is_capped,
    )


def is_much_left_out(left_out: int, items: int) -> bool:
    """Tell whether people say that so much does not apply that it is worth a warning."""
    return left_out > MOST_NOT_APPLICABLE * items


def by_phase(items: Sequence[Counted], phases: Iterable[str]) -> dict[str, Score]:
    """Return the score of each phase that has items."""
    return _parts(items, phases, lambda item, phase: item.phase == phase)


def by_principle(items: Sequence[Counted], principles: Iterable[str]) -> dict[str, Score]:
    """Return the score of each principle; an item counts in every one that it carries."""
    return _parts(items, principles, lambda item, principle: principle in item.principles)


def helps(items: Sequence[Counted], *, most: int = 3) -> tuple[Help, ...]:
    """Return what would help most next: critical items first, then by what they would give."""
    found = [_help(item, items) for item in items if _is_open(item)]
    order = {item.id: place for place, item in enumerate(sorted(items, key=lambda one: one.id))}
    found.sort(key=lambda one: (not one[0].is_critical, -one[1], order[one[0].id]))
    return tuple(help_ for help_, _gain in found[:most])


def _parts(
    items: Sequence[Counted], keys: Iterable[str], belongs: Callable[[Counted, str], bool]
) -> dict[str, Score]:
    parts = {key: [item for item in items if belongs(item, key)] for key in keys}
    return {key: score_of(part, caps=False) for key, part in parts.items() if part}


def _mean(inside: Sequence[Counted]) -> Fraction | None:
    weight = sum(item.weight for item in inside)
    if not weight:
        return None
    reached = sum((item.weight * VALUES[item.state] for item in inside), Fraction())
    return _HUNDRED * reached / weight


def _is_open(item: Counted) -> bool:
    return item.can_act and item.state in {State.NOT, State.PARTLY, State.NO_FACTS}


def _help(item: Counted, items: Sequence[Counted]) -> tuple[Help, Fraction]:
    """Return what the total would gain, shown and exact, were the item fulfilled."""
    before = _mean([one for one in items if one.state in VALUES]) or Fraction()
    others = [one for one in items if one.state in VALUES and one.id != item.id]
    weight = sum(one.weight for one in others) + item.weight
    reached = sum((one.weight * VALUES[one.state] for one in others), Fraction()) + item.weight
    after = _HUNDRED * reached / weight
    critical = item.critical and item.state == State.NOT
    holding = [one for one in items if one.critical and one.state == State.NOT]
    now, then = score_of(items), _then(items, item)
    return (
        Help(
            id=item.id,
            gain=max(0, (then.points or 0) - (now.points or 0)),
            is_critical=item.critical,
            lifts_cap=critical and len(holding) == 1 and now.is_capped,
        ),
        after - before,
    )


def _then(items: Sequence[Counted], item: Counted) -> Score:
    """Return the score as it would be with the item fulfilled."""
    mended = Counted(
        item.id, item.phase, item.principles, item.weight, item.critical, State.FULFILLED
    )
    return score_of([mended if one.id == item.id else one for one in items])
