"""Secrets that an installation makes for itself the first time and keeps beside its data."""

import os
from collections.abc import Callable
from pathlib import Path


def kept_secret(path: Path, *, make: Callable[[], str]) -> str:
    """Return the secret in `path`; make one, readable by the owner alone, if none is there."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        pass
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was first
        return path.read_text(encoding="utf-8").strip()
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(make())
    return path.read_text(encoding="utf-8").strip()
