"""The words quality is told in."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """What is known of an item. The last two stand outside the score and are counted beside it."""

    FULFILLED = "FULFILLED", _("Uppfyllt")
    PARTLY = "PARTLY", _("Delvis uppfyllt")
    NOT = "NOT", _("Inte uppfyllt")
    NOT_APPLICABLE = "NOT_APPLICABLE", _("Ej tillämpligt")
    NOT_YET = "NOT_YET", _("Ännu inte aktuell")
    NO_FACTS = "NO_FACTS", _("Underlag saknas")


class RunSize(TextChoices):
    """How many items a run holds; larger sizes hold the smaller."""

    SMALL = "SMALL", _("Liten")
    NORMAL = "NORMAL", _("Vanlig")
    FULL = "FULL", _("Hel planprocess")


class AttestationKind(TextChoices):
    """What a person said of an item."""

    EVIDENCE = "EVIDENCE", _("Bevis")  # M, or A whose facts the tool does not hold
    CONFIRMED = "CONFIRMED", _("Bekräftat")  # H: what the machine proposed, or less
    NOT_APPLICABLE = "NOT_APPLICABLE", _("Ej tillämpligt")
    CONTESTED = "CONTESTED", _("Bestridet")  # the verdict stands; the objection stands beside it


class Source(TextChoices):
    """Who says so."""

    FACTS = "FACTS", _("Uppgifterna i Samråd")
    CONFIRMED = "CONFIRMED", _("Uppgifterna, bekräftade av en person")
    BY_HAND = "BY_HAND", _("En person, med bevis")
    NOBODY = "NOBODY", _("Ingen än")


class Gate(TextChoices):
    """Where a consultation must show that it is ready to go on."""

    INVITE = "INVITE", _("Grind 1: redo att bjuda in")
    CARRIED_OUT = "CARRIED_OUT", _("Grind 2: samrådet genomfört")
    FINISHED = "FINISHED", _("Grind 3: processen avslutad")


class ScoreLevel(TextChoices):
    """What a score is called. The best of them is no certificate."""

    MEETS = "MEETS", _("Uppfyller metoden")
    GOOD = "GOOD", _("Bra, med förbättringar")
    LACKING = "LACKING", _("Brister")
    NOT_READY = "NOT_READY", _("Ej redo")


class ChangeKind(TextChoices):
    """What happened to a run as a whole."""

    SIZE = "SIZE", _("Storleken ändrades")
    PUBLISHED = "PUBLISHED", _("Resultatet visades öppet")
    WITHDRAWN = "WITHDRAWN", _("Resultatet togs tillbaka")


class ReasonCode(TextChoices):
    """What can stand in the way at a gate. %(…)s are filled in where it is told."""

    PRE_GATE_UNANSWERED = "PRE_GATE_UNANSWERED", _("Ni har inte svarat på om ni ska samråda")
    PRE_GATE_NO = "PRE_GATE_NO", _("Ett svar är nej på frågan om ni ska samråda")
    INFORMS = "INFORMS", _("Det här är en information. Den bjuder inte in någon att svara")
    ITEM_NOT = "ITEM_NOT", _("Inte uppfyllt: %(statement)s")
    ITEM_AWAITS = "ITEM_AWAITS", _("Väntar på att någon bekräftar: %(statement)s")
    NO_RUN = "NO_RUN", _("Välj checklista och bekräfta det som bara en människa kan se")
    SCORE_LOW = "SCORE_LOW", _("Planeringen får %(number)s av 100. Minst %(least)s behövs")
    STILL_OPEN = "STILL_OPEN", _("Svarstiden är inte slut")
    NOT_HEARD = "NOT_HEARD", _("Ni har inte berättat vad ni hörde")
    NO_CASE_NUMBER = "NO_CASE_NUMBER", _("Diarienummer saknas")
    UNANSWERED = "UNANSWERED", _("Inspel utan svar: %(number)s")
    NOT_PUBLISHED = "NOT_PUBLISHED", _("Svar som inte är publicerade: %(number)s")
    NO_STATEMENT = "NO_STATEMENT", _("Samrådsredogörelsen är inte publicerad")
