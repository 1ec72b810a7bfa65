"""Forms about plans; they clean, they never save."""

from django import forms
from django.utils.translation import gettext_lazy as _

from samrad.core.forms import LineField, LinesField
from samrad.plans.enums import PlanKind, VersionKind


class PlanForm(forms.Form):
    """A new plan."""

    title = LineField(label=_("Planens namn"), max_length=160)
    kind = forms.ChoiceField(label=_("Sort"), choices=PlanKind.choices)
    period_from = forms.DateField(label=_("Gäller från"), widget=forms.DateInput)
    period_to = forms.DateField(label=_("Gäller till och med"), widget=forms.DateInput)

    def clean(self) -> dict[str, object]:
        """Check that the period goes forward."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("period_from"), cleaned.get("period_to")
        if start and end and end <= start:
            self.add_error("period_to", _("Slutdatum ska ligga efter startdatum."))
        return cleaned


class PlanFileForm(forms.Form):
    """A file to read a version from."""

    file = forms.FileField(
        label=_("Fil med planens text"),
        help_text=_("Word (.docx), Markdown (.md) eller text (.txt). Rubriker blir avsnitt."),
    )


class VersionForm(forms.Form):
    """What a version is called."""

    kind = forms.ChoiceField(label=_("Vad är det för version"), choices=VersionKind.choices)
    label = LineField(
        label=_("Beteckning"),
        max_length=80,
        help_text=_("Till exempel Utkast 2 eller Remissversion."),
    )


class PassageForm(forms.Form):
    """A new wording of a passage."""

    expected = forms.IntegerField(widget=forms.HiddenInput)
    heading = LineField(label=_("Rubrik"), max_length=300, required=False)
    text = LinesField(label=_("Text"), required=False, max_length=50_000)
    motive = LineField(
        label=_("Varför ändras texten"),
        max_length=1000,
        required=False,
        help_text=_("Visas i avsnittets historik."),
    )

    def clean(self) -> dict[str, object]:
        """Check that something is left of the passage."""
        cleaned = super().clean() or {}
        if not cleaned.get("heading") and not cleaned.get("text"):
            self.add_error(
                "text", _("Skriv en rubrik eller en text. Ett avsnitt kan inte vara tomt.")
            )
        return cleaned
