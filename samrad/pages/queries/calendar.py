"""The dates of regions: milestones, meetings and every day that consultations are planned by."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, Max, Min, Q, QuerySet

from samrad.access.roles import NoLongerOpen
from samrad.consultations.enums import ActivityKind
from samrad.consultations.models import Activity, Consultation, PlanProcess
from samrad.consultations.rules import periods
from samrad.core.clock import STOCKHOLM, local_date
from samrad.core.ids import token_hash
from samrad.core.red_days import red_days
from samrad.invitations.enums import LetterKind, MailingState
from samrad.invitations.models import Mailing
from samrad.invitations.rules.schedule import latest_send_date
from samrad.method import library
from samrad.pages.rules import calendar as rules
from samrad.pages.rules.calendar import Entry
from samrad.planning.models import CalendarFeed, Milestone
from samrad.planning.queries import recommended_limits
from samrad.planning.rules.timeline import effective_weeks
from samrad.registry.models import Region
from samrad.users.models import User

MOST: Final = 2000  # entries of a kind that are read at once
_WEEK: Final = timedelta(days=6)
_NOTICE: Final = timedelta(days=120)


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Which dates are asked for. Slugs and a kind, nothing for all; `letters` are regions' ids."""

    first: date
    last: date
    consultation: str = ""
    process: str = ""
    kind: str = ""
    letters: Collection[int] = ()  # where the reader may see what is sent


def entries_of(regions: Sequence[Region], chosen: Chosen) -> list[Entry]:
    """Return what stands in the calendars of the regions, in order; as many queries always."""
    rows = list(_consultations(regions, chosen))
    found = [entry for row in rows for entry in _days_of(row)]
    found.extend(_meetings(regions, chosen))
    found.extend(_milestones(regions, chosen))
    if chosen.letters:
        found.extend(_mailings(chosen))
    else:
        found = [entry for entry in found if entry.kind != rules.SEND_BY]
    return sorted(
        (
            entry
            for entry in found
            if entry.on <= chosen.last
            and entry.last >= chosen.first
            and chosen.kind in {"", entry.kind}
        ),
        key=lambda each: each.order,
    )


def _consultations(regions: Sequence[Region], chosen: Chosen) -> QuerySet[Consultation]:
    held = Q(activities__kind=ActivityKind.MEETING, activities__cancelled_at__isnull=True)
    rows = Consultation.objects.filter(region__in=regions, cancelled_at__isnull=True)
    days = (chosen.first, chosen.last)
    moments = (periods.opens_at(chosen.first), periods.closes_at(chosen.last + _NOTICE))
    near = (
        Q(opens_on__range=days)
        | Q(closes_at__range=moments)
        | Q(heard_on__range=days)
        | Q(answered_on__range=days)
        | Q(decision_on__range=days)
        | Q(decided_on__range=days)
        | Q(first_meeting__range=moments)
    )
    rows = rows.annotate(first_meeting=Min("activities__starts_at", filter=held)).filter(near)
    if chosen.consultation:
        rows = rows.filter(slug=chosen.consultation)
    if chosen.process:
        rows = rows.filter(process__slug=chosen.process)
    return rows.select_related("region", "process")[:MOST]


def _letters_by(row: Consultation) -> date | None:
    """Return the last day on which an invitation still gives ample notice."""
    last = periods.last_day(row.closes_at) if row.closes_at else None
    first_meeting: datetime | None = row.first_meeting  # type: ignore[attr-defined]  # annotated
    first = local_date(first_meeting) if first_meeting else None
    days = [day for day in (first, last) if day is not None]
    if not days:
        return None
    closed = red_days(min(days) - 2 * _NOTICE, min(days))
    notice = library.threshold("invitation-days")
    return latest_send_date(min(days), notice_days=notice, red_days=closed)


def _days_of(row: Consultation) -> Iterator[Entry]:
    last = periods.last_day(row.closes_at) if row.closes_at else None
    decided = row.decided_on is not None
    named = (
        (rules.OPENS, row.opens_on, row.published_at is not None),
        (rules.SEND_BY, _letters_by(row), False),
        (rules.LAST_DAY, last, False),
        (rules.HEARD, row.heard_on, row.heard_published_at is not None),
        (rules.ANSWERED, row.answered_on, False),
        (rules.DECISION, row.decided_on or row.decision_on, decided),
    )
    for kind, day, is_done in named:
        if day is not None:
            yield Entry(
                uid=f"{row.slug}-{kind.lower().replace('_', '-')}@samrad",
                kind=kind,
                on=day,
                about=row.title,
                region=row.region.slug,
                consultation=row.slug,
                process=row.process.slug,
                is_done=is_done,
                sequence=row.version,
                stamped_at=row.created_at,
            )


def meeting_entry(row: Activity) -> Entry:
    """Return a meeting as it stands in a calendar."""
    assert row.starts_at is not None  # noqa: S101 -- the database asks it of every meeting
    about = row.consultation
    return Entry(
        uid=f"{row.uuid}@samrad",
        kind=rules.MEETING,
        on=local_date(row.starts_at),
        starts_at=row.starts_at.astimezone(STOCKHOLM),
        ends_at=row.ends_at.astimezone(STOCKHOLM) if row.ends_at else None,
        title=row.title,
        about=about.title,
        region=about.region.slug,
        consultation=about.slug,
        process=about.process.slug,
        place=str(row.uuid),
        is_cancelled=row.cancelled_at is not None or about.cancelled_at is not None,
        sequence=row.version,
        stamped_at=about.created_at,
    )


