"""Gathering the facts of a consultation: once a page, in a fixed number of queries.

The rules read nothing themselves. What is counted is counted by the database; what must be named
is read. Everything that a consultation has one number of is read in one query with the rest.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import (
    Aggregate,
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Concat

from samrad.consultations.enums import ActivityKind, Audience, Matter, Openness
from samrad.consultations.models import Activity, Consultation, InfluenceItem
from samrad.consultations.rules import periods
from samrad.contributions.enums import DeliveryState, ReplyState
from samrad.contributions.models import Delivery, Reply, Submission
from samrad.contributions.queries.live import live_contributions
from samrad.core.clock import STOCKHOLM, local_date
from samrad.core.red_days import red_days
from samrad.core.text import search_key
from samrad.invitations.enums import FIRST_LETTERS, LetterKind, MailingState, RecipientChannel
from samrad.invitations.enums import Standing as Letters
from samrad.invitations.models import Letter, Mailing, Recipient
from samrad.invitations.queries.facts import consultation_values
from samrad.invitations.queries.mailings import with_standing
from samrad.invitations.queries.reviews import LetterReview, reviews_of
from samrad.invitations.rules.placeholders import names_in
from samrad.invitations.rules.review.model import Severity
from samrad.method import library
from samrad.outbox.enums import MessageState
from samrad.outbox.models import Message
from samrad.planning.models import (
    BudgetLine,
    Goal,
    Handover,
    LegalDuty,
    MatrixPlacement,
    Milestone,
    PreGate,
)
from samrad.planning.queries import as_rules_read, recommended_limits, rule_key
from samrad.planning.rules import timeline
from samrad.plans.enums import VersionKind
from samrad.plans.models import CulturePlan, PlacedPassage, PlanVersion
from samrad.quality.queries.sources import statement_of
from samrad.quality.rules import facts
from samrad.registry.enums import NOT_CIVIL_SOCIETY, OrganisationKind, OrganisationStatus
from samrad.registry.models import Municipality
from samrad.registry.queries import organisations_in

_ROWS: Final = Count("pk")
_PRE_MEETING: Final = "pre-meeting"
_DRAFT_DECIDED: Final = "draft-decided"
_OUT: Final = (MailingState.FILLING, MailingState.RELEASED)
_SIGNED: Final = (ReplyState.SIGNED_OFF, ReplyState.PUBLISHED)
_SETTLED: Final = (DeliveryState.LETTER_SENT, DeliveryState.PHONED)
_FAILED: Final = (MessageState.NOT_SENT, MessageState.CANCELLED)
# As `contributions.services.delivery` puts them in the outbox.
_MAILS_OF_REPLIES: Final = "replies"
_BATCH: Final = "batch:"
_PARTICIPATION: Final = "participation:"
_GOT_IT: Final = (Letters.SENT, Letters.POSTED, Letters.REACHED)
_MISSED: Final = (Letters.NOT_SENT, Letters.NOT_REACHED)
_CIVIL: Final = (Audience.CIVIL_SOCIETY, Audience.ALL)
_MARGIN: Final = timedelta(days=45)  # beyond the first and last date that red days are asked for


@dataclass(frozen=True)
class _Around:
    """What several facts are made from, read once."""

    consultation: Consultation
    activities: Sequence[Activity]  # of the region since its last plan, and of the process
    meetings: Sequence[Activity]  # the consultation's own, by time
    milestones: Sequence[Milestone]
    counts: dict[str, Any]
    today: date

    @property
    def own(self) -> list[Activity]:
        """Return the consultation's own activities."""
        return [row for row in self.activities if row.consultation_id == self.consultation.pk]

    @property
    def in_process(self) -> list[Activity]:
        """Return what is done in the process to ask somebody."""
        process = self.consultation.process_id
        return [row for row in self.asking if row.consultation.process_id == process]

    @property
    def asking(self) -> list[Activity]:
        """Return what is done in the consultation, and in others that have gone out and ask."""
        own = self.consultation.pk
        return [
            row for row in self.activities if row.consultation_id == own or _asks(row.consultation)
        ]

    def milestone(self, key: str) -> Milestone | None:
        """Return the milestone with the method's key."""
        return next((row for row in self.milestones if row.key == key), None)


def _asks(consultation: Consultation) -> bool:
    is_out = consultation.published_at is not None
    return is_out and consultation.matter == Matter.CONSULTATION


