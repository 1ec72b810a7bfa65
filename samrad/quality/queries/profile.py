"""A run as it stands now: every item with its state, the scores, and what would help most.

Gathered in a number of queries that does not grow with the checklist or with what came in.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Final

from samrad.consultations.models import Consultation
from samrad.method import library
from samrad.method.schema import ChecklistItemText, Mode, Size
from samrad.quality.enums import AttestationKind, Source, State
from samrad.quality.models import Attestation, ChecklistRun, GateOverride, OwnItem
from samrad.quality.queries.facts.gathering import facts_of
from samrad.quality.rules.confirming import digest_of
from samrad.quality.rules.judging import Result, judge_all
from samrad.quality.rules.score import (
    VALUES,
    Counted,
    Help,
    Score,
    by_phase,
    by_principle,
    helps,
    score_of,
)
from samrad.quality.rules.table import Place
from samrad.quality.rules.verdict import Seen
from samrad.registry.models import Region

PHASES: Final = ("F", "L", "P", "I", "G", "U")
PRINCIPLES: Final = ("S", "D", "K", "L", "O", "M")
_RANK: Final = {Size.SMALL: 1, Size.NORMAL: 2, Size.FULL: 3}


@dataclass(frozen=True)
class Line:
    """An item of the run, what is known of it, and what has been said."""

    id: str
    phase: str
    principles: tuple[str, ...]
    weight: int
    critical: bool
    mode: Mode
    statement: str
    proof: str
    mend_text: str
    state: State
    proposed: State | None
    seen: tuple[Seen, ...]
    attestation: Attestation | None
    contests: tuple[Attestation, ...]
    history: tuple[Attestation, ...]
    source: Source
    place: Place = Place.EVIDENCE
    awaits_confirmation: bool = False
    fell_below: bool = False
    can_act: bool = True
    digest: str = ""
    is_own: bool = False

    @property
    def latest(self) -> int:
        """Return the key of what was last said, or 0: what a form was opened over."""
        return max((one.pk for one in self.history), default=0)

    @property
    def is_left_to_people(self) -> bool:
        """Tell whether evidence decides, since no facts do."""
        return self.mode is Mode.MANUAL or self.proposed is State.NO_FACTS

    @property
    def is_by_hand(self) -> bool:
        """Tell whether a person has shown what the tool should see but holds no facts of."""
        shows = self.attestation is not None and self.state in VALUES
        return self.mode is not Mode.MANUAL and self.is_left_to_people and shows

    @property
    def may_be_left_out(self) -> bool:
        """Tell whether a person may say that it does not apply."""
        return self.is_own or not self.critical or self.is_left_to_people

    @property
    def counted(self) -> Counted:
        """Return the item as the score sees it."""
        return Counted(
            self.id,
            self.phase,
            self.principles,
            self.weight,
            self.critical,
            self.state,
            can_act=self.can_act,
        )


@dataclass(frozen=True)
class Profile:
    """A run and everything that follows from it."""

    run: ChecklistRun
    lines: tuple[Line, ...]
    own: tuple[Line, ...]
    phase_names: Mapping[str, str]
    overrides: tuple[GateOverride, ...]

    @cached_property
    def total(self) -> Score:
        """Return the score of the whole."""
        return score_of(self._counted)

    @cached_property
    def phases(self) -> dict[str, Score]:
        """Return the score of each phase that has items."""
        return by_phase(self._counted, PHASES)

    @cached_property
    def principles(self) -> dict[str, Score]:
        """Return the score of each principle that has items."""
        return by_principle(self._counted, PRINCIPLES)

    @cached_property
    def helps(self) -> tuple[Help, ...]:
        """Return the three things that would help most next."""
        return helps(self._counted)

    @cached_property
    def own_score(self) -> Score:
        """Return the score of the region's own items, which stands by itself."""
        return score_of([line.counted for line in self.own], caps=False)

    @cached_property
    def contested(self) -> tuple[Line, ...]:
        """Return the items that somebody objects to."""
        return tuple(line for line in (*self.lines, *self.own) if line.contests)

    @cached_property
    def by_id(self) -> dict[str, Line]:
        """Return every line by its id."""
        return {line.id: line for line in (*self.lines, *self.own)}

    @cached_property
    def left_out(self) -> tuple[Line, ...]:
        """Return the items that people say do not apply."""
        return tuple(
            line
            for line in self.lines
            if line.state == State.NOT_APPLICABLE and line.source == Source.BY_HAND
        )

    @cached_property
    def _counted(self) -> list[Counted]:
        return [line.counted for line in self.lines]


