"""What Word templates are filled with, read group by group and only where a template asks."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import override

from samrad.access.roles import Role
from samrad.consultations.enums import ActivityKind, Level, MeetingForm, Openness, Origin
from samrad.consultations.models import Activity, Consultation, Participation, PlanProcess
from samrad.consultations.rules import periods
from samrad.core.clock import STOCKHOLM, local_date
from samrad.core.markdown import letter_tokens
from samrad.documents.prose import end_of, plain_of
from samrad.method import library
from samrad.method.documents import Group
from samrad.planning.models import BudgetLine, MatrixPlacement, Milestone
from samrad.registry.enums import OrganisationKind
from samrad.registry.models import Region
from samrad.reporting.queries.around import weeks_between
from samrad.reporting.queries.quality import quality_of
from samrad.reporting.rules.run_sheet import Moment, slots
from samrad.reporting.wording import word_templates as wording
from samrad.reporting.wording.labels import kronor, label, weeks
from samrad.users.principal import Principal

Values = dict[str, Any]


@dataclass(frozen=True)
class Matter:
    """What a document is about, and on which day it is made.

    `only_counts`: what is long is left out, as long as the gaps come out the same.
    """

    process: PlanProcess
    now: datetime
    consultation: Consultation | None = None
    activity: Activity | None = None
    only_counts: bool = False
    with_help: bool = False

    @property
    def region(self) -> Region:
        """Return the region it belongs to."""
        return self.consultation.region if self.consultation else self.process.region

    @property
    def asked(self) -> Consultation:
        """Return the consultation, where there is one."""
        if self.consultation is None:
            raise LookupError("the matter is about no consultation")
        return self.consultation

    @cached_property
    def going_on(self) -> list[Activity]:
        """Return what is held or done in the consultation, by time; what is called off is not."""
        return list(
            self.asked.activities.filter(cancelled_at__isnull=True)
            .select_related("municipality")
            .order_by("starts_at", "pk")
        )

    @property
    def held(self) -> Activity:
        """Return the activity, where there is one."""
        if self.activity is None:
            raise LookupError("the matter is about no activity")
        return self.activity

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.process.roles_of(principal)


def values_of(
    matter: Matter, groups: Iterable[Group], readers: Mapping[Group, Callable[[Matter], Values]]
) -> Values:
    """Return the values of the groups by key, in the documents' own language."""
    with override(wording.LANGUAGE):
        found: Values = {}
        for group in groups:
            found |= readers[group](matter)
        return found


def long_day(day: date | None) -> str:
    """Return a date with its weekday, or nothing."""
    return date_format(day, "l j F Y") if day else ""


def short_day(day: date | None) -> str:
    """Return a date, or nothing."""
    return date_format(day, "j F Y") if day else ""


def hours(starts_at: datetime | None, ends_at: datetime | None) -> str:
    """Return from when until when, in Swedish time."""
    both = [one.astimezone(STOCKHOLM) for one in (starts_at, ends_at) if one]
    return "–".join(f"{one:%H.%M}" for one in both)


def place_of(activity: Activity) -> str:
    """Return where an activity is held."""
    town = activity.municipality.name if activity.municipality else ""
    parts = [activity.venue, activity.address, town]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def address_of(name: str, **arguments: str) -> str:
    """Return an open address as people read it."""
    return f"{settings.SAMRAD_URL}{reverse(name, kwargs=arguments)}"


def common(matter: Matter) -> Values:
    """Return what stands in any document."""
    return {
        "region": matter.region.name,
        "region_address": ", ".join(matter.region.postal_address.split("\n")),
        "region_website": matter.region.website,
        "today": long_day(local_date(matter.now)),
        "help": matter.with_help,
    }


def process(matter: Matter) -> Values:
    """Return what is known of the process: its dates, its consultations, its money."""
    plan = matter.process.plan
    values: Values = {
        "process_title": matter.process.title,
        "plan": plan.title,
        "plan_period": f"{plan.period_from.year}–{plan.period_to.year}",
        "takes_effect_on": long_day(matter.process.takes_effect_on),
        "deciding_body": matter.process.deciding_body,
    }
    if matter.consultation is None:
        values |= _whole_process(matter.process)
    return values


