"""The words of planning: milestones, whether to consult at all, and what the law asks."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MilestoneChangeKind(TextChoices):
    """What was done to a milestone."""

    LAID_OUT = "LAID_OUT", _("Lades ut")
    ADDED = "ADDED", _("Lades till")
    MOVED = "MOVED", _("Flyttades")
    REWORDED = "REWORDED", _("Skrevs om")
    DONE = "DONE", _("Blev klar")
    REOPENED = "REOPENED", _("Öppnades igen")
    REMOVED = "REMOVED", _("Togs bort")


class PreGateQuestion(TextChoices):
    """What must all be yes for it to be honest to consult; the order is that of the page."""

    INFLUENCE = "INFLUENCE", _("Verkligt utrymme att påverka")
    DECISION_MAKER = "DECISION_MAKER", _("Den som beslutar står bakom")
    TIME = "TIME", _("Tiden räcker")
    RESOURCES = "RESOURCES", _("Pengar och människor finns")
    AFFECTED = "AFFECTED", _("Någon berörs och kan bidra")


class DutyKind(TextChoices):
    """A duty that a region must have tried before it asks."""

    MIN = "MIN", _("Nationella minoriteter")
    SAM = "SAM", _("Samiska företrädare")
    CHILD = "CHILD", _("Barnets bästa")
    DISABILITY = "DISABILITY", _("Personer med funktionsnedsättning")


class SamiOutcome(TextChoices):
    """How a consultation with Sámi representatives ended."""

    AGREED = "AGREED", _("Parterna är överens")
    CONSENT = "CONSENT", _("De samiska företrädarna har gett sitt samtycke")
    IMPOSSIBLE = "IMPOSSIBLE", _("Det går inte att bli överens")
    NOT_WANTED = "NOT_WANTED", _("De som tillfrågades ville inte konsulteras")
