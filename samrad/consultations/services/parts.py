"""Changing a consultation a part at a time: what two writers see of each other, and what is kept.

Each part has a fingerprint of how it reads. A writer hands in the one they saw; if the part reads
otherwise by now, nothing is written. Every change leaves a `ConsultationRevision`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from samrad.consultations.enums import Level, Matter
from samrad.consultations.models import (
    Consultation,
    ConsultationRevision,
    InfluenceItem,
    Question,
)
from samrad.consultations.queries import (
    FIELD_PARTS,
    INFLUENCE_FIELDS,
    QUESTION_FIELDS,
    fingerprint,
    influence_values,
    part_values,
    question_values,
)
from samrad.journal.services import record
from samrad.users.principal import Principal

RowValues = Mapping[str, Any]


class PartChangedMeanwhile(Exception):
    """Somebody saved the same part first; `current` is how it reads now."""

    def __init__(self, current: Mapping[str, Any]) -> None:
        super().__init__("part changed meanwhile")
        self.current = current


class CaseNumberIsTaken(Exception):
    """Another consultation in the region has the case number; `by` is that consultation."""

    def __init__(self, by: Consultation) -> None:
        super().__init__(by.reference)
        self.by = by


class QuestionHasAnswers(Exception):
    """A question that somebody has answered cannot be taken away; `texts` are those questions."""

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__(", ".join(texts))
        self.texts = tuple(texts)


def locked(consultation: Consultation) -> Consultation:
    """Return the consultation read anew and locked until the transaction ends."""
    return (
        Consultation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("region", "process__plan", "plan_version")
        .get(pk=consultation.pk)
    )


def check_seen(current: Mapping[str, Any], seen: str) -> None:
    """Raise `PartChangedMeanwhile` unless the part still reads as the writer saw it."""
    if seen != fingerprint(current):
        raise PartChangedMeanwhile(current)


def keep_revision(
    consultation: Consultation,
    *,
    part: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    actor: Principal,
    now: datetime,
) -> None:
    """Count up the version and keep what changed; nothing at all when nothing did."""
    changes = {
        field: [before[field], after[field]] for field in before if before[field] != after[field]
    }
    if not changes:
        return
    consultation.version += 1
    consultation.save(update_fields=["version"])
    ConsultationRevision.objects.create(
        consultation=consultation,
        version=consultation.version,
        part=part,
        changes=changes,
        made_by=actor.user,
        made_at=now,
    )
    record(
        chain=consultation.region.chain,
        kind="consultation.changed",
        about=consultation,
        actor=actor.reference,
        now=now,
        facts={"part": part, "version": consultation.version, "fields": sorted(changes)},
    )


@transaction.atomic
def change_part(
    *,
    consultation: Consultation,
    part: str,
    values: Mapping[str, Any],
    seen: str,
    actor: Principal,
    now: datetime,
) -> Consultation:
    """Give the fields of one part new values.

    Raise `PartChangedMeanwhile`, or `CaseNumberIsTaken` when another consultation has the number.
    """
    current = locked(consultation)
    before = part_values(current, part)
    check_seen(before, seen)
    for field in FIELD_PARTS[part]:
        setattr(current, field, values[field])
    if current.matter == Matter.INFORMATION:
        current.level = Level.INF
    _check_case_number(current)
    try:
        with transaction.atomic():
            current.save(update_fields=FIELD_PARTS[part])
    except IntegrityError:
        _check_case_number(current)
        raise
    after = part_values(current, part)
    keep_revision(current, part=part, before=before, after=after, actor=actor, now=now)
    return current


def _check_case_number(consultation: Consultation) -> None:
    if not consultation.case_number:
        return
    taken = (
        Consultation.objects.filter(
            region=consultation.region, case_number=consultation.case_number
        )
        .exclude(pk=consultation.pk)
        .first()
    )
    if taken is not None:
        raise CaseNumberIsTaken(taken)


def write_rows(
    kind: type[models.Model],
    consultation: Consultation,
    values: Sequence[RowValues],
    *,
    fields: Sequence[str],
) -> None:
    """Make the ordered rows of one kind read as `values`: those with a known `pk` are kept."""
    rows = kind._default_manager.filter(consultation=consultation)  # noqa: SLF001 -- Django's own name
    known = {row.pk: row for row in rows}
    for position, given in enumerate(values, start=1):
        row: Any = known.pop(given.get("pk"), None) or kind(consultation=consultation)
        row.position = position
        for field in fields:
            setattr(row, field, given[field])
        row.save()
    for row in known.values():
        row.delete()


@transaction.atomic
def change_influence_items(
    *,
    consultation: Consultation,
    items: Sequence[RowValues],
    seen: str,
    actor: Principal,
    now: datetime,
) -> Consultation:
    """Say anew what can be influenced, partly or not. Raise `PartChangedMeanwhile`."""
    current = locked(consultation)
    before = influence_values(current)
    check_seen(before, seen)
    write_rows(InfluenceItem, current, items, fields=INFLUENCE_FIELDS)
    after = influence_values(current)
    keep_revision(current, part="influence", before=before, after=after, actor=actor, now=now)
    return current


def _check_removed(consultation: Consultation, questions: Sequence[RowValues]) -> None:
    """Raise `QuestionHasAnswers` if a question that would go is pointed at by an answer."""
    kept = [given["pk"] for given in questions if given.get("pk")]
    answered = []
    for question in consultation.questions.exclude(pk__in=kept):
        try:
            with transaction.atomic():
                question.delete()
        except ProtectedError:
            answered.append(question.text)
    if answered:
        raise QuestionHasAnswers(answered)


@transaction.atomic
def change_questions(
    *,
    consultation: Consultation,
    questions: Sequence[RowValues],
    seen: str,
    actor: Principal,
    now: datetime,
) -> Consultation:
    """Put the questions anew. Raise `PartChangedMeanwhile` or `QuestionHasAnswers`."""
    current = locked(consultation)
    before = question_values(current)
    check_seen(before, seen)
    _check_removed(current, questions)
    write_rows(Question, current, questions, fields=QUESTION_FIELDS)
    after = question_values(current)
    keep_revision(current, part="questions", before=before, after=after, actor=actor, now=now)
    return current
