"""Commands that meet a database which has not been laid out."""

import os
import subprocess
import sys

import pytest


def run(tmp_path, *arguments):
    """Run a command of its own process where there is no database yet."""
    environment = {**os.environ, "SAMRAD_VAR": str(tmp_path / "var"), "PYTHONUTF8": "1"}
    environment.pop("DATABASE_URL", None)
    environment["DJANGO_SETTINGS_MODULE"] = "samrad.config.settings"
    return subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, "-m", "samrad", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["verify_journal"],
        ["add_user", "kim@example.org", "--region", "07"],
        ["import_organisations", "FIL", "--region", "07"],
        ["import_plan", "FIL", "--plan", "kulturplan"],
        ["export_statement", "lokaler", "--format", "json", "--out", "FIL"],
        ["review_disputes"],
    ],
)
def test_a_command_says_in_words_that_the_database_is_empty(tmp_path, arguments):
    file = tmp_path / "register.csv"
    file.write_text("Namn\nKören\n", encoding="utf-8")

    done = run(tmp_path, *[str(file) if word == "FIL" else word for word in arguments])

    assert done.returncode == 2
    assert "Kör samrad migrate" in done.stderr
    assert "Traceback" not in done.stderr
