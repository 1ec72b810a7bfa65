"""What the registry's codes say to a reader."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samrad.documents import reading, tables
from samrad.documents.sheets import Overflow
from samrad.registry.enums import ArtArea, Channel, OrganisationKind, OrganisationStatus
from samrad.registry.rules.imports import Fault
from samrad.registry.rules.org_numbers import written

REASONS: dict[str, Promise] = {
    # the whole file
    "EMPTY_FILE": _("Filen är tom eller saknar rubrikrad. Lägg kolumnernas namn på första raden."),
    "NO_NAME_COLUMN": _(
        "Det finns ingen kolumn för organisationens namn. Välj vilken kolumn som är namnet."
    ),
    "DUPLICATE_HEADER": _("Två kolumner har samma rubrik. Byt namn på den ena."),
    "TWO_COLUMNS_FOR_ONE_FIELD": _(
        "Två kolumner verkar betyda samma sak. Välj vilken som ska läsas."
    ),
    "UNKNOWN_FIELD": _("En kolumn är kopplad till ett fält som inte finns."),
    "HEADER_IS_DATA": _(
        "Första raden ser ut att innehålla uppgifter och inte rubriker. "
        "Lägg till en rad med kolumnernas namn överst."
    ),
    # a row
    "NAME_MISSING": _("Namnet saknas."),
    "NAME_WITHOUT_LETTERS": _(
        "Namnet är bara siffror eller ett datum. Se efter om kolumnen är rätt."
    ),
    "FORMULA": _("Rutan innehåller en formel eller ett felvärde. Skriv värdet i stället."),
    "PERSONAL_NUMBER": _(
        "Det här kan vara ett personnummer. Det sparas inte. "
        "Ta bort det ur filen och läs in raden på nytt."
    ),
    "WRONG_CHECK_DIGIT": _("Kontrollsiffran stämmer inte. Se efter om någon siffra blivit fel."),
    "NOT_AN_ORG_NUMBER": _(
        "Det här är inget organisationsnummer. Skriv tio siffror eller lämna rutan tom."
    ),
    "UNKNOWN_MUNICIPALITY": _(
        "Kommunen känns inte igen. Skriv namnet eller den fyrsiffriga koden."
    ),
    "OTHER_REGION": _("Kommunen ligger i en annan region."),
    "BAD_EMAIL": _("E-postadressen ser inte ut att stämma."),
    "BAD_POSTCODE": _("Postnumret ska ha fem siffror."),
    "BAD_PHONE": _(
        "Telefonnumret ser inte ut att stämma. Skriv bara siffror, mellanslag och bindestreck."
    ),
    "BAD_WEBSITE": _("Webbadressen ser inte ut att stämma."),
    "TOO_LONG": _("Texten är längre än 200 tecken."),
    "DUPLICATE_ID": _("Samma id finns redan på en tidigare rad i filen."),
    # left out, the row is kept
    "UNKNOWN_ART_AREA": _("Kulturområdet känns inte igen och har lämnats tomt."),
    "UNKNOWN_KIND": _(
        "Organisationstypen känns inte igen. En ny organisation blir lokal förening."
    ),
    # what an import left as it was
    "OURS_KEPT": _("Ni har ändrat uppgiften själva. Den står kvar som ni skrev den."),
}

# The spreadsheet's sheets and the heads and widths of its columns.
ORGANISATIONS: Final = _("Organisationer")
CONTACTS: Final = _("Kontaktpersoner")
ORGANISATION_COLUMNS: Final = (
    (_("Id"), 8),
    (_("Namn"), 36),
    (_("Organisationsnummer"), 18),
    (_("Typ"), 24),
    (_("Kommun"), 16),
    (_("Kulturområde"), 28),
    (_("Status"), 10),
    (_("E-post"), 30),
    (_("Telefon"), 16),
    (_("Webbplats"), 26),
    (_("Adress"), 26),
    (_("Postnummer"), 11),
    (_("Ort"), 16),
    (_("Nås helst genom"), 14),
    (_("Anteckning"), 40),
    (_("Senast kontrollerad"), 14),
    (_("Lades till"), 16),
    (_("Ändrades senast"), 16),
)
CONTACT_COLUMNS: Final = (
    (_("Organisationens id"), 10),
    (_("Organisation"), 36),
    (_("Namn"), 26),
    (_("Uppdrag"), 20),
    (_("E-post"), 30),
    (_("Telefon"), 16),
    (_("Nås helst genom"), 14),
    (_("Varför uppgifterna sparas"), 40),
    (_("Sparas till och med"), 14),
    (_("Vill inte bli kontaktad"), 14),
)


def overflow() -> Overflow:
    """Return what the sheet for long texts is called and says."""
    return Overflow(
        gettext("Långa texter"),
        (gettext("Cell"), gettext("Del"), gettext("Text")),
        " … " + gettext("(fortsätter i bladet Långa texter)"),
    )


def contact_reason(source: str) -> str:
    """Return why a contact person out of a register is kept."""
    return (gettext("Kontaktperson enligt %(source)s") % {"source": source})[:200]


def reason(code: str) -> Promise:
    """Return what the code of a fault or a note says. Raise `KeyError` for an unknown code."""
    return REASONS[code]


# --- Files that cannot be read -------------------------------------------------------------------

UNREADABLE: dict[str, Promise] = {
    reading.EMPTY: _("Filen är tom. Välj en fil med innehåll."),
    reading.LOCKED: _("Filen är låst med lösenord. Ta bort lösenordet och spara den på nytt."),
    reading.UNPACKS_TOO_LARGE: _(
        "Filen blir för stor när den packas upp. Spara bara bladet med registret i en ny fil."
    ),
    reading.NOT_TEXT: _(
        "Filen innehåller inte text som går att läsa. Spara den som .xlsx eller CSV (UTF-8)."
    ),
    reading.UNKNOWN_KIND: _("Filtypen går inte att läsa in. Använd .xlsx, .ods eller CSV."),
    tables.NOT_A_TABLE: _(
        "Filen går inte att läsa som ett kalkylblad. Öppna den, spara som .xlsx och försök igen."
    ),
    tables.OLD_EXCEL: _(
        "Filen är i ett äldre Excelformat (.xls). Öppna den i Excel och spara som .xlsx."
    ),
    tables.TOO_MANY_ROWS: _("Filen har fler än 200 000 rader. Dela upp den."),
    tables.TOO_MANY_CELLS: _(
        "Bladet är för stort. Ta bort tomma kolumner och rader, spara och försök igen."
    ),
    tables.GARBLED: _(
        "Å, ä och ö är trasiga i filen (det står till exempel Ã¥). "
        "Hämta registret på nytt och spara som .xlsx eller CSV (UTF-8)."
    ),
    "FileTooLarge": _("Filen är för stor. Spara bara bladet med registret i en ny fil."),
    "FileEmpty": _("Filen är tom. Välj en fil med innehåll."),
}


def unreadable_text(error: Exception) -> str:
    """Return what to tell the one who gave a file that cannot be read as a register."""
    if faults := getattr(error, "faults", ()):
        return " ".join(fault_text(fault) for fault in faults)
    code = getattr(error, "reason", "") or type(error).__name__
    return str(UNREADABLE.get(code, UNREADABLE[tables.NOT_A_TABLE]))


def fault_text(fault: Fault) -> str:
    """Return what a fault of the whole file says, with the column it is about."""
    text = str(reason(fault.reason))
    return f"{text} ({fault.column})" if fault.column else text


# --- Columns and fields --------------------------------------------------------------------------

IMPORT_FIELDS: dict[str, Promise] = {
    "name": _("Namn"),
    "source_key": _("Källans eget id"),
    "org_number": _("Organisationsnummer"),
    "municipality": _("Kommun"),
    "address": _("Adress"),
    "postcode": _("Postnummer"),
    "city": _("Ort"),
    "email": _("E-post"),
    "phone": _("Telefon"),
    "website": _("Webbplats"),
    "art_areas": _("Kulturområde"),
    "organisation_kind": _("Typ av organisation"),
    "contact_name": _("Kontaktperson"),
}
FIELDS: dict[str, Promise] = {
    "name": _("Namn"),
    "org_number": _("Organisationsnummer"),
    "kind": _("Typ"),
    "municipality_id": _("Kommun"),
    "areas": _("Kulturområden"),
    "status": _("Status"),
    "email": _("E-post"),
    "phone": _("Telefon"),
    "website": _("Webbplats"),
    "address": _("Adress"),
    "postal_code": _("Postnummer"),
    "city": _("Ort"),
    "channel": _("Nås helst genom"),
    "note": _("Anteckning"),
    "verified_on": _("Senast kontrollerad"),
}
REGION_FIELDS: dict[str, Promise] = {
    "postal_address": _("Postadress"),
    "website": _("Webbplats"),
    "sender_email": _("Avsändaradress"),
    "registry_email": _("Registratorns e-post"),
    "case_number_pattern": _("Mönster för diarienummer"),
    "disposal_decision": _("Gallringsbeslut"),
    "disposal_decided_on": _("Beslutat den"),
}
ROLE_HINTS: dict[str, Promise] = {
    "officer": _("Förbereder samråd, bjuder in och svarar på det som kommer in."),
    "head": _("Som handläggare, och godkänner och publicerar svaren."),
    "registrar": _("Ser och tar emot handlingar och hämtar ut dem till arkivet."),
    "politician": _("Läser samråden och det som kommer in."),
    "expert": _("Granskar samrådens upplägg och planens utkast."),
    "reader": _("Läser, men ändrar ingenting."),
}
_CODES: dict[str, type[TextChoices]] = {
    "kind": OrganisationKind,
    "status": OrganisationStatus,
    "channel": Channel,
}


def value_text(field: str, value: Any, places: Mapping[str, str]) -> str:  # noqa: ANN401 -- what history holds
    """Return what a field's value says to a reader; `places` are municipalities by code."""
    if not value:
        return ""
    if field in _CODES:
        return str(_CODES[field](value).label)
    if field == "areas":
        return ", ".join(str(ArtArea(area).label) for area in value)
    if field == "municipality_id":
        return places.get(value, value)
    return org_number_written(value) if field == "org_number" else str(value)


def org_number_written(digits: str) -> str:
    """Return an organisation number as people write it."""
    return written(digits) if digits else ""


# --- Letters -------------------------------------------------------------------------------------


def welcome_letter(*, region: str, role: str, who: str, url: str, email: str) -> tuple[str, str]:
    """Return subject and text (Markdown) of the letter to somebody who has been given a role."""
    facts = {
        "region": region,
        "role": role,
        "who": who or gettext("den som sköter driften"),
        "url": url,
        "email": email,
    }
    paragraphs = (
        gettext("Hej,"),
        gettext(
            "%(who)s har lagt till dig i Samråd för %(region)s. Din roll är **%(role)s**. "
            "I Samråd förbereder och genomför regionen samråd med civilsamhället om kulturplanen."
        ),
        gettext("[Logga in i Samråd](%(url)s)"),
        gettext(
            "Du loggar in med den här adressen, %(email)s. Du får en kod med e-post varje gång; "
            "det finns inget lösenord att komma ihåg."
        ),
        gettext("Har du fått det här av misstag? Svara på brevet, så tas du bort."),
    )
    subject = gettext("Du kan nu arbeta i Samråd för %(region)s") % facts
    return subject, "\n\n".join(paragraph % facts for paragraph in paragraphs)
