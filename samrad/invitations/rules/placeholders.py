"""Placeholders in letters: {{ syfte }}. A fixed list of names, nothing else; no logic, no code.

Names are those readers see (method content maps them to keys). An unknown name is a fault that
is named before anything is sent; values are inserted as text and can never become placeholders.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from samrad.core.text import search_key

_PLACEHOLDER = re.compile(r"\{\{([^{}\n]{0,80})\}\}")
_STRAY = re.compile(r"\{\{|\}\}")
_ESCAPED = re.compile(r"\\([\\`*_\[\]<>#|~])")
_LINK = re.compile(r"(?<!\\)\[([^\[\]\n]{1,200})\]\(([^()\s]{1,500})\)")
_MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]<>#|~])")


@dataclass(frozen=True, kw_only=True)
class Placeholder:
    """A name that may stand in a letter, and the key of the fact it stands for."""

    key: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Faults:
    """What keeps a letter from being sent."""

    unknown: tuple[str, ...] = ()  # as written in the text
    missing: tuple[str, ...] = ()  # keys that must stand in the letter but do not
    is_broken: bool = False  # a pair of braces is not closed

    def __bool__(self) -> bool:
        return bool(self.unknown or self.missing or self.is_broken)


def names_in(text: str) -> Iterator[str]:
    """Yield every name between double braces, as written, in order."""
    for found in _PLACEHOLDER.finditer(text):
        yield found.group(1).strip()


def faults_in(
    text: str, *, allowed: Collection[Placeholder], required: Collection[str] = ()
) -> Faults:
    """Return what is wrong with the placeholders of a letter."""
    keys = _keys_by_name(allowed)
    used = {keys.get(search_key(name)) for name in names_in(text)}
    unknown = dict.fromkeys(name for name in names_in(text) if search_key(name) not in keys)
    return Faults(
        unknown=tuple(unknown),
        missing=tuple(key for key in required if key not in used),
        is_broken=bool(_STRAY.search(_PLACEHOLDER.sub("", text))),
    )


def fill(text: str, *, allowed: Collection[Placeholder], values: Mapping[str, str]) -> str:
    """Return `text` with every placeholder replaced by its value (Markdown) from `values` by key.

    Raise `KeyError` for a name that is not allowed or a key without a value.
    """
    keys = _keys_by_name(allowed)
    return _PLACEHOLDER.sub(lambda found: values[keys[search_key(found.group(1))]], text)


def places_in(text: str, *, allowed: Collection[Placeholder]) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and key of every placeholder whose name is allowed, in order."""
    keys = _keys_by_name(allowed)
    for found in _PLACEHOLDER.finditer(text):
        key = keys.get(search_key(found.group(1)))
        if key is not None:
            yield found.start(), found.end(), key


def as_read(value: str) -> str:
    """Return a Markdown value as its reader meets it: without escapes, links written out."""
    return _ESCAPED.sub(r"\1", _LINK.sub(r"\1: \2", value))


def as_markdown_text(value: str) -> str:
    """Return a plain value escaped, so that it cannot become a link, a heading or emphasis."""
    return _MARKDOWN_SIGNS.sub(r"\\\1", value)


def _keys_by_name(allowed: Collection[Placeholder]) -> dict[str, str]:
    return {search_key(placeholder.name): placeholder.key for placeholder in allowed}
