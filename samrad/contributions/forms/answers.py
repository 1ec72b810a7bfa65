"""What participants fill in behind a personal link."""

import secrets
from datetime import date
from typing import Any, Final

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from samrad.consultations.models import Question
from samrad.contributions.enums import MandateKind
from samrad.contributions.queries.progress import DraftText
from samrad.contributions.rules.answering import MAX_KEPT, MAX_NOTE, letters_over
from samrad.contributions.services.drafts import Mandate, Written
from samrad.core.forms import LineField, LinesField

_SIGNER: Final = signing.Signer(salt="answers.send")
_MARK: Final = 32
_TOO_LONG: Final = _(
    "Texten är %(over)s tecken för lång. Korta den, eller ring så tar vi emot resten."
)


class AnswerField(LinesField):
    """Words that may be left out, and that we take by telephone where they do not fit."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 -- field options
        super().__init__(
            required=False,
            max_length=MAX_KEPT,
            error_messages={"too_long": _TOO_LONG},
            **options,
        )


class DraftForm(forms.Form):
    """A form that is kept as a draft: it knows what it was opened with."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    writer = forms.CharField(widget=forms.HiddenInput, required=False, max_length=_MARK)

    @staticmethod
    def fresh(draft: DraftText | None) -> dict[str, Any]:
        """Return the hidden values of a page that is opened now."""
        return {"version": draft.version if draft else 0, "writer": secrets.token_hex(8)}

    def fits(self) -> bool:
        """Tell whether the words, which have been kept, can be sent; if not, say so in the form."""
        over = letters_over(self.cleaned_data["text"])
        if over:
            self.add_error(
                "text", forms.ValidationError(_TOO_LONG, code="too_long", params={"over": over})
            )
        return not over

    def seen(self) -> dict[str, Any]:
        """Return what the page was opened with."""
        return {
            "seen": self.cleaned_data.get("version") or 0,
            "writer": self.cleaned_data.get("writer") or "",
        }


class AnswerForm(DraftForm):
    """The answer to one question. Words win over a tick that says there are none."""

    text = AnswerField(label=_("Ert svar"))
    nothing_to_add = forms.BooleanField(required=False)

    @classmethod
    def of(cls, draft: DraftText | None) -> "AnswerForm":
        """Return the form with the draft in it."""
        return cls(
            initial={
                "text": draft.text if draft else "",
                "nothing_to_add": draft.nothing_to_add if draft else False,
                **cls.fresh(draft),
            }
        )

    def asking(self, question: Question) -> "AnswerForm":
        """Return the form with the question as its label."""
        self.fields["text"].label = question.text
        self.fields["text"].help_text = question.hint
        return self

    def written(self) -> Written:
        """Return what stands on the page."""
        text = self.cleaned_data["text"]
        ticked = self.cleaned_data["nothing_to_add"]
        return Written(text=text, nothing_to_add=ticked and not text, **self.seen())


class CommentForm(DraftForm):
    """A comment on one passage, in the wording that stood on the page."""

    text = AnswerField(label=_("Er kommentar"))
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    @classmethod
    def of(cls, draft: DraftText | None, revision: int) -> "CommentForm":
        """Return the form with the draft in it, about the wording that is shown."""
        text = draft.text if draft else ""
        return cls(initial={"text": text, "revision": revision, **cls.fresh(draft)})

    def written(self) -> Written:
        """Return what stands on the page."""
        return Written(text=self.cleaned_data["text"], **self.seen())


