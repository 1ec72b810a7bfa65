"""The words the review looks for, made into patterns once."""

import re
from collections.abc import Iterator
from functools import cache, cached_property
from typing import Final

from samrad.invitations.rules.review.model import Span
from samrad.invitations.rules.review.moments import Calendar
from samrad.method import library
from samrad.method.schema import ReviewWordsText

_START: Final = r"(?<![^\W_])"  # nothing but letters and digits stand in the way of a word


def pattern(fragments: tuple[str, ...]) -> re.Pattern[str]:
    """Return one pattern that finds any of the fragments at the start of a word."""
    return re.compile(f"{_START}(?:{'|'.join(fragments)})", re.IGNORECASE)


class Words:
    """Every list of patterns by name, the calendar and the hard words of one language."""

    def __init__(self, text: ReviewWordsText) -> None:
        self._text = text
        self._patterns: dict[str, re.Pattern[str]] = {}
        self.calendar = Calendar(text.months, text.weekdays, text.hours)
        self.languages = {name: frozenset(words) for name, words in text.languages.items()}

    def of(self, name: str) -> re.Pattern[str]:
        """Return the pattern of a list. Raise `KeyError` where there is none of that name."""
        if name not in self._patterns:
            self._patterns[name] = pattern(self._text.lists[name])
        return self._patterns[name]

    def in_(self, name: str, text: str) -> bool:
        """Tell whether any of a list's words stand in a text."""
        return bool(self.of(name).search(text))

    def find(self, name: str, text: str) -> Iterator[Span]:
        """Yield where a list's words stand in a text."""
        for match in self.of(name).finditer(text):
            yield Span(*match.span())

    def first(self, name: str, text: str) -> Span | None:
        """Return where a list's words stand first."""
        return next(self.find(name, text), None)

    @cached_property
    def weekday_names(self) -> tuple[str, ...]:
        """Return the days of the week in words, Monday first."""
        return tuple(names[0] for names in self._text.weekdays)

    @cached_property
    def jargon(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        """Return the hard words, each with a plainer one."""
        return tuple((pattern((each.find,)), each.say) for each in self._text.jargon)

    @cached_property
    def explained(self) -> re.Pattern[str]:
        """Return what says that a word is being explained."""
        return re.compile("|".join(self._text.explained), re.IGNORECASE)

    @cached_property
    def stiff(self) -> re.Pattern[str]:
        """Return the small words of officialese."""
        return pattern(self._text.stiff)


@cache
def swedish() -> Words:
    """Return the Swedish words."""
    return Words(library.review_words().text)
