"""Words that letters are filled with, what keeps one from leaving, and what a review says."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samrad.invitations.enums import Standing
from samrad.invitations.rules.review.model import Audience as ReviewAudience
from samrad.invitations.rules.review.model import Band, Kind, Severity

PARTLY_HEADING: Final = _("Det här kan ni delvis påverka")
MEETINGS_HEADING: Final = _("Möten")
ACCESS: Final = _("Tillgänglighet")
PHONE_IN: Final = _("Ring in på")
READ_AND_ANSWER: Final = _("Läs mer och svara")
LINK_IS_YOURS: Final = _(
    "Länken går till er egen sida. Dela den bara med dem som ska svara tillsammans med er."
)
CODE_IS_YOURS: Final = _(
    "Gå till {address} och skriv koden **{code}**. "
    "Eller rikta mobilkameran mot rutan och skriv sedan koden. Koden är bara till för er."
)
DECIDED: Final = _("{body} beslutade den {day}")

# How a standing looks: the colour of its tag.
COLOURS: Final[Mapping[str, str]] = {
    Standing.SENT: "success",
    Standing.POSTED: "success",
    Standing.REACHED: "success",
    Standing.NOT_SENT: "danger",
    Standing.NOT_REACHED: "danger",
    Standing.UNCLEAR: "warning",
    Standing.TO_PRINT: "brand1",
    Standing.PRINTED: "brand1",
}

# What stands in the way of a dispatch, by the codes of `queries.dispatch`.
STOPS: Final[Mapping[str, Promise]] = {
    "NOT_PUBLISHED": _("Samrådet är inte publicerat. Den som får brevet kommer annars ingenstans."),
    "CANCELLED": _("Samrådet är inställt."),
    "CLOSED": _("Svarstiden är slut."),
    "NOBODY": _("Urvalet är tomt."),
    "NO_LETTER": _("Brevet är inte skrivet än."),
    "UNKNOWN_NAMES": _("Brevet har ett namn inom klamrar som vi inte känner igen."),
    "BROKEN_NAMES": _("Ett par klamrar i brevet är inte stängt."),
    "NO_WAY_TO_ANSWER": _("Brevet saknar {{ så svarar ni }}. Utan det får ingen sin länk."),
    "EMPTY_FACTS": _("Brevet använder uppgifter som samrådet inte har."),
}

# The foot of every letter by mail. A link on its own line would become a button.
FOOT: Final = _(
    "Brevet gick till {name} från {region}. Har det kommit fel, eller vill ni inte ha fler brev? "
    "Hör av er till {contact}. Så behandlar vi personuppgifter: {privacy}"
)
# As much of the foot as tells the reader something, for the review.
FOOT_AS_REVIEWED: Final = _("Hör av er till {contact}. Så behandlar vi personuppgifter: {privacy}")
QR_ALT: Final = _("Ruta att rikta mobilkameran mot. Den leder till {address}")

# What the journal says was done to one recipient's letter.
DEEDS: Final[Mapping[str, Promise]] = {
    "letter.readdressed": _("Adressen ändrades och brevet skickades dit"),
    "letter.sent_again": _("Brevet skickades igen"),
    "letter.marked_arrived": _("Brevet markerades som framme"),
    "letter.came_back": _("Mejlet kom i retur"),
    "letter.to_paper": _("Brevet lades bland dem som skrivs ut"),
    "letter.reached": _("Nådd på annat sätt"),
}

# The review of an invitation. What its rules say stands in the method library.
BANDS: Final[Mapping[str, Promise]] = {
    Band.READY: _("Klar att skicka"),
    Band.GOOD: _("Bra, se tipsen"),
    Band.REWORK: _("Behöver bearbetas"),
    Band.NOT_YET: _("Skicka inte än"),
}
BAND_COLOURS: Final[Mapping[str, str]] = {
    Band.READY: "success",
    Band.GOOD: "success",
    Band.REWORK: "warning",
    Band.NOT_YET: "danger",
}
SEVERITIES: Final[Mapping[str, Promise]] = {
    Severity.ERROR: _("Fel"),
    Severity.WARNING: _("Varning"),
    Severity.TIP: _("Tips"),
}
SEVERITY_COLOURS: Final[Mapping[str, str]] = {
    Severity.ERROR: "danger",
    Severity.WARNING: "warning",
    Severity.TIP: "brand1",
}
SEVERITY_MARKS: Final[Mapping[str, str]] = {
    Severity.ERROR: "f",
    Severity.WARNING: "w",
    Severity.TIP: "t",
}
KINDS: Final[Mapping[str, Promise]] = {
    Kind.MEETING: _("Inbjudan till möte"),
    Kind.REFERRAL: _("Remiss eller annat skriftligt samråd"),
    Kind.PROCESS: _("Beskrivning av en process"),
    Kind.FEEDBACK: _("Återkoppling"),
    Kind.OTHER: _("Något annat"),
}
CHOSEN_KINDS: Final = [(str(code), label) for code, label in KINDS.items()]
AUDIENCES: Final[Mapping[str, Promise]] = {
    ReviewAudience.CIVIL_SOCIETY: _("Föreningar och andra ideella"),
    ReviewAudience.PROFESSIONAL: _("Yrkesverksamma"),
    ReviewAudience.MUNICIPALITY: _("Kommuner"),
    ReviewAudience.ALL: _("Alla"),
}
# What a text is in that is recognised but not judged.
LANGUAGES: Final[Mapping[str, Promise]] = {
    "en": _("engelska"),
    "fi": _("finska"),
    "no": _("norska"),
    "nb": _("norska"),
    "da": _("danska"),
    "de": _("tyska"),
    "fr": _("franska"),
    "es": _("spanska"),
    "pl": _("polska"),
    "so": _("somaliska"),
    "ar": _("arabiska"),
    "uk": _("ukrainska"),
    "se": _("nordsamiska"),
    "fit": _("meänkieli"),
    "rom": _("romska"),
    "yi": _("jiddisch"),
}
ANOTHER_LANGUAGE: Final = _("ett annat språk än svenska")
