"""Templates that are made in Word: reading their tags, finding what is wrong, filling them.

A template is text with `{{ name }}`, `{% for row in list %}` and `{% if name %}`. A tag alone in a
paragraph goes for whole paragraphs, and alone in a table row for whole rows. Only whitelisted names
(`fields`) and these few constructs are let in; Jinja runs in its sandbox with escaping even so.
Runs in the child only, but for `count_gaps`.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from samrad.core.text import fold
from samrad.documents.fields import (
    BREAK,
    BY_HAND,
    GAP_BEGINS,
    GAP_ENDS,
    Field,
    filled,
    marked,
    with_marks,
)
from samrad.documents.relations import (
    ENDING,
    NotPlainXml,
    Relation,
    kind_of,
    place_of,
    relations_in,
    relations_of,
)

if TYPE_CHECKING:
    from jinja2 import nodes
    from jinja2.sandbox import SandboxedEnvironment

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VALUE: Final = f"{W}val"
SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
BODY: Final = "document"
FILTERS: Final = frozenset({"upper", "lower", "length"})
OF_LOOP: Final = ("index", "first", "last")
NEAR: Final = 60  # characters of the text around a fault
FIXED_DATE: Final = (1980, 1, 1, 0, 0, 0)
NOTES: Final = frozenset({"footnotes", "endnotes"})
PARTS: Final = NOTES | {"header", "footer"}
_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_OPENER: Final = re.compile(r"\{[{%#]|[}%]\}")
_INSIDE: Final = re.compile(r"\{%(?:p|tr)?\s+(?P<words>.*?)\s*%\}", re.DOTALL)
_GAP: Final = re.compile(f"{GAP_BEGINS}(.*?){GAP_ENDS}", re.DOTALL)
_FETCHES: Final = re.compile(r"\b(?:INCLUDETEXT|INCLUDEPICTURE|DDEAUTO|DDE|LINK|IMPORT)\b")
_BEGINS: Final = re.compile(r"\{[{%#][^<>}]{0,60}\}*")
_NEVER_FILLED: Final = ("docProps/", "customXml/")  # others keep what they like there
_BASED_ON: Final = "attachedTemplate"
_TRACKED: Final = tuple(
    f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel")
)
_AFTER_HIGHLIGHT: Final = frozenset(
    f"{W}{name}"
    for name in (
        "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang",
        "eastAsianLayout", "specVanish", "oMath",
    )
)  # fmt: skip

# What can be wrong.
NOT_CLOSED: Final = "NOT_CLOSED"
NOT_ALLOWED: Final = "NOT_ALLOWED"
NOT_HERE: Final = "NOT_HERE"
UNKNOWN: Final = "UNKNOWN"
UNKNOWN_PART: Final = "UNKNOWN_PART"
IS_A_LIST: Final = "IS_A_LIST"
IS_NO_LIST: Final = "IS_NO_LIST"
IS_A_ROW: Final = "IS_A_ROW"
NEVER_ENDED: Final = "NEVER_ENDED"
NEVER_BEGUN: Final = "NEVER_BEGUN"
MISPLACED: Final = "MISPLACED"
BROKEN: Final = "BROKEN"
OUT_OF_REACH: Final = "OUT_OF_REACH"
TRACKED: Final = "TRACKED"
EXTERNAL: Final = "EXTERNAL"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong: the code, what is meant, the name that may be meant instead, and where."""

    code: str
    what: str = ""
    perhaps: str = ""
    part: str = BODY
    near: str = ""


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


def _parsed(content: bytes) -> Any:  # noqa: ANN401 -- an element
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415 -- with docx

    reader = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    tree = etree.fromstring(content, reader)
    if tree.getroottree().docinfo.doctype:
        raise NotPlainXml
    return tree


def _as_text(tree: Any) -> str:  # noqa: ANN401 -- an element
    from lxml import etree  # noqa: PLC0415 -- with docx

    return str(etree.tostring(tree.getroottree(), encoding="unicode"))


