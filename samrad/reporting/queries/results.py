"""Reading how it went: what has been entered about meetings, goals and money."""

from django.db.models import QuerySet

from samrad.consultations.enums import ActivityKind
from samrad.consultations.models import Activity, Consultation
from samrad.core.ids import digest


def meetings_to_count(consultation: Consultation) -> QuerySet[Activity]:
    """Return the meetings that somebody may have come to."""
    return Activity.objects.filter(
        consultation=consultation, kind=ActivityKind.MEETING, cancelled_at__isnull=True
    ).order_by("starts_at", "pk")


def results_seen(consultation: Consultation) -> str:
    """Return the fingerprint of what has been entered."""
    meetings = meetings_to_count(consultation)
    return digest(
        {
            "meetings": list(
                meetings.values_list("pk", "attended_organisations", "attended_persons")
            ),
            "goals": list(consultation.goals.order_by("pk").values_list("pk", "result")),
            "money": list(consultation.budget_lines.order_by("pk").values_list("pk", "spent")),
        }
    )
