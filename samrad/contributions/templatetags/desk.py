"""Words the desk shows for codes."""

from django import template

from samrad.method.library import code_list

register = template.Library()


@register.filter
def theme_label(code: str) -> str:
    """Return the theme as readers see it."""
    text = code_list("contribution-themes").text.codes.get(code)
    return text.label if text else ""
