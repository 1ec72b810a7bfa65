"""Whether to consult, what the law asks, and consulting Sámi representatives."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from samrad.consultations.models import PlanProcess
from samrad.core.forms import LineField, LinesField
from samrad.planning.enums import DutyKind, PreGateQuestion, SamiOutcome
from samrad.planning.forms.fields import DayField
from samrad.planning.rules.pre_gate import Answer, Answers
from samrad.planning.services.duties import Decision
from samrad.planning.wording import DUTIES, PRE_GATE

YES: Final = "yes"
NO: Final = "no"
_SENTENCE: Final = 300
_LONGEST_TEXT: Final = 4000


def _field(name: str, part: str) -> str:
    return f"{name.lower()}_{part}"


class PreGateForm(forms.Form):
    """Five answers, each with a sentence of why."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def answers(self) -> Answers:
        """Return what was answered."""
        return {
            question: Answer(
                self.cleaned_data[_field(question, "answer")] == YES,
                self.cleaned_data[_field(question, "reason")],
            )
            for question in PreGateQuestion.values
        }

    @staticmethod
    def stored(answers: Answers) -> dict[str, str]:
        """Return answers as the form's initial values."""
        return {
            name: value
            for question, answer in answers.items()
            for name, value in (
                (_field(question, "answer"), YES if answer.yes else NO),
                (_field(question, "reason"), answer.reason),
            )
        }

    def blocks(self) -> list[dict[str, Any]]:
        """Return the questions in order, each with its two fields and what a no means."""
        return [
            {
                "answer": self[_field(question, "answer")],
                "reason": self[_field(question, "reason")],
                "no": words.no,
            }
            for question, words in PRE_GATE.items()
        ]


for _question, _words in PRE_GATE.items():
    PreGateForm.base_fields[_field(_question, "answer")] = forms.ChoiceField(
        label=_words.asked,
        help_text=_words.why,
        choices=[(YES, _("Ja")), (NO, _("Nej"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Svara ja eller nej.")},
    )
    PreGateForm.base_fields[_field(_question, "reason")] = LineField(
        label=_("Varför svarar ni så? En mening räcker"),
        max_length=_SENTENCE,
        error_messages={"required": _("Skriv en mening om varför.")},
    )


class DutiesForm(forms.Form):
    """Four duties. One may be left for later; one that is decided needs its reason."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for what goes with an answer."""
        cleaned: dict[str, Any] = super().clean() or {}
        for kind in DutyKind.values:
            if cleaned.get(_field(kind, "applies")):
                self._ask(cleaned, _field(kind, "reason"), _("Skriv varför ni bedömer det så."))
                self._ask(cleaned, _field(kind, "decided_on"), _("Skriv vilken dag."))
            elif cleaned.get(_field(kind, "reason")):
                error = ValidationError(_("Välj om de berörs eller inte."))
                self.add_error(_field(kind, "applies"), error)
        return cleaned

    def _ask(self, cleaned: Mapping[str, Any], name: str, text: Any) -> None:  # noqa: ANN401 -- lazy text
        if not cleaned.get(name) and name not in self.errors:
            self.add_error(name, text)

    def decisions(self) -> dict[DutyKind, Decision]:
        """Return what was decided; those left for later are not among it."""
        return {
            kind: Decision(
                self.cleaned_data[_field(kind, "applies")] == YES,
                self.cleaned_data[_field(kind, "reason")],
                self.cleaned_data[_field(kind, "decided_on")],
            )
            for kind in DutyKind
            if self.cleaned_data[_field(kind, "applies")]
        }

    @staticmethod
    def stored(values: Mapping[str, Decision], *, today: date) -> dict[str, Any]:
        """Return decisions as the form's initial values; the day proposed is `today`."""
        return {_field(kind, "decided_on"): today for kind in DutyKind.values} | {
            name: value
            for kind, decision in values.items()
            for name, value in (
                (_field(kind, "applies"), YES if decision.applies else NO),
                (_field(kind, "reason"), decision.reason),
                (_field(kind, "decided_on"), decision.decided_on),
            )
        }

    def fields_of(self, kind: str) -> dict[str, Any]:
        """Return the three fields of a duty."""
        return {part: self[_field(kind, part)] for part in ("applies", "reason", "decided_on")}


for _kind in DutyKind:
    DutiesForm.base_fields[_field(_kind, "applies")] = forms.ChoiceField(
        label=DUTIES[_kind].asked,
        choices=[(YES, _("Berörs")), (NO, _("Berörs inte"))],
        widget=forms.RadioSelect,
        required=False,
    )
    DutiesForm.base_fields[_field(_kind, "reason")] = LinesField(
        label=_("Varför?"), max_length=_LONGEST_TEXT, required=False
    )
    DutiesForm.base_fields[_field(_kind, "decided_on")] = DayField(
        label=_("Vilken dag bestämdes det?"), required=False
    )


class SamiForm(forms.Form):
    """What the matter is about, and whom the region consults."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = LineField(
        label=_("Vad gäller ärendet?"),
        max_length=200,
        help_text=_("Till exempel: Avsnittet om samisk kultur i nästa kulturplan."),
    )
    process = forms.ChoiceField(label=_("Planprocess"))
    parties = LinesField(
        label=_("Vilka konsulterar ni?"),
        max_length=_LONGEST_TEXT,
        help_text=_("Sametinget först. Ibland också en sameby eller en samisk organisation."),
    )
    case_number = LineField(label=_("Diarienummer"), max_length=60, required=False)

    def __init__(
        self,
        *arguments: Any,  # noqa: ANN401 -- Django's signature
        processes: Mapping[str, PlanProcess],
        **options: Any,  # noqa: ANN401 -- Django's signature
    ) -> None:
        super().__init__(*arguments, **options)
        process: Any = self.fields["process"]
        process.choices = [(slug, str(each)) for slug, each in processes.items()]


class SamiNoteForm(forms.Form):
    """What was done or said on a day."""

    on = DayField(label=_("Vilken dag?"))
    with_whom = LineField(
        label=_("Med vem?"),
        max_length=200,
        help_text=_("Organisationen och vem som talade för den."),
    )
    text = LinesField(label=_("Vad gjordes eller sades?"), max_length=_LONGEST_TEXT)
    reference = LineField(
        label=_("Handling"),
        max_length=200,
        required=False,
        help_text=_("Till exempel ett brev, ett protokoll eller ett nummer i diariet."),
    )


class SamiCloseForm(forms.Form):
    """How it ended, and where that is documented."""

    outcome = forms.ChoiceField(
        label=_("Hur slutade det?"),
        choices=SamiOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj hur det slutade.")},
    )
    conclusion = LinesField(
        label=_("Vad kom ni fram till?"),
        max_length=_LONGEST_TEXT,
        help_text=_("Skriv också det som ni inte var överens om."),
    )
    reference = LineField(
        label=_("Var är det dokumenterat?"),
        max_length=200,
        help_text=_("Diarienummer och datum på den handling som beskriver konsultationen."),
    )
    closed_on = DayField(label=_("Vilken dag avslutades det?"))
