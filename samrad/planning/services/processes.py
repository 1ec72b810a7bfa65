"""Starting and changing a plan process: milestones counted back from the day it takes effect."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify

from samrad.consultations.enums import Matter, ProcessState
from samrad.consultations.gates import CARRIED_OUT, FINISHED, check_gate
from samrad.consultations.models import PlanProcess
from samrad.core.red_days import red_days
from samrad.journal.services import record
from samrad.method import library
from samrad.planning.enums import MilestoneChangeKind
from samrad.planning.models import Milestone, MilestoneChange
from samrad.planning.queries import milestones_of, templates
from samrad.planning.rules import timeline
from samrad.plans.enums import PlanKind
from samrad.plans.models import CulturePlan
from samrad.plans.services import create_plan
from samrad.registry.models import Region
from samrad.users.principal import Principal

_SLUG_LENGTH = 60
_YEARS_BEFORE, _YEARS_AFTER = 4, 5


class ProcessChangedMeanwhile(Exception):
    """Somebody saved the process first; `current` is how it reads now."""

    def __init__(self, current: PlanProcess) -> None:
        super().__init__("process changed meanwhile")
        self.current = current


@dataclass(frozen=True)
class NewPlan:
    """A plan that is to be made: what it is called, what it is, and for how long it holds."""

    title: str
    kind: PlanKind
    period_to: date


def _short(title: str) -> str:
    """Return the title as an address: 2029–2032 stays two years."""
    return slugify(title.replace("–", "-"))[:_SLUG_LENGTH].strip("-")


def _free_slug(title: str, taken: set[str]) -> str:
    wanted = _short(title) or "plan"
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _plan_slug(title: str) -> str:
    start = _short(title)
    taken = CulturePlan.objects.filter(slug__startswith=start).values_list("slug", flat=True)
    return _free_slug(title, set(taken) | {"ny"})


def _process_slug(title: str) -> str:
    start = _short(title)
    taken = PlanProcess.objects.filter(slug__startswith=start).values_list("slug", flat=True)
    return _free_slug(title, set(taken) | {"ny"})


def laid_out(takes_effect_on: date) -> Sequence[timeline.Milestone]:
    """Return the method's milestones with dates, counted back from `takes_effect_on`."""
    first = date(takes_effect_on.year - _YEARS_BEFORE, 1, 1)
    last = date(takes_effect_on.year + _YEARS_AFTER, 12, 31)
    return timeline.lay_out(
        templates(), takes_effect_on=takes_effect_on, red_days=red_days(first, last)
    )


def _lay_out(process: PlanProcess) -> None:
    texts = library.timeline().text.milestones
    Milestone.objects.bulk_create(
        Milestone(
            process=process,
            key=each.key,
            title=texts[each.key].label,
            starts_on=each.starts_on,
            ends_on=each.ends_on,
            planned_on=each.starts_on,
            is_public=each.public,
            position=position,
        )
        for position, each in enumerate(laid_out(process.takes_effect_on), start=1)
    )


def keep_change(
    process: PlanProcess,
    *,
    kind: MilestoneChangeKind,
    title: str,
    actor: Principal,
    now: datetime,
    before_on: date | None = None,
    after_on: date | None = None,
    motive: str = "",
) -> None:
    """Keep what happened to a milestone, so that the page can tell it in words."""
    MilestoneChange.objects.create(
        process=process,
        kind=kind,
        title=title,
        before_on=before_on,
        after_on=after_on,
        motive=motive,
        made_by=actor.user,
        made_at=now,
    )


@transaction.atomic
def start_process(
    *,
    region: Region,
    plan: CulturePlan | NewPlan,
    takes_effect_on: date,
    deciding_body: str,
    actor: Principal,
    now: datetime,
) -> PlanProcess:
    """Start the making of a plan, made here unless it is there already, with its milestones."""
    if isinstance(plan, NewPlan):
        plan = create_plan(
            region=region,
            title=plan.title,
            slug=_plan_slug(plan.title),
            kind=plan.kind,
            period_from=takes_effect_on,
            period_to=plan.period_to,
            actor=actor,
            now=now,
        )
    process = PlanProcess.objects.create(
        region=region,
        plan=plan,
        slug=_process_slug(plan.title),
        title=plan.title,
        takes_effect_on=takes_effect_on,
        deciding_body=deciding_body,
        created_at=now,
    )
    _lay_out(process)
    keep_change(
        process,
        kind=MilestoneChangeKind.LAID_OUT,
        title=process.title,
        actor=actor,
        now=now,
        after_on=takes_effect_on,
    )
    record(
        chain=region.chain,
        kind="process.started",
        about=process,
        actor=actor.reference,
        now=now,
        facts={"takes_effect_on": takes_effect_on},
    )
    return process


def _lay_out_again(process: PlanProcess) -> None:
    """Give milestones that nobody has moved or finished the dates of the new T0."""
    dates = {each.key: each for each in laid_out(process.takes_effect_on)}
    for milestone in milestones_of(process):
        new = dates.get(milestone.key)
        untouched = milestone.starts_on == milestone.planned_on and milestone.done_on is None
        if new is None or not (untouched or new.kind == timeline.EFFECT):
            continue
        milestone.starts_on, milestone.ends_on = new.starts_on, new.ends_on
        milestone.planned_on = new.starts_on
        milestone.save(update_fields=["starts_on", "ends_on", "planned_on"])


def _check_finished(process: PlanProcess, now: datetime) -> None:
    asked = process.consultations.filter(
        matter=Matter.CONSULTATION, published_at__isnull=False, cancelled_at__isnull=True
    )
    for consultation in asked.select_related("region"):
        check_gate(consultation, CARRIED_OUT, now=now)
        check_gate(consultation, FINISHED, now=now)


@transaction.atomic
def change_process(
    *,
    process: PlanProcess,
    title: str,
    takes_effect_on: date,
    deciding_body: str,
    state: ProcessState,
    expected: int,
    actor: Principal,
    now: datetime,
) -> PlanProcess:
    """Change the process; a new T0 lays out anew what nobody has moved or finished.

    `expected` is the version the writer saw. Raise `ProcessChangedMeanwhile`, or `GateIsShut` when
    the process would be closed around a consultation that is not finished.
    """
    current = (
        PlanProcess.objects.select_for_update(of=("self",))
        .select_related("region", "plan")
        .get(pk=process.pk)
    )
    if current.version != expected:
        raise ProcessChangedMeanwhile(current)
    if state == ProcessState.CLOSED and current.state != ProcessState.CLOSED:
        _check_finished(current, now)
    before = current.takes_effect_on
    current.title, current.deciding_body, current.state = title, deciding_body, state
    current.takes_effect_on = takes_effect_on
    current.version += 1
    current.save()
    if before != takes_effect_on:
        _lay_out_again(current)
        keep_change(
            current,
            kind=MilestoneChangeKind.LAID_OUT,
            title=current.title,
            actor=actor,
            now=now,
            before_on=before,
            after_on=takes_effect_on,
        )
    record(
        chain=current.region.chain,
        kind="process.changed",
        about=current,
        actor=actor.reference,
        now=now,
        facts={"version": current.version, "takes_effect_on": takes_effect_on},
    )
    return current
