"""Help where it is needed: the guides for a part of the work, in one line."""

from functools import cache
from typing import Final

from django import template
from django.urls import NoReverseMatch, reverse

from samrad.method import library

register = template.Library()

MOST: Final = 3


@cache
def _guides_for(about: tuple[str, ...]) -> tuple[str, ...]:
    """Return the keys of the guides, first those named, then those that help with most of it."""
    wanted = set(about)
    weighed = []
    for place, guide in enumerate(library.guides(category="guide")):
        helps_with = {guide.head.key, *guide.head.items, *guide.head.forms, *guide.head.steps}
        shared = len(wanted & helps_with)
        if shared:
            weighed.append((guide.head.key not in wanted, -shared, place, guide.head.key))
    return tuple(key for *_order, key in sorted(weighed)[:MOST])


@register.inclusion_tag("method/step_help.html")
def step_help(*about: str) -> dict[str, list[dict[str, str]]]:
    """List at most three guides about steps ("INVITE"), items ("F03"), forms or guides by key."""
    return {
        "guides": [
            {"title": library.guide(key).text.title, "url": address}
            for key in _guides_for(about)
            if (address := _address(key))
        ]
    }


def _address(key: str) -> str:
    try:
        return reverse("pages:method_guide", args=[library.guide_slug(key)])
    except NoReverseMatch:
        return ""
