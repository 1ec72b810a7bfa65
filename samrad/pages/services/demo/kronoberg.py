"""One open, in the middle of its meetings, and one closed that is being answered."""

from datetime import date

from samrad.contributions.models import Reply
from samrad.contributions.queries import live_contributions
from samrad.contributions.services.replying import sign_off_replies
from samrad.pages.services.demo import cells, gates, letters, plans, quality, stories, voices
from samrad.pages.services.demo.taking_part import answer_all
from samrad.pages.services.demo.world import World, evening_for_all
from samrad.plans.enums import VersionKind
from samrad.plans.services import continue_from, freeze_version
from samrad.quality.enums import RunSize
from samrad.registry.models import Organisation
from samrad.users.principal import Principal


def tell(world: World) -> None:
    """One open, in the middle of its meetings, and one closed that is being answered."""
    officer, head = world.people["kim"], world.people["alex"]
    region = world.regions["kronoberg"]
    organisations = world.organisations["kronoberg"]
    process = stories.make_process(
        region, takes_effect_on=world.next_year(3), actor=officer, now=world.day(-120)
    )
    open_now = stories.tell(
        process,
        stories.Story(
            title="Vad ska nästa kulturplan innehålla?",
            opens=world.on(-12),
            closes=world.on(70),
            heard=world.on(71),
            answered=world.on(165),
            decision=date(world.today.year + 2, 10, 20),
            case_number=f"KULT {world.today.year}-0417",
            phone="010-000 00 01",
        ),
        actor=officer,
        now=world.day(-60),
    )
    stories.publish(open_now, world.day(-49))
    gates.try_first(open_now, actor=officer, now=world.day(-55))
    gates.consult_sami(process, actor=officer, now=world.day(-50))
    places = list(region.municipalities.order_by("name"))
    for number, place in enumerate(places[:6]):
        stories.meet(
            open_now,
            place,
            evening_for_all(world.on(-4 + 9 * number)),
            actor=officer,
            now=world.day(-54),
        )
    who: cells.By = {"actor": officer, "now": world.day(-30)}
    cells.place_all(open_now, written=["B1"], meetings=["B1"], **who)
    cells.do_other(open_now, "Årshjul och tidplan på webben", ["A1"], done_on=world.on(-14), **who)
    cells.do_other(
        open_now,
        "Skriftlig remiss på utkastet",
        ["B2"],
        on=evening_for_all(world.on(200)),
        note="Tolv veckor att svara, och hjälp att skriva.",
        **who,
    )
    cells.do_other(
        open_now, "Enkät till dem som deltog", ["B5"], on=evening_for_all(world.on(180)), **who
    )
    run = quality.start(
        open_now,
        RunSize.NORMAL,
        "Sex möten, men inget utkast att yttra sig om än.",
        actor=officer,
        now=world.day(-50),
    )
    quality.confirm_critical(run, actor=officer, now=world.day(-49))
    letters.send_invitation(open_now, places[:3], actor=officer, now=world.day(-48))
    said = voices.all_said()
    voices.let_speak(
        consultation=open_now,
        organisations=[one for one in organisations if one.municipality in places[:3]][1:90:4],
        said=said[10:34],
        first=world.day(-10),
        last=world.day(-1),
        actor=officer,
    )
    quality.show_some(run, 6, actor=officer, now=world.day(-3))
    _tell_the_answered(world, organisations, officer=officer, head=head)


def _tell_the_answered(
    world: World, organisations: list[Organisation], *, officer: Principal, head: Principal
) -> None:
    region = world.regions["kronoberg"]
    process = stories.make_process(
        region, takes_effect_on=world.next_year(2), actor=officer, now=world.day(-250)
    )
    plan = plans.make_version(
        process.plan,
        kind=VersionKind.DRAFT,
        label="Utkast 1",
        actor=officer,
        now=world.day(-140),
    )
    frozen = freeze_version(version=plan.version, actor=officer, now=world.day(-135))
    consultation = stories.tell(
        process,
        stories.Story(
            title="Stöd till mötesplatser",
            lead="Var ska kulturen få plats? Vi frågar innan vi skriver om stödet till lokaler.",
            opens=world.on(-130),
            closes=world.on(-40),
            heard=world.on(-12),
            answered=world.on(19),
            decision=world.on(60),
            case_number=f"KULT {world.on(-140).year}-0203",
            phone="010-000 00 01",
        ),
        actor=officer,
        now=world.day(-140),
    )
    consultation.plan_version = frozen
    stories.publish(consultation, world.day(-131))
    consultation.heard_published_at = world.day(-13)
    consultation.save(update_fields=["plan_version", "heard_published_at"])
    cells.place_all(
        consultation, written=["B2"], meetings=["B2"], actor=officer, now=world.day(-130)
    )
    gates.try_first(consultation, actor=officer, now=world.day(-138))
    places = list(region.municipalities.order_by("name"))[3:6]
    run = quality.start(
        consultation,
        RunSize.SMALL,
        "Skriftliga svar på ett utkast, i tre kommuner.",
        actor=officer,
        now=world.day(-131),
    )
    quality.confirm_critical(run, actor=officer, now=world.day(-130))
    letters.send_invitation(consultation, places, actor=officer, now=world.day(-129))
    invited = [one for one in organisations if one.municipality in places]
    voices.let_speak(
        consultation=consultation,
        organisations=[*invited[1::3], organisations[-1]],
        said=voices.all_said(),
        first=world.day(-120),
        last=world.day(-42),
        actor=officer,
    )
    voices.code(live_contributions(consultation), actor=officer, now=world.day(-35))
    working = continue_from(
        version=frozen, kind=VersionKind.DRAFT, label="Utkast 2", actor=officer, now=world.day(-30)
    )
    answer_all(
        consultation,
        plans.placed_by_key(working),
        actor=officer,
        now=world.day(-8),
        leave=9,
    )
    sign_off_replies(
        consultation=consultation,
        replies=list(Reply.objects.filter(consultation=consultation).order_by("pk")[:6]),
        actor=head,
        now=world.day(-3),
    )
