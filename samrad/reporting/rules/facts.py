"""The facts of a consultation, as the statement is made from them. Frozen, and the same as JSON.

A statement is stored as these facts; every format is written from the stored ones, so a statement
reads the same for ever whatever happens in the database. Codes stand here, never their labels.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from pydantic import TypeAdapter

from samrad.quality.rules.summary import Summary

SCHEMA: Final = "samrad.statement/1"


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of something. `key` is a code, or a name where there is no code."""

    key: str
    number: int


@dataclass(frozen=True, slots=True)
class About:
    """Which consultation it is, and on what ground it was held."""

    region: str
    slug: str
    title: str
    lead: str
    reference: str
    case_number: str
    level: str
    plan: str
    plan_kind: str
    plan_from: date
    plan_to: date
    takes_effect_on: date
    opens_on: date | None
    last_day: date | None
    weeks: float | None  # to answer, without summer and Christmas weeks
    cancelled_on: date | None
    cancel_reason: str
    contact: str


@dataclass(frozen=True, slots=True)
class Influence:
    """Something that can be influenced, partly or not."""

    text: str
    openness: str
    reason: str


@dataclass(frozen=True, slots=True)
class Goal:
    """A measurable goal, and how it went."""

    text: str
    target: str
    result: str


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why the consultation was held, what could be influenced and who decides."""

    purpose: str
    at_stake: str
    influence: tuple[Influence, ...]
    goals: tuple[Goal, ...]
    decision_maker: str
    decision_on: date | None
    decided_on: date | None
    decision_reference: str


@dataclass(frozen=True, slots=True)
class Cost:
    """A line of the budget, in whole kronor."""

    text: str
    planned: int
    spent: int | None


@dataclass(frozen=True, slots=True)
class Mailing:
    """A sending, and how its recipients were reached."""

    kind: str
    subject: str
    sent_on: date
    channels: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Invited:
    """Who was invited, in numbers."""

    number: int
    by_kind: tuple[Count, ...]
    by_municipality: tuple[Count, ...]  # the empty key: no municipality is known
    by_area: tuple[Count, ...]
    mailings: tuple[Mailing, ...]


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that was done in the consultation."""

    kind: str
    title: str
    starts_at: datetime | None
    ends_at: datetime | None
    form: str
    place: str
    organisations: int | None
    persons: int | None
    submissions: int
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class Speaker:
    """An organisation that took part."""

    name: str
    kind: str
    municipality: str


@dataclass(frozen=True, slots=True)
class TookPart:
    """Who took part and who was missing. Individuals are only counted."""

    submissions: int
    withheld: int  # not shown after moderation, or still waiting for it
    nothing_to_add: int
    by_source: tuple[Count, ...]
    by_channel: tuple[Count, ...]
    by_kind: tuple[Count, ...]
    by_municipality: tuple[Count, ...]
    organisations: int
    speakers: tuple[Speaker, ...]
    invited_heard: int
    came_by_themselves: int
    silent_municipalities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Something that was said, and by whom as everyone may know: empty stands for the kind."""

    number: int
    text: str
    who: str
    source: str


@dataclass(frozen=True, slots=True)
class Theme:
    """What was said under a theme: how many, what it led to, and voices."""

    code: str  # empty: no theme has been set
    number: int
    outcomes: tuple[Count, ...]  # the empty key: no reply yet
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question, how many points answered it, and voices."""

    position: int
    text: str
    number: int
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Commented:
    """A passage of the draft that was commented on."""

    place: str
    heading: str
    number: int


@dataclass(frozen=True, slots=True)
class CameIn:
    """What came in, in numbers and voices."""

    contributions: int
    themes: tuple[Theme, ...]
    questions: tuple[Question, ...]
    passages: tuple[Commented, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table of replies: the point, who made it, and what was answered and why."""

    number: int
    text: str
    who: str  # empty stands for the kind of source
    source: str
    kind: str  # of organisation
    municipality: str
    channel: str
    question: int | None
    theme: str
    passage: str
    outcome: str
    reason: str
    referred_to: str
    is_published: bool
    change: str  # where in the plan
    shares_with: int | None  # the first contribution that got this same reply, if another


@dataclass(frozen=True, slots=True)
class Change:
    """A passage that was changed, and the contributions behind the change."""

    place: str
    heading: str
    before: str
    after: str
    motive: str
    voices: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A no and its reason, with the contributions it answers."""

    outcome: str
    reason: str
    voices: tuple[int, ...]
    example: str


@dataclass(frozen=True, slots=True)
class Referral:
    """A plan version that was sent out for comments in writing."""

    title: str
    version: str
    starts_on: date | None
    ends_on: date | None
    addressees: int
    weeks: float | None  # without summer and Christmas weeks
    by_kind: tuple[Count, ...]  # organisations that answered


@dataclass(frozen=True, slots=True)
class Replies:
    """How the contributions were answered."""

    answered: int
    unanswered: int
    proposed: int  # answered, but the reply is not published
    outcomes: tuple[Count, ...]
    changes: tuple[Change, ...]
    refusals: tuple[Refusal, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Feedback:
    """When and how those who took part were told."""

    heard_on: date | None
    heard_published_on: date | None
    answered_on: date | None
    published_on: tuple[date, ...]
    deliveries: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a statement is made from."""

    about: About
    purpose: Purpose
    costs: tuple[Cost, ...]
    invited: Invited
    activities: tuple[Activity, ...]
    took_part: TookPart
    came_in: CameIn
    replies: Replies
    referrals: tuple[Referral, ...]
    feedback: Feedback
    texts: Mapping[str, str] = field(default_factory=dict)  # section -> what a person wrote
    quality: Summary = field(default_factory=Summary)


@dataclass(frozen=True, slots=True)
class Frozen:
    """Facts as they are kept: with number, day, language and their own fingerprint.

    Number 0 is a working copy that has not been frozen. `is_invented`: of a demo, and says so.
    """

    facts: Facts
    number: int
    made_on: date
    language: str = "sv"
    schema: str = SCHEMA
    data_hash: str = ""
    is_invented: bool = False


_FACTS: Final = TypeAdapter(Facts)
_FROZEN: Final = TypeAdapter(Frozen)


def _written(data: Any) -> bytes:  # noqa: ANN401 -- any JSON
    return json.dumps(
        data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode("utf-8", errors="replace")


def fingerprint(facts: Facts) -> str:
    """Return the fingerprint of the facts (hex SHA-256 of canonical JSON)."""
    return hashlib.sha256(_written(_FACTS.dump_python(facts, mode="json"))).hexdigest()


def frozen(
    facts: Facts,
    *,
    number: int,
    made_on: date,
    language: str = "sv",
    is_invented: bool = False,
) -> Frozen:
    """Return the facts as they will be kept."""
    return Frozen(
        facts,
        number,
        made_on,
        language,
        data_hash=fingerprint(facts),
        is_invented=is_invented,
    )


def to_json(kept: Frozen) -> bytes:
    """Return the kept facts as canonical JSON: the same facts give the same bytes."""
    return _written(_FROZEN.dump_python(kept, mode="json"))


def from_json(content: bytes) -> Frozen:
    """Return the facts that `to_json` wrote."""
    return _FROZEN.validate_json(content)
