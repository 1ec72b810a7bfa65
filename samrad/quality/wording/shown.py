"""A result that is shown openly, in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language

from samrad.method import library
from samrad.quality.enums import State
from samrad.quality.rules.summary import ItemState, Part, Summary
from samrad.quality.wording.results import (
    counts_text,
    level_text,
    points_text,
    principles,
    withheld_text,
)


def shown_words(found: Summary) -> dict[str, Any]:
    """Return the result as an open page tells it."""
    text = library.checklist(
        found.checklist, version=found.checklist_version, language=get_language() or "sv"
    ).text
    words = {str(key): item.statement for key, item in text.items.items()}
    words |= {one.item: one.words for one in found.own_items}
    phases = {str(key): name for key, name in text.phases.items()}
    return {
        "on": found.on,
        "level": level_text(found.level),
        "points": points_text(found.total.points) if found.total else "",
        "counts": counts_text(found.total) if found.total else "",
        "withheld": "" if found.level else withheld_text(found.outside_percent),
        "phases": _parts(found.phases, phases),
        "principles": _parts(found.principles, principles()),
        "missing": _named(found.missing, words),
        "partly": _named(found.partly, words),
        "contested": [
            {
                "statement": words[one.item],
                "state": str(State(one.state).label),
                "reason": one.reason,
                "on": one.on,
            }
            for one in found.contested
            if one.item in words
        ],
        "overrides": found.overrides,
    }


def _parts(parts: Iterable[Part], names: Mapping[str, str]) -> list[dict[str, str]]:
    return [
        {
            "name": names[part.key],
            "points": points_text(part.points),
            "counts": counts_text(part),
        }
        for part in parts
    ]


def _named(items: Iterable[ItemState], words: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"statement": words[one.item], "is_critical": one.is_critical} for one in items]
