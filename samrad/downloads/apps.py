"""App registration."""

from django.apps import AppConfig


class DownloadsConfig(AppConfig):
    name = "samrad.downloads"
    default_auto_field = "django.db.models.BigAutoField"
