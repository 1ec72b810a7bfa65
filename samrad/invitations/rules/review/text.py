"""The text as the rules see it: lines that are told apart, sentences, words, and how hard they are.

Everything keeps its place: a span counts code points in the text as it was given.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from typing import Final

from samrad.invitations.rules.review.model import Span

LONG_WORD: Final = 6  # letters; LIX counts words with more
LONG_SENTENCE: Final = 25  # words
_SHORTENED: Final = 16  # characters that hold an abbreviation
_ABOVE: Final = 60  # lines that a heading may stand above
_MOST_IN_HEADING: Final = 12  # words
_WRAPPED: Final = 55  # a line at least this long may go on in the next
# Every character becomes one character, so that places stay where they are.
_ALIKE: Final = str.maketrans(
    {"\u00a0": " ", "\u2009": " ", "\u202f": " ", "\t": " ", "\r": " ", "\u00ad": " "}
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | dict.fromkeys("\u201c\u201d\u201e\u00bb\u00ab", '"')
    | dict.fromkeys("\u2018\u2019", "'")
)
_BULLET: Final = re.compile(
    r"\s*(?:[•·▪◦●○‣*✔✅👉➡►]|-(?=\s)|o(?=\s)|\d{1,2}[.)](?=\s)|[a-e]\)(?=\s))\s*"
)
_MARKS: Final = re.compile(r"^[\s#>*_|]+|[\s*_|]+$")
_LABEL: Final = re.compile(
    r"\s*[*_]{0,2}([A-ZÅÄÖ][^\W\d_]*(?:[ /,-]+[^\W\d_]+){0,4}?)\s*[*_]{0,2}\s*:[*_]{0,2}(?=\s|$)"
)
_NOT_WORDS: Final = re.compile(
    r"(?:https?://|www\.)\S{1,500}|(?<![\w.+-])[\w.+-]{1,64}@\S{1,200}"
    r"|(?<![\w-])[\w-]{1,60}\.(?:se|nu|org|com|invalid)\b\S{0,200}"
)
_WORD: Final = re.compile(r"[^\W_]+(?:[-'&.:/][^\W_]+)*")
_END: Final = re.compile(r"[.!?…]+[\"')\]]*(?=\s+[\"'(\[–—-]*\s*[A-ZÅÄÖÉ0-9•]|\s*$)")
_ABBREVIATION: Final = re.compile(
    r"(?:^|[\s(])(?:kl|ca|nr|tel|s\.?k|bl\.?\s?a|m\.?\s?m|t\.?\s?ex|d\.?\s?v\.?\s?s|dvs|f\.?\s?d|fr|t\.?\s?o|fr\.?\s?o"
    r"|t\.?\s?o\.?\s?m|fr\.?\s?o\.?\s?m|o\.?\s?s\.?\s?a|m\.?\s?fl|e\.?\s?d|resp|inkl|exkl|jan|feb|apr|aug|sept?"
    r"|okt|nov|dec|må|må?n|ti|tis|on|ons|to|tors?|fr|fre|lö|lör|sö|sön|v|st|prof|dr|obs|p\.?\s?g\.?\s?a|\d{1,2})$",
    re.IGNORECASE,
)
# What an inserted sentence leaves open, and what people write themselves to fill in later.
_GAP: Final = re.compile(
    r"\[(?:…|\.{3})[^\]\n]{0,120}\]"
    r"|\[[^\]\n]{0,20}(?:datum|namn|plats|telefon|klockslag)[^\]\n]{0,20}\]",
    re.IGNORECASE,
)


class Shape(Enum):
    """What a line is."""

    BLANK = auto()
    HEADING = auto()
    BULLET = auto()
    LABEL = auto()
    PROSE = auto()


@dataclass(frozen=True)
class Line:
    """A line: where it stands, its words without marks, and its label where it has one."""

    span: Span
    shape: Shape
    words: str
    label: str = ""


@dataclass(frozen=True)
class Sentence:
    """A sentence; `running` where it belongs to text one reads on, not to a list or a heading."""

    span: Span
    text: str
    running: bool
    shape: Shape

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Return its words, addresses left out."""
        return tuple(words_of(self.text))

    @property
    def is_question(self) -> bool:
        """Tell whether it ends as a question."""
        return self.text.rstrip("\"') ").endswith("?")


