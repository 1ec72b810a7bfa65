"""The method library: what it holds, each part of it, and search. The same for everybody."""

import re
from collections.abc import Sequence
from itertools import count, groupby
from typing import Any, Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.access.roles import HasRoles, get_platform
from samrad.core.htmx import render_page
from samrad.core.markdown import to_html
from samrad.method import library
from samrad.pages.forms import MethodSearch
from samrad.pages.queries import method
from samrad.pages.queries.method import Hit, Kind, Leaf
from samrad.reporting.services.booklets import kept_booklets
from samrad.reporting.wording.numbers import COSTS, JUDGED_BY, WORK_STEPS

_HEADING: Final = re.compile(r"<h2>(.*?)</h2>")
_TAG: Final = re.compile(r"<[^>]+>")
CONTENTS_FROM: Final = 3  # headings
MOST_OF_A_KIND: Final = 8
STARTERS: Final = ("syfte", "inbjudan", "unga", "minoriteter", "återkoppling", "remiss")


def _language() -> str:
    return get_language() or library.SOURCE_LANGUAGE


def _sections(body: str) -> tuple[str, list[dict[str, str]]]:
    """Return cleaned HTML with an anchor on each heading, and the headings."""
    numbers, listed = count(1), []

    def marked(found: re.Match[str]) -> str:
        anchor = f"del-{next(numbers)}"
        listed.append({"anchor": anchor, "title": _TAG.sub("", found.group(1))})
        return f'<h2 id="{anchor}">{found.group(1)}</h2>'

    return _HEADING.sub(marked, body), listed


def _turn(leaf: Leaf) -> dict[str, Leaf | None]:
    """Return the leaves before and after, among those of the same kind."""
    listed = method.of_kind(leaf.kind, _language())
    place = next(number for number, one in enumerate(listed) if one.mark == leaf.mark)
    return {
        "previous": listed[place - 1] if place else None,
        "next": listed[place + 1] if place + 1 < len(listed) else None,
    }


def around(leaf: Leaf) -> dict[str, Any]:
    """Return what belongs together with a leaf, and those before and after it."""
    related = method.related(leaf.mark, _language())
    return {"leaf": leaf, "related": list(related.items()), "turn": _turn(leaf)}


# Overview and search


@require_safe
@requires(Action.PORTAL_VIEW, on=get_platform)
def overview(request: Request, _platform: HasRoles) -> HttpResponse:
    """Show what the method is and all that it holds."""
    language = _language()
    context = {
        "form": MethodSearch(),
        "steps": _by_step(language),
        "forms": method.of_kind(Kind.FORM, language),
        "principles": method.of_kind(Kind.PRINCIPLE, language),
        "roles": method.of_kind(Kind.ROLE, language),
        "needs": method.of_kind(Kind.NEED, language),
        "volunteers": method.of_kind(Kind.VOLUNTEER, language),
        "cases": method.of_kind(Kind.CASE, language)[:3],
        "case_count": len(method.of_kind(Kind.CASE)),
        "phases": _phases(language),
        "booklets": kept_booklets(),
        "starters": STARTERS,
    }
    return render_page(request, "pages/method/overview.html", context)


