"""What the review is told beside the text, and what it finds. Spans are code points in the text."""

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum


class Kind(StrEnum):
    """What an announcement is; it may be several at once."""

    MEETING = "MOTE"
    REFERRAL = "REMISS"
    PROCESS = "PROCESS"
    FEEDBACK = "ATERK"
    OTHER = "OVRIGT"


class Severity(StrEnum):
    """How grave a finding is, gravest first."""

    ERROR = "fel"
    WARNING = "varning"
    TIP = "tips"

    @property
    def rank(self) -> int:
        """Return its place, 0 for the gravest."""
        return list(Severity).index(self)


class Level(StrEnum):
    """The level of participation that is planned, least first."""

    INFORM = "INF"
    CONSULT = "SAM"
    DIALOGUE = "DIA"
    PARTNERSHIP = "PAR"


class Audience(StrEnum):
    """Whom the invitation is for."""

    CIVIL_SOCIETY = "civil_society"
    PROFESSIONAL = "professional"
    MUNICIPALITY = "municipality"
    ALL = "all"


class Band(StrEnum):
    """What the score says; the words stand in the content."""

    READY = "READY"
    GOOD = "GOOD"
    REWORK = "REWORK"
    NOT_YET = "NOT_YET"


@dataclass(frozen=True)
class Span:
    """A stretch of the text: from `start` up to, not including, `end`."""

    start: int
    end: int


@dataclass(frozen=True, order=True)
class Day:
    """A day as written: without its year where neither the text nor the facts give it."""

    month: int
    day: int
    year: int | None = None

    @property
    def date(self) -> date | None:
        """Return the date, where the year is known."""
        return None if self.year is None else date(self.year, self.month, self.day)

    def __str__(self) -> str:
        """Return it as ISO 8601 writes it: 2026-03-07, or --03-07 without a year."""
        year = "-" if self.year is None else f"{self.year:04d}"
        return f"{year}-{self.month:02d}-{self.day:02d}"


@dataclass(frozen=True)
class Meeting:
    """A meeting as read. What the text does not say is None; `place` is empty then."""

    day: Day | None
    start: time | None = None
    end: time | None = None
    place: str = ""
    span: Span | None = None


@dataclass(frozen=True)
class Planned:
    """A meeting as it stands in the data."""

    on: date
    start: time | None = None
    end: time | None = None
    place: str = ""


@dataclass(frozen=True)
class Facts:
    """What is known beside the text. `planned` and what follows come from a consultation."""

    sent: date | None = None
    kind: Kind | None = None
    level: Level | None = None
    audience: Audience | None = None
    targeted: bool = False
    planned: tuple[Planned, ...] = ()
    reply_by: date | None = None
    decision_on: date | None = None


@dataclass(frozen=True)
class Insertion:
    """A sentence that mends the finding: what to insert where, and which of it is to be filled in.

    `at` is a place in the reviewed text; `gap` is a stretch of `words`.
    """

    at: int
    words: str
    gap: Span


@dataclass(frozen=True)
class Finding:
    """One remark. `quote` and `span` are empty where something is missing rather than wrong."""

    rule: str
    severity: Severity
    points: int
    message: str
    reason: str
    suggestion: str
    quote: str = ""
    span: Span | None = None
    insertion: Insertion | None = None


@dataclass(frozen=True)
class Praise:
    """Something that is good in the text."""

    code: str
    message: str
    quote: str = ""


@dataclass(frozen=True)
class Review:
    """What the review says. `language` is not "sv" where the text was recognised, not judged."""

    language: str
    score: int
    band: Band
    kinds: tuple[Kind, ...]
    meetings: tuple[Meeting, ...]
    reply_by: Day | None
    rsvp_by: Day | None
    lix: int | None
    words: int
    findings: tuple[Finding, ...] = ()
    praise: tuple[Praise, ...] = field(default=())

    @property
    def first(self) -> tuple[Finding, ...]:
        """Return the findings to show first: the seven most useful."""
        return self.findings[:7]
