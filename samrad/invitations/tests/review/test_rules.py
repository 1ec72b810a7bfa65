"""Every rule at its borders: what makes it fire and what answers it."""

from datetime import date, time

import pytest

from samrad.invitations.rules.review.model import (
    Audience,
    Facts,
    Kind,
    Level,
    Planned,
    Severity,
)
from samrad.invitations.rules.review.review import RULES, review
from samrad.invitations.tests.review.texts import MEETING, REFERRAL, STRONG, WEAK, rules_of
from samrad.method import library


def test_the_weak_sample_comes_out_as_the_field_says():
    expected = {*range(1, 7), 9, 11, 14, 15, 16, 17, 19, 22, 28, 30}
    fired = rules_of(WEAK)

    assert {f"IA{number:02d}" for number in expected} <= fired
    assert fired.isdisjoint({"IA07", "IA08", "IA10", "IA21"})


def test_the_strong_sample_comes_out_as_the_field_says():
    found = review(STRONG)

    assert found.score >= 85
    assert not any(each.severity is Severity.ERROR for each in found.findings)
    assert str(found.rsvp_by) == "2025-10-31"
    assert [(str(m.day), m.start, m.end) for m in found.meetings] == [
        ("2025-11-06", time(17, 30), time(20))
    ]


def test_every_rule_of_the_method_has_its_function():
    assert [rule.code for rule in library.review_rules().head.rules] == list(RULES)


# What answers a rule, added to a meeting's text, and what only looks like an answer.
ANSWERS = [
    ("IA01", "Syftet med mötet är att få veta vad planen behöver innehålla."),
    ("IA01", "Vi vill höra vad föreningarna behöver."),
    ("IA02", "Det här kan ni påverka: vilka insatser som får stöd."),
    ("IA02", "Målen är ännu inte bestämda."),
    ("IA03", "Vad fungerar i dag? Vilka hinder möter ni?"),
    ("IA04", "Vi sammanställer allt som sägs."),
    ("IA04", "Synpunkterna blir underlag för den nya planen."),
    ("IA04", "Det ni berättar tas med i arbetet."),
    ("IA05", "Ni får återkoppling senast den 20 november."),
    ("IA05", "Vi mejlar minnesanteckningar inom två veckor."),
    ("IA06", "Kulturnämnden beslutar i februari 2026."),
    ("IA06", "Planen fastställs av regionfullmäktige våren 2026."),
    ("IA14", "Anmäl dig senast den 31 oktober."),
    ("IA14", "Anmäl dig senast en vecka innan."),
    ("IA14", "Ingen föranmälan behövs. Anmälan är frivillig."),
    ("IA16", "Frågor? Kontakta Kim Exempelsson, telefon 010-000 00 00."),
    ("IA17", "Lokalen är framkomlig med rullstol."),
    ("IA17", "Säg till om du behöver teckenspråkstolk."),
    ("IA17", "Tillgänglighet: hiss finns."),
    ("IA19", "Det är gratis att delta."),
    ("IA19", "Vi betalar ingen ersättning för resor."),
    ("IA20", "Du kan också delta digitalt."),
    ("IA20", "Kan du inte komma? Ring oss."),
    ("IA21", "Mötet vänder sig till föreningar i länet."),
    ("IA22", "Underlaget skickas den 20 oktober."),
    ("IA22", "Läs förslaget innan."),
    ("IA28", "Vad vill ni ta upp? Skriv det till oss."),
]
LOOKALIKES = [
    ("IA01", "Syftet med kulturplanen är att stärka kulturen."),
    ("IA02", "Kulturen påverkar oss alla."),
    ("IA03", "Vad är en kulturplan? Har du frågor?"),
    ("IA04", "Skicka in era synpunkter."),
    ("IA05", "Återkoppling kommer."),
    ("IA06", "Kulturnämnden beslutade den 3 mars om ett utkast."),
    ("IA06", "Beslut fattas i vår."),
    ("IA16", "Frågor? kultur@exempel.invalid"),
    ("IA17", "Kvällens tema: tillgänglighet till kultur."),
    ("IA17", "Vi pratar om teckenspråkig kultur."),
    ("IA19", "Vi bjuder på fika."),
    ("IA22", "Det ni säger blir underlag för planen."),
    ("IA28", "Läs mer på vår webbplats."),
]


@pytest.mark.parametrize(("rule", "sentence"), ANSWERS)
def test_a_rule_is_silent_when_answered(rule, sentence):
    signs_up = "Anmälan görs till kultur@exempel.invalid. " if rule == "IA14" else ""

    assert rule in rules_of(MEETING + signs_up + "Det blir kaffe.")
    assert rule not in rules_of(MEETING + signs_up + sentence)


