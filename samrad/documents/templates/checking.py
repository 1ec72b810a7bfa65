"""Telling all that is wrong with a template, before it is let in."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from samrad.documents.fields import Field
from samrad.documents.templates.faults import BROKEN, NOT_CLOSED, OUT_OF_REACH, TRACKED, Fault
from samrad.documents.templates.filling import fill
from samrad.documents.templates.parts import (
    BODY,
    Part,
    W,
    as_text,
    paragraphs_in,
    parsed,
    parts_of,
    text_of,
)
from samrad.documents.templates.tag_reader import TagReader
from samrad.documents.templates.tags import TAG
from samrad.documents.templates.whole import normalised

_BEGINS: Final = re.compile(r"\{[{%#][^<>}]{0,60}\}*")
_NEVER_FILLED: Final = ("docProps/", "customXml/")  # others keep what they like there
_TRACKED: Final = tuple(
    f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel")
)


def faults_in(template: bytes, fields: Sequence[Field]) -> tuple[Fault, ...]:
    """Return all that is wrong with the tags of a template, in the order it is read."""
    reader = TagReader(fields)
    name, parts = "", parts_of(template)
    for paragraph in paragraphs_in(parts):
        if paragraph.name != name:
            reader.end()
        name = paragraph.name
        reader.read(paragraph)
    reader.end()
    unseen = tuple(_tracked(parts))
    if not unseen and all(one.code != NOT_CLOSED for one in reader.found):
        unseen = tuple(_out_of_reach(template))
    return tuple(dict.fromkeys((*reader.found, *unseen)))


def _tracked(parts: Mapping[str, Part]) -> Iterator[Fault]:
    """Yield a fault for each part where changes wait to be taken or not: they hide what is said."""
    for part in parts.values():
        if next(part.tree.iter(*_TRACKED), None) is not None:
            yield Fault(TRACKED, part=part.kind)


def _out_of_reach(template: bytes) -> Iterator[Fault]:
    """Yield a fault for each tag that stands where it was not read.

    Such are texts that are taken away, orders of fields, alternative texts, names, remarks and
    whole parts. What is looked at is just what will be filled, less the tags that were read.
    """
    made = normalised(template)
    parts = parts_of(made)
    for paragraph in paragraphs_in(parts):
        for text in paragraph.texts:
            text.text = TAG.sub("", text.text or "")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        for name in archive.namelist():
            if name in parts:
                said = as_text(parts[name].tree)
                found = _BEGINS.search(said) or _BEGINS.search(_put_together(said))
            elif name.lower().endswith(".xml") and not name.startswith(_NEVER_FILLED):
                found = _BEGINS.search(as_text(parsed(archive.read(name))))
            else:
                continue
            if found:
                yield Fault(
                    OUT_OF_REACH, found[0], part=parts[name].kind if name in parts else BODY
                )


def _put_together(xml: str) -> str:
    """Return the XML with braces put together over what is between them, as in the filling."""
    from docxtpl import DocxTemplate  # noqa: PLC0415 -- slow

    return str(DocxTemplate(None).patch_xml(xml))


def check(
    template: bytes, *, fields: Sequence[Field], examples: Mapping[str, Any], made_on: date
) -> tuple[tuple[Fault, ...], str]:
    """Return all that is wrong with a template, and its text; filled on trial if the tags hold."""
    try:
        faults, text = faults_in(template, fields), text_of(template)
        for values in () if faults else (examples, {}):
            fill(template, fields=fields, values=values, title="", made_on=made_on)
    except Exception as error:  # noqa: BLE001 -- a broken file may fail anywhere in the libraries
        return (Fault(BROKEN, type(error).__name__),), ""
    return faults, text
