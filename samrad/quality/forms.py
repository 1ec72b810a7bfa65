"""The forms of quality: a run, what is said of an item, an own item, and what to show."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samrad.core.forms import LineField, LinesField
from samrad.quality.enums import AttestationKind, RunSize, State
from samrad.quality.queries.objects import Thing
from samrad.quality.services.attesting import SAYABLE

LONGEST_TEXT, LONGEST_MOTIVE = 2000, 300
_ORDER = (State.NOT, State.PARTLY, State.FULFILLED)


class SizeForm(forms.Form):
    """How many items a run holds, and why."""

    size = forms.ChoiceField(label=_("Storlek"), choices=RunSize.choices, widget=forms.RadioSelect)
    motive = LineField(
        label=_("Varför den storleken"),
        max_length=LONGEST_MOTIVE,
        help_text=_("En mening räcker. Den står i samrådsredogörelsen."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)


class WithdrawForm(forms.Form):
    """Why a shown result is taken back."""

    motive = LineField(label=_("Varför"), max_length=LONGEST_MOTIVE)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class SayForm(forms.Form):
    """What is said of an item, and by what it is shown."""

    kind = forms.ChoiceField(choices=AttestationKind.choices, widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    state = forms.ChoiceField(
        label=_("Hur är det?"), choices=State.choices, widget=forms.RadioSelect
    )
    text = LinesField(
        label=_("Vad visar det?"),
        max_length=LONGEST_TEXT,
        required=False,
        help_text=_("Skriv så att någon som inte var med förstår. Det blir allmän handling."),
    )
    link = forms.URLField(
        label=_("Länk"),
        required=False,
        max_length=200,
        assume_scheme="https",
        error_messages={"invalid": _("Skriv hela länken, med https:// först.")},
    )
    file = forms.FileField(
        label=_("Fil"),
        required=False,
        error_messages={"empty": _("Filen är tom. Välj en annan fil.")},
    )
    object_ref = forms.ChoiceField(label=_("Något som finns i Samråd"), required=False)
    name = LineField(
        label=_("Vem står bakom?"),
        max_length=120,
        help_text=_("Den som vet och kan svara på frågor."),
        error_messages={"required": _("Skriv vem som står bakom.")},
    )

    def __init__(
        self,
        *arguments: Any,  # noqa: ANN401 -- Django's signature
        things: Mapping[str, Thing],
        highest: State = State.FULFILLED,
        **options: Any,  # noqa: ANN401 -- Django's signature
    ) -> None:
        super().__init__(*arguments, **options)
        chosen: Any = self.fields["object_ref"]
        chosen.choices = [("", _("Inget")), *((ref, one.title) for ref, one in things.items())]
        state: Any = self.fields["state"]
        allowed = _ORDER[: _ORDER.index(highest) + 1]
        state.choices = [(one.value, one.label) for one in reversed(allowed) if one in SAYABLE]

    def clean(self) -> dict[str, Any]:
        """Demand that something shows it."""
        entered = super().clean() or {}
        shows = any(entered.get(name) for name in ("text", "link", "file", "object_ref"))
        if not shows and not self.errors.keys() & {"text", "link", "file", "object_ref"}:
            self.add_error(
                "text", _("Skriv vad som visar det, eller ge en länk, en fil eller ett möte.")
            )
        return entered


class ReasonForm(forms.Form):
    """Why an item does not apply, or why somebody objects to what the facts say."""

    kind = forms.ChoiceField(choices=AttestationKind.choices, widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    reason = LinesField(
        label=_("Skäl"),
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Skriv skälet.")},
    )
    name = LineField(
        label=_("Vem står bakom?"),
        max_length=120,
        error_messages={"required": _("Skriv vem som står bakom.")},
    )


class OwnItemForm(forms.Form):
    """An item of the region's own."""

    statement = LineField(
        label=_("Vad ska vara sant?"),
        max_length=300,
        help_text=_("Skriv ett påstående som går att visa, till exempel: Det finns fika på mötet."),
    )
    phase = forms.ChoiceField(label=_("Skede"))
    principle = forms.ChoiceField(label=_("Princip"), required=False)
    weight = forms.TypedChoiceField(
        label=_("Vikt"),
        coerce=int,
        choices=[(1, _("1, bra att ha")), (2, _("2, viktigt")), (3, _("3, mycket viktigt"))],
        widget=forms.RadioSelect,
        initial=2,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self,
        *arguments: Any,  # noqa: ANN401 -- Django's signature
        phases: Mapping[str, str],
        principles: Mapping[str, str],
        **options: Any,  # noqa: ANN401 -- Django's signature
    ) -> None:
        super().__init__(*arguments, **options)
        phase: Any = self.fields["phase"]
        principle: Any = self.fields["principle"]
        phase.choices = list(phases.items())
        principle.choices = [("", _("Ingen särskild")), *principles.items()]


class ItemFilter(forms.Form):
    """Which items to show."""

    skede = forms.ChoiceField(label=_("Skede"), required=False)
    lage = forms.ChoiceField(label=_("Läge"), required=False)
    princip = forms.ChoiceField(label=_("Princip"), required=False)
    kritiska = forms.BooleanField(label=_("Bara kritiska"), required=False)

    def __init__(
        self,
        *arguments: Any,  # noqa: ANN401 -- Django's signature
        phases: Mapping[str, str],
        principles: Mapping[str, str],
        states: Sequence[tuple[str, Any]] = tuple(State.choices),
        **options: Any,  # noqa: ANN401 -- Django's signature
    ) -> None:
        super().__init__(*arguments, **options)
        for name, choices in (
            ("skede", list(phases.items())),
            ("lage", list(states)),
            ("princip", list(principles.items())),
        ):
            field: Any = self.fields[name]
            field.choices = [("", _("Alla")), *choices]


class OverrideForm(forms.Form):
    """Why the head lets the consultation through, and which reasons the head has seen."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    motive = LinesField(
        label=_("Varför går ni vidare ändå?"),
        help_text=_("Står i samrådsredogörelsen, så att alla kan läsa det."),
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Skriv varför. Utan skäl går det inte.")},
    )
