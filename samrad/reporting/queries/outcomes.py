"""What came of a consultation, for Word templates: in full, or only as far as gaps can be told."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import Q

from samrad.consultations.enums import ActivityKind, MeetingForm
from samrad.contributions.enums import ModerationState, Outcome, SourceKind
from samrad.contributions.queries import live_contributions
from samrad.contributions.queries.live import live_submissions, unanswered_contributions
from samrad.core.clock import local_date
from samrad.invitations.enums import LetterKind
from samrad.method.documents import Group
from samrad.planning.models import HandoverNote, Milestone
from samrad.registry.enums import OrganisationKind, RegionRoleCode
from samrad.registry.models import RegionRole
from samrad.reporting.queries import contexts
from samrad.reporting.queries.around import activities as held_activities
from samrad.reporting.queries.contexts import Matter, Values, long_day, short_day
from samrad.reporting.queries.gathering import gather
from samrad.reporting.queries.points import points_of, sources_of, texts_of
from samrad.reporting.queries.statements import counts_of, texts_by_section
from samrad.reporting.rules import facts as shapes
from samrad.reporting.rules.sections import SECTIONS
from samrad.reporting.wording import word_templates as wording
from samrad.reporting.wording.labels import (
    day,
    label,
    moment,
    named,
    numbers,
    share,
    short,
    theme,
    weeks,
)

LISTED: Final = 200  # contributions that a handover lists
SHORTENED: Final = 300
FEW_THEMES, FEW_NOS = 5, 3  # for half a page


def outcome(matter: Matter) -> Values:
    """Return what was said and what it led to."""
    if matter.only_counts:
        return _only_gaps(matter)
    found = gather(matter.asked, now=matter.now)
    replies, came, took = found.replies, found.came_in, found.took_part
    return {
        "contribution_count": str(came.contributions),
        "submission_count": str(took.submissions),
        "speaker_count": str(took.organisations),
        "invited_count": str(found.invited.number),
        "answered_count": str(replies.answered),
        "unanswered_count": str(replies.unanswered),
        "first_time_count": str(took.came_by_themselves),
        "silent_municipalities": ", ".join(took.silent_municipalities),
        "sources": _counted(named(OrganisationKind, took.by_kind)),
        "invited_kinds": _counted(named(OrganisationKind, found.invited.by_kind)),
        "mailings": [
            {
                "day": day(one.sent_on),
                "kind": label(LetterKind, one.kind),
                "count": str(sum(each.number for each in one.channels)),
            }
            for one in found.invited.mailings
        ],
        "held": [_held(one) for one in found.activities if not one.is_cancelled],
        "themes": [_theme(one) for one in came.themes],
        "first_themes": _counted((theme(one.code), one.number) for one in came.themes[:FEW_THEMES]),
        "question_results": [
            {
                "number": str(number),
                "text": one.text,
                "count": str(one.number),
                "quotes": _quotes(one.quotes),
            }
            for number, one in enumerate(came.questions, start=1)
        ],
        "outcomes": [
            {"name": name, "count": str(number), "share": share(number, replies.answered)}
            for name, number in named(Outcome, replies.outcomes)
        ],
        "replies": [_reply(row) for row in replies.rows],
        "chapters": _chapters(replies.rows, came.passages),
        "changes": [_change(one) for one in replies.changes],
        "refusals": [
            {
                "example": one.example,
                "outcome": label(Outcome, one.outcome),
                "reason": one.reason,
                "voices": numbers(one.voices, most=12),
            }
            for one in replies.refusals
        ],
        "first_refusals": [
            {"example": one.example, "reason": one.reason} for one in replies.refusals[:FEW_NOS]
        ],
        "referrals": [_referral(one) for one in found.referrals],
        **{f"text_{name}": found.texts.get(name, "") for name in SECTIONS.values()},
    }


def _counted(rows: Iterable[tuple[str, int]]) -> list[Values]:
    return [{"name": name, "count": str(number)} for name, number in rows]


def _who(name: str, source: str) -> str:
    return name or label(SourceKind, source)


def _quotes(quotes: Iterable[shapes.Quote]) -> list[Values]:
    return [{"text": one.text, "who": _who(one.who, one.source)} for one in quotes]


def _held(one: shapes.Activity) -> Values:
    return {
        "title": one.title,
        "when": moment(one.starts_at, one.ends_at),
        "form": label(MeetingForm, one.form) if one.form else label(ActivityKind, one.kind),
        "place": one.place,
        **_attendance(one.kind, one.organisations, one.persons),
    }


def _attendance(kind: str, organisations: int | None, persons: int | None) -> Values:
    """Return how many came; nobody comes to what is no meeting."""
    if kind != ActivityKind.MEETING:
        return {"organisations": "–", "persons": "–"}
    return {"organisations": organisations, "persons": persons}


def _theme(one: shapes.Theme) -> Values:
    found = {count.key: count.number for count in one.outcomes}
    return {
        "name": theme(one.code),
        "count": str(one.number),
        "adopted": str(found.get(Outcome.ADOPTED, 0) + found.get(Outcome.PARTLY, 0)),
        "refused": str(found.get(Outcome.NOT_ADOPTED, 0)),
        "quotes": _quotes(one.quotes),
    }


def _reply(row: shapes.Row) -> Values:
    said = label(Outcome, row.outcome) if row.outcome else ""
    if said and not row.is_published:
        said = str(wording.PROPOSED) % {"outcome": said}
    return {
        "number": str(row.number),
        "text": row.text,
        "who": _who(row.who, row.source),
        "theme": theme(row.theme),
        "question": str(row.question or ""),
        "outcome": said,
        "reason": " ".join(part for part in (row.reason, row.referred_to) if part),
        "place": row.change,
    }


def _chapters(rows: Sequence[shapes.Row], passages: Sequence[shapes.Commented]) -> list[Values]:
    """Return the contributions by passage in the plan's order, the others by theme after them."""
    groups: dict[str, list[Values]] = {f"{one.place} {one.heading}".strip(): [] for one in passages}
    for row in rows:
        groups.setdefault(row.passage or theme(row.theme), []).append(_reply(row))
    return [
        {"heading": heading, "count": str(len(points)), "points": points}
        for heading, points in groups.items()
        if points
    ]