def run_of(consultation: Consultation) -> ChecklistRun | None:
    """Return the consultation's run, if one has been started."""
    return ChecklistRun.objects.filter(consultation=consultation).first()


def run_required(region: str, consultation: str) -> ChecklistRun:
    """Return the run of the consultation with this slug in the region."""
    return ChecklistRun.objects.select_related(
        "consultation__region", "consultation__process__plan", "consultation__plan_version"
    ).get(consultation__slug=consultation, consultation__region__slug=region)


def profile_of(
    run: ChecklistRun,
    *,
    consultation: Consultation,
    now: datetime,
    language: str = library.SOURCE_LANGUAGE,
) -> Profile:
    """Return the run as it stands; `consultation` as a view has loaded it."""
    said: dict[str, list[Attestation]] = defaultdict(list)
    for one in run.attestations.select_related("stored", "withdrawn_by"):
        said[one.item].append(one)
    edition = library.checklist(run.checklist, version=run.checklist_version, language=language)
    chosen = [item for item in edition.head.items if _RANK[item.size] <= _RANK[Size(run.size)]]
    known = facts_of(consultation, now=now)
    results = judge_all(
        chosen,
        known,
        attestations=_newest(said, _standing),
        contests=_newest(said, lambda rows: next(iter(_contests(rows)), None)),
    )
    lines = [
        replace(
            _line(found, said[found.item.id], edition.text.items[found.item.id]),
            digest=digest_of(found.item.id, known),
        )
        for found in results
    ]
    own = [_own_line(item, said[item.item]) for item in _own_items(consultation.region, said)]
    return Profile(
        run=run,
        lines=tuple(lines),
        own=tuple(own),
        phase_names={str(key): name for key, name in edition.text.phases.items()},
        overrides=tuple(overrides_of(consultation)),
    )


def overrides_of(consultation: Consultation) -> list[GateOverride]:
    """Return every gate that was overridden, the first first; also those taken back."""
    return list(GateOverride.objects.filter(consultation=consultation).order_by("made_at", "pk"))


def _own_items(region: Region, said: Mapping[str, Sequence[Attestation]]) -> list[OwnItem]:
    """Return the region's items in use, and those retired since they were spoken of here."""
    items = OwnItem.objects.filter(region=region).order_by("number")
    return [item for item in items if item.retired_at is None or said.get(item.item)]


def _newest(
    said: Mapping[str, Sequence[Attestation]],
    which: Callable[[Sequence[Attestation]], Attestation | None],
) -> dict[str, Attestation]:
    found = {item: which(rows) for item, rows in said.items()}
    return {item: one for item, one in found.items() if one is not None}


def _standing(said: Iterable[Attestation]) -> Attestation | None:
    """Return what counts: the newest that is neither withdrawn nor an objection."""
    return next(
        (one for one in said if one.withdrawn_at is None and one.kind != AttestationKind.CONTESTED),
        None,
    )


def _contests(said: Iterable[Attestation]) -> tuple[Attestation, ...]:
    return tuple(
        one for one in said if one.withdrawn_at is None and one.kind == AttestationKind.CONTESTED
    )


def _line(result: Result, said: Sequence[Attestation], text: ChecklistItemText) -> Line:
    item = result.item
    return Line(
        id=item.id,
        phase=item.phase,
        principles=item.principles,
        weight=item.weight,
        critical=item.critical,
        mode=item.mode,
        statement=text.statement,
        proof=text.proof or "",
        mend_text=text.mend or "",
        state=result.state,
        proposed=result.proposed,
        seen=result.seen,
        attestation=_standing(said),
        contests=_contests(said),
        history=tuple(said),
        source=result.source,
        place=result.mended_at,
        awaits_confirmation=result.awaiting_confirmation,
        fell_below=result.fell_below,
        can_act=result.can_act,
    )


def _own_line(item: OwnItem, said: Sequence[Attestation]) -> Line:
    """Return an item that people alone judge; until somebody has, nothing is known."""
    standing = _standing(said)
    return Line(
        id=item.item,
        phase=item.phase,
        principles=(item.principle,) if item.principle else (),
        weight=item.weight,
        critical=False,
        mode=Mode.MANUAL,
        statement=item.statement,
        proof="",
        mend_text="",
        state=State(standing.state) if standing else State.NO_FACTS,
        proposed=None,
        seen=(),
        attestation=standing,
        contests=_contests(said),
        history=tuple(said),
        source=Source.BY_HAND if standing else Source.NOBODY,
        is_own=True,
    )
