"""What officers fill in when something has arrived: what it is, and whether it may show."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from samrad.consultations.models import Activity, Consultation
from samrad.contributions.enums import ModerationState, SourceKind, SubmissionChannel
from samrad.contributions.forms.fields import ANY, Choices, SeveralFilesField
from samrad.contributions.queries.desk import municipalities_heard
from samrad.contributions.queries.submissions import (
    SubmissionFilter,
    meetings_of,
    organisation_in_region,
)
from samrad.core.clock import STOCKHOLM, local_date
from samrad.core.forms import LineField, LinesField
from samrad.registry.models import Municipality, Organisation

MOST_LETTERS: Final = 200_000
# Sources an officer can enter; an alliance is an organisation of that kind in the register.
ENTERED: Final = (
    (SourceKind.ORGANISATION, _("En organisation eller ett nätverk i registret")),
    (SourceKind.INDIVIDUAL, _("En privatperson, eller någon som inte finns i registret")),
    (SourceKind.MEETING_GROUP, _("En grupp på ett möte")),
    (SourceKind.ANONYMOUS, _("Okänd, utan avsändare")),
)
ARRIVES: Final = (
    SubmissionChannel.LETTER,
    SubmissionChannel.EMAIL,
    SubmissionChannel.PHONE,
    SubmissionChannel.MEETING,
)


class ArrivalForm(forms.Form):
    """Something that arrived outside the web."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    kept = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)
    channel = forms.ChoiceField(
        label=_("Hur kom det in?"),
        choices=[(channel.value, channel.label) for channel in ARRIVES],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj hur det kom in.")},
    )
    received_on = forms.DateField(
        label=_("Vilken dag kom det in?"),
        error_messages={
            "required": _("Skriv vilken dag det kom in."),
            "invalid": _("Skriv dagen som år, månad och dag, till exempel 2026-03-18."),
        },
    )
    received_time = forms.TimeField(
        label=_("Klockslag"),
        required=False,
        error_messages={"invalid": _("Skriv klockslaget som 14.30, eller lämna det tomt.")},
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
    )
    source_kind = forms.ChoiceField(
        label=_("Vem talar?"),
        choices=[(kind.value, label) for kind, label in ENTERED],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vem som talar.")},
    )
    words = LineField(label=_("Sök i registret"), required=False, max_length=120)
    organisation = forms.CharField(
        label=_("Organisation"),
        required=False,
        max_length=12,
        widget=forms.RadioSelect({"class": "ds-input"}),
    )
    meeting = forms.ChoiceField(label=_("Vid vilket möte?"), required=False)
    display_name = LineField(
        label=_("Namn"),
        help_text=_("Personens namn, eller gruppens (Grupp 3 om lokaler)."),
        required=False,
        max_length=200,
    )
    show_name = forms.BooleanField(
        label=_("Personen vill att namnet visas på webben"), required=False
    )
    municipality = forms.ChoiceField(label=_("Kommun"), required=False)
    email = forms.EmailField(
        label=_("E-post för svaret"),
        required=False,
        error_messages={"invalid": _("Skriv e-postadressen som namn@exempel.se.")},
    )
    phone = LineField(label=_("Telefon för svaret"), required=False, max_length=40)
    postal_address = LinesField(label=_("Postadress för svaret"), required=False, max_length=400)
    text = LinesField(
        label=_("Vad som sägs, ordagrant"),
        max_length=MOST_LETTERS,
        error_messages={
            "required": _("Skriv eller klistra in texten. Är det ett foto, skriv av det."),
            "too_long": _("Texten är %(over)s tecken för lång. Dela den i två inlagor."),
        },
    )
    mandate = LineField(label=_("Vem har beslutat om inlagan?"), required=False, max_length=200)
    mandate_on = forms.DateField(
        label=_("När?"),
        required=False,
        error_messages={
            "invalid": _("Skriv dagen som år, månad och dag, till exempel 2026-03-18.")
        },
    )
    uploads = SeveralFilesField(
        label=_("Originalet som fil"),
        required=False,
        error_messages={"empty": _("Filen är tom. Välj en annan fil.")},
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 -- Django's own
        consultation: Consultation,
        now: datetime,
        found: Sequence[Organisation] = (),
        **kwargs: Any,  # noqa: ANN401 -- Django's own
    ) -> None:
        super().__init__(*args, **kwargs)
        self.consultation, self.now = consultation, now
        self.meetings = {str(each.uuid): each for each in meetings_of(consultation)}
        self.places = {each.code: each for each in municipalities_heard(consultation)}
        self._choices("meeting", [("", _("Inget möte"))], self.meetings, self._meeting_label)
        self._choices("municipality", [("", _("Vet inte"))], self.places, str)
        widget = self.fields["organisation"].widget
        assert isinstance(widget, forms.RadioSelect)  # noqa: S101 -- as declared above
        widget.choices = [(str(each.pk), self._organisation_label(each)) for each in found]

    def _choices(
        self,
        name: str,
        first: Choices,
        rows: Mapping[str, Any],
        label: Any,  # noqa: ANN401 -- a callable
    ) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- as declared above
        field.choices = [*first, *((key, label(row)) for key, row in rows.items())]

    @staticmethod
    def _meeting_label(meeting: Activity) -> str:
        day = meeting.starts_at and local_date(meeting.starts_at).isoformat()
        return f"{meeting.title}, {day}"

    @staticmethod
    def _organisation_label(organisation: Organisation) -> str:
        place = organisation.municipality
        return f"{organisation.name}, {place}" if place else organisation.name

    def clean_received_on(self) -> Any:  # noqa: ANN401 -- a date
        """Refuse a day that has not come."""
        day = self.cleaned_data["received_on"]
        if day > local_date(self.now):
            raise forms.ValidationError(_("Dagen har inte kommit än. Skriv när det kom in."))
        return day

    def clean_meeting(self) -> Activity | None:
        """Return the meeting."""
        return self.meetings.get(self.cleaned_data["meeting"])

    def clean_municipality(self) -> Municipality | None:
        """Return the municipality."""
        return self.places.get(self.cleaned_data["municipality"])

    def clean_organisation(self) -> Organisation | None:
        """Return the organisation, which must stand in the region's own register."""
        return organisation_in_region(self.consultation, self.cleaned_data["organisation"])

    def clean(self) -> dict[str, Any]:
        """Check what depends on who speaks and how."""
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("source_kind")
        if kind == SourceKind.ORGANISATION and not cleaned.get("organisation"):
            self.add_error(
                "words", _("Sök upp organisationen och välj den i listan, eller välj någon annan.")
            )
        if kind != SourceKind.ORGANISATION:
            cleaned["organisation"] = None
        by_meeting = cleaned.get("channel") == SubmissionChannel.MEETING
        if (kind == SourceKind.MEETING_GROUP or by_meeting) and not cleaned.get("meeting"):
            self.add_error("meeting", _("Välj vid vilket möte det sades."))
        if kind == SourceKind.ANONYMOUS:
            cleaned["display_name"] = ""
        self._check_moment(cleaned)
        return cleaned

    def _check_moment(self, cleaned: dict[str, Any]) -> None:
        day = cleaned.get("received_on")
        if day is None:
            return
        at = cleaned.get("received_time") or time(12)
        moment = datetime.combine(day, at, tzinfo=STOCKHOLM).astimezone(UTC)
        if moment > self.now and cleaned.get("received_time"):
            self.add_error("received_time", _("Klockslaget har inte kommit än."))
        cleaned["received_at"] = min(moment, self.now)


