"""A consultation as the officer's pages show it: the next step in words, why, and its address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samrad.access.policy import POLICY, Action
from samrad.access.roles import Role
from samrad.consultations.enums import Matter
from samrad.consultations.models import Consultation
from samrad.consultations.rules import steps
from samrad.consultations.wording import MISSING, STEPS, UNTRIED, next_title, next_words
from samrad.pages.queries.work import Standing
from samrad.pages.rules.tasks import FOR_THE_HEAD


@dataclass(frozen=True)
class Place:
    """A page below a consultation, and what it takes to be let in."""

    name: str
    action: Action
    more: str = ""
    query: str = ""


PLACES: Final[Mapping[str, Place]] = {
    "overview": Place("pages:overview", Action.CONSULTATION_WORK),
    "publish": Place("pages:publish", Action.CONSULTATION_PUBLISH),
    "dates": Place("planning:part", Action.CONSULTATION_EDIT, "datum"),
    "meetings": Place("planning:meetings", Action.CONSULTATION_WORK),
    "matrix": Place("pages:matrix", Action.CONSULTATION_WORK),
    "mailings": Place("invitations:mailings", Action.INVITATION_VIEW),
    "participants": Place("pages:participants", Action.INVITATION_VIEW),
    "submissions": Place("contributions:submissions", Action.SUBMISSION_VIEW),
    "moderation": Place(
        "contributions:submissions", Action.SUBMISSION_VIEW, query="?moderation=PENDING"
    ),
    "desk": Place("contributions:desk", Action.CONTRIBUTION_LIST),
    "to_link": Place("contributions:desk", Action.CONTRIBUTION_LIST, query="?show=TO_LINK"),
    "replies": Place("contributions:replies", Action.CONTRIBUTION_LIST),
    "publish_replies": Place("contributions:publish", Action.REPLY_PUBLISH),
    "batches": Place("contributions:batches", Action.CONTRIBUTION_LIST),
    "pre_gate": Place("planning:pre_gate", Action.CONSULTATION_EDIT),
    "duties": Place("planning:duties", Action.CONSULTATION_EDIT),
    "gates": Place("quality_gates:gates", Action.QUALITY_VIEW),
    "decision": Place("planning:decision", Action.CONSULTATION_EDIT),
    "statements": Place("reporting:statements", Action.STATEMENT_READ),
    "documents": Place("documents:consultation_documents", Action.DOCUMENT_READ),
    "quality": Place("quality:profile", Action.QUALITY_VIEW),
    "history": Place("planning:history", Action.CONSULTATION_WORK),
}
# Where the next thing is done, and how many there are of it.
NEXT_PLACE: Final[Mapping[str, str]] = {
    steps.DESCRIBE: "publish",
    steps.SET_DATES: "dates",
    steps.PUBLISH: "publish",
    steps.CHOOSE_RECIPIENTS: "mailings",
    steps.SEND_INVITATIONS: "mailings",
    steps.SETTLE_UNCLEAR: "mailings",
    steps.MODERATE: "moderation",
    steps.WAIT_FOR_ANSWERS: "submissions",
    steps.PUBLISH_HEARD: "mailings",
    steps.ANSWER: "desk",
    steps.LINK_TO_DRAFT: "to_link",
    steps.SIGN_OFF: "replies",
    steps.PUBLISH_REPLIES: "publish_replies",
    steps.DELIVER_REPLIES: "batches",
    steps.ENTER_DECISION: "decision",
    steps.FREEZE_STATEMENT: "statements",
    steps.NOTHING: "overview",
}
COUNTED: Final[Mapping[str, str]] = {
    steps.ANSWER: "unanswered",
    steps.MODERATE: "pending",
    steps.SETTLE_UNCLEAR: "unclear",
    steps.SIGN_OFF: "proposed",
    steps.PUBLISH_REPLIES: "signed_off",
    steps.LINK_TO_DRAFT: "for_draft",
    steps.DELIVER_REPLIES: "undelivered",
}
_MINI: Final = {steps.DONE: "d", steps.CURRENT: "n"}


@dataclass(frozen=True)
class Row:
    """A consultation as the first pages show it."""

    standing: Standing
    title: str
    why: str
    label: str
    url: str
    step: str
    mini: tuple[str, ...]
    stops: tuple[Mapping[str, Any], ...]
    when: str
    is_late: bool
    waits: bool  # the next thing is done by somebody else, or by nobody

    @property
    def due_on(self) -> date | None:
        """Return by when the next thing should be done."""
        return self.standing.due_on

    @property
    def days_left(self) -> int | None:
        """Return how many days are left until then."""
        return self.standing.days_left

    @property
    def days_late(self) -> int:
        """Return how many days ago the next thing should have been done; 0 when it is not late."""
        return max(0, -(self.standing.days_left or 0))

    @property
    def more_url(self) -> str:
        """Return where all that stands in the way is listed."""
        where = self.consultation
        return reverse("pages:publish", args=[where.region.slug, where.slug])

    @property
    def about(self) -> str:
        """Return what the next thing is about."""
        return self.consultation.title

    @property
    def about_url(self) -> str:
        """Return where that is shown."""
        where = self.consultation
        return reverse("pages:overview", args=[where.region.slug, where.slug])

    @property
    def consultation(self) -> Consultation:
        """Return the consultation."""
        return self.standing.consultation


def address(place: str, consultation: Consultation, held: set[Role]) -> str:
    """Return where the place is for one with these roles, or nothing when it is closed to them."""
    where = PLACES[place]
    if not POLICY[where.action] & held:
        return ""
    arguments = [consultation.region.slug, consultation.slug, *filter(None, [where.more])]
    return f"{reverse(where.name, args=arguments)}{where.query}"


def when_text(left: int | None) -> str:
    """Return how far off a day is, in words."""
    if left is None:
        return ""
    if left < 0:
        text = ngettext("för %(count)s dag sedan", "för %(count)s dagar sedan", -left)
        return text % {"count": -left}
    if left == 0:
        return _("i dag")
    return ngettext("om %(count)s dag", "om %(count)s dagar", left) % {"count": left}


def not_sent_text(count: int) -> str:
    """Return how many letters did not get through."""
    text = ngettext("%(count)s brev gick inte fram", "%(count)s brev gick inte fram", count)
    return text % {"count": count}


def _mended_at(code: str, where: list[str]) -> str:
    if code in UNTRIED:
        return reverse(UNTRIED[code][0], args=where)
    return reverse("planning:part", args=[*where, MISSING[code][0]])


def stops_of(standing: Standing, held: set[Role]) -> tuple[dict[str, Any], ...]:
    """Return what stands in the way, in words, with where to mend it."""
    consultation, figures = standing.consultation, standing.figures
    may_edit = bool(POLICY[Action.CONSULTATION_EDIT] & held)
    where = [consultation.region.slug, consultation.slug]
    found = [
        {
            "title": (UNTRIED if code in UNTRIED else MISSING)[code][1],
            "note": "",
            "url": _mended_at(code, where) if may_edit else "",
        }
        for code in standing.where.obstacles
    ]
    if figures.not_sent:
        found.append(
            {
                "title": not_sent_text(figures.not_sent),
                "note": _("Rätta adressen eller nå föreningen på annat sätt."),
                "url": address("mailings", consultation, held),
            }
        )
    if figures.pending and standing.where.next != steps.MODERATE:
        found.append(
            {
                "title": next_title(steps.MODERATE, figures.pending),
                "note": _("De visas inte förrän någon har läst dem."),
                "url": address("moderation", consultation, held),
            }
        )
    return tuple(found)


def row_of(standing: Standing, held: set[Role]) -> Row:
    """Return the consultation as the first pages show it to one with these roles."""
    code = standing.where.next
    informs = standing.consultation.matter == Matter.INFORMATION
    _title, why, label = next_words(code, informs=informs)
    count = getattr(standing.figures, COUNTED[code]) if code in COUNTED else 0
    current = standing.where.current
    for_another = code in FOR_THE_HEAD and Role.HEAD not in held
    return Row(
        standing=standing,
        title=_("Kulturchefen godkänner svaren")
        if for_another
        else next_title(code, count, informs=informs),
        why=str(why),
        label=_("Visa svaren") if for_another else str(label),
        url=address("replies" if for_another else NEXT_PLACE[code], standing.consultation, held),
        step=str(STEPS[current]) if current else _("Klart"),
        mini=tuple(
            _MINI.get(state, "")
            for step, state in standing.where.states.items()
            if not (informs and step in steps.ASKING)
        ),
        stops=stops_of(standing, held),
        when=when_text(standing.days_left),
        is_late=standing.days_left is not None and standing.days_left < 0,
        waits=for_another or code in {steps.WAIT_FOR_ANSWERS, steps.NOTHING},
    )


def by_date(row: Row) -> tuple[bool, date]:
    """Return what rows are ordered by: the day the next thing is due, those without a day last."""
    due = row.standing.due_on
    return due is None, due or date.max


def is_done(row: Row) -> bool:
    """Tell whether there is nothing more to do."""
    return row.standing.where.next == steps.NOTHING
