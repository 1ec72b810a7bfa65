"""The forms of a written part, and of how it went."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from samrad.consultations.models import Activity
from samrad.core.forms import LinesField
from samrad.planning.models import BudgetLine, Goal
from samrad.reporting.rules.sections import LONGEST
from samrad.reporting.wording.labels import kronor

MOST_PEOPLE, MOST_KRONOR = 100_000, 1_000_000_000


class TextForm(forms.Form):
    """What a person writes, and which version it was written over."""

    text = LinesField(label=_("Text"), required=False, max_length=LONGEST)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class TemplateForm(forms.Form):
    """A Word file to use in place of our template, and what was in force when it was chosen."""

    file = forms.FileField(
        label=_("Word-fil (.docx)"),
        help_text=_("Den granskas först. Är något fel får du veta vad, och inget ändras."),
        error_messages={
            "required": _("Välj filen som ska användas."),
            "empty": _("Filen är tom. Välj en annan fil."),
        },
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


@dataclass(frozen=True)
class Asked:
    """A thing that is asked about, and its fields."""

    about: Any
    fields: tuple[BoundField, ...]
    hint: str = ""


class ResultsForm(forms.Form):
    """Who came to each meeting, how each goal went, what each line cost."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 -- a form's own
        meetings: Iterable[Activity],
        goals: Iterable[Goal],
        lines: Iterable[BudgetLine],
        **kwargs: Any,  # noqa: ANN401 -- a form's own
    ) -> None:
        super().__init__(*args, **kwargs)
        self.meetings, self.goals, self.lines = list(meetings), list(goals), list(lines)
        for one in self.meetings:
            self.fields[f"organisations_{one.pk}"] = _number(_("Organisationer"), MOST_PEOPLE)
            self.fields[f"persons_{one.pk}"] = _number(_("Personer"), MOST_PEOPLE)
        for goal in self.goals:
            self.fields[f"result_{goal.pk}"] = forms.CharField(
                label=_("Så blev det"), required=False, max_length=200
            )
        for line in self.lines:
            self.fields[f"spent_{line.pk}"] = _number(_("Använt, kr"), MOST_KRONOR)

    def asked_meetings(self) -> list[Asked]:
        """Return the meetings with their two fields."""
        return [
            Asked(one, (self[f"organisations_{one.pk}"], self[f"persons_{one.pk}"]))
            for one in self.meetings
        ]

    def asked_goals(self) -> list[Asked]:
        """Return the goals with their field."""
        return [Asked(one, (self[f"result_{one.pk}"],), one.target) for one in self.goals]

    def asked_lines(self) -> list[Asked]:
        """Return the budget lines with their field."""
        return [Asked(one, (self[f"spent_{one.pk}"],), kronor(one.planned)) for one in self.lines]


def _number(label: Any, most: int) -> forms.IntegerField:  # noqa: ANN401 -- a lazy text
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=most,
        error_messages={
            "invalid": _("Skriv ett heltal med siffror, eller lämna rutan tom."),
            "min_value": _("Antalet kan inte vara mindre än noll."),
            "max_value": _("Det är för många. Kontrollera siffran."),
        },
    )
