"""What the finished consultation had in place, so that its checklist can be seen fulfilled."""

from datetime import datetime, timedelta
from typing import Final

from samrad.consultations.models import Consultation
from samrad.contributions.enums import DeliveryState
from samrad.contributions.models import Delivery
from samrad.contributions.services.delivery import KIND, queue_reply_mails, render_replies
from samrad.core.clock import local_date
from samrad.outbox.services import deliver_due
from samrad.pages.services.demo import cells
from samrad.planning.models import BudgetLine, Goal
from samrad.planning.services.milestones import finish_milestone
from samrad.registry.models import Organisation
from samrad.users.principal import Principal

GOALS: Final = (
    ("Minst 25 organisationer svarar", "Antal organisationer bland svaren", "Ja"),
    ("Varje synpunkt har ett svar före beslutet", "Antal synpunkter utan svar", "Ja, alla"),
)
COSTS: Final = (
    ("Resor för föreningarna", 12000),
    ("Ersättning för förlorad arbetsinkomst", 15000),
    ("Tryck och porto", 6000),
    ("Uppföljning", 8000),
)
_EARLY: Final = timedelta(days=120)  # before the letters: when the parties were asked
_UNCHECKED: Final = 9  # one in so many of the register


def lay(consultation: Consultation, *, actor: Principal, now: datetime) -> None:
    """Add goals, costs, a checked register, an early contact and one with the young."""
    for position, (text, target, result) in enumerate(GOALS, start=2):
        Goal.objects.create(
            consultation=consultation, position=position, text=text, target=target, result=result
        )
    BudgetLine.objects.bulk_create(
        BudgetLine(consultation=consultation, position=position, text=text, planned=planned)
        for position, (text, planned) in enumerate(COSTS, start=3)
    )
    _check_register(consultation, now)
    _ask_early(consultation, actor=actor, now=now)


def _check_register(consultation: Consultation, now: datetime) -> None:
    region = consultation.region
    region.disposal_decision = "Dokumenthanteringsplan för kultur (påhittad)"
    region.disposal_decided_on = local_date(now)
    region.save(update_fields=["disposal_decision", "disposal_decided_on"])
    known = Organisation.objects.filter(region=region).order_by("pk").values_list("pk", flat=True)
    checked = [key for number, key in enumerate(known) if number % _UNCHECKED]
    Organisation.objects.filter(pk__in=checked).update(verified_on=local_date(now))


def _ask_early(consultation: Consultation, *, actor: Principal, now: datetime) -> None:
    met_on = local_date(now - _EARLY)
    cells.do_other(
        consultation,
        "Särskilt samråd med unga arrangörer",
        ["C2"],
        done_on=met_on,
        form_key="targeted-consultation",
        actor=actor,
        now=now,
    )
    milestone = consultation.process.milestones.get(key="pre-meeting")
    finish_milestone(milestone=milestone, done_on=met_on, actor=actor, now=now)


def post_the_rest(consultation: Consultation, *, now: datetime) -> None:
    """Let the letters with replies be posted, the rest be phoned, and the mails be sent."""
    waiting = Delivery.objects.filter(batch__consultation=consultation)
    for before, after in (
        (DeliveryState.LETTER, DeliveryState.LETTER_SENT),
        (DeliveryState.PHONE, DeliveryState.PHONED),
        (DeliveryState.NO_ADDRESS, DeliveryState.PHONED),
    ):
        waiting.filter(state=before).update(state=after, settled_at=now)
    queue_reply_mails(now=now)
    deliver_due(renderers={KIND: render_replies}, clock=lambda: now, limit=1000)


def tick_off(consultation: Consultation, *, actor: Principal, now: datetime) -> None:
    """Say of every milestone that has passed that it was met on its day."""
    waiting = consultation.process.milestones.filter(done_on=None, starts_on__lt=local_date(now))
    for milestone in waiting:
        finish_milestone(milestone=milestone, done_on=milestone.starts_on, actor=actor, now=now)
