"""Ordered rows of one small form, that can be added, taken away and moved without scripts.

The posted names are `name-0-field`, with `name-count` saying how many rows the page held. A button
named `row-action` asks for a change in the rows; what is typed then goes back into the page.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property

ACTION: Final = "row-action"
MOST_ROWS: Final = 40
Fields = dict[str, list[str]]


class Rows:
    """The rows of one kind in a page: from what is posted, or from what is stored."""

    def __init__(
        self,
        form: type[forms.Form],
        name: str,
        *,
        stored: Sequence[Mapping[str, Any]] = (),
        typed: QueryDict | None = None,
        is_draft: bool = False,
        blanks: int = 1,
    ) -> None:
        self.form, self.name = form, name
        self.is_posted = typed is not None and not is_draft
        if typed is None:
            stored = [*stored, *({} for _blank in range(blanks))]
            self.forms = [
                form(initial=dict(values), prefix=self._prefix(index))
                for index, values in enumerate(stored)
            ]
        elif is_draft:
            self.forms = [
                form(initial=self._read(typed, index), prefix=self._prefix(index))
                for index in range(self._count(typed))
            ]
        else:
            self.forms = [
                form(
                    typed,
                    prefix=self._prefix(index),
                    empty_permitted=True,
                    use_required_attribute=False,
                )
                for index in range(self._count(typed))
            ]

    def _prefix(self, index: int) -> str:
        return f"{self.name}-{index}"

    def _count(self, typed: QueryDict) -> int:
        count = typed.get(f"{self.name}-count", "")
        return min(int(count), MOST_ROWS) if count.isdecimal() else 0

    def _read(self, typed: QueryDict, index: int) -> dict[str, Any]:
        return {
            field: typed.get(f"{self._prefix(index)}-{field}", "")
            for field in self.form.base_fields
        }

    @cached_property
    def filled(self) -> list[forms.Form]:
        """Return the rows that hold anything but their hidden id and their choices."""
        return [row for row in self.forms if _has_words(row)]

    def is_valid(self) -> bool:
        """Tell whether every row with words in it is right; empty rows are nothing."""
        valid = [row.is_valid() for row in self.filled]  # every row, so that all errors show
        return all(valid)

    def values(self) -> list[dict[str, Any]]:
        """Return the cleaned rows in order."""
        return [row.cleaned_data for row in self.filled]


def _has_words(row: forms.Form) -> bool:
    return any(
        str(row[name].value() or "").strip()
        for name, field in row.fields.items()
        if not isinstance(field.widget, forms.HiddenInput | forms.Select | forms.RadioSelect)
    )


def apply_action(typed: QueryDict, kinds: Mapping[str, type[forms.Form]]) -> tuple[Fields, str]:
    """Return the posted fields after the asked change in the rows, and the place to go to.

    The action reads `name:add`, `name:remove:2`, `name:up:2` or `name:down:2`; `kinds` are the
    rows' forms by name.
    """
    fields = {name: list(values) for name, values in typed.lists() if name != ACTION}
    name, _colon, asked = typed.get(ACTION, "").partition(":")
    verb, _colon, place = asked.partition(":")
    count = typed.get(f"{name}-count", "")
    if name not in kinds or not count.isdecimal():
        return fields, ""
    held = min(int(count), MOST_ROWS)
    rows = [_taken(fields, f"{name}-{index}-", kinds[name]) for index in range(held)]
    index = int(place) if place.isdecimal() else len(rows)
    rows, focus = _changed(rows, verb, index)
    for number, row in enumerate(rows):
        fields |= {f"{name}-{number}-{field}": values for field, values in row.items()}
    fields[f"{name}-count"] = [str(len(rows))]
    return fields, f"{name}-{focus}"


def _taken(fields: Fields, prefix: str, form: type[forms.Form]) -> Fields:
    return {
        field: fields.pop(f"{prefix}{field}")
        for field in form.base_fields
        if f"{prefix}{field}" in fields
    }


def _changed(rows: list[Fields], verb: str, index: int) -> tuple[list[Fields], int]:
    """Return the rows after the change, and the row to look at."""
    if verb == "add" and len(rows) < MOST_ROWS:
        return [*rows, {}], len(rows)
    if verb == "remove" and index < len(rows):
        left = rows[:index] + rows[index + 1 :]
        return left or [{}], max(0, min(index, len(left) - 1))
    other = index + {"up": -1, "down": 1}.get(verb, 0)
    if index < len(rows) and 0 <= other < len(rows):
        rows[index], rows[other] = rows[other], rows[index]
        return rows, other
    return rows, max(0, len(rows) - 1)
