"""Reading consultations, participations and personal links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import Count, Exists, Manager, OuterRef, Q, QuerySet

from samrad.access.roles import NoLongerOpen
from samrad.consultations.enums import ActivityKind, Matter, Openness
from samrad.consultations.models import (
    Activity,
    Consultation,
    ConsultationRevision,
    InfluenceItem,
    PaperCode,
    Participation,
    PersonalLink,
    PlanProcess,
    Question,
)
from samrad.consultations.rules import codes, periods
from samrad.consultations.rules.purpose import (
    LAST_DAY_PASSED,
    Description,
    missing_before_publishing,
)
from samrad.core.clock import now
from samrad.core.ids import digest, keyed_hash, token_hash
from samrad.journal.models import Entry
from samrad.registry.enums import RegionRoleCode
from samrad.registry.models import Region, RegionRole
from samrad.users.models import User

CODE_PURPOSE = "paper-code"
# The parts a consultation is written in, each saved by itself.
FIELD_PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "purpose": ("title", "lead", "purpose", "at_stake"),
    "decision": ("level", "decision_maker", "decision_on"),
    "dates": ("opens_on", "closes_at", "heard_on", "answered_on"),
    "contact": (
        "case_number",
        "contact_name",
        "contact_title",
        "contact_phone",
        "contact_email",
        "contact_hours",
        "open_to_all",
        "owner_id",
    ),
    "decided": ("decided_on", "decision_reference"),
    "matter": ("matter", "level"),  # only `services.matters` sets it
}
INFLUENCE_FIELDS: Final = ("text", "openness", "reason")
QUESTION_FIELDS: Final = ("text", "hint")


def get_process(region: str, process: str) -> PlanProcess:
    """Return the plan process with the slug `process` in the region with the slug `region`."""
    return PlanProcess.objects.select_related("region", "plan").get(
        slug=process, region__slug=region
    )


def processes_in(region: Region) -> QuerySet[PlanProcess]:
    """Return the region's plan processes, the latest to take effect first."""
    return PlanProcess.objects.filter(region=region).select_related("plan")


def get_consultation(region: str, consultation: str) -> Consultation:
    """Return the consultation with the slug `consultation` in the region with the slug `region`."""
    return Consultation.objects.select_related(
        "region", "process__plan", "plan_version", "owner"
    ).get(slug=consultation, region__slug=region)


def get_public_consultation(consultation: str) -> Consultation:
    """Return the published consultation with this slug."""
    return Consultation.objects.select_related("region", "process__plan", "plan_version").get(
        slug=consultation, published_at__isnull=False
    )


def consultations_in(region: Region) -> QuerySet[Consultation]:
    """Return the region's consultations, newest first."""
    return Consultation.objects.filter(region=region).select_related(
        "region", "process__plan", "owner"
    )


def consultations_for_list(
    region: Region, *, words: str = "", process: str = "", state: str = "", now: datetime
) -> QuerySet[Consultation]:
    """Return the region's consultations that fit the words, the process and the state."""
    rows = consultations_in(region)
    if words:
        rows = rows.filter(
            anyhow("title", words) | anyhow("reference", words) | anyhow("case_number", words)
        )
    if process:
        rows = rows.filter(process__slug=process)
    states = {
        "unpublished": Q(published_at__isnull=True, cancelled_at__isnull=True),
        "open": Q(published_at__isnull=False, cancelled_at__isnull=True, closes_at__gt=now),
        "closed": Q(published_at__isnull=False, cancelled_at__isnull=True, closes_at__lte=now),
        "cancelled": Q(cancelled_at__isnull=False),
    }
    return rows.filter(states[state]) if state in states else rows


def anyhow(field: str, words: str) -> Q:
    """Return the condition that a field holds the words, in whatever case they are written.

    SQLite compares only a to z without regard to case, so å, ä and ö are asked for in both.
    """
    forms = dict.fromkeys((words, words.lower(), words.upper(), words.capitalize()))
    return reduce(or_, (Q(**{f"{field}__icontains": form}) for form in forms))


def published_consultations() -> QuerySet[Consultation]:
    """Return what the portal may show, of all regions, newest first."""
    return (
        Consultation.objects.filter(published_at__isnull=False)
        .select_related("region", "process__plan")
        .order_by("-published_at", "-pk")
    )


def part_values(consultation: Consultation, part: str) -> dict[str, Any]:
    """Return how one part of the consultation reads, as plain text and numbers."""
    values = {field: getattr(consultation, field) for field in FIELD_PARTS[part]}
    if "closes_at" in values and values["closes_at"] is not None:
        values["closes_at"] = periods.last_day(values["closes_at"])
    return {
        field: value if isinstance(value, bool | int | str) or value is None else value.isoformat()
        for field, value in values.items()
    }


