"""Meetings and other things done, and which version of the plan the written round is about."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from samrad.consultations.enums import ActivityKind
from samrad.consultations.models import Activity, Consultation
from samrad.consultations.queries import draft_values
from samrad.consultations.services.parts import check_seen, keep_revision, locked
from samrad.journal.services import record
from samrad.plans.models import PlanVersion
from samrad.users.principal import Principal

MEETING_FIELDS: Final = (
    "title",
    "starts_at",
    "ends_at",
    "form",
    "venue",
    "address",
    "municipality",
    "link",
    "phone_in",
    "access_note",
    "note",
    "form_key",
    "audience",
    "daytime_motive",
)
OTHER_FIELDS: Final = (
    "title",
    "starts_at",
    "ends_at",
    "link",
    "note",
    "form_key",
    "audience",
    "is_public",
    "rounds",
    "done_on",
)


class MeetingChangedMeanwhile(Exception):
    """Somebody saved the meeting first; `current` is how it stands now."""

    def __init__(self, current: Activity) -> None:
        super().__init__("meeting changed meanwhile")
        self.current = current


class VersionIsOfAnotherPlan(Exception):
    """The version belongs to another plan than the consultation is about."""


_SAID_OF: Final[Mapping[str, str]] = {ActivityKind.MEETING: "meeting"}


def _record(activity: Activity, kind: str, actor: Principal, now: datetime) -> None:
    record(
        chain=activity.consultation.region.chain,
        kind=f"{_SAID_OF.get(activity.kind, 'activity')}.{kind}",
        about=activity,
        actor=actor.reference,
        now=now,
        facts={"version": activity.version, "starts_at": activity.starts_at},
    )


def _apply(activity: Activity, values: Mapping[str, Any]) -> None:
    """Give the activity its values; a field that is not named keeps what it holds."""
    fields = MEETING_FIELDS if activity.kind == ActivityKind.MEETING else OTHER_FIELDS
    for field in fields:
        if field in values:
            setattr(activity, field, values[field])


@transaction.atomic
def plan_meeting(
    *, consultation: Consultation, values: Mapping[str, Any], actor: Principal, now: datetime
) -> Activity:
    """Plan a meeting in the consultation."""
    meeting = Activity(consultation=consultation, kind=ActivityKind.MEETING)
    _apply(meeting, values)
    meeting.save()
    _record(meeting, "planned", actor, now)
    return meeting


@transaction.atomic
def plan_other(
    *, consultation: Consultation, values: Mapping[str, Any], actor: Principal, now: datetime
) -> Activity:
    """Plan something else than a meeting in the consultation."""
    other = Activity(consultation=consultation, kind=ActivityKind.OTHER)
    _apply(other, values)
    other.save()
    _record(other, "planned", actor, now)
    return other


def _locked_meeting(meeting: Activity) -> Activity:
    return (
        Activity.objects.select_for_update(of=("self",))
        .select_related("consultation__region", "municipality")
        .get(pk=meeting.pk)
    )


@transaction.atomic
def change_meeting(
    *,
    meeting: Activity,
    values: Mapping[str, Any],
    expected: int,
    actor: Principal,
    now: datetime,
) -> Activity:
    """Change a meeting or something else that is done. `expected` is the version the writer saw.

    Raise `MeetingChangedMeanwhile`.
    """
    current = _locked_meeting(meeting)
    if current.version != expected:
        raise MeetingChangedMeanwhile(current)
    _apply(current, values)
    current.version += 1
    current.save()
    _record(current, "changed", actor, now)
    return current


@transaction.atomic
def cancel_meeting(*, meeting: Activity, actor: Principal, now: datetime) -> Activity:
    """Call a meeting, or something else, off. It stays in the lists, marked as such."""
    current = _locked_meeting(meeting)
    if current.cancelled_at is None:
        current.cancelled_at = now
        current.version += 1
        current.save(update_fields=["cancelled_at", "version"])
        _record(current, "cancelled", actor, now)
    return current


@transaction.atomic
def resume_meeting(*, meeting: Activity, actor: Principal, now: datetime) -> Activity:
    """Take up what was called off."""
    current = _locked_meeting(meeting)
    if current.cancelled_at is not None:
        current.cancelled_at = None
        current.version += 1
        current.save(update_fields=["cancelled_at", "version"])
        _record(current, "resumed", actor, now)
    return current


@transaction.atomic
def choose_plan_version(
    *,
    consultation: Consultation,
    version: PlanVersion | None,
    seen: str,
    actor: Principal,
    now: datetime,
) -> Consultation:
    """Choose which version of the plan participants can comment on, or none.

    The written round is a referral while there is one. Raise `PartChangedMeanwhile` or
    `VersionIsOfAnotherPlan`.
    """
    current = locked(consultation)
    before = draft_values(current)
    check_seen(before, seen)
    if version is not None and version.plan_id != current.process.plan_id:
        raise VersionIsOfAnotherPlan
    current.plan_version = version
    current.save(update_fields=["plan_version"])
    kind = ActivityKind.WRITTEN if version is None else ActivityKind.REFERRAL
    written = current.activities.filter(kind__in=[ActivityKind.WRITTEN, ActivityKind.REFERRAL])
    written.update(kind=kind, title=str(kind.label))
    after = draft_values(current)
    keep_revision(current, part="draft", before=before, after=after, actor=actor, now=now)
    return current
