"""Facts of how a consultation was prepared: what is written, the register, the law and time."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, Q

from samrad.consultations.enums import ActivityKind, Audience
from samrad.consultations.models import Consultation
from samrad.consultations.rules import periods
from samrad.method import library
from samrad.planning.models import LegalDuty, Milestone
from samrad.planning.queries import as_rules_read, recommended_limits, rule_key
from samrad.planning.rules import timeline
from samrad.quality.queries.facts.around import Around, begins, day_of
from samrad.quality.rules import facts
from samrad.registry.enums import NOT_CIVIL_SOCIETY, OrganisationKind, OrganisationStatus
from samrad.registry.queries import organisations_in

_PRE_MEETING: Final = "pre-meeting"
_CIVIL: Final = (Audience.CIVIL_SOCIETY, Audience.ALL)


def written(consultation: Consultation) -> dict[str, Any]:
    """Return what is written and dated in the consultation itself."""
    closes_at = consultation.closes_at
    kept = ("lead", "purpose", "at_stake", "decision_maker", "decision_on", "decided_on")
    dates = ("opens_on", "heard_on", "answered_on", "case_number")
    return {field: getattr(consultation, field) for field in kept + dates} | {
        "last_day": periods.last_day(closes_at) if closes_at else None,
        "published_on": day_of(consultation.published_at),
        "heard_published_on": day_of(consultation.heard_published_at),
        "has_owner": consultation.owner_id is not None,
        "is_open_to_all": consultation.open_to_all,
        "disposal_decision": consultation.region.disposal_decision,
    }


def counted(counts: dict[str, Any]) -> dict[str, Any]:
    """Return the figures that go into the facts as they are; none is nought."""
    numbers = (
        "open_items",
        "partly_items",
        "locked_items",
        "goals",
        "budget_kinds",
        "budget_total",
        "submissions",
        "municipalities",
    )
    return {name: counts[name] or 0 for name in numbers} | {"pre_gate": counts["pre_gate"]}


def duties(consultation: Consultation) -> dict[str, facts.DutyFact]:
    """Return the current decision of each duty, by its kind."""
    rows = LegalDuty.objects.filter(consultation=consultation).order_by("made_at", "pk")
    return {
        row.kind: facts.DutyFact(applies=row.applies, decided_on=row.decided_on) for row in rows
    }


def register(consultation: Consultation, today: date) -> facts.RegisterFact:
    """Return how the region's active associations stand in the register."""
    since = today - timedelta(days=library.checklist_limits()["register-days"])
    counted = (
        organisations_in(consultation.region)
        .filter(status=OrganisationStatus.ACTIVE)
        .exclude(kind__in=NOT_CIVIL_SOCIETY)
        .order_by()
        .aggregate(
            active=Count("pk"),
            verified=Count("pk", filter=Q(verified_on__gte=since)),
            networks=Count("pk", filter=Q(kind=OrganisationKind.NETWORK)),
        )
    )
    return facts.RegisterFact(**counted)


def milestones_in_order(milestones: Sequence[Milestone]) -> facts.TimelineFact:
    """Return which milestones are missing, and which break the order."""
    texts = library.timeline().text.milestones
    held = {row.key for row in milestones}
    found = timeline.warnings(as_rules_read(milestones), limits=recommended_limits())
    wrong = {
        each.key
        for each in found
        if each.code in {timeline.ORDER_BROKEN, timeline.ENDS_BEFORE_START}
    }
    return facts.TimelineFact(
        dated=len(milestones),
        missing=tuple(text.label for key, text in texts.items() if key not in held),
        disordered=tuple(row.title for row in milestones if rule_key(row) in wrong),
    )


def pre_meeting_on(around: Around) -> date | None:
    """Return when the pre-meeting was held, or will be; nothing where its day passed unmarked."""
    row = around.milestone(_PRE_MEETING)
    if row is None or row.done_on is not None:
        return row.done_on if row else None
    return row.starts_on if row.starts_on >= around.today else None


def years_since_plan(earlier: date | None, today: date) -> tuple[int, ...]:
    """Return the years that have passed since the plan before took effect; this one if none."""
    if earlier is None or earlier > today:
        return ()
    return tuple(range(earlier.year, max(earlier.year + 1, today.year)))


def years_with_contact(around: Around) -> tuple[int, ...]:
    """Return the years in which the region has met civil society."""
    met = [
        begins(row)
        for row in around.asking
        if row.kind in {ActivityKind.MEETING, ActivityKind.OTHER} and row.audience in _CIVIL
    ]
    return tuple(sorted({day.year for day in met if day is not None and day <= around.today}))
