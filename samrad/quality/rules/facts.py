"""Everything the rules may ask about a consultation, gathered once a page.

A fact that the tool does not hold has no field. An empty `Facts` is a consultation of which nothing
is known yet, and every rule must be able to judge it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final, Self

from samrad.consultations.enums import Audience, MeetingForm
from samrad.method import library
from samrad.planning.rules.timeline import Limits

ON_SITE: Final = frozenset({MeetingForm.PHYSICAL, MeetingForm.HYBRID})
FROM_AFAR: Final = frozenset({MeetingForm.DIGITAL, MeetingForm.HYBRID, MeetingForm.PHONE})
# Values of `invitations.enums.LetterKind`; the letters that invite.
INVITATION: Final = "invitation"
TARGETED: Final = "targeted-invitation"
REFERRAL: Final = "referral"
INVITING: Final = frozenset({INVITATION, TARGETED, REFERRAL})
REMINDER: Final = "reminder"
HEARD: Final = "heard"
# Keys of the method's forms of consultation.
TARGETED_FORM: Final = "targeted-consultation"
OUTREACH_FORMS: Final = frozenset({"outreach-visit", "phone-round"})
_SATURDAY: Final = 5


@dataclass(frozen=True, kw_only=True)
class MeetingFact:
    """A meeting that has not been cancelled. Times are local.

    `clashes` are names of what the region has called to on the same day in other consultations.
    """

    starts_at: datetime
    ends_at: datetime | None = None
    title: str = ""
    form: str = ""
    municipality: str = ""
    audience: str = Audience.CIVIL_SOCIETY
    daytime_motive: str = ""
    form_key: str = ""
    has_access_note: bool = False
    room: str = ""  # where it is and how one gets in
    can_phone_in: bool = False
    clashes: tuple[str, ...] = ()

    @property
    def on(self) -> date:
        """Return the day it is held."""
        return self.starts_at.date()

    @property
    def is_on_site(self) -> bool:
        """Tell whether people meet in a room."""
        return self.form in ON_SITE

    @property
    def is_targeted(self) -> bool:
        """Tell whether it is a consultation with named parties."""
        return self.form_key == TARGETED_FORM

    @property
    def is_at_weekend(self) -> bool:
        """Tell whether it is held on a Saturday or Sunday."""
        return self.starts_at.weekday() >= _SATURDAY


@dataclass(frozen=True, kw_only=True)
class ActivityFact:
    """Anything that is done in the consultation and has not been cancelled, meetings too.

    `on` is its first day, where it has one. `cells` are of the Code's matrix.
    """

    title: str = ""
    kind: str = ""
    on: date | None = None
    form_key: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LetterFact:
    """A letter that invites, as the review reads it. `errors` are names of the graver findings."""

    kind: str
    is_judged: bool = True
    score: int = 0
    errors: tuple[str, ...] = ()
    states_level: bool = False


@dataclass(frozen=True, kw_only=True)
class SendingFact:
    """A sending that was released, and the day from which it leaves: it may lie ahead.

    `number`: how many of its recipients had not been sent a letter of the kind before; None while
    they are still being written down, or the sending is only planned.
    """

    kind: str
    on: date
    number: int | None = None


@dataclass(frozen=True, kw_only=True)
class RecipientsFact:
    """Those the inviting letters went to, each counted once a letter."""

    total: int = 0
    organisations: int = 0
    by_email: int = 0
    on_paper: int = 0
    otherwise: int = 0  # phoned or visited
    reached: int = 0
    not_reached: int = 0  # the rest wait, or nobody knows


@dataclass(frozen=True, kw_only=True)
class DutyFact:
    """That a legal duty was tried, and with what end."""

    applies: bool
    decided_on: date


@dataclass(frozen=True, kw_only=True)
class ReferralFact:
    """That a draft is out for comments in writing, from the first day to the last."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, kw_only=True)
class RegisterFact:
    """The region's civil-society register: how many at work, how many checked, how many networks.

    `verified` counts those checked within the time that a check holds.
    """

    active: int = 0
    verified: int = 0
    networks: int = 0


@dataclass(frozen=True, kw_only=True)
class TimelineFact:
    """The process's milestones against the method's: names of the missing and of the disordered."""

    dated: int = 0
    missing: tuple[str, ...] = ()
    disordered: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ContributionsFact:
    """The points that count now."""

    total: int = 0
    themed: int = 0
    owned: int = 0
    coded: int = 0  # both
    answered: int = 0  # with a reply, be it only a proposal
    signed: int = 0  # with a reply that has been signed off
    published: int = 0
    named: int = 0  # by somebody the replies can be sent to


@dataclass(frozen=True, kw_only=True)
class DeliveriesFact:
    """The letters with replies to those who took part: what has become of them."""

    total: int = 0
    sent: int = 0  # handed over, posted or told by telephone
    failed: int = 0  # that the mail could not be handed over
    no_address: int = 0

    @property
    def left(self) -> int:
        """Return how many wait: to be sent, posted or phoned, or to be looked into."""
        return self.total - self.sent - self.failed - self.no_address