def _written(tree: Any) -> bytes:  # noqa: ANN401 -- an element
    from lxml import etree  # noqa: PLC0415 -- with docx

    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


@dataclass(frozen=True, slots=True)
class Part:
    """A part that holds text: what kind it is, and its tree."""

    kind: str
    tree: Any


def _parts(template: bytes) -> dict[str, Part]:
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
        return {name: Part(kinds[name], _parsed(archive.read(name))) for name in order}


def _related(archive: zipfile.ZipFile, part: str) -> tuple[Relation, ...]:
    name = relations_of(part)
    return relations_in(archive.read(name)) if name in archive.namelist() else ()


def _paragraphs(parts: Mapping[str, Part]) -> Iterator[Paragraph]:
    for name, part in parts.items():
        for element in part.tree.iter(f"{W}p"):
            yield Paragraph(name, part.kind, element, tuple(_own_texts(element)))


def _captions(parts: Mapping[str, Part]) -> Iterator[Any]:
    for part in parts.values():
        if part.kind not in NOTES:
            yield from part.tree.iter(f"{W}tblCaption", f"{W}tblDescription")


def text_of(template: bytes) -> str:
    """Return the template's text with its tags, a line a paragraph: enough to count its gaps."""
    return "\n".join(one.text for one in _paragraphs(_parts(template)))


# Jinja


@cache
def _environment() -> "SandboxedEnvironment":
    import jinja2  # noqa: PLC0415 -- only where a template is
    from jinja2.exceptions import SecurityError  # noqa: PLC0415
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

    class Missing(jinja2.Undefined):
        """A name that is no longer known: a gap like any other."""

        def __str__(self) -> str:
            return marked(self._undefined_name or "")

    class Environment(ImmutableSandboxedEnvironment):
        """One that neither counts nor calls: whatever slips past the reading comes no further."""

        intercepted_binops = frozenset(ImmutableSandboxedEnvironment.default_binop_table)
        intercepted_unops = frozenset(ImmutableSandboxedEnvironment.default_unop_table)

        def call_binop(self, _context: Any, operator: str, _left: Any, _right: Any) -> Any:  # noqa: ANN401 -- as there
            raise SecurityError(operator)

        def call_unop(self, _context: Any, operator: str, _value: Any) -> Any:  # noqa: ANN401 -- as there
            raise SecurityError(operator)

        def is_safe_callable(self, _called: Any) -> bool:  # noqa: ANN401 -- as there
            return False

    environment = Environment(autoescape=True, undefined=Missing)
    environment.filters = {name: environment.filters[name] for name in FILTERS}
    environment.globals.clear()
    return environment


def count_gaps(text: str, context: Mapping[str, Any]) -> int:
    """Return how many gaps a template with this text has when it is filled with `context`."""
    return _environment().from_string(with_marks(text)).render(context).count(GAP_BEGINS)


# What is wrong


@dataclass
class _Opened:
    """A tag that waits for its end."""

    kind: str
    tag: str
    place: tuple[str, str]
    paragraph: Paragraph
    row: str = ""
    fields: Sequence[Field] = ()
    listed: str = ""


