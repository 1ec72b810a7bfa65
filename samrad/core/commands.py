"""Commands that need the database, and what they say when it is not there yet."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

WRONG_USE = 2


def unapplied_migrations() -> int:
    """Return how many migrations this code has that the database has not."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


class DatabaseCommand(BaseCommand):
    """A command that says in words, with exit code 2, that the database has not been laid out."""

    def execute(self, *args: Any, **options: Any) -> str | None:  # noqa: ANN401 -- Django's signature
        """Run the command. A fault of the database itself is left as it is."""
        try:
            return super().execute(*args, **options)
        except DatabaseError as error:
            waiting = _waiting()
            if not waiting:
                raise
            raise CommandError(
                f"Databasen saknar {waiting} ändringar. Kör samrad migrate och försök igen. "
                "Gäller det demon: sätt SAMRAD_VAR=var/demo framför kommandot.",
                returncode=WRONG_USE,
            ) from error


def _waiting() -> int:
    try:
        return unapplied_migrations()
    except DatabaseError:
        return 0
