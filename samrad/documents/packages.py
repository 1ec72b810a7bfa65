"""What is packed in a Word file, looked at before any library opens it."""

import re
from collections.abc import Iterator
from typing import Final

from samrad.documents.archives import Archive, BrokenArchive
from samrad.documents.reading import (
    LOCKED,
    NOT_A_DOCX,
    OLD_WORD,
    UNPACKS_TOO_LARGE,
    Unreadable,
    check_zip,
)
from samrad.documents.relations import ENDING, NotPlainXml, check_plain, relations_in

MOST_UNPACKED: Final = 40 * 1024 * 1024
MACROS: Final = "MACROS"
EMBEDDED: Final = "EMBEDDED"
EXTERNAL: Final = "EXTERNAL"
WORD_TEMPLATE: Final = "WORD_TEMPLATE"
REFUSALS: Final = (
    NOT_A_DOCX, OLD_WORD, LOCKED, UNPACKS_TOO_LARGE, MACROS, EMBEDDED, EXTERNAL, WORD_TEMPLATE,
)  # fmt: skip
_TYPES: Final = "[Content_Types].xml"
_MACROS: Final = re.compile(rb"macroEnabled|vbaProject|vbaData", re.IGNORECASE)
_TEMPLATE: Final = b"wordprocessingml.template.main+xml"
_EMBEDDED: Final = re.compile(r"word/(?:embeddings|activeX|afchunk)", re.IGNORECASE)
_EMBEDDED_BY: Final = frozenset({"oleObject", "aFChunk", "package", "control", "subDocument"})
# Addresses that somebody may press, and where the file's looks came from, which is let go.
_HARMLESS: Final = frozenset({"hyperlink", "attachedTemplate"})


def refusals_of(name: str, content: bytes) -> tuple[str, ...]:
    """Return why a file that should be a Word template is not taken, by code; nothing if it is."""
    if name.lower().endswith(".doc"):
        return (OLD_WORD,)
    try:
        check_zip(content)
        archive = Archive(content)
        archive.check_size(most=MOST_UNPACKED)
        return tuple(dict.fromkeys(_found_in(archive)))
    except Unreadable as error:
        return (error.reason,)
    except (BrokenArchive, NotPlainXml):
        return (NOT_A_DOCX,)


def _found_in(archive: Archive) -> Iterator[str]:
    types = _whole(archive, _TYPES)
    if _MACROS.search(types) or any(_MACROS.search(name.encode()) for name in archive.names):
        yield MACROS
    if _TEMPLATE in types:
        yield WORD_TEMPLATE
    if any(_EMBEDDED.match(name) for name in archive.names):
        yield EMBEDDED
    for name in sorted(archive.names):
        if name.lower().endswith(ENDING):
            yield from _related(_whole(archive, name))
        elif name.lower().endswith(".xml"):
            check_plain(_whole(archive, name))


def _related(content: bytes) -> Iterator[str]:
    for relation in relations_in(content):
        if relation.kind in _EMBEDDED_BY:
            yield EMBEDDED
        if relation.is_external and relation.kind not in _HARMLESS:
            yield EXTERNAL


def _whole(archive: Archive, name: str) -> bytes:
    return b"".join(archive.pieces(name)) if name in archive.names else b""
