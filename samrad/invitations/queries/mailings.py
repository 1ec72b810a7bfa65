"""Reading mailings, their recipients and what became of each letter."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from samrad.consultations.models import Consultation
from samrad.core.text import search_key
from samrad.invitations.enums import MailingState, RecipientChannel, Standing
from samrad.invitations.models import Mailing, PaperBatch, Recipient
from samrad.outbox.enums import MessageState
from samrad.registry.models import Organisation

# The standings in which somebody has something to do.
TO_LOOK_AT = (Standing.NOT_SENT, Standing.UNCLEAR, Standing.NOT_REACHED)

_STANDING = Case(
    When(reached_on__isnull=False, then=Value(Standing.REACHED)),
    When(channel=RecipientChannel.NONE, then=Value(Standing.NOT_REACHED)),
    When(
        channel=RecipientChannel.PAPER,
        paper_batch__posted_on__isnull=False,
        then=Value(Standing.POSTED),
    ),
    When(
        channel=RecipientChannel.PAPER,
        paper_batch__isnull=False,
        then=Value(Standing.PRINTED),
    ),
    When(channel=RecipientChannel.PAPER, then=Value(Standing.TO_PRINT)),
    When(
        message__state__in=[MessageState.QUEUED, MessageState.SENDING],
        then=Value(Standing.WAITING),
    ),
    default=F("message__state"),
    output_field=CharField(),
)


def get_mailing(region: str, consultation: str, mailing: str) -> Mailing:
    """Return the mailing with this uuid in the consultation."""
    return Mailing.objects.select_related(
        "consultation__region", "consultation__process__plan", "created_by", "released_by"
    ).get(uuid=mailing, consultation__slug=consultation, consultation__region__slug=region)


def get_recipient(region: str, consultation: str, mailing: str, participation: str) -> Recipient:
    """Return the recipient of the mailing who has the participation with this uuid."""
    found: Recipient = with_standing(
        Recipient.objects.select_related(
            "mailing__consultation__region",
            "mailing__consultation__process__plan",
            "participation__organisation",
            "message",
            "paper_batch",
        )
    ).get(
        participation__uuid=participation,
        mailing__uuid=mailing,
        mailing__consultation__slug=consultation,
        mailing__consultation__region__slug=region,
    )
    return found


def get_paper_batch(region: str, consultation: str, mailing: str, volume: int) -> PaperBatch:
    """Return the mailing's batch of printed letters with this number."""
    return PaperBatch.objects.select_related(
        "mailing__consultation__region", "mailing__consultation__process__plan", "pdf", "docx"
    ).get(
        number=volume,
        mailing__uuid=mailing,
        mailing__consultation__slug=consultation,
        mailing__consultation__region__slug=region,
    )


def mailings_of(consultation: Consultation) -> QuerySet[Mailing]:
    """Return the consultation's mailings, newest first, with how many they went to."""
    return (
        Mailing.objects.filter(consultation=consultation)
        .annotate(recipients_count=Count("recipients"))
        .order_by("-created_at", "-pk")
    )


def open_draft(consultation: Consultation, kind: str) -> Mailing | None:
    """Return the mailing of this kind that is being prepared, if there is one."""
    return Mailing.objects.filter(
        consultation=consultation, kind=kind, state=MailingState.DRAFT
    ).first()


def with_standing(recipients: QuerySet[Recipient]) -> QuerySet[Any]:
    """Annotate what has become of each letter, as `enums.Standing`."""
    return recipients.annotate(standing=_STANDING)


def recipients_of(
    mailing: Mailing, *, standing: str = "", channel: str = "", search: str = ""
) -> QuerySet[Any]:
    """Return the mailing's recipients by name, those that match."""
    rows = with_standing(
        Recipient.objects.filter(mailing=mailing).select_related(
            "participation__organisation", "message", "paper_batch"
        )
    )
    if standing == "LOOK":
        rows = rows.filter(standing__in=TO_LOOK_AT)
    elif standing:
        rows = rows.filter(standing=standing)
    if channel:
        rows = rows.filter(channel=channel)
    if search:
        rows = rows.filter(
            Q(participation__display_name__icontains=search.strip())
            | Q(participation__organisation__search_name__contains=search_key(search))
            | Q(email__icontains=search.strip())
        )
    return rows.order_by("participation__display_name", "pk")


def standings_of(mailing: Mailing) -> Mapping[str, int]:
    """Return how many of the mailing's letters stand in each way, in the order of the enum."""
    rows = with_standing(Recipient.objects.filter(mailing=mailing)).values("standing")
    counts = {
        row["standing"]: row["n"] for row in rows.annotate(n=Count("pk")).order_by("standing")
    }
    return {code: counts[code] for code in Standing.values if code in counts}


def paper_to_make(mailing: Mailing) -> QuerySet[Recipient]:
    """Return the letters on paper that are not printed yet."""
    return Recipient.objects.filter(
        mailing=mailing, channel=RecipientChannel.PAPER, paper_batch=None, reached_on=None
    )


def organisations_named(mailing: Mailing, search: str) -> QuerySet[Organisation]:
    """Return organisations of the region whose name holds the words, to put in by hand."""
    rows = Organisation.objects.filter(
        region=mailing.consultation.region,
        pending_batch__isnull=True,
        search_name__contains=search_key(search),
    )
    return rows.select_related("municipality").order_by("sort_name", "pk")
