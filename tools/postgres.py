"""A PostgreSQL of our own for as long as it is needed: `python -m tools.postgres COMMAND …`.

Makes an empty cluster in a temporary folder on a unix socket, runs the command with DATABASE_URL
set to it, and takes it away again. Nothing is safe in it: it never waits for the disk.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OPTIONS = "-c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def programs() -> Path | None:
    """Return the folder of the newest server programs on this machine, if there are any."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    found = debian[-1] if debian else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _version(path: Path) -> int:
    return int("".join(filter(str.isdigit, path.parts[-3])) or 0)


def _run(command: list[str], owner: str | None) -> None:
    """Run a server program, as `owner` when we are root: the server refuses to be root."""
    done = subprocess.run(
        command,
        user=owner,
        group=owner,
        extra_groups=[] if owner else None,
        cwd="/",
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


def _owner() -> str | None:
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        sys.exit("Running as root needs the user postgres, which Debian's package makes.")


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster and yield the address of an empty database in it."""
    folder = programs()
    if folder is None:
        sys.exit("No PostgreSQL server on this machine.")
    owner = _owner()
    home = Path(tempfile.mkdtemp(prefix="samrad-pg-"))
    if owner:
        shutil.chown(home, owner, owner)
    data = str(home / "data")
    user = ["-U", "samrad", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8"]
    _run([str(folder / "initdb"), "-D", data, *user], owner)
    control = [str(folder / "pg_ctl"), "-D", data, "-w", "-l", str(home / "log")]
    try:
        _run([*control, "-o", f"-k {home} {OPTIONS}", "start"], owner)
        yield f"postgres://samrad@/{home}/postgres"
    finally:
        subprocess.run(
            [*control, "-m", "immediate", "stop"],
            user=owner,
            group=owner,
            cwd="/",
            capture_output=True,
            check=False,
        )
        shutil.rmtree(home, ignore_errors=True)


def main() -> None:
    """Run the command given, and end with its exit code."""
    if not sys.argv[1:]:
        sys.exit(__doc__)
    with cluster() as address:
        done = subprocess.run(
            sys.argv[1:], env={**os.environ, "DATABASE_URL": address}, check=False
        )
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
