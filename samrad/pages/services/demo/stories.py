"""What the demo's consultations are about, told once and used by each region."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from samrad.consultations.enums import ActivityKind, Level, MeetingForm, Openness
from samrad.consultations.models import Activity, Consultation, InfluenceItem, PlanProcess, Question
from samrad.consultations.rules import periods
from samrad.consultations.services.activities import plan_meeting
from samrad.consultations.services.starting import start_consultation
from samrad.core.clock import STOCKHOLM
from samrad.planning.models import BudgetLine, Goal
from samrad.planning.services.processes import NewPlan, start_process
from samrad.plans.enums import PlanKind
from samrad.registry.models import Municipality, Region
from samrad.users.principal import Principal

PURPOSE = (
    "Vi vill veta vad föreningarna behöver för att kunna ordna kultur där de finns. Svaren "
    "ligger till grund för vad planen säger om stöd, lokaler och samarbete. Politikerna läser "
    "sammanställningen innan de beslutar."
)
AT_STAKE = "Hur stödet till föreningarna fördelas de närmaste fyra åren."
LEAD = "Kulturplanen styr vilken kultur regionen ger pengar till. Vi vill veta vad ni behöver."
INFLUENCE = (
    ("Vilka sorters kultur som ska få mer stöd", Openness.OPEN, ""),
    ("Hur föreningar söker pengar, och hur krångligt det får vara", Openness.OPEN, ""),
    ("Vad regionen gör i er kommun", Openness.OPEN, ""),
    (
        "Vem som ansvarar för vad",
        Openness.PARTLY,
        "Kommunerna bestämmer själva om sin del.",
    ),
    ("Hur mycket pengar staten ger", Openness.LOCKED, "Det beslutar Kulturrådet."),
    ("Att planen gäller i fyra år", Openness.LOCKED, "Regionfullmäktige har redan beslutat det."),
)
QUESTIONS = (
    (
        "Vad ordnar ni i dag, och vad vill ni kunna göra?",
        "Berätta som ni skulle göra för en granne.",
    ),
    (
        "Vad hindrar er från att ordna mer kultur?",
        "Det kan vara lokaler, pengar, tid, kunskap eller något annat. Skriv som ni pratar.",
    ),
    ("Vad saknas för dem ni möter: unga, äldre, nya i bygden?", "Tänk på dem som inte kommer."),
    ("Vad ska regionen göra först?", "Välj en sak. Säg gärna varför."),
    ("Hur vill ni att vi håller kontakten mellan planerna?", ""),
)


@dataclass(frozen=True)
class Story:
    """A consultation to tell: when it is open and who runs it."""

    title: str
    opens: date
    closes: date
    heard: date
    answered: date
    decision: date
    case_number: str
    phone: str
    title_of_contact: str = "kulturstrateg"
    purpose: str = PURPOSE
    lead: str = LEAD


def make_process(
    region: Region, *, takes_effect_on: date, actor: Principal, now: datetime
) -> PlanProcess:
    """Start the making of the region's next plan."""
    last = takes_effect_on.replace(year=takes_effect_on.year + 4) - timedelta(days=1)
    years = f"{takes_effect_on.year}–{last.year}"
    return start_process(
        region=region,
        plan=NewPlan(
            title=f"Kulturplan för {region.county} {years}",
            kind=PlanKind.CULTURE_PLAN,
            period_to=last,
        ),
        takes_effect_on=takes_effect_on,
        deciding_body="Regionfullmäktige",
        actor=actor,
        now=now,
    )


def tell(process: PlanProcess, story: Story, *, actor: Principal, now: datetime) -> Consultation:
    """Make the consultation with everything that is said about it."""
    consultation = start_consultation(process=process, title=story.title, actor=actor, now=now)
    told: dict[str, Any] = {
        "lead": story.lead,
        "purpose": story.purpose,
        "at_stake": AT_STAKE,
        "level": Level.SAM,
        "decision_on": story.decision,
        "opens_on": story.opens,
        "closes_at": periods.closes_at(story.closes),
        "heard_on": story.heard,
        "answered_on": story.answered,
        "case_number": story.case_number,
        "contact_title": story.title_of_contact,
        "contact_phone": story.phone,
        "contact_hours": "vardagar 9–16",
    }
    for name, value in told.items():
        setattr(consultation, name, value)
    consultation.save()
    InfluenceItem.objects.bulk_create(
        InfluenceItem(
            consultation=consultation, position=n, text=text, openness=openness, reason=reason
        )
        for n, (text, openness, reason) in enumerate(INFLUENCE, start=1)
    )
    Question.objects.bulk_create(
        Question(consultation=consultation, position=n, text=text, hint=hint)
        for n, (text, hint) in enumerate(QUESTIONS, start=1)
    )
    Goal.objects.create(
        consultation=consultation,
        position=1,
        text="Minst en förening från varje kommun svarar",
        target="Antal kommuner bland svaren",
    )
    BudgetLine.objects.bulk_create(
        [
            BudgetLine(
                consultation=consultation, position=1, text="Lokaler och fika", planned=24000
            ),
            BudgetLine(
                consultation=consultation, position=2, text="Tolk och hörslinga", planned=18000
            ),
        ]
    )
    return consultation


def publish(consultation: Consultation, now: datetime) -> None:
    """Make the consultation public at `now`."""
    consultation.published_at = now
    consultation.save(update_fields=["published_at"])


def meet(
    consultation: Consultation,
    place: Municipality,
    on: date,
    *,
    actor: Principal,
    now: datetime,
    at: time = time(18),
    hours: float = 2.5,
) -> Activity:
    """Plan a meeting; in the evening unless told otherwise."""
    starts = datetime.combine(on, at, tzinfo=STOCKHOLM)
    return plan_meeting(
        consultation=consultation,
        values={
            "title": f"Möte i {place.name}",
            "starts_at": starts,
            "ends_at": starts + timedelta(hours=hours),
            "form": MeetingForm.HYBRID,
            "venue": "Exempelgården",
            "address": "Låtsasgatan 4",
            "municipality": place,
            "link": "https://mote.exempel.invalid/samrad",
            "phone_in": "010-000 00 99",
            "note": "",
            "access_note": "Ramp vid entrén, hörslinga och hiss. Säg till om ni behöver tolk.",
        },
        actor=actor,
        now=now,
    )


def meetings_of(consultation: Consultation) -> Sequence[Activity]:
    """Return the consultation's meetings in order."""
    return list(consultation.activities.filter(kind=ActivityKind.MEETING).order_by("starts_at"))
