"""Codes in words, and small pieces that every part of the statement is written with."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Final

from django.db.models import TextChoices
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from samrad.core.clock import STOCKHOLM
from samrad.documents.blocks import Bar, BarChart, Block, BulletList, Paragraph, Table
from samrad.method import library
from samrad.reporting.rules.facts import Count
from samrad.reporting.rules.sections import Missing

_BULLETS: Final = ("- ", "• ", "* ", "– ")
PERCENT: Final = 100

TITLES: Final[Mapping[str, Promise]] = {
    "summary": _("Sammanfattning"),
    "selection": _("Hur de inbjudna valdes"),
    "done": _("Om genomförandet"),
    "missing": _("Vilka som saknades"),
    "heard": _("Vad som kom fram"),
    "duties": _("Särskilda skyldigheter"),
    "changes": _("Hur inspelen påverkade"),
    "costs": _("Kostnader och ersättningar"),
    "lessons": _("Lärdomar och nästa samråd"),
}
HINTS: Final[Mapping[str, Promise]] = {
    "summary": _(
        "Högst en sida. Vad frågade vi om, vilka svarade, vad ville de, vad ändrades och vad "
        "ändrades inte? Skriv så att en förtroendevald hinner läsa det före sammanträdet."
    ),
    "selection": _("Vilka grupper ville ni nå, hur hittade ni dem och vilka valdes bort?"),
    "done": _("Hur gick det? Vem var värd, vilka metoder användes, vad blev annorlunda än tänkt?"),
    "missing": _("Vilka borde ha hörts men hördes inte, varför, och vad gör ni åt det nästa gång?"),
    "heard": _("Det viktigaste som sades, tema för tema. Skriv också vad deltagarna var oense om."),
    "duties": _(
        "Nationella minoriteter, konsultation med samiska företrädare, barn och unga, personer med "
        "funktionsnedsättning. Skriv vad som gjordes, eller varför det inte var aktuellt."
    ),
    "changes": _("Vilken är den viktigaste ändringen, och vilket är det viktigaste nej:et?"),
    "costs": _("Vad kostade samrådet i tid och pengar? Fick de som deltog någon ersättning?"),
    "lessons": _("Vad gör ni likadant nästa gång, vad gör ni annorlunda, och när börjar ni?"),
}
MISSING: Final[Mapping[str, Promise]] = {
    "NOTHING_CAME_IN": _("Inga inspel har kommit in."),
    "STILL_OPEN": _("Samrådet är fortfarande öppet. Mer kan komma in."),
    "CASE_NUMBER": _("Diarienummer saknas."),
    "DECISION": _("Beslutets dag har passerat men inget beslut är infört."),
}
# Why a version could not be made, by the kind of error.
UNKNOWN_FAILURE: Final = _(
    "Något gick fel när filerna skrevs. Det som frystes finns kvar, så det går att försöka igen. "
    "Händer det flera gånger, be den som sköter driften att se efter i loggen."
)
FAILURES: Final[Mapping[str, Promise]] = {
    "CouldNotWrite": _(
        "En av filerna gick inte att skriva: det tog för lång tid eller minnet räckte inte. Det "
        "som frystes finns kvar, så det går att försöka igen när datorn har mindre att göra."
    ),
    "GAVE_UP": _(
        "Arbetaren har startats om flera gånger under arbetet och har gett upp. Be den som sköter "
        "driften att se efter, och försök sedan igen."
    ),
    "OSError": _(
        "Filen gick inte att spara. Disken kan vara full. Säg till den som sköter driften."
    ),
}


def missing_words(one: Missing) -> str:
    """Return what is missing, in words."""
    number = one.number
    counted = {
        "PENDING": lambda: ngettext(
            "%(n)s svar väntar på granskning och räknas inte med.",
            "%(n)s svar väntar på granskning och räknas inte med.",
            number,
        ),
        "UNANSWERED": lambda: ngettext(
            "%(n)s inspel har inget svar.", "%(n)s inspel har inget svar.", number
        ),
        "PROPOSED": lambda: ngettext(
            "%(n)s inspel har ett förslag till svar som inte är publicerat.",
            "%(n)s inspel har ett förslag till svar som inte är publicerat.",
            number,
        ),
        "ATTENDANCE": lambda: ngettext(
            "%(n)s möte saknar uppgift om hur många som kom.",
            "%(n)s möten saknar uppgift om hur många som kom.",
            number,
        ),
        "RESULTS": lambda: ngettext(
            "%(n)s mål saknar resultat.", "%(n)s mål saknar resultat.", number
        ),
        "SPENT": lambda: ngettext(
            "%(n)s budgetpost saknar utfall.", "%(n)s budgetposter saknar utfall.", number
        ),
    }
    if one.code == "TEXT":
        return gettext("Texten ”%(title)s” är inte skriven.") % {"title": TITLES[one.section]}
    if one.code in counted:
        return counted[one.code]() % {"n": number}
    return str(MISSING[one.code])


def label(words: type[TextChoices], code: str) -> str:
    """Return what a code is called; a code that is no longer known stands for itself."""
    return str(words(code).label) if code in words.values else code


def theme(code: str) -> str:
    """Return what a theme is called."""
    if not code:
        return gettext("Utan tema")
    known = library.code_list("contribution-themes", language=language()).text.codes
    return known[code].label if code in known else code


def language() -> str:
    """Return the language the document is written in."""
    return (get_language() or "sv").split("-")[0]


def day(value: date | None) -> str:
    """Return a date as people write it."""
    return date_format(value, "j F Y") if value else ""


def moment(starts: datetime | None, ends: datetime | None) -> str:
    """Return when something was held, in Swedish time; without an hour where it had none."""
    if starts is None:
        return ""
    local = starts.astimezone(STOCKHOLM)
    if ends is None and local.time() == time.min:
        return date_format(local, "l j F Y")
    text = f"{date_format(local, 'l j F Y')} {gettext('kl.')} {local:%H.%M}"
    return f"{text}–{ends.astimezone(STOCKHOLM):%H.%M}" if ends else text


def kronor(amount: int) -> str:
    """Return an amount in kronor, with spaces that do not break."""
    return f"{amount:,} kr".replace(",", "\u00a0").replace(" kr", "\u00a0kr")


def share(part: int, whole: int) -> str:
    """Return a share in whole per cent; something is never nought and almost all is never all."""
    if not whole:
        return "–"
    rounded = round(PERCENT * part / whole)
    if part and not rounded:
        return "<\u00a01\u00a0%"
    if part < whole and rounded == PERCENT:
        rounded = PERCENT - 1
    return f"{rounded}\u00a0%"


def weeks(number: float) -> str:
    """Return a number of weeks."""
    return gettext("%(n)s veckor") % {"n": number_format(number, decimal_pos=1).replace(",0", "")}


def numbers(voices: Sequence[int], *, most: int = 30) -> str:
    """Return contribution numbers as a list that does not grow without end."""
    shown = ", ".join(map(str, voices[:most]))
    if len(voices) <= most:
        return shown
    return gettext("%(shown)s och %(more)s till") % {"shown": shown, "more": len(voices) - most}


def short(text: str, most: int) -> str:
    """Return `text` whole, or cut at a word."""
    if len(text) <= most:
        return text
    return f"{text[:most].rsplit(None, 1)[0] or text[:most]} …"


def prose(text: str) -> list[Block]:
    """Return what a person wrote as paragraphs, and rows that begin with a dash as a list."""
    found: list[Block] = []
    for piece in text.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in piece.strip().split("\n") if line.strip()]
        if lines and all(line.startswith(_BULLETS) for line in lines):
            found.append(BulletList(tuple(line[2:].strip() for line in lines)))
        elif lines:
            found.append(Paragraph("\n".join(lines)))
    return found


def lacking(what: str = "") -> Paragraph:
    """Return the honest sentence for something that the data does not hold."""
    return Paragraph(f"{gettext('Underlag saknas.')} {what}".strip())


def counts_table(
    caption: str, head: str, rows: Iterable[tuple[str, int]], *, whole: int | None = None
) -> Table:
    """Return a table of numbers, with shares where there is a whole."""
    listed = list(rows)
    if whole is None:
        return Table(
            caption, (head, gettext("Antal")), tuple((name, str(n)) for name, n in listed), (5, 1)
        )
    return Table(
        caption,
        (head, gettext("Antal"), gettext("Andel")),
        tuple((name, str(n), share(n, whole)) for name, n in listed),
        (5, 1, 1),
    )


def chart(title: str, rows: Iterable[tuple[str, int]]) -> BarChart:
    """Return the numbers as bars, with the same said in words."""
    listed = list(rows)
    said = "; ".join(f"{name} {number}" for name, number in listed)
    return BarChart(title, tuple(Bar(name, n, str(n)) for name, n in listed), f"{title}. {said}.")


def named(words: type[TextChoices], counts: Iterable[Count]) -> list[tuple[str, int]]:
    """Return counts with their codes in words."""
    return [
        (label(words, one.key) if one.key else gettext("Uppgift saknas"), one.number)
        for one in counts
    ]


def placed(counts: Iterable[Count]) -> list[tuple[str, int]]:
    """Return counts by municipality."""
    return [(one.key or gettext("Kommun saknas"), one.number) for one in counts]
