"""The states of a message."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MessageState(TextChoices):
    """Where a message stands. UNCLEAR is never resent by itself: a person decides."""

    QUEUED = "QUEUED", _("Väntar")
    SENDING = "SENDING", _("Skickas")
    SENT = "SENT", _("Skickat")
    NOT_SENT = "NOT_SENT", _("Gick inte fram")
    UNCLEAR = "UNCLEAR", _("Osäkert")
    CANCELLED = "CANCELLED", _("Återkallat")
