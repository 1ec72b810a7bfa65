"""The words of what is said and what is answered."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SourceKind(TextChoices):
    """Who speaks."""

    ORGANISATION = "ORGANISATION", _("Organisation")
    ALLIANCE = "ALLIANCE", _("Allians")
    MEETING_GROUP = "MEETING_GROUP", _("Grupp på möte")
    INDIVIDUAL = "INDIVIDUAL", _("Privatperson")
    ANONYMOUS = "ANONYMOUS", _("Utan avsändare")


class SubmissionChannel(TextChoices):
    """How it arrived."""

    WEB = "WEB", _("Webb")
    EMAIL = "EMAIL", _("E-post")
    LETTER = "LETTER", _("Brev")
    PHONE = "PHONE", _("Telefon")
    MEETING = "MEETING", _("Möte")
    IMPORT = "IMPORT", _("Import")


class PartKind(TextChoices):
    """What a part of a submission answers."""

    QUESTION = "QUESTION", _("Svar på fråga")
    PASSAGE = "PASSAGE", _("Kommentar till avsnitt")
    FREE = "FREE", _("Fri text")


class MandateKind(TextChoices):
    """Who has decided about an organisation's answer."""

    BOARD = "BOARD", _("Styrelsen")
    MEMBERS = "MEMBERS", _("Medlemsmöte eller årsmöte")
    OTHER = "OTHER", _("Någon annan")
    NOT_YET = "NOT_YET", _("Inte beslutat än")


class Outcome(TextChoices):
    """What the contribution led to. Under beredning is a state, not an outcome."""

    ADOPTED = "ADOPTED", _("Infört")
    PARTLY = "PARTLY", _("Infört delvis")
    FOR_DRAFT = "FOR_DRAFT", _("Tas med till utkastet")
    NOT_ADOPTED = "NOT_ADOPTED", _("Inte infört")
    REFERRED = "REFERRED", _("Hänvisat till annan")
    ONGOING = "ONGOING", _("Redan pågående")
    OUT_OF_SCOPE = "OUT_OF_SCOPE", _("Utanför uppdraget")
    NOTED = "NOTED", _("Noterat")


class ReplyState(TextChoices):
    """Where a reply stands. Until the deciding body has decided it reads as a proposal."""

    PROPOSED = "PROPOSED", _("Förslag till svar")
    SIGNED_OFF = "SIGNED_OFF", _("Godkänt, väntar på publicering")
    PUBLISHED = "PUBLISHED", _("Publicerat")


class ModerationState(TextChoices):
    """Whether a submission from the open form may be shown."""

    PENDING = "PENDING", _("Väntar på granskning")
    APPROVED = "APPROVED", _("Får visas")
    WITHHELD = "WITHHELD", _("Visas inte")


class DeliveryState(TextChoices):
    """Whether the replies have reached the one who spoke."""

    MAIL = "MAIL", _("Med e-post")
    LETTER = "LETTER", _("Brev att skriva ut")
    LETTER_SENT = "LETTER_SENT", _("Brev lämnat till post")
    PHONE = "PHONE", _("Att ringa")
    PHONED = "PHONED", _("Uppringd")
    NO_ADDRESS = "NO_ADDRESS", _("Ingen adress")
