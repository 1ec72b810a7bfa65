"""Milestones: added, moved (with those that follow, if asked), finished, taken away."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from samrad.consultations.models import PlanProcess
from samrad.journal.services import record
from samrad.planning.enums import MilestoneChangeKind
from samrad.planning.models import Milestone
from samrad.planning.queries import (
    MILESTONE_FIELDS,
    as_rules_read,
    milestone_fingerprint,
    milestones_of,
    rule_key,
)
from samrad.planning.rules import timeline
from samrad.planning.services.processes import keep_change
from samrad.users.principal import Principal


class MilestoneChangedMeanwhile(Exception):
    """Somebody changed the milestone first; `current` is how it reads now."""

    def __init__(self, current: Milestone) -> None:
        super().__init__("milestone changed meanwhile")
        self.current = current


class MilestoneIsFixed(Exception):
    """The day the plan takes effect is changed on the process itself."""


def _record(milestone: Milestone, kind: str, actor: Principal, now: datetime) -> None:
    record(
        chain=milestone.process.region.chain,
        kind=f"milestone.{kind}",
        about=milestone,
        actor=actor.reference,
        now=now,
        facts={"starts_on": milestone.starts_on, "done_on": milestone.done_on},
    )


def _locked(milestone: Milestone) -> Milestone:
    return (
        Milestone.objects.select_for_update(of=("self",))
        .select_related("process__region")
        .get(pk=milestone.pk)
    )


@transaction.atomic
def add_milestone(
    *, process: PlanProcess, values: Mapping[str, Any], actor: Principal, now: datetime
) -> Milestone:
    """Add a milestone of the region's own."""
    milestone = Milestone.objects.create(
        process=process,
        planned_on=values["starts_on"],
        **{field: values[field] for field in MILESTONE_FIELDS},
    )
    keep_change(
        process,
        kind=MilestoneChangeKind.ADDED,
        title=milestone.title,
        actor=actor,
        now=now,
        after_on=milestone.starts_on,
    )
    _record(milestone, "added", actor, now)
    return milestone


def _move_followers(milestone: Milestone, to: date) -> None:
    """Move everything that must come after the milestone by as many days, the finished apart."""
    rows = {rule_key(row): row for row in milestones_of(milestone.process)}
    moved = timeline.move(
        as_rules_read(list(rows.values())), key=rule_key(milestone), to=to, with_followers=True
    )
    for new in moved:
        row = rows[new.key]
        if row.pk == milestone.pk or row.done_on is not None or row.starts_on == new.starts_on:
            continue
        row.starts_on, row.ends_on = new.starts_on, new.ends_on
        row.save(update_fields=["starts_on", "ends_on"])


@transaction.atomic
def change_milestone(
    *,
    milestone: Milestone,
    values: Mapping[str, Any],
    with_followers: bool,
    motive: str,
    seen: str,
    actor: Principal,
    now: datetime,
) -> Milestone:
    """Reword or move a milestone. `seen` is the fingerprint of what the writer saw.

    Raise `MilestoneChangedMeanwhile`, or `MilestoneIsFixed` for moving T0.
    """
    current = _locked(milestone)
    if milestone_fingerprint(current) != seen:
        raise MilestoneChangedMeanwhile(current)
    before, title = current.starts_on, current.title
    moved = (before, current.ends_on) != (values["starts_on"], values["ends_on"])
    if moved and is_fixed(current):
        raise MilestoneIsFixed
    if moved and with_followers:
        _move_followers(current, values["starts_on"])
    for field in MILESTONE_FIELDS:
        setattr(current, field, values[field])
    current.save(update_fields=MILESTONE_FIELDS)
    keep_change(
        current.process,
        kind=MilestoneChangeKind.MOVED if moved else MilestoneChangeKind.REWORDED,
        title=title,
        actor=actor,
        now=now,
        before_on=before if moved else None,
        after_on=current.starts_on if moved else None,
        motive=motive,
    )
    _record(current, "changed", actor, now)
    return current


def is_fixed(milestone: Milestone) -> bool:
    """Tell whether the milestone is T0 itself."""
    return as_rules_read([milestone])[0].kind == timeline.EFFECT


@transaction.atomic
def finish_milestone(
    *, milestone: Milestone, done_on: date | None, actor: Principal, now: datetime
) -> Milestone:
    """Say that the milestone is done, or with None that it is not."""
    current = _locked(milestone)
    if current.done_on == done_on:
        return current
    current.done_on = done_on
    current.save(update_fields=["done_on"])
    keep_change(
        current.process,
        kind=MilestoneChangeKind.DONE if done_on else MilestoneChangeKind.REOPENED,
        title=current.title,
        actor=actor,
        now=now,
        after_on=done_on,
    )
    _record(current, "finished" if done_on else "reopened", actor, now)
    return current


@transaction.atomic
def remove_milestone(*, milestone: Milestone, actor: Principal, now: datetime) -> None:
    """Take a milestone away. Raise `MilestoneIsFixed` for T0."""
    current = _locked(milestone)
    if is_fixed(current):
        raise MilestoneIsFixed
    keep_change(
        current.process,
        kind=MilestoneChangeKind.REMOVED,
        title=current.title,
        actor=actor,
        now=now,
        before_on=current.starts_on,
    )
    _record(current, "removed", actor, now)
    current.delete()
