"""What everyone may read: published consultations, replies and plans, and never what is not."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from samrad.consultations.enums import Matter
from samrad.consultations.models import Consultation
from samrad.consultations.queries import anyhow, published_consultations
from samrad.consultations.rules import periods, promises
from samrad.contributions.enums import ModerationState, ReplyState, SourceKind
from samrad.contributions.models import (
    Contribution,
    ContributionReply,
    PublicationBatch,
    Reply,
    Submission,
)
from samrad.contributions.queries import live_contributions
from samrad.core.clock import local_date
from samrad.pages.rules import portal
from samrad.plans.models import CulturePlan, PassageRevision, PlacedPassage, PlanVersion
from samrad.plans.queries import passages_of
from samrad.registry.models import Region


@dataclass(frozen=True)
class Listed:
    """A consultation as the portal lists it."""

    consultation: Consultation
    status: str
    last_day: object | None
    days_left: int | None
    is_late: bool  # the day its replies were promised has gone by


def opens_moment(consultation: Consultation) -> datetime | None:
    """Return when answering begins: the opening day, otherwise when it was published."""
    if consultation.opens_on is not None:
        return periods.opens_at(consultation.opens_on)
    return consultation.published_at


def status_of(consultation: Consultation, *, answered: bool, now: datetime) -> str:
    """Return the consultation's public status."""
    return portal.public_status(
        opens=opens_moment(consultation),
        closes=consultation.closes_at,
        has_published_replies=answered,
        is_cancelled=consultation.cancelled_at is not None,
        asks=consultation.matter != Matter.INFORMATION,
        now=now,
    )


def listed_consultations(
    *, now: datetime, region: str = "", words: str = "", status: str = ""
) -> list[Listed]:
    """Return the published consultations that fit, those soonest to close first."""
    rows = published_consultations().annotate(
        answered=Exists(PublicationBatch.objects.filter(consultation=OuterRef("pk"))),
        spoken=Exists(_standing_submissions().filter(consultation=OuterRef("pk"))),
    )
    if region:
        rows = rows.filter(region__slug=region)
    for word in words.split():
        rows = rows.filter(
            anyhow("title", word)
            | anyhow("lead", word)
            | anyhow("region__name", word)
            | anyhow("region__county", word)
            | Exists(_municipality_named(word))
        )
    listed = [_listed(row, now) for row in rows[:500]]
    chosen = [one for one in listed if status in {"", one.status}]
    order = {name: place for place, name in enumerate(portal.STATUSES)}
    return sorted(chosen, key=lambda one: (order[one.status], one.days_left or 0))


def _municipality_named(word: str) -> QuerySet[Region]:
    return Region.objects.filter(anyhow("municipalities__name", word), pk=OuterRef("region"))


def _listed(row: Consultation, now: datetime) -> Listed:
    status = status_of(row, answered=row.answered, now=now)  # type: ignore[attr-defined]  # annotated
    closes = row.closes_at
    return Listed(
        consultation=row,
        status=status,
        last_day=periods.last_day(closes) if closes else None,
        days_left=periods.days_left(closes=closes, now=now)
        if closes and status == portal.OPEN
        else None,
        is_late=is_late(
            row,
            is_waiting=row.spoken and not row.answered,  # type: ignore[attr-defined]  # annotated
            now=now,
        ),
    )


def _standing_submissions() -> QuerySet[Submission]:
    return Submission.objects.filter(superseded_by__isnull=True)


def is_late(consultation: Consultation, *, is_waiting: bool, now: datetime) -> bool:
    """Tell whether the day has gone by when whoever is waiting should have had a reply."""
    return promises.replies_are_late(
        promised=consultation.answered_on,
        is_waiting=is_waiting,
        is_cancelled=consultation.cancelled_at is not None,
        today=local_date(now),
    )


def public_contributions(consultation: Consultation) -> QuerySet[Contribution]:
    """Return the contributions everyone may read, with their reply when it is published.

    None before "detta hörde vi" or the replies have been published.
    """
    shown = live_contributions(consultation).filter(
        submission__moderation__state=ModerationState.APPROVED
    )
    if consultation.heard_published_at is None:
        shown = shown.filter(reply_link__reply__state=ReplyState.PUBLISHED)
    return shown.select_related(
        "submission__municipality",
        "submission__organisation__municipality",
        "question",
        "coding",
        "reply_link__reply__passage_revision__previous",
        "reply_link__reply__batch",
    )


def published_reply(contribution: Contribution) -> Reply | None:
    """Return the contribution's reply if everyone may read it. Costs nothing on a listed row."""
    link: ContributionReply | None = getattr(contribution, "reply_link", None)
    return link.reply if link and link.reply.state == ReplyState.PUBLISHED else None


def search_public(
    consultation: Consultation, *, words: str = "", outcome: str = "", theme: str = ""
) -> QuerySet[Contribution]:
    """Return the public contributions that hold every word, in text, reply or name."""
    rows = public_contributions(consultation)
    for word in words.split():
        rows = rows.filter(
            anyhow("text", word)
            | Q(
                anyhow("reply_link__reply__reason", word),
                reply_link__reply__state=ReplyState.PUBLISHED,
            )
            | Q(
                anyhow("submission__display_name", word),
                submission__organisation__isnull=False,
            )
        )
    if outcome:
        rows = rows.filter(
            reply_link__reply__state=ReplyState.PUBLISHED, reply_link__reply__outcome=outcome
        )
    if theme:
        rows = rows.filter(coding__theme=theme)
    return rows


def get_public_contribution(consultation: str, number: int) -> Contribution:
    """Return the contribution with this number in the published consultation."""
    found = Consultation.objects.select_related("region", "process__plan").get(
        slug=consultation, published_at__isnull=False
    )
    contribution = public_contributions(found).get(number=number)
    contribution.consultation = found
    return contribution


