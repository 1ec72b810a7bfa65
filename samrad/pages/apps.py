"""App registration."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "samrad.pages"
    default_auto_field = "django.db.models.BigAutoField"
