"""App registration."""

from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    name = "samrad.invitations"
    default_auto_field = "django.db.models.BigAutoField"
