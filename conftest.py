"""What every test runs under: which database, what may not be skipped, what is tidied away."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

# The same examples each time, and no verdict on how busy the machine is.
hypothesis_settings.register_profile(
    "samrad", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("samrad")


def _runs_here(item: pytest.Item, vendor: str) -> bool:
    """Return whether a test belongs to this database.

    `postgres` needs PostgreSQL and `sqlite` needs SQLite. Browser tests run whole on SQLite; on
    PostgreSQL only those marked `both_databases`.
    """
    marks = {mark.name for mark in item.iter_markers()}
    if vendor == "postgresql":
        return "sqlite" not in marks and ("browser" not in marks or "both_databases" in marks)
    return "postgres" not in marks


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, without a skip, what belongs to the other database."""
    elsewhere = [item for item in items if not _runs_here(item, connection.vendor)]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in set(elsewhere)]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where CI=true, a skipped test is a failure: somebody believes that it ran."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped and os.environ.get("CI") == "true" and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say why, when a skip turned the run red."""
    if terminalreporter.stats.get("skipped") and os.environ.get("CI") == "true":
        terminalreporter.section("Skipped although CI=true", red=True)
        for report in terminalreporter.stats["skipped"]:
            terminalreporter.line(f"{report.nodeid}: {report.longrepr}")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the data folder that settings_test.py made; xdist's workers share the first one's."""
    folder = Path(settings.SAMRAD_VAR)
    if folder.name.startswith("samrad-test-") and not hasattr(config, "workerinput"):
        shutil.rmtree(folder, ignore_errors=True)