def draft_values(consultation: Consultation) -> dict[str, Any]:
    """Return which version of the plan can be commented on."""
    version = consultation.plan_version
    return {"plan_version": f"{version.number}. {version.label}" if version else ""}


def rows_of(rows: Manager[Any] | QuerySet[Any], fields: Sequence[str]) -> list[list[Any]]:
    """Return ordered rows as plain values: the id first, then the fields."""
    return [list(row) for row in rows.order_by("position", "pk").values_list("pk", *fields)]


def influence_values(consultation: Consultation) -> dict[str, Any]:
    """Return how the part about what can be influenced reads."""
    return {"items": rows_of(consultation.influence_items, INFLUENCE_FIELDS)}


def question_values(consultation: Consultation) -> dict[str, Any]:
    """Return how the questions read."""
    return {"questions": rows_of(consultation.questions, QUESTION_FIELDS)}


def owners_in(region: Region) -> QuerySet[User]:
    """Return those who can be responsible for a consultation in the region, by name."""
    roles = [RegionRoleCode.OFFICER, RegionRoleCode.HEAD]
    held = RegionRole.objects.filter(region=region, role__in=roles)
    return User.objects.filter(pk__in=held.values("user")).order_by("name", "pk")


def fingerprint(values: Mapping[str, Any]) -> str:
    """Return the fingerprint of how a part reads."""
    return digest(values)


def influence_of(consultation: Consultation) -> dict[str, list[InfluenceItem]]:
    """Return what can be influenced, in part or not, by `Openness`."""
    items: dict[str, list[InfluenceItem]] = {str(openness): [] for openness in Openness}
    for item in consultation.influence_items.all():
        items[item.openness].append(item)
    return items


def description_of(consultation: Consultation, *, goals: int = 0) -> Description:
    """Return what has been written so far, as the rules about publishing read it."""
    return replace(descriptions_of([consultation])[consultation.pk], goals=goals)


def descriptions_of(consultations: Sequence[Consultation]) -> dict[int, Description]:
    """Return what has been written in each consultation, by its id, in two queries."""
    items = InfluenceItem.objects.filter(consultation__in=consultations).order_by()
    questions = Question.objects.filter(consultation__in=consultations).order_by()
    counted = {
        row["consultation"]: row
        for row in items.values("consultation").annotate(
            open_items=Count("pk", filter=Q(openness=Openness.OPEN)),
            partly_items=Count("pk", filter=Q(openness=Openness.PARTLY)),
            locked_items=Count("pk", filter=Q(openness=Openness.LOCKED)),
            locked_without_reason=Count("pk", filter=Q(openness=Openness.LOCKED, reason="")),
        )
    }
    asked = dict(questions.values_list("consultation").annotate(Count("pk")))
    return {
        each.pk: _described(each, counted.get(each.pk, {}), asked.get(each.pk, 0))
        for each in consultations
    }


def _described(consultation: Consultation, items: Mapping[str, Any], questions: int) -> Description:
    return Description(
        purpose=consultation.purpose,
        at_stake=consultation.at_stake,
        open_items=items.get("open_items", 0),
        partly_items=items.get("partly_items", 0),
        locked_items=items.get("locked_items", 0),
        locked_without_reason=items.get("locked_without_reason", 0),
        decision_body=consultation.decision_maker,
        decision_on=consultation.decision_on,
        level=consultation.level,
        questions=questions,
        heard_on=consultation.heard_on,
        answered_on=consultation.answered_on,
        last_day=periods.last_day(consultation.closes_at) if consultation.closes_at else None,
        contact_name=consultation.contact_name,
        contact_phone=consultation.contact_phone,
        asks=consultation.matter != Matter.INFORMATION,
    )


def missing_to_publish(
    consultation: Consultation, description: Description, *, now: datetime
) -> tuple[str, ...]:
    """Return what is missing; before publishing a last day that has passed is wrong, too."""
    missing = missing_before_publishing(description)
    is_published = consultation.published_at is not None or not description.asks
    if not is_published and periods.is_over(closes=consultation.closes_at, now=now):
        return (*missing, LAST_DAY_PASSED)
    return missing


def revisions_of(consultation: Consultation) -> QuerySet[ConsultationRevision]:
    """Return every change of the consultation, newest first."""
    return consultation.revisions.select_related("made_by")