@pytest.mark.parametrize(("rule", "sentence"), LOOKALIKES)
def test_a_rule_is_not_fooled(rule, sentence):
    assert rule in rules_of(MEETING + sentence)


def test_a_gap_left_in_an_answer_answers_nothing():
    text = MEETING + "Syftet med mötet är att [… vad ni vill få veta]."

    assert {"IA01", "IX05"} <= rules_of(text)


@pytest.mark.parametrize(
    ("line", "fires"),
    [
        ("torsdag 6 november 2025 kl. 18–20", False),
        ("torsdag 6 november 2025", True),
        ("Datum kommer", True),
        ("fredag 31 februari 2025 kl. 18–20", True),
    ],
)
def test_ia07_wants_a_day_and_a_time_that_exist(line, fires):
    assert ("IA07" in rules_of(f"Välkommen till dialogmöte {line} i Folkets hus.")) == fires


@pytest.mark.parametrize(
    ("line", "fires"),
    [
        ("torsdag 6 november 2025", False),
        ("onsdag 6 november 2025", True),
        ("6 november 2025", False),
        ("onsdag 6 november", False),  # no year: nothing to hold it against
    ],
)
def test_ia08_holds_the_weekday_against_the_date(line, fires):
    assert ("IA08" in rules_of(f"Välkommen till dialogmöte {line} kl. 18 i Folkets hus.")) == fires


def test_ia08_says_which_weekday_it_is():
    found = review("Välkommen till dialogmöte onsdag 6 november 2025 kl. 18 i Folkets hus.")
    (finding,) = [each for each in found.findings if each.rule == "IA08"]

    assert "torsdag" in finding.suggestion
    assert finding.quote == "onsdag 6 november 2025"


def test_ia08_is_about_the_past_only_with_a_day_of_sending():
    assert "IA08" not in rules_of(MEETING)
    assert "IA08" in rules_of(MEETING, sent=date(2025, 11, 7))


@pytest.mark.parametrize(
    ("times", "fires"), [("kl. 18–20", False), ("kl. 18", True), ("kl. 18 i två timmar", False)]
)
def test_ia09_wants_an_end(times, fires):
    text = f"Välkommen till dialogmöte torsdag 6 november 2025 {times} i Folkets hus."

    assert ("IA09" in rules_of(text)) == fires


@pytest.mark.parametrize(
    ("where", "fires"),
    [
        ("i Folkets hus", False),
        ("på Storgatan 4", False),
        ("digitalt via Teams", False),
        ("i Norrby", True),
        ("i Region Exempel", True),
        (". Plats meddelas senare", True),
        (". Plats: Låtsasgården, Norrby", False),
    ],
)
def test_ia10_wants_a_house_a_street_or_a_link(where, fires):
    text = f"Välkommen till dialogmöte torsdag 6 november 2025 kl. 18–20 {where}."

    assert ("IA10" in rules_of(text)) == fires


@pytest.mark.parametrize(
    ("times", "facts", "fires"),
    [
        ("torsdag 6 november 2025 kl. 16.59", {}, True),
        ("torsdag 6 november 2025 kl. 17", {}, False),
        ("lördag 8 november 2025 kl. 10", {}, False),
        ("lördag 8 november kl. 10", {}, False),
        ("torsdag 6 november 2025 kl. 10 och måndag 10 november 2025 kl. 18", {}, False),
        ("torsdag 6 november 2025 kl. 10", {"audience": Audience.PROFESSIONAL}, False),
    ],
)
def test_ia11_is_about_working_days(times, facts, fires):
    text = f"Föreningar är välkomna till dialogmöte {times} i Folkets hus."

    assert ("IA11" in rules_of(text, **facts)) == fires


@pytest.mark.parametrize(
    ("days", "targeted", "severity"),
    [
        (42, False, None),
        (41, False, Severity.TIP),
        (28, False, Severity.TIP),
        (27, False, Severity.WARNING),
        (28, True, None),
        (27, True, Severity.TIP),
        (21, True, Severity.TIP),
        (20, True, Severity.WARNING),
    ],
)
def test_ia12_counts_the_days_before_the_first_meeting(days, targeted, severity):
    sent = date.fromordinal(date(2025, 11, 6).toordinal() - days)
    found = review(MEETING, Facts(sent=sent, targeted=targeted)).findings

    assert next((each.severity for each in found if each.rule == "IA12"), None) == severity


def test_ia12_is_silent_where_nobody_knows_when_it_was_sent():
    assert "IA12" not in rules_of(MEETING)
    assert "IA12" in rules_of("Publicerad 1 november 2025\n\n" + MEETING)


