"""What a consultation should reach, and what it may cost."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from samrad.consultations.models import Consultation
from samrad.consultations.services.parts import (
    RowValues,
    check_seen,
    keep_revision,
    locked,
    write_rows,
)
from samrad.planning.models import BudgetLine, Goal
from samrad.planning.queries import BUDGET_FIELDS, GOAL_FIELDS, resource_values
from samrad.users.principal import Principal


@transaction.atomic
def change_resources(
    *,
    consultation: Consultation,
    goals: Sequence[RowValues],
    budget: Sequence[RowValues],
    seen: str,
    actor: Principal,
    now: datetime,
) -> Consultation:
    """Set goals and budget anew. Raise `PartChangedMeanwhile`."""
    current = locked(consultation)
    before = resource_values(current)
    check_seen(before, seen)
    write_rows(Goal, current, goals, fields=GOAL_FIELDS)
    write_rows(BudgetLine, current, budget, fields=BUDGET_FIELDS)
    after = resource_values(current)
    keep_revision(current, part="resources", before=before, after=after, actor=actor, now=now)
    return current
