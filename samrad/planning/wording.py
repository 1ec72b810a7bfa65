"""What the timeline and the matrix warn of, and what happened, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samrad.core.clock import STOCKHOLM
from samrad.method import library
from samrad.planning.enums import DutyKind, PreGateQuestion
from samrad.planning.rules import dates, matrix, timeline
from samrad.planning.rules.matrix import MatrixWarning
from samrad.planning.rules.timeline import TimelineWarning

_TEXTS: Final[Mapping[str, Promise]] = {
    timeline.ORDER_BROKEN: _(
        "Börjar %(after_on)s, men ”%(before)s” är inte klar förrän %(before_on)s."
    ),
    timeline.SUMMER_WEEKS: _("Ligger på sommaren (vecka %(week)s), då få styrelser möts."),
    timeline.CHRISTMAS_WEEKS: _("Ligger kring jul (vecka %(week)s), då många är lediga."),
    timeline.RED_DAY: _("%(on)s är en helgdag eller helgdagsafton."),
    timeline.SHORT_WRITTEN_ROUND: _(
        "%(weeks)s veckor att svara när sommar och jul räknats bort. Vi rekommenderar minst "
        "%(recommended)s."
    ),
    timeline.DAYTIME_MEETING: _(
        "Börjar %(starts)s på en vardag. De flesta ideella kan först efter klockan %(evening)s."
    ),
    timeline.ENDS_BEFORE_START: _("Slutar %(ends)s, innan den börjar %(starts)s."),
}
# Which of our recommendations a warning leans on; the others need no source.
_THRESHOLDS: Final[Mapping[str, tuple[Promise, str]]] = {
    timeline.SUMMER_WEEKS: (_("Sommaren"), "summer-first-week"),
    timeline.CHRISTMAS_WEEKS: (_("Jul och nyår"), "christmas-first-week"),
    timeline.SHORT_WRITTEN_ROUND: (_("Tid att svara skriftligt"), "written-round-weeks"),
    timeline.DAYTIME_MEETING: (_("Möten på vardagar"), "evening-hour"),
}


_NOTES: Final[Mapping[str, Promise]] = {
    dates.TIME_TO_ANSWER: _("%(number)s veckor att svara när sommar och jul räknats bort."),
    dates.SHORT_REFERRAL: _(
        "%(number)s veckor att svara när sommar och jul räknats bort. För en remiss rekommenderar "
        "vi minst %(recommended)s: föreningar ska hinna läsa, fråga medlemmarna och besluta."
    ),
    dates.LATE_HEARD: _(
        "”Detta hörde vi” kommer %(number)s dagar efter det sista tillfället. Vi rekommenderar "
        "högst %(recommended)s, medan deltagarna minns vad de sa."
    ),
    dates.ANSWERED_AFTER_DECISION: _(
        "Svaren kommer efter beslutet. Då är det för sent att säga emot."
    ),
}

# How far an activity has come, and the sign beside the word.
STATES: Final[Mapping[str, Promise]] = {
    matrix.PLANNED: _("Planerad"),
    matrix.DONE: _("Gjord"),
    matrix.EVALUATED: _("Gjord och utvärderad"),
    matrix.CANCELLED: _("Inställd"),
}
SIGNS: Final[Mapping[str, str]] = {
    matrix.PLANNED: "clock",
    matrix.DONE: "check",
    matrix.EVALUATED: "check",
    matrix.CANCELLED: "bar",
}
_MATRIX: Final[Mapping[str, tuple[Promise, Promise]]] = {
    matrix.NOTHING_PLACED: (
        _("Inget är placerat i matrisen än."),
        _("Placera mötena och de skriftliga svaren, så syns vad ni lovar och var det brister."),
    ),
    matrix.ONLY_INFORMS: (
        _("Ni informerar men samråder inte."),
        _("Före beslutet finns bara information. Lägg in något där föreningarna får svara."),
    ),
    matrix.STARTS_LATE: (
        _("Samrådet börjar sent."),
        _("Inget sker när dagordningen sätts. Då är frågorna redan valda när föreningarna kommer."),
    ),
    matrix.NO_FOLLOW_UP: (
        _("Ingen uppföljning planerad."),
        _("Inget sker i steg 5 och 6. Då får ingen veta om det som lovades blev av."),
    ),
    matrix.LEVEL_ABOVE: (
        _("Samrådet lovar %(promised)s, men inget är placerat högre än %(placed)s."),
        _("Ändra löftet, eller placera något som håller det."),
    ),
    matrix.LEVEL_BELOW: (
        _("Ni har planerat %(placed)s, men samrådet lovar bara %(promised)s."),
        _("Ändra löftet så att inbjudan säger det ni tänker göra, eller flytta aktiviteten."),
    ),
    matrix.TEXT_ABOVE: (
        _("En text lovar föreningarna %(promised)s, men inget är placerat högre än %(placed)s."),
        _("Ändra orden, eller placera något som håller dem."),
    ),
}


@dataclass(frozen=True)
class QuestionWords:
    """A question of whether to consult: how it is put, why it matters, what a no means."""

    asked: Any  # lazy text, as a field's label takes it
    why: Any
    no: Promise
    mend: Promise  # what the way out of a no says
    place: tuple[str, ...]  # the address where it is mended


PRE_GATE: Final[Mapping[str, QuestionWords]] = {
    PreGateQuestion.INFLUENCE: QuestionWords(
        _("Finns det något kvar att påverka, på riktigt?"),
        _("Den som svarar lägger sin fritid på det. Är allt bestämt blir samrådet ett spel."),
        _("Berätta vad som är bestämt och varför. Fråga inte."),
        _("Skriv vad som går att påverka"),
        ("planning:part", "paverka"),
    ),
    PreGateQuestion.DECISION_MAKER: QuestionWords(
        _("Står den som beslutar bakom att inspelen ska påverka?"),
        _("Ni kan bara lova det som nämnden eller politikern är med på."),
        _("Ta upp det med den som beslutar först. Annars lovar ni något ni inte kan hålla."),
        _("Skriv vem som beslutar"),
        ("planning:part", "beslut"),
    ),
    PreGateQuestion.TIME: QuestionWords(
        _("Räcker tiden, för dem som svarar och för er som ska lyssna?"),
        _("En styrelse möts ofta en gång i månaden, och svaren ska hinna ändra förslaget."),
        _("Flytta beslutet eller berätta bara. Ett samråd utan tid blir en formalitet."),
        _("Flytta datumen"),
        ("planning:part", "datum"),
    ),
    PreGateQuestion.RESOURCES: QuestionWords(
        _("Finns det pengar och människor för att göra det ordentligt?"),
        _("Lokaler, tolk och någon som läser och svarar på varje inspel kostar."),
        _("Gör det mindre, eller vänta tills ni orkar svara alla som hör av sig."),
        _("Se över budgeten"),
        ("planning:part", "mal"),
    ),
    PreGateQuestion.AFFECTED: QuestionWords(
        _("Finns det någon som berörs och som kan bidra?"),
        _("Det är deras erfarenhet ni ber om. Utan dem finns inget att samråda om."),
        _("Berätta för dem som vill veta. Fråga när det finns något att fråga om."),
        _("Skriv vad som står på spel"),
        ("planning:part", "syfte"),
    ),
}


@dataclass(frozen=True)
class DutyWords:
    """A legal duty: how it is put, what the law asks, by which act, what to do if it applies."""

    asked: Any  # lazy text, as a field's label takes it
    asks: Promise
    source: Promise
    url: str
    then: Promise


DUTIES: Final[Mapping[str, DutyWords]] = {
    DutyKind.MIN: DutyWords(
        _("Berörs någon nationell minoritet?"),
        _(
            "Nationella minoriteter ska få inflytande i frågor som berör dem. Myndigheten ska så "
            "långt det går samråda med dem i en strukturerad dialog. Barn och unga bland dem ska "
            "ges särskild möjlighet."
        ),
        _("Lagen (2009:724) om nationella minoriteter och minoritetsspråk, 5 och 5 a §§"),
        "https://www.minoritet.se/det-offentligas-skyldigheter-och-ansvar",
        _(
            "Fråga minoriteternas organisationer hur de vill ha det: eget möte eller gemensamt, "
            "öppet eller slutet. Bjud in i god tid. Anteckna aldrig vilken minoritet en person "
            "tillhör, bara organisationen."
        ),
    ),
    DutyKind.SAM: DutyWords(
        _("Har ärendet särskild betydelse för samerna?"),
        _(
            "Regionen ska konsultera företrädare för det samiska folket före beslut i ärenden som "
            "kan få särskild betydelse för samerna. Det gäller regioner sedan den 1 mars 2024 och "
            "ska dokumenteras."
        ),
        _("Lagen (2022:66) om konsultation i frågor som rör det samiska folket"),
        "https://www.riksdagen.se/sv/dokument-och-lagar/dokument/svensk-forfattningssamling/"
        "lag-202266-om-konsultation-i-fragor-som-ror-det_sfs-2022-66/",
        _(
            "Det blir ett eget ärende, inte ett samråd. Fråga Sametinget först, ibland också en "
            "sameby eller en samisk organisation. Konsultera i god tro, tills ni är överens eller "
            "det inte går att bli det."
        ),
    ),
    DutyKind.CHILD: DutyWords(
        _("Rör det barn och unga?"),
        _(
            "Barnets bästa ska prövas i beslut som rör barn, och barn har rätt att säga vad de "
            "tycker i frågor som rör dem."
        ),
        _("Lagen (2018:1197) om Förenta nationernas konvention om barnets rättigheter"),
        "",
        _(
            "Skriv vad beslutet betyder för barn och unga. Låt dem komma till tals i en form som "
            "passar dem, till exempel en verkstad i skolan eller på fritidsgården."
        ),
    ),
    DutyKind.DISABILITY: DutyWords(
        _("Berörs personer med funktionsnedsättning?"),
        _(
            "Myndigheter rekommenderas att aktivt involvera personer med funktionsnedsättning. "
            "Det ni lägger ut på webben ska gå att använda för alla."
        ),
        _(
            "Myndigheten för delaktighet, och lagen (2018:1937) om tillgänglighet till digital "
            "offentlig service"
        ),
        "https://www.mfd.se/nyhetsarkiv/aktiv-involvering-i-praktiken/",
        _(
            "Bjud in funktionshindersrörelsen tidigt. Välj lokaler som alla tar sig in i, och "
            "fråga vad var och en behöver för att kunna delta."
        ),
    ),
}


@dataclass(frozen=True)
class Recommendation:
    """One of our recommendations: what it is about, why, and where it comes from."""

    label: str
    motive: str
    source: str


def short_date(day: date) -> str:
    """Return a date as people say it: 3 mars 2027."""
    return date_format(day, "j F Y")


def _fact(name: str, value: object, titles: Mapping[str, str]) -> str:
    if isinstance(value, date):
        return short_date(value)
    if name in ("before", "after"):
        return titles.get(str(value), str(value))
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def warning_text(warning: TimelineWarning, *, titles: Mapping[str, str]) -> str:
    """Return the warning in words; `titles` are the milestones' names by their keys."""
    facts = {name: _fact(name, value, titles) for name, value in warning.facts.items()}
    return str(_TEXTS[warning.code]) % facts


