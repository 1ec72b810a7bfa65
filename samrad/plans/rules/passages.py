"""A plan as passages, and which passage of a new version is which of the old.

A passage is a heading and the text under it, down to the next heading. Its identity is permanent:
when a version comes in anew, passages are recognised by heading and text, so that
what people said about them stays attached.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from samrad.core.text import clean, one_line, search_key

HEADING: Final = "heading"
PARAGRAPH: Final = "paragraph"
KEPT: Final = "KEPT"
CHANGED: Final = "CHANGED"
NEW: Final = "NEW"
GONE: Final = "GONE"
_ATX: Final = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
_UNDERLINE: Final = re.compile(r" {0,3}(=+|-+)[ \t]*")
_NUMBERED: Final = re.compile(r"(\d{1,3}(?:\.\d{1,3})*)\.?[ \t]+(\D.*)")
_CHAPTER_NUMBER: Final = re.compile(r"(\d{1,3}(?:\.\d{1,3})*)\.?[ \t:–—-]+(?=[^\W\d])")
_EMPHASIS: Final = re.compile(r"^(\*\*|__|\*|_)(.+)\1$")
_LONGEST_HEADING: Final = 300
_LONGEST_PLAIN_HEADING: Final = 90
_SAME_HEADING: Final = 0.5
_ENOUGH: Final = 0.6
_FEWEST_SIGNS: Final = 40  # a shorter text says too little to be recognised without its heading


@dataclass(frozen=True)
class Block:
    """A heading (with its level from 1) or a paragraph in Markdown, out of any kind of file."""

    kind: str
    text: str
    level: int = 0


@dataclass(frozen=True, kw_only=True)
class ParsedPassage:
    """A passage as read. `number` is the one written in the heading, otherwise counted."""

    level: int
    number: str
    heading: str
    text: str


@dataclass(frozen=True, kw_only=True)
class KnownPassage:
    """A passage we have already, as it stands in the latest version."""

    id: int
    heading: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Match:
    """What became of a passage: `known` is None for a new one, `parsed` (an index) for a gone."""

    kind: str
    known: int | None
    parsed: int | None


def blocks_from_markdown(text: str) -> list[Block]:
    """Return the blocks of Markdown, or of plain text with numbered headings."""
    blocks = list(_blocks(clean(text).split("\n")))
    if any(block.kind == HEADING for block in blocks):
        return blocks
    return [_plain_heading(block) or block for block in blocks]


def passages_from_blocks(blocks: Iterable[Block]) -> list[ParsedPassage]:
    """Return the passages in order; text before the first heading is a passage without heading."""
    heading, level, paragraphs = "", 1, list[str]()
    found: list[ParsedPassage] = []
    for block in [*blocks, Block(HEADING, "", 1)]:
        if block.kind == PARAGRAPH:
            paragraphs.append(block.text.strip("\n").rstrip())
            continue
        body = "\n\n".join(paragraph for paragraph in paragraphs if paragraph.strip())
        if heading or body:
            found.append(_passage(level, heading, body))
        heading, level, paragraphs = one_line(block.text)[:_LONGEST_HEADING], block.level, []
    return _numbered(_from_level_one(found))


def match(known: Sequence[KnownPassage], parsed: Sequence[ParsedPassage]) -> list[Match]:
    """Return one match for every parsed passage in order, then the known ones that are gone."""
    pairs = _equal_pairs(known, parsed)
    pairs |= _alike_pairs(known, parsed, pairs)
    matches = [
        Match(kind=NEW, known=None, parsed=index)
        if index not in pairs
        else Match(
            kind=_kind(known[pairs[index]], passage), known=known[pairs[index]].id, parsed=index
        )
        for index, passage in enumerate(parsed)
    ]
    taken = set(pairs.values())
    gone = [
        Match(kind=GONE, known=passage.id, parsed=None)
        for index, passage in enumerate(known)
        if index not in taken
    ]
    return matches + gone


# Reading


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    waiting: list[str] = []
    is_code = False
    for line in lines:
        if line.lstrip().startswith("```"):
            is_code = not is_code
        atx = None if is_code else _ATX.fullmatch(line)
        underlined = len(waiting) == 1 and not is_code and _UNDERLINE.fullmatch(line)
        if atx:
            yield from _paragraph(waiting)
            yield Block(HEADING, _bare(atx[2] or ""), len(atx[1]))
        elif underlined and _may_be_heading(waiting[0]):
            yield Block(HEADING, _bare(waiting[0]), 1 if line.lstrip()[0] == "=" else 2)
        elif line.strip() or is_code:
            waiting.append(line.rstrip())
            continue
        else:
            yield from _paragraph(waiting)
        waiting = []
    yield from _paragraph(waiting)


def _paragraph(lines: Sequence[str]) -> Iterator[Block]:
    if lines:
        yield Block(PARAGRAPH, "\n".join(lines))


def _may_be_heading(line: str) -> bool:
    return not line.lstrip().startswith(("|", "- ", "* ", ">"))


def _bare(text: str) -> str:
    emphasised = _EMPHASIS.match(text.strip())
    return emphasised[2].strip() if emphasised else text.strip()


def _plain_heading(block: Block) -> Block | None:
    """Return a heading if plain text looks like one: numbered, or all in capitals."""
    line = block.text.strip()
    if "\n" in line or len(line) > _LONGEST_PLAIN_HEADING or line.endswith((".", ",", ";", ":")):
        return None
    numbered = _NUMBERED.fullmatch(line)
    if numbered:
        return Block(HEADING, line, numbered[1].count(".") + 1)
    return Block(HEADING, line, 1) if line.isupper() else None


def _passage(level: int, heading: str, text: str) -> ParsedPassage:
    number = _CHAPTER_NUMBER.match(heading)
    return ParsedPassage(
        level=level,
        number=number[1] if number else "",
        heading=heading[number.end() :] if number else heading,
        text=text,
    )


def _from_level_one(passages: Sequence[ParsedPassage]) -> list[ParsedPassage]:
    """Return the passages with the highest heading at level 1."""
    step = min((passage.level for passage in passages if passage.heading), default=1) - 1
    return [replace(passage, level=max(1, passage.level - step)) for passage in passages]


def _numbered(passages: Sequence[ParsedPassage]) -> list[ParsedPassage]:
    """Return the passages with counted numbers, unless the headings carry their own.

    A single heading at the top is the plan's title and is not counted.
    """
    if any(passage.number for passage in passages):
        return list(passages)
    tops = [passage for passage in passages if passage.heading and passage.level == 1]
    skipped = 1 if len(tops) == 1 and len(passages) > 1 else 0
    counters = [0] * 8
    counted = []
    for passage in passages:
        depth = passage.level - skipped
        if passage.heading and depth > 0:
            counters[depth - 1] += 1
            counters[depth:] = [0] * (len(counters) - depth)
            number = ".".join(str(count or 1) for count in counters[:depth])
            counted.append(replace(passage, number=number))
        else:
            counted.append(passage)
    return counted


# Recognising


def _kind(known: KnownPassage, parsed: ParsedPassage) -> str:
    is_same = (known.heading, known.text) == (parsed.heading, parsed.text)
    return KEPT if is_same else CHANGED


def _equal_pairs(known: Sequence[KnownPassage], parsed: Sequence[ParsedPassage]) -> dict[int, int]:
    """Return known index by parsed index for passages that read the same, spacing aside."""
    waiting: dict[tuple[str, str], list[int]] = {}
    for index, passage in reversed(list(enumerate(known))):
        waiting.setdefault(_key(passage), []).append(index)
    pairs = {}
    for index, parsed_passage in enumerate(parsed):
        same = waiting.get(_key(parsed_passage))
        if same:
            pairs[index] = same.pop()
    return pairs


def _alike_pairs(
    known: Sequence[KnownPassage], parsed: Sequence[ParsedPassage], pairs: dict[int, int]
) -> dict[int, int]:
    """Return known index by parsed index for the rest, the most alike first."""
    old = [index for index in range(len(known)) if index not in set(pairs.values())]
    new = [index for index in range(len(parsed)) if index not in pairs]
    scorer = _Scorer(known, parsed, pairs)
    scores = sorted(
        (-score, abs(a - b), b, a) for b in new for a in old if (score := scorer(a, b)) >= _ENOUGH
    )
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, b, a in scores:
        if b not in found and a not in taken:
            found[b] = a
            taken.add(a)
    return found


class _Scorer:
    """Says how much a known and a parsed passage look like the same one, 0 to about 1."""

    def __init__(
        self,
        known: Sequence[KnownPassage],
        parsed: Sequence[ParsedPassage],
        pairs: dict[int, int],
    ) -> None:
        self.pairs = pairs
        self.headings = [[search_key(p.heading) for p in side] for side in (known, parsed)]
        self.words = [
            [frozenset(search_key(p.text).split()) for p in side] for side in (known, parsed)
        ]
        self.lengths = [[len(p.text) for p in side] for side in (known, parsed)]
        self.times = [Counter(side) for side in self.headings]

    def __call__(self, a: int, b: int) -> float:
        """Return the score of known `a` and parsed `b`."""
        heading = self.headings[0][a]
        if heading and heading == self.headings[1][b]:
            is_only = self.times[0][heading] == self.times[1][heading] == 1
            follows = self.pairs.get(b - 1) == a - 1
            return _SAME_HEADING + 0.4 * self._overlap(a, b) + 0.1 * is_only + 0.1 * follows
        if min(self.lengths[0][a], self.lengths[1][b]) < _FEWEST_SIGNS:
            return 0.0
        return 0.2 + 0.6 * self._overlap(a, b)

    def _overlap(self, a: int, b: int) -> float:
        ours, theirs = self.words[0][a], self.words[1][b]
        together = len(ours | theirs)
        return len(ours & theirs) / together if together else 1.0


def _key(passage: KnownPassage | ParsedPassage) -> tuple[str, str]:
    return one_line(passage.heading), one_line(passage.text)
