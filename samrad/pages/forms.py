"""Searching the open pages."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from samrad.contributions.enums import Outcome
from samrad.core.forms import LinesField
from samrad.method import library
from samrad.pages.rules import portal
from samrad.pages.wording import KINDS
from samrad.planning.services.handovers import LONGEST

STATUS_LABELS = {
    portal.OPEN: _("Öppet nu"),
    portal.UPCOMING: _("Öppnar snart"),
    portal.CLOSED: _("Svarstiden är slut, svar kommer"),
    portal.ANSWERED: _("Besvarat"),
    portal.INFORMS: _("Information"),
    portal.CANCELLED: _("Inställt"),
}


class ConsultationSearch(forms.Form):
    """Which consultations to list."""

    q = forms.CharField(
        label=_("Sök på kommun, län eller ord"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    status = forms.ChoiceField(label=_("Läge"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)

    def __init__(self, *args: object, regions: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Form's own arguments
        self.fields["status"].choices = [("", _("Alla")), *STATUS_LABELS.items()]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["region"].choices = [("", _("Alla")), *regions]  # type: ignore[attr-defined]  # a ChoiceField


class ReplySearch(forms.Form):
    """Which contributions and replies to list."""

    q = forms.CharField(
        label=_("Sök i synpunkter och svar"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    utfall = forms.ChoiceField(label=_("Utfall"), required=False)
    tema = forms.ChoiceField(label=_("Tema"), required=False)

    def __init__(self, *args: object, language: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Form's own arguments
        themes = library.code_list("contribution-themes", language=language)
        self.fields["utfall"].choices = [("", _("Alla")), *Outcome.choices]  # type: ignore[attr-defined]  # a ChoiceField
        words = [(code, word.label) for code, word in themes.text.codes.items()]
        self.fields["tema"].choices = [("", _("Alla")), *words]  # type: ignore[attr-defined]  # a ChoiceField


class CalendarFilter(forms.Form):
    """Which dates to show: the month and the view go along unseen."""

    manad = forms.CharField(required=False, max_length=7, widget=forms.HiddenInput)
    vy = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    slag = forms.ChoiceField(
        label=_("Vad"),
        required=False,
        choices=lambda: [("", _("Allt")), *KINDS.items()],
    )
    samrad = forms.ChoiceField(label=_("Samråd"), required=False)
    process = forms.ChoiceField(label=_("Planprocess"), required=False)

    def __init__(
        self,
        *args: object,
        consultations: Iterable[tuple[str, str]],
        processes: Iterable[tuple[str, str]],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Form's own arguments
        self.fields["samrad"].choices = [("", _("Alla")), *consultations]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["process"].choices = [("", _("Alla")), *processes]  # type: ignore[attr-defined]  # a ChoiceField

    def chosen(self, name: str) -> str:
        """Return what was chosen, or nothing: a choice that is none counts as none."""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


class HandoverNoteForm(forms.Form):
    """What the next one needs to know, and which version it was written over."""

    text = LinesField(label=_("Det du behöver veta"), required=False, max_length=LONGEST)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class MethodSearch(forms.Form):
    """What to look for in the method library."""

    q = forms.CharField(
        label=_("Sök i metoden"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class CaseSearch(forms.Form):
    """Which cases to list."""

    q = forms.CharField(
        label=_("Vad är problemet?"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    form = forms.ChoiceField(label=_("Form av samråd"), required=False)
    ruta = forms.ChoiceField(label=_("Ruta i matrisen"), required=False)

    def __init__(self, *args: object, language: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Form's own arguments
        used = {key for case in library.cases() for key in case.head.forms}
        cells = {cell for case in library.cases() for cell in case.head.cells}
        forms_used = [
            (form.head.key, form.text.name)
            for form in library.forms(language=language)
            if form.head.key in used
        ]
        matrix = library.matrix(language=language)
        levels = library.levels(language=language).text.levels
        cells_used = [
            (cell, f"{matrix.text.steps[int(cell[1])]}: {levels[level].label.lower()}")
            for row, level in matrix.head.rows.items()
            for cell in (f"{row}{step}" for step in matrix.head.steps)
            if cell in cells
        ]
        self.fields["form"].choices = [("", _("Alla")), *forms_used]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["ruta"].choices = [("", _("Alla")), *cells_used]  # type: ignore[attr-defined]  # a ChoiceField
