"""App registration."""

from django.apps import AppConfig


class MethodConfig(AppConfig):
    name = "samrad.method"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let `samrad check` read the whole shelf."""
        from samrad.method import checks  # noqa: F401 -- registers itself
