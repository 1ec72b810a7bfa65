"""The words organisations are told apart by."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    """What sort of body it is. The last group is not civil society and never mixed into it."""

    LOCAL = "LOCAL", _("Lokal förening")
    DISTRICT = "DISTRICT", _("Distrikt eller länsförbund")
    NATIONAL = "NATIONAL", _("Riksförbund")
    UMBRELLA = "UMBRELLA", _("Paraplyorganisation")
    ALLIANCE = "ALLIANCE", _("Ideell kulturallians")
    STUDY_ASSOCIATION = "STUDY_ASSOCIATION", _("Studieförbund")
    FOLK_HIGH_SCHOOL = "FOLK_HIGH_SCHOOL", _("Folkhögskola")
    FOUNDATION = "FOUNDATION", _("Stiftelse")
    COOPERATIVE = "COOPERATIVE", _("Kooperativ eller ekonomisk förening")
    FAITH = "FAITH", _("Trossamfund")
    NETWORK = "NETWORK", _("Nätverk eller informell grupp")
    HALL = "HALL", _("Samlingslokalförening")
    PRESENTER = "PRESENTER", _("Arrangörsförening")
    AMATEUR = "AMATEUR", _("Amatörgrupp")
    HERITAGE = "HERITAGE", _("Hembygdsförening")
    MINORITY = "MINORITY", _("Minoritetsorganisation")
    YOUTH = "YOUTH", _("Ungdomsorganisation")
    DISABILITY = "DISABILITY", _("Funktionsrättsorganisation")
    SENIOR = "SENIOR", _("Pensionärsorganisation")
    VILLAGE = "VILLAGE", _("Byalag eller utvecklingsgrupp")
    FESTIVAL = "FESTIVAL", _("Ideellt driven festival")
    MUNICIPALITY = "MUNICIPALITY", _("Kommun")
    REGION = "REGION", _("Region")
    INSTITUTION = "INSTITUTION", _("Institution")
    PROFESSIONAL = "PROFESSIONAL", _("Professionell kulturskapare eller fri grupp")
    COMPANY = "COMPANY", _("Företag")


NOT_CIVIL_SOCIETY = frozenset(
    {
        OrganisationKind.MUNICIPALITY,
        OrganisationKind.REGION,
        OrganisationKind.INSTITUTION,
        OrganisationKind.PROFESSIONAL,
        OrganisationKind.COMPANY,
    }
)


class ArtArea(TextChoices):
    """What the organisation does, in the areas regions split their meetings by."""

    THEATRE = "THEATRE", _("Teater")
    DANCE = "DANCE", _("Dans")
    CIRCUS = "CIRCUS", _("Cirkus")
    MUSIC = "MUSIC", _("Musik")
    OPERA = "OPERA", _("Opera och musikteater")
    FILM = "FILM", _("Film och rörlig bild")
    VISUAL = "VISUAL", _("Bild och form")
    CRAFT = "CRAFT", _("Hemslöjd och hantverk")
    LITERATURE = "LITERATURE", _("Litteratur och berättande")
    LIBRARY = "LIBRARY", _("Bibliotek och läsfrämjande")
    MUSEUM = "MUSEUM", _("Museer")
    HERITAGE = "HERITAGE", _("Kulturarv, hembygd och kulturmiljö")
    ARCHIVE = "ARCHIVE", _("Arkiv")
    PRESENTING = "PRESENTING", _("Arrangörskap och scen")
    YOUNG = "YOUNG", _("Kulturskola och kultur för unga")
    GAMES = "GAMES", _("Spel och digital kultur")
    DESIGN = "DESIGN", _("Design och arkitektur")
    EDUCATION = "EDUCATION", _("Folkbildning")
    FESTIVAL = "FESTIVAL", _("Festival")
    CROSS = "CROSS", _("Tvärkonstnärligt")


class OrganisationStatus(TextChoices):
    """Whether the organisation is at work."""

    ACTIVE = "ACTIVE", _("Aktiv")
    DORMANT = "DORMANT", _("Vilande")
    CLOSED = "CLOSED", _("Nedlagd")
    UNKNOWN = "UNKNOWN", _("Okänd")


class Channel(TextChoices):
    """How someone wants to be reached."""

    EMAIL = "EMAIL", _("E-post")
    LETTER = "LETTER", _("Brev")
    PHONE = "PHONE", _("Telefon")


class Way(TextChoices):
    """A way to reach an organisation that the register holds."""

    EMAIL = "EMAIL", _("Har e-post")
    LETTER = "LETTER", _("Har postadress")
    PHONE = "PHONE", _("Har telefon")
    NONE = "NONE", _("Går inte att nå")


class RegionRoleCode(TextChoices):
    """The roles a user can hold on a region; the values are those of `access.roles.Role`."""

    OFFICER = "officer", _("Handläggare")
    HEAD = "head", _("Kulturchef")
    REGISTRAR = "registrar", _("Registrator")
    POLITICIAN = "politician", _("Politiker")
    EXPERT = "expert", _("Sakkunnig")
    READER = "reader", _("Läsare")


class ImportState(TextChoices):
    """Where an import stands. Its rows are seen only when it is active."""

    UPLOADED = "UPLOADED", _("Väntar på kolumner")
    MAPPED = "MAPPED", _("Klar att granska")
    RUNNING = "RUNNING", _("Läses in")
    ACTIVE = "ACTIVE", _("Inläst")
    CANCELLED = "CANCELLED", _("Avbruten")