@dataclass
class _Reader:
    """Reads tags one after the other and gathers all that is wrong with them."""

    fields: Sequence[Field]
    faults: list[Fault] = field(default_factory=list)
    opened: list[_Opened] = field(default_factory=list)
    paragraph: Paragraph | None = None

    def read(self, paragraph: Paragraph) -> None:
        """Read the tags of a paragraph."""
        self.paragraph = paragraph
        orders = "".join(one.text or "" for one in paragraph.element.iter(f"{W}instrText"))
        if fetched := _FETCHES.search(orders.upper()):
            self.add(EXTERNAL, fetched[0])
        text = paragraph.text
        tags = _TAG.findall(text)
        for stray in _OPENER.findall(_TAG.sub("", text)):
            self.add(NOT_CLOSED, stray)
        if tags and paragraph.part in NOTES:
            self.add(NOT_HERE, tags[0])
            return
        for tag in tags:
            self._tag(tag.replace("\xa0", " "), paragraph.place_of(tag))

    def add(self, code: str, what: str, perhaps: str = "") -> None:
        """Note a fault where the reading has come."""
        at = self.paragraph
        part, near = (at.part, " ".join(at.text.split())[:NEAR]) if at else (BODY, "")
        self.faults.append(Fault(code, what, perhaps, part, near))

    def end(self) -> None:
        """Note what was begun and never ended."""
        for one in self.opened:
            self.paragraph = one.paragraph
            self.add(NEVER_ENDED, one.tag)
        self.opened = []

    def _tag(self, tag: str, place: tuple[str, str]) -> None:
        if tag.startswith("{{"):
            self._value(tag)
            return
        inside = _INSIDE.fullmatch(tag)
        word, _space, rest = inside["words"].partition(" ") if inside else ("", "", "")
        if word == "for":
            self._begin_for(tag, rest, place)
        elif word == "if":
            self._condition(tag, rest)
            self._open(_Opened("if", tag, place, self._here()))
        elif word in {"elif", "else"}:
            self._turn(tag, word, rest, place)
        elif word in {"endfor", "endif"} and not rest:
            self._close(tag, word.removeprefix("end"), place)
        else:
            self.add(NOT_ALLOWED, tag)

    def _here(self) -> Paragraph:
        assert self.paragraph is not None  # noqa: S101 -- a tag is read in a paragraph
        return self.paragraph

    def _open(self, one: _Opened) -> None:
        self.opened.append(one)

    def _turn(self, tag: str, word: str, rest: str, place: tuple[str, str]) -> None:
        last = self.opened[-1] if self.opened else None
        if last is None or (word == "elif" and last.kind != "if"):
            self.add(NEVER_BEGUN, tag)
            return
        if last.place != place:
            self.add(MISPLACED, tag, last.tag)
        if word == "elif":
            self._condition(tag, rest)

    def _close(self, tag: str, kind: str, place: tuple[str, str]) -> None:
        if not self.opened or self.opened[-1].kind != kind:
            self.add(NEVER_BEGUN, tag)
            return
        last = self.opened.pop()
        if last.place != place:
            self.add(MISPLACED, tag, last.tag)

    def _parsed(self, text: str) -> "nodes.Node | None":
        """Return what the text says, if it says one thing that can be read."""
        from jinja2 import TemplateError  # noqa: PLC0415 -- only where a template is

        try:
            body = _environment().parse(text).body
        except TemplateError:
            return None
        return body[0] if len(body) == 1 else None

    def _value(self, tag: str) -> None:
        from jinja2 import nodes  # noqa: PLC0415 -- only where a template is

        said = self._parsed(tag)
        if not isinstance(said, nodes.Output) or len(said.nodes) != 1:
            self.add(NOT_ALLOWED, tag)
            return
        self._expression(tag, said.nodes[0])

    def _condition(self, tag: str, rest: str) -> None:
        from jinja2 import nodes  # noqa: PLC0415 -- only where a template is

        said = self._parsed("{% if " + rest + " %}x{% endif %}")
        if not isinstance(said, nodes.If) or said.elif_ or said.else_:
            self.add(NOT_ALLOWED, tag)
            return
        self._test(tag, said.test)

    def _test(self, tag: str, node: "nodes.Node") -> None:
        from jinja2 import nodes  # noqa: PLC0415 -- only where a template is

        if isinstance(node, nodes.Not):
            self._test(tag, node.node)
        elif isinstance(node, nodes.And | nodes.Or):
            self._test(tag, node.left)
            self._test(tag, node.right)
        elif isinstance(node, nodes.Name | nodes.Getattr):
            self._named(tag, node)
        else:
            self.add(NOT_ALLOWED, tag)

    def _expression(self, tag: str, node: "nodes.Node") -> None:
        from jinja2 import nodes  # noqa: PLC0415 -- only where a template is

        counts = False
        while isinstance(node, nodes.Filter) and node.node is not None:
            if node.name not in FILTERS or node.args or node.kwargs:
                self.add(NOT_ALLOWED, tag)
                return
            counts = counts or node.name == "length"
            node = node.node
        if not isinstance(node, nodes.Name | nodes.Getattr):
            self.add(NOT_ALLOWED, tag)
            return
        found = self._named(tag, node)
        if found is not None and found.is_list and not counts:
            self.add(IS_A_LIST, found.name)
        elif found is not None and counts and not found.is_list:
            self.add(IS_NO_LIST, found.name)

    def _begin_for(self, tag: str, rest: str, place: tuple[str, str]) -> None:
        from jinja2 import nodes  # noqa: PLC0415 -- only where a template is

        said = self._parsed("{% for " + rest + " %}x{% endfor %}")
        one = _Opened("for", tag, place, self._here())
        self._open(one)  # also when it is wrong: its end is not
        if (
            not isinstance(said, nodes.For)
            or not isinstance(said.target, nodes.Name)
            or not isinstance(said.iter, nodes.Name | nodes.Getattr)
            or said.test is not None
            or said.recursive
        ):
            self.add(NOT_ALLOWED, tag)
            return
        one.row = said.target.name
        found = self._named(tag, said.iter)
        if found is None:
            return
        one.fields, one.listed = found.rows or (), found.name
        if not found.is_list:
            self.add(IS_NO_LIST, found.name)
        elif isinstance(said.iter, nodes.Name) and any(
            outer.kind == "for" and outer.listed for outer in self.opened[:-1]
        ):
            self.add(NOT_ALLOWED, tag)  # a list within another list would grow without end

    def _named(self, tag: str, node: "nodes.Node") -> Field | None:
        """Return the field that is named, or note that there is none."""
        from jinja2 import nodes  # noqa: PLC0415 -- only where a template is

        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            return self._row_field(node.node.name, node.attr)
        if not isinstance(node, nodes.Name):
            self.add(NOT_ALLOWED, tag)
            return None
        loops = self._loops()
        if node.name in loops:
            self.add(IS_A_ROW, node.name, ", ".join(f.name for f in loops[node.name].fields))
            return None
        return self._known(node.name, self.fields, UNKNOWN, also=loops)

    def _loops(self) -> dict[str, _Opened]:
        return {one.row: one for one in self.opened if one.kind == "for" and one.row}

    def _row_field(self, row: str, name: str) -> Field | None:
        loops = self._loops()
        if row == "loop" and loops and name in OF_LOOP:
            return None
        if row not in loops:
            return self._known(row, (), UNKNOWN, also=loops)
        if not loops[row].listed:
            return None  # what it goes through is wrong and has been told
        return self._known(name, loops[row].fields, UNKNOWN_PART, before=f"{row}.")

    def _known(
        self,
        name: str,
        fields: Sequence[Field],
        code: str,
        *,
        also: Iterable[str] = (),
        before: str = "",
    ) -> Field | None:
        by_name = {one.name: one for one in fields}
        if name in by_name:
            return by_name[name]
        close = get_close_matches(fold(name), [*by_name, *also], n=1, cutoff=0.6)
        self.add(code, f"{before}{name}", f"{before}{close[0]}" if close else "")
        return None


