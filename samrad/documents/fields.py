"""What a Word template may name, and how what is missing shows.

A field is a value, or a list whose rows have fields of their own. Where nothing is known a marked
gap stands: its text between two characters that occur in no document, which the writer turns into
marked words. A gap counts as nothing in a condition.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from samrad.documents.codec import visible

GAP_BEGINS: Final = "\ue000"
GAP_ENDS: Final = "\ue001"
BREAK: Final = "\ue002"  # of a line
# A gap that the template itself leaves, for what no data holds.
BY_HAND: Final = re.compile(r"\[Fyll i: [^\]\n]+\]")
_NO_MARKS: Final = str.maketrans(
    {GAP_BEGINS: None, GAP_ENDS: None, BREAK: None, "\n": BREAK, "\t": " "}
)
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A name that may stand between braces. `gap`: what to fill in by hand; empty: nothing."""

    name: str
    gap: str = ""
    rows: tuple["Field", ...] | None = None

    @property
    def is_list(self) -> bool:
        """Return whether the field has rows."""
        return self.rows is not None


class Gap(str):
    """The marked place of something missing. It reads as its text and counts as nothing."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


class GapRows(list[Any]):
    """One row of gaps. It can be gone through and counts as nothing."""

    def __bool__(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Filling:
    """What a template is filled with: what it may name, what is known, its title and its day."""

    fields: tuple[Field, ...]
    values: Values
    title: str
    made_on: date


def fields_of(data: Sequence[Mapping[str, Any]]) -> tuple[Field, ...]:
    """Return fields that have been JSON."""
    return tuple(
        Field(
            one["name"],
            one["gap"],
            None if one["rows"] is None else fields_of(one["rows"]),
        )
        for one in data
    )


def marked(text: str) -> Gap:
    """Return a gap that asks for `text`."""
    return Gap(f"{GAP_BEGINS}[Fyll i: {text}]{GAP_ENDS}")


def with_marks(template: str) -> str:
    """Return a template's text with its own gaps marked."""
    return BY_HAND.sub(lambda found: f"{GAP_BEGINS}{found[0]}{GAP_ENDS}", template)


def filled(fields: Iterable[Field], values: Values) -> dict[str, Any]:
    """Return what templates are filled with: every field by name, with gaps where values lack."""
    return {
        field.name: _rows(field, values.get(field.name) or ())
        if field.is_list
        else _value(field, values.get(field.name))
        for field in fields
    }


def _rows(field: Field, rows: Sequence[Values]) -> list[Any]:
    inner = field.rows or ()
    if rows or not field.gap:
        return [filled(inner, row) for row in rows]
    asked = (Field(one.name, one.gap or field.gap, one.rows) for one in inner)
    return GapRows([filled(asked, {})])


def _value(field: Field, value: object) -> Any:  # noqa: ANN401 -- a text, a gap or a yes
    if isinstance(value, bool):
        return value
    text = visible(str(value)).translate(_NO_MARKS) if value is not None else ""
    if text.strip():
        return text
    return marked(field.gap) if field.gap else ""