def date_note_text(note: dates.DateNote) -> str:
    """Return what is worth a thought about the dates, in words."""
    number = str(note.number).replace(".", ",").removesuffix(",0")
    return str(_NOTES[note.code]) % {"number": number, "recommended": note.recommended}


def recommendation_for(code: str) -> Recommendation | None:
    """Return the recommendation that the warning leans on, if it does."""
    if code not in _THRESHOLDS:
        return None
    label, key = _THRESHOLDS[code]
    text = library.thresholds().text.thresholds[key]
    return Recommendation(str(label), text.motive, text.source)


def matrix_warning(warning: MatrixWarning, *, names: Mapping[str, str]) -> tuple[str, str]:
    """Return a warning about the matrix, and what to do; `names` are the levels' by code."""
    facts = {role: names[level].lower() for role, level in warning.levels.items()}
    text, advice = _MATRIX[warning.code]
    return str(text) % facts, str(advice)


def cell_name(cell: str, language: str) -> str:
    """Return a cell in words: Samråd i steg 2, Ta fram förslag."""
    step = matrix.step_of(cell)
    level = library.levels(language=language).text.levels[matrix.level_of(cell)].label
    name = library.matrix(language=language).text.steps[step]
    return str(_("%(level)s i steg %(step)s, %(name)s")) % {
        "level": level,
        "step": step,
        "name": name,
    }


def when_text(starts_at: datetime | None) -> str:
    """Return the day of an activity, and the hour where it has one; nothing without a day."""
    if starts_at is None:
        return ""
    starts = starts_at.astimezone(STOCKHOLM)
    has_hour = bool(starts.hour or starts.minute)
    return date_format(starts, "j F Y H.i" if has_hour else "j F Y")
