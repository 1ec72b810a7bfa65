"""Finding words in Swedish prose: folded, in any form, also inside a compound.

A word is found by its stem: *inbjudningar* finds *inbjudan*, *mote* finds *möten* and *kvällsmöte*.
All words asked for must be there. What stands in a title weighs more than what stands in the text.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Final

import snowballstemmer

from samrad.core.text import fold

_WORD: Final = re.compile(r"[^\W_]+")
_STEMMER: Final = snowballstemmer.stemmer("swedish")
_OF_DOING: Final = ("ning", "an")
WHOLE, BEGINNING, WITHIN = 4, 2, 1
TITLE, SUMMARY, BODY = 6, 3, 1
SHORTEST_BEGINNING, SHORTEST_END, SHORTEST_WITHIN = 2, 3, 5
MOST_WORDS: Final = 12
AROUND: Final = 90  # characters on each side of what was found


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an excerpt; `is_hit` where it is what was looked for."""

    text: str
    is_hit: bool = False


@dataclass(frozen=True, slots=True)
class Indexed:
    """The stems of a text's title, summary and body."""

    title: frozenset[str]
    summary: frozenset[str]
    body: frozenset[str]


@cache
def stem(word: str) -> str:
    """Return what all forms of a word share, folded; nouns like *inbjudan* bend as *-ningar*."""
    found = fold(_STEMMER.stemWord(word.casefold()))
    for ending in _OF_DOING:
        if found.endswith(ending) and len(found) - len(ending) >= SHORTEST_WITHIN:
            return found.removesuffix(ending)
    return found


def stems(text: str) -> list[str]:
    """Return the stem of every word in `text`."""
    return [stem(word) for word in _WORD.findall(text)]


def asked(words: str) -> tuple[str, ...]:
    """Return the stems that a search asks for, each once, the first of them if there are many."""
    return tuple(dict.fromkeys(stems(words)))[:MOST_WORDS]


def indexed(*, title: str, summary: str, body: str) -> Indexed:
    """Return a text as it is searched."""
    return Indexed(frozenset(stems(title)), frozenset(stems(summary)), frozenset(stems(body)))


def likeness(wanted: str, found: str) -> int:
    """Return how well a stem answers to the one asked for; nothing where it does not."""
    if found == wanted:
        return WHOLE
    if len(wanted) >= SHORTEST_BEGINNING and found.startswith(wanted):
        return BEGINNING
    is_end = len(wanted) >= SHORTEST_END and found.endswith(wanted)
    is_within = len(wanted) >= SHORTEST_WITHIN and wanted in found
    return WITHIN if is_end or is_within else 0


def weigh(text: Indexed, wanted: Sequence[str]) -> int:
    """Return how well a text answers to a search; nothing where a word is missing."""
    total = 0
    for one in wanted:
        best = max(
            weight * max((likeness(one, found) for found in part), default=0)
            for part, weight in ((text.title, TITLE), (text.summary, SUMMARY), (text.body, BODY))
        )
        if best == 0:
            return 0
        total += best
    return total


def excerpt(text: str, wanted: Sequence[str]) -> tuple[Piece, ...]:
    """Return the words around the first place where something is found, in pieces."""
    hits = [match for match in _WORD.finditer(text) if _is_wanted(match.group(), wanted)]
    if not hits:
        return (Piece(_cut(text, 0, 2 * AROUND)),) if text else ()
    start, end = hits[0].start() - AROUND, hits[0].end() + AROUND
    start = 0 if start <= 0 else text.find(" ", start, hits[0].start()) + 1
    end = len(text) if end >= len(text) else max(text.rfind(" ", hits[0].end(), end), hits[0].end())
    pieces, place = [Piece("… ")] if start > 0 else [], start
    for hit in hits:
        if hit.end() > end:
            break
        pieces += [Piece(text[place : hit.start()]), Piece(hit.group(), is_hit=True)]
        place = hit.end()
    pieces.append(Piece(text[place:end] + (" …" if end < len(text) else "")))
    return tuple(piece for piece in pieces if piece.text)


def _is_wanted(word: str, wanted: Iterable[str]) -> bool:
    found = stem(word)
    return any(likeness(one, found) for one in wanted)


def _cut(text: str, start: int, end: int) -> str:
    if len(text) <= end:
        return text[start:]
    return text[start : max(text.rfind(" ", start, end), start + 1)] + " …"


def nearby(words: str, vocabulary: Mapping[str, str], *, most: int = 3) -> tuple[str, ...]:
    """Return words that are written almost like those asked for, as the texts write them."""
    found: dict[str, None] = {}
    for word in _WORD.findall(words)[:MOST_WORDS]:
        close = get_close_matches(fold(word), vocabulary, n=most, cutoff=0.75)
        found |= dict.fromkeys(vocabulary[one] for one in close)
    return tuple(found)[:most]


def vocabulary_of(texts: Iterable[str], *, shortest: int = 5) -> dict[str, str]:
    """Return the longer words of `texts` as they are written, by how they are folded."""
    words = (word for text in texts for word in _WORD.findall(text) if len(word) >= shortest)
    return {fold(word): word.lower() for word in words if not word[0].isdigit()}