def facts_of(consultation: Consultation, *, now: datetime) -> facts.Facts:
    """Return what is known of the consultation. It comes with its region, plan and plan version."""
    around = _around(consultation, today=local_date(now))
    counts = around.counts
    days = [row.starts_at.date() for row in around.meetings if row.starts_at] + [around.today]
    if consultation.heard_published_at:
        days.append(local_date(consultation.heard_published_at))
    return facts.Facts(
        today=around.today,
        red_days=red_days(min(days) - _MARGIN, max(days) + _MARGIN),
        **_written(consultation),
        **_counted(counts),
        duties=_duties(consultation),
        register=_register(consultation, around.today),
        timeline=_timeline(around.milestones),
        pre_meeting_on=_pre_meeting(around),
        handover_on=_day(counts["handover"]),
        years_since_plan=_years(counts["earlier"], around.today),
        years_with_contact=_years_met(around),
        meetings=_meetings(around),
        activities=_activities(around),
        referral=_referral(around),
        draft_on=_draft_on(around),
        first_activity_on=_first_activity(around),
        **_letters(around),
        recipients=_recipients(consultation),
        **_contributions(consultation),
        statement=statement_of(consultation),
    )


def _around(consultation: Consultation, *, today: date) -> _Around:
    counts = _counts(consultation)
    activities = _activities_around(consultation, counts["earlier"])
    own = [row for row in activities if row.consultation_id == consultation.pk]
    return _Around(
        consultation=consultation,
        activities=activities,
        meetings=[row for row in own if row.kind == ActivityKind.MEETING],
        milestones=list(Milestone.objects.filter(process=consultation.process_id)),
        counts=counts,
        today=today,
    )


def _day(moment: datetime | None) -> date | None:
    return local_date(moment) if moment else None


def _written(consultation: Consultation) -> dict[str, Any]:
    closes_at = consultation.closes_at
    kept = ("lead", "purpose", "at_stake", "decision_maker", "decision_on", "decided_on")
    dates = ("opens_on", "heard_on", "answered_on", "case_number")
    return {field: getattr(consultation, field) for field in kept + dates} | {
        "last_day": periods.last_day(closes_at) if closes_at else None,
        "published_on": _day(consultation.published_at),
        "heard_published_on": _day(consultation.heard_published_at),
        "has_owner": consultation.owner_id is not None,
        "is_open_to_all": consultation.open_to_all,
        "disposal_decision": consultation.region.disposal_decision,
    }


def _number_of(rows: QuerySet[Any], n: Aggregate = _ROWS) -> Subquery:
    """Return one figure of the rows that belong to the consultation, as a subquery."""
    mine = rows.filter(consultation=OuterRef("pk")).order_by().values("consultation")
    return Subquery(mine.annotate(n=n).values("n"))


def _counts(consultation: Consultation) -> dict[str, Any]:
    """Return everything that there is one number of (one query)."""
    items = InfluenceItem.objects.all()
    plan = consultation.process.plan
    goals = Goal.objects.exclude(text="").exclude(target="")
    earlier = CulturePlan.objects.filter(region=plan.region_id, period_from__lt=plan.period_from)
    referred = PlanVersion.objects.filter(plan=plan, kind=VersionKind.REFERRAL)
    places = Municipality.objects.filter(region=consultation.region_id)
    ours = Q(consultation=OuterRef("pk")) | Q(consultation__isnull=True)
    handed = Handover.objects.filter(ours, region=consultation.region_id).order_by("-made_at")
    newest = PreGate.objects.filter(consultation=OuterRef("pk")).order_by("-made_at", "-pk")
    figures: dict[str, Any] = {
        "open_items": _number_of(items.filter(openness=Openness.OPEN)),
        "partly_items": _number_of(items.filter(openness=Openness.PARTLY)),
        "locked_items": _number_of(items.filter(openness=Openness.LOCKED)),
        "goals": _number_of(goals),
        "budget_kinds": _number_of(BudgetLine.objects.all(), Count("text", distinct=True)),
        "budget_total": _number_of(BudgetLine.objects.all(), Sum("planned")),
        "submissions": _number_of(Submission.objects.all()),
        "pre_gate": Subquery(newest.values("all_yes")[:1]),
        "handover": Subquery(handed.values("made_at")[:1]),
        "earlier": Subquery(earlier.order_by("-period_from").values("period_from")[:1]),
        "referred": Subquery(referred.order_by("created_at").values("created_at")[:1]),
        "municipalities": Subquery(
            places.order_by().values("region").annotate(n=Count("pk")).values("n")
        ),
    }
    # A figure may not bear the name of a field or of a relation.
    asked = {f"found_{name}": figure for name, figure in figures.items()}
    found: dict[str, Any] = dict(Consultation.objects.filter(pk=consultation.pk).values(**asked)[0])
    return {name: found[f"found_{name}"] for name in figures}


