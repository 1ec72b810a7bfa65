"""The words plans and their versions are told apart by."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlanKind(TextChoices):
    """What the region calls its plan."""

    CULTURE_PLAN = "CULTURE_PLAN", _("Kulturplan")
    STRATEGY = "STRATEGY", _("Kulturstrategi")
    COLLABORATION = "COLLABORATION", _("Kultursamverkansplan")
    OTHER = "OTHER", _("Annan plan")


class VersionKind(TextChoices):
    """What a version is."""

    EARLIER = "EARLIER", _("Gällande plan")
    DRAFT = "DRAFT", _("Utkast")
    REFERRAL = "REFERRAL", _("Remissversion")
    DECIDED = "DECIDED", _("Beslutad plan")
