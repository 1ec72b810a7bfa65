"""Forms about organisations and their contact persons."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from samrad.core.forms import LineField, LinesField
from samrad.core.text import search_key
from samrad.registry.enums import ArtArea, Channel, OrganisationKind, OrganisationStatus, Way
from samrad.registry.forms.careful import CarefulForm
from samrad.registry.models import Municipality
from samrad.registry.queries.register import Chosen
from samrad.registry.rules import cells, org_numbers
from samrad.registry.wording import reason

ANY = ("", _("Alla"))
LONGEST_RETENTION = timedelta(days=5 * 366)
USUAL_RETENTION = timedelta(days=730)


class RegisterSearch(CarefulForm):
    """What to see of the register. The names stand in addresses and are Swedish."""

    q = forms.CharField(
        label=_("Sök"),
        required=False,
        max_length=100,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": _("Namn, nummer, e-post, person")}
        ),
    )
    kommun = forms.ChoiceField(label=_("Kommun"), required=False)
    omrade = forms.ChoiceField(
        label=_("Kulturområde"), required=False, choices=[ANY, *ArtArea.choices]
    )
    typ = forms.ChoiceField(
        label=_("Typ"), required=False, choices=[ANY, *OrganisationKind.choices]
    )
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[ANY, *OrganisationStatus.choices]
    )
    nas = forms.ChoiceField(label=_("Kontaktväg"), required=False, choices=[ANY, *Way.choices])
    ordning = forms.ChoiceField(
        label=_("Ordna efter"),
        required=False,
        choices=[
            ("namn", _("Namn")),
            ("-namn", _("Namn, bakifrån")),
            ("kommun", _("Kommun")),
            ("-kommun", _("Kommun, bakifrån")),
            ("-andrad", _("Senast ändrad först")),
            ("andrad", _("Längst sedan ändrad först")),
        ],
    )
    civil = forms.BooleanField(label=_("Bara civilsamhället"), required=False)

    def __init__(self, *args: Any, municipalities: list[Municipality], **kwargs: Any) -> None:  # noqa: ANN401 -- Form's own arguments
        super().__init__(*args, **kwargs)
        _choices(self, "kommun", [ANY, *((one.code, one.name) for one in municipalities)])

    def chosen(self) -> Chosen:
        """Return what was chosen; what makes no sense is passed over."""
        self.is_valid()
        said = self.cleaned_data
        return Chosen(
            words=said.get("q", ""),
            municipality=said.get("kommun", ""),
            area=said.get("omrade", ""),
            kind=said.get("typ", ""),
            status=said.get("status", ""),
            way=said.get("nas", ""),
            civil_society=bool(said.get("civil")),
            order=said.get("ordning") or "namn",
        )


def _choices(form: forms.Form, name: str, choices: list[Any]) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]  # a field with choices


def _read(read: cells.Read) -> str:
    if read.fault:
        raise ValidationError(str(reason(read.fault)), code=read.fault)
    return read.value


class OrganisationForm(CarefulForm):
    """What the register says of an organisation."""

    phones: ClassVar[frozenset[str]] = frozenset({"phone"})
    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = LineField(
        label=_("Namn"),
        max_length=200,
        error_messages={"required": _("Skriv organisationens namn.")},
    )
    org_number = forms.CharField(
        label=_("Organisationsnummer"),
        required=False,
        max_length=20,
        help_text=_("Tio siffror. Många föreningar och nätverk har inget; lämna rutan tom."),
    )
    kind = forms.ChoiceField(
        label=_("Typ"), choices=OrganisationKind.choices, initial=OrganisationKind.LOCAL
    )
    municipality = forms.ChoiceField(label=_("Kommun"), required=False)
    areas = forms.MultipleChoiceField(
        label=_("Kulturområden"),
        required=False,
        choices=ArtArea.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    email = forms.CharField(
        label=_("E-post"),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"type": "email"}),
        help_text=_("Helst föreningens egen adress, inte en persons."),
    )
    phone = forms.CharField(
        label=_("Telefon"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    website = forms.CharField(label=_("Webbplats"), required=False, max_length=200)
    address = LineField(label=_("Adress"), required=False, max_length=200)
    postal_code = forms.CharField(label=_("Postnummer"), required=False, max_length=10)
    city = LineField(label=_("Ort"), required=False, max_length=80)
    channel = forms.ChoiceField(
        label=_("Nås helst genom"), choices=Channel.choices, initial=Channel.EMAIL
    )
    status = forms.ChoiceField(
        label=_("Status"),
        choices=OrganisationStatus.choices,
        initial=OrganisationStatus.ACTIVE,
    )
    note = LinesField(
        label=_("Anteckning"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Det du skriver här kan begäras ut som allmän handling."),
    )

    def __init__(self, *args: Any, municipalities: list[Municipality], **kwargs: Any) -> None:  # noqa: ANN401 -- Form's own arguments
        super().__init__(*args, **kwargs)
        places = [(one.code, one.name) for one in municipalities]
        _choices(self, "municipality", [("", _("Ingen eller hela regionen")), *places])

    def clean_name(self) -> str:
        """Return the name, which needs a letter or a digit."""
        name = str(self.cleaned_data["name"])
        if not search_key(name):
            raise ValidationError(_("Skriv organisationens namn."), code="required")
        return name

    def clean_org_number(self) -> str:
        """Return ten digits or nothing."""
        typed = self.cleaned_data["org_number"]
        if not typed:
            return ""
        read = org_numbers.parse(typed)
        if isinstance(read, org_numbers.Refused):
            raise ValidationError(str(reason(read.reason)), code=read.reason)
        return read.digits

    def clean_email(self) -> str:
        """Return the address in good form."""
        return _read(cells.email(self.cleaned_data["email"]))

    def clean_phone(self) -> str:
        """Return the number on one line."""
        return _read(cells.phone(self.cleaned_data["phone"]))

    def clean_website(self) -> str:
        """Return the address with https:// before it."""
        return _read(cells.website(self.cleaned_data["website"]))

    def clean_postal_code(self) -> str:
        """Return the postcode as NNN NN."""
        return _read(cells.postcode(self.cleaned_data["postal_code"]))

    def take_over(self, values: Mapping[str, Any], *, version: int) -> None:
        """Put what somebody else has saved into the form, and let the next save know it was seen.

        `values` are named and written as the model has them.
        """
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["expected"] = str(version)
        for name, value in values.items():
            written = value if isinstance(value, list) else [str(value or "")]
            data.setlist({"municipality_id": "municipality"}.get(name, name), written)
        self.data = data

    def stored(self) -> dict[str, Any]:
        """Return the fields as the model names them."""
        said = dict(self.cleaned_data)
        said["municipality_id"] = said.pop("municipality") or None
        said.pop("areas")
        said.pop("expected")
        return said


