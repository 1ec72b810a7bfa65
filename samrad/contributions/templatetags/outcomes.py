"""How outcomes and changes are drawn."""

from typing import Final

from django import template

from samrad.contributions.enums import Outcome

register = template.Library()

_KINDS: Final = {
    Outcome.ADOPTED: "full",
    Outcome.PARTLY: "part",
    Outcome.FOR_DRAFT: "part",
    Outcome.NOT_ADOPTED: "no",
    Outcome.REFERRED: "else",
}


@register.filter
def outcome_kind(outcome: str) -> str:
    """Return the kind of pill and bar an outcome has: full, part, no, else or empty."""
    return _KINDS.get(Outcome(outcome), "")


@register.filter
def outcome_label(outcome: str) -> str:
    """Return the outcome as readers see it."""
    return str(Outcome(outcome).label)
