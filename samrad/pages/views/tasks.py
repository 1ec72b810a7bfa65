"""What one has to do, in words and in order: consultations' tasks and milestones that are due."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samrad.access.policy import POLICY, Action
from samrad.access.roles import Role
from samrad.consultations.enums import Matter
from samrad.consultations.wording import next_title, next_words
from samrad.pages.rules import tasks as rules
from samrad.pages.rules.due import due_on
from samrad.pages.views.standing import COUNTED, NEXT_PLACE, Row, address, when_text
from samrad.pages.wording import TASKS, task_title
from samrad.planning.models import Milestone
from samrad.planning.queries import why_of

Held = Mapping[int, set[Role]]  # the roles held, by the region's id
_PLACES: Final[Mapping[str, str]] = {
    rules.LOOK_THROUGH: "submissions",
    rules.READ_BEFORE_DECISION: "replies",
    **NEXT_PLACE,
}


@dataclass(frozen=True, kw_only=True)
class Task:
    """Something to do: what, why, by when and where."""

    code: str
    title: str
    why: str
    label: str
    url: str
    about: str
    about_url: str
    due_on: date | None
    days_left: int | None
    stops: tuple[Mapping[str, Any], ...] = ()
    more_url: str = ""  # where all that stands in the way is listed
    waits: bool = False

    @property
    def is_late(self) -> bool:
        """Tell whether the day has passed."""
        return self.days_left is not None and self.days_left < 0

    @property
    def days_late(self) -> int:
        """Return how many days ago it should have been done; 0 when it is not late."""
        return max(0, -(self.days_left or 0))

    @property
    def when(self) -> str:
        """Return how far off the day is, in words."""
        return when_text(self.days_left)


def duties_of(roles: set[Role]) -> rules.Duties:
    """Return what one with these roles answers for."""
    runs = bool(roles & POLICY[Action.CONSULTATION_EDIT])
    return rules.Duties(
        runs=runs,
        signs_off=bool(roles & POLICY[Action.REPLY_SIGN_OFF]),
        registers=Role.REGISTRAR in roles and not runs,
        decides=Role.POLITICIAN in roles and not runs,
    )


def tasks_of(
    rows: Iterable[Row], milestones: Iterable[Milestone], held: Held, *, today: date
) -> list[Task]:
    """Return what there is to do, the most pressing first."""
    stones = [stone for stone in milestones if duties_of(held[stone.process.region_id]).runs]
    found = [
        *(task for row in rows for task in _of_row(row, held[row.consultation.region_id], today)),
        *_of_milestones(stones, today),
    ]
    signs_off = any(duties_of(roles).signs_off for roles in held.values())
    return sorted(
        found,
        key=lambda task: (
            rules.urgency(task.code, due_on=task.due_on, today=today, signs_off=signs_off),
            task.about,
        ),
    )


def _of_row(row: Row, roles: set[Role], today: date) -> Iterator[Task]:
    figures, dates = row.standing.figures, row.standing.dates
    facts = rules.Facts(
        next=row.standing.where.next,
        today=today,
        unclear=figures.unclear,
        pending=figures.pending,
        unanswered=figures.unanswered,
        proposed=figures.proposed,
        new=figures.new,
        contributions=figures.contributions,
        last_day=dates.last_day,
        decision_on=dates.decision_on,
        is_decided=row.consultation.decided_on is not None,
    )
    for code in rules.codes_for(duties_of(roles), facts):
        yield _task(code, row, roles, today)


def _task(code: str, row: Row, roles: set[Role], today: date) -> Task:
    title, why, label = _words(code, row)
    day = _due(code, row)
    where = row.consultation
    return Task(
        code=code,
        title=title,
        why=why,
        label=label,
        url=address(_PLACES[code], where, roles),
        about=row.about,
        about_url=row.about_url,
        due_on=day,
        days_left=(day - today).days if day else None,
        stops=row.stops if code == row.standing.where.next else (),
        more_url=address("publish", where, roles),
    )


def _due(code: str, row: Row) -> date | None:
    if code == rules.READ_BEFORE_DECISION:
        return row.standing.dates.decision_on
    return due_on(code, row.standing.dates)


def _words(code: str, row: Row) -> tuple[str, str, str]:
    if code in TASKS:
        why, label = TASKS[code]
        return task_title(code, row.standing.figures.new), str(why), str(label)
    informs = row.consultation.matter == Matter.INFORMATION
    _title, why, label = next_words(code, informs=informs)
    figures = row.standing.figures
    count = getattr(figures, COUNTED[code]) if code in COUNTED else 0
    return next_title(code, count, informs=informs), str(why), str(label)


def _of_milestones(stones: Iterable[Milestone], today: date) -> Iterator[Task]:
    """Return the milestones that are due, and one task a process for those long past."""
    past: dict[int, list[Milestone]] = {}
    for stone in stones:
        code = rules.milestone_code(last_day=stone.ends_on or stone.starts_on, today=today)
        if code == rules.MILESTONE:
            yield _of_milestone(stone, today)
        elif code:
            past.setdefault(stone.process_id, []).append(stone)
    for unticked in past.values():
        title = task_title(rules.PAST_MILESTONES, len(unticked))
        yield _about_process(rules.PAST_MILESTONES, unticked[0], title)


def _of_milestone(stone: Milestone, today: date) -> Task:
    last = stone.ends_on or stone.starts_on
    return replace(
        _about_process(rules.MILESTONE, stone, stone.title, why=why_of(stone)),
        due_on=last,
        days_left=(last - today).days,
    )


def _about_process(code: str, stone: Milestone, title: str, *, why: str = "") -> Task:
    usual, label = TASKS[code]
    where = reverse("planning:process", args=[stone.process.region.slug, stone.process.slug])
    return Task(
        code=code,
        title=title,
        why=why or str(usual),
        label=str(label),
        url=where,
        about=stone.process.title,
        about_url=where,
        due_on=None,
        days_left=None,
    )


def comes_next(
    rows: Sequence[Row], milestones: Iterable[Milestone], *, today: date
) -> dict[str, str] | None:
    """Return the closest day ahead, in words with its address, or nothing."""
    days = [
        (day, label, row.about, row.about_url)
        for row in rows
        for day, label in days_of(row)
        if day >= today
    ]
    days.extend(
        (
            stone.starts_on,
            stone.title,
            stone.process.title,
            reverse("planning:process", args=[stone.process.region.slug, stone.process.slug]),
        )
        for stone in milestones
        if stone.starts_on >= today
    )
    if not days:
        return None
    day, label, about, url = min(days)
    return {"day": date_format(day, "l j F Y"), "what": label, "about": about, "url": url}


def days_of(row: Row) -> list[tuple[date, str]]:
    """Return the days the consultation is planned by, with what they are called."""
    dates = row.standing.dates
    named = (
        (dates.opens_on, _("Öppnar")),
        (dates.last_day, _("Sista dag")),
        (dates.heard_on, _("Detta hörde vi")),
        (dates.answered_on, _("Svar klara")),
        (dates.decision_on, _("Beslut")),
    )
    return [(day, text) for day, text in named if day is not None]
