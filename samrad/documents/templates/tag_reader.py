"""Reading the tags of a template one after the other, and telling what is wrong with them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from samrad.core.text import fold
from samrad.documents.fields import Field
from samrad.documents.templates import faults
from samrad.documents.templates.faults import Fault
from samrad.documents.templates.parts import BODY, NOTES, Paragraph, W
from samrad.documents.templates.tags import FILTERS, INSIDE, OF_LOOP, TAG, environment

if TYPE_CHECKING:
    from jinja2 import nodes

NEAR: Final = 60  # characters of the text around a fault
_OPENER: Final = re.compile(r"\{[{%#]|[}%]\}")
_FETCHES: Final = re.compile(r"\b(?:INCLUDETEXT|INCLUDEPICTURE|DDEAUTO|DDE|LINK|IMPORT)\b")


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
class TagReader:
    """Reads tags one after the other and gathers all that is wrong with them."""

    fields: Sequence[Field]
    found: list[Fault] = field(default_factory=list)
    opened: list[_Opened] = field(default_factory=list)
    paragraph: Paragraph | None = None

    def read(self, paragraph: Paragraph) -> None:
        """Read the tags of a paragraph."""
        self.paragraph = paragraph
        orders = "".join(one.text or "" for one in paragraph.element.iter(f"{W}instrText"))
        if fetched := _FETCHES.search(orders.upper()):
            self.add(faults.EXTERNAL, fetched[0])
        text = paragraph.text
        tags = TAG.findall(text)
        for stray in _OPENER.findall(TAG.sub("", text)):
            self.add(faults.NOT_CLOSED, stray)
        if tags and paragraph.part in NOTES:
            self.add(faults.NOT_HERE, tags[0])
            return
        for tag in tags:
            self._tag(tag.replace("\xa0", " "), paragraph.place_of(tag))

    def add(self, code: str, what: str, perhaps: str = "") -> None:
        """Note a fault where the reading has come."""
        at = self.paragraph
        part, near = (at.part, " ".join(at.text.split())[:NEAR]) if at else (BODY, "")
        self.found.append(Fault(code, what, perhaps, part, near))

    def end(self) -> None:
        """Note what was begun and never ended."""
        for one in self.opened:
            self.paragraph = one.paragraph
            self.add(faults.NEVER_ENDED, one.tag)
        self.opened = []

    def _tag(self, tag: str, place: tuple[str, str]) -> None:
        if tag.startswith("{{"):
            self._value(tag)
            return
        inside = INSIDE.fullmatch(tag)
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
            self.add(faults.NOT_ALLOWED, tag)

    def _here(self) -> Paragraph:
        assert self.paragraph is not None  # noqa: S101 -- a tag is read in a paragraph
        return self.paragraph

    def _open(self, one: _Opened) -> None:
        self.opened.append(one)

    def _turn(self, tag: str, word: str, rest: str, place: tuple[str, str]) -> None:
        last = self.opened[-1] if self.opened else None
        if last is None or (word == "elif" and last.kind != "if"):
            self.add(faults.NEVER_BEGUN, tag)
            return
        if last.place != place:
            self.add(faults.MISPLACED, tag, last.tag)
        if word == "elif":
            self._condition(tag, rest)

    def _close(self, tag: str, kind: str, place: tuple[str, str]) -> None:
        if not self.opened or self.opened[-1].kind != kind:
            self.add(faults.NEVER_BEGUN, tag)
            return
        last = self.opened.pop()
        if last.place != place:
            self.add(faults.MISPLACED, tag, last.tag)

    def _parsed(self, text: str) -> "nodes.Node | None":
        """Return what the text says, if it says one thing that can be read."""
        from jinja2 import TemplateError  # noqa: PLC0415 -- only where a template is

        try:
            body = environment().parse(text).body
        except TemplateError:
            return None
        return body[0] if len(body) == 1 else None

    def _value(self, tag: str) -> None:
        from jinja2 import nodes  # noqa: PLC0415 -- only where a template is

        said = self._parsed(tag)
        if not isinstance(said, nodes.Output) or len(said.nodes) != 1:
            self.add(faults.NOT_ALLOWED, tag)
            return
        self._expression(tag, said.nodes[0])

    def _condition(self, tag: str, rest: str) -> None:
        from jinja2 import nodes  # noqa: PLC0415 -- only where a template is

        said = self._parsed("{% if " + rest + " %}x{% endif %}")
        if not isinstance(said, nodes.If) or said.elif_ or said.else_:
            self.add(faults.NOT_ALLOWED, tag)
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
            self.add(faults.NOT_ALLOWED, tag)

    def _expression(self, tag: str, node: "nodes.Node") -> None:
        from jinja2 import nodes  # noqa: PLC0415 -- only where a template is

        counts = False
        while isinstance(node, nodes.Filter) and node.node is not None:
            if node.name not in FILTERS or node.args or node.kwargs:
                self.add(faults.NOT_ALLOWED, tag)
                return
            counts = counts or node.name == "length"
            node = node.node
        if not isinstance(node, nodes.Name | nodes.Getattr):
            self.add(faults.NOT_ALLOWED, tag)
            return
        found = self._named(tag, node)
        if found is not None and found.is_list and not counts:
            self.add(faults.IS_A_LIST, found.name)
        elif found is not None and counts and not found.is_list:
            self.add(faults.IS_NO_LIST, found.name)

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
            self.add(faults.NOT_ALLOWED, tag)
            return
        one.row = said.target.name
        found = self._named(tag, said.iter)
        if found is None:
            return
        one.fields, one.listed = found.rows or (), found.name
        if not found.is_list:
            self.add(faults.IS_NO_LIST, found.name)
        elif isinstance(said.iter, nodes.Name) and any(
            outer.kind == "for" and outer.listed for outer in self.opened[:-1]
        ):
            self.add(faults.NOT_ALLOWED, tag)  # a list within another list would grow without end

    def _named(self, tag: str, node: "nodes.Node") -> Field | None:
        """Return the field that is named, or note that there is none."""
        from jinja2 import nodes  # noqa: PLC0415 -- only where a template is

        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            return self._row_field(node.node.name, node.attr)
        if not isinstance(node, nodes.Name):
            self.add(faults.NOT_ALLOWED, tag)
            return None
        loops = self._loops()
        if node.name in loops:
            self.add(faults.IS_A_ROW, node.name, ", ".join(f.name for f in loops[node.name].fields))
            return None
        return self._known(node.name, self.fields, faults.UNKNOWN, also=loops)

    def _loops(self) -> dict[str, _Opened]:
        return {one.row: one for one in self.opened if one.kind == "for" and one.row}

    def _row_field(self, row: str, name: str) -> Field | None:
        loops = self._loops()
        if row == "loop" and loops and name in OF_LOOP:
            return None
        if row not in loops:
            return self._known(row, (), faults.UNKNOWN, also=loops)
        if not loops[row].listed:
            return None  # what it goes through is wrong and has been told
        return self._known(name, loops[row].fields, faults.UNKNOWN_PART, before=f"{row}.")

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
