"""Health, the handover and the calendar in words."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from samrad.pages.rules import calendar, tasks
from samrad.pages.rules.health import Check, Level
from samrad.reporting.rules import handover

LEVELS: Final[Mapping[Level, Promise]] = {
    Level.GREEN: _("bra"),
    Level.YELLOW: _("se över"),
    Level.RED: _("fel"),
}
CHECKS: Final[Mapping[str, Promise]] = {
    "database": _("Databas"),
    "migrations": _("Databasens form"),
    "journal": _("Journal"),
    "worker": _("Arbetare"),
    "mail": _("E-post"),
    "storage": _("Lagring"),
    "keys": _("Nycklar"),
    "static": _("Statiska filer"),
}
WORDS: Final[Mapping[tuple[str, str], Promise]] = {
    ("database", "FINE"): _("svarar."),
    ("database", "SILENT"): _("svarar inte. Se DATABASE_URL, eller om disken är full."),
    ("database", "READ_ONLY"): _("går att läsa men inte skriva. Se rättigheter och disk."),
    ("migrations", "FINE"): _("stämmer med programmet."),
    ("migrations", "WAITING"): _("%(number)s ändringar väntar. Kör samrad migrate."),
    ("journal", "FINE"): _("kedjornas ändar stämmer."),
    ("journal", "BROKEN"): _("bruten: %(detail)s. Kör samrad verify_journal och spara en kopia."),
    ("worker", "FINE"): _("hördes av för %(number)s s sedan."),
    ("worker", "NEVER"): _("har aldrig hörts av. Starta samrad serve eller samrad worker."),
    ("worker", "SILENT"): _("har inte hörts av på %(number)s s. Brev och rapporter står stilla."),
    ("mail", "FINE"): _("inget har fastnat."),
    ("mail", "STOPPED"): _(
        "%(detail)s brev väntar, det äldsta i %(number)s min, och inget har skickats sedan dess. "
        "Se EMAIL_URL och e-postservern."
    ),
    ("mail", "SLOW"): _("%(detail)s brev väntar, det äldsta i %(number)s min."),
    ("mail", "UNCLEAR"): _("%(number)s brev är osäkra: en handläggare behöver avgöra dem."),
    ("mail", "NOWHERE"): _("skrivs bara i loggen. Sätt EMAIL_URL för att skicka på riktigt."),
    ("storage", "FINE"): _("%(number)s MiB ledigt."),
    ("storage", "READ_ONLY"): _("går inte att skriva i. Se rättigheterna till SAMRAD_VAR."),
    ("storage", "LOW"): _("bara %(number)s MiB ledigt. Ge mer plats snart."),
    ("storage", "FULL"): _("nästan slut: %(number)s MiB ledigt. Ge mer plats nu."),
    ("keys", "FINE"): _("finns."),
    ("keys", "NO_DRAFT_KEY"): _(
        "utkasten går inte att öppna. Lägg tillbaka rätt SAMRAD_DRAFT_KEYS."
    ),
    ("keys", "WEAK_SECRET"): _("SAMRAD_SECRET_KEY är för kort. Ta bort den så skapas en egen."),
    ("static", "FINE"): _("byggda."),
    ("static", "MISSING"): _("saknas. Kör make setup."),
}


def said(check: Check) -> str:
    """Return what the check found, in words."""
    return str(WORDS[check.name, check.code]) % {"number": check.number, "detail": check.detail}


# The handover: what was promised, what comes, what is open, what has begun.
PROMISES: Final[Mapping[str, Promise]] = {
    handover.HEARD: _("Berätta vad vi hörde"),
    handover.ANSWERED: _("Svara på alla inspel"),
    handover.DECISION: _("Beslut"),
    handover.INFLUENCE: _("Går att påverka"),
    handover.FOR_DRAFT: _("Svar som säger ”tas med till utkastet”"),
}
AHEAD: Final[Mapping[str, Promise]] = {
    handover.MILESTONE: _("Milstolpe"),
    handover.MEETING: _("Möte"),
    handover.OPENS: _("Öppnar"),
    handover.LAST_DAY: _("Sista dag att svara"),
    handover.HEARD: _("Detta hörde vi"),
    handover.ANSWERED: _("Du sa – vi gjorde"),
    handover.DECISION: _("Beslut"),
}
DRAFTS: Final[Mapping[str, Promise]] = {
    handover.UNPUBLISHED: _("Inte publicerat än"),
    handover.LETTER: _("Brev som inte har skickats"),
    handover.PLAN_VERSION: _("Planversion under arbete"),
}


def open_text(code: str, number: int) -> str:
    """Return how many there are of what waits for somebody, in words."""
    texts = {
        handover.UNCLEAR: ngettext(
            "%(count)s osäkert brev att avgöra", "%(count)s osäkra brev att avgöra", number
        ),
        handover.NOT_SENT: ngettext(
            "%(count)s brev gick inte fram", "%(count)s brev gick inte fram", number
        ),
        handover.PENDING: ngettext(
            "%(count)s inlaga från den öppna sidan att granska",
            "%(count)s inlagor från den öppna sidan att granska",
            number,
        ),
        handover.UNANSWERED: ngettext(
            "%(count)s inspel utan svar", "%(count)s inspel utan svar", number
        ),
        handover.PROPOSED: ngettext(
            "%(count)s svar väntar på kulturchefen",
            "%(count)s svar väntar på kulturchefen",
            number,
        ),
        handover.SIGNED_OFF: ngettext(
            "%(count)s godkänt svar är inte publicerat",
            "%(count)s godkända svar är inte publicerade",
            number,
        ),
        handover.UNDELIVERED: ngettext(
            "%(count)s ska få sina svar med brev eller telefon",
            "%(count)s ska få sina svar med brev eller telefon",
            number,
        ),
    }
    return texts[code] % {"count": number}


# The calendar: what stands on a day, and what collides.
KINDS: Final[Mapping[str, Promise]] = {
    calendar.OPENS: _("Öppnar"),
    calendar.SEND_BY: _("Skicka inbjudan senast"),
    calendar.MAILING: _("Utskick"),
    calendar.MEETING: _("Möte"),
    calendar.LAST_DAY: _("Sista dag att svara"),
    calendar.HEARD: _("Detta hörde vi"),
    calendar.ANSWERED: _("Du sa – vi gjorde"),
    calendar.DECISION: _("Beslut"),
    calendar.MILESTONE: _("Milstolpe"),
}
CLASHES: Final[Mapping[str, Promise]] = {
    calendar.SAME_EVENING: _("Möten samma kväll. Den som vill gå på fler än ett måste välja."),
    calendar.ON_RED_DAY: _("Ligger på en helgdag eller helgdagsafton. Då är få lediga att komma."),
    calendar.IN_QUIET_WEEK: _("Ligger i sommar- eller julveckorna, då få styrelser möts."),
}


def entry_text(entry: calendar.Entry) -> str:
    """Return what an entry is called in a calendar: the kind, and its own words or the round's."""
    kind = str(KINDS[entry.kind])
    words = entry.title or entry.about
    return words if entry.kind == calendar.MEETING else f"{kind}: {words}"


