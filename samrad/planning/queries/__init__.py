"""Reading plan processes with their milestones, and the goals and budget of a consultation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Max, Min, Q, QuerySet

from samrad.access.roles import Role
from samrad.consultations.enums import ActivityKind
from samrad.consultations.models import Activity, Consultation, PlanProcess
from samrad.consultations.queries import (
    description_of,
    get_consultation,
    missing_to_publish,
    rows_of,
)
from samrad.consultations.rules.periods import last_day
from samrad.consultations.rules.purpose import advised_before_publishing
from samrad.consultations.wording import PARTS
from samrad.core.clock import STOCKHOLM, local_date
from samrad.core.ids import digest
from samrad.core.red_days import red_days
from samrad.method import library
from samrad.planning.models import BudgetLine, Goal, Milestone, MilestoneChange
from samrad.planning.rules import dates, timeline
from samrad.planning.rules.timeline import Limits, TimelineWarning
from samrad.registry.models import Region
from samrad.users.principal import Principal

GOAL_FIELDS: Final = ("text", "target")
BUDGET_FIELDS: Final = ("text", "planned")
MILESTONE_FIELDS: Final = ("title", "starts_on", "ends_on", "responsible", "is_public")
_BETWEEN: Final = "DURING"  # what the rules call a milestone of the region's own


@dataclass(frozen=True)
class PlacedMilestone:
    """A milestone on its timeline: its kind, why it is there, what is worth a warning."""

    milestone: Milestone
    kind: str
    why: str
    warnings: tuple[TimelineWarning, ...]

    @property
    def is_effect(self) -> bool:
        """Tell whether this is T0 itself."""
        return self.kind == timeline.EFFECT


@dataclass(frozen=True)
class Missing:
    """Codes of what must be there before publishing, and of what ought to be."""

    missing: tuple[str, ...]
    advised: tuple[str, ...]


def get_milestone(region: str, process: str, milestone: int) -> Milestone:
    """Return the milestone in the process of the region."""
    return Milestone.objects.select_related("process__region", "process__plan").get(
        pk=milestone, process__slug=process, process__region__slug=region
    )


def processes_for_list(region: Region) -> QuerySet[PlanProcess]:
    """Return the region's processes with how many milestones are left, and when the next comes."""
    waiting = Q(milestones__done_on__isnull=True)
    return (
        PlanProcess.objects.filter(region=region)
        .select_related("plan")
        .annotate(
            left=Count("milestones", filter=waiting, distinct=True),
            next_on=Min("milestones__starts_on", filter=waiting),
            rounds=Count("consultations", distinct=True),
        )
    )


def milestones_of(process: PlanProcess) -> QuerySet[Milestone]:
    """Return the milestones in order of time."""
    return process.milestones.order_by("starts_on", "position", "pk")


def recommended_limits() -> Limits:
    """Return our recommendations as the timeline's rules read them."""
    values = library.threshold_values()
    return Limits(
        summer_weeks=(values["summer-first-week"], values["summer-last-week"]),
        christmas_weeks=(values["christmas-first-week"], values["christmas-last-week"]),
        written_round_weeks=values["written-round-weeks"],
        evening_hour=values["evening-hour"],
    )


def templates() -> tuple[timeline.MilestoneTemplate, ...]:
    """Return the milestones of the method's timeline, as the rules read them."""
    return tuple(
        timeline.MilestoneTemplate(
            key=each.key,
            kind=each.kind,
            months=each.months,
            days=each.days,
            until_months=each.until_months,
            until_days=each.until_days,
            public=each.public,
            is_written_round=each.is_written_round,
            after=each.after,
        )
        for each in library.timeline().head.milestones
    )


def rule_key(milestone: Milestone) -> str:
    """Return what the rules call the milestone: its own key, or one made for it."""
    return milestone.key or f"own:{milestone.pk}"


def as_rules_read(milestones: Sequence[Milestone]) -> list[timeline.Milestone]:
    """Return the milestones as the rules read them, with the order the method asks for."""
    known = {template.key: template for template in templates()}
    read = []
    for milestone in milestones:
        template = known.get(milestone.key)
        read.append(
            timeline.Milestone(
                key=rule_key(milestone),
                kind=template.kind if template else _BETWEEN,
                starts_on=milestone.starts_on,
                ends_on=milestone.ends_on,
                public=milestone.is_public,
                is_written_round=bool(template and template.is_written_round),
                after=template.after if template else (),
            )
        )
    return read


def red_days_around(days: Sequence[date]) -> frozenset[date]:
    """Return the red days from the first to the last of `days`, and a month beyond each."""
    if not days:
        return frozenset()
    margin = timedelta(days=31)
    return red_days(min(days) - margin, max(days) + margin)