def fellow_voices(reply: Reply, *, but: Contribution) -> QuerySet[Contribution]:
    """Return the other public contributions that got the same reply."""
    return (
        public_contributions(reply.consultation).filter(reply_link__reply=reply).exclude(pk=but.pk)
    )


def outcome_counts(consultation: Consultation) -> list[tuple[str, int]]:
    """Return how many public contributions met each outcome, the most common first."""
    rows = (
        public_contributions(consultation)
        .filter(reply_link__reply__state=ReplyState.PUBLISHED)
        .order_by()
        .values("reply_link__reply__outcome")
        .annotate(n=Count("pk"))
        .order_by("-n", "reply_link__reply__outcome")
    )
    return [(row["reply_link__reply__outcome"], row["n"]) for row in rows]


@dataclass(frozen=True)
class Reach:
    """Who was invited and who was heard, in numbers; and the municipalities nobody came from."""

    invited: int
    organisations_heard: int
    submissions: int
    silent_municipalities: list[str]


def reach_of(consultation: Consultation) -> Reach:
    """Return who was reached and who was not."""
    heard = _standing_submissions().filter(consultation=consultation)
    # A NULL among the codes would make "not in" true for no row at all.
    placed = heard.filter(organisation__municipality__isnull=False)
    return Reach(
        invited=consultation.participations.filter(origin="INVITED").count(),
        organisations_heard=heard.filter(
            source_kind__in=[SourceKind.ORGANISATION, SourceKind.ALLIANCE]
        )
        .values("participation")
        .distinct()
        .count(),
        submissions=heard.count(),
        silent_municipalities=list(
            consultation.region.municipalities.exclude(
                Q(code__in=placed.values("organisation__municipality"))
                | Q(code__in=heard.filter(municipality__isnull=False).values("municipality"))
            )
            .order_by("name")
            .values_list("name", flat=True)
        ),
    )


def just_answered(limit: int = 2) -> list[Contribution]:
    """Return some of the latest answered contributions of all regions, one an outcome."""
    rows = (
        Contribution.objects.filter(
            reply_link__reply__state=ReplyState.PUBLISHED,
            submission__moderation__state=ModerationState.APPROVED,
            submission__superseded_by__isnull=True,
            consultation__published_at__isnull=False,
        )
        .select_related(
            "submission__organisation__municipality", "consultation", "reply_link__reply"
        )
        .order_by("-reply_link__reply__batch__published_at", "number")[:60]
    )
    seen: set[str] = set()
    chosen = []
    for row in rows:
        outcome = row.reply_link.reply.outcome
        if outcome not in seen:
            seen.add(outcome)
            chosen.append(row)
    return chosen[:limit]


def published_plans() -> QuerySet[CulturePlan]:
    """Return the published plans, by region and latest period."""
    return (
        CulturePlan.objects.filter(published_at__isnull=False)
        .select_related("region")
        .order_by("region__name", "-period_from")
    )


def shown_version(plan: CulturePlan) -> PlanVersion | None:
    """Return the version everyone reads: the latest frozen one."""
    return plan.versions.filter(frozen_at__isnull=False).order_by("-number").first()


@dataclass(frozen=True)
class TracedPassage:
    """A passage as it reads in a version, and how many voices stand behind its changes."""

    placed: PlacedPassage
    voices: int


def traced_passages(version: PlanVersion) -> list[TracedPassage]:
    """Return the passages in order, each with the number of published voices behind it."""
    counts = dict(
        PassageRevision.objects.filter(
            passage__placed__version=version,
            replies__state=ReplyState.PUBLISHED,
            replies__links__contribution__submission__moderation__state=ModerationState.APPROVED,
            replies__links__contribution__submission__superseded_by__isnull=True,
        )
        .order_by()
        .values_list("passage")
        .annotate(n=Count("replies__links", distinct=True))
    )
    return [
        TracedPassage(placed, counts.get(placed.passage_id, 0)) for placed in passages_of(version)
    ]


def shown_passage(plan: CulturePlan, revision: PassageRevision) -> PlacedPassage | None:
    """Return where the revision's passage stands in what everyone reads of the plan, if it does."""
    version = shown_version(plan) if plan.published_at else None
    if version is None:
        return None
    return passages_of(version).filter(passage=revision.passage_id).first()


def get_public_passage(plan: str, passage: str) -> PlacedPassage:
    """Return where a passage stands in the version of the plan that everyone reads."""
    found = CulturePlan.objects.select_related("region").get(slug=plan, published_at__isnull=False)
    version = shown_version(found)
    if version is None:
        raise PlacedPassage.DoesNotExist
    placed = version.placed.select_related("revision__previous", "passage", "version").get(
        passage__uuid=passage
    )
    version.plan = found
    placed.version = version
    return placed


def published_changes(placed: PlacedPassage) -> QuerySet[PassageRevision]:
    """Return the wordings up to the shown one, newest first, with the voices behind each."""
    links = (
        ContributionReply.objects.filter(
            contribution__submission__moderation__state=ModerationState.APPROVED,
            contribution__submission__superseded_by__isnull=True,
        )
        .select_related("contribution__submission__organisation__municipality")
        .order_by("contribution__number")
    )
    replies = (
        Reply.objects.filter(state=ReplyState.PUBLISHED)
        .select_related("consultation", "batch")
        .prefetch_related(Prefetch("links", queryset=links, to_attr="voices"))
        .order_by("pk")
    )
    return (
        placed.passage.revisions.filter(number__lte=placed.revision.number)
        .select_related("previous")
        .prefetch_related(Prefetch("replies", queryset=replies, to_attr="published_replies"))
        .order_by("-number")
    )