# What there is to do beside the steps of the work: why, and what the button says.
TASKS: Final[Mapping[str, tuple[Promise, Promise]]] = {
    tasks.LOOK_THROUGH: (
        _("Det som kommer in är allmän handling. Ett dröjsmål drabbar den som begär ut den."),
        _("Se vad som kommit in"),
    ),
    tasks.READ_BEFORE_DECISION: (
        _("Den som beslutar utan att ha läst kan inte säga att föreningarna blev hörda."),
        _("Läs inspelen och svaren"),
    ),
    tasks.PAST_MILESTONES: (
        _("Bocka av dem som är klara, så ser alla var ni står. Flytta dem som inte är det."),
        _("Öppna planprocessen"),
    ),
    tasks.MILESTONE: (
        _("Det som kommer efter i processen väntar på den här dagen."),
        _("Öppna planprocessen"),
    ),
}


def task_title(code: str, count: int) -> str:
    """Return what there is to do, with how many there are of it."""
    if code == tasks.LOOK_THROUGH:
        text = ngettext("Se över %(count)s ny inlaga", "Se över %(count)s nya inlagor", count)
        return text % {"count": count}
    if code == tasks.PAST_MILESTONES:
        text = ngettext(
            "%(count)s milstolpe har passerat och är inte avbockad",
            "%(count)s milstolpar har passerat och är inte avbockade",
            count,
        )
        return text % {"count": count}
    return gettext("Läs vad föreningarna har sagt före beslutet")
