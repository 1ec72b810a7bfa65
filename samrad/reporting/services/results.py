"""Entering how it went: who came to the meetings, what the goals and the money became."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from samrad.consultations.models import Consultation
from samrad.journal.services import record
from samrad.reporting.queries.results import meetings_to_count, results_seen
from samrad.users.principal import Principal


class ResultsChangedMeanwhile(Exception):
    """Somebody else has entered figures since the page was opened."""


@dataclass(frozen=True)
class Results:
    """What was entered, by id: organisations and persons at a meeting, a goal's result, kronor."""

    attendance: Mapping[int, tuple[int | None, int | None]] = field(default_factory=dict)
    goals: Mapping[int, str] = field(default_factory=dict)
    spent: Mapping[int, int | None] = field(default_factory=dict)


@transaction.atomic
def save_results(
    *, consultation: Consultation, results: Results, seen: str, actor: Principal, now: datetime
) -> None:
    """Save the figures. Raise `ResultsChangedMeanwhile` if they read otherwise than `seen`."""
    Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk)
    if results_seen(consultation) != seen:
        raise ResultsChangedMeanwhile
    for pk, (organisations, persons) in results.attendance.items():
        meetings_to_count(consultation).filter(pk=pk).update(
            attended_organisations=organisations, attended_persons=persons
        )
    for pk, text in results.goals.items():
        consultation.goals.filter(pk=pk).update(result=text)
    for pk, amount in results.spent.items():
        consultation.budget_lines.filter(pk=pk).update(spent=amount)
    record(
        chain=consultation.region.chain,
        kind="consultation.results_saved",
        about=consultation,
        actor=actor.reference,
        now=now,
        facts={"results": results_seen(consultation)},
    )
