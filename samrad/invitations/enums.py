"""The words of letters and sendings."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LetterKind(TextChoices):
    """What a letter is for; the values name the templates in the method library."""

    INVITATION = "invitation", _("Inbjudan")
    TARGETED = "targeted-invitation", _("Inbjudan till särskilt samråd")
    REFERRAL = "referral", _("Remissbrev")
    REMINDER = "reminder", _("Påminnelse")
    HEARD = "heard", _("Detta hörde vi")


# Letters that bring new parties in; the others go to those who already take part.
FIRST_LETTERS = frozenset({LetterKind.INVITATION, LetterKind.TARGETED, LetterKind.REFERRAL})


class RecipientChannel(TextChoices):
    """How a recipient gets the letter."""

    EMAIL = "EMAIL", _("E-post")
    PAPER = "PAPER", _("Brev")
    NONE = "NONE", _("Går inte att nå")


class MailingState(TextChoices):
    """Where a mailing stands. What became of each letter stands with the recipient."""

    DRAFT = "DRAFT", _("Förbereds")
    FILLING = "FILLING", _("Mottagarna skrivs in")
    RELEASED = "RELEASED", _("Skickat")
    CANCELLED = "CANCELLED", _("Återkallat")


class Audience(TextChoices):
    """Whom a letter to those who already take part goes to."""

    UNANSWERED = "UNANSWERED", _("De som inte har svarat")
    ANSWERED = "ANSWERED", _("De som har svarat")
    ALL = "ALL", _("Alla som bjudits in eller svarat")


class Standing(TextChoices):
    """What has become of one letter to one recipient."""

    WAITING = "WAITING", _("Väntar på att skickas")
    SENT = "SENT", _("Skickat")
    NOT_SENT = "NOT_SENT", _("Gick inte fram")
    UNCLEAR = "UNCLEAR", _("Osäkert")
    CANCELLED = "CANCELLED", _("Återkallat")
    TO_PRINT = "TO_PRINT", _("Ska skrivas ut")
    PRINTED = "PRINTED", _("Utskrivet, inte postat")
    POSTED = "POSTED", _("Postat")
    REACHED = "REACHED", _("Nådd på annat sätt")
    NOT_REACHED = "NOT_REACHED", _("Inte nådd")
