"""Facts of meetings, rounds on a draft and what else is done."""

from datetime import date
from typing import Final

from samrad.consultations.enums import ActivityKind
from samrad.consultations.models import Activity
from samrad.consultations.rules import periods
from samrad.core.clock import STOCKHOLM, local_date
from samrad.planning.models import MatrixPlacement
from samrad.quality.queries.facts.around import Around, begins, day_of
from samrad.quality.rules import facts

_DRAFT_DECIDED: Final = "draft-decided"


def meetings(around: Around) -> tuple[facts.MeetingFact, ...]:
    """Return the consultation's own meetings that have a time, with what clashes in the region."""
    others: dict[date, list[str]] = {}
    for row in around.activities:
        if row.kind == ActivityKind.MEETING and row.consultation_id != around.consultation.pk:
            day = begins(row)
            if day is not None:
                others.setdefault(day, []).append(row.title)
    return tuple(_meeting(row, others) for row in around.meetings if row.starts_at)


def _meeting(row: Activity, others: dict[date, list[str]]) -> facts.MeetingFact:
    assert row.starts_at is not None  # noqa: S101 -- the caller asks
    starts = row.starts_at.astimezone(STOCKHOLM)
    return facts.MeetingFact(
        starts_at=starts,
        ends_at=row.ends_at.astimezone(STOCKHOLM) if row.ends_at else None,
        title=row.title,
        form=row.form,
        municipality=row.municipality.name if row.municipality else "",
        audience=row.audience,
        daytime_motive=row.daytime_motive,
        form_key=row.form_key,
        has_access_note=bool(row.access_note.strip()),
        room=f"{row.venue}\n{row.address}\n{row.access_note}".strip(),
        can_phone_in=bool(row.phone_in.strip()),
        clashes=tuple(others.get(starts.date(), ())),
    )


def activities(around: Around) -> tuple[facts.ActivityFact, ...]:
    """Return all that is done in the consultation, with its cells of the matrix."""
    cells: dict[int, list[str]] = {}
    placed = MatrixPlacement.objects.filter(activity__consultation=around.consultation)
    for activity, cell in placed.order_by("cell").values_list("activity", "cell"):
        cells.setdefault(activity, []).append(cell)
    return tuple(
        facts.ActivityFact(
            title=row.title,
            kind=row.kind,
            on=begins(row),
            form_key=row.form_key,
            cells=tuple(cells.get(row.pk, ())),
        )
        for row in around.own
    )


def referral(around: Around) -> facts.ReferralFact | None:
    """Return when a draft is out for comments: by its own activity's days, else those to answer."""
    closes_at = around.consultation.closes_at
    first, last = around.consultation.opens_on, periods.last_day(closes_at) if closes_at else None
    out = [row for row in around.own if row.kind == ActivityKind.REFERRAL]
    if not out and around.consultation.plan_version_id is None:
        return None
    row = next((each for each in out if each.starts_at and each.ends_at), None)
    if row is not None and row.starts_at and row.ends_at:
        first, last = local_date(row.starts_at), periods.last_day(row.ends_at)
    return facts.ReferralFact(first=first, last=last)


def draft_on(around: Around) -> date | None:
    """Return the day there is a finished draft: as planned, else when one was made."""
    row = around.milestone(_DRAFT_DECIDED)
    if row is not None:
        return row.done_on or row.starts_on
    version = around.consultation.plan_version
    return day_of(around.counts["referred"] or (version.created_at if version else None))


def first_activity_on(around: Around) -> date | None:
    """Return the first day on which the process asks anybody anything."""
    days = [begins(row) for row in around.in_process]
    return min((day for day in days if day is not None), default=None)