def _change(one: shapes.Change) -> Values:
    return {
        "place": f"{one.place} {one.heading}".strip(),
        "before": one.before,
        "after": one.after,
        "motive": one.motive,
        "voices": numbers(one.voices),
    }


def _referral(one: shapes.Referral) -> Values:
    return {
        "title": one.title,
        "period": "–".join(day(each) for each in (one.starts_on, one.ends_on) if each),
        "weeks": weeks(one.weeks) if one.weeks is not None else "",
        "count": str(one.addressees),
    }


def _only_gaps(matter: Matter) -> Values:
    """Return what leaves the same gaps as the whole, without reading what was said."""
    row = matter.asked
    written = texts_by_section(row)
    points = live_contributions(row).filter(submission__moderation__state=ModerationState.APPROVED)
    unanswered = points.filter(reply_link__isnull=True).count()
    missing = [{"number": "1"}] if unanswered else []  # one stands for all: see `gaps_in`
    _rows, held = held_activities(row, ())
    return {
        "silent_municipalities": "",
        "unanswered_count": str(unanswered),
        "replies": missing,
        "chapters": [{"heading": "", "points": missing}],
        "held": [_held(one) for one in held if not one.is_cancelled],
        **{f"text_{name}": name if name in written else "" for name in SECTIONS.values()},
    }


def notes(matter: Matter) -> Values:
    """Return what was said at the meeting, question by question."""
    row, meeting = matter.asked, matter.held
    if matter.only_counts:
        heard = live_submissions(row).filter(
            Q(moderation__state=ModerationState.APPROVED), activity=meeting
        )
        return {"notes": [{"number": "1"}] if heard.exists() else []}
    sources = {
        pk: one
        for pk, one in sources_of(row).items()
        if one.activity == meeting.pk and one.is_shown
    }
    points = points_of(row, sources)
    texts = texts_of(row, {point.pk for point in points})
    asked = dict(row.questions.values_list("position", "text"))
    groups: dict[int, list[Values]] = {}
    for point in points:
        said = {
            "text": texts[point.pk],
            "who": _who(point.source.name, point.source.kind),
        }
        groups.setdefault(point.question or 0, []).append(said)
    names = {one.name for one in sources.values() if one.organisation and one.name}
    return {
        "notes": [
            {
                "number": f"{number}." if number else "",
                "question": asked.get(number, str(wording.BESIDE)),
                "points": groups[number],
            }
            for number in sorted(groups, key=lambda number: (not number, number))
        ],
        "meeting_organisations": [{"name": name} for name in sorted(names)],
    }


