"""Where every consultation stands, for the officer's first pages: few queries however many rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from samrad.consultations.enums import Matter, ProcessState
from samrad.consultations.models import Consultation
from samrad.consultations.queries import descriptions_of, missing_to_publish
from samrad.consultations.rules import periods, steps
from samrad.consultations.rules.purpose import split_missing
from samrad.contributions.models import Submission
from samrad.core.clock import local_date
from samrad.core.red_days import red_days
from samrad.invitations.rules.schedule import latest_send_date
from samrad.method import library
from samrad.pages.rules.due import Dates, due_on
from samrad.planning.enums import DutyKind
from samrad.planning.models import Milestone
from samrad.planning.queries.duties import Tried, tried_before
from samrad.planning.rules import pre_gate
from samrad.plans.enums import VersionKind
from samrad.plans.models import PlanVersion
from samrad.registry.models import Region
from samrad.reporting.queries.figures import Figures, figures_of

_MARGIN = timedelta(days=120)


@dataclass(frozen=True)
class Standing:
    """A consultation with its counts, where it is, what is next and by when."""

    consultation: Consultation
    figures: Figures
    where: steps.Standing
    missing: tuple[str, ...]
    dates: Dates
    due_on: date | None = None
    days_left: int | None = None


def _plans_with_draft(consultations: Sequence[Consultation]) -> set[int]:
    plans = {consultation.process.plan_id for consultation in consultations}
    drafts = PlanVersion.objects.filter(plan__in=plans).exclude(kind=VersionKind.EARLIER)
    return set(drafts.values_list("plan", flat=True))


def _dates_of(consultation: Consultation, figures: Figures, closed: frozenset[date]) -> Dates:
    last = periods.last_day(consultation.closes_at) if consultation.closes_at else None
    first = local_date(figures.first_meeting) if figures.first_meeting else None
    days = [day for day in (first, last) if day is not None]
    notice = library.threshold("invitation-days")
    return Dates(
        opens_on=consultation.opens_on,
        letters_by=latest_send_date(min(days), notice_days=notice, red_days=closed)
        if days
        else None,
        last_day=last,
        heard_on=consultation.heard_on,
        answered_on=consultation.answered_on,
        decision_on=consultation.decision_on,
    )


def _facts(
    consultation: Consultation,
    figures: Figures,
    missing: Sequence[str],
    *,
    draft: bool,
    now: datetime,
) -> steps.Facts:
    others, dates = split_missing(missing)
    return steps.Facts(
        now=now,
        missing=others,
        missing_dates=dates,
        asks=consultation.matter != Matter.INFORMATION,
        published_at=consultation.published_at,
        closes_at=consultation.closes_at,
        cancelled_at=consultation.cancelled_at,
        participations=figures.participations,
        invited=figures.invited,
        unclear_messages=figures.unclear,
        submissions=figures.submissions,
        waiting_for_moderation=figures.pending,
        contributions=figures.contributions,
        unanswered=figures.unanswered,
        waiting_for_draft=figures.for_draft if draft else 0,
        not_signed_off=figures.proposed,
        not_published=figures.signed_off,
        undelivered=figures.undelivered,
        heard_published_at=consultation.heard_published_at or (now if figures.heard else None),
        decided=consultation.decided_on is not None,
        statement_frozen=figures.statements > 0,
    )


def _is_about_to_invite(consultation: Consultation, figures: Figures) -> bool:
    return consultation.published_at is not None and not figures.invited


def _untried(tried: Tried) -> tuple[str, ...]:
    """Return the codes of what has not been tried before inviting."""
    found = {
        steps.PRE_GATE_UNTRIED: tried.pre_gate == pre_gate.UNANSWERED,
        steps.PRE_GATE_SAYS_NO: tried.pre_gate == pre_gate.HALTED,
        steps.DUTIES_UNTRIED: bool({DutyKind.MIN, DutyKind.SAM} & set(tried.duties_left)),
    }
    return tuple(code for code, holds in found.items() if holds)


def standings_of(consultations: Sequence[Consultation], *, now: datetime) -> list[Standing]:
    """Return where each consultation stands, in the order given; always as many queries."""
    ids = [consultation.pk for consultation in consultations]
    if not ids:
        return []
    figures = figures_of(ids, now=now)
    descriptions = descriptions_of(consultations)
    drafts = _plans_with_draft(consultations)
    inviting = [one for one in consultations if _is_about_to_invite(one, figures[one.pk])]
    untried = {pk: _untried(tried) for pk, tried in tried_before(inviting).items()}
    today = local_date(now)
    found = []
    for consultation in consultations:
        counts = figures[consultation.pk]
        missing = missing_to_publish(consultation, descriptions[consultation.pk], now=now)
        has_draft = consultation.process.plan_id in drafts
        facts = _facts(consultation, counts, missing, draft=has_draft, now=now)
        where = steps.standing(replace(facts, untried=untried.get(consultation.pk, ())))
        closed = _closed_around(consultation)
        dates = _dates_of(consultation, counts, closed)
        due = due_on(where.next, dates)
        found.append(
            Standing(
                consultation=consultation,
                figures=counts,
                where=where,
                missing=missing,
                dates=dates,
                due_on=due,
                days_left=(due - today).days if due else None,
            )
        )
    return found


def _closed_around(consultation: Consultation) -> frozenset[date]:
    if consultation.closes_at is None:
        return frozenset()
    last = periods.last_day(consultation.closes_at)
    return red_days(last - 3 * _MARGIN, last)


def consultations_at_work(regions: Sequence[Region]) -> QuerySet[Consultation]:
    """Return the consultations of the regions whose plan is still being made, newest first."""
    return (
        Consultation.objects.filter(
            region__in=regions, process__state=ProcessState.OPEN, cancelled_at__isnull=True
        )
        .select_related("region", "process__plan", "owner")
        .order_by("-created_at", "-pk")
    )


def milestones_open(regions: Sequence[Region], *, today: date, weeks: int) -> QuerySet[Milestone]:
    """Return the milestones that are not done and begin before the weeks ahead have passed."""
    return (
        Milestone.objects.filter(
            process__region__in=regions,
            process__state=ProcessState.OPEN,
            done_on__isnull=True,
            starts_on__lt=today + timedelta(weeks=weeks),
        )
        .select_related("process__region")
        .order_by("starts_on", "pk")
    )


def answers_to(consultation: Consultation) -> int:
    """Return how many answers have come in, replaced ones too."""
    return Submission.objects.filter(consultation=consultation).count()


@dataclass(frozen=True)
class Reach:
    """Who has answered, by municipality: those with none are told by name."""

    municipalities: int
    silent: tuple[str, ...]


def reach_of(consultation: Consultation) -> Reach:
    """Return from which municipalities nobody has answered."""
    names = dict(consultation.region.municipalities.order_by("name").values_list("code", "name"))
    places = Submission.objects.filter(consultation=consultation, superseded_by__isnull=True)
    heard = {
        code
        for pair in places.order_by().values_list("organisation__municipality", "municipality")
        for code in pair
    }
    return Reach(len(names), tuple(name for code, name in names.items() if code not in heard))