def faults_in(template: bytes, fields: Sequence[Field]) -> tuple[Fault, ...]:
    """Return all that is wrong with the tags of a template, in the order it is read."""
    reader = _Reader(fields)
    name, parts = "", _parts(template)
    for paragraph in _paragraphs(parts):
        if paragraph.name != name:
            reader.end()
        name = paragraph.name
        reader.read(paragraph)
    reader.end()
    unseen = tuple(_tracked(parts))
    if not unseen and all(one.code != NOT_CLOSED for one in reader.faults):
        unseen = tuple(_out_of_reach(template))
    return tuple(dict.fromkeys((*reader.faults, *unseen)))


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
    made = _normalised(template)
    parts = _parts(made)
    for paragraph in _paragraphs(parts):
        for text in paragraph.texts:
            text.text = _TAG.sub("", text.text or "")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        for name in archive.namelist():
            if name in parts:
                said = _as_text(parts[name].tree)
                found = _BEGINS.search(said) or _BEGINS.search(_put_together(said))
            elif name.lower().endswith(".xml") and not name.startswith(_NEVER_FILLED):
                found = _BEGINS.search(_as_text(_parsed(archive.read(name))))
            else:
                continue
            if found:
                yield Fault(
                    OUT_OF_REACH, found[0], part=parts[name].kind if name in parts else BODY
                )


