"""A form that refuses personal numbers wherever they are typed, and never shows them again."""

from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from samrad.registry.rules import cells, org_numbers

REFUSED = _(
    "Det här kan vara ett personnummer. Det sparas inte. Ta bort det och skriv något annat."
)


class CarefulForm(forms.Form):
    """Looks through every text that was typed before anything else is done with it."""

    phones: ClassVar[frozenset[str]] = frozenset()

    def full_clean(self) -> None:
        """Clean; then mask what may be a personal number, in the form and in its messages."""
        super().full_clean()
        for name in self.fields if self.is_bound else ():
            key = self.add_prefix(name)
            typed = self.data.get(key)
            if isinstance(typed, str) and self._is_personal(name, typed):
                mask = org_numbers.masked if name == "org_number" else cells.masked
                data = QueryDict(mutable=True)
                data.update(self.data)
                data.setlist(key, [mask(typed)])
                self.data = data
                self.errors.pop(name, None)
                self.add_error(name, ValidationError(REFUSED, code=org_numbers.PERSONAL_NUMBER))

    def _is_personal(self, name: str, typed: str) -> bool:
        if name == "org_number":
            read = org_numbers.parse(typed)
            return isinstance(read, org_numbers.Refused) and (
                read.reason == org_numbers.PERSONAL_NUMBER
            )
        return cells.holds_personal_number(typed, among_phones=name in self.phones)
