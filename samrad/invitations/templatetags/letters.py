"""What has become of letters and what a review says of them, in words for templates."""

from collections.abc import Mapping
from datetime import date

from django import template
from django.utils.formats import date_format

from samrad.invitations.enums import Standing
from samrad.invitations.queries import reviews
from samrad.invitations.rules.review.model import Day
from samrad.invitations.wording import (
    ANOTHER_LANGUAGE,
    BAND_COLOURS,
    BANDS,
    COLOURS,
    DEEDS,
    KINDS,
    LANGUAGES,
    SEVERITIES,
    SEVERITY_COLOURS,
    SEVERITY_MARKS,
)
from samrad.outbox import wording as outbox_wording

register = template.Library()


@register.filter
def standing_label(code: str) -> str:
    """Return the standing in words."""
    return str(Standing(code).label)


@register.filter
def standing_colour(code: str) -> str:
    """Return the colour of a standing's tag."""
    return COLOURS.get(code, "neutral")


@register.filter
def said(error: str) -> str:
    """Return what a mail server, or we, said about a message."""
    return outbox_wording.said(error)


@register.filter
def deed(kind: str) -> str:
    """Return what the journal says was done to a letter, in words."""
    return str(DEEDS.get(kind, kind))


@register.filter
def get_item(mapping: Mapping[str, object], key: str) -> object:
    """Return the value under a key that the template only knows by name."""
    return mapping.get(key, key)


@register.filter
def band_label(code: str) -> str:
    """Return what a review's score says."""
    return str(BANDS[code])


@register.filter
def band_colour(code: str) -> str:
    """Return the colour of a review's score."""
    return BAND_COLOURS[code]


@register.filter
def severity_label(code: str) -> str:
    """Return how grave a finding is."""
    return str(SEVERITIES[code])


@register.filter
def severity_colour(code: str) -> str:
    """Return the colour of a finding's tag."""
    return SEVERITY_COLOURS[code]


@register.filter
def severity_mark(code: str) -> str:
    """Return the letter in the class of a mark in the text."""
    return SEVERITY_MARKS[code]


@register.filter
def kind_label(code: str) -> str:
    """Return what an announcement is."""
    return str(KINDS[code])


@register.filter
def rule_name(rule: str) -> str:
    """Return what a rule of the review is about."""
    return reviews.rule_name(rule)


@register.filter
def read_day(day: Day) -> str:
    """Return a day as a review has read it, with its year where it has one."""
    return (
        date_format(day.date, "l j F Y")
        if day.date
        else date_format(date(4, day.month, day.day), "j F")
    )


@register.filter
def language_name(code: str) -> str:
    """Return the name of a language that is recognised but not judged."""
    return str(LANGUAGES.get(code, ANOTHER_LANGUAGE))
