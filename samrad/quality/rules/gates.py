"""The three gates: what stands in the way of inviting, of answering, and of being finished.

A gate asks little, so that it can be firm: what is critical and not there, what a machine proposes
and nobody has confirmed, and the deeds that the step after takes for granted. What is not yet due,
or what the tool does not know, never shuts a gate.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from samrad.planning.rules import pre_gate
from samrad.quality.enums import Gate, ReasonCode, State
from samrad.quality.rules.table import TABLE, Place
from samrad.quality.rules.verdict import MORE, Seen

SCORE_TO_INVITE: Final = 50  # below it the method's own word is "not ready"
_PLANNED: Final = frozenset("FPI")
_GROUNDS: Final = "F"
_TRIED: Final = frozenset({ReasonCode.PRE_GATE_UNANSWERED, ReasonCode.PRE_GATE_NO})
_FOLLOW_UP: Final = frozenset({"U01", "U02", "U03"})  # what follows upon the meetings at once
_VALUES: Final[Mapping[str, float]] = {
    State.FULFILLED: 1.0,
    State.PARTLY: 0.5,
    State.NOT: 0.0,
}
# What the pre-gate says better than the item about it, and the deeds that say it better still.
_STATEMENT: Final = "U12"
_SAID_OTHERWISE: Final = frozenset({"F08", "U05", "U06", _STATEMENT})
# Where each thing is mended: the name of an address below the consultation, and what it takes.
_BY_CODE: Final[Mapping[str, tuple[str, ...]]] = {
    ReasonCode.PRE_GATE_UNANSWERED: ("planning:pre_gate",),
    ReasonCode.PRE_GATE_NO: ("planning:pre_gate",),
    ReasonCode.INFORMS: ("planning:pre_gate",),
    ReasonCode.STILL_OPEN: ("planning:part", "datum"),
    ReasonCode.NOT_HEARD: ("invitations:mailings",),
    ReasonCode.NO_CASE_NUMBER: ("planning:part", "kontakt"),
    ReasonCode.UNANSWERED: ("contributions:desk",),
    ReasonCode.NOT_PUBLISHED: ("contributions:replies",),
    ReasonCode.NO_STATEMENT: ("reporting:statements",),
    ReasonCode.SCORE_LOW: ("quality:profile",),
    ReasonCode.NO_RUN: ("quality:start",),
}
_BY_PLACE: Final[Mapping[str, tuple[str, ...]]] = {
    Place.PURPOSE: ("planning:part", "syfte"),
    Place.INFLUENCE: ("planning:part", "paverka"),
    Place.DECISION: ("planning:part", "beslut"),
    Place.DATES: ("planning:part", "datum"),
    Place.CONTACT: ("planning:part", "kontakt"),
    Place.GOALS: ("planning:part", "mal"),
    Place.PRE_GATE: ("planning:pre_gate",),
    Place.DUTIES: ("planning:duties",),
    Place.MEETINGS: ("planning:meetings",),
    Place.LETTER: ("invitations:letter", "invitation"),
    Place.MAILINGS: ("invitations:mailings",),
    Place.HEARD: ("invitations:mailings",),
    Place.DESK: ("contributions:desk",),
    Place.REPLIES: ("contributions:replies",),
    Place.DELIVERIES: ("contributions:batches",),
    Place.STATEMENT: ("reporting:statements",),
    Place.PUBLISH: ("pages:publish",),
}


@dataclass(frozen=True, kw_only=True)
class Item:
    """An item as a gate sees it; `awaits` is that a person has not confirmed what is proposed."""

    id: str
    phase: str
    weight: int
    critical: bool
    state: str
    awaits: bool = False
    seen: tuple[Seen, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GateFacts:
    """What the gates ask about a consultation, beside its items."""

    has_run: bool = True  # a checklist has been started: before that nobody can confirm anything
    pre_gate: str = pre_gate.CLEARED
    is_over: bool = True  # the time to answer
    is_heard: bool = True  # "this is what we heard" has gone out
    has_case_number: bool = True
    unanswered: int = 0
    not_published: int = 0  # replies
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Standing:
    """Something that stands in the way: a code, the item it is about, how many, and what it names.

    `named` are the things named by the facts that were seen: meetings, letters, chapters.
    """

    code: str
    item: str = ""
    number: int = 0
    named: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Return what it is called."""
        return f"{self.code}:{self.item}" if self.item else self.code

    @property
    def kept(self) -> dict[str, Any]:
        """Return what an override remembers of it."""
        return {"key": self.key, "number": self.number, "named": list(self.named)}

    def is_covered(self, kept: Mapping[str, Any]) -> bool:
        """Tell whether this is what an override remembers, and no more of it than then."""
        if kept["key"] != self.key:
            return False
        worse = self.number < kept["number"] if self._is_score else self.number > kept["number"]
        return not worse and set(self.named) <= set(kept["named"])

    @property
    def _is_score(self) -> bool:
        return self.code == ReasonCode.SCORE_LOW


