"""What a letter is filled with: the consultation's facts as Markdown, by placeholder key.

Text that people have written is escaped, so that it stays text. Dates and headings are Swedish.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from django.conf import settings
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from samrad.consultations.enums import ActivityKind, Openness
from samrad.consultations.models import Activity, Consultation, InfluenceItem, Question
from samrad.consultations.rules import periods
from samrad.contributions.queries import live_contributions
from samrad.core.clock import STOCKHOLM
from samrad.core.markdown import to_text
from samrad.core.text import one_line, search_key
from samrad.invitations import wording
from samrad.invitations.enums import LetterKind
from samrad.invitations.rules.placeholders import (
    Placeholder,
    as_markdown_text,
    faults_in,
    fill,
    names_in,
)
from samrad.method import library
from samrad.registry.models import Region

LANGUAGE: Final = "sv"
# Written by those who publish the replies, recipient by recipient: not in a letter to all.
NOT_HERE: Final = frozenset({"own_replies"})
MUST_STAND: Final = "way_to_answer"
Values = Mapping[str, str]


@dataclass(frozen=True)
class LetterFaults:
    """What is wrong with a letter: names as written, and names of facts."""

    unknown: tuple[str, ...] = ()
    is_broken: bool = False
    empty: tuple[str, ...] = ()  # facts that the letter uses and the consultation lacks
    lacks_way_to_answer: bool = False
    usually_there: tuple[str, ...] = ()  # advice only

    @property
    def stops(self) -> bool:
        """Return whether the letter cannot be sent as it is."""
        return bool(self.unknown or self.is_broken or self.empty or self.lacks_way_to_answer)


@cache
def allowed_in(kind: str) -> tuple[Placeholder, ...]:
    """Return the placeholders a letter of this kind may hold, in the order they are shown."""
    names = library.placeholder_names(kind)
    return tuple(
        Placeholder(key=key, name=name) for key, name in names.items() if key not in NOT_HERE
    )


@cache
def _blocks() -> frozenset[str]:
    return frozenset(one.key for one in library.placeholders().head.placeholders if one.is_block)


def fill_letter(text: str, *, kind: str, values: Values) -> str:
    """Return the letter's Markdown with every placeholder replaced."""
    return fill(text, allowed=allowed_in(kind), values=values)


def fill_subject(text: str, *, kind: str, values: Values) -> str:
    """Return the subject filled, as one line of plain text."""
    return one_line(to_text(fill_letter(text, kind=kind, values=values)))


def subject_as_read(text: str, *, kind: str, values: Values) -> str:
    """Return the subject as recipients read it; as it is written while it cannot be filled."""
    if faults_in(text, allowed=allowed_in(kind)):
        return text
    return fill_subject(
        text, kind=kind, values={**values, **recipient_values(name="…", way_to_answer="")}
    )


def faults_of(subject: str, body: str, *, kind: str, values: Values) -> LetterFaults:
    """Return what is wrong with a letter, given the consultation's facts."""
    allowed = allowed_in(kind)
    whole = f"{subject}\n\n{body}"
    required = [key for key in library.letter(kind).head.required if key not in NOT_HERE]
    found = faults_in(whole, allowed=allowed, required=required)
    names = {one.key: one.name for one in allowed}
    used = _keys_used(whole, allowed)
    empty = [
        names[key]
        for key in used
        if key in values and not values[key].strip() and (key not in _blocks() or key in required)
    ]
    return LetterFaults(
        unknown=found.unknown,
        is_broken=found.is_broken,
        empty=tuple(empty),
        lacks_way_to_answer=MUST_STAND in found.missing,
        usually_there=tuple(names[key] for key in found.missing if key != MUST_STAND),
    )


def _keys_used(text: str, allowed: Iterable[Placeholder]) -> list[str]:
    """Return the keys of the known placeholders in the text, each once, in the order of use."""
    by_name = {search_key(one.name): one.key for one in allowed}
    used = (by_name.get(search_key(name)) for name in names_in(text))
    return [key for key in dict.fromkeys(used) if key is not None]


def recipient_values(*, name: str, way_to_answer: str) -> Values:
    """Return what differs from recipient to recipient."""
    return {"recipient": as_markdown_text(name), "way_to_answer": way_to_answer}


def way_by_link(token: str) -> str:
    """Return how to answer by a personal link: a button and a line."""
    address = settings.SAMRAD_URL + reverse("answers:first", kwargs={"token": token})
    with translation.override(LANGUAGE):
        return f"[{wording.READ_AND_ANSWER}]({address})\n\n{wording.LINK_IS_YOURS}"


def way_by_code(region: Region, code: str) -> str:
    """Return how to answer by a code on paper, at the region's own address."""
    with translation.override(LANGUAGE):
        address = code_address(region, shown=True)
        return str(wording.CODE_IS_YOURS).format(address=address, code=code)


def code_address(region: Region, *, shown: bool = False) -> str:
    """Return where the region's codes are typed; `shown` without what no one needs to type."""
    address = f"{settings.SAMRAD_URL}{reverse('answers:code', args=[region.slug])}"
    return (
        address.removeprefix("https://").removeprefix("http://").rstrip("/") if shown else address
    )


