"""Something else than a meeting, and where an activity stands in the matrix."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from samrad.consultations.enums import Audience
from samrad.core.clock import STOCKHOLM
from samrad.core.forms import LineField, LinesField
from samrad.method import library
from samrad.planning.forms.fields import DayField, HourField
from samrad.planning.rules.matrix import CELLS

_LONGEST_TEXT: Final = 2000
_MOST_ROUNDS: Final = 99
FORM_LABEL: Final = _("Typ av möte eller aktivitet")
FORM_HELP: Final = _("Välj den som ligger närmast. Metoden föreslår då en ruta i matrisen.")


def form_choices() -> list[tuple[str, str | Promise]]:
    """Return the method's forms of consulting, and none."""
    known = library.forms(language=get_language() or library.SOURCE_LANGUAGE)
    return [("", _("Ingen särskild")), *((each.head.key, each.text.name) for each in known)]


def refuse_later(form: forms.Form, name: str, today: date, said: Promise) -> None:
    """Refuse a day that has not come."""
    day = form.cleaned_data.get(name)
    if day is not None and day > today:
        form.add_error(name, str(said))


class OtherForm(forms.Form):
    """A survey, a yearly wheel, a working group … Times are Swedish local time."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = LineField(
        label=_("Rubrik"),
        max_length=160,
        help_text=_("Till exempel Årshjul på webben, Enkät till föreningarna eller Skrivargrupp."),
    )
    form_key = forms.ChoiceField(label=FORM_LABEL, required=False, help_text=FORM_HELP)
    day = DayField(
        label=_("Datum"), required=False, help_text=_("Den första dagen, om det finns en.")
    )
    starts = HourField(label=_("Börjar"), required=False)
    ends = HourField(label=_("Slutar"), required=False)
    rounds = forms.IntegerField(
        label=_("Antal träffar eller omgångar"),
        min_value=1,
        max_value=_MOST_ROUNDS,
        initial=1,
        help_text=_("En dialog behöver minst två."),
    )
    audience = forms.TypedChoiceField(
        label=_("För vem"),
        choices=Audience.choices,
        required=False,
        empty_value=Audience.CIVIL_SOCIETY,
    )
    link = forms.URLField(
        label=_("Länk"),
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text=_("Dit där det går att läsa, svara eller anmäla sig."),
    )
    note = LinesField(
        label=_("Vad det är och hur man är med"), max_length=_LONGEST_TEXT, required=False
    )
    is_public = forms.BooleanField(
        label=_("Visas på den öppna sidan"),
        required=False,
        help_text=_("Rubrik, datum, länk och beskrivning."),
    )
    done_on = DayField(
        label=_("Gjort"),
        required=False,
        help_text=_("Dagen då det var klart. Lämna tomt så länge det återstår."),
    )

    def __init__(self, *arguments: Any, today: date, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*arguments, **options)
        self.today = today
        chosen: Any = self.fields["form_key"]
        chosen.choices = form_choices()

    def clean(self) -> dict[str, Any]:
        """Put day and hours together; refuse an hour without a day, and a day to come."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        refuse_later(self, "done_on", self.today, _("Dagen har inte kommit. Lämna tomt så länge."))
        day, starts, ends = cleaned.get("day"), cleaned.get("starts"), cleaned.get("ends")
        if starts and not day and "day" not in self.errors:
            self.add_error("day", _("Skriv vilken dag det börjar."))
        if ends and (not starts or ends <= starts) and "starts" not in self.errors:
            self.add_error("ends", _("Slutar innan det börjar. Ändra ett av klockslagen."))
        cleaned["starts_at"] = _moment(day, starts or time.min)
        cleaned["ends_at"] = _moment(day, ends)
        return cleaned

    def values(self) -> dict[str, Any]:
        """Return it as the service takes it."""
        return dict(self.cleaned_data)


def _moment(day: date | None, hour: time | None) -> datetime | None:
    return datetime.combine(day, hour, tzinfo=STOCKHOLM) if day and hour is not None else None


class CellForm(forms.Form):
    """Which activities stand in a cell."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    activities = forms.MultipleChoiceField(
        label=_("Aktiviteter"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *arguments: Any, activities: Mapping[str, str], **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*arguments, **options)
        chosen: Any = self.fields["activities"]
        chosen.choices = list(activities.items())


class PlaceForm(forms.Form):
    """In which cells an activity stands, and what shows that it was evaluated."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    form_key = forms.ChoiceField(label=FORM_LABEL, required=False)
    cells = forms.MultipleChoiceField(
        label=_("Rutor"), required=False, choices=[(cell, cell) for cell in CELLS]
    )
    evaluated_on = DayField(
        label=_("Utvärderad"), required=False, help_text=_("Dagen då ni gick igenom hur det blev.")
    )
    evaluation_note = LineField(
        label=_("Vad som visar det"),
        max_length=300,
        required=False,
        help_text=_("Till exempel utcheckning med 31 svar, eller minnesanteckning 4 mars."),
    )

    def __init__(self, *arguments: Any, today: date, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        super().__init__(*arguments, **options)
        self.today = today
        chosen: Any = self.fields["form_key"]
        chosen.choices = form_choices()

    def clean(self) -> dict[str, Any]:
        """Ask for what shows the evaluation; refuse a day to come."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        refuse_later(
            self, "evaluated_on", self.today, _("Dagen har inte kommit. Lämna tomt så länge.")
        )
        if cleaned.get("evaluated_on") and not cleaned.get("evaluation_note"):
            self.add_error("evaluation_note", _("Skriv vad som visar att ni har utvärderat."))
        return cleaned
