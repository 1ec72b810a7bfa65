"""Bringing the replies to everyone who spoke: mails, letters to print, and calls to make.

Publishing notes how each one is reached. Mails are queued a few at a time, so that no transaction
grows long; what a dead process left is taken up by the next sweep.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import unquote

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from samrad.consultations.models import Consultation, Participation
from samrad.consultations.services.links import mint_link
from samrad.contributions.enums import DeliveryState
from samrad.contributions.models import ContributionReply, Delivery, PublicationBatch
from samrad.contributions.queries.replies import deliveries_of, points_in_batch, reached
from samrad.contributions.services.registrar import sender_of
from samrad.journal.services import record
from samrad.outbox.models import Message
from samrad.outbox.services import NothingToSend, Rendered, queue_message
from samrad.users.principal import Principal

KIND: Final = "replies"
A_TURN: Final = 50  # deliveries a transaction
MASK: Final = "•" * 12
# What an officer may say of a delivery by hand: from which states, to which.
SETTLED: Final[Mapping[str, tuple[frozenset[str], DeliveryState]]] = {
    "posted": (frozenset({DeliveryState.LETTER}), DeliveryState.LETTER_SENT),
    "phoned": (
        frozenset({DeliveryState.PHONE, DeliveryState.NO_ADDRESS}),
        DeliveryState.PHONED,
    ),
}


class CannotSettle(Exception):
    """The delivery is not one that can be marked so."""


def event_of(batch: PublicationBatch) -> str:
    """Return what the outbox calls the publication."""
    return f"batch:{batch.pk}"


def queue_reply_mails(*, now: datetime, batch: PublicationBatch | None = None) -> int:
    """Queue the mails of deliveries that have none yet; return how many. Idempotent."""
    queued = 0
    while done := _queue_some(batch, now):
        queued += done
    return queued


@transaction.atomic
def _queue_some(batch: PublicationBatch | None, now: datetime) -> int:
    rows = Delivery.objects.select_for_update(of=("self",), skip_locked=True).filter(
        state=DeliveryState.MAIL, queued_at__isnull=True
    )
    if batch is not None:
        rows = rows.filter(batch=batch)
    chosen = list(rows.select_related("batch__consultation__region").order_by("pk")[:A_TURN])
    ways = {
        each.participation.pk: each
        for each in reached(
            Participation.objects.filter(pk__in=[row.participation_id for row in chosen])
        )
    }
    for delivery in chosen:
        way = ways[delivery.participation_id]
        if way.email:
            queue_message(
                tenant=delivery.batch.consultation.region.chain,
                kind=KIND,
                event=event_of(delivery.batch),
                recipient=way.participation.reference,
                to_address=way.email,
                context={"delivery": delivery.pk},
                now=now,
            )
    Delivery.objects.filter(pk__in=[row.pk for row in chosen]).update(queued_at=now)
    return len(chosen)


def letter_context(
    consultation: Consultation, points: list[ContributionReply], name: str
) -> dict[str, Any]:
    """Return what the letter about the replies, on any medium, tells."""
    return {
        "consultation": consultation,
        "name": name,
        "points": [(link.contribution, link.reply) for link in points],
    }


def render_replies(message: Message, now: datetime) -> Rendered:
    """Write the mail: each of the recipient's points, what became of it, why, and a link."""
    delivery = (
        Delivery.objects.select_related(
            "batch__consultation__region",
            "participation__consultation__region",
            "participation__contact",
        )
        .filter(pk=message.context["delivery"])
        .first()
    )
    if delivery is None:
        raise NothingToSend("DELIVERY_GONE")
    consultation, party = delivery.batch.consultation, delivery.participation
    points = points_in_batch(delivery.batch, [party.pk])[party.pk]
    token = mint_link(participation=party, minted_for=KIND, now=now)
    path = unquote(reverse("answers:outcome", args=[token]))
    context = letter_context(consultation, points, party.display_name) | {
        "message": delivery.batch.message,
        "url": f"{settings.SAMRAD_URL}{path}",
        "portal": f"{settings.SAMRAD_URL}",
    }
    text = render_to_string("contributions/mail/replies.txt", context)
    subject = render_to_string("contributions/mail/replies_subject.txt", context)
    return Rendered(
        subject=" ".join(subject.split()),
        text=text,
        html=render_to_string("contributions/mail/replies.html", context),
        archived_text=text.replace(token, MASK),
        from_email=sender_of(consultation.region),
        reply_to=consultation.contact_email,
    )


@transaction.atomic
def settle_delivery(*, delivery: Delivery, how: str, actor: Principal, now: datetime) -> Delivery:
    """Note that a letter has been posted or that somebody has been rung up."""
    current = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("batch__consultation__region")
        .get(pk=delivery.pk)
    )
    before, after = SETTLED[how]
    if current.state not in before:
        raise CannotSettle
    current.state, current.settled_at, current.settled_by = after, now, actor.user
    current.save(update_fields=["state", "settled_at", "settled_by"])
    record(
        chain=current.batch.consultation.region.chain,
        kind=f"delivery.{how}",
        about=current,
        actor=actor.reference,
        now=now,
    )
    return current


@transaction.atomic
def settle_letters(*, batch: PublicationBatch, actor: Principal, now: datetime) -> int:
    """Note that every letter of the publication that waited has been posted; return how many."""
    waiting = deliveries_of(batch, DeliveryState.LETTER).order_by()
    keys = list(waiting.values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=keys).update(
        state=DeliveryState.LETTER_SENT, settled_at=now, settled_by=actor.user
    )
    record(
        chain=batch.consultation.region.chain,
        kind="delivery.posted",
        about=batch,
        actor=actor.reference,
        now=now,
        facts={"letters": len(keys)},
    )
    return len(keys)
