"""Where the demo's activities stand in the matrix, and what is done besides meetings."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any, Final, TypedDict

from samrad.consultations.enums import ActivityKind, Audience
from samrad.consultations.models import Activity, Consultation
from samrad.consultations.services.activities import plan_other
from samrad.planning.queries.matrix import place_fingerprint
from samrad.planning.services.placing import Place, place_activity
from samrad.users.principal import Principal

_CHECKED_OUT: Final = "Utcheckning på papper vid mötets slut och en genomgång i arbetsgruppen."


class By(TypedDict):
    """Who places something, and when."""

    actor: Principal
    now: datetime


def place(
    activity: Activity,
    cells: Sequence[str],
    *,
    actor: Principal,
    now: datetime,
    evaluated_on: date | None = None,
    note: str = "",
) -> None:
    """Put an activity in its cells, and say what shows that it was evaluated."""
    place_activity(
        activity=activity,
        place=Place(
            cells=cells,
            form_key=activity.form_key,
            evaluated_on=evaluated_on,
            evaluation_note=note,
        ),
        seen=place_fingerprint(activity),
        actor=actor,
        now=now,
    )


def do_other(
    consultation: Consultation,
    title: str,
    cells: Sequence[str],
    *,
    actor: Principal,
    now: datetime,
    on: date | None = None,
    done_on: date | None = None,
    evaluation: str = "",
    **more: Any,  # noqa: ANN401 -- the activity's own fields
) -> None:
    """Plan something else than a meeting, and put it in its cells."""
    other = plan_other(
        consultation=consultation,
        values={
            "title": title,
            "audience": Audience.CIVIL_SOCIETY,
            "starts_at": datetime.combine(on, time(17), tzinfo=UTC) if on else None,
            "done_on": done_on,
        }
        | more,
        actor=actor,
        now=now,
    )
    evaluated_on = done_on if evaluation else None
    place(other, cells, actor=actor, now=now, evaluated_on=evaluated_on, note=evaluation)


def place_all(
    consultation: Consultation,
    *,
    written: Sequence[str],
    meetings: Sequence[str],
    actor: Principal,
    now: datetime,
    evaluated_on: date | None = None,
) -> None:
    """Put the written round in some cells and every meeting in others."""
    for activity in consultation.activities.exclude(kind=ActivityKind.OTHER).order_by("pk"):
        is_meeting = activity.kind == ActivityKind.MEETING
        place(
            activity,
            meetings if is_meeting else written,
            actor=actor,
            now=now,
            evaluated_on=evaluated_on if is_meeting else None,
            note=_CHECKED_OUT if is_meeting and evaluated_on else "",
        )
