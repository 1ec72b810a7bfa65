"""Count, rule by rule, how often officers have said that a finding does not hold, and why."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from samrad.core.commands import DatabaseCommand
from samrad.invitations.queries.reviews import disputes_by_rule


class Command(DatabaseCommand):
    """`samrad review_disputes`: what to look at when the rules are made better."""

    help = "Räknar hur ofta varje regel i granskningen har fått höra ”stämmer inte”, med skälen."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the output format."""
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Print each rule with its number, and the reasons below it."""
        rules = disputes_by_rule()
        if options["format"] == "json":
            self.stdout.write(json.dumps([asdict(one) for one in rules], ensure_ascii=False))
            return
        for one in rules:
            told = _("%(rule)s %(name)s: %(live)s gäller, %(withdrawn)s tillbakatagna") % asdict(
                one
            )
            self.stdout.write(told)
            for reason in one.reasons:
                self.stdout.write(f"  – {reason}")
        if not rules:
            self.stdout.write(_("Ingen har sagt att en anmärkning inte stämmer."))