def words_of(text: str) -> Iterator[str]:
    """Yield the words of a text, without web and mail addresses."""
    for match in _WORD.finditer(_NOT_WORDS.sub(" ", text)):
        yield match[0]


class Text:
    """One parsed text."""

    def __init__(self, raw: str, *, around: Callable[[str], Iterable[Span]] | None = None) -> None:
        self.raw = raw
        self.all = _without(raw.translate(_ALIKE), around)
        self.gaps = tuple(Span(*match.span()) for match in _GAP.finditer(self.all))
        self.plain = self._without_sentences_that_have_gaps()
        self.lines = tuple(_lines(self.plain))
        self.sentences = tuple(_sentences(self.plain, self.lines))
        self._line_starts = [line.span.start for line in self.lines]
        self._sentence_starts = [sentence.span.start for sentence in self.sentences]

    def _without_sentences_that_have_gaps(self) -> str:
        """Blank out what is still to be filled in: it says nothing yet."""
        plain = self.all
        for gap in self.gaps:
            start = max(plain.rfind(mark, 0, gap.start) for mark in (". ", "! ", "? ", "\n")) + 1
            ends = [at for mark in (". ", ".\n", "\n") if (at := plain.find(mark, gap.end)) >= 0]
            end = min(ends, default=len(plain))
            blank = re.sub(r"[^\n]", " ", plain[start:end])
            plain = plain[:start] + blank + plain[end:]
        return plain

    def line_at(self, place: int) -> Line:
        """Return the line that a place is in."""
        return self.lines[max(0, bisect_right(self._line_starts, place) - 1)]

    def next_line(self, line: Line) -> Line:
        """Return the next line that is not blank, the line itself where there is none."""
        after = self.lines[self.line_index(line.span.start) + 1 :]
        return next((each for each in after if each.shape is not Shape.BLANK), line)

    def line_index(self, place: int) -> int:
        """Return the number of the line that a place is in."""
        return max(0, bisect_right(self._line_starts, place) - 1)

    def sentence_at(self, place: int) -> Sentence | None:
        """Return the sentence that a place is in, None in a text without any."""
        index = self.sentence_index(place)
        return self.sentences[index] if self.sentences else None

    def sentence_index(self, place: int) -> int:
        """Return the number of the sentence that a place is in."""
        return max(0, bisect_right(self._sentence_starts, place) - 1)

    def heading_above(self, place: int) -> Line | None:
        """Return the nearest heading or line ending in a colon above a place."""
        number = self.line_index(place)
        for line in reversed(self.lines[max(0, number - _ABOVE) : number]):
            if line.shape is Shape.HEADING or line.words.endswith(":"):
                return line
        return None

    def quote(self, span: Span, *, most: int = 120) -> str:
        """Return the words of a span on one line, cut at `most` characters."""
        words = " ".join(self.raw[span.start : span.end].split())
        return words if len(words) <= most else words[: most - 1].rstrip() + "…"

    @cached_property
    def word_count(self) -> int:
        """Return how many words there are in all."""
        return sum(1 for _ in words_of(self.all))

    @cached_property
    def running(self) -> tuple[Sentence, ...]:
        """Return the sentences of running text that say something."""
        return tuple(each for each in self.sentences if each.running and len(each.words) > 1)

    @cached_property
    def lix(self) -> int | None:
        """Return LIX of the running text: words a sentence + per cent of words over six letters.

        None where there are fewer than three sentences or thirty words: it would say nothing.
        Source: Björnsson, Läsbarhet (1968).
        """
        words = [word for each in self.running for word in each.words if not word.isdigit()]
        if len(self.running) < 3 or len(words) < 30:  # noqa: PLR2004 -- said above
            return None
        long = sum(sum(map(str.isalpha, word)) > LONG_WORD for word in words)
        return round(len(words) / len(self.running) + 100 * long / len(words))


