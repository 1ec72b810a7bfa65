"""Facts of what came in, what was replied, and what changed in the plan."""

from typing import Any, Final

from django.db.models import CharField, Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from samrad.consultations.models import Consultation
from samrad.contributions.enums import DeliveryState, ReplyState
from samrad.contributions.models import Delivery, Reply
from samrad.contributions.queries.live import live_contributions
from samrad.outbox.enums import MessageState
from samrad.outbox.models import Message
from samrad.plans.models import PlacedPassage
from samrad.quality.rules import facts

_SIGNED: Final = (ReplyState.SIGNED_OFF, ReplyState.PUBLISHED)
_SETTLED: Final = (DeliveryState.LETTER_SENT, DeliveryState.PHONED)
_FAILED: Final = (MessageState.NOT_SENT, MessageState.CANCELLED)
# As `contributions.services.delivery` puts them in the outbox.
_MAILS_OF_REPLIES: Final = "replies"
_BATCH: Final = "batch:"
_PARTICIPATION: Final = "participation:"


def contributions(consultation: Consultation) -> dict[str, Any]:
    """Return the figures of contributions, letters with replies, and changes in the plan."""
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
