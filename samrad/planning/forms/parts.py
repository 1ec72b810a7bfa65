"""The parts of a consultation. Nothing but the heading is compulsory here: half-done is saved too.

What is missing before publishing is told by `consultations.rules.purpose`, not by these forms.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samrad.consultations.enums import Level, Openness
from samrad.consultations.rules import periods
from samrad.core.forms import LineField, LinesField
from samrad.planning.forms.fields import DayField
from samrad.plans.models import PlanVersion

_LONGEST_TEXT = 4000


class PartForm(forms.Form):
    """A part, and the fingerprint of how it read when the page was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class PurposeForm(PartForm):
    """Why the region asks."""

    title = LineField(
        label=_("Rubrik"),
        max_length=160,
        help_text=_("Den fråga som läsarna möter. Till exempel: Vad behöver ni för att spela?"),
    )
    lead = LineField(
        label=_("En mening om varför"),
        max_length=300,
        required=False,
        help_text=_("Står under rubriken."),
    )
    purpose = LinesField(
        label=_("Syfte"),
        max_length=_LONGEST_TEXT,
        required=False,
        help_text=_("Varför frågar ni, och vad ska svaren användas till? Högst fem meningar."),
    )
    at_stake = LinesField(
        label=_("Vad står på spel"),
        max_length=_LONGEST_TEXT,
        required=False,
        help_text=_("Vad kan bli bättre eller sämre för dem ni frågar, beroende på beslutet?"),
    )


class InfluenceRow(forms.Form):
    """Something that can be influenced, partly or not."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = LineField(label=_("Vad"), max_length=300)
    openness = forms.ChoiceField(
        label=_("Går det att påverka"), choices=Openness.choices, initial=Openness.OPEN
    )
    reason = LineField(
        label=_("Varför"),
        max_length=300,
        required=False,
    )


class DecisionForm(PartForm):
    """Who decides, when, and how far participation goes."""

    level = forms.ChoiceField(label=_("Nivå"), choices=Level.choices, widget=forms.RadioSelect)
    decision_maker = LineField(
        label=_("Vem beslutar"),
        max_length=120,
        required=False,
        help_text=_("Till exempel regionfullmäktige eller kulturnämnden."),
    )
    decision_on = DayField(label=_("När beslutas det"), required=False)

    def __init__(self, *arguments: Any, informs: bool = False, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*arguments, **options)
        if informs:
            level: Any = self.fields["level"]
            level.choices = [(Level.INF.value, Level.INF.label)]


class GoalRow(forms.Form):
    """Something measurable."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = LineField(label=_("Mål"), max_length=200)
    target = LineField(
        label=_("Hur vet ni att ni nått det"),
        max_length=200,
        required=False,
    )


class BudgetRow(forms.Form):
    """Money for one thing."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = LineField(label=_("Vad"), max_length=160)
    planned = forms.IntegerField(
        label=_("Kronor"),
        min_value=0,
        max_value=1_000_000_000,
        error_messages={"invalid": _("Skriv hela kronor, bara siffror.")},
    )


class QuestionRow(forms.Form):
    """A question, and what helps to answer it."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = LineField(label=_("Fråga"), max_length=300)
    hint = LineField(
        label=_("Hjälptext"),
        max_length=400,
        required=False,
        help_text=_("Vad kan svaret handla om?"),
    )


class DatesForm(PartForm):
    """When answers are received, and when those who answered hear back."""

    opens_on = DayField(label=_("Öppnar"), required=False)
    closes_at = DayField(
        label=_("Sista dag att svara"),
        required=False,
        help_text=_("Svaren tas emot till och med den dagen, till midnatt."),
    )
    heard_on = DayField(
        label=_("Detta hörde vi"),
        required=False,
        help_text=_("Dagen då ni berättar vad ni hörde. Inom 30 dagar från sista mötet."),
    )
    answered_on = DayField(
        label=_("Du sa – vi gjorde"),
        required=False,
        help_text=_("Dagen då var och en får svar med skäl. Senast i samband med beslutet."),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse to close before opening, and turn the last day into the closing moment."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        opens, last = cleaned.get("opens_on"), cleaned.get("closes_at")
        if opens and last and last < opens:
            self.add_error("closes_at", _("Sista dag att svara ligger före dagen då ni öppnar."))
        elif last:
            cleaned["closes_at"] = periods.closes_at(last)
        return cleaned


class ContactForm(PartForm):
    """The registry's number, whom to phone, and whether anyone may answer."""

    owner_id = forms.TypedChoiceField(
        label=_("Ansvarig handläggare"), required=False, coerce=int, empty_value=None
    )
    case_number = LineField(label=_("Diarienummer"), max_length=60, required=False)
    contact_name = LineField(
        label=_("Kontaktperson"),
        max_length=120,
        required=False,
        help_text=_("Står på varje sida som deltagarna möter."),
    )
    contact_title = LineField(label=_("Titel"), max_length=120, required=False)
    contact_phone = LineField(label=_("Telefon"), max_length=40, required=False)
    contact_email = forms.EmailField(label=_("E-post"), required=False)
    contact_hours = LineField(
        label=_("Telefontid"),
        max_length=120,
        required=False,
        help_text=_("Till exempel vardagar 9–16 och tisdagar till 20."),
    )
    open_to_all = forms.BooleanField(
        label=_("Även den som inte bjudits in får svara"),
        required=False,
        help_text=_("Via den öppna sidan. Inlagorna granskas innan de visas."),
    )

    def __init__(self, *arguments: Any, people: Mapping[int, str], **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*arguments, **options)
        owner: Any = self.fields["owner_id"]
        owner.choices = [("", _("Ingen")), *people.items()]


class DraftForm(PartForm):
    """Which version of the plan participants can comment on, passage by passage."""

    plan_version = forms.ChoiceField(
        label=_("Version att kommentera"), required=False, widget=forms.RadioSelect
    )

    def __init__(self, *arguments: Any, versions: Iterable[PlanVersion], **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*arguments, **options)
        self.versions = {str(version.number): version for version in versions}
        choice: Any = self.fields["plan_version"]
        choice.choices = [
            ("", _("Ingen: samrådet handlar om frågorna")),
            *((number, str(version)) for number, version in self.versions.items()),
        ]

    def chosen(self) -> PlanVersion | None:
        """Return the chosen version, or none."""
        return self.versions.get(self.cleaned_data["plan_version"])