class SendForm(DraftForm):
    """Who has decided and when, for an organisation; whether the name is shown, for a person."""

    decided = forms.ChoiceField(
        label=_("Vem har beslutat om svaret?"),
        widget=forms.RadioSelect,
        choices=[
            (MandateKind.BOARD, _("Styrelsen har beslutat")),
            (MandateKind.MEMBERS, _("Ett medlemsmöte eller årsmöte har beslutat")),
            (MandateKind.OTHER, _("Någon annan i föreningen har beslutat")),
            (MandateKind.NOT_YET, _("Det är inte beslutat än")),
        ],
        error_messages={"required": _("Välj vem som har beslutat om svaret.")},
    )
    decided_by = LineField(
        label=_("Vem, om det var någon annan?"),
        help_text=_("Bara om ni valde det: till exempel en arbetsgrupp eller ordföranden."),
        required=False,
        max_length=200,
    )
    decided_on = forms.DateField(
        label=_("När beslutades det?"),
        help_text=_("Dagen för mötet. Lämna tomt om det inte är beslutat än."),
        required=False,
        widget=forms.DateInput,
        error_messages={
            "invalid": _("Skriv dagen som år, månad och dag, till exempel 2026-03-18.")
        },
    )
    show_name = forms.BooleanField(
        label=_("Visa mitt namn vid svaret på webben"),
        help_text=_("Annars står det Privatperson."),
        required=False,
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    read = forms.CharField(widget=forms.HiddenInput, required=False, max_length=_MARK)

    def __init__(self, *args: Any, is_person: bool, today: date, **kwargs: Any) -> None:  # noqa: ANN401 -- form options
        super().__init__(*args, **kwargs)
        self.today = today
        for name in ("decided", "decided_by", "decided_on") if is_person else ("show_name",):
            del self.fields[name]

    @classmethod
    def of(
        cls, mandate: Mandate, draft: DraftText | None, *, read: str, is_person: bool, today: date
    ) -> "SendForm":
        """Return the form with what was filled in last and a key of its own."""
        return cls(
            initial={
                "decided": mandate.kind,
                "decided_by": mandate.decided_by,
                "decided_on": mandate.decided_on,
                "show_name": mandate.show_name,
                "key": _SIGNER.sign(secrets.token_urlsafe(16)),
                "read": read,
                **cls.fresh(draft),
            },
            is_person=is_person,
            today=today,
        )

    def clean_key(self) -> str:
        """Return the key if we made it; a page without one has been tampered with or cut off."""
        try:
            return _SIGNER.unsign(self.cleaned_data["key"])
        except signing.BadSignature as error:
            raise forms.ValidationError(
                _("Sidan gick inte att läsa. Ladda om den och skicka igen. Svaren finns kvar."),
                code="key",
            ) from error

    def clean(self) -> dict[str, Any]:
        """Ask for who and when where somebody has decided."""
        kind = self.cleaned_data.get("decided")
        if kind == MandateKind.OTHER and not self.cleaned_data.get("decided_by"):
            self.add_error("decided_by", _("Skriv vilka som har beslutat."))
        if kind and kind != MandateKind.NOT_YET and "decided_on" not in self.errors:
            self._check_day(self.cleaned_data.get("decided_on"))
        return self.cleaned_data

    def _check_day(self, decided_on: date | None) -> None:
        if decided_on is None:
            self.add_error("decided_on", _("Skriv vilken dag det beslutades."))
        elif decided_on > self.today:
            self.add_error(
                "decided_on",
                _("Dagen ligger framåt i tiden. Är det inte beslutat än, välj det alternativet."),
            )

    def mandate(self) -> Mandate:
        """Return the mandate as far as it can be read, also from a form that is not finished."""
        values = self.cleaned_data
        kind = values.get("decided") or ""
        is_decided = kind not in ("", MandateKind.NOT_YET)
        return Mandate(
            kind=kind,
            decided_by=values.get("decided_by") or "" if kind == MandateKind.OTHER else "",
            decided_on=values.get("decided_on") if is_decided else None,
            show_name=bool(values.get("show_name")),
        )


class SeekForm(forms.Form):
    """A search among the passages of the draft."""

    q = LineField(label=_("Sök i utkastet"), required=False, max_length=100)


class WrongRecipientForm(forms.Form):
    """That the link should have gone to somebody else."""

    note = LinesField(
        label=_("Vet du vem som borde ha fått länken?"),
        help_text=_("Till exempel den nya ordföranden. Lämna tomt om du inte vet."),
        required=False,
        max_length=MAX_NOTE,
    )