def why_of(milestone: Milestone) -> str:
    """Return why the method has such a milestone; nothing for one of the region's own."""
    texts = library.timeline().text.milestones
    return (texts[milestone.key].why or "") if milestone.key in texts else ""


def placed_milestones(process: PlanProcess) -> list[PlacedMilestone]:
    """Return the milestones in order of time, each with what is worth a warning."""
    rows = list(milestones_of(process))
    read = as_rules_read(rows)
    days = [day for each in read for day in (each.starts_on, each.last_day)]
    found = timeline.warnings(read, limits=recommended_limits(), red_days=red_days_around(days))
    kinds = {each.key: each.kind for each in read}
    return [
        PlacedMilestone(
            milestone=row,
            kind=kinds[rule_key(row)],
            why=why_of(row),
            warnings=tuple(each for each in found if each.key == rule_key(row)),
        )
        for row in rows
    ]


def warnings_about(meeting: Activity) -> tuple[TimelineWarning, ...]:
    """Return what is worth a warning about when a meeting is held."""
    assert meeting.starts_at is not None  # noqa: S101 -- the database asks it of every meeting
    starts_at = meeting.starts_at.astimezone(STOCKHOLM)
    day = starts_at.date()
    return timeline.meeting_warnings(
        key=str(meeting.uuid),
        starts_at=starts_at,
        limits=recommended_limits(),
        red_days=red_days(day, day),
    )


def milestone_values(milestone: Milestone) -> dict[str, Any]:
    """Return how the milestone reads, as plain text."""
    values = {field: getattr(milestone, field) for field in MILESTONE_FIELDS}
    return {
        field: value.isoformat() if isinstance(value, date) else value
        for field, value in values.items()
    }


def milestone_fingerprint(milestone: Milestone) -> str:
    """Return the fingerprint of how the milestone reads."""
    return digest(milestone_values(milestone))


def milestone_changes(process: PlanProcess) -> QuerySet[MilestoneChange]:
    """Return what has happened to the milestones, newest first."""
    return process.milestone_changes.select_related("made_by")


@dataclass(frozen=True)
class ConsultationPart:
    """One part of a consultation's plan, as the address names it."""

    consultation: Consultation
    slug: str

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.consultation.roles_of(principal)


def get_part(region: str, consultation: str, step: str) -> ConsultationPart:
    """Return the part called `step` of the consultation in the region."""
    if step not in PARTS:
        raise Consultation.DoesNotExist
    return ConsultationPart(get_consultation(region, consultation), step)


def read_again(part: ConsultationPart) -> ConsultationPart:
    """Return the part with the consultation as it stands now."""
    rows = Consultation.objects.select_related("region", "process__plan", "plan_version")
    part.consultation.refresh_from_db(from_queryset=rows)
    return part


def missing_by_part(consultation: Consultation, *, now: datetime) -> Missing:
    """Return what must and what ought to be there before publishing."""
    goals = Goal.objects.filter(consultation=consultation).count()
    description = description_of(consultation, goals=goals)
    return Missing(
        missing_to_publish(consultation, description, now=now),
        advised_before_publishing(description),
    )


def date_notes(consultation: Consultation) -> tuple[dates.DateNote, ...]:
    """Return what is worth a thought about the consultation's dates."""
    meetings = consultation.activities.filter(
        kind=ActivityKind.MEETING, cancelled_at__isnull=True
    ).aggregate(last=Max("starts_at"))
    return dates.notes(
        dates.Dates(
            opens_on=consultation.opens_on,
            last_day=last_day(consultation.closes_at) if consultation.closes_at else None,
            last_meeting=local_date(meetings["last"]) if meetings["last"] else None,
            heard_on=consultation.heard_on,
            answered_on=consultation.answered_on,
            decision_on=consultation.decision_on,
            is_referral=consultation.plan_version_id is not None,
        ),
        limits=recommended_limits(),
        heard_days=library.threshold("heard-days"),
    )


def goals_of(consultation: Consultation) -> QuerySet[Goal]:
    """Return the measurable goals in order."""
    return Goal.objects.filter(consultation=consultation).order_by("position", "pk")


def budget_of(consultation: Consultation) -> QuerySet[BudgetLine]:
    """Return the budget lines in order."""
    return BudgetLine.objects.filter(consultation=consultation).order_by("position", "pk")


def resource_values(consultation: Consultation) -> Mapping[str, Any]:
    """Return how goals and budget read, as plain values."""
    return {
        "goals": rows_of(goals_of(consultation), GOAL_FIELDS),
        "budget": rows_of(budget_of(consultation), BUDGET_FIELDS),
    }
