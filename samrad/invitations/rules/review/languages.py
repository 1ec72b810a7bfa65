"""Which language a text is in, told by the small words that hardly any text does without."""

import re
from itertools import islice
from typing import Final

from samrad.invitations.rules.review.words import Words

SWEDISH: Final = "sv"
UNKNOWN: Final = "und"
_WORD: Final = re.compile(r"[^\W\d_]+")
_SWEDISH_LETTER: Final = re.compile("[\u00e5\u00e4\u00f6]", re.IGNORECASE)
_ENOUGH: Final = 12  # words; fewer are taken for Swedish
_SHARE: Final = 0.06  # of the words are among the language's small ones
_GOOD_SHARE: Final = 0.4
_PARTS: Final = 50  # paragraphs
_LOOKED_AT: Final = 2_000  # words


def language_of(text: str, words: Words) -> str:
    """Return the language's code, "sv" for a text too short to tell, "und" for one unknown.

    Small words are the oldest way to tell languages and needs no model: Ingle (1976).
    """
    found = [match[0].casefold() for match in islice(_WORD.finditer(text), _LOOKED_AT)]
    if len(found) < _ENOUGH:
        return SWEDISH
    shares = {
        code: sum(word in small for word in found) / len(found)
        for code, small in words.languages.items()
    }
    best = max(shares, key=lambda code: (shares[code], code == SWEDISH))
    if shares[SWEDISH] >= max(_SHARE, shares[best] * 0.9):
        return SWEDISH
    if shares[best] < _SHARE:
        return _unknown(text)
    return SWEDISH if _has_swedish_part(text, words) else best


def _has_swedish_part(text: str, words: Words) -> bool:
    """Tell whether a good share is in Swedish, though another language stands beside it."""
    parts = text.split("\n\n")[:_PARTS]
    sizes = [len(_WORD.findall(part)) for part in parts]
    swedish = [
        size
        for part, size in zip(parts, sizes, strict=True)
        if size >= _ENOUGH and _is_swedish(part, words)
    ]
    return sum(swedish) >= _GOOD_SHARE * sum(sizes) > 0


def _is_swedish(part: str, words: Words) -> bool:
    found = [match[0].casefold() for match in islice(_WORD.finditer(part), _LOOKED_AT)]
    counts = {code: sum(word in small for word in found) for code, small in words.languages.items()}
    most = max(counts.values())
    return counts[SWEDISH] == most > 0 and bool(_SWEDISH_LETTER.search(part))


def _unknown(text: str) -> str:
    """Tell by its letters: a list of dates and names in Swedish has few small words."""
    return SWEDISH if _SWEDISH_LETTER.search(text) else UNKNOWN
