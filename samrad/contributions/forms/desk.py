"""What officers choose at the desk: what to list, and theme and owner."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samrad.consultations.models import Consultation
from samrad.contributions.enums import SourceKind, SubmissionChannel
from samrad.contributions.forms.fields import ANY, Choices
from samrad.contributions.queries.desk import (
    DeskFilter,
    municipalities_heard,
    officers_of,
    passages_heard_about,
    questions_of,
)
from samrad.contributions.rules.ageing import BUCKETS
from samrad.contributions.wording import AGES, SHOWN
from samrad.method.library import code_list
from samrad.users.models import User

NONE: Final = "-"


def theme_choices(empty: str | Promise) -> Choices:
    """Return the themes by code, after one choice for none."""
    themes = code_list("contribution-themes")
    return [("", empty), *((code, themes.text.codes[code].label) for code in themes.head.codes)]


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