def handover(matter: Matter) -> Values:
    """Return what the next person needs: what waits, what is promised and what is coming."""
    row, today = matter.asked, local_date(matter.now)
    known = {
        "coming": _coming(matter, today),
        "open_points": _open_points(matter),
        "handover_note": _note(matter),
    }
    if matter.only_counts:  # what else there is leaves no gap
        return known | {"promises": _promises(matter, today, unanswered=0)}
    counts = counts_of(row, now=matter.now)
    waiting = {
        "UNANSWERED": counts.unanswered,
        "PROPOSED": counts.proposed,
        "PENDING": counts.pending,
        "ATTENDANCE": counts.meetings_without_attendance,
    }
    return known | {
        "waiting": [
            {"what": str(wording.WAITING[code]), "count": str(number)}
            for code, number in waiting.items()
        ],
        "promises": _promises(matter, today, unanswered=counts.unanswered + counts.proposed),
        "colleagues": [
            {"name": str(one.user), "role": label(RegionRoleCode, one.role)}
            for one in RegionRole.objects.filter(region=matter.region)
            .select_related("user")
            .order_by("role", "user__name", "pk")
        ],
    }


def _promises(matter: Matter, today: date, *, unanswered: int) -> list[Values]:
    row = matter.asked
    kept = {
        "heard_on": row.heard_published_at is not None,
        "answered_on": not unanswered and bool(row.answered_on and row.answered_on <= today),
    }
    return [
        {
            "what": str(wording.PROMISED[name]),
            "day": long_day(getattr(row, name)),
            "state": str(wording.KEPT if is_kept else wording.LEFT),
        }
        for name, is_kept in kept.items()
    ]


def _coming(matter: Matter, today: date) -> list[Values]:
    row = matter.asked
    last = row.closes_at and local_date(row.closes_at)
    own = {"heard_on": row.heard_on, "answered_on": row.answered_on, "decision_on": row.decision_on}
    found: list[tuple[date, str]] = [
        (when, str(wording.PROMISED[name])) for name, when in own.items() if when
    ]
    if last:
        found.append((last, str(wording.CLOSES)))
    found += [(local_date(one.starts_at), one.title) for one in matter.going_on if one.starts_at]
    found += list(
        Milestone.objects.filter(process=matter.process, done_on__isnull=True).values_list(
            "starts_on", "title"
        )
    )
    return [{"day": short_day(when), "what": what} for when, what in sorted(found) if when >= today]


def _note(matter: Matter) -> str:
    found = HandoverNote.objects.filter(consultation=matter.asked).first()
    return found.text if found else ""


def _open_points(matter: Matter) -> list[Values]:
    rows = (
        unanswered_contributions(matter.asked)
        .filter(submission__moderation__state=ModerationState.APPROVED)
        .select_related("coding__owner")
        .order_by("number")[:LISTED]
    )
    return [
        {"number": str(one.number), "text": short(one.text, SHORTENED), "owner": _owner(one)}
        for one in rows
    ]


def _owner(one: Any) -> str:  # noqa: ANN401 -- a contribution with its coding
    coding = getattr(one, "coding", None)
    return str(coding.owner) if coding and coding.owner else ""


READERS: Final[Mapping[Group, Callable[[Matter], Values]]] = {
    "common": contexts.common,
    "process": contexts.process,
    "consultation": contexts.consultation,
    "addressees": contexts.addressees,
    "activity": contexts.activity,
    "roles": contexts.roles,
    "notes": notes,
    "outcome": outcome,
    "quality": contexts.quality,
    "handover": handover,
}


def values_of(matter: Matter, groups: Iterable[Group]) -> Values:
    """Return the values of the groups by key."""
    return contexts.values_of(matter, groups, READERS)
