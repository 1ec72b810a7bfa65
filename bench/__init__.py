"""Measurements against the budgets in docs/performance.md: `make bench`, `python -m bench NAME`.

Each module here but `generate` measures one thing and has `run()`, which yields figures. A bench
makes its own data in a temporary folder and takes it away; nothing in `var/` is touched.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured value. `fine` is the budget, as a test; a figure without one is for context."""

    what: str
    value: float
    unit: str
    budget: str = ""
    fine: Callable[[float], bool] | None = None

    def __str__(self) -> str:
        verdict = "" if self.fine is None else ("  ok" if self.fine(self.value) else "  MISSED")
        budget = f"  (budget {self.budget})" if self.budget else ""
        return f"{self.what:<64} {self.value:>10,.1f} {self.unit}{budget}{verdict}"


def at_most(limit: float) -> Callable[[float], bool]:
    """Return a budget that larger values miss."""
    return lambda value: value <= limit


def at_least(limit: float) -> Callable[[float], bool]:
    """Return a budget that smaller values miss."""
    return lambda value: value >= limit


def percentile(values: list[float], share: float) -> float:
    """Return the value that `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
