"""Near-equal texts: what lets the desk say that four others say nearly the same.

A fingerprint is computed once, when a contribution is received, and stored beside it: `exact`
groups texts that differ only in case, accents, punctuation and spacing; `sketch` (64 bits) lets ten
thousand be sifted in milliseconds, and the few that remain are compared word by word.
"""

import hashlib
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest
from itertools import pairwise
from typing import Final, TypeVar

from samrad.core.text import search_key

Id = TypeVar("Id", bound=Hashable)

NEAR: Final = 0.5  # half of all the words and pairs of words of two texts are the same
_MOST: Final = 200
_BITS: Final = 64
_SIGN: Final = 1 << (_BITS - 1)
_ALL: Final = (1 << _BITS) - 1
_STEM: Final = 6  # letters; "lokaler" and "lokalen" count as the same word
_COMMON: Final = frozenset(
    {
        "och", "att", "det", "som", "for", "en", "i", "pa", "ar", "av", "till", "med", "ett",
        "den", "vi", "om", "har", "de", "kan", "ska", "skall", "vill", "sa", "men",
        "eller", "fran", "vid", "var", "vara", "nar", "dar", "man", "ni", "oss", "er", "sin",
        "sina", "detta",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Fingerprint:
    """`exact`: 32 hex signs, equal for equal normalised texts. `sketch`: signed 64-bit SimHash."""

    exact: str
    sketch: int


def fingerprint(text: str) -> Fingerprint:
    """Return the fingerprint of `text`, the same on every machine and for ever."""
    normalised = search_key(text).encode()
    exact = hashlib.blake2b(normalised, digest_size=16).hexdigest()
    return Fingerprint(exact=exact, sketch=_sketch(_shingles(text)))


def candidates(sketch: int, pool: Iterable[tuple[Id, int]], *, max_distance: int = 22) -> list[Id]:
    """Return the ids in `pool` (id, sketch) whose sketch is close, closest first, at most 200."""
    found = [
        (distance, place, key)
        for place, (key, other) in enumerate(pool)
        if (distance := ((sketch ^ other) & _ALL).bit_count()) <= max_distance
    ]
    return [key for _, _, key in nsmallest(_MOST, found, key=lambda each: each[:2])]


def resemblance(left: str, right: str) -> float:
    """Return how alike two texts are, 0 to 1: the share of words and word pairs in common.

    Texts that differ only in case, accents and punctuation are 1.
    """
    return _resemblance(left, _shingles(left), right)


def _resemblance(left: str, ours: frozenset[str], right: str) -> float:
    theirs = _shingles(right)
    if ours == theirs and search_key(left) == search_key(right):
        return 1.0
    together = len(ours | theirs)
    return len(ours & theirs) / together if together else 0.0


def near_equal(text: str, others: Mapping[Id, str], *, threshold: float = NEAR) -> list[Id]:
    """Return the ids of the others that say nearly the same, most alike first."""
    ours = _shingles(text)
    scored = ((_resemblance(text, ours, other), key) for key, other in others.items())
    found = [(score, key) for score, key in scored if score >= threshold]
    return [key for _, key in sorted(found, key=lambda each: -each[0])]


def _shingles(text: str) -> frozenset[str]:
    """Return the words that carry meaning, cut to their stems, alone and in pairs."""
    words = search_key(text).split()
    stems = [word[:_STEM] for word in words if word not in _COMMON] or words
    pairs = (f"{left} {right}" for left, right in pairwise(stems))
    return frozenset(stems) | frozenset(pairs)


def _sketch(shingles: frozenset[str]) -> int:
    counts = [0] * _BITS
    for shingle in shingles:
        for bit in _set_bits(shingle):
            counts[bit] += 1
    half = len(shingles) / 2
    value = sum(1 << bit for bit, count in enumerate(counts) if count > half)
    return value - (1 << _BITS) if value & _SIGN else value


@lru_cache(maxsize=100_000)
def _set_bits(shingle: str) -> tuple[int, ...]:
    value = int.from_bytes(hashlib.blake2b(shingle.encode(), digest_size=8).digest(), "big")
    return tuple(bit for bit in range(_BITS) if value >> bit & 1)
