"""The method's shelf: every version in every language read and validated, in a fresh process."""

import json
import subprocess
import sys
from collections.abc import Iterator

from bench import Figure, at_most, percentile

TIMES = 7
_TIMED = """
import json, time
from samrad.method import library
began = time.perf_counter()
read = library.read_everything()
print(json.dumps([read, (time.perf_counter() - began) * 1000]))
"""
_WEIGHED = """
import json, tracemalloc
from samrad.method import library
tracemalloc.start()
read = library.read_everything()
print(json.dumps([read, tracemalloc.get_traced_memory()[1] / 2**20]))
"""


def _told(code: str) -> tuple[int, float]:
    """Run `code` in a process of its own; return what it counted and what it measured."""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    read, measured = json.loads(done.stdout)
    return read, measured


def run() -> Iterator[Figure]:
    """Measure time and memory of reading the whole shelf."""
    read, _ = _told(_TIMED)
    took = [_told(_TIMED)[1] for _ in range(TIMES)]
    what = f"the whole shelf, {read} editions"
    yield Figure(f"{what}, median", percentile(took, 0.5), "ms", "≤ 200", at_most(200))
    _, heaviest = _told(_WEIGHED)
    yield Figure(f"{what}, memory at its most", heaviest, "MiB", "≤ 20", at_most(20))
