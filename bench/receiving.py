"""Contributions received by 32 who answer at once, each durable before it is acknowledged.

Two web processes with sixteen threads each, as `samrad serve --workers 2 --threads 16`, on SQLite
with synchronous=FULL. In the second round one process is killed in the middle, and every answer
that was acknowledged must be there. In the third, a register is imported beside.
"""

import csv
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from bench import Figure, at_least, at_most, percentile

SECONDS = 10.0
ROWS = 10_000
PROCESSES, THREADS = 2, 16
PAGE, ROOM = 4096, 4 * 1024 * 1024  # as SQLite writes its log
ENOUGH_SYNCS = 1000  # the budget is for a disk of at least this many fdatasync a second

PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests import make
from samrad.core.clock import now
consultation = make.consultation(published_at=now(), opens_on=None, closes_at=None)
make.participation(consultation=consultation)
for position in range(1, 5):
    make.question(consultation=consultation, position=position)
"""
IMPORT = """
import sys, time, django; django.setup()
from django.core.management import call_command
from bench.inside import Inside
inside = Inside()
began = time.monotonic()
with inside.watching():
    call_command("import_organisations", sys.argv[1], region="07")
print("IMPORTED", began, time.monotonic(), *inside.lasted)
"""


@dataclass(frozen=True)
class Told:
    """An answer that was told it had arrived: its key, its points, how long it took and when."""

    key: str
    points: int
    took: float
    at: float


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, "SAMRAD_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "samrad.config.settings"}


def syncs_a_second(folder: Path) -> float:
    """Return how often this disk can be told to make sure."""
    file = os.open(folder / "sync", os.O_WRONLY | os.O_CREAT)
    os.write(file, b"x" * ROOM)
    os.fsync(file)
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < 1.0:
        os.pwrite(file, b"y" * PAGE, count * PAGE % ROOM)
        os.fdatasync(file)
        count += 1
    os.close(file)
    return count / (time.perf_counter() - began)


def _start(folder: Path, name: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bench.writers", str(THREADS), str(SECONDS), name]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=_environment(folder))


def _acknowledged(process: subprocess.Popen[str]) -> list[Told]:
    """Return every answer that was told it had arrived."""
    lines = [line.split() for line in process.communicate()[0].splitlines()]
    # A process that is killed may leave half a line: nobody was told that.
    return [
        Told(line[0], int(line[1]), float(line[2]), float(line[3]))
        for line in lines
        if len(line) == len(fields(Told))
    ]


def _stored(folder: Path) -> set[str]:
    database = sqlite3.connect(folder / "samrad.sqlite3")
    keys = {
        row[0] for row in database.execute("SELECT idempotency_key FROM contributions_submission")
    }
    database.close()
    return keys


def _round(folder: Path, name: str, *, kill: bool = False) -> tuple[list[Told], int]:
    """Let everybody write; return what was acknowledged, and how many of those are not stored."""
    running = [_start(folder, f"{name}-{n}") for n in range(PROCESSES)]
    if kill:
        time.sleep(SECONDS / 2)
        running[0].kill()
    told = [one for process in running for one in _acknowledged(process)]
    return told, len({one.key for one in told} - _stored(folder))


def _register(folder: Path) -> Path:
    """Write a register of organisations that are not there."""
    path = folder / "register.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Id", "Förening", "Kommun", "Adress", "Ort", "E-post", "Telefon"])
        for n in range(ROWS):
            name, mail = f"Påhittsföreningen nummer {n}", f"forening{n}@exempel.invalid"
            rows.writerow([n, name, "", f"Låtsasgatan {n}", "Påhittsby", mail, "010-000 00 00"])
    return path


def _import_beside(folder: Path) -> tuple[list[Told], int, float, list[float]]:
    """Let everybody write while a register is read in.

    Return what was acknowledged meanwhile, how many of those are not stored, how many seconds the
    import took and how many each of its transactions.
    """
    reading = subprocess.Popen(
        [sys.executable, "-c", IMPORT, str(_register(folder))],
        stdout=subprocess.PIPE,
        text=True,
        env=_environment(folder),
    )
    told, lost = _round(folder, "beside")
    *_said, last = reading.communicate()[0].splitlines()
    began, ended, *lasted = (float(figure) for figure in last.split()[1:])
    meanwhile = [one for one in told if began <= one.at <= ended]
    return meanwhile, lost, ended - began, lasted


def _inside(folder: Path) -> Iterator[Figure]:
    """Measure how long one answer keeps everybody else waiting."""
    command = [sys.executable, "-m", "bench.inside"]
    said = subprocess.run(
        command, env=_environment(folder), check=True, stdout=subprocess.PIPE, text=True
    )
    for name, took, statements in (line.split() for line in said.stdout.splitlines()):
        yield Figure(f"an answer {name}: processor time inside the gate", float(took), "ms")
        yield Figure(f"an answer {name}: statements there", float(statements), "")


def run() -> Iterator[Figure]:
    """Measure one answer alone, and the three rounds."""
    with tempfile.TemporaryDirectory(prefix="samrad-bench-") as name:
        folder = Path(name)
        disk = syncs_a_second(folder)
        yield Figure("fdatasync a second on this disk", disk, "/s", f"counts from {ENOUGH_SYNCS}")
        subprocess.run([sys.executable, "-c", PREPARE], env=_environment(folder), check=True)
        yield from _inside(folder)
        told, lost = _round(folder, "calm")
        received = sum(one.points for one in told) / SECONDS
        yield Figure(
            "contributions received a second, 32 writers", received, "/s", "≥ 200", at_least(200)
        )
        yield Figure("answers received a second", len(told) / SECONDS, "/s")
        yield from _waits(told)
        yield Figure("acknowledged but lost", lost, "answers", "0", at_most(0))
        _told, lost = _round(folder, "killed", kill=True)
        yield Figure("acknowledged but lost when killed with -9", lost, "answers", "0", at_most(0))
        told, lost, took, lasted = _import_beside(folder)
        yield Figure(f"an import of {ROWS} rows beside", took, "s")
        yield from _waits(told, ", with the import beside")
        yield Figure("acknowledged but lost beside it", lost, "answers", "0", at_most(0))
        lasted = [one * 1000 for one in lasted]
        yield Figure("a transaction of the import, median", percentile(lasted, 0.5), "ms")
        yield Figure("the longest", max(lasted), "ms", "≤ 100", at_most(100))


def _waits(told: list[Told], when: str = "") -> Iterator[Figure]:
    waits = [one.took * 1000 for one in told]
    yield Figure(f"median wait{when}", percentile(waits, 0.5), "ms")
    yield Figure(f"99th wait{when}", percentile(waits, 0.99), "ms", "≤ 300", at_most(300))
