"""The migrations: complete, able to make the database from nothing, and to take it down again.

The suite makes its tables from the models, so this asks a process of its own. On PostgreSQL the
whole suite runs on migrated tables and proves the same.
"""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = sorted(path.parent.parent.name for path in ROOT.glob("samrad/*/migrations/0001_*.py"))
DOWN = f"""
from django.core.management import call_command
for app in {OURS}:
    call_command("migrate", app, "zero", verbosity=0)
"""

pytestmark = [pytest.mark.sqlite, pytest.mark.slow]


def samrad(var, *arguments):
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "SAMRAD_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "samrad.config.settings",
    }
    return subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, "-m", "samrad", *arguments],
        capture_output=True, text=True, check=False, env=environment, cwd=ROOT,
    )  # fmt: skip


def tables(var):
    database = sqlite3.connect(var / "samrad.sqlite3")
    found = {
        row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type='table'")
    }
    database.close()
    return found


def test_no_model_has_changed_without_a_migration(tmp_path):
    done = samrad(tmp_path, "makemigrations", "--check", "--dry-run")

    assert (done.returncode, done.stdout.strip()) == (0, "No changes detected")


def test_every_app_with_models_has_migrations():
    with_models = {path.parent.name for path in ROOT.glob("samrad/*/models.py")}
    with_models |= {path.parent.parent.name for path in ROOT.glob("samrad/*/models/__init__.py")}

    assert len(OURS) > 5
    assert set(OURS) == with_models


def test_the_database_can_be_made_from_nothing_and_taken_down(tmp_path):
    up = samrad(tmp_path, "migrate", "--verbosity", "0")
    made = {name for name in tables(tmp_path) if name.split("_")[0] in OURS}
    down = samrad(tmp_path, "shell", "--verbosity", "0", "--command", DOWN)

    left = {name for name in tables(tmp_path) if name.split("_")[0] in OURS}
    assert (up.returncode, up.stderr) == (0, "")
    assert (down.returncode, down.stderr) == (0, "")
    assert len(made) > 20
    assert left == set()
