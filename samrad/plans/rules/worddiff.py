"""What changed between two texts, word by word, in a form people can read.

Texts are compared by paragraph and sentence first and by word inside what differs, so that a moved
comma never makes a whole page look rewritten. Long stretches are first held together by the words
that stand once in both; what is still too long and too alike to itself is shown as replaced.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, pairwise
from typing import Final

from samrad.core.text import sentence_spans

KEEP: Final = "keep"
INSERT: Final = "ins"
DELETE: Final = "del"
_TOKEN: Final = re.compile(r"\w+(?:[-’':.]\w+)*|\s+|[^\w\s]")
_ISLAND: Final = 3  # kept words fewer than this between changes make the reader stumble
_ALIKE: Final = (
    0.25  # of the shorter text; below this a stretch is shown as replaced, not as a mosaic
)
_LONG: Final = 600  # tokens; longer stretches are first divided at words that stand once in both
_TOO_LONG: Final = 2_500  # tokens; longer ones that could not be divided are shown as replaced
_ELLIPSIS: Final = "…"

Opcode = tuple[str, int, int, int, int]  # as difflib: tag, stretch of the old, stretch of the new


@dataclass(frozen=True)
class Change:
    """A stretch of text that was kept, inserted or deleted."""

    kind: str
    text: str


def differences(before: str, after: str) -> tuple[Change, ...]:
    """Return the stretches that lead from `before` to `after`; a deletion before its insertion.

    Joined without insertions they give `before`, without deletions `after`.
    """
    old, new = _sentences(before), _sentences(after)
    changes: list[Change] = []
    for tag, a1, a2, b1, b2 in _opcodes(old, new):
        if tag == "equal":
            changes.append(Change(KEEP, "".join(old[a1:a2])))
        else:
            changes.extend(_by_word("".join(old[a1:a2]), "".join(new[b1:b2])))
    return tuple(_tidy(changes))


def excerpt(changes: Sequence[Change], *, around: int = 120) -> tuple[Change, ...]:
    """Return the changes with long kept stretches cut to `around` characters, marked with …."""
    last = len(changes) - 1
    return tuple(
        change
        if change.kind != KEEP
        else Change(KEEP, _cut(change.text, around, is_first=index == 0, is_last=index == last))
        for index, change in enumerate(changes)
    )


def changed_share(changes: Sequence[Change]) -> float:
    """Return how much of the text changed, 0 to 1, by characters."""
    total = sum(len(change.text) for change in changes)
    kept = sum(len(change.text) for change in changes if change.kind == KEEP)
    return (total - kept) / total if total else 0.0


def _by_word(before: str, after: str) -> Iterator[Change]:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    found = list(_opcodes(old, new))
    kept = sum(len("".join(old[a1:a2])) for tag, a1, a2, _, _ in found if tag == "equal")
    if kept < _ALIKE * min(len(before), len(after)):
        found = [("replace", 0, len(old), 0, len(new))]
    for tag, a1, a2, b1, b2 in _without_islands(found, old):
        if tag == "equal":
            yield Change(KEEP, "".join(old[a1:a2]))
        else:
            yield Change(DELETE, "".join(old[a1:a2]))
            yield Change(INSERT, "".join(new[b1:b2]))


def _without_islands(found: Sequence[Opcode], old: Sequence[str]) -> Iterator[Opcode]:
    """Join changes that have only a word or two, or a space, kept between them."""
    joined: list[Opcode] = []
    for index, opcode in enumerate(found):
        tag, a1, a2, b1, b2 = opcode
        is_inside = 0 < index < len(found) - 1
        words = sum(1 for token in old[a1:a2] if token[0].isalnum())
        if tag == "equal" and is_inside and _is_island(words, found[index - 1], found[index + 1]):
            tag = "replace"
        if tag != "equal" and joined and joined[-1][0] != "equal":
            _, start, _, other, _ = joined[-1]
            joined[-1] = ("replace", start, a2, other, b2)
        else:
            joined.append((tag, a1, a2, b1, b2))
    yield from joined


def _is_island(words: int, left: Opcode, right: Opcode) -> bool:
    """Tell whether the kept words are too few to stand between two changes larger than they."""
    if words == 0:
        return "replace" in (left[0], right[0])
    smaller = min(max(a2 - a1, b2 - b1) for _, a1, a2, b1, b2 in (left, right))
    return words < _ISLAND and smaller > 2 * words


def _opcodes(old: Sequence[str], new: Sequence[str]) -> list[Opcode]:
    """Return what leads from `old` to `new`, in order."""
    if len(old) + len(new) <= _LONG:
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        return [(str(tag), a1, a2, b1, b2) for tag, a1, a2, b1, b2 in matcher.get_opcodes()]
    anchors = [(-1, -1), *_anchors(old, new), (len(old), len(new))]
    found: list[Opcode] = []
    for (a0, b0), (a1, b1) in pairwise(anchors):
        found.extend(_between(old, new, (a0 + 1, a1, b0 + 1, b1), is_whole=len(anchors) == 2))  # noqa: PLR2004 -- no anchor
        if a1 < len(old):
            found.append(("equal", a1, a1 + 1, b1, b1 + 1))
    return _joined(found)


def _between(
    old: Sequence[str], new: Sequence[str], block: tuple[int, int, int, int], *, is_whole: bool
) -> Iterator[Opcode]:
    a1, a2, b1, b2 = block
    if a1 == a2 and b1 == b2:
        return
    if is_whole and len(old) + len(new) > _TOO_LONG:
        yield "replace", a1, a2, b1, b2
        return
    if is_whole:
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        yield from ((str(tag), *rest) for tag, *rest in matcher.get_opcodes())  # type: ignore[misc]  # four numbers
        return
    for tag, c1, c2, d1, d2 in _opcodes(old[a1:a2], new[b1:b2]):
        yield tag, a1 + c1, a1 + c2, b1 + d1, b1 + d2


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of tokens that stand once in both, as long a row in order as there is."""
    in_old, in_new = Counter(old), Counter(new)
    place = {token: index for index, token in enumerate(new) if in_new[token] == 1}
    pairs = [
        (index, place[token])
        for index, token in enumerate(old)
        if in_old[token] == 1 and token in place
    ]
    return _longest_rise(pairs)


