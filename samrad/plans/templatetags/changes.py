"""How changes of a text are drawn."""

from django import template

from samrad.plans.rules.worddiff import differences

register = template.Library()


@register.filter
def changes_from(after: str, before: str) -> list[tuple[str, str]]:
    """Return what changed word by word, as (keep, ins or del, text)."""
    return [(change.kind, change.text) for change in differences(before, after)]
