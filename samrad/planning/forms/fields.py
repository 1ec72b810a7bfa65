"""Fields for a day and a time of day."""

from datetime import date
from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

EARLIEST: Final = date(2000, 1, 1)
LATEST: Final = date(2099, 12, 31)


class DayField(forms.DateField):
    """A day in our time."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 -- field options
        super().__init__(
            widget=forms.DateInput(),
            validators=[
                MinValueValidator(EARLIEST, _("Välj ett datum efter år 2000.")),
                MaxValueValidator(LATEST, _("Välj ett datum före år 2100.")),
            ],
            error_messages={"invalid": _("Skriv datumet som 2027-03-31.")},
            **options,
        )


class HourField(forms.TimeField):
    """A time of day, with a colon or a full stop."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 -- field options
        super().__init__(
            widget=forms.TimeInput(),
            input_formats=["%H:%M", "%H.%M", "%H"],
            error_messages={"invalid": _("Skriv klockslaget som 18.00.")},
            **options,
        )
