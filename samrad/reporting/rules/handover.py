"""What the next one needs to know, as plain facts: codes and numbers, never their words.

Read by the page and by the document (T32), which put them in words.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

# Promises made, and whether they are kept
HEARD: Final = "HEARD"  # to tell what was heard, on a day
ANSWERED: Final = "ANSWERED"  # to answer everyone, on a day
INFLUENCE: Final = "INFLUENCE"  # that something can be influenced, in whole or in part
FOR_DRAFT: Final = "FOR_DRAFT"  # replies that say "taken along to the draft": `number` of them
DECISION: Final = "DECISION"  # a decision by a body, on a day
# What is open, in the order of the work
UNCLEAR: Final = "UNCLEAR"
NOT_SENT: Final = "NOT_SENT"
PENDING: Final = "PENDING"
UNANSWERED: Final = "UNANSWERED"
PROPOSED: Final = "PROPOSED"
SIGNED_OFF: Final = "SIGNED_OFF"
UNDELIVERED: Final = "UNDELIVERED"
OPEN_CODES: Final = (UNCLEAR, NOT_SENT, PENDING, UNANSWERED, PROPOSED, SIGNED_OFF, UNDELIVERED)
# Dates ahead
MILESTONE: Final = "MILESTONE"
MEETING: Final = "MEETING"
OPENS: Final = "OPENS"
LAST_DAY: Final = "LAST_DAY"
# Work begun and not out
UNPUBLISHED: Final = "UNPUBLISHED"
LETTER: Final = "LETTER"
MAILING: Final = "MAILING"
PLAN_VERSION: Final = "PLAN_VERSION"


@dataclass(frozen=True, kw_only=True)
class Round:
    """A consultation the handover is about: `key` is its slug, `owner` who is responsible.

    `asks` is whether anybody can answer it; an information only tells.
    """

    key: str
    title: str
    reference: str
    case_number: str = ""
    process: str = ""
    owner: str = ""
    contact: str = ""
    is_published: bool = False
    asks: bool = True


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Somebody with a role in the region; `roles` are codes."""

    name: str
    email: str
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Register:
    """The register in numbers: contact persons are counted and never named."""

    organisations: int = 0
    with_contact: int = 0
    contact_persons: int = 0
    contacts_ending: int = 0  # whose details are kept at most ninety days more


@dataclass(frozen=True, kw_only=True)
class Promise:
    """Something promised in a consultation. `text` is its own words, where it has any."""

    code: str
    consultation: str  # the round's key
    title: str
    text: str = ""
    openness: str = ""  # of INFLUENCE: OPEN or PARTLY
    on: date | None = None
    number: int = 0
    is_kept: bool = False
    is_late: bool = False


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """A day to come. `about` is the consultation or process; `consultation` its key, if any."""

    on: date
    until: date | None = None
    code: str
    text: str = ""
    about: str = ""
    consultation: str = ""
    responsible: str = ""
    is_late: bool = False


@dataclass(frozen=True, kw_only=True)
class Open:
    """Something in a consultation that waits for somebody, and how many there are of it."""

    code: str
    consultation: str
    title: str
    number: int


@dataclass(frozen=True, kw_only=True)
class Sending:
    """A letter that is leaving or has left. `state` is the mailing's; `on` the day it leaves."""

    consultation: str
    title: str
    kind: str
    subject: str
    state: str
    on: date | None = None
    is_ahead: bool = False


@dataclass(frozen=True, kw_only=True)
class Draft:
    """Work that has begun and that nobody outside has seen."""

    code: str
    title: str  # the consultation or plan
    consultation: str = ""
    plan: str = ""  # slug
    kind: str = ""  # of letter
    text: str = ""
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Note:
    """What somebody wrote for the next one; about the region when `consultation` is empty."""

    text: str
    on: date
    by: str = ""
    consultation: str = ""
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class Handover:
    """All of it, on a day. `consultation` is its title, or nothing when it is the whole region's.

    `last_made_on` is when somebody last recorded that it was handed over.
    """

    region: str
    region_key: str
    on: date
    consultation: str = ""
    consultation_key: str = ""
    rounds: tuple[Round, ...] = ()
    colleagues: tuple[Colleague, ...] = ()
    register: Register = Register()
    promises: tuple[Promise, ...] = ()
    ahead: tuple[Ahead, ...] = ()
    open: tuple[Open, ...] = ()
    sendings: tuple[Sending, ...] = ()
    drafts: tuple[Draft, ...] = ()
    notes: tuple[Note, ...] = ()
    last_made_on: date | None = None
    last_made_by: str = ""