@dataclass(frozen=True, kw_only=True)
class PlanLinksFact:
    """Chapters of the draft with contributions, how many of them a reply has changed, and links."""

    chapters: int = 0
    linked: int = 0
    links: int = 0
    unlinked: tuple[str, ...] = ()  # names


@dataclass(frozen=True, kw_only=True)
class StatementFact:
    """The consultation statement: first and latest frozen, published, and whether it has a dnr."""

    first_on: date | None = None
    latest_on: date | None = None
    published_on: date | None = None
    without_case_number: int = 0


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known. Dates are local; `limits` are the numbers in force."""

    today: date
    limits: Mapping[str, int] = field(default_factory=library.checklist_limits)
    red_days: frozenset[date] = frozenset()
    # What has been written
    lead: str = ""
    purpose: str = ""
    at_stake: str = ""
    open_items: int = 0
    partly_items: int = 0
    locked_items: int = 0
    decision_maker: str = ""
    decision_on: date | None = None
    decided_on: date | None = None
    opens_on: date | None = None
    last_day: date | None = None
    heard_on: date | None = None
    answered_on: date | None = None
    published_on: date | None = None
    heard_published_on: date | None = None
    case_number: str = ""
    has_owner: bool = False
    is_open_to_all: bool = False
    referral: ReferralFact | None = None  # where a draft is out for comments
    disposal_decision: str = ""
    # What has been prepared
    goals: int = 0
    budget_kinds: int = 0
    budget_total: int = 0
    pre_gate: bool | None = None  # None: not tried
    duties: Mapping[str, DutyFact] = field(default_factory=dict)
    register: RegisterFact = RegisterFact()
    timeline: TimelineFact = TimelineFact()
    pre_meeting_on: date | None = None
    years_since_plan: tuple[int, ...] = ()
    years_with_contact: tuple[int, ...] = ()
    handover_on: date | None = None
    municipalities: int = 0  # in the region
    # What is done
    meetings: tuple[MeetingFact, ...] = ()
    activities: tuple[ActivityFact, ...] = ()
    draft_on: date | None = None
    first_activity_on: date | None = None  # in any consultation of the process
    letters: tuple[LetterFact, ...] = ()
    sendings: tuple[SendingFact, ...] = ()
    recipients: RecipientsFact = RecipientsFact()
    # What came of it
    submissions: int = 0
    contributions: ContributionsFact = ContributionsFact()
    deliveries: DeliveriesFact = DeliveriesFact()
    plan_links: PlanLinksFact = PlanLinksFact()
    statement: StatementFact = StatementFact()

    @property
    def last_meeting_on(self) -> date | None:
        """Return the day of the last meeting."""
        return max((each.on for each in self.meetings), default=None)

    @property
    def held(self) -> tuple[MeetingFact, ...]:
        """Return the meetings whose day has passed."""
        return tuple(each for each in self.meetings if each.on < self.today)

    @property
    def ends_on(self) -> date | None:
        """Return the last day on which anything is asked: to answer, or to meet."""
        days = [day for day in (self.last_day, self.last_meeting_on) if day is not None]
        return max(days, default=None)

    @property
    def is_closed(self) -> bool:
        """Tell whether all asking is over."""
        return self.ends_on is not None and self.ends_on < self.today

    @property
    def invitations(self) -> tuple[SendingFact, ...]:
        """Return the sendings that invite."""
        return tuple(each for each in self.sendings if each.kind in INVITING)

    @property
    def time_limits(self) -> Limits:
        """Return the numbers that count weeks and hours."""
        return Limits.from_thresholds(self.limits)

    def at_planned_sending(self) -> Self:
        """Return the facts as they would be had the letter left as planned; today if not planned.

        The first gate asks this: it judges what is planned, before it has left. A kind that has
        left is judged by the day it left.
        """
        sent = {each.kind for each in self.invitations}
        kinds = [each.kind for each in self.letters if each.kind not in sent]
        if not kinds and not sent:
            kinds = [INVITATION]
        planned = tuple(SendingFact(kind=kind, on=self.today) for kind in kinds)
        return replace(self, sendings=(*self.sendings, *planned))


def in_order(meetings: Iterable[MeetingFact]) -> list[MeetingFact]:
    """Return the meetings in order of time."""
    return sorted(meetings, key=lambda each: each.starts_at)


def working_days_between(first: date, last: date, *, red_days: frozenset[date]) -> int:
    """Return how many working days there are after `first`, up to and with `last`."""
    days = (first + timedelta(days=step) for step in range(1, (last - first).days + 1))
    return sum(day.weekday() < _SATURDAY and day not in red_days for day in days)
