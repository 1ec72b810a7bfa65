"""Enters new published versions in the lock, and writes the JSON Schemas for editors.

    .venv/bin/python -m samrad.method.freeze

A file that is entered and has changed or vanished is never entered anew: it is named, and the exit
code is 1. Make a new version instead. Retiring a version (its status) is no change of its words.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from samrad.method import library


def schemas() -> Iterator[tuple[Path, str]]:
    """Yield path and content of every generated JSON Schema."""
    for kind in library.KINDS:
        for name, shape in ((kind.folder, kind.head), (f"{kind.folder}.text", kind.text)):
            written = json.dumps(shape.model_json_schema(), ensure_ascii=False, indent=2)
            yield library.CONTENT / "schema" / f"{name}.json", f"{written}\n"


def freeze(*, lock: Path, found: Mapping[str, str]) -> list[str]:
    """Enter in `lock` the files that are new; return those that changed or vanished."""
    entered = library.entered_in(lock)
    broken = sorted(path for path in entered if entered[path] != found.get(path))
    together = dict(found) | entered
    lines = "".join(f"{path} {digest}\n" for path, digest in sorted(together.items()))
    lock.write_text(lines, encoding="utf-8")
    return broken


def main() -> int:
    """Freeze what is published, and return the exit code."""
    if faults := library.faults():
        sys.stderr.write("".join(f"{fault}\n" for fault in faults))
        return 1
    for path, written in schemas():
        path.write_text(written, encoding="utf-8")
    broken = freeze(lock=library.LOCK, found=library.published_files())
    for name in broken:
        sys.stderr.write(f"{name} is published and may not change; make a new version\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
