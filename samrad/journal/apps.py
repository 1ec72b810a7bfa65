"""App registration."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "samrad.journal"
    default_auto_field = "django.db.models.BigAutoField"