def _put_together(xml: str) -> str:
    """Return the XML with braces put together over what is between them, as in the filling."""
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # noqa: PLC0415 -- slow

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


# Filling


def _gather(paragraph: Paragraph) -> None:
    """Put each tag or gap that is split over runs whole into the first of them."""
    text = paragraph.text
    for found in (*_TAG.finditer(text), *BY_HAND.finditer(text)):
        place, tag = 0, found[0].replace("\xa0", " ")
        for text in paragraph.texts:
            words = text.text or ""
            begin, end = max(found.start() - place, 0), min(found.end() - place, len(words))
            place += len(words)
            if begin < end:
                text.text = words[:begin] + tag + words[end:]
                text.set(SPACE, "preserve")
                tag = ""


def _normalised(template: bytes) -> bytes:
    """Return the template with tags whole, and with docxtpl's marks for paragraphs and rows.

    The caption of a table is often its heading once more; tags are left out of it.
    """
    parts = _parts(template)
    for paragraph in list(_paragraphs(parts)):
        tags = _TAG.findall(paragraph.text)
        if not tags and not BY_HAND.search(paragraph.text):
            continue
        _gather(paragraph)
        for text in paragraph.texts:
            text.text = with_marks(text.text or "")
        if not tags:
            continue
        reach = paragraph.place_of(tags[0])[0]
        inside = _INSIDE.fullmatch(tags[0].replace("\xa0", " "))
        if reach != "words" and inside:
            mark = {"rows": "tr", "paragraphs": "p"}[reach]
            first, *others = paragraph.texts
            first.text = "{%" + mark + " " + inside["words"] + " %}"
            for other in others:
                other.text = ""
    for caption in _captions(parts):
        caption.set(_VALUE, " ".join(_TAG.sub("", caption.get(_VALUE, "")).split()))
    changed = {name: _written(part.tree) for name, part in parts.items()}
    return _repacked(template, {**_let_go(template), **changed})


def _let_go(template: bytes) -> dict[str, bytes]:
    """Return what changes without the link to what it was based on, a place nobody else has."""
    changed = {}
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.lower().endswith(ENDING):
                tree = _parsed(content)
                links = [
                    one
                    for one in tree.iter("{*}Relationship")
                    if kind_of(one.get("Type", "")) == _BASED_ON
                ]
                changed[name] = _without(tree, links) if links else content
            elif name.endswith(".xml") and _BASED_ON.encode() in content:
                tree = _parsed(content)
                changed[name] = _without(tree, list(tree.iter(f"{W}{_BASED_ON}")))
    return changed


def _without(tree: Any, elements: Iterable[Any]) -> bytes:  # noqa: ANN401 -- elements
    for one in elements:
        one.getparent().remove(one)
    return _written(tree)


def _repacked(packed: bytes, changed: Mapping[str, bytes]) -> bytes:
    """Return the zip with some entries changed, and every entry dated the same."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(fixed, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, FIXED_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, changed.get(name) or old.read(name))
    return fixed.getvalue()


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

    word = Template(io.BytesIO(_normalised(template)))
    word.init_docx()
    properties = word.docx.core_properties
    for name in ("author", "comments", "identifier", "language", "subject", "title"):
        if "{" in getattr(properties, name):  # would be read as a template
            setattr(properties, name, "")
    word.render(filled(fields, values), _environment(), autoescape=True)
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
    parts = _parts(packed)
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
    return _repacked(packed, {name: _written(part.tree) for name, part in parts.items()})


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
