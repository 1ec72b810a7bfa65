"""What holds of an item: what the machine says, what people say, and how the two meet.

An item of facts (A) is what the facts say; an objection stands beside it and changes nothing. A
half item (H) is proposed by facts and counts when a person confirms it with evidence; where facts
fall below what was confirmed, they win and it is said. A person's item (M), and one whose facts the
tool does not hold, counts when somebody proves it by hand.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Protocol

from samrad.consultations.rules.periods import STOCKHOLM
from samrad.method.schema import ChecklistItem, Mode
from samrad.quality.enums import AttestationKind, Source, State
from samrad.quality.rules.confirming import digest_of
from samrad.quality.rules.facts import Facts
from samrad.quality.rules.mending import can_be_mended
from samrad.quality.rules.moments import reached
from samrad.quality.rules.table import TABLE, Place, verdict_on
from samrad.quality.rules.verdict import Seen, Verdict, seen

_ORDER: Final = (State.NOT, State.PARTLY, State.FULFILLED)
_PROVES: Final = frozenset({AttestationKind.EVIDENCE, AttestationKind.CONFIRMED})
# What a moment that has not come turns into "not yet".
_CAN_WAIT: Final = frozenset({State.NOT, State.PARTLY, State.NO_FACTS})


class Said(Protocol):
    """What a person says of an item; `models.Attestation` is one."""

    @property
    def kind(self) -> str:
        """Return the `AttestationKind`."""

    @property
    def state(self) -> str:
        """Return the `State` it is given."""

    @property
    def made_by_name(self) -> str:
        """Return who says it."""

    @property
    def made_at(self) -> datetime:
        """Return when it was said."""

    @property
    def digest(self) -> str:
        """Return `confirming.digest_of` at the time, or nothing."""


@dataclass(frozen=True, kw_only=True)
class Result:
    """An item as it stands: its state, what was seen, and who says so.

    `proposed` is what the machine says. `awaiting_confirmation`: the facts are there, and nobody
    has confirmed them as they are now. `fell_below`: facts are now less than a person confirmed.
    `can_act`: something can still be done about it.
    """

    item: ChecklistItem
    state: State
    seen: tuple[Seen, ...]
    proposed: State
    source: Source
    attestation: Said | None = None
    contested: Said | None = None
    awaiting_confirmation: bool = False
    fell_below: bool = False
    can_act: bool = True

    @property
    def mended_at(self) -> Place:
        """Return where in the workspace it is mended."""
        return TABLE[self.item.id].mended_at


def judge(
    item: ChecklistItem,
    verdict: Verdict,
    *,
    moment_reached: bool,
    attestation: Said | None = None,
    contested: Said | None = None,
    digest: str,
) -> Result:
    """Return what holds of an item; `digest` is the mark of what is confirmed, as it is now."""
    found = _judged(item, verdict, attestation)
    if found.source is Source.CONFIRMED and attestation and _is_another(attestation, digest):
        found = _confirm_anew(found, attestation)
    state = State.NOT_YET if not moment_reached and found.state in _CAN_WAIT else found.state
    return replace(found, state=state, attestation=attestation, contested=contested)


def may_be_left_out(item: ChecklistItem, verdict: Verdict) -> bool:
    """Tell whether a person may say that the item does not apply.

    Not of a critical item that facts settle: then a missing evening meeting could be argued away.
    """
    settled = item.mode is not Mode.MANUAL and verdict.state is not State.NO_FACTS
    return not (item.critical and settled)


def may_be_proved_by_hand(item: ChecklistItem, verdict: Verdict) -> bool:
    """Tell whether a person's evidence decides, since no facts do."""
    return item.mode is Mode.MANUAL or verdict.state is State.NO_FACTS


def judge_all(
    items: Iterable[ChecklistItem],
    facts: Facts,
    *,
    attestations: Mapping[str, Said],
    contests: Mapping[str, Said],
) -> tuple[Result, ...]:
    """Return what holds of every item, given the current attestation and contest of each."""
    return tuple(
        _with_what_can_be_done(
            judge(
                item,
                verdict_on(item.id, facts),
                moment_reached=reached(item.moment, facts),
                attestation=attestations.get(item.id),
                contested=contests.get(item.id),
                digest=digest_of(item.id, facts),
            ),
            facts,
        )
        for item in items
    )


def _with_what_can_be_done(result: Result, facts: Facts) -> Result:
    can_act = can_be_mended(result.item.id, result.proposed, facts)
    return replace(result, can_act=can_act or result.awaiting_confirmation)


def _judged(item: ChecklistItem, verdict: Verdict, said: Said | None) -> Result:
    is_left_out = said is not None and said.kind == AttestationKind.NOT_APPLICABLE
    if is_left_out and may_be_left_out(item, verdict):
        return _result(item, verdict, State.NOT_APPLICABLE, Source.BY_HAND)
    proof = said if said is not None and said.kind in _PROVES else None
    if verdict.state is State.NOT_APPLICABLE:
        return _result(item, verdict, verdict.state, Source.FACTS)
    if may_be_proved_by_hand(item, verdict):
        return _by_hand(item, verdict, proof)
    return _BY_MODE[item.mode](item, verdict, proof)


def _by_hand(item: ChecklistItem, verdict: Verdict, proof: Said | None) -> Result:
    if proof is not None:
        return _result(item, verdict, State(proof.state), Source.BY_HAND)
    state = State.NOT if item.mode is Mode.MANUAL else State.NO_FACTS
    return _result(item, verdict, state, Source.NOBODY)


def _by_facts(item: ChecklistItem, verdict: Verdict, _proof: Said | None) -> Result:
    return _result(item, verdict, verdict.state, Source.FACTS)


def _by_both(item: ChecklistItem, verdict: Verdict, proof: Said | None) -> Result:
    if proof is None:
        waits = verdict.state is not State.NOT
        found = _result(item, verdict, State.NOT, Source.NOBODY if waits else Source.FACTS)
        return replace(found, awaiting_confirmation=waits)
    confirmed = State(proof.state)
    state = min(confirmed, verdict.state, key=_ORDER.index)
    found = _result(item, verdict, state, Source.CONFIRMED)
    if state is confirmed:
        return found
    fell = seen("FELL_BELOW", name=proof.made_by_name, on=_day(proof))
    return replace(found, source=Source.FACTS, fell_below=True, seen=(*found.seen, fell))


def _day(said: Said) -> date:
    return said.made_at.astimezone(STOCKHOLM).date()


def _is_another(said: Said, digest: str) -> bool:
    """Tell whether something else was confirmed than what stands there now."""
    return bool(said.digest) and said.digest != digest


def _confirm_anew(found: Result, said: Said) -> Result:
    changed = seen("CHANGED_SINCE", name=said.made_by_name, on=_day(said))
    return replace(
        found,
        state=State.NOT,
        source=Source.NOBODY,
        awaiting_confirmation=True,
        seen=(*found.seen, changed),
    )


_BY_MODE: Final[Mapping[Mode, Callable[[ChecklistItem, Verdict, Said | None], Result]]] = {
    Mode.AUTOMATIC: _by_facts,
    Mode.HALF: _by_both,
}


def _result(item: ChecklistItem, verdict: Verdict, state: State, source: Source) -> Result:
    return Result(item=item, state=state, seen=verdict.seen, proposed=verdict.state, source=source)
