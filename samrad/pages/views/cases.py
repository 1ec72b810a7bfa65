"""Cases: what regions and alliances have done, searchable by problem, form and cell."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.access.roles import HasRoles, get_platform
from samrad.core.htmx import render_page
from samrad.method import library
from samrad.pages.forms import CaseSearch
from samrad.pages.queries import method
from samrad.pages.queries.method import Kind, Leaf
from samrad.pages.views.method import around


def _found(chosen: dict[str, Any], language: str) -> list[dict[str, Any]]:
    """Return the cases that fit, in their order, or the best first where words were asked for."""
    words = chosen.get("q", "")
    order = (
        [hit.leaf.key for hit in method.find(words, language, only=frozenset({Kind.CASE}))]
        if words
        else [leaf.key for leaf in method.of_kind(Kind.CASE, language)]
    )
    form, cell = chosen.get("form", ""), chosen.get("ruta", "")
    cases = (library.case(key, language=language) for key in order)
    return [
        {
            "leaf": method.leaves(language)[Kind.CASE, case.head.key],
            "text": case.text,
            "years": next((one.years for one in case.head.sources if one.years), ""),
            "forms": [method.leaves(language)[Kind.FORM, key].title for key in case.head.forms],
        }
        for case in cases
        if (not form or form in case.head.forms) and (not cell or cell in case.head.cells)
    ]


@require_safe
@requires(Action.PORTAL_VIEW, on=get_platform)
def cases(request: Request, _platform: HasRoles) -> HttpResponse:
    """List the cases by search."""
    language = get_language() or library.SOURCE_LANGUAGE
    form = CaseSearch(request.GET, language=language)
    chosen = form.cleaned_data if form.is_valid() else {}
    context = {"form": form, "cases": _found(chosen, language), "chosen": any(chosen.values())}
    return render_page(request, "pages/method/cases.html", context, part="rows")


@require_safe
@requires(Action.PORTAL_VIEW, on=method.get_case)
def case(request: Request, leaf: Leaf) -> HttpResponse:
    """Show a case: problem, steps, result, lesson and source."""
    found = library.case(leaf.key, language=get_language() or library.SOURCE_LANGUAGE)
    sources = [
        {"address": one.address, "years": one.years, "name": found.text.sources[one.address]}
        for one in found.head.sources
    ]
    context = around(leaf) | {"text": found.text, "sources": sources}
    return render_page(request, "pages/method/case.html", context)
