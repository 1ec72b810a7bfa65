"""Read a register of organisations in from a file."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db.models import Q

from samrad.core.clock import now
from samrad.core.commands import DatabaseCommand
from samrad.core.text import search_key
from samrad.documents.reading import Unreadable
from samrad.files.services import FileEmpty, FileTooLarge, read_upload
from samrad.registry.models import Region
from samrad.registry.rules.imports import FIELDS, Fault
from samrad.registry.services.importing import (
    AnotherImportRuns,
    Outcome,
    abandon_import,
    rehearse,
    run_import,
    start_batch,
    tidy_imports,
)
from samrad.registry.services.registers import FileRefused, Register, read_register, told
from samrad.registry.wording import reason, unreadable_text
from samrad.users.principal import SYSTEM

TOLD = ("rows", "created", "updated", "unchanged", "duplicates", "refused")


class Command(DatabaseCommand):
    """`samrad import_organisations FILE --region 07`.

    Exit 0 when every row was read in, 1 when some were refused, 2 when the file was.
    """

    help = "Läs in organisationer från en fil (CSV, XLSX, ODS) till en regions register."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, the region and where the register is from."""
        parser.add_argument("file", type=Path, metavar="FIL")
        parser.add_argument("--region", required=True, help="länskod (07) eller namn i adressen")
        parser.add_argument(
            "--source", default="", help="var registret kommer ifrån; annars filens namn"
        )
        parser.add_argument(
            "--mapping",
            type=Path,
            metavar="FIL.json",
            help='vilken kolumn som är vad: {"Klubb": "name", "Färg": ""}; fält: '
            + ", ".join(FIELDS),
        )
        parser.add_argument("--dry-run", action="store_true", help="säg bara vad som skulle hända")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Read the file in and print what came of it."""
        region = _region(options["region"])
        path: Path = options["file"]
        source = options["source"].strip() or path.stem
        as_json = options["format"] == "json"
        try:
            register = _read(path, region, _mapping(options["mapping"]))
            run = rehearse if options["dry_run"] else _run(path.name)
            outcome = run(register=register, region=region, source=source)
        except (Unreadable, FileRefused, FileTooLarge, FileEmpty) as error:
            if as_json:
                self.stdout.write(_as_json(_refused_whole(error)))
            raise CommandError(unreadable_text(error), returncode=2) from error
        except AnotherImportRuns as error:
            raise CommandError(
                "Ett annat register läses in just nu. Vänta, eller avbryt det på sidan "
                "”Läs in ett register”.",
                returncode=2,
            ) from error
        self.stdout.write(_as_json(outcome) if as_json else _as_text(outcome, register))
        if outcome.refused:
            raise SystemExit(1)


def _region(asked: str) -> Region:
    try:
        return Region.objects.get(Q(code=asked) | Q(slug=asked))
    except Region.DoesNotExist as error:
        raise CommandError(f"Det finns ingen region {asked}.", returncode=2) from error


def _mapping(path: Path | None) -> dict[str, str]:
    """Return which column is what, as the file says."""
    if path is None:
        return {}
    try:
        mapping = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"{path.name} går inte att öppna.", returncode=2) from error
    except ValueError as error:
        raise CommandError(f"{path.name} är inte giltig JSON.", returncode=2) from error
    if not isinstance(mapping, dict) or not all(isinstance(v, str) for v in mapping.values()):
        raise CommandError(
            f'{path.name} ska vara ett objekt med text, till exempel {{"Klubb": "name"}}.',
            returncode=2,
        )
    return mapping


def _read(path: Path, region: Region, mapping: Mapping[str, str]) -> Register:
    try:
        with path.open("rb") as file:
            content = read_upload(iter(lambda: file.read(65_536), b""))
    except OSError as error:
        raise CommandError(f"Filen går inte att öppna: {error.strerror}.", returncode=2) from error
    register = read_register(name=path.name, content=content, region=region, mapping=mapping)
    titles = {search_key(title) for title in register.columns.header}
    missing = [title for title in mapping if search_key(title) not in titles]
    if missing:
        raise CommandError(f"Filen har ingen kolumn {', '.join(missing)}.", returncode=2)
    return register


def _run(file_name: str) -> Any:  # noqa: ANN401 -- stands in for `rehearse`
    def run(*, register: Register, region: Region, source: str) -> Outcome:
        batch = start_batch(
            region=region, source=source, file_name=file_name, actor=SYSTEM, now=now()
        )
        try:
            return run_import(
                batch=batch,
                register=register,
                actor=SYSTEM,
                clock=now,
                progress=lambda _done, _total: None,
            )
        except BaseException:
            abandon_import(batch=batch, actor=SYSTEM, now=now())
            tidy_imports()
            raise

    return run


def _refused_whole(error: Exception) -> Outcome:
    faults = getattr(error, "faults", None) or [
        Fault(getattr(error, "reason", "") or type(error).__name__)
    ]
    return Outcome(refused=[told(1, fault) for fault in faults])


def _as_json(outcome: Outcome) -> str:
    return json.dumps({name: getattr(outcome, name) for name in TOLD}, ensure_ascii=False)


def _as_text(outcome: Outcome, register: Register) -> str:
    refused = len({row["row"] for row in outcome.refused})
    counts = (
        f"{outcome.rows} rader: {outcome.created} nya, {outcome.updated} ändrade, "
        f"{outcome.unchanged} oförändrade, {outcome.duplicates} fanns redan från annat håll, "
        f"{refused} stoppade."
    )
    lines = [counts]
    if register.columns.unknown:
        lines.append(f"Läses inte in: {', '.join(register.columns.unknown)}.")
    for row in outcome.refused:
        shown = f" ({row['value']})" if row["value"] else ""
        lines.append(f"Rad {row['row']}, {row['column']}: {reason(row['reason'])}{shown}")
    if outcome.notes:
        lines.append(f"{len(outcome.notes)} uppgifter lämnades därhän:")
        lines += [
            f"Rad {row['row']}, {row['column']}: {reason(row['reason'])} ({row['value']})"
            for row in outcome.notes
        ]
    return "\n".join(lines)
