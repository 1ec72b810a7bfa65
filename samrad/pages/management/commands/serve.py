"""The web server, with a worker beside it."""

import os
import shlex
import socket
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from samrad.core.commands import unapplied_migrations

BIN = Path(sys.executable).parent


class Command(BaseCommand):
    """`samrad serve`: becomes a small process that keeps granian and the worker alive."""

    help = "Startar webbservern och bakgrundsarbetaren, och håller dem igång."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take where to listen and how wide."""
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--workers", type=int, default=1, help="webbprocesser (%(default)s)")
        parser.add_argument("--threads", type=int, default=4, help="trådar i var och en")
        parser.add_argument(
            "--no-worker", action="store_true", help="starta ingen bakgrundsarbetare"
        )

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        """Refuse what cannot work, then hand over to the supervisor."""
        if waiting := unapplied_migrations():
            raise CommandError(
                f"Databasen saknar {waiting} ändringar. Kör samrad migrate och starta sedan igen."
            )
        _refuse_taken_port(options["host"], options["port"])
        web = [
            str(BIN / "granian"), "--interface", "wsgi", "--http", "1", "--no-ws",
            "--host", options["host"], "--port", str(options["port"]),
            "--workers", str(options["workers"]), "--blocking-threads", str(options["threads"]),
            "--respawn-failed-workers", "--workers-kill-timeout", "20", "--log-level", "warning",
            "samrad.config.wsgi:application",
        ]  # fmt: skip
        command = [sys.executable, "-m", "samrad.core.supervisor", "--web", shlex.join(web)]
        if not options["no_worker"]:
            command += ["--worker", shlex.join([sys.executable, "-m", "samrad", "worker"])]
        self.stdout.write(f"Samråd svarar på http://{options['host']}:{options['port']}")
        self.stdout.flush()
        os.execv(command[0], command)  # noqa: S606 -- ours, and no shell


def _refuse_taken_port(host: str, port: int) -> None:
    """Raise `CommandError` when something else listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Det går inte att lyssna på {host}:{port} ({error.strerror}). "
                "Välj en annan port med --port."
            ) from error