def _counted(counts: dict[str, Any]) -> dict[str, Any]:
    numbers = (
        "open_items",
        "partly_items",
        "locked_items",
        "goals",
        "budget_kinds",
        "budget_total",
        "submissions",
        "municipalities",
    )
    return {name: counts[name] or 0 for name in numbers} | {"pre_gate": counts["pre_gate"]}


def _duties(consultation: Consultation) -> dict[str, facts.DutyFact]:
    rows = LegalDuty.objects.filter(consultation=consultation).order_by("made_at", "pk")
    return {
        row.kind: facts.DutyFact(applies=row.applies, decided_on=row.decided_on) for row in rows
    }


def _register(consultation: Consultation, today: date) -> facts.RegisterFact:
    since = today - timedelta(days=library.checklist_limits()["register-days"])
    counted = (
        organisations_in(consultation.region)
        .filter(status=OrganisationStatus.ACTIVE)
        .exclude(kind__in=NOT_CIVIL_SOCIETY)
        .order_by()
        .aggregate(
            active=Count("pk"),
            verified=Count("pk", filter=Q(verified_on__gte=since)),
            networks=Count("pk", filter=Q(kind=OrganisationKind.NETWORK)),
        )
    )
    return facts.RegisterFact(**counted)


def _timeline(milestones: Sequence[Milestone]) -> facts.TimelineFact:
    texts = library.timeline().text.milestones
    held = {row.key for row in milestones}
    found = timeline.warnings(as_rules_read(milestones), limits=recommended_limits())
    wrong = {
        each.key
        for each in found
        if each.code in {timeline.ORDER_BROKEN, timeline.ENDS_BEFORE_START}
    }
    return facts.TimelineFact(
        dated=len(milestones),
        missing=tuple(text.label for key, text in texts.items() if key not in held),
        disordered=tuple(row.title for row in milestones if rule_key(row) in wrong),
    )


def _pre_meeting(around: _Around) -> date | None:
    """Return when the pre-meeting was held, or will be; nothing where its day passed unmarked."""
    row = around.milestone(_PRE_MEETING)
    if row is None or row.done_on is not None:
        return row.done_on if row else None
    return row.starts_on if row.starts_on >= around.today else None


def _activities_around(consultation: Consultation, earlier: date | None) -> list[Activity]:
    """Return what the region does since the plan before, and all of the process, by time."""
    since = earlier or consultation.created_at.date()
    begin = periods.opens_at(since)
    recent = Q(starts_at__gte=begin) | Q(done_on__gte=since)
    return list(
        Activity.objects.filter(
            recent | Q(consultation__process=consultation.process_id),
            consultation__region=consultation.region_id,
            consultation__cancelled_at__isnull=True,
            cancelled_at__isnull=True,
        )
        .select_related("municipality", "consultation")
        .defer("note", "consultation__purpose", "consultation__at_stake")
        .order_by("starts_at", "pk")
    )


def _begins(row: Activity) -> date | None:
    """Return the first day of an activity: its own, else that of the time to answer."""
    if row.starts_at is not None:
        return local_date(row.starts_at)
    return row.done_on if row.kind == ActivityKind.OTHER else row.consultation.opens_on


def _years(earlier: date | None, today: date) -> tuple[int, ...]:
    """Return the years that have passed since the plan before took effect; this one if none."""
    if earlier is None or earlier > today:
        return ()
    return tuple(range(earlier.year, max(earlier.year + 1, today.year)))


def _years_met(around: _Around) -> tuple[int, ...]:
    """Return the years in which the region has met civil society."""
    met = [
        _begins(row)
        for row in around.asking
        if row.kind in {ActivityKind.MEETING, ActivityKind.OTHER} and row.audience in _CIVIL
    ]
    return tuple(sorted({day.year for day in met if day is not None and day <= around.today}))


def _meetings(around: _Around) -> tuple[facts.MeetingFact, ...]:
    others: dict[date, list[str]] = {}
    for row in around.activities:
        if row.kind == ActivityKind.MEETING and row.consultation_id != around.consultation.pk:
            day = _begins(row)
            if day is not None:
                others.setdefault(day, []).append(row.title)
    return tuple(_meeting(row, others) for row in around.meetings if row.starts_at)


