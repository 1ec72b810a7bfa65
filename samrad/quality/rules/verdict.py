"""What a rule says of an item: a state, and the facts it saw."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from samrad.quality.enums import State
from samrad.quality.rules.facts import Facts

Number = int | float | str | date | None
MORE: Final = "MORE"
_SHOWN: Final = 5


@dataclass(frozen=True)
class Seen:
    """A fact that was seen: the code of its sentence in `wording`, and what stands in it."""

    code: str
    values: Mapping[str, Number] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """A state and the facts behind it, never one without the other (but where facts lack)."""

    state: State
    seen: tuple[Seen, ...] = ()


Rule = Callable[[Facts], Verdict]


def seen(code: str, **values: Number) -> Seen:
    """Return a fact that was seen."""
    return Seen(code, values)


def fulfilled(*facts: Seen) -> Verdict:
    """Return that the item is fulfilled, and why."""
    return Verdict(State.FULFILLED, facts)


def partly(*facts: Seen) -> Verdict:
    """Return that the item is fulfilled in part, and why."""
    return Verdict(State.PARTLY, facts)


def unfulfilled(*facts: Seen) -> Verdict:
    """Return that the item is not fulfilled, and why."""
    return Verdict(State.NOT, facts)


def not_applicable(*facts: Seen) -> Verdict:
    """Return that the item does not apply here, and why."""
    return Verdict(State.NOT_APPLICABLE, facts)


def no_facts(*facts: Seen) -> Verdict:
    """Return that the tool does not hold what would settle it, with what it does hold."""
    return Verdict(State.NO_FACTS, facts)


def about_meetings(facts: Facts) -> Verdict:
    """Return what holds of an item about meetings while there are none.

    Once all asking is over it does not apply. Until then nobody knows whether people will meet, and
    a person may say that they will not.
    """
    none = seen("NO_MEETINGS")
    return not_applicable(none) if facts.is_closed else no_facts(none)


def judged(holds: bool, *facts: Seen) -> Verdict:  # noqa: FBT001 -- what is judged
    """Return fulfilled or not, with the facts."""
    return fulfilled(*facts) if holds else unfulfilled(*facts)


def named(found: Iterable[Seen]) -> tuple[Seen, ...]:
    """Return the first few of those to name, and how many more there are."""
    whole = tuple(found)
    if len(whole) <= _SHOWN:
        return whole
    return (*whole[:_SHOWN], seen(MORE, number=len(whole) - _SHOWN))
