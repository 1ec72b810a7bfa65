"""The finished one: from purpose to decided plan, every voice answered."""

from datetime import timedelta

from samrad.consultations.models import Consultation
from samrad.contributions.models import Reply
from samrad.contributions.queries import live_contributions
from samrad.contributions.services.replying import publish_replies, sign_off_replies
from samrad.pages.services.demo import (
    cells,
    gates,
    groundwork,
    letters,
    plans,
    quality,
    statements,
    stories,
    voices,
)
from samrad.pages.services.demo.taking_part import answer_all
from samrad.pages.services.demo.world import World, evening_for_all, evenings_for_all
from samrad.plans.enums import VersionKind
from samrad.plans.services import continue_from, freeze_version, publish_plan
from samrad.quality.enums import Gate, RunSize


def tell(world: World) -> None:
    """Tell the finished one: from purpose to decided plan, every voice answered."""
    officer = world.people["jojo"]
    region = world.regions["jonkoping"]
    process = stories.make_process(
        region, takes_effect_on=world.next_year(1), actor=officer, now=world.day(-520)
    )
    plan = plans.make_version(
        process.plan,
        kind=VersionKind.REFERRAL,
        label="Remissversion",
        actor=officer,
        now=world.day(-300),
    )
    freeze_version(version=plan.version, actor=officer, now=world.day(-290))
    consultation = stories.tell(
        process,
        stories.Story(
            title="Vad ska kulturplanen göra för föreningarna?",
            opens=world.on(-270),
            closes=world.on(-180),
            heard=world.on(-200),
            answered=world.on(-90),
            decision=world.on(-25),
            case_number=f"KULT {world.on(-300).year}-0088",
            phone="010-000 00 06",
        ),
        actor=officer,
        now=world.day(-300),
    )
    consultation.plan_version = plan.version
    stories.publish(consultation, world.day(-275))
    organisations = world.organisations["jonkoping"]
    places = list(region.municipalities.order_by("name"))
    gates.try_first(consultation, actor=officer, now=world.day(-290))
    evenings = evenings_for_all(world.on(-219), 4)
    for place, evening in zip(places, evenings, strict=False):
        stories.meet(
            consultation,
            place,
            evening,
            actor=officer,
            now=world.day(-280),
        )
    groundwork.lay(consultation, actor=officer, now=world.day(-280))
    gates.let_through(
        consultation,
        Gate.INVITE,
        motive=(
            "Nämnden ville ha ett utkast att samtala om. Vi bjuder ändå in, för utkastet är öppet "
            "i allt som rör föreningarnas stöd. Nästa gång frågar vi innan vi skriver."
        ),
        head=world.people["bo"],
        now=world.day(-275),
    )
    letters.send_invitation(consultation, places[:5], actor=officer, now=world.day(-274))
    _place(world, consultation)
    speakers = [*organisations[2:160:3], organisations[-1]]
    voices.let_speak(
        consultation=consultation,
        organisations=speakers,
        said=voices.all_said(),
        first=world.day(-265),
        last=world.day(-182),
        actor=officer,
    )
    voices.let_individual_speak(
        consultation=consultation,
        text=voices.voices()[-1].text,
        at=world.day(-200),
        show_name=False,
        actor=officer,
    )
    _answer(world, consultation, plan)


def _place(world: World, consultation: Consultation) -> None:
    """Place everything in the matrix: somebody is asked in every step but one."""
    who: cells.By = {"actor": world.people["jojo"], "now": world.day(-280)}
    cells.place_all(
        consultation, written=["B2"], meetings=["B2"], evaluated_on=world.on(-160), **who
    )
    cells.do_other(
        consultation,
        "Årshjul och tidplan på webben",
        ["A1"],
        done_on=world.on(-276),
        note="Alla datum, från de första frågorna till beslutet.",
        **who,
    )
    cells.do_other(
        consultation,
        "Enkät: vad ska planen handla om?",
        ["B1"],
        done_on=world.on(-272),
        evaluation="Sammanställning av 212 svar, genomgången i planeringsgruppen.",
        note="Tre frågor till alla föreningar i registret, på webben eller med svarskuvert.",
        **who,
    )
    cells.do_other(
        consultation,
        "Föreningarna läser slutförslaget",
        ["B3"],
        done_on=world.on(-70),
        note="Fyra veckor att säga till innan nämnden fick förslaget.",
        **who,
    )
    cells.do_other(
        consultation,
        "Besked om beslutet till alla som svarat",
        ["A3"],
        done_on=world.on(-24),
        **who,
    )
    cells.do_other(
        consultation, "Nyhetsbrev om de nya stöden", ["A4"], done_on=world.on(-10), **who
    )
    cells.do_other(
        consultation,
        "Enkät till dem som deltog",
        ["B5"],
        done_on=world.on(-20),
        evaluation="61 svar. Genomgång med föreningarna, minnesanteckning finns.",
        **who,
    )
    cells.do_other(
        consultation,
        "Samrådskonferens om lärdomar",
        ["B6"],
        on=evening_for_all(world.on(45)),
        note="Vad ska vi göra annorlunda till nästa plan?",
        **who,
    )


def _answer(world: World, consultation: Consultation, plan: plans.DemoPlan) -> None:
    officer, head = world.people["jojo"], world.people["bo"]
    voices.code(live_contributions(consultation), actor=officer, now=world.day(-170))
    last = stories.meetings_of(consultation)[-1].starts_at or world.day(-209)
    consultation.heard_published_at = last + timedelta(days=6)
    consultation.save(update_fields=["heard_published_at", "plan_version"])
    working = continue_from(
        version=plan.version,
        kind=VersionKind.DECIDED,
        label="Beslutad plan",
        actor=officer,
        now=world.day(-150),
    )
    answer_all(consultation, plans.placed_by_key(working), actor=officer, now=world.day(-110))
    sign_off_replies(
        consultation=consultation,
        replies=list(Reply.objects.filter(consultation=consultation)),
        actor=head,
        now=world.day(-95),
    )
    publish_replies(
        consultation=consultation,
        message="Tack för era svar. Här ser ni vad de ledde till.",
        actor=head,
        now=world.day(-92),
    )
    groundwork.post_the_rest(consultation, now=world.day(-88))
    groundwork.tick_off(consultation, actor=officer, now=world.day(-1))
    freeze_version(version=working, actor=head, now=world.day(-30))
    publish_plan(plan=consultation.process.plan, actor=head, now=world.day(-24))
    consultation.decided_on = world.on(-25)
    consultation.decision_reference = "protokollet § 112"
    consultation.save(update_fields=["decided_on", "decision_reference"])
    run = quality.start(
        consultation,
        RunSize.FULL,
        "Samrådet gäller hela planen, från förarbete till uppföljning.",
        actor=officer,
        now=world.day(-295),
    )
    quality.show_all(run, actor=officer, now=world.day(-23))
    quality.add_own_items(run, actor=officer, now=world.day(-23))
    statements.tell(consultation, officer=officer, head=head, now=world.day(-21))
    statements.put_own_template(consultation.region, officer=officer, now=world.day(-20))
    quality.show_all(run, actor=officer, now=world.day(-15))
    quality.publish(run, head=head, now=world.day(-1))
