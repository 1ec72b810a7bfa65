"""Starting a consultation from an earlier one: its words, never its dates, number or answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Model

from samrad.consultations.models import Consultation, InfluenceItem, PlanProcess, Question
from samrad.consultations.queries import INFLUENCE_FIELDS, QUESTION_FIELDS
from samrad.consultations.services.starting import start_consultation
from samrad.journal.services import record
from samrad.planning.models import BudgetLine, Goal
from samrad.planning.queries import BUDGET_FIELDS, GOAL_FIELDS
from samrad.users.principal import Principal

COPIED_FIELDS: Final = (
    "lead",
    "purpose",
    "at_stake",
    "level",
    "decision_maker",
    "contact_name",
    "contact_title",
    "contact_phone",
    "contact_email",
    "contact_hours",
    "open_to_all",
)
COPIED_ROWS: Final[tuple[tuple[type[Model], tuple[str, ...]], ...]] = (
    (InfluenceItem, INFLUENCE_FIELDS),
    (Question, QUESTION_FIELDS),
    (Goal, GOAL_FIELDS),
    (BudgetLine, BUDGET_FIELDS),
)


def _copy_rows(
    kind: type[Model], fields: Sequence[str], *, source: Consultation, new: Consultation
) -> None:
    rows = kind._default_manager  # noqa: SLF001 -- Django's own name
    rows.bulk_create(
        kind(consultation=new, **row)
        for row in rows.filter(consultation=source).values("position", *fields)
    )


@transaction.atomic
def copy_consultation(
    *,
    source: Consultation,
    process: PlanProcess,
    title: str,
    actor: Principal,
    now: datetime,
) -> Consultation:
    """Start a consultation in `process` with the words of `source`."""
    new = start_consultation(process=process, title=title, actor=actor, now=now)
    for field in COPIED_FIELDS:
        setattr(new, field, getattr(source, field))
    new.save(update_fields=COPIED_FIELDS)
    for kind, fields in COPIED_ROWS:
        _copy_rows(kind, fields, source=source, new=new)
    record(
        chain=new.region.chain,
        kind="consultation.copied",
        about=new,
        actor=actor.reference,
        now=now,
        facts={"source": source.reference},
    )
    return new
