"""What officers fill in: arrivals, moderation, theme and owner, replies, and what to list."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samrad.consultations.models import Activity, Consultation
from samrad.contributions.enums import (
    ModerationState,
    Outcome,
    SourceKind,
    SubmissionChannel,
)
from samrad.contributions.models import Contribution
from samrad.contributions.queries.desk import (
    DeskFilter,
    municipalities_heard,
    officers_of,
    passages_heard_about,
    questions_of,
)
from samrad.contributions.queries.live import contributions_by_number
from samrad.contributions.queries.submissions import (
    SubmissionFilter,
    meetings_of,
    organisation_in_region,
)
from samrad.contributions.rules.ageing import BUCKETS
from samrad.contributions.rules.numbering import numbers_in
from samrad.contributions.rules.replies import possible_outcomes
from samrad.contributions.wording import AGES, REPLY_FAULTS, SHOWN
from samrad.core.clock import STOCKHOLM, local_date
from samrad.core.ids import as_number
from samrad.core.text import clean, one_line
from samrad.method.library import code_list
from samrad.plans.queries import draft_exists
from samrad.registry.models import Municipality, Organisation
from samrad.users.models import User

MOST_LETTERS: Final = 200_000
Choices = list[tuple[str, Any]]
ANY: Final = ("", _("Alla"))
NONE: Final = "-"
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


def theme_choices(empty: str | Promise) -> Choices:
    """Return the themes by code, after one choice for none."""
    themes = code_list("contribution-themes")
    return [("", empty), *((code, themes.text.codes[code].label) for code in themes.head.codes)]


class SeveralFilesInput(forms.ClearableFileInput):
    """A file control that takes several."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Several uploads. What they hold is looked at when they are stored."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:  # noqa: ANN401 -- Django's shape
        """Return the uploads as a list."""
        return [super(SeveralFilesField, self).clean(one, initial) for one in data or []]


class LongText(forms.CharField):
    """Somebody's words: line breaks kept, control characters dropped, nothing cut."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:  # noqa: ANN401 -- Django's shape
        """Return the text as it is kept."""
        return clean(super().to_python(value) or "").strip()


class OneLine(forms.CharField):
    """A name or a short remark on one line."""

    def to_python(self, value: Any) -> str:  # noqa: ANN401 -- Django's shape
        """Return the words with single spaces."""
        return one_line(super().to_python(value) or "")


# --- Arrivals ------------------------------------------------------------------------------------


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
    words = OneLine(label=_("Sök i registret"), required=False, max_length=120)
    organisation = forms.CharField(
        label=_("Organisation"),
        required=False,
        max_length=12,
        widget=forms.RadioSelect({"class": "ds-input"}),
    )
    meeting = forms.ChoiceField(label=_("Vid vilket möte?"), required=False)
    display_name = OneLine(
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
    phone = OneLine(label=_("Telefon för svaret"), required=False, max_length=40)
    postal_address = LongText(label=_("Postadress för svaret"), required=False, max_length=400)
    text = LongText(
        label=_("Vad som sägs, ordagrant"),
        max_length=MOST_LETTERS,
        error_messages={
            "required": _("Skriv eller klistra in texten. Är det ett foto, skriv av det."),
            "max_length": _(
                "Texten är för lång (%(show_value)s tecken, högst %(limit_value)s). "
                "Dela den i två inlagor."
            ),
        },
    )
    mandate = OneLine(label=_("Vem har beslutat om inlagan?"), required=False, max_length=200)
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
    reason = OneLine(
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


# --- The desk ------------------------------------------------------------------------------------


class DeskFilterForm(forms.Form):
    """What to answer."""

    q = forms.CharField(
        label=_("Sök ord, organisation eller nummer"),
        required=False,
        max_length=120,
        widget=forms.TextInput({"type": "search"}),
    )
    show = forms.ChoiceField(label=_("Visa"), required=False, choices=list(SHOWN.items()))
    theme = forms.ChoiceField(label=_("Tema"), required=False)
    owner = forms.ChoiceField(label=_("Ansvarig"), required=False)
    channel = forms.ChoiceField(
        label=_("Kanal"), required=False, choices=[ANY, *SubmissionChannel.choices]
    )
    source = forms.ChoiceField(label=_("Vem"), required=False, choices=[ANY, *SourceKind.choices])
    question = forms.ChoiceField(label=_("Fråga"), required=False)
    passage = forms.ChoiceField(label=_("Avsnitt"), required=False)
    age = forms.ChoiceField(
        label=_("Har väntat"),
        required=False,
        choices=[ANY, *((code, AGES[code]) for code in BUCKETS)],
    )
    municipality = forms.ChoiceField(label=_("Kommun"), required=False)

    def __init__(self, *args: Any, consultation: Consultation, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own
        super().__init__(*args, **kwargs)
        self.officers = list(officers_of(consultation))
        for name, choices in {
            "theme": [*theme_choices(_("Alla")), (NONE, _("Inget tema än"))],
            "owner": [
                ANY,
                *((str(user.pk), str(user)) for user in self.officers),
                (NONE, _("Ingen ansvarig än")),
            ],
            "question": [
                ANY,
                *(
                    (str(row.pk), f"{row.position}. {row.text}")
                    for row in questions_of(consultation)
                ),
            ],
            "passage": [
                ANY,
                *((str(uuid), heading) for uuid, heading in passages_heard_about(consultation)),
            ],
            "municipality": [
                ANY,
                *((row.code, row.name) for row in municipalities_heard(consultation)),
            ],
        }.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- as declared above
            field.choices = choices

    def chosen(self) -> DeskFilter:
        """Return what was chosen; a choice that makes no sense counts as not made."""
        self.is_valid()
        given = self.cleaned_data
        return DeskFilter(
            show=given.get("show") or "UNANSWERED",
            words=given.get("q", ""),
            **{name: given.get(name, "") for name in self.fields if name not in {"q", "show"}},
        )


class CodingForm(forms.Form):
    """Theme and owner."""

    theme = forms.ChoiceField(label=_("Tema"), required=False)
    owner = forms.ChoiceField(label=_("Ansvarig"), required=False)

    def __init__(self, *args: Any, officers: Sequence[User], **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own
        super().__init__(*args, **kwargs)
        self.officers = {str(user.pk): user for user in officers}
        for name, choices in {
            "theme": theme_choices(_("Inget tema än")),
            "owner": [
                ("", _("Ingen ansvarig än")),
                *((key, str(user)) for key, user in self.officers.items()),
            ],
        }.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- as declared above
            field.choices = choices


class NumbersField(forms.MultipleChoiceField):
    """Numbers of contributions. Any may come, not only those shown; the form judges them."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: Any) -> bool:  # noqa: ANN401 -- Django's shape
        """Return whether the value reads as a number."""
        return as_number(str(value)) is not None


