"""App registration."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "samrad.planning"
    default_auto_field = "django.db.models.BigAutoField"
