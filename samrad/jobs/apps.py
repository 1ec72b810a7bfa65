"""App registration."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "samrad.jobs"
    default_auto_field = "django.db.models.BigAutoField"