class ContactForm(CarefulForm):
    """Someone who can be reached for an organisation."""

    phones: ClassVar[frozenset[str]] = frozenset({"phone"})
    name = LineField(
        label=_("Namn"), max_length=120, error_messages={"required": _("Skriv personens namn.")}
    )
    role = LineField(
        label=_("Uppdrag"),
        required=False,
        max_length=80,
        help_text=_("Till exempel ordförande eller sekreterare."),
    )
    email = forms.CharField(
        label=_("E-post"),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"type": "email"}),
    )
    phone = forms.CharField(
        label=_("Telefon"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    channel = forms.ChoiceField(
        label=_("Nås helst genom"), choices=Channel.choices, initial=Channel.EMAIL
    )
    reason = LineField(
        label=_("Varför uppgifterna sparas"),
        max_length=200,
        help_text=_("Till exempel: ordförande enligt föreningens webbplats."),
        error_messages={"required": _("Skriv varför uppgifterna sparas.")},
    )
    retention_until = forms.DateField(
        label=_("Sparas till och med"),
        widget=forms.DateInput,
        help_text=_("Förslaget är två år. Därefter tas uppgifterna bort."),
        error_messages={"required": _("Välj hur länge uppgifterna sparas.")},
    )
    do_not_contact = forms.BooleanField(
        label=_("Vill inte bli kontaktad"),
        required=False,
        help_text=_("Inga utskick går till personen."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:  # noqa: ANN401 -- Form's own arguments
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_email(self) -> str:
        """Return the address in good form."""
        return _read(cells.email(self.cleaned_data["email"]))

    def clean_phone(self) -> str:
        """Return the number on one line."""
        return _read(cells.phone(self.cleaned_data["phone"]))

    def clean_retention_until(self) -> date:
        """Check that the date is to come, and not further away than we will keep anything."""
        until: date = self.cleaned_data["retention_until"]
        if until < self.today:
            raise ValidationError(_("Datumet har redan varit. Välj ett senare datum."))
        if until > self.today + LONGEST_RETENTION:
            raise ValidationError(_("Uppgifter om personer sparas högst fem år i taget."))
        return until
