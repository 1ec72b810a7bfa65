"""Reading whether to consult, what the law asks, and consultations with Sámi representatives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, QuerySet

from samrad.consultations.enums import Matter
from samrad.consultations.models import Consultation
from samrad.planning.enums import DutyKind
from samrad.planning.models import LegalDuty, PreGate, SamiConsultation
from samrad.planning.rules import pre_gate
from samrad.planning.rules.pre_gate import Answer
from samrad.registry.models import Region


def answers_in(row: PreGate) -> dict[str, Answer]:
    """Return the stored answers as the rules read them."""
    return {
        question: Answer(bool(each["yes"]), str(each["reason"]))
        for question, each in row.answers.items()
    }


def pre_gates_of(consultation: Consultation) -> QuerySet[PreGate]:
    """Return every round of answers, newest first."""
    return PreGate.objects.filter(consultation=consultation)


def pre_gate_of(consultation: Consultation) -> PreGate | None:
    """Return the current answers, or nothing when nobody has tried the question."""
    return pre_gates_of(consultation).first()


def decisions_of(consultation: Consultation) -> dict[str, list[LegalDuty]]:
    """Return every decision about each duty that has been tried, newest first."""
    found: dict[str, list[LegalDuty]] = {}
    for row in LegalDuty.objects.filter(consultation=consultation):
        found.setdefault(row.kind, []).append(row)
    return found


def duties_of(consultation: Consultation) -> dict[str, LegalDuty]:
    """Return the current decision of each duty that has been tried."""
    return {kind: rows[0] for kind, rows in decisions_of(consultation).items()}


def pre_gate_values(consultation: Consultation) -> dict[str, Any]:
    """Return which answers are the current, as a writer saw them."""
    latest = pre_gate_of(consultation)
    return {"pre_gate": latest.pk if latest else 0}


def duty_values(consultation: Consultation) -> dict[str, Any]:
    """Return how the decisions about the duties read, as plain values."""
    return {
        kind: [row.applies, row.reason, row.decided_on.isoformat()]
        for kind, row in sorted(duties_of(consultation).items())
    }


@dataclass(frozen=True)
class Tried:
    """What has been tried before a consultation: the pre-gate's state, and the duties left."""

    pre_gate: str
    duties_left: tuple[str, ...]


def tried_before(consultations: Sequence[Consultation]) -> Mapping[int, Tried]:
    """Return what has been tried in each consultation, by its id, in two queries."""
    if not consultations:
        return {}
    newest = (
        PreGate.objects.filter(consultation__in=consultations)
        .order_by()
        .values("consultation")
        .annotate(newest=Max("pk"))
        .values("newest")
    )
    latest = {row.consultation_id: row for row in PreGate.objects.filter(pk__in=newest)}
    decided = set(
        LegalDuty.objects.filter(consultation__in=consultations)
        .order_by()
        .values_list("consultation", "kind")
        .distinct()
    )
    return {each.pk: _tried(each, latest.get(each.pk), decided) for each in consultations}


def _tried(consultation: Consultation, row: PreGate | None, decided: set[tuple[int, str]]) -> Tried:
    return Tried(
        pre_gate.state(
            answers_in(row) if row else None,
            informs=consultation.matter == Matter.INFORMATION,
        ),
        tuple(kind for kind in DutyKind.values if (consultation.pk, kind) not in decided),
    )


def sami_consultations_in(region: Region) -> QuerySet[SamiConsultation]:
    """Return the region's consultations with Sámi representatives, newest first."""
    return (
        SamiConsultation.objects.filter(region=region)
        .select_related("process")
        .annotate(noted=Count("notes"), last_on=Max("notes__on"))
        .order_by("-created_at", "-pk")
    )


def get_sami_consultation(region: str, matter: str) -> SamiConsultation:
    """Return the matter with this uuid in the region."""
    return SamiConsultation.objects.select_related("region", "process__plan").get(
        uuid=matter, region__slug=region
    )
