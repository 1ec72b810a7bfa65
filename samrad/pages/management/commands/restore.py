"""Lay out a backup in an empty place."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from samrad.pages.services import backups
from samrad.pages.services.backups import keys_fingerprint, restore_backup

REASONS = {
    backups.NotABackup: "Det är ingen säkerhetskopia som går att läsa.",
    backups.BackupDamaged: "Kopian är skadad, inget har skrivits: {0}",
    backups.BackupTooNew: "Kopian gjordes med en nyare version. Uppgradera programmet först.",
    backups.OtherDatabase: "Kopian är av en {0}-databas. Ställ om DATABASE_URL.",
    backups.NotEmpty: (
        "Här finns redan uppgifter, och de skrivs inte över. "
        "Peka SAMRAD_VAR och DATABASE_URL på en tom plats."
    ),
}


class Command(BaseCommand):
    """`samrad restore PATH`: checks everything first, and never writes over anything."""

    help = "Lägger ut en säkerhetskopia på en tom plats (tom databas, tom SAMRAD_VAR)."
    requires_system_checks: list[str] = []  # there is nothing to check yet

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to read."""
        parser.add_argument("path", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Lay out, and say what is left to do."""
        try:
            manifest = restore_backup(path=options["path"])
        except backups.CannotRestore as error:
            raise CommandError(REASONS[type(error)].format(*error.args)) from None
        except (backups.ToolFailed, OSError) as error:
            raise CommandError(f"Det gick inte att lägga ut kopian: {error}") from error
        self.stdout.write(f"Kopian från {manifest.made_at} är utlagd. Kör nu samrad migrate.")
        if manifest.keys != keys_fingerprint():
            self.stderr.write(
                "Nycklarna är inte desamma som när kopian togs. Lägg tillbaka mappen keys, annars "
                "går utkast inte att öppna och koder i brev gäller inte."
            )
