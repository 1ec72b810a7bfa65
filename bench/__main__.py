"""Run the benches named, or all of them; exit 1 when a budget is missed."""

import importlib
import os
import pkgutil
import sys
from pathlib import Path

import bench

NO_BENCH = {"__main__", "generate", "inside", "writers"}


def main() -> None:
    """Measure, and print a line a figure."""
    here = Path(__file__).parent
    names = [module.name for module in pkgutil.iter_modules([str(here)])]
    names = [name for name in names if name not in NO_BENCH]
    chosen = sys.argv[1:] or names
    if unknown := set(chosen) - set(names):
        sys.exit(f"No such bench: {', '.join(sorted(unknown))}. There are {', '.join(names)}.")
    missed = []
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for name in chosen:
        print(f"\n{name}")
        for figure in importlib.import_module(f"bench.{name}").run():
            print(f"  {figure}", flush=True)
            if figure.fine is not None and not figure.fine(figure.value):
                missed.append(f"{name}: {figure.what}")
    if missed:
        sys.exit("\nMissed: " + "; ".join(missed))


if __name__ == "__main__":
    assert bench.__doc__  # noqa: S101 -- the package says what this is
    main()
