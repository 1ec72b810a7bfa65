"""App registration."""

from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "samrad.quality"
    default_auto_field = "django.db.models.BigAutoField"
