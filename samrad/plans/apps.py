"""App registration."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "samrad.plans"
    default_auto_field = "django.db.models.BigAutoField"
