"""What several facts are made from: figures, activities and milestones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Aggregate, Count, OuterRef, Q, QuerySet, Subquery, Sum

from samrad.consultations.enums import ActivityKind, Matter, Openness
from samrad.consultations.models import Activity, Consultation, InfluenceItem
from samrad.consultations.rules import periods
from samrad.contributions.models import Submission
from samrad.core.clock import local_date
from samrad.planning.models import BudgetLine, Goal, Handover, Milestone, PreGate
from samrad.plans.enums import VersionKind
from samrad.plans.models import CulturePlan, PlanVersion
from samrad.registry.models import Municipality

_ROWS: Final = Count("pk")


@dataclass(frozen=True)
class Around:
    """What several facts are made from, read once."""

    consultation: Consultation
    activities: Sequence[Activity]  # of the region since its last plan, and of the process
    meetings: Sequence[Activity]  # the consultation's own, by time
    milestones: Sequence[Milestone]
    counts: dict[str, Any]
    today: date

    @property
    def own(self) -> list[Activity]:
        """Return the consultation's own activities."""
        return [row for row in self.activities if row.consultation_id == self.consultation.pk]

    @property
    def in_process(self) -> list[Activity]:
        """Return what is done in the process to ask somebody."""
        process = self.consultation.process_id
        return [row for row in self.asking if row.consultation.process_id == process]

    @property
    def asking(self) -> list[Activity]:
        """Return what is done in the consultation, and in others that have gone out and ask."""
        own = self.consultation.pk
        return [
            row for row in self.activities if row.consultation_id == own or _asks(row.consultation)
        ]

    def milestone(self, key: str) -> Milestone | None:
        """Return the milestone with the method's key."""
        return next((row for row in self.milestones if row.key == key), None)


def _asks(consultation: Consultation) -> bool:
    is_out = consultation.published_at is not None
    return is_out and consultation.matter == Matter.CONSULTATION


def around_of(consultation: Consultation, *, today: date) -> Around:
    """Read what several facts need: figures, activities and milestones, a query each."""
    counts = _counts(consultation)
    activities = _activities_around(consultation, counts["earlier"])
    own = [row for row in activities if row.consultation_id == consultation.pk]
    return Around(
        consultation=consultation,
        activities=activities,
        meetings=[row for row in own if row.kind == ActivityKind.MEETING],
        milestones=list(Milestone.objects.filter(process=consultation.process_id)),
        counts=counts,
        today=today,
    )


def _counts(consultation: Consultation) -> dict[str, Any]:
    """Return everything that there is one number of (one query)."""
    items = InfluenceItem.objects.all()
    plan = consultation.process.plan
    goals = Goal.objects.exclude(text="").exclude(target="")
    earlier = CulturePlan.objects.filter(region=plan.region_id, period_from__lt=plan.period_from)
    referred = PlanVersion.objects.filter(plan=plan, kind=VersionKind.REFERRAL)
    places = Municipality.objects.filter(region=consultation.region_id)
    ours = Q(consultation=OuterRef("pk")) | Q(consultation__isnull=True)
    handed = Handover.objects.filter(ours, region=consultation.region_id).order_by("-made_at")
    newest = PreGate.objects.filter(consultation=OuterRef("pk")).order_by("-made_at", "-pk")
    figures: dict[str, Any] = {
        "open_items": _number_of(items.filter(openness=Openness.OPEN)),
        "partly_items": _number_of(items.filter(openness=Openness.PARTLY)),
        "locked_items": _number_of(items.filter(openness=Openness.LOCKED)),
        "goals": _number_of(goals),
        "budget_kinds": _number_of(BudgetLine.objects.all(), Count("text", distinct=True)),
        "budget_total": _number_of(BudgetLine.objects.all(), Sum("planned")),
        "submissions": _number_of(Submission.objects.all()),
        "pre_gate": Subquery(newest.values("all_yes")[:1]),
        "handover": Subquery(handed.values("made_at")[:1]),
        "earlier": Subquery(earlier.order_by("-period_from").values("period_from")[:1]),
        "referred": Subquery(referred.order_by("created_at").values("created_at")[:1]),
        "municipalities": Subquery(
            places.order_by().values("region").annotate(n=Count("pk")).values("n")
        ),
    }
    # A figure may not bear the name of a field or of a relation.
    asked = {f"found_{name}": figure for name, figure in figures.items()}
    found: dict[str, Any] = dict(Consultation.objects.filter(pk=consultation.pk).values(**asked)[0])
    return {name: found[f"found_{name}"] for name in figures}


def _number_of(rows: QuerySet[Any], n: Aggregate = _ROWS) -> Subquery:
    """Return one figure of the rows that belong to the consultation, as a subquery."""
    mine = rows.filter(consultation=OuterRef("pk")).order_by().values("consultation")
    return Subquery(mine.annotate(n=n).values("n"))


def _activities_around(consultation: Consultation, earlier: date | None) -> list[Activity]:
    """Return what the region does since the plan before, and all of the process, by time."""
    since = earlier or consultation.created_at.date()
    begin = periods.opens_at(since)
    recent = Q(starts_at__gte=begin) | Q(done_on__gte=since)
    return list(
        Activity.objects.filter(
            recent | Q(consultation__process=consultation.process_id),
            consultation__region=consultation.region_id,
            consultation__cancelled_at__isnull=True,
            cancelled_at__isnull=True,
        )
        .select_related("municipality", "consultation")
        .defer("note", "consultation__purpose", "consultation__at_stake")
        .order_by("starts_at", "pk")
    )


def begins(row: Activity) -> date | None:
    """Return the first day of an activity: its own, else that of the time to answer."""
    if row.starts_at is not None:
        return local_date(row.starts_at)
    return row.done_on if row.kind == ActivityKind.OTHER else row.consultation.opens_on


def day_of(moment: datetime | None) -> date | None:
    """Return the day of a moment in Sweden."""
    return local_date(moment) if moment else None
