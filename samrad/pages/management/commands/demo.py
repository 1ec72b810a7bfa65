"""A filled demo site: made the first time, kept after that."""

import os
import shutil
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from samrad.core.clock import local_date, now
from samrad.pages.services.demo import build_demo
from samrad.users.models import User


class Command(BaseCommand):
    """`samrad demo`: what `make demo` runs."""

    help = "Gör en ifylld demowebbplats med påhittade uppgifter och startar den."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take where to listen, and whether to begin anew."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--fresh", action="store_true", help="kasta demons data och gör nya")
        parser.add_argument("--no-serve", action="store_true", help="gör bara data")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Begin again as a demo if this is none, make the data if there is none, and serve."""
        if not settings.SAMRAD_DEMO:
            self._begin_as_demo(options)
        self._refuse_real_data()
        if options["fresh"]:
            self._throw_away()
        call_command("migrate", verbosity=0)
        if not User.objects.exists():
            self.stdout.write("Gör demons data …")
            self.stdout.flush()
            build_demo(local_date(now()))
        if options["no_serve"]:
            return
        address = f"http://{options['host']}:{options['port']}"
        self.stdout.write(
            f"\n  Samråd, demo med påhittade uppgifter: {address}/\n"
            f"  Välj vem du vill vara:                 {address}/demo/\n"
        )
        self.stdout.flush()
        call_command("serve", host=options["host"], port=options["port"])

    def _begin_as_demo(self, options: dict[str, Any]) -> None:
        """Start again with the demo's settings, which are read when a process starts."""
        address = f"http://{options['host']}:{options['port']}"
        os.environ["SAMRAD_DEMO"] = "1"
        # A folder of its own: a demo must never open, or throw away, what somebody works with.
        os.environ.setdefault("SAMRAD_VAR", str(settings.BASE_DIR / "var" / "demo"))
        os.environ.setdefault("SAMRAD_URL", address)
        arguments = [sys.executable, "-m", "samrad", *sys.argv[1:]]
        os.execv(sys.executable, arguments)  # noqa: S606 -- ourselves, and no shell

    def _refuse_real_data(self) -> None:
        """Stop when the database holds anybody who is not invented."""
        if "users_user" not in connection.introspection.table_names():
            return
        if User.objects.exclude(email__endswith="@exempel.invalid").exists():
            raise CommandError(
                "Databasen innehåller riktiga uppgifter. Ange en annan mapp i SAMRAD_VAR.",
                returncode=2,
            )

    def _throw_away(self) -> None:
        """Remove the demo's database, files and mails; the keys may stay."""
        if connection.vendor != "sqlite":
            raise CommandError("--fresh kastar bara demons egen SQLite-databas.", returncode=2)
        connection.close()
        for name in ("samrad.sqlite3", "samrad.sqlite3-wal", "samrad.sqlite3-shm"):
            (settings.SAMRAD_VAR / name).unlink(missing_ok=True)
        for name in ("files", "mailbox"):
            shutil.rmtree(settings.SAMRAD_VAR / name, ignore_errors=True)
