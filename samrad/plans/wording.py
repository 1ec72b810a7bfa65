"""What readers are told about files that cannot be read as a plan."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samrad.documents import reading

_UNREADABLE: Final = {
    "EMPTY": _("Filen är tom. Välj en fil med text."),
    reading.NOT_A_DOCX: _(
        "Filen går inte att läsa som ett Worddokument. Spara om den som .docx och försök igen."
    ),
    reading.OLD_WORD: _(
        "Filen är i ett äldre Wordformat (.doc). Öppna den i Word och spara som .docx."
    ),
    reading.LOCKED: _(
        "Filen är låst med lösenord eller i ett äldre Wordformat. Ta bort lösenordet, spara "
        "som .docx och försök igen."
    ),
    reading.UNPACKS_TOO_LARGE: _(
        "Filen blir för stor när den packas upp. Ta bort stora bilder och försök igen."
    ),
    reading.NOT_TEXT: _(
        "Filen innehåller inte text som går att läsa. Spara den som .docx eller som text (UTF-8)."
    ),
    reading.NO_TEXT: _("Det finns ingen text i filen. Är den inläst som bild?"),
    reading.UNKNOWN_KIND: _("Filtypen går inte att läsa in. Använd .docx, .md eller .txt."),
    "FileTooLarge": _("Filen är för stor. Ta bort bilder eller dela upp den."),
    "FileEmpty": _("Filen är tom. Välj en fil med text."),
    "NoPassages": _("Det finns ingen text i filen att göra avsnitt av."),
    "TooManyPassages": _(
        "Filen har fler än 2 000 avsnitt. Kontrollera att rubrikerna är rätt formaterade."
    ),
}


def unreadable_text(error: Exception) -> str | Promise:
    """Return what to tell the one who gave the file."""
    reason = getattr(error, "reason", "") or type(error).__name__
    return _UNREADABLE.get(reason, _UNREADABLE[reading.NOT_TEXT])