def reasons_at(gate: str, facts: GateFacts) -> tuple[Standing, ...]:
    """Return everything that stands in the way at the gate."""
    rule = {
        Gate.INVITE: _before_inviting,
        Gate.CARRIED_OUT: _before_answering,
        Gate.FINISHED: _before_finishing,
    }[Gate(gate)]
    return tuple(rule(facts))


def left_of(
    reasons: Sequence[Standing], covered: Iterable[Sequence[Mapping[str, Any]]]
) -> tuple[Standing, ...]:
    """Return the reasons that no override covers: a new one, or one that has grown, shuts again."""
    known = [kept for each in covered for kept in each]
    return tuple(reason for reason in reasons if not any(reason.is_covered(kept) for kept in known))


def stands_before_publishing(code: str, item: str, *, is_open_to_all: bool) -> bool:
    """Tell whether a reason of the first gate stops the consultation from being made public.

    Whether to ask at all always does. One that anybody can answer has no letter to stop, so there
    what is critical in its grounds does too; letters and meetings are judged when a letter leaves.
    """
    if code in _TRIED:
        return True
    return is_open_to_all and code == ReasonCode.ITEM_NOT and item.startswith(_GROUNDS)


def place_of(reason: Standing) -> tuple[str, ...]:
    """Return where the reason is mended; nothing where only the item's own page will do."""
    if reason.code == ReasonCode.ITEM_AWAITS:
        return ("quality:item", reason.item)
    if reason.item in TABLE:
        return _BY_PLACE.get(TABLE[reason.item].mended_at, ("quality:item", reason.item))
    return _BY_CODE.get(reason.code, ())


def _before_inviting(facts: GateFacts) -> list[Standing]:
    found = _deeds(
        {
            ReasonCode.PRE_GATE_UNANSWERED: facts.pre_gate == pre_gate.UNANSWERED,
            ReasonCode.PRE_GATE_NO: facts.pre_gate == pre_gate.HALTED,
            ReasonCode.INFORMS: facts.pre_gate == pre_gate.INFORMS,
        }
    )
    planned = [item for item in facts.items if item.phase in _PLANNED]
    found += _items(planned, facts)
    score = score_of(planned)
    if score is not None and score < SCORE_TO_INVITE:
        found.append(Standing(ReasonCode.SCORE_LOW, number=score))
    return found


def _before_answering(facts: GateFacts) -> list[Standing]:
    found = _deeds(
        {
            ReasonCode.STILL_OPEN: not facts.is_over,
            ReasonCode.NOT_HEARD: not facts.is_heard,
            ReasonCode.NO_CASE_NUMBER: not facts.has_case_number,
        }
    )
    asked = [item for item in facts.items if item.phase == "G" or item.id in _FOLLOW_UP]
    return found + _items(asked, facts)


def _before_finishing(facts: GateFacts) -> list[Standing]:
    found = []
    if facts.unanswered:
        found.append(Standing(ReasonCode.UNANSWERED, number=facts.unanswered))
    if facts.not_published:
        found.append(Standing(ReasonCode.NOT_PUBLISHED, number=facts.not_published))
    if any(item.id == _STATEMENT and item.state == State.NOT for item in facts.items):
        found.append(Standing(ReasonCode.NO_STATEMENT))
    asked = [item for item in facts.items if item.phase == "U" and item.id not in _FOLLOW_UP]
    return found + _items(asked, facts)


def _deeds(found: Mapping[ReasonCode, bool]) -> list[Standing]:
    return [Standing(code) for code, stands in found.items() if stands]


def _items(items: Iterable[Item], facts: GateFacts) -> list[Standing]:
    """Return the critical items that are not fulfilled, or that nobody has confirmed.

    Without a run, those to confirm are one reason together: a checklist must be started.
    """
    asked = [item for item in items if item.critical and item.id not in _SAID_OTHERWISE]
    waiting = tuple(item.id for item in asked if item.awaits)
    found = []
    if waiting and not facts.has_run:
        found.append(Standing(ReasonCode.NO_RUN, number=len(waiting), named=waiting))
    for item in asked:
        if item.awaits and facts.has_run:
            found.append(Standing(ReasonCode.ITEM_AWAITS, item.id, named=_named(item.seen)))
        elif item.state == State.NOT and not item.awaits:
            found.append(Standing(ReasonCode.ITEM_NOT, item.id, named=_named(item.seen)))
    return found


def _named(seen: Iterable[Seen]) -> tuple[str, ...]:
    """Return the things that facts name; those left out are counted as one each."""
    found = []
    for fact in seen:
        if fact.code == MORE:
            found += [f"{MORE}:{number}" for number in range(int(str(fact.values["number"])))]
        elif "name" in fact.values:
            found.append(f"{fact.code}:{fact.values['name']}")
    return tuple(found)


def score_of(items: Iterable[Item]) -> int | None:
    """Return the weighted score of those items that have one; nothing when none has."""
    scored = [item for item in items if item.state in _VALUES]
    whole = sum(item.weight for item in scored)
    if not whole:
        return None
    return round(100 * sum(item.weight * _VALUES[item.state] for item in scored) / whole)
