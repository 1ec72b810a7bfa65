"""Words by code: those that become part of a sent answer, and those the desk answers with."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

NOTHING_TO_ADD: Final[Promise] = _("Vi har inget att tillägga.")
NOTHING_TO_ADD_ALONE: Final[Promise] = _("Jag har inget att tillägga.")


# --- The desk: what stood in the way, and what the journal's entries mean ------------------------

REPLY_FAULTS: Final[Mapping[str, "StrPromise"]] = {
    "OUTCOME_MISSING": _("Välj vad det blir."),
    "OUTCOME_UNKNOWN": _("Välj vad det blir."),
    "NO_DRAFT_YET": _("Det finns inget utkast att ändra i än. Välj Tas med till utkastet."),
    "DRAFT_EXISTS": _("Det finns ett utkast nu. Välj om förslaget införs, delvis eller inte."),
    "REVISION_MISSING": _(
        "Visa var i planen det ändras: välj ett avsnitt och skriv den nya lydelsen."
    ),
    "REVISION_FORBIDDEN": _("Bara det som införs pekar på ett avsnitt. Ta bort avsnittet."),
    "REFERRED_TO_MISSING": _("Skriv vem ni hänvisar till."),
    "REASON_MISSING": _("Skriv varför. Den som har lämnat inspelet läser det här."),
    "LEAVING_REASON_MISSING": _("Skriv varför ändringen står kvar."),
}
REPLY_FIELDS: Final[Mapping[str, str]] = {
    "REVISION_MISSING": "passage_text",
    "REVISION_FORBIDDEN": "passage_text",
    "REFERRED_TO_MISSING": "referred_to",
    "REASON_MISSING": "reason",
    "LEAVING_REASON_MISSING": "leaving_reason",
}
UNREADABLE: Final[Mapping[str, Promise]] = {
    "EMPTY": _("Filen är tom. Välj en annan fil."),
    "NOT_A_DOCX": _("Filen heter .docx men är ingen Word-fil."),
    "OLD_WORD": _("Gamla Word-filer (.doc) kan vi inte läsa. Spara om den som .docx."),
    "LOCKED": _("Filen är låst med lösenord, eller sparad i ett gammalt format."),
    "UNPACKS_TOO_LARGE": _("Filen är för stor när den packas upp."),
    "NOT_TEXT": _(
        "Filen är ingen text, eller sparad med en teckenkodning som vi inte känner igen."
    ),
    "NO_TEXT": _("Det finns ingen text i filen."),
    "UNKNOWN_KIND": _("Den sortens fil kan vi inte läsa text ur."),
    "NOT_A_PDF": _("Filen heter .pdf men går inte att läsa som en PDF."),
    "PDF_LOCKED": _("PDF-filen är låst med lösenord."),
    "PDF_TOO_LARGE": _("PDF-filen är för stor att läsa text ur."),
    "PDF_WITHOUT_TEXT": _("PDF-filen är en bild av ett papper och har ingen text."),
    "NOT_A_MAIL": _("Filen heter .eml men är inget sparat mejl."),
}
EVENTS: Final[Mapping[str, Promise]] = {
    "submission.received": _("kom in"),
    "submission.approved": _("fick visas"),
    "submission.withheld": _("visas inte"),
    "contribution.split": _("delades i flera inspel"),
    "contribution.coded": _("fick tema och ansvarig"),
    "reply.written": _("fick ett svar, eller ett ändrat svar"),
    "reply.returned": _("svaret skickades tillbaka"),
    "reply.separated": _("fick ett eget svar"),
    "reply.correction_proposed": _("en rättelse föreslogs"),
    "reply.correction_withdrawn": _("rättelsen togs tillbaka"),
    "reply.correction_signed_off": _("rättelsen godkändes"),
}
AGES: Final[Mapping[str, Promise]] = {
    "LONGER": _("mer än 30 dagar"),
    "MONTH": _("15–30 dagar"),
    "FORTNIGHT": _("8–14 dagar"),
    "WEEK": _("högst en vecka"),
}
SHOWN: Final[Mapping[str, Promise]] = {
    "UNANSWERED": _("Obesvarade"),
    "ANSWERED": _("Med svar"),
    "TO_LINK": _("Att koppla till utkastet"),
    "RETURNED": _("Tillbakaskickade"),
    "ALL": _("Alla"),
}
LETTER: Final[Mapping[str, Promise]] = {
    "title": _("Svar på det ni sa"),
    "to": _("Till %(name)s"),
    "lead": _(
        "Ni svarade i samrådet %(title)s. Nu har %(region)s svarat på allt som sagts. "
        "Här är det ni sa och vad det blev av det."
    ),
    "point": _("Er synpunkt nummer %(number)s"),
    "proposal": _("Förslag till svar: %(outcome)s"),
    "reply": _("Svar: %(outcome)s"),
    "referred": _("Vi hänvisar till %(to)s."),
    "now": _("Så lyder texten nu"),
    "nothing": _("Ni hade inget att tillägga."),
    "more": _("Alla svar går att läsa på %(url)s. Har ni inte internet, ring så läser vi upp dem."),
    "questions": _("Undrar ni över något, hör av er till %(name)s, %(phone)s."),
}
# The sheets of the spreadsheet, in order.
SHEETS: Final = (_("Inspel och svar"), _("Inlagor"), _("Svarens historik"))
EXPORT: Final[Mapping[str, Promise]] = {
    "number": _("Inspel"),
    "reference": _("Beteckning"),
    "text": _("Vad som sagts"),
    "start": _("Börjar vid tecken"),
    "end": _("Slutar vid tecken"),
    "question": _("Fråga"),
    "commented_passage": _("Kommenterat avsnitt"),
    "split_from": _("Delat ur inspel"),
    "created_at": _("Inspelet skapat"),
    "submission": _("Inlaga"),
    "submission_uuid": _("Inlagans id"),
    "activity": _("Aktivitet"),
    "source": _("Vem"),
    "organisation": _("Organisation"),
    "org_number": _("Organisationsnummer"),
    "display_name": _("Namn"),
    "show_name": _("Namnet visas"),
    "municipality": _("Kommun"),
    "channel": _("Kanal"),
    "language": _("Språk"),
    "mandate": _("Vem har beslutat om inlagan"),
    "mandate_on": _("Beslutat den"),
    "received_at": _("Kom in"),
    "registered_at": _("Registrerat"),
    "registered_by": _("Registrerat av"),
    "supersedes": _("Ersätter inlaga"),
    "files": _("Filer"),
    "moderation": _("Granskning"),
    "moderation_reason": _("Skäl att inte visa"),
    "moderated_by": _("Granskat av"),
    "moderated_at": _("Granskat"),
    "theme_code": _("Temakod"),
    "theme": _("Tema"),
    "owner": _("Ansvarig"),
    "coded_by": _("Tema och ansvarig satta av"),
    "coded_at": _("Tema och ansvarig satta"),
    "reply": _("Svar"),
    "outcome": _("Utfall"),
    "reason": _("Motivering"),
    "referred_to": _("Hänvisat till"),
    "changed_passage": _("Ändrat avsnitt"),
    "passage_before": _("Texten före"),
    "passage_after": _("Texten efter"),
    "state": _("Var svaret står"),
    "signed_off_by": _("Godkänt av"),
    "signed_off_at": _("Godkänt"),
    "published_at": _("Publicerat"),
    "separated_from": _("Skilt från svar"),
    "version": _("Svarets version"),
    "replied_at": _("Svaret ändrat"),
    "shared_with": _("Samma svar som inspel"),
    "superseded_by": _("Ersatt av inlaga"),
    "contributions": _("Inspel"),
    "made_by": _("Skrivet av"),
    "made_at": _("Skrivet"),
    "whole_text": _("Hela texten"),
}
