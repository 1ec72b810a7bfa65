"""Read a plan in from a Word or Markdown file."""

import json
import mimetypes
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from samrad.core.clock import now
from samrad.core.commands import DatabaseCommand
from samrad.documents.reading import Unreadable
from samrad.files.services import FileEmpty, FileTooLarge, read_upload, store_file
from samrad.plans.enums import VersionKind
from samrad.plans.models import CulturePlan
from samrad.plans.services.importing import NoPassages, TooManyPassages, import_version
from samrad.plans.wording import unreadable_text
from samrad.users.principal import SYSTEM


class Command(DatabaseCommand):
    """`samrad import_plan FILE --plan ID`."""

    help = "Läs in en plan från en Word- eller Markdownfil som nästa version."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, the plan, and what the version is."""
        parser.add_argument("file", type=Path, metavar="FIL")
        parser.add_argument("--plan", required=True, help="planens namn i adressen")
        parser.add_argument("--kind", choices=VersionKind.values, default=VersionKind.DRAFT)
        parser.add_argument("--label", default="Utkast")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Read the file and print how many passages the new version has."""
        path: Path = options["file"]
        try:
            plan = CulturePlan.objects.select_related("region").get(slug=options["plan"])
            with path.open("rb") as file:
                content = read_upload(iter(lambda: file.read(65_536), b""))
        except CulturePlan.DoesNotExist as error:
            raise CommandError("Det finns ingen plan med det namnet.", returncode=2) from error
        except OSError as error:
            raise CommandError(
                f"Filen går inte att öppna: {error.strerror}.", returncode=2
            ) from error
        except (FileTooLarge, FileEmpty) as error:
            raise CommandError(str(unreadable_text(error)), returncode=2) from error
        stored = store_file(
            content=content,
            name=path.name,
            content_type=mimetypes.guess_type(path.name)[0] or "",
            tenant=plan.region.chain,
            now=now(),
        )
        try:
            version = import_version(
                plan=plan,
                stored=stored,
                kind=VersionKind(options["kind"]),
                label=options["label"],
                actor=SYSTEM,
                now=now(),
            )
        except (Unreadable, NoPassages, TooManyPassages) as error:
            raise CommandError(str(unreadable_text(error)), returncode=2) from error
        count = version.placed.count()
        if options["format"] == "json":
            self.stdout.write(json.dumps({"version": version.number, "passages": count}))
        else:
            self.stdout.write(f"Version {version.number} med {count} avsnitt.")
