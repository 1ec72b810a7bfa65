"""Reviewing a letter as its reader meets it, with what the consultation knows about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final

from django.utils import translation

from samrad.consultations.models import Activity, Consultation
from samrad.consultations.rules import periods
from samrad.core.clock import STOCKHOLM, local_date
from samrad.core.ids import digest
from samrad.core.text import one_line
from samrad.invitations import wording
from samrad.invitations.enums import FIRST_LETTERS, LetterKind
from samrad.invitations.models import Letter, Mailing, ReviewDispute
from samrad.invitations.queries.facts import (
    LANGUAGE,
    Values,
    allowed_in,
    meetings_to_come,
    recipient_values,
    way_by_link,
)
from samrad.invitations.rules.filling_map import FilledLetter, Place, fill_and_map, utf16
from samrad.invitations.rules.gaps import standing
from samrad.invitations.rules.placeholders import as_read
from samrad.invitations.rules.review.model import (
    Audience,
    Facts,
    Finding,
    Kind,
    Level,
    Planned,
    Review,
)
from samrad.invitations.rules.review.review import review
from samrad.invitations.rules.verdicts import Bands, is_judged, without
from samrad.method import library

# A reminder only says again what a letter before it said, and "this is what we heard" invites to
# nothing: by the rules for invitations both would be full of errors that are none.
REVIEWED: Final = FIRST_LETTERS
_SAMPLE: Final = "er-egen-lank"  # stands where a token would
_LEVELS: Final[Mapping[str, Level]] = {level.value: level for level in Level}


def facts_for(consultation: Consultation, *, kind: str, today: date) -> Facts:
    """Return what the consultation knows about a letter of this kind, as the review asks it."""
    mailing = Mailing.objects.filter(consultation=consultation, kind=kind).first()
    meetings = meetings_to_come(consultation)
    return _facts(consultation, kind=kind, mailing=mailing, meetings=meetings, today=today)


def _facts(
    consultation: Consultation,
    *,
    kind: str,
    mailing: Mailing | None,
    meetings: Iterable[Activity],
    today: date,
) -> Facts:
    closes_at = consultation.closes_at
    planned = tuple(_planned(each) for each in meetings if each.starts_at)
    return Facts(
        sent=_sent(mailing, today),
        kind=_kind(kind, has_meetings=bool(planned)),
        level=_LEVELS.get(consultation.level),
        audience=_audience(mailing, kind),
        targeted=kind == LetterKind.TARGETED,
        planned=planned,
        reply_by=periods.last_day(closes_at) if closes_at else None,
        decision_on=consultation.decision_on,
    )


def _sent(mailing: Mailing | None, today: date) -> date:
    """Return the day the letter left or will leave; the earliest it can where none is chosen."""
    return local_date(mailing.sent_at) if mailing and mailing.sent_at else today


def _kind(kind: str, *, has_meetings: bool) -> Kind | None:
    """Return what the letter is; of an invitation to no meeting that is planned the text tells."""
    if kind == LetterKind.HEARD:
        return Kind.FEEDBACK
    if kind == LetterKind.REFERRAL:
        return Kind.REFERRAL
    return Kind.MEETING if has_meetings else None


def _audience(mailing: Mailing | None, kind: str) -> Audience:
    """Return whom the letter is for: what the segment says, else what we propose for the kind."""
    only = kind != LetterKind.REFERRAL
    if mailing is not None:
        only = bool(mailing.segment.get("civil_society_only", only))
    return Audience.CIVIL_SOCIETY if only else Audience.ALL


def _planned(meeting: Activity) -> Planned:
    assert meeting.starts_at is not None  # noqa: S101 -- the caller asks, and the database too
    starts = meeting.starts_at.astimezone(STOCKHOLM)
    ends = meeting.ends_at.astimezone(STOCKHOLM) if meeting.ends_at else None
    place = [meeting.venue, meeting.address]
    return Planned(
        on=starts.date(),
        start=starts.time(),
        end=ends.time() if ends else None,
        place=", ".join(one_line(part) for part in place if part),
    )


def filled_letter(
    consultation: Consultation, *, kind: str, subject: str, body: str, values: Values
) -> FilledLetter:
    """Return the letter as an invented recipient reads it, foot and all."""
    example = library.placeholders().text.placeholders["recipient"].example
    own = {
        **values,
        **recipient_values(name=example, way_to_answer=way_by_link(_SAMPLE)),
    }
    return fill_and_map(
        subject=subject,
        body=body,
        foot=_foot(consultation, own),
        allowed=allowed_in(kind),
        values={key: as_read(value) for key, value in own.items()},
    )


def _foot(consultation: Consultation, values: Values) -> str:
    """Return what the foot of every letter says of whom to reach and of personal data."""
    contact = [consultation.contact_name, consultation.contact_phone, consultation.contact_email]
    with translation.override(LANGUAGE):
        return str(wording.FOOT_AS_REVIEWED).format(
            contact=", ".join(filter(None, contact)), privacy=values["privacy_page"]
        )


@dataclass(frozen=True)
class Mend:
    """What to put into the body to mend a finding; counted as browsers count, but for `at`."""

    at: int
    at_utf16: int
    words: str
    gap_start: int
    gap_end: int


@dataclass(frozen=True)
class Shown:
    """A finding as the editor shows it: where it is, and what would mend it.

    `start` and `end` are places in `field`, counted as browsers count. A sentence that was put in
    before is pointed at rather than put in once more; `was_put_in` says that a gap is open in it.
    """

    finding: Finding
    name: str
    quote_hash: str
    field: str = ""
    start: int = 0
    end: int = 0
    mend: Mend | None = None
    was_put_in: bool = False

    @property
    def key(self) -> str:
        """Return what tells it apart from the others: each rule finds one thing at most."""
        return self.finding.rule


@dataclass(frozen=True)
class LetterReview:
    """The review of a letter, without what has been disputed."""

    review: Review
    shown: tuple[Shown, ...]
    disputes: tuple[ReviewDispute, ...]  # those that hide something now

    @property
    def first(self) -> tuple[Shown, ...]:
        """Return the findings to show first."""
        return self.shown[: len(self.review.first)]

    @property
    def rest(self) -> tuple[Shown, ...]:
        """Return the other findings."""
        return self.shown[len(self.review.first) :]

    @property
    def is_judged(self) -> bool:
        """Tell whether it is Swedish, and something that the rules are about."""
        return is_judged(self.review)

    def about(self, rule: str) -> Shown | None:
        """Return what a rule has found."""
        return next((one for one in self.shown if one.finding.rule == rule), None)

    @property
    def errors(self) -> int:
        """Return how many of the findings are errors."""
        return sum(one.finding.severity.rank == 0 for one in self.shown)


def review_of(
    letter: Letter, *, subject: str, body: str, values: Values, today: date
) -> LetterReview | None:
    """Return the review of what is written in a letter; nothing for a kind that is not reviewed.

    `values` are the consultation's facts by placeholder key.
    """
    if letter.kind not in REVIEWED:
        return None
    return _reviewed(
        letter,
        written={"subject": subject, "body": body},
        values=values,
        facts=facts_for(letter.consultation, kind=letter.kind, today=today),
        disputes=live_disputes(letter.consultation, letter.kind),
    )


def reviews_of(
    letters: Iterable[Letter],
    *,
    values: Values,
    mailings: Sequence[Mailing],
    meetings: Sequence[Activity],
    today: date,
) -> dict[str, LetterReview]:
    """Return the review of each letter by its kind, as it is written (one query for them all).

    The letters are of one consultation; `mailings` are its own, newest first, and `meetings` those
    to come, by time.
    """
    reviewed = [each for each in letters if each.kind in REVIEWED]
    disputes = list(
        ReviewDispute.objects.filter(
            consultation__in={each.consultation_id for each in reviewed},
            withdrawn_at__isnull=True,
        )
    )
    return {
        each.kind: _reviewed(
            each,
            written={"subject": each.subject, "body": each.body},
            values=values,
            facts=_facts(
                each.consultation,
                kind=each.kind,
                mailing=next((one for one in mailings if one.kind == each.kind), None),
                meetings=meetings,
                today=today,
            ),
            disputes=[one for one in disputes if one.letter_kind == each.kind],
        )
        for each in reviewed
    }


def _reviewed(
    letter: Letter,
    *,
    written: Mapping[str, str],
    values: Values,
    facts: Facts,
    disputes: Iterable[ReviewDispute],
) -> LetterReview:
    consultation = letter.consultation
    filled = filled_letter(
        consultation,
        kind=letter.kind,
        subject=written["subject"],
        body=written["body"],
        values=values,
    )
    judged = _judged(filled.text, facts, consultation)
    live = {(one.rule, one.quote_hash): one for one in disputes}
    disputed = [one for one in judged.findings if (one.rule, hash_of(one)) in live]
    head = library.review_rules().head
    bands = Bands(ready=head.ready, good=head.good, rework=head.rework)
    left = without(judged, disputed, bands=bands)
    return LetterReview(
        review=left,
        shown=tuple(_shown(one, filled, written) for one in left.findings),
        disputes=tuple(live[one.rule, hash_of(one)] for one in disputed),
    )


@lru_cache(maxsize=64)
def _review(text: str, facts: Facts) -> Review:
    """Return the review of a text. The same text is asked about on page after page."""
    return review(text, facts)


def _judged(text: str, facts: Facts, consultation: Consultation) -> Review:
    """Return the review; what invites to no meeting of its own asks for written answers.

    Days on which something else happens in the consultation are no meetings.
    """
    judged = _review(text, facts)
    if facts.kind is not None:
        return judged
    other_days = {
        facts.reply_by,
        consultation.decision_on,
        consultation.heard_on,
        consultation.answered_on,
    }
    meets = any(each.day is None or each.day.date not in other_days for each in judged.meetings)
    if Kind.MEETING in judged.kinds and (meets or facts.reply_by is None):
        return judged
    return _review(text, replace(facts, kind=Kind.REFERRAL))


def hash_of(finding: Finding) -> str:
    """Return what tells the words of a finding apart from others."""
    return digest({"quote": one_line(finding.quote)})


def rule_name(rule: str) -> str:
    """Return what a rule is about, in a word or two; its code where the rules no longer have it."""
    known = library.review_rules().text.rules.get(rule)
    return known.name if known else rule


def _shown(finding: Finding, filled: FilledLetter, written: Mapping[str, str]) -> Shown:
    place = filled.place_of(finding.span) if finding.span else None
    mend = _mend(finding, filled, written["body"])
    before = standing(mend.words, written["body"]) if mend else None
    if before is not None:
        place, mend = Place("body", before[0].start, before[0].end), None
    return Shown(
        finding=finding,
        name=rule_name(finding.rule),
        quote_hash=hash_of(finding),
        field=place.field if place else "",
        start=utf16(written[place.field], place.start) if place else 0,
        end=utf16(written[place.field], place.end) if place else 0,
        mend=mend,
        was_put_in=before is not None and before[1],
    )


def _mend(finding: Finding, filled: FilledLetter, body: str) -> Mend | None:
    put_in = finding.insertion
    if put_in is None:
        return None
    at = filled.point_in_body(put_in.at)
    words = put_in.words
    return Mend(
        at=at,
        at_utf16=utf16(body, at),
        words=words,
        gap_start=utf16(words, put_in.gap.start),
        gap_end=utf16(words, put_in.gap.end),
    )


def live_disputes(consultation: Consultation, kind: str) -> list[ReviewDispute]:
    """Return the disputes about a letter that have not been taken back."""
    return list(
        ReviewDispute.objects.filter(
            consultation=consultation, letter_kind=kind, withdrawn_at__isnull=True
        ).select_related("made_by")
    )


def get_dispute(region: str, consultation: str, letter: str, dispute: int) -> ReviewDispute:
    """Return the dispute about this letter."""
    return ReviewDispute.objects.select_related(
        "consultation__region", "consultation__process__plan"
    ).get(
        pk=dispute,
        letter_kind=letter,
        consultation__slug=consultation,
        consultation__region__slug=region,
    )


@dataclass(frozen=True)
class Disputed:
    """How often a rule has been disputed, and why."""

    rule: str
    name: str
    live: int
    withdrawn: int
    reasons: tuple[str, ...]


def disputes_by_rule(consultation: Consultation | None = None) -> list[Disputed]:
    """Return the disputes of a consultation, or of all, by rule; the most disputed first."""
    rows = ReviewDispute.objects.order_by("-made_at", "-pk")
    if consultation is not None:
        rows = rows.filter(consultation=consultation)
    told: dict[str, list[tuple[str, bool]]] = {}
    for rule, reason, withdrawn_at in rows.values_list("rule", "reason", "withdrawn_at"):
        told.setdefault(rule, []).append((reason, withdrawn_at is None))
    counted = [
        Disputed(
            rule=rule,
            name=rule_name(rule),
            live=sum(is_live for _reason, is_live in said),
            withdrawn=sum(not is_live for _reason, is_live in said),
            reasons=tuple(reason for reason, _is_live in said),
        )
        for rule, said in told.items()
    ]
    return sorted(counted, key=lambda one: (-one.live, -one.withdrawn, one.rule))
