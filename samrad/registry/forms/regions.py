"""Forms about a region's settings and the people who work for it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samrad.core.forms import LineField, LinesField
from samrad.registry.enums import RegionRoleCode


class RegionForm(forms.Form):
    """What a region decides about itself."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    postal_address = LinesField(
        label=_("Postadress"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Dit svar på papper skickas."),
    )
    website = forms.URLField(
        label=_("Webbplats"), required=False, max_length=200, assume_scheme="https"
    )
    sender_email = forms.EmailField(
        label=_("Avsändaradress"),
        required=False,
        help_text=_("Adressen som utskick och kvitton kommer från."),
    )
    registry_email = forms.EmailField(
        label=_("Registratorns e-post"),
        required=False,
        help_text=_("Dit går en kopia av varje inlaga, så snart den har kommit in."),
    )
    case_number_pattern = LineField(
        label=_("Mönster för diarienummer"),
        required=False,
        max_length=120,
        help_text=_("Visas som hjälp där diarienummer skrivs in. Till exempel RK 2026/0123."),
    )
    disposal_decision = LineField(
        label=_("Gallringsbeslut"),
        required=False,
        max_length=200,
        help_text=_(
            "Vilket beslut regionen gallrar efter. Utan beslut tas inget bort av sig själv."
        ),
    )
    disposal_decided_on = forms.DateField(
        label=_("Beslutat den"), required=False, widget=forms.DateInput
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:  # noqa: ANN401 -- Form's own arguments
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_disposal_decided_on(self) -> date | None:
        """Check that the decision has been made."""
        decided: date | None = self.cleaned_data["disposal_decided_on"]
        if decided and decided > self.today:
            raise ValidationError(_("Datumet har inte varit än. Skriv när beslutet fattades."))
        return decided

    def clean(self) -> dict[str, Any]:
        """Check that a decision has both a name and a date."""
        said = super().clean() or {}
        if said.get("disposal_decided_on") and not said.get("disposal_decision"):
            self.add_error("disposal_decision", _("Skriv vilket beslut som gäller."))
        elif said.get("disposal_decision") and said.get("disposal_decided_on", ...) is None:
            self.add_error("disposal_decided_on", _("Välj vilken dag beslutet fattades."))
        return said


class ColleagueForm(forms.Form):
    """Somebody who is to work for the region."""

    email = forms.EmailField(
        label=_("E-post"),
        help_text=_("Personen loggar in med den här adressen."),
        error_messages={"required": _("Skriv e-postadressen.")},
    )
    name = LineField(
        label=_("Namn"), max_length=120, error_messages={"required": _("Skriv personens namn.")}
    )
    role = forms.ChoiceField(label=_("Roll"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, may_appoint_head: bool, **kwargs: Any) -> None:  # noqa: ANN401 -- Form's own arguments
        super().__init__(*args, **kwargs)
        open_roles = [
            (code, label)
            for code, label in RegionRoleCode.choices
            if may_appoint_head or code != RegionRoleCode.HEAD
        ]
        self.fields["role"].choices = open_roles  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["role"].initial = RegionRoleCode.OFFICER