def consultation_values(consultation: Consultation, *, kind: str) -> Values:
    """Return the consultation's facts by placeholder key."""
    with translation.override(LANGUAGE):
        values = {
            "title": as_markdown_text(consultation.title),
            "lead": as_markdown_text(consultation.lead),
            "region": as_markdown_text(consultation.region.name),
            "purpose": as_markdown_text(consultation.purpose),
            "at_stake": as_markdown_text(consultation.at_stake),
            "decision_maker": as_markdown_text(consultation.decision_maker),
            "case_number": as_markdown_text(consultation.case_number or consultation.reference),
            "contact": _contact(consultation),
            "contact_phone": as_markdown_text(consultation.contact_phone),
            "public_page": _link("pages:consultation", consultation=consultation.slug),
            "privacy_page": _link("pages:privacy"),
            "promise": _promise(consultation),
            **_plan(consultation),
            **_dates(consultation),
            **_lists(consultation),
        }
        if kind == LetterKind.HEARD:
            values |= _heard(consultation)
    return values


def _promise(consultation: Consultation) -> str:
    """Return the level by its name and what it promises."""
    if not consultation.level:
        return ""
    name = library.levels().text.levels[consultation.level].label
    promise = library.promise(consultation.level, deciding_body=consultation.decision_maker)
    return f"**{name}:** {as_markdown_text(promise)}"


def _link(name: str, **arguments: str) -> str:
    return f"<{settings.SAMRAD_URL}{reverse(name, kwargs=arguments)}>"


def _plan(consultation: Consultation) -> dict[str, str]:
    plan = consultation.process.plan
    return {
        "plan": as_markdown_text(plan.title),
        "plan_period": f"{plan.period_from.year}–{plan.period_to.year}",
    }


def long_date(day: date | None) -> str:
    """Return a date with its weekday, or nothing."""
    return date_format(day, "l j F Y") if day else ""


def _dates(consultation: Consultation) -> dict[str, str]:
    closes_at = consultation.closes_at
    return {
        "last_day": long_date(periods.last_day(closes_at) if closes_at else None),
        "decision_on": long_date(consultation.decision_on),
        "heard_on": long_date(consultation.heard_on),
        "answered_on": long_date(consultation.answered_on),
    }


def _contact(consultation: Consultation) -> str:
    name = ", ".join(filter(None, [consultation.contact_name, consultation.contact_title]))
    phone = consultation.contact_phone
    if phone and consultation.contact_hours:
        phone = f"{phone} ({consultation.contact_hours})"
    lines = [as_markdown_text(name), as_markdown_text(phone)]
    if consultation.contact_email:
        lines.append(f"<{consultation.contact_email}>")
    return "\n".join(line for line in lines if line)


def _lists(consultation: Consultation) -> dict[str, str]:
    items: dict[str, list[InfluenceItem]] = {code: [] for code in Openness.values}
    for item in InfluenceItem.objects.filter(consultation=consultation):
        items[item.openness].append(item)
    partly = _bullets(map(_said, items[Openness.PARTLY]))
    asked = Question.objects.filter(consultation=consultation)
    questions = [as_markdown_text(question.text) for question in asked]
    meetings = _bullets(map(_meeting, meetings_to_come(consultation)))
    return {
        "open_items": _bullets(map(_said, items[Openness.OPEN])),
        "partly_items": f"**{wording.PARTLY_HEADING}**\n\n{partly}" if partly else "",
        "locked_items": _bullets(map(_said, items[Openness.LOCKED])),
        "questions": "\n".join(f"{n}. {text}" for n, text in enumerate(questions, start=1)),
        "meetings": f"## {wording.MEETINGS_HEADING}\n\n{meetings}" if meetings else "",
    }


def meetings_to_come(consultation: Consultation) -> QuerySet[Activity]:
    """Return the meetings that are not cancelled, in order of time."""
    meetings = Activity.objects.filter(
        consultation=consultation, kind=ActivityKind.MEETING, cancelled_at__isnull=True
    )
    return meetings.select_related("municipality").order_by("starts_at", "pk")


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _said(item: InfluenceItem) -> str:
    reason = one_line(item.reason)
    text = one_line(item.text).rstrip(".")
    return as_markdown_text(f"{text}. {reason}" if reason else text)


def _meeting(meeting: Activity) -> str:
    if meeting.starts_at is None:
        return as_markdown_text(meeting.title)
    starts = meeting.starts_at.astimezone(STOCKHOLM)
    clock = f"{starts:%H.%M}"
    if meeting.ends_at:
        clock += f"–{meeting.ends_at.astimezone(STOCKHOLM):%H.%M}"
    place = [meeting.venue, meeting.address, meeting.municipality and meeting.municipality.name]
    details = [
        ", ".join(one_line(part) for part in place if part),
        str(meeting.get_form_display()),
        f"{wording.PHONE_IN} {meeting.phone_in}" if meeting.phone_in else "",
        f"{wording.ACCESS}: {one_line(meeting.access_note)}" if meeting.access_note else "",
    ]
    told = ". ".join(as_markdown_text(detail.rstrip(".")) for detail in details if detail)
    day = date_format(starts, "l j F Y")
    return f"**{day} kl. {clock}**. {told}" + (f". <{meeting.link}>" if meeting.link else "")


def _heard(consultation: Consultation) -> dict[str, str]:
    live = live_contributions(consultation).order_by()
    coded = live.exclude(coding__isnull=True).exclude(coding__theme="")
    counted = coded.values("coding__theme").annotate(n=Count("pk")).order_by("-n", "coding__theme")
    labels = library.code_list("contribution-themes").text.codes
    decided = consultation.decided_on
    return {
        "greeting": "",
        "contribution_count": str(live.count()),
        "heard_summary": _bullets(
            f"{labels[row['coding__theme']].label}: {row['n']}"
            for row in counted
            if row["coding__theme"] in labels
        ),
        "decision": as_markdown_text(
            str(wording.DECIDED).format(
                body=consultation.decision_maker, day=date_format(decided, "j F Y")
            )
            + (f", {consultation.decision_reference}" if consultation.decision_reference else "")
        )
        if decided
        else "",
    }
