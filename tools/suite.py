"""The whole suite: `python -m tools.suite [pytest arguments]`, which `make test` runs.

First on SQLite with the browser, then on PostgreSQL. Installs Debian's chromium and postgresql
where it may, and says at the end what could not be run. With CI=true that is a failure, and so is
a skipped test (conftest.py).
"""

import os
import signal
import subprocess
import sys

from tools import environment, postgres
from tools.chromium import chromium

CI = os.environ.get("CI") == "true"
WORKERS = ["-n", "2", "--dist", "loadscope"]
LONGEST = 45 * 60  # seconds a run may take; it needs about 20 minutes on two cores
GRACE = 60  # seconds to say what was done until then
NOT_DONE = 124


def pytest(*arguments: str, **variables: str) -> int:
    """Run pytest; return its exit code, negative when a signal ended it, `NOT_DONE` if too long."""
    command = [sys.executable, "-m", "pytest", *WORKERS, *arguments, *sys.argv[1:]]
    with subprocess.Popen(command, env={**os.environ, **variables}) as running:
        try:
            return running.wait(LONGEST)
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGINT)  # it ends its workers and sums up
        try:
            running.wait(GRACE)
        except subprocess.TimeoutExpired:
            running.kill()
    return NOT_DONE


def verdict(code: int) -> str:
    """Return how a run ended, in a word or two."""
    if code == NOT_DONE:
        return f"RED, not done in {LONGEST // 60} minutes"
    if code < 0:
        return f"RED, ended by {signal.Signals(-code).name} before it was done"
    return "green" if code == 0 else f"RED ({code})"


def banner(text: str) -> None:
    """Say something that is not missed."""
    print(f"\n{'=' * 78}\n{text}\n{'=' * 78}\n", flush=True)


def main() -> None:
    """Install what is missing, run both, sum up."""
    if chromium() is None:
        environment.apt_install("chromium", "fonts-dejavu-core", "fonts-liberation")
    if postgres.programs() is None:
        environment.apt_install("postgresql")
    missing = []
    if chromium() is None:
        missing.append("the browser tests: no chromium (apt-get install chromium)")

    banner("The suite on SQLite, with the browser")
    os.environ.pop("DATABASE_URL", None)
    results = {"SQLite": pytest()}
    if postgres.programs() is None:
        missing.append("the suite on PostgreSQL: no server (apt-get install postgresql)")
    else:
        banner("The suite on PostgreSQL, on migrated tables")
        with postgres.cluster() as address:
            results["PostgreSQL"] = pytest("--migrations", DATABASE_URL=address)

    failed = any(results.values())
    lines = [f"{name}: {verdict(code)}" for name, code in results.items()]
    banner("\n".join([*lines, *(f"NOT RUN: {what}" for what in missing)]))
    sys.exit(failed or (CI and bool(missing)))


if __name__ == "__main__":
    main()
