"""What a consultation lacks, and what has happened to it, in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from samrad.consultations.enums import Level, Matter, Openness
from samrad.consultations.rules import steps
from samrad.consultations.rules.purpose import LAST_DAY_PASSED

# The parts a consultation is written in: the address's word, and the part's name.
PARTS: Final[Mapping[str, Promise]] = {
    "syfte": _("Syfte"),
    "paverka": _("Vad som går att påverka"),
    "beslut": _("Beslut och nivå"),
    "mal": _("Mål och budget"),
    "fragor": _("Frågor"),
    "datum": _("Datum"),
    "kontakt": _("Diarienummer och kontakt"),
    "utkast": _("Planutkast att kommentera"),
}
# What is missing, by the codes of rules.purpose: in which part, and how to say it.
MISSING: Final[Mapping[str, tuple[str, Promise]]] = {
    "PURPOSE_MISSING": ("syfte", _("Skriv varför ni frågar, i högst fem meningar.")),
    "PURPOSE_TOO_LONG": ("syfte", _("Korta syftet till högst fem meningar.")),
    "AT_STAKE_MISSING": ("syfte", _("Skriv vad som står på spel för dem ni frågar.")),
    "NOTHING_TO_INFLUENCE": (
        "paverka",
        _("Skriv minst en sak som går att påverka, helt eller delvis."),
    ),
    "LOCKED_WITHOUT_REASON": ("paverka", _("Skriv varför det som är bestämt är bestämt.")),
    "DECISION_BODY_MISSING": ("beslut", _("Skriv vem som beslutar.")),
    "DECISION_DATE_MISSING": ("beslut", _("Skriv när det beslutas.")),
    "LEVEL_MISSING": ("beslut", _("Välj hur långt delaktigheten går.")),
    "QUESTIONS_MISSING": ("fragor", _("Skriv frågorna ni vill ha svar på.")),
    "LAST_DAY_MISSING": ("datum", _("Skriv sista dag att svara.")),
    "LAST_DAY_AFTER_DECISION": (
        "datum",
        _("Sista dag att svara ligger efter beslutet. Flytta den ena av dem."),
    ),
    LAST_DAY_PASSED: ("datum", _("Sista dag att svara har passerat. Sätt en ny.")),
    "HEARD_DATE_MISSING": ("datum", _("Skriv när ni berättar vad ni hörde.")),
    "ANSWERED_DATE_MISSING": ("datum", _("Skriv när ni svarar på inspelen.")),
    "HEARD_BEFORE_LAST_DAY": (
        "datum",
        _("”Detta hörde vi” ligger före sista dag att svara. Lägg det efter."),
    ),
    "ANSWERED_BEFORE_HEARD": (
        "datum",
        _("”Du sa – vi gjorde” ligger före ”Detta hörde vi”. Byt ordning."),
    ),
    "CONTACT_MISSING": ("kontakt", _("Skriv namn och telefon till någon som kan svara.")),
}
ADVISED: Final[Mapping[str, tuple[str, Promise]]] = {
    "NO_GOALS": ("mal", _("Inga mål är satta. Då går det inte att se efteråt om det blev bra.")),
    "NOTHING_LOCKED_IS_SAID": (
        "paverka",
        _("Inget står som redan bestämt. Stämmer det? Den som vet vad som är låst slipper undra."),
    ),
    "FEW_QUESTIONS": ("fragor", _("Färre än tre frågor lämnar ofta det viktiga utanför.")),
    "MANY_QUESTIONS": ("fragor", _("Fler än fem frågor hinner få styrelser med på ett möte.")),
}
FIELDS: Final[Mapping[str, Promise]] = {
    "matter": _("Slag"),
    "title": _("Rubrik"),
    "lead": _("En mening om varför"),
    "purpose": _("Syfte"),
    "at_stake": _("Vad står på spel"),
    "level": _("Nivå"),
    "decision_maker": _("Vem beslutar"),
    "decision_on": _("När beslutas det"),
    "opens_on": _("Öppnar"),
    "closes_at": _("Sista dag att svara"),
    "heard_on": _("Detta hörde vi"),
    "answered_on": _("Du sa – vi gjorde"),
    "case_number": _("Diarienummer"),
    "contact_name": _("Kontaktperson"),
    "contact_title": _("Kontaktpersonens titel"),
    "contact_phone": _("Telefon"),
    "contact_email": _("E-post"),
    "contact_hours": _("Telefontid"),
    "decided_on": _("Beslutat"),
    "decision_reference": _("Protokoll och paragraf"),
    "owner_id": _("Ansvarig"),
    "open_to_all": _("Öppet även för dem som inte bjudits in"),
    "plan_version": _("Version av planen"),
    "items": _("Vad som går att påverka"),
    "questions": _("Frågor"),
    "goals": _("Mål"),
    "budget": _("Budget"),
}
STEPS: Final[Mapping[str, Promise]] = {
    steps.PREPARE: _("Förbereda"),
    steps.PLAN: _("Planera"),
    steps.INVITE: _("Bjuda in"),
    steps.CARRY_OUT: _("Genomföra"),
    steps.FOLLOW_UP: _("Följa upp"),
}
# The next thing to do: what, why, and what the button says.
NEXT: Final[Mapping[str, tuple[Promise, Promise, Promise]]] = {
    steps.DESCRIBE: (
        _("Skriv färdigt vad samrådet handlar om"),
        _("Den som inte vet varför ni frågar, och vad som går att påverka, låter bli att svara."),
        _("Fortsätt skriva"),
    ),
    steps.SET_DATES: (
        _("Sätt datumen"),
        _("Föreningar som träffas en gång i månaden hinner annars inte ta upp frågan."),
        _("Sätt datumen"),
    ),
    steps.PUBLISH: (
        _("Publicera samrådet"),
        _("Inget saknas. Först när det är publicerat kan någon svara, och tiden krymper."),
        _("Granska och publicera"),
    ),
    steps.CHOOSE_RECIPIENTS: (
        _("Välj vilka som bjuds in"),
        _("Den som inte står på listan får aldrig frågan, och föreningar behöver sex veckor."),
        _("Välj mottagare"),
    ),
    steps.SEND_INVITATIONS: (
        _("Skicka inbjudan"),
        _("Föreningar som träffas en gång i månaden hinner annars inte ta upp frågan."),
        _("Öppna inbjudan"),
    ),
    steps.SETTLE_UNCLEAR: (
        _("Avgör de osäkra breven"),
        _("Servern stannade mitt i utskicket. Än vet ingen om de här breven kom fram."),
        _("Visa breven"),
    ),
    steps.MODERATE: (
        _("Granska inlagorna från den öppna sidan"),
        _("De visas inte förrän någon har läst dem. Den som skrev undrar annars om det kom fram."),
        _("Granska"),
    ),
    steps.WAIT_FOR_ANSWERS: (
        _("Inlagorna kommer in"),
        _("Lägg in brev och telefonsamtal så länge. Det går att börja svara redan nu."),
        _("Se vad som kommit in"),
    ),
    steps.PUBLISH_HEARD: (
        _("Berätta vad ni hörde"),
        _("Inom en månad minns deltagarna vad de sa. Sedan tror många att inget hände."),
        _("Skriv ”Detta hörde vi”"),
    ),
    steps.ANSWER: (
        _("Svara på inspelen"),
        _("Den som inte får svar, med skäl, kommer sällan tillbaka. Det gäller också ett nej."),
        _("Öppna skrivbordet"),
    ),
    steps.LINK_TO_DRAFT: (
        _("Koppla löftena till utkastet"),
        _("De som fick löftet letar efter sin sak i utkastet, och hittar den inte."),
        _("Visa dem"),
    ),
    steps.SIGN_OFF: (
        _("Godkänn svaren"),
        _("Svaren är förslag tills de är godkända. Till dess får ingen veta vad det blev."),
        _("Till godkännandet"),
    ),
    steps.PUBLISH_REPLIES: (
        _("Publicera svaren"),
        _("Svaren är godkända, men ingen har sett dem. De går ut till alla samtidigt."),
        _("Till publiceringen"),
    ),
    steps.DELIVER_REPLIES: (
        _("Nå dem som inte har e-post"),
        _("De som svarade med brev eller telefon får annars aldrig veta vad det ledde till."),
        _("Visa listan"),
    ),
    steps.ENTER_DECISION: (
        _("Skriv in beslutet"),
        _("Utan dag och paragraf hittar ingen protokollet."),
        _("Skriv in beslutet"),
    ),
    steps.FREEZE_STATEMENT: (
        _("Skapa samrådsredogörelsen"),
        _("Utan den saknar nämnden och registratorn vad som sades och vad det ledde till."),
        _("Öppna redogörelsen"),
    ),
    steps.NOTHING: (
        _("Allt är gjort"),
        _("Samrådet är klart från syfte till redogörelse."),
        _("Visa samrådet"),
    ),
}
# The same about an information, which is never called anything else.
NEXT_INFORMATION: Final[Mapping[str, tuple[Promise, Promise, Promise]]] = {
    steps.DESCRIBE: (
        _("Skriv färdigt vad informationen handlar om"),
        _("Den som läser behöver veta vad som händer, varför och vem som beslutar."),
        _("Fortsätt skriva"),
    ),
    steps.PUBLISH: (
        _("Publicera informationen"),
        _("Inget saknas. När den är publicerad kan alla läsa den."),
        _("Granska och publicera"),
    ),
    steps.NOTHING: (
        _("Allt är gjort"),
        _("Informationen ligger på den öppna sidan."),
        _("Visa informationen"),
    ),
}
# What must be tried before anybody is invited: where, and how to say it.
UNTRIED: Final[Mapping[str, tuple[str, Promise]]] = {
    steps.PRE_GATE_UNTRIED: (
        "planning:pre_gate",
        _("Svara på de fem frågorna om ni ska samråda."),
    ),
    steps.PRE_GATE_SAYS_NO: (
        "planning:pre_gate",
        _("Ett svar är nej på frågan om ni ska samråda. Ändra det, eller informera i stället."),
    ),
    steps.DUTIES_UNTRIED: ("planning:duties", _("Pröva vad lagen kräver.")),
}
# What the journal tells about a consultation and its meetings.
EVENTS: Final[Mapping[str, Promise]] = {
    "consultation.started": _("Sidan skapades"),
    "consultation.copied": _("Texter hämtades från en tidigare sida"),
    "consultation.published": _("Publicerades"),
    "consultation.unpublished": _("Togs tillbaka från den öppna sidan"),
    "consultation.cancelled": _("Ställdes in"),
    "consultation.resumed": _("Togs upp igen"),
    "consultation.pre_gate_answered": _("Frågan ”Ska vi samråda?” besvarades"),
    "consultation.duty_decided": _("Ett lagkrav prövades"),
    "meeting.planned": _("Ett möte planerades"),
    "meeting.changed": _("Ett möte ändrades"),
    "meeting.cancelled": _("Ett möte ställdes in"),
    "meeting.resumed": _("Ett möte togs upp igen"),
    "activity.planned": _("En aktivitet planerades"),
    "activity.changed": _("En aktivitet ändrades"),
    "activity.cancelled": _("En aktivitet ställdes in"),
    "activity.resumed": _("En aktivitet togs upp igen"),
    "activity.placed": _("En aktivitet placerades i matrisen"),
}
_DATES: Final = frozenset(
    {"decision_on", "decided_on", "opens_on", "closes_at", "heard_on", "answered_on"}
)


def row_text(row: Sequence[Any]) -> str:
    """Return a stored row (its id first) on one line."""
    words = (Openness(cell).label if cell in Openness.values else cell for cell in row[1:])
    return " – ".join(str(word) for word in words if word != "")


def value_text(field: str, value: Any, people: Mapping[int, str]) -> str:  # noqa: ANN401 -- whatever a part holds
    """Return how a field of a part reads, in words; `people` are names by id."""
    if isinstance(value, list):
        return "\n".join(row_text(row) for row in value) or gettext("(inget)")
    if isinstance(value, bool):
        return gettext("ja") if value else gettext("nej")
    if field in _DATES and value:
        return date_format(date.fromisoformat(value), "j F Y")
    if field == "owner_id" and value:
        return people.get(value, gettext("(någon annan)"))
    codes = {"level": Level, "matter": Matter}.get(field)
    if codes is not None and value in codes.values:
        return str(codes(value).label)
    return str(value or gettext("(inget)"))


def next_title(code: str, count: int, *, informs: bool = False) -> str:
    """Return the next thing to do in words, with how many there are of it where that tells more."""
    counted = {
        steps.ANSWER: ngettext("Svara på %(count)s inspel", "Svara på %(count)s inspel", count),
        steps.MODERATE: ngettext(
            "Granska %(count)s inlaga från den öppna sidan",
            "Granska %(count)s inlagor från den öppna sidan",
            count,
        ),
        steps.SETTLE_UNCLEAR: ngettext(
            "Avgör %(count)s osäkert brev", "Avgör %(count)s osäkra brev", count
        ),
        steps.SIGN_OFF: ngettext("Godkänn %(count)s svar", "Godkänn %(count)s svar", count),
        steps.PUBLISH_REPLIES: ngettext(
            "Publicera %(count)s svar", "Publicera %(count)s svar", count
        ),
        steps.LINK_TO_DRAFT: ngettext(
            "Koppla %(count)s löfte till utkastet", "Koppla %(count)s löften till utkastet", count
        ),
        steps.DELIVER_REPLIES: ngettext(
            "Nå %(count)s som inte har e-post", "Nå %(count)s som inte har e-post", count
        ),
    }
    if code in counted:
        return counted[code] % {"count": count}
    return str(next_words(code, informs=informs)[0])


def next_words(code: str, *, informs: bool) -> tuple[Promise, Promise, Promise]:
    """Return what, why and what the button says of the next thing to do."""
    if informs and code in NEXT_INFORMATION:
        return NEXT_INFORMATION[code]
    return NEXT[code]