def _meeting(row: Activity, others: dict[date, list[str]]) -> facts.MeetingFact:
    assert row.starts_at is not None  # noqa: S101 -- the caller asks
    starts = row.starts_at.astimezone(STOCKHOLM)
    return facts.MeetingFact(
        starts_at=starts,
        ends_at=row.ends_at.astimezone(STOCKHOLM) if row.ends_at else None,
        title=row.title,
        form=row.form,
        municipality=row.municipality.name if row.municipality else "",
        audience=row.audience,
        daytime_motive=row.daytime_motive,
        form_key=row.form_key,
        has_access_note=bool(row.access_note.strip()),
        room=f"{row.venue}\n{row.address}\n{row.access_note}".strip(),
        can_phone_in=bool(row.phone_in.strip()),
        clashes=tuple(others.get(starts.date(), ())),
    )


def _activities(around: _Around) -> tuple[facts.ActivityFact, ...]:
    cells: dict[int, list[str]] = {}
    placed = MatrixPlacement.objects.filter(activity__consultation=around.consultation)
    for activity, cell in placed.order_by("cell").values_list("activity", "cell"):
        cells.setdefault(activity, []).append(cell)
    return tuple(
        facts.ActivityFact(
            title=row.title,
            kind=row.kind,
            on=_begins(row),
            form_key=row.form_key,
            cells=tuple(cells.get(row.pk, ())),
        )
        for row in around.own
    )


def _referral(around: _Around) -> facts.ReferralFact | None:
    """Return when a draft is out for comments: by its own activity's days, else those to answer."""
    closes_at = around.consultation.closes_at
    first, last = around.consultation.opens_on, periods.last_day(closes_at) if closes_at else None
    out = [row for row in around.own if row.kind == ActivityKind.REFERRAL]
    if not out and around.consultation.plan_version_id is None:
        return None
    row = next((each for each in out if each.starts_at and each.ends_at), None)
    if row is not None and row.starts_at and row.ends_at:
        first, last = local_date(row.starts_at), periods.last_day(row.ends_at)
    return facts.ReferralFact(first=first, last=last)


def _draft_on(around: _Around) -> date | None:
    """Return the day there is a finished draft: as planned, else when one was made."""
    row = around.milestone(_DRAFT_DECIDED)
    if row is not None:
        return row.done_on or row.starts_on
    version = around.consultation.plan_version
    return _day(around.counts["referred"] or (version.created_at if version else None))


def _first_activity(around: _Around) -> date | None:
    days = [_begins(row) for row in around.in_process]
    return min((day for day in days if day is not None), default=None)


def _letters(around: _Around) -> dict[str, Any]:
    consultation = around.consultation
    letters = list(Letter.objects.filter(consultation=consultation, kind__in=FIRST_LETTERS))
    for letter in letters:
        letter.consultation = consultation
    mailings = list(Mailing.objects.filter(consultation=consultation))
    values = consultation_values(consultation, kind=LetterKind.INVITATION)
    reviews = reviews_of(
        letters,
        values=values,
        mailings=mailings,
        meetings=around.meetings,
        today=around.today,
    )
    return {
        "letters": tuple(
            _letter(letter, reviews[letter.kind], promise=values["promise"]) for letter in letters
        ),
        "sendings": tuple(_sendings(mailings, _first_letters(consultation))),
    }


def _letter(letter: Letter, review: LetterReview, *, promise: str) -> facts.LetterFact:
    return facts.LetterFact(
        kind=letter.kind,
        is_judged=review.is_judged,
        score=review.review.score,
        errors=tuple(each.name for each in review.shown if each.finding.severity is Severity.ERROR),
        states_level=_states(letter, promise),
    )


def _states(letter: Letter, promise: str) -> bool:
    """Tell whether the letter makes the level's promise, by its placeholder or in its words."""
    name = search_key(library.placeholder_names(letter.kind).get("promise", ""))
    named = {search_key(each) for each in names_in(letter.body)}
    return name in named or promise in letter.body


def _sendings(mailings: Iterable[Mailing], numbers: dict[int, int]) -> Iterable[facts.SendingFact]:
    for each in mailings:
        if each.state in _OUT and each.sent_at is not None:
            is_whole = each.state == MailingState.RELEASED
            number = numbers.get(each.pk, 0) if is_whole else None
            yield facts.SendingFact(kind=each.kind, on=local_date(each.sent_at), number=number)


def _first_letters(consultation: Consultation) -> dict[int, int]:
    """Return how many of each mailing's recipients had no letter of its kind before."""
    released = Recipient.objects.filter(
        mailing__consultation=consultation, mailing__state=MailingState.RELEASED
    )
    before = released.filter(
        participation=OuterRef("participation"),
        mailing__kind=OuterRef("mailing__kind"),
        mailing__sent_at__lt=OuterRef("mailing__sent_at"),
    )
    first = released.filter(~Exists(before), mailing__kind__in=FIRST_LETTERS).order_by()
    return dict(first.values("mailing").annotate(n=Count("pk")).values_list("mailing", "n"))