class ModerationForm(forms.Form):
    """Whether an open submission may be shown."""

    state = forms.ChoiceField(
        label=_("Får inlagan visas på webben?"),
        choices=[
            (ModerationState.APPROVED.value, _("Ja, visa det")),
            (ModerationState.WITHHELD.value, _("Nej, visa det inte")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj om inlagan får visas.")},
    )
    reason = LineField(
        label=_("Varför visas det inte?"),
        help_text=_("Avsändaren får läsa skälet, om vi har en e-postadress."),
        required=False,
        max_length=300,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a reason when something is withheld."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("state") == ModerationState.WITHHELD and not cleaned.get("reason"):
            self.add_error("reason", _("Skriv varför inlagan inte visas."))
        return cleaned


class SubmissionFilterForm(forms.Form):
    """What to list of what has arrived."""

    q = forms.CharField(
        label=_("Sök"), required=False, max_length=120, widget=forms.TextInput({"type": "search"})
    )
    channel = forms.ChoiceField(
        label=_("Kanal"), required=False, choices=[ANY, *SubmissionChannel.choices]
    )
    source = forms.ChoiceField(label=_("Vem"), required=False, choices=[ANY, *SourceKind.choices])
    moderation = forms.ChoiceField(
        label=_("Granskning"), required=False, choices=[ANY, *ModerationState.choices]
    )

    def chosen(self) -> SubmissionFilter:
        """Return what was chosen; nonsense counts as nothing."""
        given = self.cleaned_data if self.is_valid() else {}
        return SubmissionFilter(
            words=given.get("q", ""),
            channel=given.get("channel", ""),
            source=given.get("source", ""),
            moderation=given.get("moderation", ""),
        )
