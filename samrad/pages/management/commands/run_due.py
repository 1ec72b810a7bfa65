"""Do everything that is due, once."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from samrad.pages.tasks import run_due


class Command(BaseCommand):
    """`samrad run_due`: what the worker does every few seconds, for a timer or by hand."""

    help = "Gör allt som är dags: skickar brev, kör väntande jobb, städar."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the output format."""
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Do it, and tell how much."""
        done = run_due()
        if options["format"] == "json":
            self.stdout.write(json.dumps(done))
            return
        for what, count in done.items():
            self.stdout.write(f"{what}: {count}")