def _longest_rise(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    tops: list[int] = []  # second numbers that end the best rows so far
    ends: list[int] = []  # index in pairs of each top
    before: list[int] = []
    for index, (_, second) in enumerate(pairs):
        at = bisect_left(tops, second)
        before.append(ends[at - 1] if at else -1)
        tops[at : at + 1] = [second]
        ends[at : at + 1] = [index]
    row = []
    index = ends[-1] if ends else -1
    while index >= 0:
        row.append(pairs[index])
        index = before[index]
    return row[::-1]


def _joined(found: Iterable[Opcode]) -> list[Opcode]:
    """Join neighbours of the same tag."""
    joined: list[Opcode] = []
    for tag, a1, a2, b1, b2 in found:
        if joined and joined[-1][0] == tag:
            joined[-1] = (tag, joined[-1][1], a2, joined[-1][3], b2)
        else:
            joined.append((tag, a1, a2, b1, b2))
    return joined


def _sentences(text: str) -> list[str]:
    """Return the sentences of `text`, each with the white space after it."""
    starts = [0, *(start for start, _ in sentence_spans(text) if start)]
    return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True) if a < b]


def _tidy(changes: Iterable[Change]) -> Iterator[Change]:
    """Join neighbours of one kind, deletions before insertions, and drop what is empty."""
    for is_kept, stretch in groupby(changes, key=lambda change: change.kind == KEEP):
        parts = list(stretch)
        for kind in (KEEP,) if is_kept else (DELETE, INSERT):
            text = "".join(part.text for part in parts if part.kind == kind)
            if text:
                yield Change(kind, text)


def _cut(text: str, around: int, *, is_first: bool, is_last: bool) -> str:
    room = around * (1 if is_first or is_last else 2)
    if len(text) <= room + len(_ELLIPSIS):
        return text
    head = "" if is_first else text[:around].rsplit(None, 1)[0]
    tail = "" if is_last else text[-around:].split(None, 1)[-1]
    return f"{head} {_ELLIPSIS} {tail}".strip(" ") if head and tail else _one_side(head, tail)


def _one_side(head: str, tail: str) -> str:
    return f"{head} {_ELLIPSIS}" if head else f"{_ELLIPSIS} {tail}"
