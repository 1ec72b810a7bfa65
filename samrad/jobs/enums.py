"""The states of long work."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class JobState(TextChoices):
    """Where a job stands."""

    QUEUED = "QUEUED", _("Väntar")
    RUNNING = "RUNNING", _("Pågår")
    DONE = "DONE", _("Klart")
    FAILED = "FAILED", _("Misslyckades")
    CANCELLED = "CANCELLED", _("Avbrutet")
