"""App registration."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "samrad.reporting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the checklist's rules see the statement, which stands above them."""
        from samrad.quality.queries.sources import read_statements_by
        from samrad.reporting.queries.statements import statement_fact

        read_statements_by(statement_fact)
