"""Building the demo world, region by region. Days are counted from the day it is built."""

from datetime import UTC, date, datetime, time, timedelta

from samrad.consultations.enums import Origin
from samrad.consultations.models import Consultation
from samrad.consultations.services.links import join_as_organisation
from samrad.consultations.services.starting import start_consultation
from samrad.contributions.models import Reply
from samrad.contributions.queries import live_contributions, unanswered_contributions
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
from samrad.pages.services.demo.people import TROUBLED, make_people
from samrad.pages.services.demo.register import make_organisations
from samrad.plans.enums import VersionKind
from samrad.plans.services import continue_from, freeze_version, publish_plan
from samrad.quality.enums import Gate, RunSize
from samrad.registry.models import Municipality, Organisation, Region
from samrad.registry.services.geography import load_geography
from samrad.users.principal import Principal

COUNTS = {"kronoberg": 500, "jonkoping": 480, "uppsala": 480, "blekinge": 420, TROUBLED: 160}


def _evening_for_all(day: date) -> date:
    """Return the next Tuesday, Wednesday or Thursday that is not near Christmas."""
    while (
        day.weekday() not in {1, 2, 3}
        or (day.month, day.day) >= (12, 17)
        or (day.month, day.day) < (1, 9)
    ):
        day += timedelta(days=1)
    return day


def _evenings(day: date, number: int) -> list[date]:
    """Return so many such evenings in a row, from `day`."""
    found = [_evening_for_all(day)]
    while len(found) < number:
        found.append(_evening_for_all(found[-1] + timedelta(days=1)))
    return found


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def _troubled_region() -> Region:
    region = Region.objects.create(
        code="99",
        letter="Ö",
        slug=TROUBLED,
        name="Region Låtsaslän",
        county="Låtsaslän",
        website="https://latsaslan.exempel.invalid",
    )
    Municipality.objects.bulk_create(
        Municipality(code=f"99{number:02d}", name=name, region=region)
        for number, name in enumerate(
            ("Påhittköping", "Fiktivåsa", "Exempelberga", "Låtsasholm"), start=80
        )
    )
    return region


def _settle_regions() -> None:
    """Give each region of the demo an address to write to."""
    for region in Region.objects.filter(slug__in=COUNTS):
        region.postal_address = "Kulturenheten\nExempelgatan 1\n000 00 Exempelstad"
        region.sender_email = f"kultur.{region.slug}@exempel.invalid"
        region.registry_email = f"registrator.{region.slug}@exempel.invalid"
        region.case_number_pattern = "KULT ÅÅÅÅ-NNNN"
        if region.slug != TROUBLED:
            region.disposal_decision = "Dokumenthanteringsplan för kultur, § 12"
        region.save()


class _World:
    """What every story needs at hand."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.people = make_people()
        self.regions = {region.slug: region for region in Region.objects.filter(slug__in=COUNTS)}
        self.organisations = {
            slug: make_organisations(region, count=COUNTS[slug], now=self.day(-400))
            for slug, region in self.regions.items()
        }

    def day(self, offset: int) -> datetime:
        """Return noon, `offset` days from today."""
        return _noon(self.today + timedelta(days=offset))

    def on(self, offset: int) -> date:
        """Return the date `offset` days from today."""
        return self.today + timedelta(days=offset)

    def next_year(self, years: int) -> date:
        """Return the first of January `years` from this year."""
        return date(self.today.year + years, 1, 1)


def _invite(
    consultation: Consultation,
    organisations: list[Organisation],
    *,
    actor: Principal,
    now: datetime,
) -> None:
    for organisation in organisations:
        join_as_organisation(
            consultation=consultation,
            organisation=organisation,
            origin=Origin.INVITED,
            actor=actor,
            now=now,
        )


def _answer_all(
    consultation: Consultation,
    plan: plans.DemoPlan | None,
    *,
    actor: Principal,
    now: datetime,
    leave: int = 0,
) -> None:
    """Answer every voice but the last `leave`."""
    same = voices.by_voice(unanswered_contributions(consultation))
    chosen = list(same.items())[: len(same) - leave] if leave else list(same.items())
    for voice, contributions in chosen:
        voices.answer(voice, contributions, plan=plan, actor=actor, now=now)


def _jonkoping(world: _World) -> None:
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
    evenings = _evenings(world.on(-219), 4)
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
    _jonkoping_placed(world, consultation)
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
    _jonkoping_answered(world, consultation, plan)


def _jonkoping_placed(world: _World, consultation: Consultation) -> None:
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
        on=_evening_for_all(world.on(45)),
        note="Vad ska vi göra annorlunda till nästa plan?",
        **who,
    )


def _jonkoping_answered(world: _World, consultation: Consultation, plan: plans.DemoPlan) -> None:
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
    _answer_all(consultation, plans.placed_by_key(working), actor=officer, now=world.day(-110))
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


def _kronoberg(world: _World) -> None:
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
            _evening_for_all(world.on(-4 + 9 * number)),
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
        on=_evening_for_all(world.on(200)),
        note="Tolv veckor att svara, och hjälp att skriva.",
        **who,
    )
    cells.do_other(
        open_now, "Enkät till dem som deltog", ["B5"], on=_evening_for_all(world.on(180)), **who
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
    _kronoberg_being_answered(world, organisations, officer=officer, head=head)


def _kronoberg_being_answered(
    world: _World, organisations: list[Organisation], *, officer: Principal, head: Principal
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
    _answer_all(
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


def _uppsala(world: _World) -> None:
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
    _invite(consultation, organisations[:240], actor=officer, now=world.day(-35))
    for number, place in enumerate(list(region.municipalities.order_by("name"))[:4]):
        stories.meet(
            consultation,
            place,
            _evening_for_all(world.on(-18 + 10 * number)),
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
        on=_evening_for_all(world.on(90)),
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


def _blekinge(world: _World) -> None:
    """Just starts: a process laid out and a consultation with a title."""
    officer = world.people["lo"]
    process = stories.make_process(
        world.regions["blekinge"],
        takes_effect_on=world.next_year(3),
        actor=officer,
        now=world.day(-6),
    )
    consultation = start_consultation(
        process=process,
        title="Kulturen på öarna och i skogen",
        actor=officer,
        now=world.day(-2),
    )
    consultation.purpose = "Vi vill veta vad som krävs för kultur där det är långt till nästa scen."
    consultation.save(update_fields=["purpose"])


def _troubled(world: _World) -> None:
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
    _invite(late, organisations[:30], actor=officer, now=world.day(-73))
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


def build_demo(today: date) -> None:
    """Build the whole world in an empty database."""
    load_geography()
    _troubled_region()
    _settle_regions()
    world = _World(today)
    for tell_story in (_jonkoping, _kronoberg, _uppsala, _blekinge, _troubled):
        tell_story(world)
    # Last, so that the registrar's mailbox is not flooded with copies of what came long ago.
    for region in world.regions.values():
        region.registry_email = f"registrator.{region.slug}@exempel.invalid"
        region.save(update_fields=["registry_email"])
