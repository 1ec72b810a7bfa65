"""The review of invitations: how long a text takes, and how long the command takes to start."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench import Figure, at_most, percentile

TEXTS = Path(__file__).parents[1] / "tests" / "announcements" / "worked"
STARTS, MANY = 5, 1000


def _command(*arguments: str) -> float:
    """Run the command once; return the seconds it took."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "samrad", "check_invitation", *arguments]
    subprocess.run(command, check=False, capture_output=True)
    return time.perf_counter() - began


def run() -> Iterator[Figure]:
    """Measure one text at a time, the command, and a folder of a thousand."""
    from samrad.invitations.rules.review.review import review

    texts = [path.read_text(encoding="utf-8") for path in sorted(TEXTS.glob("*.txt"))]
    review(texts[0])
    took = []
    for text in texts:
        began = time.process_time()
        review(text)
        took.append((time.process_time() - began) * 1000)
    yield Figure(
        "one text, median, processor time", percentile(took, 0.5), "ms", "≤ 50", at_most(50)
    )
    yield Figure("one text, slowest, processor time", max(took), "ms", "≤ 50", at_most(50))
    with tempfile.TemporaryDirectory(prefix="samrad-bench-") as name:
        folder = Path(name)
        for number in range(MANY):
            text = texts[number % len(texts)]
            (folder / f"{number:04d}.txt").write_text(text, encoding="utf-8")
        starts = [_command(str(folder / "0000.txt")) for _ in range(STARTS)]
        yield Figure(
            "the command on one text, median", percentile(starts, 0.5), "s", "≤ 1", at_most(1)
        )
        seconds = _command(str(folder), "--table", str(folder / "out.csv"))
        yield Figure(f"a folder of {MANY} texts", seconds, "s", "≤ 30", at_most(30))