def _recipients(consultation: Consultation) -> facts.RecipientsFact:
    chosen = Recipient.objects.filter(
        mailing__consultation=consultation,
        mailing__kind__in=FIRST_LETTERS,
        mailing__state=MailingState.RELEASED,
    )
    counted = with_standing(chosen).aggregate(
        total=Count("pk"),
        organisations=Count("pk", filter=Q(participation__organisation__isnull=False)),
        by_email=Count("pk", filter=Q(channel=RecipientChannel.EMAIL)),
        on_paper=Count("pk", filter=Q(paper_batch__posted_on__isnull=False)),
        otherwise=Count("pk", filter=Q(reached_on__isnull=False)),
        reached=Count("pk", filter=Q(standing__in=_GOT_IT)),
        not_reached=Count("pk", filter=Q(standing__in=_MISSED)),
    )
    return facts.RecipientsFact(**counted)


def _contributions(consultation: Consultation) -> dict[str, Any]:
    themed = Q(coding__isnull=False) & ~Q(coding__theme="")
    owned = Q(coding__owner__isnull=False)
    changed = Q(reply_link__reply__passage_revision__isnull=False)
    counted = (
        live_contributions(consultation)
        .order_by()
        .aggregate(
            total=Count("pk"),
            themed=Count("pk", filter=themed),
            owned=Count("pk", filter=owned),
            coded=Count("pk", filter=themed & owned),
            answered=Count("pk", filter=Q(reply_link__isnull=False)),
            signed=Count("pk", filter=Q(reply_link__reply__state__in=_SIGNED)),
            named=Count("pk", filter=Q(submission__participation__isnull=False)),
            published=Count("pk", filter=Q(reply_link__reply__state=ReplyState.PUBLISHED)),
            links=Count("pk", filter=changed),
        )
    )
    links = counted.pop("links")
    return {
        "contributions": facts.ContributionsFact(**counted),
        "deliveries": _deliveries(consultation),
        "plan_links": _plan_links(consultation, links),
    }


def _deliveries(consultation: Consultation) -> facts.DeliveriesFact:
    """Return what has become of the letters with replies; of mails, the outbox knows."""
    mail = Message.objects.filter(
        kind=_MAILS_OF_REPLIES,
        event=Concat(Value(_BATCH), Cast(OuterRef("batch"), CharField())),
        recipient=Concat(Value(_PARTICIPATION), Cast(OuterRef("participation"), CharField())),
    )
    by_mail = Q(state=DeliveryState.MAIL)
    counted = (
        Delivery.objects.filter(batch__consultation=consultation)
        .annotate(mail=Subquery(mail.values("state")[:1]))
        .aggregate(
            total=Count("pk"),
            sent=Count("pk", filter=Q(state__in=_SETTLED) | by_mail & Q(mail=MessageState.SENT)),
            failed=Count("pk", filter=by_mail & Q(mail__in=_FAILED)),
            no_address=Count("pk", filter=Q(state=DeliveryState.NO_ADDRESS)),
        )
    )
    return facts.DeliveriesFact(**counted)


def _plan_links(consultation: Consultation, links: int) -> facts.PlanLinksFact:
    """Return which chapters of the draft were commented on, and which of them were changed."""
    placed = PlacedPassage.objects.filter(version=consultation.plan_version_id).order_by("position")
    chapter_of: dict[int, int] = {}
    names: dict[int, str] = {}
    for passage, level, heading in placed.values_list(
        "passage", "revision__level", "revision__heading"
    ):
        if level == 1 or not names:
            names[passage] = heading
        chapter_of[passage] = next(reversed(names))
    commented = live_contributions(consultation)
    changed = Reply.objects.filter(links__contribution__in=commented.order_by())
    about = {chapter_of[each] for each in _passages(commented) if each in chapter_of}
    linked = {chapter_of[each] for each in _passages(changed) if each in chapter_of}
    return facts.PlanLinksFact(
        chapters=len(about),
        linked=len(about & linked),
        links=links,
        unlinked=tuple(name for key, name in names.items() if key in about - linked),
    )


def _passages(rows: QuerySet[Any]) -> list[int]:
    about = rows.filter(passage_revision__isnull=False).order_by()
    return list(about.values_list("passage_revision__passage", flat=True).distinct())
