"""App registration."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "samrad.core"
    default_auto_field = "django.db.models.BigAutoField"
