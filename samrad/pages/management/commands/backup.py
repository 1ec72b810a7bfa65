"""Copy the whole installation to one file."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from samrad.core.clock import local_date, now
from samrad.pages.services.backups import BackupExists, ToolFailed, make_backup


class Command(BaseCommand):
    """`samrad backup PATH`: exit 1 when stored files were gone or altered; the copy is kept."""

    help = "Kopierar databas och filer till en fil, medan allt är igång. Nycklarna följer inte med."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take where to write."""
        parser.add_argument("path", type=Path, help="ny fil, eller en mapp att lägga den i")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Copy, and tell what is in the copy."""
        moment, path = now(), options["path"]
        if path.is_dir():
            path /= f"samrad-{local_date(moment)}-{moment:%H%M%S}.tar"
        try:
            manifest = make_backup(path=path, now=moment)
        except BackupExists:
            raise CommandError(f"{path} finns redan. Välj ett annat namn.") from None
        except (ToolFailed, OSError) as error:
            raise CommandError(f"Det gick inte att kopiera: {error}") from error
        size = path.stat().st_size
        if options["format"] == "json":
            told = {"path": str(path), "bytes": size, "files": len(manifest.contents) - 1}
            self.stdout.write(json.dumps({**told, "damaged": manifest.damaged}))
        else:
            self.stdout.write(
                f"{path}: {size / 1e6:.1f} MB, databasen och {len(manifest.contents) - 1} filer.\n"
                "Spara nycklarna (mappen keys i SAMRAD_VAR) för sig, på ett annat ställe."
            )
            for sha256 in manifest.damaged:
                self.stderr.write(f"Filen {sha256} saknas eller har ändrats i förrådet.")
        if manifest.damaged:
            raise SystemExit(1)
