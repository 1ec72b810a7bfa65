"""Keeping the booklet: written once for what the method holds and how it is set, never per visitor.

A kept file is named by a fingerprint of the document and of the code that sets it, and by the hash
of its own bytes. It is put in its place in one step, and read back against its name: a file that is
broken, or half, is written anew and never handed out.
"""

import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Final

from django.conf import settings

from samrad import documents
from samrad.documents.blocks import Document
from samrad.documents.codec import as_data
from samrad.documents.writing import to_docx, to_pdf
from samrad.reporting.wording.booklet import booklet

PDF, DOCX = "pdf", "docx"
_WRITERS: Final[Mapping[str, Callable[[Document], bytes]]] = {
    PDF: to_pdf,
    DOCX: to_docx,
}
FORMATS: Final = tuple(_WRITERS)
_LIBRARIES: Final = ("typst", "python-docx", "lxml")
_LENGTH: Final = 32  # characters of a hash in a file's name
_one_at_a_time: Final = Lock()
unkept: dict[str, bytes] = {}  # by file name, where nothing can be written
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kept:
    """A format of the booklet; `size` is None until it has been written."""

    format: str
    size: int | None


def kept_booklets() -> list[Kept]:
    """Return the formats, each with the size of its file."""
    return [Kept(name, _size(_file_of(name))) for name in FORMATS]


def booklet_content(format: str) -> bytes:  # noqa: A002 -- the word of the field
    """Return the booklet in a format: as it is kept, or else written and kept now."""
    found = _read(format)
    if found is not None:
        return found
    with _one_at_a_time:
        return _read(format) or _write(format)


@cache
def fingerprint() -> str:
    """Return what changes when the booklet's words, or how they are set, do."""
    digest = hashlib.sha256(json.dumps(as_data(booklet()), ensure_ascii=False).encode())
    for path in sorted(Path(documents.__file__).parent.glob("*.*")):
        digest.update(path.read_bytes())
    digest.update(" ".join(version(name) for name in _LIBRARIES).encode())
    return digest.hexdigest()[:_LENGTH]


def _folder() -> Path:
    return Path(settings.SAMRAD_BOOKLETS)


def _file_of(format: str) -> Path | None:  # noqa: A002 -- the word of the field
    return next(iter(sorted(_folder().glob(f"{fingerprint()}-*.{format}"))), None)


def _size(path: Path | None) -> int | None:
    if path is None:
        return None
    with suppress(OSError):
        return path.stat().st_size
    return None


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_LENGTH]


def _read(format: str) -> bytes | None:  # noqa: A002 -- the word of the field
    """Return the kept file, if it is there and whole."""
    path = _file_of(format)
    if path is None:
        return unkept.get(f"{fingerprint()}.{format}")
    with suppress(OSError):
        content = path.read_bytes()
        if path.stem == f"{fingerprint()}-{_hash(content)}":
            return content
        logger.warning("%s is broken and is written anew", path.name)
        path.unlink(missing_ok=True)
    return None


def _write(format: str) -> bytes:  # noqa: A002 -- the word of the field
    content = _WRITERS[format](booklet())
    try:
        _keep(format, content)
    except OSError as error:
        logger.warning("the booklet cannot be kept in %s: %s", _folder(), error)
        unkept[f"{fingerprint()}.{format}"] = content
    return content


def _keep(format: str, content: bytes) -> None:  # noqa: A002 -- the word of the field
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{fingerprint()}-{_hash(content)}.{format}"
    handle, begun = tempfile.mkstemp(dir=folder, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(begun).chmod(0o644)
        Path(begun).replace(place)
    finally:
        Path(begun).unlink(missing_ok=True)
    for old in folder.glob(f"*.{format}"):
        if not old.name.startswith(fingerprint()):
            old.unlink(missing_ok=True)
