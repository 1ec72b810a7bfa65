"""The page that stands where a consultation asks and an information has nothing to ask."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar

from django.http import HttpResponseBase

from samrad.consultations.enums import Matter
from samrad.consultations.models import Consultation
from samrad.consultations.services.matters import AsksForNothing
from samrad.core.htmx import render_page

CONFLICT: Final = 409
T = TypeVar("T")
View = Callable[[Any, T], HttpResponseBase]


def asking_only(view: View[T]) -> View[T]:
    """Show the calm page instead of the view when what was loaded is part of an information.

    Stands below `requires`, which loads.
    """

    @wraps(view)
    def asked(request: Any, target: T) -> HttpResponseBase:  # noqa: ANN401 -- a view's shape
        consultation = _consultation_of(target)
        if consultation.matter != Matter.INFORMATION:
            try:
                return view(request, target)
            except AsksForNothing:  # it became one meanwhile
                consultation.matter = Matter.INFORMATION
        context = {"region": consultation.region, "consultation": consultation}
        status = CONFLICT if request.method == "POST" else 200
        return render_page(request, "planning/informs.html", context, status=status)

    return asked


def _consultation_of(target: Any) -> Consultation:  # noqa: ANN401 -- whatever a view is about
    """Return the consultation, found upwards from the part of it that was loaded."""
    if isinstance(target, Consultation):
        return target
    found = getattr(target, "consultation", None) or target.run.consultation
    assert isinstance(found, Consultation)  # noqa: S101 -- a decorator in the wrong place
    return found
