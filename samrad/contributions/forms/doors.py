"""The open doors: the code from a letter, and the form for those who were not invited.

What may be a personal number is neither kept nor shown again.
"""

import secrets
from typing import Any, Final

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from samrad.consultations.enums import StatedKind
from samrad.contributions.services.answering import Entrant
from samrad.core.forms import LineField
from samrad.registry.models import Municipality, Region
from samrad.registry.rules.cells import holds_personal_number
from samrad.registry.rules.org_numbers import PERSONAL_NUMBER, Valid, parse

ELSEWHERE: Final = "-"
_SIGNER: Final = signing.Signer(salt="answers.open")


class CodeForm(forms.Form):
    """The code from a letter."""

    code = LineField(
        label=_("Koden i brevet"),
        help_text=_(
            "Åtta tecken, till exempel 7K4M-P2XW. Små eller stora bokstäver spelar ingen roll."
        ),
        max_length=40,
        error_messages={
            "required": _("Skriv koden som står i brevet."),
            "max_length": _("Koden har bara åtta tecken. Titta i brevet och skriv den igen."),
        },
    )

    def refuse(self, region: Region) -> None:
        """Say that no letter of the region's has this code; what was typed stays."""
        text = _(
            "%(region)s har ingen sådan kod, eller så har den slutat gälla. "
            "Jämför med brevet tecken för tecken, eller ring numret som står där."
        )
        self.add_error("code", forms.ValidationError(text, params={"region": region}))


class OpenForm(forms.Form):
    """Who somebody is that comes without an invitation."""

    kind = forms.ChoiceField(
        label=_("Vem svarar du för?"),
        choices=StatedKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vem du svarar för.")},
    )
    name = LineField(
        label=_("Namn"),
        help_text=_(
            "Föreningens eller nätverkets namn. Svarar du för dig själv kan du lämna det tomt."
        ),
        required=False,
        max_length=200,
    )
    municipality = forms.ChoiceField(label=_("Kommun"), required=False)
    org_number = LineField(
        label=_("Organisationsnummer"),
        help_text=_("Bara om föreningen har ett. Skriv aldrig ett personnummer här."),
        required=False,
        max_length=40,
    )
    contact_name = LineField(label=_("Ditt namn"), required=False, max_length=120)
    email = forms.EmailField(
        label=_("E-post"),
        required=False,
        help_text=_("Dit skickar vi länken till ert svar, kvittot och vad svaret ledde till."),
        error_messages={
            "invalid": _("Adressen ser inte hel ut. Den ska se ut som namn@exempel.se.")
        },
    )
    phone = LineField(
        label=_("Telefon"),
        required=False,
        max_length=40,
        help_text=_("Om du hellre blir uppringd när svaren är klara."),
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    website = LineField(label=_("Lämna den här rutan tom"), required=False, max_length=200)

    def __init__(self, *args: Any, municipalities: list[Municipality], **kwargs: Any) -> None:  # noqa: ANN401 -- form options
        super().__init__(*args, **kwargs)
        self.municipalities = {one.code: one for one in municipalities}
        self.initial.setdefault("key", _SIGNER.sign(secrets.token_urlsafe(16)))
        field = self.fields["municipality"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared so above
        field.choices = [
            ("", _("Välj kommun")),
            *((one.code, one.name) for one in municipalities),
            (ELSEWHERE, _("Hela länet, eller någon annanstans")),
        ]

    def clean_key(self) -> str:
        """Return the form's own key; a page that lost it is one that was never sent before."""
        try:
            return _SIGNER.unsign(self.cleaned_data["key"])
        except signing.BadSignature:
            return secrets.token_urlsafe(16)

    def clean_website(self) -> str:
        """Refuse what only machines fill in, kindly: a browser may have done it for someone."""
        if self.cleaned_data["website"]:
            self._forget("website")
            raise forms.ValidationError(
                _("Något fylldes i en ruta som ska vara tom. Den är tömd nu: skicka igen."),
                code="trap",
            )
        return ""

    def clean_name(self) -> str:
        """Return the name, or refuse one that holds what may be a personal number."""
        return self._without_personal_number("name")

    def clean_contact_name(self) -> str:
        """Return the name, or refuse one that holds what may be a personal number."""
        return self._without_personal_number("contact_name")

    def clean_email(self) -> str:
        """Return the address, or refuse one that holds what may be a personal number."""
        return self._without_personal_number("email")

    def clean_phone(self) -> str:
        """Return the number, or refuse what may be a personal number."""
        return self._without_personal_number("phone", among_phones=True)

    def clean_org_number(self) -> str:
        """Return ten digits or nothing. What may be a personal number is neither kept nor shown."""
        typed = self.cleaned_data["org_number"]
        if not typed:
            return ""
        found = parse(typed)
        if isinstance(found, Valid):
            return found.digits
        self._forget("org_number")
        if found.reason == PERSONAL_NUMBER:
            raise forms.ValidationError(
                _("Det där kan vara ett personnummer. Vi har inte sparat det. Lämna rutan tom."),
                code="personal_number",
            )
        raise forms.ValidationError(
            _("Numret stämmer inte. Det ska ha tio siffror, som 802000-0000. Rutan får vara tom."),
            code="org_number",
        )

    def clean(self) -> dict[str, Any]:
        """Ask for a name where somebody answers for more than themselves."""
        values = self.cleaned_data
        if values.get("kind") in {StatedKind.ORGANISATION, StatedKind.NETWORK}:
            if "name" not in self.errors and not values.get("name"):
                self.add_error("name", _("Skriv föreningens eller nätverkets namn."))
            if not values.get("municipality"):
                self.add_error("municipality", _("Välj kommunen där ni är verksamma."))
        return values

    def entrant(self) -> Entrant:
        """Return who comes."""
        values = self.cleaned_data
        kind = StatedKind(values["kind"])
        is_person = kind == StatedKind.INDIVIDUAL
        return Entrant(
            kind=kind,
            key=values["key"],
            name=values["name"],
            municipality=self.municipalities.get(values["municipality"]),
            org_number="" if is_person else values["org_number"],
            contact_name=values["contact_name"] or (values["name"] if is_person else ""),
            email=values["email"],
            phone=values["phone"],
        )

    def _without_personal_number(self, name: str, *, among_phones: bool = False) -> str:
        typed = str(self.cleaned_data[name])
        if holds_personal_number(typed, among_phones=among_phones):
            self._forget(name)
            raise forms.ValidationError(
                _("Det där kan vara ett personnummer. Vi har inte sparat det. Skriv något annat."),
                code="personal_number",
            )
        return typed

    def _forget(self, name: str) -> None:
        """Take a value out of what the page would show again."""
        self.data = dict(self.data.items()) | {self.add_prefix(name): ""}