@pytest.mark.parametrize(
    ("sent", "severity"),
    [
        (date(2026, 1, 12), None),
        (date(2026, 2, 16), Severity.TIP),
        (date(2026, 3, 20), Severity.WARNING),
    ],
)
def test_ia13_counts_the_weeks_to_answer(sent, severity):
    found = review(REFERRAL, Facts(sent=sent)).findings

    assert next((each.severity for each in found if each.rule == "IA13"), None) == severity


def test_ia13_leaves_out_summer():
    text = "Förslaget är på remiss. Svara mellan 1 juni och 1 september 2026."
    found = review(text).findings

    assert "IA13" in {each.rule for each in found}


@pytest.mark.parametrize(
    ("day", "fires"),
    [("31 oktober", False), ("20 oktober", True), ("7 november", True), ("6 november", False)],
)
def test_ia14_wants_a_reasonable_last_day(day, fires):
    assert ("IA14" in rules_of(MEETING + f"Anmäl dig senast den {day}.")) == fires


@pytest.mark.parametrize(
    ("way", "fires"),
    [
        ("Anmäl er via länken.", True),
        ("Logga in med BankID och anmäl er.", True),
        ("Anmäl er via länken eller på telefon 010-000 00 00.", False),
        ("Anmäl er till kultur@exempel.invalid.", False),
        ("Svara på webben eller skriv till Box 12, 123 45 Norrby.", False),
    ],
)
def test_ia15_wants_another_way_than_the_web(way, fires):
    assert ("IA15" in rules_of(MEETING + way)) == fires


def test_ia16_is_milder_where_there_is_a_mailbox():
    found = review(MEETING + "Frågor? kultur@exempel.invalid").findings

    assert {each.severity for each in found if each.rule == "IA16"} == {Severity.TIP}


@pytest.mark.parametrize(
    ("sentence", "fires"),
    [
        ("Vi vänder oss till nyanlända och minoriteter.", True),
        ("Vi vänder oss till nyanlända. Tolk finns.", False),
        ("Vi vänder oss till föreningar.", False),
        ("Planen handlar om nationella minoriteter.", False),
    ],
)
def test_ia18_is_about_whom_one_asks(sentence, fires):
    assert ("IA18" in rules_of(MEETING + sentence)) == fires


@pytest.mark.parametrize(
    ("sentence", "level", "fires"),
    [
        ("Tillsammans beslutar vi om planen.", None, True),
        ("Ni beslutar om pengarna.", Level.CONSULT, True),
        ("Ett medskapande möte.", Level.CONSULT, True),
        ("Ett medskapande möte.", None, True),
        ("Ett medskapande möte.", Level.DIALOGUE, False),
        ("Tillsammans beslutar vi om planen.", Level.PARTNERSHIP, False),
        ("Regionfullmäktige beslutar om planen.", None, False),
    ],
)
def test_ia23_knows_the_level(sentence, level, fires):
    assert ("IA23" in rules_of(MEETING + sentence, level=level)) == fires


def test_ia24_wants_two_phrases_and_something_missing():
    slogans = "Ta chansen att tycka till! Gör din röst hörd."

    assert "IA24" in rules_of(MEETING + slogans)
    assert "IA24" not in rules_of(MEETING + "Tyck till!")
    answered = "Det här kan ni påverka: målen. Vi sammanställer allt som sägs. "
    assert "IA24" not in rules_of(MEETING + answered + slogans)


@pytest.mark.parametrize(
    ("sentence", "severity"),
    [
        ("Kultursamverkansmodellen styr.", Severity.TIP),
        ("Målbild, synergier och implementering styr.", Severity.WARNING),
        ("Kultursamverkansmodellen, det vill säga hur pengarna fördelas, styr.", None),
        ("Samt perspektiv.", None),
    ],
)
def test_ia25_counts_hard_words_that_nobody_explains(sentence, severity):
    found = review(MEETING + sentence).findings

    assert next((each.severity for each in found if each.rule == "IA25"), None) == severity


def test_ia26_shows_the_longest_sentence():
    heavy = (
        "Samverkansöverenskommelsen förutsätter långsiktiga kulturpolitiska prioriteringar och "
        "ändamålsenliga finansieringsmodeller för kulturverksamheter i samtliga kommuner. "
    )
    found = review(MEETING + heavy * 3).findings
    (finding,) = [each for each in found if each.rule == "IA26"]

    assert finding.quote.startswith("Samverkansöverenskommelsen")
    assert "LIX" in finding.message