class CodingOfManyForm(CodingForm):
    """Theme and owner for many at once; what is not chosen stays as it is with each of them."""

    def __init__(self, *args: Any, officers: Sequence[User], **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own
        super().__init__(*args, officers=officers, **kwargs)
        for name in ("theme", "owner"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- as declared above
            first, *rest = field.widget.choices
            field.choices = [("", _("Ändra inte")), *rest, (NONE, first[1])]

    def clean(self) -> dict[str, Any]:
        """Ask for something to change."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("theme") and not cleaned.get("owner"):
            self.add_error("theme", _("Välj ett tema eller en ansvarig."))
        return cleaned

    def settles(self) -> dict[str, Any]:
        """Return what the form settles, by what the service calls it."""
        theme, owner = self.cleaned_data["theme"], self.cleaned_data["owner"]
        settled: dict[str, Any] = {}
        if theme:
            settled["theme"] = "" if theme == NONE else theme
        if owner:
            settled["owner"] = self.officers.get(owner)
        return settled


def _said(row: Contribution) -> str:
    speaker = row.submission.display_name or row.submission.get_source_kind_display()
    return f"{speaker}: {row.text}"


TAKE_BACK: Final = "TAKE_BACK"
# What becomes of a change in the plan that a reply made and no longer rests on.
LEAVING: Final = (
    (TAKE_BACK, _("Ändringen i avsnittet tas tillbaka")),
    ("KEEP", _("Ändringen står kvar")),
)


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
    reason = LongText(
        label=_("Varför?"),
        max_length=20_000,
        error_messages={
            "required": REPLY_FAULTS["REASON_MISSING"],
            "max_length": _("Skälet är för långt: %(show_value)s tecken, högst %(limit_value)s."),
        },
    )
    referred_to = OneLine(label=_("Vem hänvisar ni till?"), required=False, max_length=160)
    passage = forms.UUIDField(widget=forms.HiddenInput, required=False)
    passage_number = forms.IntegerField(widget=forms.HiddenInput, required=False)
    passage_text = LongText(label=_("Ny lydelse"), required=False, max_length=100_000)
    in_place = forms.BooleanField(
        label=_("Texten säger det redan, den ändras inte mer"), required=False
    )
    also = NumbersField(required=False, widget=forms.CheckboxSelectMultiple({"class": "ds-input"}))
    also_numbers = OneLine(
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
    leaving_reason = OneLine(
        label=_("Varför står ändringen kvar?"),
        help_text=_("Fylls i bara om ändringen står kvar. Visas i avsnittets historik."),
        required=False,
        max_length=1000,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    motive = OneLine(
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

    text = LongText(
        label=_("Vad behöver ändras?"),
        max_length=2000,
        error_messages={"required": _("Skriv vad som behöver ändras innan du skickar tillbaka.")},
    )


class PublishForm(forms.Form):
    """A greeting to all who hear that the replies are there."""

    message = LongText(
        label=_("Hälsning till dem som svarat"),
        help_text=_("Står först i mejl och brev. Det går bra att lämna tomt."),
        required=False,
        max_length=4000,
    )
