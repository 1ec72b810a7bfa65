"""Word templates in words: what they may name, our own as documents, faults, and what is shown."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from samrad.documents import packages, reading
from samrad.documents.blocks import Document
from samrad.documents.fields import Field
from samrad.documents.markup import from_template
from samrad.documents.templates import faults
from samrad.documents.templates.faults import Fault
from samrad.method import library
from samrad.method.documents import DocumentField, FieldText, Group, RowField
from samrad.reporting.rules.run_sheet import Moment

LANGUAGE: Final = "sv"  # of the documents, whatever language the page is in
MADE_ON: Final = date(2026, 1, 1)  # of a template as it is handed out; no reader asks for it
Values = Mapping[str, Any]

STEPS: Final[Mapping[str, Promise]] = {
    "PREPARE": _("Förbereda"),
    "PLAN": _("Planera"),
    "INVITE": _("Bjuda in"),
    "CARRY_OUT": _("Genomföra"),
    "FOLLOW_UP": _("Följa upp"),
}
ABOUT: Final[Mapping[str, Promise]] = {
    "process": _("Hämtas från en planprocess."),
    "consultation": _("Hämtas från ett samråd."),
    "activity": _("Hämtas från ett möte i ett samråd."),
}
PARTS: Final[Mapping[str, Promise]] = {
    "document": _("I texten"),
    "header": _("I sidhuvudet"),
    "footer": _("I sidfoten"),
    "footnotes": _("I en fotnot"),
    "endnotes": _("I en slutnot"),
}
FAULTS: Final[Mapping[str, Promise]] = {
    faults.NOT_CLOSED: _("”%(what)s” står ensamt. Klamrar ska stå två och två: {{ syfte }}."),
    faults.NOT_ALLOWED: _(
        "”%(what)s” går inte att använda. Bara platshållare, ”for” och ”if” är tillåtna."
    ),
    faults.NOT_HERE: _("”%(what)s” står i en not. Där går det inte att fylla i."),
    faults.UNKNOWN: _("Platshållaren ”%(what)s” finns inte."),
    faults.UNKNOWN_PART: _("”%(what)s” finns inte i listan."),
    faults.IS_A_LIST: _(
        "”%(what)s” är en lista. Skriv ”{%% for rad in %(what)s %%}” före och ”{%% endfor %%}” "
        "efter."
    ),
    faults.IS_NO_LIST: _("”%(what)s” är ingen lista och går inte att räkna eller gå igenom."),
    faults.IS_A_ROW: _("”%(what)s” är en rad. Skriv vilken del av den du vill ha: %(perhaps)s."),
    faults.NEVER_ENDED: _("”%(what)s” saknar slut. Lägg till ”endfor” eller ”endif”."),
    faults.NEVER_BEGUN: _("”%(what)s” har ingen början."),
    faults.MISPLACED: _(
        "”%(what)s” hör inte ihop med ”%(perhaps)s”. Sätt båda i egna stycken, i egna rader i "
        "samma tabell eller i samma stycke."
    ),
    faults.EXTERNAL: _(
        "Dokumentet hämtar något utifrån (%(what)s). Klistra in det i stället, så att det följer "
        "med."
    ),
    faults.OUT_OF_REACH: _(
        "”%(what)s” står där det inte går att fylla i, till exempel i ett fält, en kommentar eller "
        "en bilds alternativtext. Ta bort det där, eller skriv det i texten."
    ),
    faults.TRACKED: _(
        "Mallen har spårade ändringar. Godta eller avvisa dem i Word, under Granska, och spara "
        "mallen igen."
    ),
    faults.BROKEN: _(
        "Mallen gick inte att fylla i på prov. Öppna den i Word, spara den som ett nytt "
        "Word-dokument (.docx) och försök igen."
    ),
}
REFUSALS: Final[Mapping[str, Promise]] = {
    reading.OLD_WORD: _("Filen är i det gamla formatet .doc. Spara den som .docx i Word."),
    reading.NOT_A_DOCX: _("Filen är inget Word-dokument. Spara mallen som .docx och försök igen."),
    reading.LOCKED: _("Filen har lösenord. Ta bort lösenordet i Word och försök igen."),
    reading.UNPACKS_TOO_LARGE: _("Filen är för stor när den packas upp. Använd mindre bilder."),
    packages.MACROS: _("Filen har makron. Spara den som .docx, utan makron."),
    packages.EMBEDDED: _(
        "Filen har inbäddade objekt, till exempel ett kalkylark. Klistra in dem som bild eller "
        "tabell."
    ),
    packages.EXTERNAL: _(
        "Filen hämtar något utifrån, till exempel en länkad bild. Infoga bilden i dokumentet i "
        "stället."
    ),
    packages.WORD_TEMPLATE: _(
        "Filen är en Word-mall (.dotx). Spara den som Word-dokument (.docx)."
    ),
}
YES, NO = _("ja"), _("nej")
DONE, PLANNED, EVALUATED = _("klart"), _("planerat"), _("utvärderat")
LEFT, KEPT = _("återstår"), _("gjort")
CLOCK = _("kl.")
BESIDE = _("Annat som sades")
CLOSES = _("Samrådet stänger")
PROPOSED = _("Förslag: %(outcome)s")
WAITING: Final[Mapping[str, Promise]] = {
    "UNANSWERED": _("Inspel utan svar"),
    "PROPOSED": _("Svar som inte är publicerade"),
    "PENDING": _("Inlagor att granska"),
    "ATTENDANCE": _("Möten utan uppgift om antal"),
}
PROMISED: Final[Mapping[str, Promise]] = {
    "heard_on": _("Vi berättar vad vi hörde"),
    "answered_on": _("Varje inspel får svar med skäl"),
    "decision_on": _("Beslut"),
}
PERHAPS: Final = _("Menade du ”%(perhaps)s”?")
MOMENTS: Final[Mapping[Moment, tuple[Promise, Promise, Promise]]] = {
    Moment.WELCOME: (
        _("Välkomna"),
        _("Värden hälsar. Alla säger namn och förening."),
        _("Närvarolista"),
    ),
    Moment.FRAME: (
        _("Så går det till"),
        _("Syftet, vad som går att påverka och vem som beslutar när. Plats för frågor."),
        _("En sida om syfte och mål"),
    ),
    Moment.QUESTION: (
        _("Fråga %(n)s"),
        _("Samtal i grupper om fem till sju. En skriver. Alla får ordet en gång först."),
        _("Gruppanteckningar"),
    ),
    Moment.BREAK: (_("Paus"), _("Kaffe och något att äta."), _("Kaffe")),
    Moment.SUM_UP: (
        _("Det här hörde vi"),
        _("Sekreteraren läser upp huvudpunkterna. Stämmer de? Vad saknas?"),
        _("Anteckningar"),
    ),
    Moment.CHECK_OUT: (
        _("Utcheckning"),
        _("Säg när anteckningarna kommer. Tre korta frågor på väg ut."),
        _("Utvärderingslapp"),
    ),
}


def fault_words(fault: Fault) -> dict[str, str]:
    """Return what is wrong, what may be meant, and where, in words."""
    named = {"what": fault.what, "perhaps": fault.perhaps}
    told_inside = fault.code in {faults.IS_A_ROW, faults.MISPLACED}
    return {
        "text": str(FAULTS[fault.code]) % named,
        "perhaps": str(PERHAPS) % named if fault.perhaps and not told_inside else "",
        "part": str(PARTS.get(fault.part, "")),
        "near": fault.near,
    }


# What a template may name


def _row(head: RowField, text: FieldText) -> Field:
    rows = _rows(head.rows, text.rows)
    return Field(text.name, (text.gap or "") if head.leaves_gap else "", rows)


def _rows(
    heads: tuple[RowField, ...] | None, texts: Mapping[str, FieldText]
) -> tuple[Field, ...] | None:
    return None if heads is None else tuple(_row(one, texts[one.key]) for one in heads)


def _in_groups(groups: Iterable[Group]) -> list[tuple[DocumentField, FieldText]]:
    wanted, edition = set(groups), library.document_fields(language=LANGUAGE)
    return [
        (one, edition.text.fields[one.key]) for one in edition.head.fields if one.group in wanted
    ]


@cache
def fields_of(groups: tuple[Group, ...]) -> tuple[Field, ...]:
    """Return what a template that draws on these groups may name."""
    return tuple(
        Field(
            text.name,
            (text.gap or "") if head.leaves_gap else "",
            _rows(head.rows, text.rows),
        )
        for head, text in _in_groups(groups)
    )


def shown_fields(groups: tuple[Group, ...]) -> list[dict[str, Any]]:
    """Return the same with help and examples, to be copied from."""
    return [
        {
            "write": _loop(head, text) if head.rows else f"{{{{ {text.name} }}}}",
            "help": text.help or "",
            "example": text.example or "",
            "rows": [
                {"write": f"{{{{ rad.{each.name} }}}}", "example": each.example or ""}
                for each in text.rows.values()
                if not each.rows
            ],
        }
        for head, text in _in_groups(groups)
        if not head.is_choice
    ]


def _loop(_head: DocumentField, text: FieldText) -> str:
    return f"{{% for rad in {text.name} %}} … {{% endfor %}}"


def named(values: Values, groups: tuple[Group, ...]) -> dict[str, Any]:
    """Return values, that are kept by key, by the names that templates use."""
    return {
        text.name: _named_value(values.get(head.key), text) for head, text in _in_groups(groups)
    }


def _named_value(value: Any, text: FieldText) -> Any:  # noqa: ANN401 -- a text, a yes or rows
    if not text.rows:
        return value
    return [
        {inner.name: _named_value(row.get(key), inner) for key, inner in text.rows.items()}
        for row in value or ()
    ]


def examples(groups: tuple[Group, ...]) -> dict[str, Any]:
    """Return an example of everything, by the names that templates use."""
    return {
        text.name: True if head.is_choice else _example(text) for head, text in _in_groups(groups)
    }


def _example(text: FieldText) -> Any:  # noqa: ANN401 -- a text or rows
    if not text.rows:
        return text.example or ""
    row = {inner.name: _example(inner) for inner in text.rows.values()}
    return [row, row]


# Our own templates


@cache
def default_text(key: str) -> str:
    """Return the text of our own template, with its tags."""
    return library.document_template(key, language=LANGUAGE).text.body


def has_help(text: str) -> bool:
    """Return whether a template holds help that is left out unless asked for."""
    return f"{{% if {_help_field()} %}}" in text or text.startswith("> ") or "\n> " in text


def _help_field() -> str:
    return library.document_fields(language=LANGUAGE).text.fields["help"].name


def default_document(key: str) -> Document:
    """Return our own template as a document of blocks."""
    edition = library.document_template(key, language=LANGUAGE)
    names = {one.key: text.name for one, text in _in_groups(edition.head.groups)}
    about = names["reference"] if "reference" in names else names["process_title"]
    with override(LANGUAGE):
        title = gettext("Hjälptext")
    region = names["region"]
    return Document(
        title=edition.text.title,
        date=MADE_ON,
        blocks=from_template(edition.text.body, help_field=names["help"], help_title=title),
        subject=edition.text.purpose,
        header=f"{{{{ {region} }}}}",
        reference=f"{edition.text.title} · {{{{ {about} }}}}",
    )
