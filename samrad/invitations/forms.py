"""Forms about letters, whom they go to, what became of each, and what is to be reviewed."""

import re
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from samrad.contributions.wording import UNREADABLE
from samrad.core.forms import LineField, LinesField
from samrad.core.text import clean, words
from samrad.documents.reading import Unreadable, html_to_markdown
from samrad.documents.received import read_received
from samrad.invitations import wording
from samrad.invitations.enums import Audience, RecipientChannel, Standing
from samrad.invitations.rules.review import model as review
from samrad.registry.enums import ArtArea, OrganisationKind
from samrad.registry.models import Municipality, Region

MAX_BODY: Final = 20_000
MAX_REVIEWED: Final = 200_000  # characters
MAX_REVIEWED_FILE: Final = 2 * 1024 * 1024
FEWEST_WORDS: Final = 5
_HTML: Final = re.compile(r"</(?:p|div|body|html|table|ul|h[1-6])>", re.IGNORECASE)
LOOK: Final = "LOOK"
FURTHEST: Final = timedelta(days=366)


class LetterForm(forms.Form):
    """A letter's subject and text; `version` is what the writer saw."""

    subject = LineField(
        label=_("Ämne"),
        max_length=160,
        help_text=_("Det första mottagaren ser. Säg vad det gäller och till när."),
        error_messages={"required": _("Skriv ett ämne.")},
    )
    body = LinesField(
        label=_("Brevets text"),
        max_length=MAX_BODY,
        strip=False,
        help_text=_(
            "Tom rad ger nytt stycke, ## ger rubrik och - ger punkt. "
            "Det som står inom dubbla klamrar fylls i av sig självt."
        ),
        error_messages={
            "required": _("Skriv brevets text."),
            "too_long": _("Brevet är %(over)s tecken för långt. Det får ha högst 20 000."),
        },
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class SegmentForm(forms.Form):
    """Filters over the register. Nothing chosen asks for nothing."""

    civil_society_only = forms.BooleanField(
        label=_("Bara civilsamhället"),
        help_text=_("Inte kommuner, institutioner, företag och yrkesverksamma."),
        required=False,
    )
    municipalities = forms.MultipleChoiceField(
        label=_("Kommuner"), widget=forms.CheckboxSelectMultiple, required=False
    )
    art_areas = forms.MultipleChoiceField(
        label=_("Kulturområden"),
        choices=ArtArea.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    organisation_kinds = forms.MultipleChoiceField(
        label=_("Typ av organisation"),
        choices=OrganisationKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    channel = forms.ChoiceField(
        label=_("Nås genom"),
        choices=[("", _("Alla vägar")), *RecipientChannel.choices],
        required=False,
    )
    include_dormant = forms.BooleanField(label=_("Ta med vilande"), required=False)

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:  # noqa: ANN401 -- a form's own
        super().__init__(*args, **kwargs)
        places = Municipality.objects.filter(region=region)
        self.fields["municipalities"].choices = list(places.values_list("code", "name"))  # type: ignore[attr-defined]  # a choice field


class AudienceForm(forms.Form):
    """Whom a letter to those who already take part goes to."""

    audience = forms.ChoiceField(
        label=_("Vilka ska få brevet"),
        choices=[(code, label) for code, label in Audience.choices if code != Audience.UNANSWERED],
        widget=forms.RadioSelect,
    )


class SendForm(forms.Form):
    """The day to send, and what the sender saw when confirming."""

    send_on = forms.DateField(
        label=_("Skicka den"),
        widget=forms.DateInput,
        help_text=_("I dag skickas breven genast, en annan dag klockan 8."),
        error_messages={"required": _("Välj en dag."), "invalid": _("Skriv dagen som 2026-03-02.")},
    )
    letter_version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:  # noqa: ANN401 -- a form's own
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_send_on(self) -> date:
        """Refuse days that have been, and those too far away to be meant."""
        day: date = self.cleaned_data["send_on"]
        if day < self.today:
            raise ValidationError(_("Dagen har redan varit. Välj i dag eller en senare dag."))
        if day > self.today + FURTHEST:
            raise ValidationError(_("Dagen ligger mer än ett år bort. Välj en tidigare dag."))
        return day


class RecipientFilterForm(forms.Form):
    """Which recipients to list."""

    namn = forms.CharField(
        label=_("Sök"), widget=forms.TextInput(attrs={"type": "search"}), required=False
    )
    laget = forms.ChoiceField(
        label=_("Läge"),
        choices=[("", _("Alla")), (LOOK, _("Behöver ses över")), *Standing.choices],
        required=False,
    )
    kanal = forms.ChoiceField(
        label=_("Kanal"), choices=[("", _("Alla")), *RecipientChannel.choices], required=False
    )


class EmailForm(forms.Form):
    """A better address, and whether the register should have it too."""

    email = forms.EmailField(
        label=_("Ny e-postadress"),
        error_messages={
            "required": _("Skriv adressen."),
            "invalid": _("Skriv adressen som namn@exempel.se."),
        },
    )
    in_register = forms.BooleanField(
        label=_("Ändra också i registret"), required=False, initial=True
    )


class PaperForm(forms.Form):
    """An address to post to."""

    postal_address = LinesField(
        label=_("Postadress"),
        max_length=300,
        help_text=_(
            "Gata eller box på en rad, postnummer och ort på nästa. Namnet skrivs ovanför."
        ),
        error_messages={"required": _("Skriv adressen.")},
    )


class BounceForm(forms.Form):
    """The words a mail came back with."""

    words = LineField(
        label=_("Vad stod det i returen?"),
        max_length=300,
        help_text=_("Till exempel ”Mailbox full” eller ”Okänd mottagare”."),
        error_messages={"required": _("Skriv vad som stod i returen.")},
    )


class DayForm(forms.Form):
    """A day up to today."""

    on = forms.DateField(
        label=_("Dag"),
        widget=forms.DateInput,
        error_messages={"required": _("Välj en dag."), "invalid": _("Skriv dagen som 2026-03-02.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:  # noqa: ANN401 -- a form's own
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        """Refuse a day to come."""
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise ValidationError(_("Dagen har inte varit än. Välj i dag eller en tidigare dag."))
        return day


class ReachedForm(DayForm):
    """How somebody was reached, and when."""

    how = LineField(
        label=_("Hur nåddes de?"),
        max_length=160,
        help_text=_("Till exempel ”Ringde ordföranden” eller ”Lämnade brevet på mötet”."),
        error_messages={"required": _("Skriv hur de nåddes.")},
    )
    field_order = ("how", "on")


class ReviewForm(forms.Form):
    """An invitation to review, pasted or as a file, and what the reader knows about it."""

    text = forms.CharField(
        label=_("Inbjudans text"),
        widget=forms.Textarea,
        required=False,
        strip=False,
        help_text=_("Klistra in hela texten, också rubrik, tider och kontaktuppgifter."),
    )
    upload = forms.FileField(
        label=_("Eller välj en fil"),
        required=False,
        help_text=_("Word (.docx), PDF, webbsida (.html) eller text, högst 2 MB."),
        error_messages={"empty": _("Filen är tom. Välj en annan fil.")},
    )
    sent = forms.DateField(
        label=_("När skickas den?"),
        widget=forms.DateInput,
        required=False,
        help_text=_("Då räknas om den kommer i god tid."),
        error_messages={"invalid": _("Skriv dagen som 2026-03-02.")},
    )
    kind = forms.ChoiceField(
        label=_("Vad är det?"),
        choices=[("", _("Avgör själv ur texten")), *wording.CHOSEN_KINDS],
        required=False,
    )
    audience = forms.ChoiceField(
        label=_("Vem är den till?"),
        choices=[("", _("Avgör själv ur texten")), *wording.AUDIENCES.items()],
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Read the file if there is one, else the text, and refuse what cannot be reviewed."""
        values = self.cleaned_data
        upload = values.get("upload")
        if "upload" in self.errors:
            return values
        name = "upload" if upload else "text"
        try:
            written = text_of_upload(upload) if upload else values.get("text", "")
            values["text"] = reviewable(written)
        except ValidationError as refused:
            self.add_error(name, refused)
        return values

    def facts(self) -> review.Facts:
        """Return what is known beside the text."""
        values = self.cleaned_data
        return review.Facts(
            sent=values["sent"],
            kind=review.Kind(values["kind"]) if values["kind"] else None,
            audience=review.Audience(values["audience"]) if values["audience"] else None,
        )


def text_of_upload(upload: UploadedFile[bytes]) -> str:
    """Return the words of an uploaded file. Raise `ValidationError`."""
    if (upload.size or 0) > MAX_REVIEWED_FILE:
        raise ValidationError(_("Filen är för stor. Den får vara högst 2 MB."))
    return text_of_file(str(upload.name), upload.read())


def text_of_file(name: str, content: bytes) -> str:
    """Return the words of a file. Raise `ValidationError`."""
    try:
        return read_received(name, content)
    except Unreadable as unreadable:
        raise ValidationError(str(UNREADABLE[unreadable.reason])) from unreadable


def reviewable(text: str) -> str:
    """Return the text cleaned, or refuse one that is none, too short or too long."""
    if _HTML.search(text):
        text = html_to_markdown(text)
    text = clean(text).strip()
    if not text:
        raise ValidationError(_("Klistra in en text eller välj en fil."))
    if len(text) > MAX_REVIEWED:
        raise ValidationError(
            _("Texten är för lång. Den får ha högst 200 000 tecken, alltså ungefär hundra sidor.")
        )
    if len(words(text)) < FEWEST_WORDS:
        raise ValidationError(_("Det är för lite text att granska. Ta med hela inbjudan."))
    return text
