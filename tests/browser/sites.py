"""A demo site served for tests: real processes on a folder and database of their own."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import environ
import psycopg
from psycopg import sql

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "samrad"]
PATIENCE = 60


class Site:
    """Where a served site answers, and where its data lies."""

    def __init__(self, var: Path, port: int) -> None:
        self.var = var
        self.url = f"http://127.0.0.1:{port}"

    def mails(self) -> list[EmailMessage]:
        """Return the mails that have left the site, newest first."""
        files = sorted((self.var / "mailbox").glob("*.eml"), key=lambda file: -file.stat().st_mtime)
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]

    def await_mails(self, count: int, to: str = "", about: str = "") -> list[EmailMessage]:
        """Wait until at least `count` mails (to and about what holds these words) have left."""
        deadline = time.monotonic() + PATIENCE
        while True:
            mails = [
                mail
                for mail in self.mails()
                if to in str(mail["To"]) and about in str(mail["Subject"])
            ]
            if len(mails) >= count:
                return mails
            assert time.monotonic() < deadline, f"only {len(mails)} of {count} mails have left"
            time.sleep(0.2)


def environment(var: Path, **more: str) -> dict[str, str]:
    """Return the variables of a demo in `var`; the database is the caller's PostgreSQL, if any."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    return {**kept, "SAMRAD_VAR": str(var), "SAMRAD_DEMO": "1", "PYTHONWARNINGS": "ignore", **more}


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Hold a lock that all test processes share."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _on_server(statement: str, *names: str) -> None:
    """Run a statement about databases on the caller's PostgreSQL."""
    asked = environ.Env().db()
    where = {"host": asked["HOST"], "user": asked["USER"], "dbname": asked["NAME"]}
    with psycopg.connect(
        **where, port=asked["PORT"] or None, password=asked["PASSWORD"] or None, autocommit=True
    ) as server:
        server.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))


def _address(database: str) -> str:
    """Return the address of another database beside the caller's."""
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{database}"


def build(shared: Path) -> Path:
    """Build the demo once for all test processes and return its folder."""
    var = shared / "demo"
    with alone(shared / "demo-lock"):
        if not (shared / "demo-built").exists():
            var.mkdir()
            more = {}
            if "DATABASE_URL" in os.environ:
                _on_server("CREATE DATABASE {}", "demo")
                more["DATABASE_URL"] = _address("demo")
            subprocess.run(  # noqa: S603 -- our own command
                [*COMMAND, "demo", "--no-serve"],
                env=environment(var, **more), cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
            (shared / "demo-built").touch()
    return var


@contextmanager
def served(shared: Path, var: Path) -> Iterator[Site]:
    """Serve a copy of the demo from `var`, with its worker, until the block ends."""
    shutil.copytree(build(shared), var)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    site = Site(var, port)
    more = {"SAMRAD_URL": site.url, "SAMRAD_HOSTS": "127.0.0.1,localhost"}
    database = f"demo_{port}"
    if "DATABASE_URL" in os.environ:
        with alone(shared / "demo-lock"):  # a template may have no other visitors
            _on_server("CREATE DATABASE {} TEMPLATE {}", database, "demo")
        more["DATABASE_URL"] = _address(database)
    log = (var / "log").open("wb")
    process = subprocess.Popen(  # noqa: S603 -- our own command
        [*COMMAND, "serve", "--port", str(port)],
        env=environment(var, **more), cwd=ROOT, stdout=log, stderr=log,
    )  # fmt: skip
    try:
        _await(site, process)
        yield site
    finally:
        process.terminate()
        process.wait(PATIENCE)
        log.close()
        if "DATABASE_URL" in os.environ:
            _on_server("DROP DATABASE {} WITH (FORCE)", database)


def _await(site: Site, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"{site.url}/halsa/", timeout=5).close()  # noqa: S310 -- loopback
        except urllib.error.HTTPError:
            return  # it answers; whether it is well is for a test to say
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"The site did not come up:\n{(site.var / 'log').read_text()}")
