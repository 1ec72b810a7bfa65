"""The statement of a large consultation: gathering, freezing and writing it in every format.

Each document is written in a child process, as the worker does; its memory is that child's peak.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from bench import Figure, at_most

CONTRIBUTIONS, IN_PDF = 10_000, 1_500
MIB = 1024 * 1024


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, "SAMRAD_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "samrad.config.settings"}


def _measured(folder: Path, what: str) -> dict[str, float]:
    """Run one measurement in a process of its own, so that peaks are told apart."""
    command = [sys.executable, "-m", "bench.statement", what]
    done = subprocess.run(command, env=_environment(folder), check=True, stdout=subprocess.PIPE)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def run() -> Iterator[Figure]:
    """Make the data once and measure each format."""
    with tempfile.TemporaryDirectory(prefix="samrad-bench-") as name:
        folder = Path(name)
        command = [sys.executable, "-m", "bench.generate", "--contributions", str(CONTRIBUTIONS)]
        subprocess.run(command, env=_environment(folder), check=True, stdout=subprocess.DEVNULL)
        found = _measured(folder, "gather")
        yield Figure("statement page: what is missing, 10 000 contributions", found["counts"], "ms")
        yield Figure("preview: gathered and written, 10 000 contributions", found["preview"], "ms")
        yield Figure("facts gathered and frozen, 10 000 contributions", found["freeze"], "s")
        found = _measured(folder, "pdf")
        yield Figure("PDF, 1 500 contributions", found["seconds"], "s", "≤ 30", at_most(30))
        yield Figure("PDF volumes", found["files"], "files")
        yield Figure("PDF, peak of a child", found["child"], "MiB", "≤ 500", at_most(500))
        for kind in ("docx", "html"):
            found = _measured(folder, kind)
            label = kind.upper()
            yield Figure(
                f"{label}, 10 000 contributions", found["seconds"], "s", "≤ 30", at_most(30)
            )
            peak = max(found["child"], found["self"])
            yield Figure(f"{label}, peak", peak, "MiB", "≤ 500", at_most(500))


def _peak(who: int) -> float:
    return resource.getrusage(who).ru_maxrss * 1024 / MIB


def _median(work: Callable[[], object]) -> float:
    """Return how many milliseconds the work takes."""
    times = []
    for _each in range(5):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return sorted(times)[2] * 1000


def measure_gathering() -> dict[str, float]:
    """Measure what reads the database."""
    from samrad.consultations.queries import get_consultation
    from samrad.core.clock import local_date, now
    from samrad.documents.writing import to_fragment
    from samrad.reporting.queries.gathering import gather
    from samrad.reporting.queries.statements import counts_of
    from samrad.reporting.rules.facts import frozen, to_json
    from samrad.reporting.wording.document import statement_preview

    consultation = get_consultation("kronoberg", "matsamrad")
    today = local_date(now())

    def preview() -> str:
        kept = frozen(gather(consultation, now=now(), rows=50), number=0, made_on=today)
        return to_fragment(statement_preview(kept))

    def freeze() -> bytes:
        return to_json(frozen(gather(consultation, now=now()), number=1, made_on=today))

    return {
        "counts": _median(lambda: counts_of(consultation, now=now())),
        "preview": _median(preview),
        "freeze": _median(freeze) / 1000,
    }


def measure_writing(kind: str) -> dict[str, float]:
    """Measure one format, and the memory it takes."""
    from samrad.consultations.queries import get_consultation
    from samrad.core.clock import local_date, now
    from samrad.reporting.queries.gathering import gather
    from samrad.reporting.rules.facts import frozen
    from samrad.reporting.services.exporting import written

    facts = gather(get_consultation("kronoberg", "matsamrad"), now=now())
    if kind == "pdf":
        facts = replace(facts, replies=replace(facts.replies, rows=facts.replies.rows[:IN_PDF]))
    kept = frozen(facts, number=1, made_on=local_date(now()))
    began = time.perf_counter()
    files = written(kept, kind)
    return {
        "seconds": time.perf_counter() - began,
        "files": len(files),
        "child": _peak(resource.RUSAGE_CHILDREN),
        "self": _peak(resource.RUSAGE_SELF),
    }


def main(what: str) -> None:
    """Measure one thing in this process, and print it as JSON."""
    import django

    django.setup()
    print(json.dumps(measure_gathering() if what == "gather" else measure_writing(what)))


if __name__ == "__main__":
    main(sys.argv[1])
