"""Codes that stand where a mail server's words otherwise stand, and what they are to people."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORKER_DIED: Final = "WORKER_DIED"
MARKED_BY_HAND: Final = "MARKED_BY_HAND"
CANCELLED: Final = "CANCELLED"
BAD_ADDRESS: Final = "BAD_ADDRESS"
LINE_BROKE: Final = "LINE_BROKE"
NO_LINE: Final = "NO_LINE"
CANNOT_RENDER: Final = "CANNOT_RENDER"
ANSWERED: Final = "ANSWERED"
CONSULTATION_CANCELLED: Final = "CONSULTATION_CANCELLED"

_WORDS: Final[dict[str, str | Promise]] = {
    WORKER_DIED: _("Sändningen avbröts mitt i."),
    MARKED_BY_HAND: _("Markerat som framme för hand."),
    CANCELLED: _("Återkallat innan det skickades."),
    BAD_ADDRESS: _("Adressen går inte att skicka till. Se efter att den är rätt skriven."),
    LINE_BROKE: _("Förbindelsen bröts medan mejlet lämnades över. Det kan ha kommit fram."),
    NO_LINE: _("E-postservern svarar inte. Vi försöker igen av oss själva."),
    CANNOT_RENDER: _("Brevet gick inte att fylla i. Vi försöker igen av oss själva."),
    ANSWERED: _("Behövdes inte: svaret hade redan kommit in."),
    CONSULTATION_CANCELLED: _("Behövdes inte: samrådet är inställt."),
}


def said(error: str) -> str:
    """Return what went wrong in words: ours for a code, else the mail server's own."""
    code, _colon, detail = error.partition(": ")
    if code not in _WORDS:
        return error
    return f"{_WORDS[code]} ({detail})" if detail else str(_WORDS[code])
