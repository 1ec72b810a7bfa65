"""Meetings."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samrad.consultations.enums import Audience
from samrad.consultations.enums import MeetingForm as HowToMeet
from samrad.core.clock import STOCKHOLM
from samrad.core.forms import LineField, LinesField
from samrad.planning.forms.activities import FORM_HELP, FORM_LABEL, form_choices
from samrad.planning.forms.fields import DayField, HourField
from samrad.registry.models import Municipality

_LONGEST_TEXT = 2000


class MeetingForm(forms.Form):
    """When, where and how people meet. Times are Swedish local time."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = LineField(
        label=_("Rubrik"),
        max_length=160,
        help_text=_("Till exempel Möte i Påhittköping."),
    )
    day = DayField(label=_("Datum"))
    starts = HourField(label=_("Börjar"))
    ends = HourField(label=_("Slutar"), required=False)
    form_key = forms.ChoiceField(label=FORM_LABEL, required=False, help_text=FORM_HELP)
    audience = forms.TypedChoiceField(
        label=_("För vem"),
        choices=Audience.choices,
        required=False,
        empty_value=Audience.CIVIL_SOCIETY,
    )
    daytime_motive = LineField(
        label=_("Om mötet är dagtid på en vardag: hur vet ni att det passar?"),
        max_length=300,
        required=False,
        help_text=_(
            "Till exempel: Målgruppen har själv valt dagtid. Vi frågade styrelserna i maj."
        ),
    )
    form = forms.ChoiceField(label=_("Form"), choices=HowToMeet.choices, widget=forms.RadioSelect)
    venue = LineField(label=_("Lokal"), max_length=160, required=False)
    address = LineField(label=_("Adress"), max_length=200, required=False)
    municipality = forms.ChoiceField(label=_("Kommun"), required=False)
    link = forms.URLField(
        label=_("Länk till digitalt möte"), max_length=200, required=False, assume_scheme="https"
    )
    phone_in = LineField(label=_("Telefonnummer att ringa in på"), max_length=40, required=False)
    access_note = LinesField(
        label=_("Tillgänglighet"),
        max_length=_LONGEST_TEXT,
        required=False,
        help_text=_("Entré utan trappor, hörslinga, toalett, tolk, textning, parkering, buss."),
    )
    note = LinesField(
        label=_("Annat som deltagarna behöver veta"),
        max_length=_LONGEST_TEXT,
        required=False,
        help_text=_("Till exempel mat, resor, barnpassning."),
    )

    def __init__(
        self,
        *arguments: Any,  # noqa: ANN401 -- Django's signature
        municipalities: Iterable[Municipality],
        **options: Any,  # noqa: ANN401 -- Django's signature
    ) -> None:
        super().__init__(*arguments, **options)
        chosen: Any = self.fields["form_key"]
        chosen.choices = form_choices()
        self.municipalities = {each.code: each for each in municipalities}
        municipality: Any = self.fields["municipality"]
        municipality.choices = [
            ("", _("Ingen särskild")),
            *((code, each.name) for code, each in self.municipalities.items()),
        ]

    def clean(self) -> dict[str, Any]:
        """Put day and hours together as moments; refuse one that ends before it begins."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        day, starts, ends = cleaned.get("day"), cleaned.get("starts"), cleaned.get("ends")
        if day and starts:
            cleaned["starts_at"] = datetime.combine(day, starts, tzinfo=STOCKHOLM)
            cleaned["ends_at"] = datetime.combine(day, ends, tzinfo=STOCKHOLM) if ends else None
            if ends and ends <= starts:
                self.add_error("ends", _("Slutar innan det börjar. Ändra ett av klockslagen."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return the meeting as the service takes it."""
        values = dict(self.cleaned_data)
        values["municipality"] = self.municipalities.get(values["municipality"])
        return values
