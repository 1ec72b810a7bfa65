"""Form fields for words: cleaned, and never cut without a word, by us or by the browser."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samrad.core.text import clean, one_line


class _WordsField(forms.CharField):
    """Words of somebody's own. What is too long is kept as typed, and the error says by how much.

    The browser is told no limit: it would cut what is pasted and say nothing. Give another error
    `too_long`, with `%(over)s` in it, where there is better advice.
    """

    default_error_messages = {"too_long": _("Texten är %(over)s tecken för lång. Korta den.")}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Return the attributes without the limit."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs

    def clean(self, value: Any) -> str:  # noqa: ANN401 -- Django's signature
        """Return the words, or say how many letters there are too many."""
        words = self.to_python(value) or ""
        if self.max_length is not None and (over := len(words) - self.max_length) > 0:
            raise forms.ValidationError(
                self.error_messages["too_long"], code="too_long", params={"over": over}
            )
        return str(super().clean(words))


class LineField(_WordsField):
    """Words on one line, with single spaces and without control characters."""

    def to_python(self, value: Any) -> str:  # noqa: ANN401 -- Django's signature
        """Return the line cleaned."""
        return one_line(super().to_python(value) or "")


class LinesField(_WordsField):
    """Words on several lines, with plain line breaks and without control characters."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:  # noqa: ANN401 -- Django's signature
        """Return the text cleaned, and trimmed unless `strip` is off."""
        words = clean(super().to_python(value) or "")
        return words.strip() if self.strip else words
