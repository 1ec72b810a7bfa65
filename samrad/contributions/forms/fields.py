"""Fields that several forms have in common."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from samrad.core.ids import as_number

Choices = list[tuple[str, Any]]
ANY: Final = ("", _("Alla"))


class SeveralFilesInput(forms.ClearableFileInput):
    """A file control that takes several."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Several uploads. What they hold is looked at when they are stored."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:  # noqa: ANN401 -- Django's shape
        """Return the uploads as a list."""
        return [super(SeveralFilesField, self).clean(one, initial) for one in data or []]


class NumbersField(forms.MultipleChoiceField):
    """Numbers of contributions. Any may come, not only those shown; the form judges them."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: Any) -> bool:  # noqa: ANN401 -- Django's shape
        """Return whether the value reads as a number."""
        return as_number(str(value)) is not None
