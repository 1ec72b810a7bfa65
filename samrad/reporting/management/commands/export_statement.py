"""Write a consultation's statement to a file."""

from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from samrad.core.clock import local_date, now
from samrad.core.commands import DatabaseCommand
from samrad.documents.writing import CouldNotWrite
from samrad.reporting.queries.statements import find_consultation, find_statement
from samrad.reporting.rules.facts import frozen
from samrad.reporting.services.exporting import frozen_files, written
from samrad.reporting.services.making import gathered

FORMATS = ("docx", "pdf", "html", "json")
WRONG_USE = 2


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} är inget datum, skriv ÅÅÅÅ-MM-DD") from error


def _volume_path(path: Path, volume: int) -> Path:
    """Return the path itself for the first volume, and the path with its number for the others."""
    return path if volume == 1 else path.with_name(f"{path.stem}-del-{volume}{path.suffix}")


class Command(DatabaseCommand):
    """`samrad export_statement`: the samrådsredogörelse as DOCX, PDF, HTML or data."""

    help = (
        "Skriver samrådsredogörelsen till en fil, ur det som finns just nu. Med --number hämtas i "
        "stället en fryst version som den är. En PDF med fler än 1 000 inspel delas i flera filer."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take which consultation, the format and where to write."""
        parser.add_argument("consultation", help="samrådets adress eller beteckning")
        parser.add_argument("--format", choices=FORMATS, required=True)
        parser.add_argument("--out", type=Path, required=True, help="fil att skriva")
        parser.add_argument("--number", type=int, help="fryst version att hämta")
        parser.add_argument("--date", type=_date, help="dokumentets datum (i dag)")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Write the file, or files, and say what was written."""
        path: Path = options["out"]
        if not path.parent.is_dir():
            raise CommandError(f"Mappen {path.parent} finns inte.", returncode=WRONG_USE)
        for volume, content in enumerate(self._contents(options), start=1):
            where = _volume_path(path, volume)
            try:
                where.write_bytes(content)
            except OSError as error:
                said = f"Det gick inte att skriva {where}: {error.strerror}"
                raise CommandError(said, returncode=WRONG_USE) from error
            self.stdout.write(f"{where} ({len(content)} byte)")

    def _contents(self, options: dict[str, Any]) -> list[bytes]:
        consultation = find_consultation(options["consultation"])
        if consultation is None:
            said = (
                f"Det finns inget samråd med adressen eller beteckningen {options['consultation']}."
            )
            raise CommandError(said, returncode=WRONG_USE)
        if options["number"] is not None:
            statement = find_statement(consultation, options["number"])
            if statement is None:
                said = f"Samrådet har ingen färdig version {options['number']}."
                raise CommandError(said, returncode=WRONG_USE)
            return frozen_files(statement, options["format"])
        moment = now()
        kept = frozen(
            gathered(consultation, now=moment),
            number=0,
            made_on=options["date"] or local_date(moment),
            is_invented=settings.SAMRAD_DEMO,
        )
        try:
            return written(kept, options["format"])
        except CouldNotWrite as error:
            raise CommandError(f"Dokumentet gick inte att skriva: {error}") from error
