"""Plain text: folding for search and comparison, sentences, words, LIX. Knows no field word.

Everything that must agree on what a word or a sentence is asks here: the limit of five sentences,
the split of an answer into points, near-equal texts, readability.
"""

import re
import unicodedata
from collections.abc import Iterator

_LONGEST = 12  # characters; no abbreviation is longer
LONG_WORD = 6  # LIX counts words of more than six letters
_LETTERS = str.maketrans({"ß": "ss", "æ": "a", "ø": "o", "đ": "d", "ł": "l"})
_WORD = re.compile(r"[^\W_]+(?:['’:.\-][^\W_]+)*")
_NOT_WORD = re.compile(r"[\W_]+")
_NEXT = re.compile(r"\s*([^\s])")
_LAST = re.compile(r"[\w.:]+$")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u200b\u2060\u202a-\u202e\u2066-\u2069]")
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|\n[ \t]*\n|\n(?=[ \t]*(?:[-*•·–]|\d{1,2}[.)])\s)")
# Folded, without the last dot: those that never end a sentence, and those that do before a capital.
_INSIDE = {
    "bl.a", "t.ex", "d.v.s", "dvs", "s.k", "f.d", "p.g.a", "pga", "ca", "c:a", "kl", "nr", "resp",
    "inkl", "exkl", "jfr", "ev", "tel", "fr.o.m", "t.o.m", "kap", "sid", "ang", "enl", "dr", "prof",
}  # fmt: skip
_MAY_END = {
    "m.m", "m.fl", "o.s.v", "osv", "o.d", "st", "etc", "min", "sek", "man", "from", "tom", "sept",
    "sep", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "okt", "nov", "dec",
}  # fmt: skip


def fold(text: str) -> str:
    """Return `text` in lower case, without accents and dots over letters: å becomes a."""
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return letters.translate(_LETTERS)


def search_key(text: str) -> str:
    """Return `text` folded, with everything but letters and digits turned to single spaces."""
    return _NOT_WORD.sub(" ", fold(text)).strip()


def clean(text: str) -> str:
    r"""Return `text` in composed form with `\n` as line break and without control characters."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    lines = lines.replace("\u2028", "\n").replace("\u2029", "\n\n").replace("\f", "\n")
    return _CONTROL.sub("", lines)


def one_line(text: str) -> str:
    """Return `text` cleaned, trimmed and with every run of white space as one space."""
    return " ".join(clean(text).split())


def words(text: str) -> list[str]:
    """Return the words of `text` as written."""
    return _WORD.findall(text)


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of every sentence, without surrounding white space, in order.

    An empty line or a new list row ends a sentence too. Every character that is not white space
    belongs to exactly one sentence.
    """
    start = 0
    for mark in _END.finditer(text):
        if mark.group()[0] != "\n" and _goes_on(text, start, mark.start(), mark.end()):
            continue
        yield from _trimmed(text, start, mark.end())
        start = mark.end()
    yield from _trimmed(text, start, len(text))


def count_sentences(text: str) -> int:
    """Return how many sentences with at least one letter or digit `text` holds."""
    return sum(1 for start, end in sentence_spans(text) if _WORD.search(text, start, end))


def lix(text: str) -> int:
    """Return the readability index of `text` (0 for a text without words). A blunt measure."""
    found = words(text)
    if not found:
        return 0
    long = sum(1 for word in found if len(word) > LONG_WORD)
    return round(len(found) / max(1, count_sentences(text)) + 100 * long / len(found))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _goes_on(text: str, start: int, mark: int, end: int) -> bool:
    """Tell whether the mark stands inside a sentence: an abbreviation, a date, a row's number."""
    after = _NEXT.match(text, end)
    if after is None or text[mark] in "!?":
        return False
    if text[mark] == "." and (last := _LAST.search(text, max(start, mark - _LONGEST), mark)):
        word = fold(last.group())
        if word in _INSIDE or (word.isdigit() and last.group() == text[start:mark].lstrip()):
            return True
        if word in _MAY_END:
            return not after.group(1).isupper()
    return after.group(1).islower()
