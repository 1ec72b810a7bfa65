"""What officers fill in when they reply, send replies back and publish them."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from samrad.consultations.models import Consultation
from samrad.contributions.enums import Outcome
from samrad.contributions.forms.fields import Choices, NumbersField
from samrad.contributions.models import Contribution
from samrad.contributions.queries.live import contributions_by_number
from samrad.contributions.rules.numbering import numbers_in
from samrad.contributions.rules.replies import possible_outcomes
from samrad.contributions.wording import REPLY_FAULTS
from samrad.core.forms import LineField, LinesField
from samrad.plans.queries import draft_exists

TAKE_BACK: Final = "TAKE_BACK"
# What becomes of a change in the plan that a reply made and no longer rests on.
LEAVING: Final = (
    (TAKE_BACK, _("Ändringen i avsnittet tas tillbaka")),
    ("KEEP", _("Ändringen står kvar")),
)


def _said(row: Contribution) -> str:
    speaker = row.submission.display_name or row.submission.get_source_kind_display()
    return f"{speaker}: {row.text}"


class ReplyForm(forms.Form):
    """The reply to one contribution, or to several that say the same."""

    outcome = forms.ChoiceField(
        label=_("Vad blir det?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": REPLY_FAULTS["OUTCOME_MISSING"],
            "invalid_choice": REPLY_FAULTS["OUTCOME_UNKNOWN"],
        },
    )
    reason = LinesField(
        label=_("Varför?"),
        max_length=20_000,
        error_messages={
            "required": REPLY_FAULTS["REASON_MISSING"],
            "too_long": _("Skälet är %(over)s tecken för långt. Korta det."),
        },
    )
    referred_to = LineField(label=_("Vem hänvisar ni till?"), required=False, max_length=160)
    passage = forms.UUIDField(widget=forms.HiddenInput, required=False)
    passage_number = forms.IntegerField(widget=forms.HiddenInput, required=False)
    passage_text = LinesField(label=_("Ny lydelse"), required=False, max_length=100_000)
    in_place = forms.BooleanField(
        label=_("Texten säger det redan, den ändras inte mer"), required=False
    )
    also = NumbersField(required=False, widget=forms.CheckboxSelectMultiple({"class": "ds-input"}))
    also_numbers = LineField(
        label=_("Svaret gäller också inspel nummer"),
        help_text=_("Skriv nummer med komma emellan, eller från–till: 17, 29, 40–52."),
        required=False,
        max_length=400,
    )
    leaving = forms.ChoiceField(
        label=_("Vad händer med ändringen i planens text?"),
        choices=LEAVING,
        widget=forms.RadioSelect,
        required=False,
    )
    leaving_reason = LineField(
        label=_("Varför står ändringen kvar?"),
        help_text=_("Fylls i bara om ändringen står kvar. Visas i avsnittets historik."),
        required=False,
        max_length=1000,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    motive = LineField(
        label=_("Varför rättas svaret?"),
        help_text=_("Finns kvar i svarets historik."),
        required=False,
        max_length=300,
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 -- Django's own
        consultation: Consultation,
        similar: Iterable[Contribution] = (),
        named: Sequence[int] = (),
        corrects: bool = False,
        **kwargs: Any,  # noqa: ANN401 -- Django's own
    ) -> None:
        super().__init__(*args, **kwargs)
        self.consultation = consultation
        self.draft_exists = draft_exists(consultation.process.plan)
        possible = possible_outcomes(draft_exists=self.draft_exists)
        self._set("outcome", [(code, Outcome(code).label) for code in possible])
        self.named = contributions_by_number(consultation, named) if named else {}
        offered = {row.number: row for row in similar} | self.named
        self._set("also", [(str(number), _said(row)) for number, row in sorted(offered.items())])
        if corrects:
            self.fields["motive"].required = True
            self.fields["motive"].error_messages["required"] = _("Skriv varför svaret rättas.")

    def _set(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- as declared above
        field.choices = choices

    def clean_also_numbers(self) -> list[int]:
        """Return the numbers that were written."""
        numbers = numbers_in(self.cleaned_data["also_numbers"])
        if numbers is None:
            raise forms.ValidationError(
                _("Skriv bara nummer, med komma emellan, eller från–till: 17, 29, 40–52.")
            )
        return numbers

    def clean(self) -> dict[str, Any]:
        """Look up the contributions that the reply is to answer as well."""
        cleaned = super().clean() or self.cleaned_data
        numbers = {*map(int, cleaned.get("also") or []), *(cleaned.get("also_numbers") or [])}
        found = contributions_by_number(self.consultation, sorted(numbers))
        unknown = sorted(numbers - set(found))
        answered = sorted(n for n, row in found.items() if hasattr(row, "reply_link"))
        for problem, text in (
            (unknown, _("Det finns inget inspel att svara på med nummer %(numbers)s.")),
            (answered, _("Inspel %(numbers)s har redan svar.")),
        ):
            if problem:
                listed = ", ".join(map(str, problem))
                self.add_error(
                    "also_numbers", forms.ValidationError(text, params={"numbers": listed})
                )
        cleaned["others"] = [found[number] for number in sorted(found)]
        return cleaned


class ReturnForm(forms.Form):
    """Why replies are sent back."""

    text = LinesField(
        label=_("Vad behöver ändras?"),
        max_length=2000,
        error_messages={"required": _("Skriv vad som behöver ändras innan du skickar tillbaka.")},
    )


class PublishForm(forms.Form):
    """A greeting to all who hear that the replies are there."""

    message = LinesField(
        label=_("Hälsning till dem som svarat"),
        help_text=_("Står först i mejl och brev. Det går bra att lämna tomt."),
        required=False,
        max_length=4000,
    )
