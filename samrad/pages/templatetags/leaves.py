"""Addresses in the method library, and the words for what is found there."""

from collections.abc import Mapping
from typing import Final

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samrad.method.schema import Threshold
from samrad.pages.queries.method import Kind, Leaf
from samrad.reporting.wording.numbers import number_of

register = template.Library()

_PAGES: Final[Mapping[Kind, str]] = {
    Kind.GUIDE: "pages:method_guide",
    Kind.NEED: "pages:method_need",
    Kind.ROLE: "pages:method_role",
    Kind.VOLUNTEER: "pages:method_volunteer",
    Kind.FORM: "pages:method_form",
    Kind.CASE: "pages:case",
}
_PLACES: Final[Mapping[Kind, str]] = {
    Kind.CELL: "pages:method_matrix",
    Kind.ITEM: "pages:method_checklist",
    Kind.PRINCIPLE: "pages:method_principles",
    Kind.THRESHOLD: "pages:method_numbers",
}
_LABELS: Final[Mapping[Kind, Promise]] = {
    Kind.GUIDE: _("Lathundar"),
    Kind.FORM: _("Former av samråd"),
    Kind.CASE: _("Exempel"),
    Kind.CELL: _("Rutor i matrisen"),
    Kind.ITEM: _("Punkter i checklistan"),
    Kind.PRINCIPLE: _("Principer"),
    Kind.ROLE: _("Rollkort"),
    Kind.NEED: _("Föreningarnas behov"),
    Kind.VOLUNTEER: _("För föreningar"),
    Kind.THRESHOLD: _("Rekommendationer i siffror"),
}


@register.filter
def address(leaf: Leaf) -> str:
    """Return where a leaf is read."""
    if leaf.kind in _PAGES:
        return reverse(_PAGES[leaf.kind], args=[leaf.slug])
    return f"{reverse(_PLACES[leaf.kind])}#{leaf.slug}"


@register.filter
def kind_label(kind: Kind) -> Promise:
    """Return what leaves of a kind are called together."""
    return _LABELS[kind]


@register.filter
def shown_number(threshold: Threshold) -> str:
    """Return a recommended number with its unit."""
    return number_of(threshold)
