"""Late and in trouble, and something that was decided before anybody could be asked."""

from datetime import time

from samrad.consultations.models import PlanProcess
from samrad.consultations.services.starting import start_consultation
from samrad.pages.services.demo import cells, gates, quality, stories, voices
from samrad.pages.services.demo.people import TROUBLED
from samrad.pages.services.demo.taking_part import invite
from samrad.pages.services.demo.world import World
from samrad.quality.enums import RunSize


def tell(world: World) -> None:
    """Late and in trouble: short notice, meetings in office hours, promised dates gone by."""
    officer = world.people["tove"]
    region = world.regions[TROUBLED]
    organisations = world.organisations[TROUBLED]
    process = stories.make_process(
        region, takes_effect_on=world.next_year(1), actor=officer, now=world.day(-150)
    )
    late = stories.tell(
        process,
        stories.Story(
            title="Samråd om kulturplanen",
            purpose="",
            opens=world.on(-75),
            closes=world.on(-61),
            heard=world.on(-30),
            answered=world.on(-5),
            decision=world.on(12),
            case_number="L-17",
            phone="010-000 00 98",
        ),
        actor=officer,
        now=world.day(-80),
    )
    stories.publish(late, world.day(-74))
    invite(late, organisations[:30], actor=officer, now=world.day(-73))
    stories.meet(
        late,
        region.municipalities.order_by("name").first() or region.municipalities.get(),
        world.on(-68),
        actor=officer,
        now=world.day(-73),
        at=time(10),
        hours=1.5,
    )
    cells.place_all(late, written=["B2"], meetings=["A2"], actor=officer, now=world.day(-72))
    voices.let_speak(
        consultation=late,
        organisations=organisations[:9],
        said=voices.all_said()[:14],
        first=world.day(-72),
        last=world.day(-62),
        actor=officer,
    )
    run = quality.start(
        late,
        RunSize.NORMAL,
        "Ett möte och en remiss i hela länet.",
        actor=officer,
        now=world.day(-78),
    )
    quality.contest(
        run,
        "P05",
        "Mötet låg på dagen för att bussarna inte går på kvällen. Föreningarna visste om det.",
        actor=officer,
        now=world.day(-40),
    )
    _inform(world, process)


def _inform(world: World, process: PlanProcess) -> None:
    """Tell what cannot be influenced any more, and ask nobody about it."""
    officer = world.people["tove"]
    told = start_consultation(
        process=process,
        title="Nya öppettider i regionens instrumentförråd",
        actor=officer,
        now=world.day(-50),
    )
    told.lead = "Förrådet har öppet tisdagar och torsdagar 16–19 från årsskiftet."
    told.purpose = "Vi berättar vad som ändras, och vem ni ringer om tiderna inte passar er."
    told.decision_maker = "Regionstyrelsen"
    told.decision_on = told.decided_on = world.on(-60)
    told.decision_reference = "protokollet § 41"
    told.case_number = "L-19"
    told.contact_phone = "010-000 00 98"
    told.save()
    gates.say_no(told, actor=officer, now=world.day(-49))
    stories.publish(told, world.day(-48))
