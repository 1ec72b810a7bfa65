"""Limits on a child process, since a file that somebody sends may be made to hurt."""

from contextlib import suppress
from typing import Final

MEMORY: Final = 1024 * 1024 * 1024


def limit(*, memory: int = MEMORY, seconds: int | None = None) -> None:
    """Let this process have so much memory and time of its own, where the system can see to it."""
    try:
        import resource  # noqa: PLC0415 -- only where the system has it
    except ImportError:
        return
    # A system may know of a limit and still not take it.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    if seconds is not None:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