@require_safe
@requires(Action.PORTAL_VIEW, on=get_platform)
def search(request: Request, _platform: HasRoles) -> HttpResponse:
    """Search the whole library, by kind."""
    form = MethodSearch(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    hits = method.find(words, _language())
    context = {
        "form": form,
        "words": words,
        "count": len(hits),
        "groups": _grouped(hits),
        "suggestions": method.suggestions(words, _language()) if words and not hits else (),
        "starters": STARTERS,
    }
    return render_page(request, "pages/method/search.html", context, part="found")


def _grouped(hits: Sequence[Hit]) -> list[dict[str, Any]]:
    """Return hits by kind, the kind with the best hit first, and how many are not shown."""
    kinds = list(dict.fromkeys(hit.leaf.kind for hit in hits))
    grouped = ((kind, [hit for hit in hits if hit.leaf.kind == kind]) for kind in kinds)
    return [
        {
            "kind": kind,
            "shown": found[:MOST_OF_A_KIND],
            "more": found[MOST_OF_A_KIND:],
        }
        for kind, found in grouped
    ]


# Guides, needs, roles


def _by_step(language: str) -> list[dict[str, Any]]:
    """Return the guides by the step of the work where they first help."""
    steps: dict[str, list[Leaf]] = {step: [] for step in WORK_STEPS}
    for guide in library.guides(category="guide", language=language):
        first = guide.head.steps[0] if guide.head.steps else "PREPARE"
        steps[first].append(method.leaves(language)[Kind.GUIDE, guide.head.key])
    return [
        {"code": step, "title": WORK_STEPS[step], "guides": listed}
        for step, listed in steps.items()
        if listed
    ]


@require_safe
@requires(Action.PORTAL_VIEW, on=get_platform)
def guides(request: Request, _platform: HasRoles) -> HttpResponse:
    """List the guides by step."""
    return render_page(request, "pages/method/guides.html", {"steps": _by_step(_language())})


def _listing(request: Request, kind: Kind, title: str, lead: str) -> HttpResponse:
    context = {"title": title, "lead": lead, "leaves": method.of_kind(kind, _language())}
    return render_page(request, "pages/method/listing.html", context)


@require_safe
@requires(Action.PORTAL_VIEW, on=get_platform)
def needs(request: Request, _platform: HasRoles) -> HttpResponse:
    """List the five needs that associations themselves raise."""
    lead = _("Fem saker som föreningarna själva tar upp, och vad ett samråd kan göra åt dem.")
    return _listing(request, Kind.NEED, _("Föreningarnas fem behov"), lead)


@require_safe
@requires(Action.PORTAL_VIEW, on=get_platform)
def volunteers(request: Request, _platform: HasRoles) -> HttpResponse:
    """List what is written for associations."""
    lead = _("Korta råd till er som ska svara, eller vill veta hur en kulturplan blir till.")
    return _listing(request, Kind.VOLUNTEER, _("För föreningar"), lead)


@require_safe
@requires(Action.PORTAL_VIEW, on=get_platform)
def roles(request: Request, _platform: HasRoles) -> HttpResponse:
    """Show the cards of all roles, to print and hand out."""
    cards = [
        {"leaf": leaf, "body": to_html(library.guide(leaf.key, language=_language()).text.body)}
        for leaf in method.of_kind(Kind.ROLE, _language())
    ]
    return render_page(request, "pages/method/roles.html", {"cards": cards})


# What the trail above a guide says and leads to.
_ABOVE: Final = {
    Kind.GUIDE: "pages:method_guides",
    Kind.NEED: "pages:method_needs",
    Kind.ROLE: "pages:method_roles",
    Kind.VOLUNTEER: "pages:method_volunteers",
}


def show_guide(request: Request, leaf: Leaf) -> HttpResponse:
    """Show a guide of any category."""
    guide = library.guide(leaf.key, language=_language())
    body, headings = _sections(to_html(guide.text.body))
    context = around(leaf) | {
        "guide": guide.text,
        "minutes": guide.head.duration_minutes,
        "spoken": guide.language,
        "body": body,
        "headings": headings if len(headings) >= CONTENTS_FROM else [],
        "above": reverse(_ABOVE[leaf.kind]),
        "is_card": leaf.kind == Kind.ROLE,
    }
    return render_page(request, "pages/method/guide.html", context)


@require_safe
@requires(Action.PORTAL_VIEW, on=method.get_guide)
def guide(request: Request, leaf: Leaf) -> HttpResponse:
    """Show a guide for the region."""
    return show_guide(request, leaf)


@require_safe
@requires(Action.PORTAL_VIEW, on=method.get_need)
def need(request: Request, leaf: Leaf) -> HttpResponse:
    """Show what can be done about a need."""
    return show_guide(request, leaf)


@require_safe
@requires(Action.PORTAL_VIEW, on=method.get_role_card)
def role(request: Request, leaf: Leaf) -> HttpResponse:
    """Show the card of a role."""
    return show_guide(request, leaf)


@require_safe
@requires(Action.PORTAL_VIEW, on=method.get_volunteer_guide)
def volunteer(request: Request, leaf: Leaf) -> HttpResponse:
    """Show a guide for associations."""
    return show_guide(request, leaf)


# Forms


@require_safe
@requires(Action.PORTAL_VIEW, on=get_platform)
def forms(request: Request, _platform: HasRoles) -> HttpResponse:
    """List the forms, to compare what they take."""
    language = _language()
    levels = library.levels(language=language).text.levels
    rows = [
        {
            "leaf": method.leaves(language)[Kind.FORM, form.head.key],
            "head": form.head,
            "levels": [levels[code].label for code in form.head.levels],
            "cost": COSTS[form.head.cost],
            "hours": form.head.hours.before + form.head.hours.during + form.head.hours.after,
        }
        for form in library.forms(language=language)
    ]
    return render_page(request, "pages/method/forms.html", {"rows": rows})


@require_safe
@requires(Action.PORTAL_VIEW, on=method.get_form)
def form(request: Request, leaf: Leaf) -> HttpResponse:
    """Show a form: what it suits, how it goes and what it takes."""
    found = library.form(leaf.key, language=_language())
    levels = library.levels(language=_language()).text.levels
    context = around(leaf) | {
        "head": found.head,
        "text": found.text,
        "levels": [levels[code].label for code in found.head.levels],
        "cost": COSTS[found.head.cost],
    }
    return render_page(request, "pages/method/form.html", context)


# Pages with many places


@require_safe
@requires(Action.PORTAL_VIEW, on=get_platform)
def principles(request: Request, _platform: HasRoles) -> HttpResponse:
    """Show the six principles and what each asks of both sides."""
    words = library.principles(language=_language())
    listed = [
        {
            "code": one.code,
            "slug": one.code.lower(),
            "text": words.text.principles[one.code],
            "european": [words.text.european[key].name for key in one.european],
            "items": method.related((Kind.PRINCIPLE, one.code))[Kind.ITEM],
        }
        for one in words.head.principles
    ]
    context = {"text": words.text, "principles": listed}
    return render_page(request, "pages/method/principles.html", context)


@require_safe
@requires(Action.PORTAL_VIEW, on=get_platform)
def matrix(request: Request, _platform: HasRoles) -> HttpResponse:
    """Show the six steps and four levels, and what can be done in each cell."""
    language = _language()
    words, levels = library.matrix(language=language), library.levels(language=language)
    shown = (Kind.FORM, Kind.GUIDE, Kind.CASE)
    cells = {
        cell: {
            "id": cell,
            "slug": cell.lower(),
            "level": levels.text.levels[words.head.rows[cell[0]]],  # type: ignore[index]  # a row
            "tools": tools,
            "related": [
                (kind, leaves)
                for kind, leaves in method.related((Kind.CELL, cell), language).items()
                if kind in shown
            ],
        }
        for cell, tools in words.text.cells.items()
    }
    steps = [
        {
            "number": step,
            "title": words.text.steps[step],
            "meaning": words.text.meanings.get(step, ""),
            "cells": [cells[f"{row}{step}"] for row in words.head.rows],
        }
        for step in words.head.steps
    ]
    context = {"text": words.text, "steps": steps, "levels": levels.text, "spoken": words.language}
    return render_page(request, "pages/method/matrix.html", context)


def _phases(language: str) -> list[dict[str, Any]]:
    words = library.checklist(language=language)
    return [
        {
            "code": phase,
            "title": words.text.phases[phase],
            "items": [
                {
                    "head": item,
                    "slug": item.id.lower(),
                    "text": words.text.items[item.id],
                    "judged": JUDGED_BY[item.mode],
                    "guides": method.related((Kind.ITEM, item.id), language).get(Kind.GUIDE, ()),
                }
                for item in items
            ],
        }
        for phase, items in groupby(words.head.items, key=lambda item: item.phase)
    ]


@require_safe
@requires(Action.PORTAL_VIEW, on=get_platform)
def checklist(request: Request, _platform: HasRoles) -> HttpResponse:
    """Show the items of the checklist by phase, each with what proves it."""
    language = _language()
    words = library.checklist(language=language)
    context = {
        "title": words.text.title,
        "count": len(words.head.items),
        "critical": sum(item.critical for item in words.head.items),
        "phases": _phases(language),
        "principles": library.principles(language=language).text.principles,
    }
    return render_page(request, "pages/method/checklist.html", context)


@require_safe
@requires(Action.PORTAL_VIEW, on=get_platform)
def numbers(request: Request, _platform: HasRoles) -> HttpResponse:
    """Show what we recommend in numbers, with motive and source."""
    words = library.thresholds(language=_language())
    rows = [{"head": one, "text": words.text.thresholds[one.key]} for one in words.head.thresholds]
    context = {"text": words.text, "rows": rows}
    return render_page(request, "pages/method/numbers.html", context)


@require_safe
@requires(Action.PORTAL_VIEW, on=get_platform)
def changes(request: Request, _platform: HasRoles) -> HttpResponse:
    """Show what each edition of the method brought."""
    context = {"editions": library.changes(language=_language())}
    return render_page(request, "pages/method/changes.html", context)
