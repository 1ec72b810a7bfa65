"""A run in short, for the open page, the statement and the decision memo."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from samrad.consultations.models import Consultation
from samrad.core.clock import local_date
from samrad.quality.enums import AttestationKind, State
from samrad.quality.models import Attestation, ChecklistRun, GateOverride
from samrad.quality.queries.profile import Line, Profile, overrides_of, profile_of, run_of
from samrad.quality.queries.promises import kept_promises
from samrad.quality.rules.summary import Contest, ItemState, Override, Summary, from_data, part_of


def quality_summary(consultation: Consultation, *, now: datetime) -> Summary:
    """Return what the consultation's run says now, with every gate that was overridden.

    The same facts give the same summary. Where no run was started only promises and overrides are
    told.
    """
    run = run_of(consultation)
    if run is None:
        found = Summary(overrides=_overrides(overrides_of(consultation)))
    else:
        found = summary_of(profile_of(run, consultation=consultation, now=now), now=now)
    whole = kept_promises(consultation, now=now).whole
    return replace(found, promised=whole.promised, delivered=whole.delivered, promise=whole.verdict)


def shown_result(consultation: Consultation) -> Summary | None:
    """Return the result that the region shows openly, or None: then nobody is told of it.

    The figures are those that were shown, with their day. What has been contested since is told
    without its words: they go out when the result is shown anew.
    """
    run = ChecklistRun.objects.filter(consultation=consultation, published_at__isnull=False).first()
    if run is None:
        return None
    contests = Attestation.objects.filter(
        run=run, kind=AttestationKind.CONTESTED, withdrawn_at=None
    ).order_by("item", "made_at", "pk")
    told = tuple(
        Contest(one.item, one.state, _words_shown(one, run), local_date(one.made_at))
        for one in contests
    )
    return replace(from_data(run.shown), contested=told)


def _words_shown(contest: Attestation, run: ChecklistRun) -> str:
    is_shown = run.published_at is not None and contest.made_at <= run.published_at
    return contest.text if is_shown else ""


def summary_of(profile: Profile, *, now: datetime) -> Summary:
    """Return the profile in codes and figures."""
    run, total = profile.run, profile.total
    return Summary(
        has_run=True,
        checklist=run.checklist,
        checklist_version=run.checklist_version,
        size=run.size,
        motive=run.motive,
        on=local_date(now),
        total=part_of("", total),
        level=total.level or "",
        outside_percent=total.outside_percent,
        is_capped=total.is_capped,
        phases=tuple(part_of(key, score) for key, score in profile.phases.items()),
        principles=tuple(part_of(key, score) for key, score in profile.principles.items()),
        critical=tuple(_state(line) for line in profile.lines if line.critical),
        missing=_in_state(profile.lines, State.NOT),
        partly=_in_state(profile.lines, State.PARTLY),
        not_applicable=_in_state(profile.lines, State.NOT_APPLICABLE),
        not_yet=_in_state(profile.lines, State.NOT_YET),
        no_facts=_in_state(profile.lines, State.NO_FACTS),
        by_hand=tuple(_state(line) for line in profile.lines if line.is_by_hand),
        contested=tuple(_contests(profile.contested)),
        own=part_of("", profile.own_score) if profile.own else None,
        own_items=tuple(_state(line) for line in profile.own),
        overrides=_overrides(profile.overrides),
    )


def _in_state(lines: Iterable[Line], state: State) -> tuple[ItemState, ...]:
    return tuple(_state(line) for line in lines if line.state == state)


def _state(line: Line) -> ItemState:
    """Return an item's state; the reason only where the item is said not to apply."""
    said = line.attestation
    applies = line.state != State.NOT_APPLICABLE
    return ItemState(
        item=line.id,
        state=line.state,
        is_critical=line.critical,
        reason="" if applies or said is None else said.text,
        words=line.statement if line.is_own else "",
    )


def _contests(lines: Iterable[Line]) -> Iterable[Contest]:
    for line in lines:
        for one in reversed(line.contests):
            yield Contest(line.id, line.state, one.text, local_date(one.made_at))


def _overrides(rows: Iterable[GateOverride]) -> tuple[Override, ...]:
    return tuple(
        Override(
            gate=row.gate,
            motive=row.motive,
            by=row.made_by_name,
            on=local_date(row.made_at),
            withdrawn_on=local_date(row.withdrawn_at) if row.withdrawn_at else None,
        )
        for row in rows
    )