def _meetings(regions: Sequence[Region], chosen: Chosen) -> Iterator[Entry]:
    rows = Activity.objects.filter(
        consultation__region__in=regions,
        kind=ActivityKind.MEETING,
        starts_at__gte=periods.opens_at(chosen.first),
        starts_at__lt=periods.closes_at(chosen.last),
    )
    if chosen.consultation:
        rows = rows.filter(consultation__slug=chosen.consultation)
    if chosen.process:
        rows = rows.filter(consultation__process__slug=chosen.process)
    found = rows.select_related("consultation__region", "consultation__process")
    yield from map(meeting_entry, found.order_by("starts_at", "pk")[:MOST])


def _milestones(regions: Sequence[Region], chosen: Chosen) -> Iterator[Entry]:
    if chosen.consultation:
        return
    rows = Milestone.objects.filter(
        Q(starts_on__gte=chosen.first) | Q(ends_on__gte=chosen.first),
        process__region__in=regions,
        starts_on__lte=chosen.last,
    )
    if chosen.process:
        rows = rows.filter(process__slug=chosen.process)
    # What happened is kept by the process: it grows with each change of any of its milestones.
    rows = rows.annotate(
        changes=Count("process__milestone_changes"),
        changed_at=Max("process__milestone_changes__made_at"),
    )
    for row in rows.select_related("process__region").order_by("starts_on", "pk")[:MOST]:
        yield Entry(
            uid=f"milestone-{row.pk}@samrad",
            kind=rules.MILESTONE,
            on=row.starts_on,
            until=row.ends_on,
            title=row.title,
            about=row.process.title,
            region=row.process.region.slug,
            process=row.process.slug,
            place=str(row.pk),
            is_done=row.done_on is not None,
            sequence=row.changes,
            stamped_at=row.changed_at or row.process.created_at,
        )


def _mailings(chosen: Chosen) -> Iterator[Entry]:
    rows = Mailing.objects.filter(
        consultation__region__in=chosen.letters,
        state__in=[MailingState.RELEASED, MailingState.CANCELLED],
        sent_at__gte=periods.opens_at(chosen.first),
        sent_at__lt=periods.closes_at(chosen.last),
    )
    if chosen.consultation:
        rows = rows.filter(consultation__slug=chosen.consultation)
    if chosen.process:
        rows = rows.filter(consultation__process__slug=chosen.process)
    found = rows.select_related("consultation__region", "consultation__process")
    for row in found.defer("body", "segment").order_by("sent_at", "pk")[:MOST]:
        assert row.sent_at is not None  # noqa: S101 -- asked for above
        about = row.consultation
        changed_at = max(filter(None, (row.created_at, row.released_at, row.cancelled_at)))
        yield Entry(
            uid=f"mailing-{row.uuid}@samrad",
            kind=rules.MAILING,
            on=local_date(row.sent_at),
            title=str(LetterKind(row.kind).label),
            about=about.title,
            region=about.region.slug,
            consultation=about.slug,
            process=about.process.slug,
            place=str(row.uuid),
            is_cancelled=row.state == MailingState.CANCELLED,
            sequence=int(
                (changed_at - row.created_at).total_seconds()
            ),  # grows, as it has no count
            stamped_at=changed_at,
        )


def public_entries(consultation: Consultation) -> list[Entry]:
    """Return what everyone may put in their calendar about a published consultation."""
    rows = Activity.objects.filter(consultation=consultation, kind=ActivityKind.MEETING)
    meetings = rows.select_related("consultation__region", "consultation__process")
    held = [row.starts_at for row in meetings if row.cancelled_at is None and row.starts_at]
    consultation.first_meeting = min(held, default=None)  # type: ignore[attr-defined]  # annotated
    days = [each for each in _days_of(consultation) if each.kind != rules.SEND_BY]
    if consultation.cancelled_at is not None:
        days = []
    return sorted((*days, *map(meeting_entry, meetings)), key=lambda each: each.order)


def quiet_days(first: date, last: date) -> frozenset[date]:
    """Return the days of the weeks in summer and at Christmas when few are there."""
    limits = recommended_limits()
    monday = first - timedelta(days=first.weekday())
    found: set[date] = set()
    while monday <= last:
        if effective_weeks(monday, monday + _WEEK, limits=limits) < 1:
            found |= {monday + timedelta(days=step) for step in range(7)}
        monday += timedelta(weeks=1)
    return frozenset(found)


def feed_of(region: Region, user: User) -> CalendarFeed | None:
    """Return the person's live calendar address for the region, if there is one."""
    return CalendarFeed.objects.filter(region=region, user=user, revoked_at__isnull=True).first()


def get_feed(token: str) -> CalendarFeed:
    """Return the calendar that the token opens.

    Raise `CalendarFeed.DoesNotExist` for one that never was, `NoLongerOpen` for one taken away or
    whose owner has no role left.
    """
    feed = CalendarFeed.objects.select_related("region", "user").get(token_hash=token_hash(token))
    if feed.revoked_at is not None or not feed.roles_of_owner():
        raise NoLongerOpen("REVOKED")
    return feed


def choices_in(regions: Sequence[Region]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the consultations and the processes to choose from, slug and title, newest first."""
    consultations = Consultation.objects.filter(region__in=regions)
    processes = PlanProcess.objects.filter(region__in=regions)
    return (
        list(consultations.order_by("-created_at", "-pk").values_list("slug", "title")),
        list(processes.values_list("slug", "title")),
    )
