"""Filling a template, and marking the gaps that are left."""

import io
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import UTC, date, datetime
from typing import Any, Final

from samrad.documents.fields import BREAK, GAP_BEGINS, GAP_ENDS, Field, filled
from samrad.documents.templates.parts import SPACE, W, parts_of, repacked, written
from samrad.documents.templates.tags import environment
from samrad.documents.templates.whole import normalised

_GAP: Final = re.compile(f"{GAP_BEGINS}(.*?){GAP_ENDS}", re.DOTALL)
_AFTER_HIGHLIGHT: Final = frozenset(
    f"{W}{name}"
    for name in (
        "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang",
        "eastAsianLayout", "specVanish", "oMath",
    )
)  # fmt: skip


def fill(
    template: bytes,
    *,
    fields: Sequence[Field],
    values: Mapping[str, Any],
    title: str,
    made_on: date,
) -> bytes:
    """Return the template filled. Gaps are marked; the same values give the same bytes."""
    from docxtpl import DocxTemplate  # noqa: PLC0415 -- slow

    class Template(DocxTemplate):  # type: ignore[misc]  # it has no types
        """One that leaves breaks of lines to us: looking for them takes a third of the time."""

        def resolve_listing(self, xml: str) -> str:
            return xml

        def render_footnotes(self, *_given: object) -> None:
            """Leave notes as they are: no tag is let in there."""

    word = Template(io.BytesIO(normalised(template)))
    word.init_docx()
    properties = word.docx.core_properties
    for name in ("author", "comments", "identifier", "language", "subject", "title"):
        if "{" in getattr(properties, name):  # would be read as a template
            setattr(properties, name, "")
    word.render(filled(fields, values), environment(), autoescape=True)
    moment = datetime.combine(made_on, datetime.min.time(), tzinfo=UTC)
    properties = word.docx.core_properties
    properties.title = title[:255]
    properties.created = properties.modified = moment
    properties.revision = 1
    packed = io.BytesIO()
    word.docx.save(packed)
    return _finished(packed.getvalue())


def _finished(packed: bytes) -> bytes:
    """Return the file with its gaps marked and no table cell left without a paragraph."""
    parts = parts_of(packed)
    for tree in (part.tree for part in parts.values()):
        for cell in tree.iter(f"{W}tc"):
            if cell[-1].tag != f"{W}p":
                cell.append(cell.makeelement(f"{W}p", {}))
        for text in list(tree.iter(f"{W}t")):
            if BREAK in (text.text or ""):
                _break(text)
        for text in list(tree.iter(f"{W}t")):
            if GAP_BEGINS in (text.text or ""):
                _mark(text)
    return repacked(packed, {name: written(part.tree) for name, part in parts.items()})


def _break(text: Any) -> None:  # noqa: ANN401 -- an element
    """Let each line of a text stand on its own."""
    first, *others = text.text.split(BREAK)
    text.text, place = first, text
    text.set(SPACE, "preserve")
    for line in others:
        turn, said = text.makeelement(f"{W}br", {}), text.makeelement(f"{W}t", text.attrib)
        said.text = line
        place.addnext(turn)
        turn.addnext(said)
        place = said


def _mark(text: Any) -> None:  # noqa: ANN401 -- an element
    """Split the run that holds gaps, so that they and nothing else are marked."""
    run = text.getparent()
    before = list(run)[: run.index(text)]
    after = list(run)[run.index(text) + 1 :]
    looks = run.find(f"{W}rPr")
    pieces = _GAP.split(text.text)
    place = run
    for number, words in enumerate(pieces):
        if not words and number:
            continue
        is_gap = number % 2 == 1
        new = _run_like(run, looks, is_gap=is_gap)
        if number == 0:
            for child in before:
                if child is not looks:
                    new.append(child)
        said = new.makeelement(f"{W}t", {SPACE: "preserve"})
        said.text = words
        new.append(said)
        place.addnext(new)
        place = new
    if after:
        new = _run_like(run, looks, is_gap=False)
        new.extend(after)
        place.addnext(new)
    run.getparent().remove(run)


def _run_like(run: Any, looks: Any, *, is_gap: bool) -> Any:  # noqa: ANN401 -- elements
    new = run.makeelement(f"{W}r", {})
    if looks is not None:
        new.append(deepcopy(looks))
    if is_gap:
        if looks is None:
            new.append(new.makeelement(f"{W}rPr", {}))
        mark = new.makeelement(f"{W}highlight", {f"{W}val": "yellow"})
        own = new[0]
        place = next((n for n, one in enumerate(own) if one.tag in _AFTER_HIGHLIGHT), len(own))
        for old in own.findall(f"{W}highlight"):
            own.remove(old)
        own.insert(place, mark)
    return new
