"""App registration."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "samrad.outbox"
    default_auto_field = "django.db.models.BigAutoField"