def _whole_process(row: PlanProcess) -> Values:
    meetings = Activity.objects.filter(
        consultation__process=row, kind=ActivityKind.MEETING, cancelled_at__isnull=True
    ).select_related("municipality")
    money = list(
        BudgetLine.objects.filter(consultation__process=row).values_list("text", "planned")
    )
    return {
        "milestones": [_milestone(one) for one in Milestone.objects.filter(process=row)],
        "process_consultations": [
            {
                "title": one.title,
                "purpose": one.purpose,
                "level": label(Level, one.level),
                "last_day": _last_day(one),
                "decision_maker": one.decision_maker,
            }
            for one in row.consultations.filter(cancelled_at__isnull=True).order_by("opens_on")
        ],
        "process_meetings": [_meeting(one) for one in meetings.order_by("starts_at", "pk")],
        "process_budget": [{"text": text, "planned": kronor(sum_)} for text, sum_ in money],
        "process_budget_sum": kronor(sum(sum_ for _text, sum_ in money)) if money else "",
    }


def _milestone(one: Milestone) -> Values:
    days = " – ".join(short_day(day) for day in (one.starts_on, one.ends_on) if day)
    return {
        "day": days,
        "title": one.title,
        "responsible": one.responsible,
        "public": str(wording.YES if one.is_public else wording.NO),
        "state": str(wording.DONE if one.done_on else wording.PLANNED),
    }


def _last_day(row: Consultation) -> str:
    return long_day(periods.last_day(row.closes_at)) if row.closes_at else ""


def consultation(matter: Matter) -> Values:
    """Return what is known of the consultation itself."""
    row = matter.asked
    last = periods.last_day(row.closes_at) if row.closes_at else None
    length = weeks_between(row.opens_on, last)
    return {
        **{name: getattr(row, name) for name in _AS_THEY_ARE},
        **{name: long_day(getattr(row, name)) for name in _DAYS},
        "level": label(Level, row.level),
        "promise": library.promise(row.level, deciding_body=row.decision_maker),
        "last_day": long_day(last),
        "weeks": weeks(length) if length is not None else "",
        "owner": str(row.owner) if row.owner else "",
        "draft": row.plan_version.label if row.plan_version else "",
        "public_page": address_of("pages:consultation", consultation=row.slug),
        "privacy_page": address_of("pages:privacy"),
        **_asked(row),
        **_done(matter),
    }


_AS_THEY_ARE: Final = (
    "title", "lead", "purpose", "at_stake", "decision_maker", "decision_reference", "case_number",
    "reference", "contact_name", "contact_title", "contact_phone", "contact_hours",
    "contact_email",
)  # fmt: skip
_DAYS: Final = ("decision_on", "decided_on", "opens_on", "heard_on", "answered_on")


def _asked(row: Consultation) -> Values:
    items: dict[str, list[Values]] = {code: [] for code in Openness.values}
    for item in row.influence_items.all():
        text = {"text": item.text.rstrip("."), "reason": item.reason}
        items[item.openness].append(text)
    money = list(row.budget_lines.all())
    return {
        "questions": [
            {"number": str(number), "text": one.text, "hint": one.hint}
            for number, one in enumerate(row.questions.all(), start=1)
        ],
        "open_items": items[Openness.OPEN],
        "partly_items": items[Openness.PARTLY],
        "locked_items": items[Openness.LOCKED],
        "goals": [
            {"text": one.text, "target": one.target, "result": one.result}
            for one in row.goals.all()
        ],
        "budget": [
            {
                "text": one.text,
                "planned": kronor(one.planned),
                "spent": kronor(one.spent) if one.spent is not None else "",
            }
            for one in money
        ],
        "budget_sum": kronor(sum(one.planned for one in money)) if money else "",
    }


def _meeting(one: Activity) -> Values:
    return {
        "day": long_day(local_date(one.starts_at)) if one.starts_at else "",
        "time": hours(one.starts_at, one.ends_at),
        "title": one.title,
        "place": place_of(one),
        "form": label(MeetingForm, one.form) if one.form else "",
        "link": one.link,
        "phone": one.phone_in,
        "access": one.access_note,
    }


