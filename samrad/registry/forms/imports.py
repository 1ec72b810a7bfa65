"""Forms about reading a register in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samrad.core.forms import LineField
from samrad.registry.services.registers import Column
from samrad.registry.wording import IMPORT_FIELDS


class UploadForm(forms.Form):
    """A register to read in, and where it is from."""

    file = forms.FileField(
        label=_("Fil"),
        help_text=_(
            "Excel (.xlsx), OpenDocument (.ods) eller CSV. Första raden ska vara kolumnernas namn."
        ),
        error_messages={"required": _("Välj en fil."), "empty": _("Filen är tom. Välj en annan.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.ods,.csv,.tsv,.txt"}),
    )
    source = LineField(
        label=_("Källa"),
        max_length=80,
        help_text=_(
            "Var registret kommer ifrån. Skriv samma namn nästa gång du läser in det, "
            "så känns organisationerna igen."
        ),
        error_messages={"required": _("Skriv var registret kommer ifrån.")},
    )


class ColumnsForm(forms.Form):
    """Which column of the file is what."""

    def __init__(self, *args: Any, columns: list[Column], **kwargs: Any) -> None:  # noqa: ANN401 -- Form's own arguments
        super().__init__(*args, **kwargs)
        self.columns = columns
        for column in columns:
            self.fields[f"column-{column.index}"] = forms.ChoiceField(
                label=column.title,
                required=False,
                choices=[("", _("Läs inte in")), *IMPORT_FIELDS.items()],
                initial=column.field,
            )

    def rows(self) -> list[tuple[Column, forms.BoundField]]:
        """Return each column with its choice."""
        return [(column, self[f"column-{column.index}"]) for column in self.columns]

    def mapping(self) -> dict[str, str]:
        """Return the field that was chosen for each column, by its title."""
        return {
            column.title: self.cleaned_data[f"column-{column.index}"] for column in self.columns
        }
