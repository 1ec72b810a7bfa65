"""Many ways to say the same: each answers its rule, or only seems to."""

# ruff: noqa: E501 -- a phrase stands whole on its line

import pytest

from samrad.invitations.tests.review.texts import MEETING, rules_of

ANSWERS = {
    "IA01": [
        "Landstinget önskar ta del av era erfarenheter innan planen skrivs.",
        "Vi behöver er hjälp att prioritera.",
        "Politikerna undrar hur stödet har fungerat.",
        "Regionen skulle vilja förstå varför så få söker stödet.",
        "Ändamålet med sammankomsten är att inventera behoven.",
        "Det är därför vi besöker er kommun.",
        "Orsaken till att vi hör av oss är enkel: planen löper ut.",
        "Kulturutskottet vill rådgöra med föreningarna.",
        "Vi är ute i länet för att kartlägga lokalbristen.",
        "Varför?\nNämnden måste välja mellan två vägar och vill ha råd.",
        "Nu behöver vi din hjälp! Kom och dela med dig av dina tankar.",
        "Målet med kvällen är att samla in tankar och idéer.",
        "Under mötet vill vi gemensamt diskutera vilka utmaningar som finns.",
        "Inför arbetet med den nya planen vill vi träffa dig som arbetar med kultur.",
        "Träffen är en del av arbetet med att ta fram nästa kulturplan och ger dig möjlighet att lämna synpunkter.",
        "Regionen önskar få in era synpunkter på förslaget.",
        "Varför? För att kulturplanen ska spegla det som är viktigt för er.",
    ],
    "IA02": [
        "Hur stödet delas upp är inte klubbat än.",
        "Ramen står fast, men fördelningen kan göras om.",
        "Ni kan påverka vem som får söka och hur ansökan ser ut.",
        "Kapitel tre är ett vitt papper.",
        "Statens del rår vi inte över.",
        "Det finns tre alternativ att välja mellan.",
        "Allt utom budgeten går att skriva om.",
        "Museernas uppdrag omfattas inte av samrådet.",
        "Du kan påverka vilka insatser regionen ska prioritera.",
        "Vi vill särskilt ha era synpunkter på de föreslagna utvecklingsområdena.",
        "Planens övergripande mål är beslutade, men insatserna går att påverka.",
        "Allt i förslaget går att ändra utom budgeten.",
        "Regionen önskar svar på följande frågor:",
    ],
    "IA03": [
        "Vi vill att ni funderar på följande frågor:\n- Vad är viktigast för er?\n- Vad saknas?\n",
        "Frågeställningar:\n1. Hur kan vi nå fler?\n2. Vilket stöd behöver ni?\n",
    ],
    "IA04": [
        "Vad händer sen?\nVi läser varje rad och skriver ihop ett förslag.",
        "Efteråt\nAnteckningarna läggs ut på webben.",
        "Det som kommer fram skrivs ner och hamnar på nämndens bord.",
        "Vi lägger ut varje svar med vår kommentar.",
        "Era svar överlämnas till regionen i maj.",
        "Blädderblocken fotograferas och läggs upp samma kväll.",
        "Alla synpunkter sorteras och hanteras i en bilaga till beslutet.",
        "Sekreteraren renskriver allt som sägs.",
        "Det som framkommer under dialogerna kommer att vara en viktig del i arbetet med den nya planen.",
        "Synpunkterna kommer att beaktas i det fortsatta arbetet.",
        "Resultatet av dialogmötena kommer att ligga till grund för kulturplanen.",
        "Efter remisstiden sammanställs svaren och planen revideras.",
        "Inkomna synpunkter bearbetas under hösten.",
        "De synpunkter som kommer in blir ett viktigt underlag för planen.",
        "Era inspel tar vi med oss i det fortsatta arbetet.",
        "Era tankar är ett viktigt underlag i det fortsatta arbetet.",
        "Utifrån dialogerna tar vi fram ett förslag.",
        "Vi dokumenterar samtalet och använder materialet när planen skrivs.",
        "Alla synpunkter samlas i en rapport.",
    ],
    "IA05": [
        "Alla som deltar får sammanfattningen hemskickad före jul.",
        "I april lägger vi ut svaren på hemsidan.",
        "Ni har anteckningarna i inkorgen den 20 november.",
        "Den 3 december skickar vi ut en lista över vad som ändrats.",
        "En sammanställning skickas ut till alla deltagare i maj.",
        "Vi återkommer med en sammanfattning senast den 3 december.",
        "Minnesanteckningar publiceras på webben inom två veckor.",
        "I december bjuder vi in till ett återkopplingsmöte.",
        "Ni får svar på era synpunkter under våren 2026.",
        "Efter mötet, senast 20 november, läggs anteckningarna ut på vår webbplats.",
    ],
    "IA06": [
        "Förslaget går till kulturnämnden den 24 november.",
        "Den 10 februari tar nämnden ställning.",
        "Planen klubbar regionfullmäktige i juni 2026.",
        "Kulturplanen ska beslutas av regionfullmäktige i november 2026.",
        "Planen antas av Regionfullmäktige hösten 2026.",
        "Slutligt beslut fattas av regionfullmäktige i juni.",
        "Kulturnämnden fattar beslut om planen den 12 februari 2026.",
        "Beslut i kulturnämnden: december 2026.",
        "Förslaget behandlas i kultur- och bildningsnämnden i mars och i regionfullmäktige i juni 2026.",
        "Regionstyrelsen beslutar om planen under hösten.",
    ],
    "IA14": [
        "Anmälan görs till Kim. Säg till senast på fredag.",
        "Anmälan görs till Kim. Svara helst dagen före.",
        "Anmälan görs till Kim. Fem arbetsdagar innan räcker.",
        "Anmälan görs till Kim. Stopp för bokning: 31 oktober.",
        "Anmälan görs till Kim. Du behöver inte boka, bara att dyka upp.",
        "OSA senast 31/10.",
        "Anmäl dig här senast måndag 3 november.",
        "Anmälan är öppen till och med 31 oktober.",
        "Sista dag för anmälan: 31 oktober.",
        "Föranmälan krävs ej.",
        "Ingen anmälan krävs.",
        "Anmälan behövs inte.",
        "Anmäl dig senast fem dagar före mötet.",
        "Vi vill ha din anmälan senast den 30 okt.",
    ],
    "IA16": [
        "Kontakt\nKim Exempelsson\nKulturstrateg\n010-000 00 00\nkim.exempelsson@exempel.invalid",
        "Har du frågor? Hör av dig till Lo Låtsas, lo.latsas@exempel.invalid",
        "Kontaktperson: Noa Påhittsdotter, tel. 070-000 00 00",
        "Välkommen!\nAnna Exempel\nKultursekreterare, 0470-00 00 00",
    ],
    "IA17": [
        "Entrén ligger i marknivå.",
        "Huset har hiss.",
        "Textning finns för den som hör dåligt.",
        "Ring om du kommer med permobil.",
        "Salen ligger en trappa upp, utan hiss.",
        "Vi använder mikrofon och slinga.",
        "Undvik parfym, flera är doftkänsliga.",
        "Lokalen är tillgänglig för personer med funktionsnedsättning.",
        "Meddela eventuella behov av teckenspråkstolk eller hörslinga vid anmälan.",
        "Lokalen är anpassad för rullstolsburna.",
        "Har du särskilda behov för att kunna delta? Kontakta oss.",
        "Lokalen är fullt tillgänglig.",
        "Behöver du tolk? Skriv det i anmälan.",
        "Hörslinga finns i lokalen.",
        "Säg till om du har behov av särskilt stöd.",
        "Tillgänglighet: Hiss och handikapptoalett finns.",
    ],
    "IA19": [
        "Resan ersätts mot kvitto.",
        "Deltagaren får 300 kr för kvällen.",
        "Ingenting kostar.",
        "Deltagarna står själva för sina resor.",
        "Mötet är kostnadsfritt.",
        "Deltagandet är gratis.",
        "Ingen kostnad.",
        "Det kostar ingenting att delta.",
        "Konferensavgift: 300 kr.",
        "Resekostnader ersätts inte.",
        "Fri entré!",
        "Vi ersätter resekostnader med kollektivtrafik.",
        "Deltagande är avgiftsfritt.",
    ],
    "IA20": [
        "Föredrar du skärm? Hör av dig.",
        "Mötet går att följa via länk.",
        "Kan du inte komma ringer vi upp dig.",
        "Det går även att delta digitalt.",
        "Möjlighet finns att delta via Teams.",
        "Mötet hålls både på plats och digitalt.",
        "Du kan delta på plats eller via länk.",
        "Kan du inte delta? Mejla dina synpunkter till oss.",
        "Hybridmöte.",
    ],
    "IA21": [
        "Inbjudan riktar sig till dig som arbetar med kultur.",
        "Alla intresserade är välkomna!",
        "Målgrupp: föreningar och kulturskapare.",
        "Vi bjuder in länets kulturföreningar.",
        "Mötet är öppet för alla.",
        "För dig som är aktiv i en förening.",
        "Välkommen du som vill påverka kulturen!",
    ],
    "IA22": [
        "Gällande plan ligger framme på biblioteket.",
        "Handlingarna hittar ni på webben.",
        "Bilaga: Utkast till plan.pdf",
        "Ett häfte på fyra sidor följer med brevet.",
        "Läs förslaget till kulturplan innan mötet.",
        "Underlag skickas ut en vecka innan mötet.",
        "Förslaget finns på vår webbplats.",
        "Remissversionen hittar du här.",
        "Bifogat finns förslaget.",
        "Här kan du läsa förslaget till kulturplan.",
        "Ta del av utkastet på regionens webb.",
        "Program och underlag skickas till anmälda.",
    ],
    "IA30": [
        "Dina personuppgifter hanteras enligt GDPR.",
        "Inkomna svar blir allmän handling.",
        "Läs om hur vi behandlar personuppgifter.",
        "Yttrandet är en offentlig handling.",
    ],
    "IA28": [
        "Är det något annat som borde tas upp? Skriv till oss.",
        "Sista halvtimmen är till för era egna ämnen.",
        "Har du en fråga du hellre vill prata om, säg till.",
        "Ämnen som ni själva väljer tas efter pausen.",
    ],
}
ONLY_SEEMS = {
    "IA01": [
        "Om du vill veta mer, ring oss.",
        "Den som vill veta mer kan läsa planen.",
        "Eftersom platserna är få gäller först till kvarn.",
        "Varmt välkomna!",
        "Kulturen är viktig för alla i regionen.",
        "Syftet med den regionala kulturplanen är att stärka kulturlivet.",
    ],
    "IA02": [
        "Mötet är öppet för alla.",
        "När allt är klart hör vi av oss.",
        "Ni kan påverka hur kulturen i länet ska utvecklas.",
        "Alternativ till kaffe finns.",
        "Var med och påverka!",
        "Kom och tyck till om kulturen.",
        "Beslut som påverkar kulturlivet fattas varje dag.",
        "Vi pratar om kulturens framtid.",
    ],
    "IA03": [
        "Vill du vara med?",
        "Har du frågor? Hör av dig.",
        "Varför en kulturplan?\nKulturplanen är regionens verktyg för att utveckla kulturen i länet.",
    ],
    "IA04": [
        "Efter mötet blir det kaffe.",
        "Vi går igenom utkastet.",
        "Så hanterar vi personuppgifter när du lämnar svar.",
        "Endast sakliga synpunkter kommer att läsas.",
        "Dina synpunkter är viktiga!",
        "Vi vill höra dina synpunkter.",
        "Förslaget har tagits fram efter samråd med kulturlivet.",
        "Skicka in dina synpunkter till oss.",
        "Planen ska användas som underlag för beslut.",
    ],
    "IA05": [
        "Nämnden får en sammanfattning i augusti.",
        "Svaren sammanställs inför beslutet 2026.",
        "Vi återkommer.",
        "Du får en bekräftelse på din anmälan senast 3 november.",
        "Återkoppling sker på webben.",
    ],
    "IA06": [
        "Planen beslutas under 2026.",
        "Regionfullmäktige beslutar om planen.",
        "Kulturnämnden beslutade i juni om remissversionen.",
        "Nuvarande plan antogs av regionfullmäktige 2022.",
    ],
    "IA17": [
        "Meny  Sök  Lyssna  Lättläst",
        "Tillgänglighetsredogörelse",
        "Vi tackar nej till hissad ton.",
        "Tema för kvällen är tillgänglighet och jämlikhet.",
        "Meddela eventuella allergier.",
        "Vi arbetar för en tillgänglig kultur för alla barn.",
        "Kulturen ska vara tillgänglig i hela länet.",
    ],
    "IA19": [
        "Start | Butik | Kassa",
        "Vi bjuder på fika.",
        "Planen ersätter den nuvarande kulturplanen.",
    ],
    "IA20": [
        "Vi ses i Folkets hus.",
    ],
    "IA22": [
        "Läs mer om kulturplanen på vår webb.",
        "Era synpunkter utgör ett viktigt underlag för planen.",
        "Läs mer här.",
    ],
    "IA28": [
        "Ställ dina frågor till Kim.",
        "Frågor besvaras av Kim Exempel.",
    ],
    "IA16": [
        "Kontakta kultur@exempel.invalid.",
        "Säger Kim Exempelsson, ordförande i kulturnämnden.",
        "Region Exempel, 010-000 00 00",
    ],
}