@dataclass(frozen=True)
class Event:
    """Something that happened: its kind in the journal, when, and who did it."""

    kind: str
    at: datetime
    who: str


def events_of(consultation: Consultation) -> list[Event]:
    """Return what has happened to the consultation and its meetings, newest first."""
    meetings = [str(pk) for pk in consultation.activities.values_list("pk", flat=True)]
    entries = Entry.objects.filter(
        Q(object_kind="consultations.consultation", object_id=str(consultation.pk))
        | Q(object_kind="consultations.activity", object_id__in=meetings)
    )
    rows = list(entries.order_by("-at", "-pk").values_list("kind", "at", "actor"))
    ids = {int(actor[5:]) for _kind, _at, actor in rows if actor.startswith("user:")}
    names = {f"user:{user.pk}": str(user) for user in User.objects.filter(pk__in=ids)}
    return [Event(kind, at, names.get(actor, "")) for kind, at, actor in rows]


def latest_revision(consultation: Consultation, part: str) -> ConsultationRevision | None:
    """Return who changed the part last, and when."""
    return revisions_of(consultation).filter(part=part).first()


def meetings_of(consultation: Consultation) -> QuerySet[Activity]:
    """Return the meetings of the consultation in order of time, cancelled ones too."""
    return (
        consultation.activities.filter(kind=ActivityKind.MEETING)
        .select_related("municipality")
        .order_by("starts_at", "pk")
    )


def get_meeting(region: str, consultation: str, activity: str) -> Activity:
    """Return the meeting with this uuid in the consultation."""
    return Activity.objects.select_related("consultation__region", "municipality").get(
        uuid=activity,
        kind=ActivityKind.MEETING,
        consultation__slug=consultation,
        consultation__region__slug=region,
    )


def others_of(consultation: Consultation) -> QuerySet[Activity]:
    """Return what is done besides meetings and the written round, called off or not."""
    return consultation.activities.filter(kind=ActivityKind.OTHER).order_by("starts_at", "pk")


def get_other(region: str, consultation: str, other: str) -> Activity:
    """Return something else that is done in the consultation, by its uuid."""
    return Activity.objects.select_related("consultation__region").get(
        uuid=other,
        kind=ActivityKind.OTHER,
        consultation__slug=consultation,
        consultation__region__slug=region,
    )


def get_public_meeting(consultation: str, activity: str) -> Activity:
    """Return a meeting of a published consultation."""
    return Activity.objects.select_related("consultation__region", "municipality").get(
        uuid=activity,
        kind=ActivityKind.MEETING,
        consultation__slug=consultation,
        consultation__published_at__isnull=False,
    )


def get_activity(region: str, consultation: str, activity: str) -> Activity:
    """Return the activity with this uuid in the consultation."""
    return Activity.objects.select_related("consultation__region").get(
        uuid=activity, consultation__slug=consultation, consultation__region__slug=region
    )


def get_participation(region: str, consultation: str, participation: str) -> Participation:
    """Return the participation with this uuid in the consultation."""
    return Participation.objects.select_related("consultation__region", "organisation").get(
        uuid=participation, consultation__slug=consultation, consultation__region__slug=region
    )


def get_link(token: str) -> PersonalLink:
    """Return the live personal link of `token`.

    Raise `PersonalLink.DoesNotExist` for one that never was, `NoLongerOpen` for one that has
    expired or been revoked.
    """
    link = PersonalLink.objects.select_related(
        "participation__consultation__region",
        "participation__consultation__plan_version",
        "participation__organisation",
    ).get(token_hash=token_hash(token))
    if link.revoked_at is not None:
        raise NoLongerOpen("REVOKED", link.participation.consultation)
    if link.expires_at <= now():
        raise NoLongerOpen("EXPIRED", link.participation.consultation)
    return link


def find_code(region: Region, typed: str, at: datetime) -> PaperCode | None:
    """Return the live paper code of the region that someone typed, or nothing."""
    signs = codes.normalised(typed)
    if signs is None:
        return None
    return (
        PaperCode.objects.filter(
            participation__consultation__region=region,
            code_hash=keyed_hash(signs, purpose=CODE_PURPOSE),
            revoked_at__isnull=True,
            expires_at__gt=at,
        )
        .select_related("participation__consultation")
        .first()
    )


def regions_with_codes(at: datetime) -> QuerySet[Region]:
    """Return the regions that have sent codes on paper which still hold, by name."""
    live = PaperCode.objects.filter(
        participation__consultation__region=OuterRef("pk"),
        revoked_at__isnull=True,
        expires_at__gt=at,
    )
    return Region.objects.filter(Exists(live)).order_by("name")