def _done(matter: Matter) -> Values:
    rows = matter.going_on
    placed = MatrixPlacement.objects.filter(activity__consultation=matter.asked)
    cells: dict[int, list[str]] = {}
    for activity, cell in placed.values_list("activity", "cell"):
        cells.setdefault(activity, []).append(cell)
    return {
        "meetings": [_meeting(one) for one in rows if one.kind == ActivityKind.MEETING],
        "activities": [_placed(one, cell) for one in rows for cell in cells.get(one.pk, [""])],
    }


def _placed(one: Activity, cell: str) -> Values:
    matrix, levels = library.matrix(), library.levels().text.levels
    day = local_date(one.starts_at) if one.starts_at else one.done_on
    return {
        "title": one.title,
        "kind": label(ActivityKind, one.kind),
        "day": short_day(day),
        "cell": cell,
        "level": levels[_level(cell)].label if cell else "",
        "stage": matrix.text.steps[int(cell[1])] if cell else "",
        "state": str(wording.EVALUATED if one.evaluated_on else wording.PLANNED),
    }


def _level(cell: str) -> str:
    rows = library.matrix().head.rows
    return next(code for letter, code in rows.items() if letter == cell[0])


def addressees(matter: Matter) -> Values:
    """Return who has been invited, in the order of their names."""
    rows = Participation.objects.filter(
        consultation=matter.asked, origin=Origin.INVITED, organisation__isnull=False
    ).order_by("organisation__sort_name", "pk")
    if matter.only_counts:
        number = rows.count()
        return {"recipients": [{}] * min(number, 1), "recipient_count": str(number or "")}
    found = list(
        rows.values_list(
            "organisation__name", "organisation__kind", "organisation__municipality__name"
        )
    )
    return {
        "recipients": [
            {"name": name, "kind": label(OrganisationKind, kind), "municipality": town or ""}
            for name, kind, town in found
        ],
        "recipient_count": str(len(found) or ""),
    }


def activity(matter: Matter) -> Values:
    """Return what is known of the meeting."""
    one = matter.held
    known = _meeting(one)
    return {
        "meeting_title": one.title,
        "meeting_day": known["day"],
        "meeting_time": f"{wording.CLOCK} {known['time']}" if known["time"] else "",
        "meeting_form": known["form"],
        "meeting_place": known["place"],
        "meeting_link": one.link,
        "meeting_phone": one.phone_in,
        "meeting_access": one.access_note,
        "meeting_note": one.note,
        "attended_organisations": one.attended_organisations,
        "attended_persons": one.attended_persons,
        "run_sheet": _run_sheet(one, matter.asked.questions.count()),
    }


def _run_sheet(one: Activity, questions: int) -> list[Values]:
    if one.starts_at is None or one.ends_at is None:
        return []
    return [
        {
            "time": hours(slot.starts_at, slot.ends_at),
            "title": str(wording.MOMENTS[slot.moment][0]) % {"n": slot.question}
            if slot.moment is Moment.QUESTION
            else str(wording.MOMENTS[slot.moment][0]),
            "method": str(wording.MOMENTS[slot.moment][1]),
            "material": str(wording.MOMENTS[slot.moment][2]),
        }
        for slot in slots(one.starts_at, one.ends_at, questions=questions)
    ]


def roles(_matter: Matter) -> Values:
    """Return the method's card for each role at a meeting."""
    return {
        "role_cards": [
            {
                "title": each.text.title,
                "summary": each.text.summary,
                "paragraphs": list(_paragraphs(each.text.body)),
            }
            for each in library.guides(category="role", language=wording.LANGUAGE)
        ]
    }


def _paragraphs(text: str) -> Iterable[Values]:
    tokens = letter_tokens(text)
    kind = "is_text"
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            kind = "is_heading"
        elif token.type == "list_item_open":
            kind = "is_item"
        elif token.type == "inline":
            said = plain_of(tokens[place : end_of(tokens, place) + 1])
            yield {"text": said, "is_heading": False, "is_item": False, "is_text": False} | {
                kind: True
            }
        elif token.type in {"heading_close", "list_item_close"}:
            kind = "is_text"


def quality(matter: Matter) -> Values:
    """Return how the checklist stands."""
    found = quality_of(matter.asked, now=matter.now, only_counts=matter.only_counts)
    return {
        "quality_score": found.score,
        "quality_phases": [{"name": name, "score": score} for name, score in found.phases],
        "quality_exceptions": [
            {"gate": gate, "motive": motive} for gate, motive in found.exceptions
        ],
    }
