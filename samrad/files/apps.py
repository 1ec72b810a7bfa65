"""App registration."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "samrad.files"
    default_auto_field = "django.db.models.BigAutoField"
