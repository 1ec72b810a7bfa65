"""In the middle of its meetings, with a draft to comment on."""

from datetime import date, timedelta

from samrad.pages.services.demo import cells, plans, stories, voices
from samrad.pages.services.demo.taking_part import invite
from samrad.pages.services.demo.world import World, evening_for_all
from samrad.plans.enums import VersionKind
from samrad.plans.services import freeze_version


def tell(world: World) -> None:
    """In the middle of its meetings, with a draft that can be commented passage by passage."""
    officer = world.people["sam"]
    region = world.regions["uppsala"]
    organisations = world.organisations["uppsala"]
    process = stories.make_process(
        region, takes_effect_on=world.next_year(2), actor=officer, now=world.day(-200)
    )
    plan = plans.make_version(
        process.plan,
        kind=VersionKind.DRAFT,
        label="Utkast 1",
        actor=officer,
        now=world.day(-75),
    )
    frozen = freeze_version(version=plan.version, actor=officer, now=world.day(-71))
    consultation = stories.tell(
        process,
        stories.Story(
            title="Amatörkören, teatern och bygdegården",
            lead="Fyra samtal om vad som krävs för att ordna kultur utanför stan.",
            opens=world.on(-35),
            closes=world.on(22),
            heard=world.on(50),
            answered=world.on(110),
            decision=date(world.today.year + 1, 10, 12),
            case_number=f"RK {world.today.year}-0093",
            phone="010-000 00 03",
        ),
        actor=officer,
        now=world.day(-70),
    )
    consultation.plan_version = frozen
    consultation.save(update_fields=["plan_version"])
    stories.publish(consultation, world.day(-36))
    invite(consultation, organisations[:240], actor=officer, now=world.day(-35))
    for number, place in enumerate(list(region.municipalities.order_by("name"))[:4]):
        stories.meet(
            consultation,
            place,
            evening_for_all(world.on(-18 + 10 * number)),
            actor=officer,
            now=world.day(-60),
        )
    who: cells.By = {"actor": officer, "now": world.day(-60)}
    cells.place_all(consultation, written=["B2"], meetings=["B2"], **who)
    cells.do_other(
        consultation,
        "Öppen lista över vad som går att påverka",
        ["A1"],
        done_on=world.on(-50),
        **who,
    )
    cells.do_other(
        consultation,
        "Rundabordssamtal om vad som väljs bort",
        ["C3"],
        on=evening_for_all(world.on(90)),
        is_public=False,
        **who,
    )
    said = voices.all_said()
    for number, meeting in enumerate(stories.meetings_of(consultation)[:2]):
        voices.let_meeting_speak(
            meeting=meeting,
            texts=[one.text for one in said[number * 3 : number * 3 + 3]],
            at=meeting.starts_at + timedelta(hours=3) if meeting.starts_at else world.day(-5),
            actor=officer,
        )
    voices.let_speak(
        consultation=consultation,
        organisations=organisations[3:160:5],
        said=said[6:30],
        first=world.day(-30),
        last=world.day(-2),
        actor=officer,
    )