def _without(text: str, around: Callable[[str], Iterable[Span]] | None) -> str:
    """Blank out what stands around the text; every place stays what it was."""
    pieces, at = [], 0
    for span in around(text) if around else ():
        pieces += [text[at : span.start], " " * (span.end - span.start)]
        at = span.end
    return "".join((*pieces, text[at:]))


def _lines(plain: str) -> Iterator[Line]:
    start = 0
    pieces = plain.split("\n")
    for number, piece in enumerate(pieces):
        span = Span(start, start + len(piece))
        following = pieces[number + 1] if number + 1 < len(pieces) else ""
        yield _line(piece, span, following)
        start = span.end + 1


def _line(piece: str, span: Span, following: str) -> Line:
    words = _MARKS.sub("", piece)
    if not words:
        return Line(span, Shape.BLANK, "")
    if bullet := _BULLET.match(piece):
        return Line(span, Shape.BULLET, piece[bullet.end() :].strip(" *_"))
    if label := _LABEL.match(piece):
        shape = Shape.LABEL if len(words_in(piece[label.end() :])) < LONG_SENTENCE else Shape.PROSE
        return Line(span, shape, words, label[1].casefold())
    if piece.lstrip().startswith("#") or _is_heading(words, following):
        return Line(span, Shape.HEADING, words)
    return Line(span, Shape.PROSE, words)


def words_in(text: str) -> list[str]:
    """Return the words of a text."""
    return list(words_of(text))


def _is_heading(words: str, following: str) -> bool:
    """Tell whether a line stands by itself: short, and not the middle of a sentence."""
    goes_on = following[:1].islower() and len(words) >= _WRAPPED
    ends = words.rstrip("\"')")[-1:]
    return ends not in ".!,;" and len(words.split()) <= _MOST_IN_HEADING and not goes_on


def _sentences(plain: str, lines: tuple[Line, ...]) -> Iterator[Sentence]:
    number = 0
    while number < len(lines):
        first = last = number
        while last + 1 < len(lines) and _goes_on(lines[last], lines[last + 1]):
            last += 1
        number = last + 1
        if lines[first].shape is not Shape.BLANK:
            yield from _split(plain, lines[first], lines[last].span.end)


def _goes_on(line: Line, following: Line) -> bool:
    """Tell whether a sentence goes on in the next line: a mail that was broken into lines."""
    if Shape.BLANK in (line.shape, following.shape) or following.shape is Shape.BULLET:
        return False
    if line.shape is Shape.HEADING or line.words.rstrip("\"')")[-1:] in ".!?:":
        return False
    if following.words[:1].islower():
        return True
    return line.span.end - line.span.start >= _WRAPPED and following.shape is Shape.PROSE


def _split(plain: str, line: Line, end: int) -> Iterator[Sentence]:
    start = line.span.start
    for match in _END.finditer(plain, start, end):
        shortened = match[0].startswith(".") and _ABBREVIATION.search(
            plain, max(start, match.start() - _SHORTENED), match.start()
        )
        if shortened and match.end() < end:
            continue
        yield _sentence(plain, start, match.end(), line)
        start = match.end()
    if plain[start:end].strip():
        yield _sentence(plain, start, end, line)


def _sentence(plain: str, start: int, end: int, line: Line) -> Sentence:
    text = plain[start:end]
    lead = len(text) - len(text.lstrip())
    return Sentence(Span(start + lead, end), text.strip(), line.shape is Shape.PROSE, line.shape)
