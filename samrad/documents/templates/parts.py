"""The parts of a Word file that hold text: finding, reading and writing them."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from samrad.documents.relations import (
    NotPlainXml,
    Relation,
    place_of,
    relations_in,
    relations_of,
)

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VALUE: Final = f"{W}val"
SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
BODY: Final = "document"
FIXED_DATE: Final = (1980, 1, 1, 0, 0, 0)
NOTES: Final = frozenset({"footnotes", "endnotes"})
PARTS: Final = NOTES | {"header", "footer"}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a template: the file it is in and its kind, its element and own texts."""

    name: str
    part: str
    element: Any
    texts: tuple[Any, ...]

    @property
    def text(self) -> str:
        """Return the words, whatever runs they are split over."""
        return "".join(text.text or "" for text in self.texts)

    def place_of(self, tag: str) -> tuple[str, str]:
        """Return how far a tag reaches: over rows of a table, over paragraphs, or within one."""
        if self.text.strip() != tag or _ends_section(self.element):
            return "words", _path(self.element)
        row = next(self.element.iterancestors(f"{W}tr"), None)
        if row is not None and _text_within(row).strip() == tag:
            return "rows", _path(row.getparent())
        return "paragraphs", _path(self.element.getparent())


def _ends_section(paragraph: Any) -> bool:  # noqa: ANN401 -- an element
    return paragraph.find(f"{W}pPr/{W}sectPr") is not None


def _path(element: Any) -> str:  # noqa: ANN401 -- an element
    return str(element.getroottree().getpath(element))


def _text_within(element: Any) -> str:  # noqa: ANN401 -- an element
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def _own_texts(paragraph: Any) -> Iterator[Any]:  # noqa: ANN401 -- an element
    """Yield the paragraph's texts, but not those of a text box that is anchored in it."""
    for child in paragraph:
        if child.tag == f"{W}t":
            yield child
        elif child.tag != f"{W}p":
            yield from _own_texts(child)


def parsed(content: bytes) -> Any:  # noqa: ANN401 -- an element
    """Return the root of a part. Raise `NotPlainXml` where it declares a document type."""
    from lxml import etree  # noqa: PLC0415 -- with docx

    reader = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    tree = etree.fromstring(content, reader)
    if tree.getroottree().docinfo.doctype:
        raise NotPlainXml
    return tree


def as_text(tree: Any) -> str:  # noqa: ANN401 -- an element
    """Return a whole part as text."""
    from lxml import etree  # noqa: PLC0415 -- with docx

    return str(etree.tostring(tree.getroottree(), encoding="unicode"))


def written(tree: Any) -> bytes:  # noqa: ANN401 -- an element
    """Return a part as it stands in the file."""
    from lxml import etree  # noqa: PLC0415 -- with docx

    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


@dataclass(frozen=True, slots=True)
class Part:
    """A part that holds text: what kind it is, and its tree."""

    kind: str
    tree: Any


def parts_of(template: bytes) -> dict[str, Part]:
    """Return the parts that hold text by their names, in the order people read.

    They are found as whoever fills or shows the file finds them: by what points at them.
    """
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        bodies = [
            place_of("", one) for one in _related(archive, "") if one.kind == "officeDocument"
        ]
        kinds = dict.fromkeys(bodies, BODY)
        for body in bodies:
            others = {
                place_of(body, one): one.kind
                for one in _related(archive, body)
                if one.kind in PARTS and not one.is_external
            }
            kinds = others | kinds
        order = sorted(kinds, key=lambda name: (kinds[name] != BODY, name))
        return {name: Part(kinds[name], parsed(archive.read(name))) for name in order}


def _related(archive: zipfile.ZipFile, part: str) -> tuple[Relation, ...]:
    name = relations_of(part)
    return relations_in(archive.read(name)) if name in archive.namelist() else ()


def paragraphs_in(parts: Mapping[str, Part]) -> Iterator[Paragraph]:
    """Yield every paragraph, also those in tables and text boxes."""
    for name, part in parts.items():
        for element in part.tree.iter(f"{W}p"):
            yield Paragraph(name, part.kind, element, tuple(_own_texts(element)))


def captions_in(parts: Mapping[str, Part]) -> Iterator[Any]:
    """Yield the titles and descriptions of tables that may be filled."""
    for part in parts.values():
        if part.kind not in NOTES:
            yield from part.tree.iter(f"{W}tblCaption", f"{W}tblDescription")


def text_of(template: bytes) -> str:
    """Return the template's text with its tags, a line a paragraph: enough to count its gaps."""
    return "\n".join(one.text for one in paragraphs_in(parts_of(template)))


def without(tree: Any, elements: Iterable[Any]) -> bytes:  # noqa: ANN401 -- elements
    """Take elements away, and return what is left of the part."""
    for one in elements:
        one.getparent().remove(one)
    return written(tree)


def repacked(packed: bytes, changed: Mapping[str, bytes]) -> bytes:
    """Return the zip with some entries changed, and every entry dated the same."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(fixed, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, FIXED_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, changed.get(name) or old.read(name))
    return fixed.getvalue()
