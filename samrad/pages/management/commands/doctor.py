"""Say how the installation is."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from samrad.core.clock import now
from samrad.pages.queries.health import health_facts
from samrad.pages.rules.health import Level, verdicts, worst
from samrad.pages.wording import CHECKS, LEVELS, said


class Command(BaseCommand):
    """`samrad doctor`: exit 0 when nothing is red, 1 otherwise."""

    help = "Säger hur installationen mår. Avslutar med 1 om något är fel."
    requires_system_checks: list[str] = []  # a sick installation must be able to tell

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the output format."""
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Print a line a check."""
        checks = list(verdicts(health_facts(now(), try_writing=True)))
        level = worst(checks)
        if options["format"] == "json":
            rows = [
                {"check": c.name, "level": c.level.name.lower(), "code": c.code, "message": said(c)}
                for c in checks
            ]
            self.stdout.write(json.dumps({"level": level.name.lower(), "checks": rows}, indent=1))
        else:
            for check in checks:
                name = f"{LEVELS[check.level]}:"
                self.stdout.write(f"{name:<9} {CHECKS[check.name]} {said(check)}")
        if level is Level.RED:
            raise SystemExit(1)