def each(phrases):
    return [(rule, phrase) for rule, some in phrases.items() for phrase in some]


@pytest.mark.parametrize(("rule", "phrase"), each(ANSWERS))
def test_a_phrase_answers_its_rule(rule, phrase):
    assert rule not in rules_of(MEETING + phrase)


@pytest.mark.parametrize(("rule", "phrase"), each(ONLY_SEEMS))
def test_a_phrase_only_seems_to_answer(rule, phrase):
    assert rule in rules_of(MEETING + phrase)


PLACES = [
    "i Kulturmagasinet, Helsingborg",
    "på Elmia i Jönköping",
    "i Sessionssalen, stadshuset",
    "på Qulturum, Hus B4, Jönköping",
    "i Spegelsalen på Grand Hotel",
    "på Vår Gård i Saltsjöbaden",
    "i Café Opera",
    "på Grand, Trädgårdsgatan",
    "i Aulan på Kungsgårdsgymnasiet",
    "i Hörsalen, Värmlands Museum",
    "på Scala, Karlstad",
    "i lokal Ekeby",
    "hos Studieförbundet Bilda, Storgatan 3",
    "på restaurang Kajutan",
    "i Rosenvik, Rosenviksvägen",
    "på hotell Statt",
    "i Mimers hus",
    "på Nordiska folkhögskolan",
    "på Teams",
    "via Zoom-länk",
    "i Kvarteret Akademien",
    "på Berättarladan i Rottneros",
    "i Bio Roxy",
    "på Forum, sal 2",
    "i Tingshuset",
    "i Gamla Brandstationen",
    "i ordenshuset",
    "på Kulturen i Lund",
    "i Länsmuseet",
    "i Navet, Borås",
    "på Medborgarplatsen 4",
]
NO_PLACES = [
    "i Karlstad",
    "i Region Jönköpings län",
    "i Västervik och Oskarshamn",
    "i hela regionen",
    "på flera orter",
    ". Plats: Karlstad",
    ". Plats: meddelas senare",
    ". Lokal: ej klart",
]
WHEN = "Välkommen till dialogmöte torsdag 6 november 2025 kl. 18.00–20.00 "


@pytest.mark.parametrize("where", PLACES)
def test_a_house_is_a_place(where):
    assert "IA10" not in rules_of(f"{WHEN}{where}.")


@pytest.mark.parametrize("where", NO_PLACES)
def test_a_town_alone_is_none(where):
    assert "IA10" in rules_of(f"{WHEN}{where}.")