def test_ia27_is_about_what_comes_late():
    prose = "Kulturen i länet lever. Många gör mycket för den. " * 20

    assert "IA27" in rules_of(prose + "\n\n" + MEETING)
    assert "IA27" not in rules_of(MEETING + prose)


@pytest.mark.parametrize(
    ("sentence", "fires"),
    [
        ("Som ni säkert vet är pengarna slut.", True),
        ("Ni måste läsa på. Ni ska anmäla er. Ni får inte komma sent.", True),
        ("Ni kan gärna läsa på.", False),
    ],
)
def test_ia29_hears_the_tone(sentence, fires):
    assert ("IA29" in rules_of(MEETING + sentence)) == fires


def test_ia30_is_for_those_who_collect_something():
    assert "IA30" in rules_of(MEETING + "Anmäl er till Kim.")
    assert "IA30" not in rules_of(MEETING + "Bara att komma.")
    assert "IA30" not in rules_of(MEETING + "Anmäl er till Kim. Svar blir allmän handling.")


PLANNED = Planned(on=date(2025, 11, 6), start=time(18), end=time(20), place="Folkets hus")


def test_the_text_is_held_against_the_plan():
    assert rules_of(MEETING, planned=(PLANNED,)).isdisjoint({"IX01", "IX02"})
    assert "IX01" in rules_of(MEETING, planned=(Planned(on=date(2025, 11, 13)),))
    assert "IX01" in rules_of(MEETING, planned=(PLANNED, Planned(on=date(2025, 11, 13))))
    assert "IX02" in rules_of(MEETING, planned=(Planned(on=date(2025, 11, 6), place="Logen"),))
    assert "IX03" in rules_of(MEETING + "Ni kan påverka målen.", level=Level.INFORM)
    assert "IX04" in rules_of(REFERRAL, reply_by=date(2026, 5, 30))
    assert "IX04" not in rules_of(REFERRAL, reply_by=date(2026, 4, 30))


def test_an_alliance_inviting_its_own_is_not_asked_who_decides():
    text = "Kära medlemmar! " + MEETING

    assert rules_of(text).isdisjoint({"IA02", "IA06"})


STEPS = (
    "Så tar vi fram planen\n\nHösten 2022: Samtal\nFöreningar bjuds in till träffar.\n\n"
    "Januari–februari 2023: Utkast\nVi skriver.\n\nMars–juni 2023: Remiss\nAlla kan svara.\n"
)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (MEETING, {Kind.MEETING}),
        (REFERRAL, {Kind.REFERRAL}),
        (MEETING + REFERRAL, {Kind.MEETING, Kind.REFERRAL}),
        ("Biblioteket har nya öppettider från måndag.", {Kind.OTHER}),
        (STEPS, {Kind.PROCESS}),
        (  # a round with a day of its own and hours on the telephone invites to no meeting
            REFERRAL + "Den 3 juni firar museet i Torsby hundra år med en utställning om bygdens "
            "gamla visor i parken.\n\nSamtal: vardagar kl. 9–12.",
            {Kind.REFERRAL},
        ),
        (
            "Inställda samråd. Nya sista dagen för remissvar är torsdagen den 30 april 2020.",
            {Kind.REFERRAL},
        ),
        (
            MEETING + "Ordet är fritt. " * 30 + "Teatern skulle byggas i norr. Så blev det inte.",
            {Kind.MEETING},
        ),
        ("Planen är beslutad. Vid remissen kom 25 svar. Ansökan stänger 15 mars.", {Kind.OTHER}),
        (
            "Lunchwebbinarium: så blev remissvaren till plan\n\nTid: 14 februari 2023, 12.00–12.45",
            {Kind.FEEDBACK},
        ),
    ],
)
def test_kinds_are_told_apart(text, kinds):
    assert set(review(text).kinds) == kinds


def test_what_adds_to_the_score_is_praised():
    more = "Vi ordnar samåkning. Barn är välkomna. Politiker kommer att lyssna."
    plain, better = review(MEETING), review(MEETING + more)

    assert {each.code for each in better.praise} >= {"travel", "children", "politician"}
    assert better.score == plain.score + 3


def test_an_insertion_mends_what_it_is_for():
    found = review(WEAK)
    (finding,) = [each for each in found.findings if each.rule == "IA17"]
    insertion = finding.insertion
    mended = WEAK[: insertion.at] + insertion.words + WEAK[insertion.at :]

    gap = insertion.words[insertion.gap.start : insertion.gap.end]
    assert gap.startswith("[")
    assert gap.endswith("]")
    assert "IA17" not in rules_of(mended.replace(gap, "ja"))
