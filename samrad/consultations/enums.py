"""The words a consultation is told in."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProcessState(TextChoices):
    """Where a plan process stands."""

    OPEN = "OPEN", _("Pågår")
    CLOSED = "CLOSED", _("Avslutad")


class Level(TextChoices):
    """How far participation goes, in the European Code's four levels."""

    INF = "INF", _("Information")
    SAM = "SAM", _("Samråd")
    DIA = "DIA", _("Dialog")
    PAR = "PAR", _("Partnerskap")


class Matter(TextChoices):
    """What it is that the region does: asks, or only tells.

    Consulting Sámi representatives is neither; it is a record of its own
    (`planning.SamiConsultation`).
    """

    CONSULTATION = "CONSULTATION", _("Samråd")
    INFORMATION = "INFORMATION", _("Information")


class Openness(TextChoices):
    """Whether something can be influenced."""

    OPEN = "OPEN", _("Går att påverka")
    PARTLY = "PARTLY", _("Går delvis att påverka")
    LOCKED = "LOCKED", _("Redan bestämt")


class ActivityKind(TextChoices):
    """What is done within a consultation."""

    WRITTEN = "WRITTEN", _("Skriftliga svar")
    REFERRAL = "REFERRAL", _("Remiss")
    MEETING = "MEETING", _("Möte")
    OTHER = "OTHER", _("Annat")


class Audience(TextChoices):
    """Whom an activity is for."""

    CIVIL_SOCIETY = "CIVIL_SOCIETY", _("Civilsamhället")
    PROFESSIONAL = "PROFESSIONAL", _("Yrkesverksamma inom kulturen")
    MUNICIPALITY = "MUNICIPALITY", _("Kommuner")
    ALL = "ALL", _("Alla")


class MeetingForm(TextChoices):
    """How people meet."""

    PHYSICAL = "PHYSICAL", _("På plats")
    DIGITAL = "DIGITAL", _("Digitalt")
    HYBRID = "HYBRID", _("På plats och digitalt")
    PHONE = "PHONE", _("Telefon")


class ParticipationKind(TextChoices):
    """Whose participation it is."""

    ORGANISATION = "ORGANISATION", _("Organisation")
    PERSON = "PERSON", _("Enskild person")
    NOBODY = "NOBODY", _("Utan avsändare")


class Origin(TextChoices):
    """How someone came to take part."""

    INVITED = "INVITED", _("Inbjuden")
    OPEN_FORM = "OPEN_FORM", _("Kom själv via webben")
    OTHER = "OTHER", _("Hörde av sig på annat sätt")


class StatedKind(TextChoices):
    """What someone who came by the open form says they are."""

    ORGANISATION = "ORGANISATION", _("Förening eller annan organisation")
    NETWORK = "NETWORK", _("Nätverk eller grupp utan föreningsform")
    INDIVIDUAL = "INDIVIDUAL", _("Privatperson")
