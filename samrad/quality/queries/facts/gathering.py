"""All that is known of a consultation."""

from datetime import datetime, timedelta
from typing import Final

from samrad.consultations.models import Consultation
from samrad.core.clock import local_date
from samrad.core.red_days import red_days
from samrad.quality.queries.facts.activities import (
    activities,
    draft_on,
    first_activity_on,
    meetings,
    referral,
)
from samrad.quality.queries.facts.around import around_of, day_of
from samrad.quality.queries.facts.before import (
    counted,
    duties,
    milestones_in_order,
    pre_meeting_on,
    register,
    written,
    years_since_plan,
    years_with_contact,
)
from samrad.quality.queries.facts.letters import letters, recipients
from samrad.quality.queries.facts.voices import contributions
from samrad.quality.queries.sources import statement_of
from samrad.quality.rules import facts

_MARGIN: Final = timedelta(days=45)  # beyond the first and last date that red days are asked for


def facts_of(consultation: Consultation, *, now: datetime) -> facts.Facts:
    """Return what is known of the consultation. It comes with its region, plan and plan version."""
    around = around_of(consultation, today=local_date(now))
    counts = around.counts
    days = [row.starts_at.date() for row in around.meetings if row.starts_at] + [around.today]
    if consultation.heard_published_at:
        days.append(local_date(consultation.heard_published_at))
    return facts.Facts(
        today=around.today,
        red_days=red_days(min(days) - _MARGIN, max(days) + _MARGIN),
        **written(consultation),
        **counted(counts),
        duties=duties(consultation),
        register=register(consultation, around.today),
        timeline=milestones_in_order(around.milestones),
        pre_meeting_on=pre_meeting_on(around),
        handover_on=day_of(counts["handover"]),
        years_since_plan=years_since_plan(counts["earlier"], around.today),
        years_with_contact=years_with_contact(around),
        meetings=meetings(around),
        activities=activities(around),
        referral=referral(around),
        draft_on=draft_on(around),
        first_activity_on=first_activity_on(around),
        **letters(around),
        recipients=recipients(consultation),
        **contributions(consultation),
        statement=statement_of(consultation),
    )
