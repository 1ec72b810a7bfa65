"""The words of finished documents."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DocumentFormat(TextChoices):
    """What a document is written as."""

    DOCX = "docx", _("Word (DOCX)")
    PDF = "pdf", _("PDF")
    HTML = "html", _("Webbsida (HTML)")
    JSON = "json", _("Data (JSON)")
    WEB = "web", _("För läsning på webbplatsen")
