"""Recompute every chain of the journal."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser

from samrad.core.commands import DatabaseCommand
from samrad.journal import queries


class Command(DatabaseCommand):
    """`samrad verify_journal`: exit 0 when every chain is whole, 1 when one is broken."""

    help = "Räkna om journalens hashkedjor. Avslutar med 1 om någon kedja är bruten."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the output format."""
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Print the breaks, if any."""
        found = queries.breaks()
        if options["format"] == "json":
            self.stdout.write(json.dumps({"breaks": [asdict(broken) for broken in found]}))
        elif not found:
            self.stdout.write("Journalen är hel.")
        else:
            for broken in found:
                self.stdout.write(f"{broken.chain}: bruten vid {broken.number} ({broken.why})")
        if found:
            raise SystemExit(1)
