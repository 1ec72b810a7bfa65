"""What the rules saw, in sentences: by the code of `rules.verdict.Seen`."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samrad.quality.rules.table import Lack
from samrad.quality.rules.verdict import Number, Seen

_GENERAL: Final[Mapping[str, Promise]] = {
    "MORE": _("Och %(number)s till."),
    "NO_MEETINGS": _("Inga möten är planerade."),
    "NO_ACTIVITIES": _("Inga aktiviteter är planerade."),
    "NO_CONTRIBUTIONS": _("Inga synpunkter har kommit in."),
    "FELL_BELOW": _(
        "%(name)s bekräftade mer den %(on)s. Sedan dess har uppgifterna ändrats, och då gäller de."
    ),
    "CHANGED_SINCE": _(
        "%(name)s bekräftade det den %(on)s. Sedan dess har uppgifterna ändrats. Bekräfta igen."
    ),
    "DUTY.APPLIES": _("Prövat %(on)s: samrådet berör dem."),
    "DUTY.APPLIES_NOT": _("Prövat %(on)s: samrådet berör dem inte."),
}
_PREPARING: Final[Mapping[str, Promise]] = {
    "F03.MISSING": _("Syftet är inte skrivet."),
    "F03.SENTENCES": _("Antal meningar i syftet: %(number)s (högst %(most)s)."),
    "F03.LIX": _("LIX för syftet: %(number)s (högst %(most)s)."),
    "F04.MISSING": _("Det står inget om vad som går att påverka."),
    "F04.COUNTED": _(
        "Går att påverka: %(open)s. Går delvis: %(partly)s. Redan bestämt: %(locked)s."
    ),
    "F05.BODY": _("%(name)s beslutar."),
    "F05.NO_BODY": _("Det står inte vem som beslutar."),
    "F05.DATE": _("Beslutet är satt till %(on)s."),
    "F05.NO_DATE": _("Det finns inget datum för beslutet."),
    "F05.NO_END": _("Samrådet har varken sista svarsdag eller möten att räkna från."),
    "F05.DAYS_AFTER": _(
        "Samrådet slutar %(ends)s. Dagar därefter till beslutet: %(days)s. "
        "Efter sista mötet ska det vara mer än %(least)s."
    ),
    "F05.BEFORE_END": _("Samrådet slutar inte förrän %(ends)s."),
    "F07.GOALS": _("Antal mål som går att mäta: %(number)s (minst %(fewest)s)."),
    "F08.NOT_TRIED": _("De fem frågorna om att samråda är inte besvarade."),
    "F08.ALL_YES": _("De fem frågorna om att samråda är besvarade med ja."),
    "F08.A_NO": _("Minst en av de fem frågorna har svaret nej. Då ska det vara information."),
    "F09.EMPTY": _("Det finns inga verksamma föreningar i registret."),
    "F09.CHECKED": _(
        "%(number)s av %(total)s i registret är kontrollerade under de senaste %(days)s dagarna: "
        "%(percent)s procent (minst %(least)s)."
    ),
    "F11.NETWORKS": _("Nätverk och informella grupper i registret: %(number)s."),
    "F11.NONE": _("Inga nätverk eller informella grupper finns i registret."),
    "F14.NOT_TRIED": _("Skyldigheten mot nationella minoriteter är inte prövad."),
    "F15.NOT_TRIED": _("Skyldigheten att konsultera samiska företrädare är inte prövad."),
    "F16.NOT_TRIED": _("Barnets bästa är inte prövat."),
    "F17.MISSING": _("Budgeten är tom."),
    "F17.KINDS": _("Slags kostnader i budgeten: %(number)s (minst %(fewest)s)."),
    "F17.SUM": _("Summa: %(number)s kronor."),
    "F18.MISSING": _("Tidplanen har inga milstolpar."),
    "F18.DATED": _("Milstolpar med datum: %(number)s."),
    "F18.LACKS": _("”%(name)s” finns inte i tidplanen."),
    "F18.DISORDERED": _("”%(name)s” kommer i fel ordning."),
    "F19.NO_PRE_MEETING": _("Inget förmöte är antecknat i tidplanen."),
    "F19.PLANNED": _("Förmötet är planerat till %(on)s."),
    "F19.AFTER": _("Förmötet hölls %(on)s, men samrådet var publicerat redan %(locked)s."),
    "F19.HELD": _("Förmötet hölls %(on)s, innan upplägget låstes."),
    "L01.NO_EARLIER_PLAN": _("Ingen tidigare plan finns att räkna från."),
    "L01.WITHOUT": _("Inget möte med civilsamhället är antecknat %(year)s."),
    "L01.EVERY_YEAR": _("Det finns möten med civilsamhället varje år %(first)s–%(last)s."),
    "L04.NONE": _("Ingen överlämning är gjord."),
    "L04.MADE": _("Överlämningen gjordes %(on)s (högst %(days)s dagar gammal)."),
}
_PLANNING: Final[Mapping[str, Promise]] = {
    "P01.PLACED": _("%(number)s av %(total)s aktiviteter är placerade i matrisen."),
    "P01.NOT_PLACED": _("”%(title)s” är inte placerad."),
    "P01.LEVEL_TOLD": _("Nivån är utskriven för dem som deltar."),
    "P01.LEVEL_NOT_TOLD": _("Nivåns löfte står inte i inbjudan."),
    "P02.NOTHING": _("Ingen aktivitet har ett datum."),
    "P02.NO_DRAFT": _("Första aktiviteten är %(on)s. Inget utkast finns än."),
    "P02.DATES": _("Första aktiviteten är %(on)s. Utkastet är klart %(draft)s."),
    "P03.NOTHING_PLACED": _("Ingen aktivitet är placerad i matrisen."),
    "P03.NONE": _("Ingen aktivitet når upp till dialog eller partnerskap."),
    "P03.FOUND": _("”%(title)s” är dialog eller mer."),
    "P05.NOT_FOR_THEM": _("Inget möte vänder sig till ideellt engagerade."),
    "P05.COUNTED": _(
        "%(number)s av %(total)s möten börjar %(hour)s.00 eller senare, ligger på en helg eller "
        "har ett skäl för dagtid: %(percent)s procent (minst %(least)s)."
    ),
    "P05.DAYTIME": _("”%(title)s” %(on)s börjar %(at)s."),
    "P05.WISHED": _("”%(title)s” %(on)s är på dagtid. Skäl: ”%(motive)s”"),
    "P06.ONE_MUNICIPALITY": _("Regionen har bara en kommun."),
    "P06.NONE_ON_SITE": _("Inget möte hålls på plats."),
    "P06.PLACES": _(
        "Kommuner med möten: %(number)s (minst %(fewest)s). Utanför den vanligaste: %(percent)s "
        "procent (minst %(least)s)."
    ),
    "P06.PLACE": _("%(name)s: %(number)s."),
    "P06.UNKNOWN": _("Möten på plats utan angiven kommun: %(number)s."),
    "P07.FOUND": _("Möten som går att följa digitalt eller per telefon: %(number)s."),
    "P07.NONE": _("Inget möte går att följa digitalt eller per telefon."),
    "P08.FOUND": _("Möten på plats: %(number)s."),
    "P08.OUTREACH": _("Ni besöker eller ringer upp dem som ni frågar."),
    "P08.NONE": _("Inget möte hålls på plats, och ni söker inte upp någon."),
    "P09.DESCRIBED": _("%(number)s av %(total)s möten på plats har tillgängligheten beskriven."),
    "P09.MISSING": _("”%(title)s” %(on)s saknar uppgift om tillgänglighet."),
    "P11.NONE": _(
        "Inget av %(number)s möten krockar med helgdagar, sommar, jul eller regionens andra möten. "
        "Skollov skiljer sig mellan kommuner och kontrolleras inte."
    ),
    "P11.RED_DAY": _("”%(title)s” %(on)s ligger på en helgdag eller helgdagsafton."),
    "P11.SUMMER_WEEKS": _("”%(title)s” %(on)s ligger mitt i sommaren."),
    "P11.CHRISTMAS_WEEKS": _("”%(title)s” %(on)s ligger kring jul och nyår."),
    "P11.OTHER": _("”%(title)s” %(on)s är samma dag som ”%(other)s”."),
    "P12.FOUND": _("”%(title)s” är ett särskilt samråd."),
    "P12.LETTER": _("En inbjudan till särskilt samråd har gått ut."),
    "P12.NONE": _("Inget särskilt samråd är planerat."),
    "P15.NO_DAY": _("Det finns varken möte eller sista svarsdag att räkna från."),
    "P15.NOT_PUBLISHED": _("Samrådet är inte publicerat. Det gäller %(on)s."),
    "P15.EMPTY": _("Samrådets sida har ingen text än."),
    "P15.DAYS": _("Publicerat %(days)s dagar före %(on)s (minst %(least)s)."),
    "P15.LIX": _("LIX för samrådets text: %(number)s (högst %(most)s)."),
    "P17.NO_OWNER": _("Ingen är utsedd som ansvarig."),
    "P17.NO_HEARD_DATE": _("Datum för ”detta hörde vi” saknas."),
    "P17.NO_REPLY_DATE": _("Datum för ”du sa – vi gjorde” saknas."),
    "P17.SETTLED": _("Ansvarig är utsedd, och datum är satta för det ni hört och för svaren."),
    "P18.NO_DATE": _("Datum för ”detta hörde vi” saknas."),
    "P18.DATE": _("Ni återkopplar %(on)s."),
    "P18.NO_END": _("Samrådet har varken sista svarsdag eller möten att räkna från."),
    "P18.BEFORE": _("Det är innan samrådet är klart, %(start)s."),
    "P18.DAYS": _(
        "Ni återkopplar %(on)s, %(days)s dagar efter sista svarsdag %(start)s (högst %(most)s)."
    ),
    "P18.DAYS_AFTER_MEETING": _(
        "Ni återkopplar %(on)s, %(days)s dagar efter sista mötet %(start)s (högst %(most)s)."
    ),
    "P19.PRE_MEETING": _("Förmöte %(on)s."),
    "P20.CASE_NUMBER": _("Diarienummer: %(number)s."),
    "P20.NO_CASE_NUMBER": _("Diarienummer saknas."),
    "P20.DISPOSAL": _("Gallringsbeslut: %(name)s."),
    "P20.NO_DISPOSAL": _("Regionens gallringsbeslut är inte inskrivet."),
}
_INVITING: Final[Mapping[str, Promise]] = {
    "I01.NOT_SENT": _("Inbjudan är inte skickad."),
    "I01.LAST_DAY": _("Den ska ut senast %(on)s."),
    "I01.NOTHING_TO_COME_TO": _("Det finns varken möte eller sista svarsdag att räkna från."),
    "I01.SHARE": _("I tid till %(number)s av %(total)s mottagare (minst %(least)s procent)."),
    "I01.SENT": _("Skickad %(sent)s: %(days)s dagar före %(on)s (minst %(least)s)."),
    "I01.TOO_LATE": _("Går ut %(sent)s: %(days)s dagar efter %(on)s, som den bjuder in till."),
    "I01.PLANNED": _("Går ut %(sent)s: %(days)s dagar före %(on)s (minst %(least)s)."),
    "I02.NO_LETTER": _("Inbjudan är inte skriven."),
    "I02.NOT_JUDGED": _("Granskningen kunde inte läsa brevet som en inbjudan på svenska."),
    "I02.SCORE": _("Poäng i granskningen: %(number)s (minst %(least)s)."),
    "I02.ERROR": _("Fel i brevet: %(name)s."),
    "I03.RECIPIENTS": _("Utvalda mottagare: %(number)s. Urvalet är sparat."),
    "I03.REACHED": _("Nådda: %(number)s av %(total)s."),
    "I03.NOT_REACHED": _("Inte nådda: %(number)s av %(total)s."),
    "I04.COUNTED": _("Kända kanaler: %(number)s (minst %(fewest)s, varav en utan internet)."),
    "I04.EMAIL": _("E-post."),
    "I04.PAPER": _("Brev."),
    "I04.OTHERWISE": _("Telefon eller besök."),
    "I04.OPEN_PAGE": _("Öppen sida på webben."),
    "I07.ORGANISATIONS": _("%(number)s av %(total)s brev är ställda till organisationen själv."),
    "I10.NONE": _("Ingen påminnelse har gått ut i tid."),
    "I10.TO_SILENT": _("Påminnelse till dem som inte svarat %(on)s."),
}
_FOLLOWING_UP: Final[Mapping[str, Promise]] = {
    "U01.NOTHING_OUT": _("”Detta hörde vi” har inte gått ut."),
    "U01.DAYS": _(
        "”Detta hörde vi” gick ut %(on)s: %(days)s arbetsdagar efter sista mötet (högst %(most)s)."
    ),
    "U01.FIRST_MEETING": _(
        "Från första mötet dröjde det %(days)s arbetsdagar. Gick anteckningar ut tidigare på "
        "annat sätt, så visa dem."
    ),
    "U01.BEFORE_LAST": _("”Detta hörde vi” gick ut %(on)s, före sista mötet %(last)s."),
    "U02.DAYS": _(
        "”Detta hörde vi” gick ut %(on)s. Dagar kvar att svara: %(days)s (minst %(least)s)."
    ),
    "U03.CASE_NUMBER": _("Diarienummer: %(number)s. Svar i ärendet: %(submissions)s."),
    "U03.STATEMENTS": _("Samrådsredogörelser utan diarienummer: %(number)s."),
    "U04.THEMED": _("%(number)s av %(total)s synpunkter har ett tema."),
    "U04.OWNED": _("%(number)s av %(total)s synpunkter har en ansvarig."),
    "U05.ANSWERED": _("%(number)s av %(total)s synpunkter har ett godkänt svar med motivering."),
    "U05.PROPOSED": _("Förslag till svar som inte är godkända: %(number)s."),
    "U05.LEFT": _("Kvar att svara på: %(number)s."),
    "U06.PUBLISHED": _("%(number)s av %(total)s synpunkter har ett publicerat svar."),
    "U06.DELIVERED": _("%(number)s av %(total)s svarsbrev är skickade."),
    "U06.LEFT": _("Svarsbrev som väntar på att skickas, postas eller ringas: %(number)s."),
    "U06.FAILED": _("Svarsbrev som inte gick fram: %(number)s."),
    "U06.NO_ADDRESS": _("Deltagare utan adress: %(number)s."),
    "U07.LINKS": _("Synpunkter som lett till en ändring i planen: %(number)s."),
    "U07.CHAPTERS": _("%(number)s av %(total)s kommenterade kapitel har en sådan ändring."),
    "U07.MISSING": _("”%(title)s” är kommenterat men inte ändrat."),
    "U08.NO_REFERRAL": _("Inget utkast är ute på remiss."),
    "U08.NO_DATES": _("Remisstidens första eller sista dag saknas."),
    "U08.WEEKS": _(
        "Remisstiden är %(weeks)s veckor när sommar och jul räknats bort (minst %(least)s)."
    ),
    "U09.NONE": _("Ingen samrådsredogörelse är fryst."),
    "U09.FROZEN": _("Samrådsredogörelsen frystes %(on)s. Den visar svaren per aktörsgrupp."),
    "U10.NOT_READY": _("Ingen samrådsredogörelse var klar till beslutet."),
    "U10.READY": _("Samrådsredogörelsen var klar %(on)s, till beslutet %(decided)s."),
    "U12.NONE": _("Samrådsredogörelsen är inte publicerad."),
    "U12.PUBLISHED": _("Samrådsredogörelsen publicerades %(on)s."),
}
LACKING: Final[Mapping[Lack, Promise]] = {
    Lack.COMMITMENTS: _("Samråd håller ännu inte reda på den förra planens löften."),
    Lack.IMPROVEMENTS: _("Samråd håller ännu inte reda på förbättringar efter förra samrådet."),
    Lack.COVERAGE: _("Samråd räknar ännu inte ut luckorna i registret."),
    Lack.TARGET_GROUPS: _("Samråd håller ännu inte reda på målgrupper."),
    Lack.EXPERTS: _("Samråd håller ännu inte reda på sakkunnigas uppdrag."),
    Lack.YEAR_WHEEL: _("Samråd har ännu inget årshjul."),
    Lack.STANDING_FORM: _("Samråd har ännu inget formulär som är öppet hela året."),
    Lack.AGENDA: _("Samråd håller ännu inte reda på dagordningens punkter."),
    Lack.COMPENSATION: _("Samråd håller ännu inte reda på beslut om ersättning."),
    Lack.ROLES: _("Samråd håller ännu inte reda på roller vid möten."),
    Lack.MATERIAL: _("Samråd håller ännu inte reda på underlagets format och språk."),
    Lack.RELAYS: _("Samråd håller ännu inte reda på vilka som fört inbjudan vidare."),
    Lack.CONTACTS: _("Samråd håller ännu inte reda på personliga kontakter."),
    Lack.SIGN_UP: _("Samråd har ännu ingen anmälan till möten."),
    Lack.RUN_SHEET: _("Samråd håller ännu inte reda på hur mötet gick till."),
    Lack.ATTENDANCE: _("Samråd har ännu ingen närvarolista."),
    Lack.NEEDS: _("Samråd håller ännu inte reda på deltagarnas behov."),
    Lack.CHECK_OUT: _("Samråd har ännu ingen utcheckning efter möten."),
    Lack.SURVEYS: _("Samråd har ännu ingen gemensam utvärdering."),
    Lack.CLAIMS: _("Samråd håller ännu inte reda på utbetald ersättning."),
    Lack.CASES: _("Samråd håller ännu inte reda på lärdomar och delade exempel."),
}
SENTENCES: Final[Mapping[str, Promise]] = {
    **_GENERAL,
    **_PREPARING,
    **_PLANNING,
    **_INVITING,
    **_FOLLOWING_UP,
    **{f"LACKS.{lack}": text for lack, text in LACKING.items()},
}


def sentence(seen: Seen) -> str:
    """Return what was seen as a sentence, with dates and numbers as the reader writes them."""
    values = {name: _as_read(value) for name, value in seen.values.items()}
    return str(SENTENCES[seen.code]) % values


def sentences(found: tuple[Seen, ...]) -> list[str]:
    """Return everything that was seen, in its order."""
    return [sentence(each) for each in found]


def _as_read(value: Number) -> str:
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, float):
        return str(number_format(value, decimal_pos=1))
    if isinstance(value, int):
        return str(number_format(value, use_l10n=True, force_grouping=True))
    return str(value or "")
