"""Fields for words of somebody's own: cleaned, never cut."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samrad.core.text import clean, one_line


def too_long(over: int) -> forms.ValidationError:
    """Return the error that says how many letters there are too many."""
    return forms.ValidationError(
        _("Texten är %(over)s tecken för lång. Korta den, eller ring så tar vi emot resten."),
        code="too_long",
        params={"over": over},
    )


class WrittenField(forms.CharField):
    """Words of somebody's own: any signs, in lines, without control characters."""

    widget = forms.Textarea

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:  # noqa: ARG002 -- Django's signature
        """Set no limit in the browser: it would cut what is pasted without a word."""
        return {}

    def to_python(self, value: Any) -> str:  # noqa: ANN401 -- Django's signature
        """Return the words cleaned."""
        return clean(super().to_python(value) or "").strip()

    def clean(self, value: Any) -> str:  # noqa: ANN401 -- Django's signature
        """Return the words, or say how many letters there are too many."""
        words = self.to_python(value)
        if self.max_length is not None and (over := len(words) - self.max_length) > 0:
            raise too_long(over)
        return words


class LineField(forms.CharField):
    """One line of words."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:  # noqa: ARG002 -- Django's signature
        """Set no limit in the browser: it would cut what is pasted without a word."""
        return {}

    def to_python(self, value: Any) -> str:  # noqa: ANN401 -- Django's signature
        """Return the line cleaned."""
        return one_line(super().to_python(value) or "")
