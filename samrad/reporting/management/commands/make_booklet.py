"""Write the method's booklet beside the static files, so that no visitor waits for it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from samrad.documents.writing import CouldNotWrite
from samrad.reporting.services.booklets import FORMATS, booklet_content


class Command(BaseCommand):
    """`samrad make_booklet`: the whole method as PDF and DOCX, kept until the method changes."""

    help = "Skriver metodens häfte som PDF och DOCX, om det inte redan finns i rätt utgåva."
    requires_system_checks = ()

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Write each format that is missing, and say how large they are."""
        for name in FORMATS:
            try:
                content = booklet_content(name)
            except CouldNotWrite as error:
                raise CommandError(f"Häftet gick inte att skriva: {error}") from error
            if options["verbosity"]:
                self.stdout.write(f"{name}: {len(content)} byte")
