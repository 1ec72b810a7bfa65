"""The letters that bring the replies on paper, as one document to print."""

from django.conf import settings
from django.urls import reverse

from samrad.consultations.models import Participation
from samrad.contributions.enums import DeliveryState
from samrad.contributions.models import ContributionReply, PublicationBatch
from samrad.contributions.queries.replies import Reached, deliveries_of, points_in_batch, reached
from samrad.contributions.wording import LETTER
from samrad.core.clock import local_date
from samrad.documents.blocks import (
    AddressPage,
    Block,
    Document,
    Heading,
    Paragraph,
    Quote,
)


def _say(key: str, **values: object) -> str:
    return str(LETTER[key]) % values


def _point(link: ContributionReply, *, decided: bool) -> list[Block]:
    contribution, reply = link.contribution, link.reply
    verdict = _say("reply" if decided else "proposal", outcome=reply.get_outcome_display())
    blocks: list[Block] = [
        Heading(2, _say("point", number=contribution.number)),
        Quote(contribution.text),
        Paragraph(verdict),
    ]
    if reply.referred_to:
        blocks.append(Paragraph(_say("referred", to=reply.referred_to)))
    blocks.append(Paragraph(reply.reason))
    if reply.passage_revision is not None:
        changed = reply.passage_revision
        blocks += [Heading(3, _say("now")), Quote(changed.text, source=changed.heading)]
    return blocks


def _letter(
    batch: PublicationBatch, to: Reached, points: list[ContributionReply], url: str
) -> list[Block]:
    consultation = batch.consultation
    region = consultation.region
    sender = (region.name, *region.postal_address.splitlines())
    blocks: list[Block] = [
        AddressPage(
            recipient=tuple(line for line in to.postal_address.splitlines() if line.strip()),
            sender=sender,
            place_and_date=local_date(batch.published_at).isoformat(),
            reference=consultation.case_number or consultation.reference,
        ),
        Heading(1, str(LETTER["title"])),
        Paragraph(_say("to", name=to.name)),
        Paragraph(_say("lead", title=consultation.title, region=region.name)),
    ]
    if batch.message:
        blocks.append(Paragraph(batch.message))
    for link in points:
        blocks += _point(link, decided=consultation.decided_on is not None)
    if not points:
        blocks.append(Paragraph(_say("nothing")))
    return [
        *blocks,
        Paragraph(_say("more", url=url)),
        Paragraph(
            _say("questions", name=consultation.contact_name, phone=consultation.contact_phone)
        ),
    ]


def reply_letters(batch: PublicationBatch, *, posted: bool = False) -> Document:
    """Return the letters that wait to be posted (or all of them) as one document."""
    states = [DeliveryState.LETTER] + ([DeliveryState.LETTER_SENT] if posted else [])
    rows = list(deliveries_of(batch).filter(state__in=states))
    keys = [row.participation_id for row in rows]
    points = points_in_batch(batch, keys)
    ways = {
        each.participation.pk: each for each in reached(Participation.objects.filter(pk__in=keys))
    }
    path = reverse("pages:consultation", args=[batch.consultation.slug])
    blocks: list[Block] = []
    for key in keys:
        blocks += _letter(batch, ways[key], points[key], f"{settings.SAMRAD_URL}{path}")
    return Document(
        title=str(LETTER["title"]),
        date=local_date(batch.published_at),
        blocks=tuple(blocks),
        author=batch.consultation.region.name,
        show_title=False,
        page_numbers=False,
    )
