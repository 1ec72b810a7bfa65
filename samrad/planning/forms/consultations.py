"""Starting a consultation."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samrad.consultations.models import Consultation, PlanProcess
from samrad.core.forms import LineField, LinesField
from samrad.planning.forms.fields import DayField


class NewConsultationForm(forms.Form):
    """What a consultation is called, which process it belongs to, and what it starts from."""

    title = LineField(
        label=_("Rubrik"),
        max_length=160,
        help_text=_("Den fråga som läsarna möter. Går att ändra senare."),
    )
    process = forms.ChoiceField(label=_("Planprocess"))
    source = forms.ChoiceField(
        label=_("Börja från ett tidigare samråd"),
        required=False,
        help_text=_("Texter, frågor, mål och budget följer med, men inte datum och diarienummer."),
    )

    def __init__(
        self,
        *arguments: Any,  # noqa: ANN401 -- Django's signature
        processes: Iterable[PlanProcess],
        consultations: Iterable[Consultation],
        **options: Any,  # noqa: ANN401 -- Django's signature
    ) -> None:
        super().__init__(*arguments, **options)
        self.processes = {process.slug: process for process in processes}
        self.sources = {each.slug: each for each in consultations}
        process: Any = self.fields["process"]
        source: Any = self.fields["source"]
        process.choices = [(slug, str(each)) for slug, each in self.processes.items()]
        source.choices = [
            ("", _("Nej, börja tomt")),
            *((slug, f"{each} ({each.reference})") for slug, each in self.sources.items()),
        ]

    def chosen_process(self) -> PlanProcess:
        """Return the chosen process."""
        return self.processes[self.cleaned_data["process"]]

    def chosen_source(self) -> Consultation | None:
        """Return the consultation to start from, or none."""
        return self.sources.get(self.cleaned_data["source"])


class CancelForm(forms.Form):
    """Why a consultation is called off."""

    reason = LinesField(
        label=_("Varför ställs det in"),
        max_length=1000,
        help_text=_("Skälet syns för alla, också för dem som redan har svarat."),
    )


class DecisionMadeForm(forms.Form):
    """What was decided, and where it can be read."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    decided_on = DayField(label=_("Beslutat"), required=False)
    decision_reference = LineField(
        label=_("Protokoll och paragraf"),
        max_length=120,
        required=False,
        help_text=_("Till exempel Regionfullmäktige 2028-11-14, § 112."),
    )


class ConsultationFilter(forms.Form):
    """Which consultations to list."""

    q = forms.CharField(
        label=_("Sök"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    process = forms.ChoiceField(label=_("Planprocess"), required=False)
    state = forms.ChoiceField(
        label=_("Läge"),
        required=False,
        choices=[
            ("", _("Alla")),
            ("unpublished", _("Inte publicerade")),
            ("open", _("Öppna")),
            ("closed", _("Svarstiden är slut")),
            ("cancelled", _("Inställda")),
        ],
    )

    def __init__(self, *arguments: Any, processes: Iterable[PlanProcess], **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*arguments, **options)
        process: Any = self.fields["process"]
        process.choices = [("", _("Alla")), *((each.slug, str(each)) for each in processes)]
