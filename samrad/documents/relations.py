"""What the parts of a Word file point at, read by a parser that takes no letters of its own.

A file is refused as soon as it declares a document type: entities stand there and nowhere else.
"""

import posixpath
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

FOLDER: Final = "_rels/"
ENDING: Final = ".rels"
INSIDE: Final = "Internal"
_APART: Final = " "


class NotPlainXml(Exception):
    """What should be XML is broken, or declares a document type."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part points at. `kind` is the last word of its type."""

    kind: str
    target: str
    is_external: bool


def kind_of(address: str) -> str:
    """Return the last word of the address that is a relation's type."""
    return address.strip().rpartition("/")[2]


def check_plain(content: bytes) -> None:
    """Raise `NotPlainXml` if the content is broken XML or declares a document type."""
    _read(content, lambda _name, _values: None)


def relations_in(content: bytes) -> tuple[Relation, ...]:
    """Return what a file of relations tells of. Raise `NotPlainXml`."""
    found: list[Relation] = []

    def begin(name: str, values: dict[str, str]) -> None:
        if name.rpartition(_APART)[2] == "Relationship":
            kind = kind_of(values.get("Type", ""))
            mode = values.get("TargetMode", INSIDE).strip()
            found.append(Relation(kind, values.get("Target", ""), mode != INSIDE))

    _read(content, begin)
    return tuple(found)


def place_of(part: str, relation: Relation) -> str:
    """Return the name of the part that a part's relation points at."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), relation.target))[1:]


def relations_of(part: str) -> str:
    """Return the name of the file that holds a part's relations; of the whole file for none."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, f"{FOLDER}{name}{ENDING}")


def _read(content: bytes, begin: Callable[[str, dict[str, str]], None]) -> None:
    reader = expat.ParserCreate(namespace_separator=_APART)
    reader.StartElementHandler = begin
    reader.StartDoctypeDeclHandler = _refuse
    reader.EntityDeclHandler = _refuse
    try:
        reader.Parse(content, True)  # noqa: FBT003 -- the last piece; it takes no name
    except expat.ExpatError as error:
        raise NotPlainXml from error


def _refuse(*_declared: object) -> None:
    raise NotPlainXml
