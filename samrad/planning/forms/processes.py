"""Plan processes and their milestones."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samrad.consultations.enums import ProcessState
from samrad.core.forms import LineField
from samrad.planning.forms.fields import DayField
from samrad.plans.enums import PlanKind
from samrad.plans.models import CulturePlan


class NewProcessForm(forms.Form):
    """The day the plan takes effect, and the plan: one that is there, or a new one."""

    plan = forms.ChoiceField(
        label=_("Plan"),
        required=False,
        help_text=_("Välj en plan som redan finns här, eller låt stå för att göra en ny."),
    )
    title = LineField(
        label=_("Planens namn"),
        max_length=160,
        required=False,
        help_text=_("Till exempel Kulturplan 2029–2032."),
    )
    kind = forms.ChoiceField(label=_("Sort"), choices=PlanKind.choices, required=False)
    takes_effect_on = DayField(
        label=_("Dagen då planen börjar gälla"),
        help_text=_("Allt annat räknas bakåt från den dagen. Oftast den 1 januari."),
    )
    period_to = DayField(label=_("Gäller till och med"), required=False)
    deciding_body = LineField(
        label=_("Vem beslutar planen"),
        max_length=120,
        help_text=_("Till exempel regionfullmäktige."),
    )

    def __init__(self, *arguments: Any, plans: Iterable[CulturePlan], **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*arguments, **options)
        self.plans = {plan.slug: plan for plan in plans}
        plan: Any = self.fields["plan"]
        plan.choices = [
            ("", _("Ny plan")),
            *((slug, str(each)) for slug, each in self.plans.items()),
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for name and end of a plan that is to be made."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("plan"):
            return cleaned
        if not cleaned.get("title"):
            self.add_error("title", _("Skriv vad planen ska heta."))
        starts, ends = cleaned.get("takes_effect_on"), cleaned.get("period_to")
        if "period_to" in cleaned and not ends:
            self.add_error("period_to", _("Skriv hur länge planen gäller."))
        elif starts and ends and ends <= starts:
            self.add_error("period_to", _("Planen slutar innan den börjar. Ändra en av dagarna."))
        return cleaned

    def chosen_plan(self) -> CulturePlan | None:
        """Return the plan that is there already, or none."""
        return self.plans.get(self.cleaned_data["plan"])


class ProcessForm(forms.Form):
    """What can be changed in a process."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = LineField(label=_("Namn"), max_length=160)
    takes_effect_on = DayField(
        label=_("Dagen då planen börjar gälla"),
        help_text=_(
            "Flyttas den, räknas milstolparna om. De som du har flyttat själv eller som är klara "
            "ligger kvar."
        ),
    )
    deciding_body = LineField(label=_("Vem beslutar planen"), max_length=120)
    state = forms.ChoiceField(
        label=_("Läge"), choices=ProcessState.choices, widget=forms.RadioSelect
    )


class MilestoneForm(forms.Form):
    """A milestone: what, when and who."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    title = LineField(label=_("Vad"), max_length=160)
    starts_on = DayField(label=_("Datum"))
    ends_on = DayField(
        label=_("Till och med"), required=False, help_text=_("Bara om det varar mer än en dag.")
    )
    responsible = LineField(label=_("Ansvarig"), max_length=120, required=False)
    is_public = forms.BooleanField(label=_("Visas öppet på regionens sida"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a milestone that ends before it begins."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("Slutar innan den börjar. Ändra en av dagarna."))
        return cleaned


class MoveMilestoneForm(MilestoneForm):
    """A milestone that is there: it can take its followers along, and say why it moves."""

    with_followers = forms.BooleanField(
        label=_("Flytta även det som måste komma efter, lika många dagar"), required=False
    )
    motive = LineField(
        label=_("Varför flyttas den"),
        max_length=200,
        required=False,
        help_text=_("Står i historiken."),
    )
