"""Making a template ready to fill: its tags whole, with docxtpl's marks for how far they reach."""

import io
import zipfile
from typing import Final

from samrad.documents.fields import BY_HAND, with_marks
from samrad.documents.relations import ENDING, kind_of
from samrad.documents.templates.parts import (
    SPACE,
    VALUE,
    Paragraph,
    W,
    captions_in,
    paragraphs_in,
    parsed,
    parts_of,
    repacked,
    without,
    written,
)
from samrad.documents.templates.tags import INSIDE, TAG

_BASED_ON: Final = "attachedTemplate"


def _gather(paragraph: Paragraph) -> None:
    """Put each tag or gap that is split over runs whole into the first of them."""
    text = paragraph.text
    for found in (*TAG.finditer(text), *BY_HAND.finditer(text)):
        place, tag = 0, found[0].replace("\xa0", " ")
        for text in paragraph.texts:
            words = text.text or ""
            begin, end = max(found.start() - place, 0), min(found.end() - place, len(words))
            place += len(words)
            if begin < end:
                text.text = words[:begin] + tag + words[end:]
                text.set(SPACE, "preserve")
                tag = ""


def normalised(template: bytes) -> bytes:
    """Return the template with tags whole, and with docxtpl's marks for paragraphs and rows.

    The caption of a table is often its heading once more; tags are left out of it.
    """
    parts = parts_of(template)
    for paragraph in list(paragraphs_in(parts)):
        tags = TAG.findall(paragraph.text)
        if not tags and not BY_HAND.search(paragraph.text):
            continue
        _gather(paragraph)
        for text in paragraph.texts:
            text.text = with_marks(text.text or "")
        if not tags:
            continue
        reach = paragraph.place_of(tags[0])[0]
        inside = INSIDE.fullmatch(tags[0].replace("\xa0", " "))
        if reach != "words" and inside:
            mark = {"rows": "tr", "paragraphs": "p"}[reach]
            first, *others = paragraph.texts
            first.text = "{%" + mark + " " + inside["words"] + " %}"
            for other in others:
                other.text = ""
    for caption in captions_in(parts):
        caption.set(VALUE, " ".join(TAG.sub("", caption.get(VALUE, "")).split()))
    changed = {name: written(part.tree) for name, part in parts.items()}
    return repacked(template, {**_let_go(template), **changed})


def _let_go(template: bytes) -> dict[str, bytes]:
    """Return what changes without the link to what it was based on, a place nobody else has."""
    changed = {}
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.lower().endswith(ENDING):
                tree = parsed(content)
                links = [
                    one
                    for one in tree.iter("{*}Relationship")
                    if kind_of(one.get("Type", "")) == _BASED_ON
                ]
                changed[name] = without(tree, links) if links else content
            elif name.endswith(".xml") and _BASED_ON.encode() in content:
                tree = parsed(content)
                changed[name] = without(tree, list(tree.iter(f"{W}{_BASED_ON}")))
    return changed
