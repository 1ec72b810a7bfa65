"""Reading replies: those that wait for sign-off, one with all it has said, and publications."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from samrad.consultations.models import Consultation, Participation
from samrad.contributions.enums import ReplyState
from samrad.contributions.models import (
    Contribution,
    ContributionReply,
    Delivery,
    PublicationBatch,
    Reply,
    ReplyCorrection,
    ReplyNote,
    ReplyRevision,
)
from samrad.contributions.queries.changes import loose_changes
from samrad.contributions.queries.live import live_contributions, live_submissions
from samrad.contributions.rules.reach import way_to_reach
from samrad.core.ids import as_number
from samrad.journal.models import Entry
from samrad.plans.models import PlacedPassage
from samrad.users.models import User


@dataclass(frozen=True)
class Reached:
    """Someone who took part, and how the replies reach them: a code of `DeliveryState`."""

    participation: Participation
    name: str
    way: str
    email: str
    phone: str
    postal_address: str


@dataclass(frozen=True)
class ToPublish:
    """What publishing now would mean."""

    replies: int
    corrections: int
    waiting: list[int]  # numbers of contributions whose reply is not signed off
    unanswered: int
    ways: dict[str, int]
    unreached: list[str]
    nameless: int  # submissions nobody can be told about
    loose: list[PlacedPassage]  # passages that a reply changed and that no reply answers for now


def get_reply(region: str, consultation: str, reply: int) -> Reply:
    """Return the reply in the consultation."""
    return Reply.objects.select_related(
        "consultation__region",
        "consultation__process__plan",
        "passage_revision__previous",
        "passage_revision__passage",
        "signed_off_by",
        "batch",
        "separated_from",
    ).get(pk=reply, consultation__slug=consultation, consultation__region__slug=region)


def replies_as_read(consultation: Consultation, marks: Iterable[str]) -> list[Reply]:
    """Return replies by marks `key:version`, each with the version that was read."""
    parts = [mark.partition(":") for mark in marks]
    read = {as_number(key): as_number(version) for key, _colon, version in parts}
    rows = list(Reply.objects.filter(consultation=consultation, pk__in=[k for k in read if k]))
    for row in rows:
        row.version = read[row.pk] or 0
    return rows


def reply_as_read(consultation: Consultation, mark: str) -> Reply | None:
    """Return the reply by its mark `key:version`, if it is there."""
    return next(iter(replies_as_read(consultation, [mark])), None)


def reply_to_number(consultation: Consultation, number: str) -> Reply | None:
    """Return the reply that the contribution with this number has."""
    link = (
        ContributionReply.objects.filter(
            contribution__consultation=consultation, contribution__number=as_number(number) or 0
        )
        .select_related("reply__passage_revision__passage")
        .first()
    )
    return link.reply if link else None


def link_of(reply: Reply, number: str) -> ContributionReply | None:
    """Return that the reply answers the contribution with this number."""
    return (
        reply.links.filter(contribution__number=as_number(number) or 0)
        .select_related("reply", "contribution")
        .first()
    )


def get_batch(region: str, consultation: str, batch: int) -> PublicationBatch:
    """Return the publication in the consultation."""
    return PublicationBatch.objects.select_related("consultation__region", "published_by").get(
        pk=batch, consultation__slug=consultation, consultation__region__slug=region
    )


def standing_replies(consultation: Consultation) -> QuerySet[Reply]:
    """Return the replies that answer something: those whose submissions were replaced do not."""
    answers = ContributionReply.objects.filter(
        reply=OuterRef("pk"), contribution__submission__superseded_by__isnull=True
    )
    return Reply.objects.filter(Exists(answers), consultation=consultation)


def _links() -> Prefetch[str, QuerySet[ContributionReply], str]:
    return Prefetch(
        "links",
        ContributionReply.objects.select_related("contribution__submission__organisation").order_by(
            "contribution__number"
        ),
    )


def replies_in_state(consultation: Consultation, state: str) -> QuerySet[Reply]:
    """Return the replies in a state with what they answer; `returned` marks those sent back."""
    stands = ReplyNote.objects.filter(reply=OuterRef("pk"), version=OuterRef("version"))
    return (
        standing_replies(consultation)
        .filter(state=state)
        .annotate(returned=Exists(stands))
        .select_related("passage_revision__previous", "signed_off_by")
        .prefetch_related(_links())
        .order_by("pk")
    )


def replies_to_sign_off(consultation: Consultation) -> QuerySet[Reply]:
    """Return proposed replies that have not been sent back."""
    sent_back = ReplyNote.objects.filter(reply=OuterRef("pk"), version=OuterRef("version"))
    return (
        standing_replies(consultation)
        .filter(state=ReplyState.PROPOSED)
        .exclude(Exists(sent_back))
        .order_by("pk")
    )


def corrections_of(consultation: Consultation) -> QuerySet[ReplyCorrection]:
    """Return the corrections that are not yet published."""
    return (
        ReplyCorrection.objects.filter(
            reply__consultation=consultation, batch__isnull=True, withdrawn_at__isnull=True
        )
        .select_related("reply", "made_by", "passage_revision__passage")
        .prefetch_related(Prefetch("reply__links", _links().queryset))
        .order_by("pk")
    )


def open_correction(reply: Reply) -> ReplyCorrection | None:
    """Return the correction of the reply that waits to be published, if there is one."""
    return (
        reply.corrections.filter(batch__isnull=True, withdrawn_at__isnull=True)
        .select_related("made_by", "passage_revision__passage")
        .first()
    )


def counts_by_state(consultation: Consultation) -> dict[str, int]:
    """Return how many replies stand in each state."""
    rows = standing_replies(consultation).values("state").annotate(n=Count("pk"))
    counts = Counter({row["state"]: row["n"] for row in rows.order_by("state")})
    return {state: counts[state] for state in ReplyState.values}


def links_of(reply: Reply) -> QuerySet[ContributionReply]:
    """Return what the reply answers now, by number."""
    return reply.links.select_related(
        "contribution__submission__organisation__municipality",
        "contribution__submission__municipality",
    ).order_by("contribution__number")


def revisions_of(reply: Reply) -> QuerySet[ReplyRevision]:
    """Return everything the reply has said, newest first."""
    return reply.revisions.select_related("made_by", "batch", "passage_revision__passage").order_by(
        "-number"
    )


def writer_of(reply: Reply) -> User | None:
    """Return who wrote what the reply says now."""
    latest = revisions_of(reply).first()
    return latest.made_by if latest else None


def notes_of(reply: Reply) -> QuerySet[ReplyNote]:
    """Return why the reply was sent back, newest first."""
    return reply.notes.select_related("made_by").order_by("-made_at", "-pk")


def standing_note(reply: Reply) -> ReplyNote | None:
    """Return what the one who signs off asked to have changed in the reply as it reads now."""
    return notes_of(reply).filter(version=reply.version).first()


def _reached(participation: Participation) -> Reached:
    contact = getattr(participation, "contact", None)
    organisation = participation.organisation
    email = (contact and contact.email) or (organisation.email if organisation else "")
    phone = (contact and contact.phone) or (organisation.phone if organisation else "")
    address = contact.postal_address if contact else ""
    if not address and organisation and organisation.address:
        address = (
            f"{organisation.name}\n{organisation.address}\n"
            f"{organisation.postal_code} {organisation.city}".strip()
        )
    preferred = contact.channel if contact else organisation.channel if organisation else ""
    return Reached(
        participation=participation,
        name=participation.display_name,
        way=way_to_reach(preferred=preferred, email=email, postal_address=address, phone=phone),
        email=email,
        phone=phone,
        postal_address=address,
    )


def reached(participations: QuerySet[Participation]) -> list[Reached]:
    """Return how each of the participations is reached (one query)."""
    return [_reached(each) for each in participations.select_related("organisation", "contact")]


def concerned_by_publishing(consultation: Consultation) -> QuerySet[Participation]:
    """Return those who get to hear when the signed-off replies and corrections are published.

    That is those whose points are answered, and the first time also those who had none.
    """
    ready = standing_replies(consultation).filter(state=ReplyState.SIGNED_OFF)
    corrected = corrections_of(consultation).filter(state=ReplyState.SIGNED_OFF)
    links = ContributionReply.objects.filter(
        Q(reply__in=ready.values("pk")) | Q(reply__in=corrected.order_by().values("reply")),
        contribution__submission__superseded_by__isnull=True,
        contribution__submission__participation=OuterRef("pk"),
    )
    told = Q(Exists(links))
    if not consultation.publications.exists():
        sent = live_submissions(consultation).filter(participation=OuterRef("pk"))
        points = live_contributions(consultation).filter(submission__participation=OuterRef("pk"))
        told |= Q(Exists(sent)) & ~Q(Exists(points))
    return Participation.objects.filter(told, consultation=consultation).order_by("pk")


def numbers_not_signed_off(consultation: Consultation) -> list[int]:
    """Return the numbers of the contributions whose reply is still a proposal."""
    return list(
        ContributionReply.objects.filter(
            reply__consultation=consultation,
            reply__state=ReplyState.PROPOSED,
            contribution__submission__superseded_by__isnull=True,
        )
        .order_by("contribution__number")
        .values_list("contribution__number", flat=True)
    )


def to_publish(consultation: Consultation) -> ToPublish:
    """Return what publishing now would mean, for the page that asks before it is done."""
    everyone = reached(concerned_by_publishing(consultation))
    counts = counts_by_state(consultation)
    return ToPublish(
        replies=counts[ReplyState.SIGNED_OFF],
        corrections=corrections_of(consultation).filter(state=ReplyState.SIGNED_OFF).count(),
        waiting=numbers_not_signed_off(consultation),
        unanswered=live_contributions(consultation).filter(reply_link__isnull=True).count(),
        ways=dict(Counter(each.way for each in everyone)),
        unreached=sorted(each.name for each in everyone if each.way == "NO_ADDRESS"),
        nameless=live_submissions(consultation).filter(participation__isnull=True).count(),
        loose=loose_changes(consultation),
    )


def batches_of(consultation: Consultation) -> QuerySet[PublicationBatch]:
    """Return the publications, newest first, with how many replies each made public."""
    return consultation.publications.select_related("published_by").annotate(
        published=Count("revisions__reply", distinct=True)
    )


def deliveries_of(batch: PublicationBatch, state: str = "") -> QuerySet[Delivery]:
    """Return the deliveries of a publication by name."""
    rows = batch.deliveries.select_related(
        "participation__organisation", "participation__contact", "settled_by"
    ).order_by("participation__display_name", "pk")
    return rows.filter(state=state) if state else rows


def delivery_counts(batch: PublicationBatch) -> dict[str, int]:
    """Return how many deliveries of the publication stand in each state."""
    rows = batch.deliveries.values("state").annotate(n=Count("pk")).order_by("state")
    return {row["state"]: row["n"] for row in rows}


def get_delivery(region: str, consultation: str, batch: int, participation: str) -> Delivery:
    """Return how a publication reaches one who took part."""
    return Delivery.objects.select_related(
        "batch__consultation__region", "participation__organisation", "participation__contact"
    ).get(
        participation__uuid=participation,
        batch=batch,
        batch__consultation__slug=consultation,
        batch__consultation__region__slug=region,
    )


def points_in_batch(
    batch: PublicationBatch, participations: Sequence[int]
) -> dict[int, list[ContributionReply]]:
    """Return, by participation, the points that the publication answered, in order."""
    rows = (
        ContributionReply.objects.filter(
            reply__revisions__batch=batch,
            contribution__submission__participation__in=participations,
            contribution__submission__superseded_by__isnull=True,
        )
        .select_related("reply__passage_revision__passage", "contribution__submission")
        .order_by("contribution__number")
        .distinct()
    )
    points: dict[int, list[ContributionReply]] = {pk: [] for pk in participations}
    for row in rows:
        points[row.contribution.submission.participation_id or 0].append(row)
    return points


def replies_through_time(contribution: Contribution) -> list[ReplyRevision]:
    """Return everything that has been said in reply to the contribution, newest first.

    A contribution that was separated from a shared reply keeps what the shared one said of it.
    """
    link = getattr(contribution, "reply_link", None)
    reply: Reply | None = link.reply if link else None
    keys = []
    while reply is not None:
        keys.append(reply.pk)
        reply = reply.separated_from
    rows = (
        ReplyRevision.objects.filter(reply__in=keys)
        .select_related("made_by", "batch", "passage_revision__previous", "reply")
        .order_by("-made_at", "-pk")
    )
    return [row for row in rows if contribution.number in row.contribution_numbers]


def entries_about_contribution(contribution: Contribution) -> QuerySet[Entry]:
    """Return the journal's entries about the contribution, its reply and its submission."""
    about = Q(object_kind="contributions.contribution", object_id=str(contribution.pk))
    about |= Q(object_kind="contributions.submission", object_id=str(contribution.submission_id))
    link = getattr(contribution, "reply_link", None)
    if link is not None:
        about |= Q(object_kind="contributions.reply", object_id=str(link.reply_id))
    return Entry.objects.filter(about).order_by("at", "pk")


def names_of_actors(entries: Iterable[Entry]) -> dict[str, str]:
    """Return, by the journal's reference, the names of the users who acted."""
    keys = {
        int(entry.actor.partition(":")[2]) for entry in entries if entry.actor.startswith("user:")
    }
    return {f"user:{user.pk}": str(user) for user in User.objects.filter(pk__in=keys)}
