"""Where a consultation stands at its three gates, judged anew each time from what is known now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from samrad.consultations.enums import Matter
from samrad.consultations.gates import PUBLISH, Reason
from samrad.consultations.models import Consultation
from samrad.consultations.rules.periods import is_over
from samrad.method import library
from samrad.method.schema import Checklist, ChecklistItem, Moment
from samrad.planning.queries.duties import tried_before
from samrad.quality.enums import AttestationKind, Gate, ReasonCode, RunSize
from samrad.quality.models import Attestation, ChecklistRun, GateOverride
from samrad.quality.queries.facts.gathering import facts_of
from samrad.quality.rules import gates
from samrad.quality.rules.confirming import digest_of
from samrad.quality.rules.facts import Facts
from samrad.quality.rules.gates import GateFacts, Item, Standing
from samrad.quality.rules.judging import Result, judge
from samrad.quality.rules.moments import reached
from samrad.quality.rules.table import verdict_on
from samrad.quality.wording.facts import sentences
from samrad.quality.wording.gates import CHOOSE, CONFIRM, LOOK, MEND

_LABELS: Final[Mapping[str, Any]] = {
    ReasonCode.ITEM_AWAITS: CONFIRM,
    ReasonCode.NO_RUN: CHOOSE,
    ReasonCode.STILL_OPEN: LOOK,
}
_RECORDS: Final = "P20"
_CODES: Final = {code.value: code for code in ReasonCode}


@dataclass(frozen=True)
class GateState:
    """A gate: everything in the way, what of it still stands, and the overrides in force."""

    gate: Gate
    reasons: tuple[Reason, ...]
    standing: tuple[Reason, ...]
    overrides: tuple[GateOverride, ...]
    kept: tuple[dict[str, Any], ...] = ()  # of every reason, what an override remembers

    @property
    def is_open(self) -> bool:
        """Tell whether nothing stands in the way."""
        return not self.standing

    @property
    def is_overridden(self) -> bool:
        """Tell whether it is open only because somebody let the consultation through."""
        return self.is_open and bool(self.reasons)


def gatekeeper(consultation: Consultation, gate: str, now: datetime) -> Sequence[Reason]:
    """Return what stands in the way: `settings.SAMRAD_GATEKEEPER`."""
    if gate == PUBLISH:
        return _before_publishing(consultation, now)
    return gate_of(consultation, Gate(gate), now=now).standing


def _before_publishing(consultation: Consultation, now: datetime) -> Sequence[Reason]:
    """Return what of the first gate stops publishing; its overrides cover this too."""
    if consultation.matter == Matter.INFORMATION:
        return ()
    return tuple(
        reason
        for reason in gate_of(consultation, Gate.INVITE, now=now).standing
        if gates.stands_before_publishing(
            reason.code, reason.item, is_open_to_all=consultation.open_to_all
        )
    )


def gate_of(consultation: Consultation, gate: Gate, *, now: datetime) -> GateState:
    """Return one gate as it stands."""
    (found,) = _states(consultation, (gate,), now)
    return found


def gates_of(consultation: Consultation, *, now: datetime) -> list[GateState]:
    """Return the three gates as they stand."""
    return _states(consultation, tuple(Gate), now)


def overrides_of(consultation: Consultation) -> list[GateOverride]:
    """Return every override, the newest first, those withdrawn too."""
    rows = GateOverride.objects.filter(consultation=consultation)
    return list(rows.select_related("withdrawn_by"))


def _states(consultation: Consultation, which: Sequence[Gate], now: datetime) -> list[GateState]:
    rows = [row for row in overrides_of(consultation) if row.withdrawn_at is None]
    known = facts_of(consultation, now=now)
    said = _said(consultation)
    tried = tried_before([consultation])[consultation.pk].pre_gate
    found = []
    for gate in which:
        facts = replace(
            _facts(consultation, known, now),
            has_run=said.has_run,
            pre_gate=tried,
            items=_items(gate, known, said),
        )
        standing = gates.reasons_at(gate, facts)
        own = tuple(row for row in rows if row.gate == gate)
        left = {each.key for each in gates.left_of(standing, [row.reasons for row in own])}
        reasons = tuple(_told(consultation, each, facts.items) for each in standing)
        found.append(
            GateState(
                gate,
                reasons,
                tuple(each for each in reasons if each.key in left),
                own,
                tuple(each.kept for each in standing),
            )
        )
    return found


def _facts(consultation: Consultation, known: Facts, now: datetime) -> GateFacts:
    counted = known.contributions
    return GateFacts(
        is_over=is_over(closes=consultation.closes_at, now=now),
        is_heard=consultation.heard_published_at is not None,
        has_case_number=bool(consultation.case_number),
        unanswered=counted.total - counted.answered,
        not_published=counted.answered - counted.published,
    )


@dataclass(frozen=True)
class _Said:
    """What people say of the items of a run, and the items the run holds."""

    items: tuple[ChecklistItem, ...]
    by_item: Mapping[str, Attestation]
    has_run: bool


def _said(consultation: Consultation) -> _Said:
    """Return what is said; without a run the smallest checklist, and nobody has said anything."""
    run = ChecklistRun.objects.filter(consultation=consultation).first()
    if run is None:
        return _Said(_of_size(library.checklist().head, RunSize.SMALL), {}, has_run=False)
    rows = run.attestations.filter(withdrawn_at__isnull=True)
    current: dict[str, Attestation] = {}
    for row in rows.exclude(kind=AttestationKind.CONTESTED):
        current.setdefault(row.item, row)
    edition = library.checklist(run.checklist, version=run.checklist_version)
    return _Said(_of_size(edition.head, RunSize(run.size)), current, has_run=True)


def _of_size(checklist: Checklist, size: RunSize) -> tuple[ChecklistItem, ...]:
    rank = list(RunSize.values).index(size)
    return tuple(item for item in checklist.items if list(RunSize.values).index(item.size) <= rank)


def _items(gate: Gate, known: Facts, said: _Said) -> tuple[Item, ...]:
    """Return the items as the gate sees them.

    The first gate judges what is planned, as if the letter had left on its day: one that waits for
    its day is judged already, today's where none is planned. Without a run nobody can confirm
    anything: what is critical waits for it, and the score takes what the facts say as it is.
    """
    is_leaving = gate is Gate.INVITE
    facts = known.at_planned_sending() if is_leaving else known
    results = (
        judge(
            item,
            verdict_on(item.id, facts),
            moment_reached=reached(item.moment, facts)
            or (is_leaving and item.moment is Moment.INVITED),
            attestation=said.by_item.get(item.id),
            digest=digest_of(item.id, known),
        )
        for item in said.items
    )
    return tuple(_item(result, has_run=said.has_run) for result in results)


def _item(result: Result, *, has_run: bool) -> Item:
    taken = result.awaiting_confirmation and not has_run
    return Item(
        id=result.item.id,
        phase=result.item.phase,
        weight=result.item.weight,
        critical=result.item.critical,
        state=result.proposed if taken else result.state,
        awaits=result.awaiting_confirmation,
        seen=result.seen,
    )


def _told(consultation: Consultation, standing: Standing, items: Sequence[Item]) -> Reason:
    """Return the reason in words, with what was seen and where it is mended."""
    item = next((each for each in items if each.id == standing.item), None)
    texts = library.checklist().text.items
    waiting = standing.named if standing.code == ReasonCode.NO_RUN else ()
    # With a case number, it is the region's own decision about disposal that is missing.
    is_about_region = standing.item == _RECORDS and bool(consultation.case_number)
    return Reason(
        code=standing.code,
        item=standing.item,
        title=_CODES[standing.code].label
        % {
            "statement": texts[standing.item].statement if item else "",
            "number": standing.number,
            "least": gates.SCORE_TO_INVITE,
        },
        detail=" ".join(
            sentences(item.seen) if item else [texts[each].statement for each in waiting]
        ),
        place=("registry:region",) if is_about_region else gates.place_of(standing),
        is_about_region=is_about_region,
        label=_LABELS.get(standing.code, MEND),
    )
