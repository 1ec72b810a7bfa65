"""The dates that say when a text was written or sent: above it, below it, or in a post's stamp."""

import re
from functools import cached_property
from typing import Final

from samrad.invitations.rules.review.clock import TimeMention
from samrad.invitations.rules.review.moments import DateMention
from samrad.invitations.rules.review.text import Line, Shape, Text
from samrad.invitations.rules.review.words import Words

_TOWN: Final = 3  # words before the date of a letter
_HEAD: Final = 8  # lines that may hold the date of a letter
_LINE: Final = 200  # characters of a line that may hold a case number
_SIGNING: Final = 4  # words before the date of a signature: "Linköping den"
_ROWS: Final = 3  # lines at the end that may hold a signature
_FEW_WORDS_BEFORE, _FEW_WORDS_AFTER = 40, 60  # characters between a date and its time
_STAMP: Final = re.compile(
    r"(?: ?(?:kl\.? ?)?\d{1,2}[.:]\d\d)? {0,3}(?:[·|•\]]| av (?=[^\W\d_a-z]))"
)


def is_timed(mention: DateMention, line: Line, times: tuple[TimeMention, ...]) -> bool:
    """Tell whether a clock time stands near a date on its line."""
    return any(
        line.span.start <= each.span.start <= line.span.end
        and -_FEW_WORDS_BEFORE < each.span.start - mention.span.end < _FEW_WORDS_AFTER
        for each in times
    )


class Stamps:
    """Tells which dates of a text are its own."""

    def __init__(
        self,
        text: Text,
        words: Words,
        mentions: tuple[DateMention, ...],
        times: tuple[TimeMention, ...],
    ) -> None:
        self.text = text
        self.words = words
        self.mentions = mentions
        self.times = times

    def says_when_written(self, mention: DateMention, line: Line, near: str) -> bool:
        """Tell whether a date is that of the text; `near` is what stands just before it."""
        if self.words.in_("published", near[-26:]) and not self.words.in_("material_word", near):
            return True
        number = self.text.line_index(mention.span.start)
        if self._signs(mention, line):
            return True
        return number <= _HEAD and mention.weekday is None and self._heads(mention, line, number)

    def _heads(self, mention: DateMention, line: Line, number: int) -> bool:
        """Tell whether a date stands above a text: a post's stamp, a letter's day."""
        if self._stamps(mention, line):
            return True
        if line.label:
            return self.words.in_("letter_date", line.label) and self._beside_reference(number)
        if self.words.in_("reference", line.words[:_LINE]):
            return True
        return self._heads_a_letter(mention, line, number)

    def _stamps(self, mention: DateMention, line: Line) -> bool:
        """Tell whether a date begins a line as posts and news have it: "24 mars 2015 | Kultur"."""
        before = self.text.plain[line.span.start : mention.span.start].strip(" [")
        stamp = _STAMP.match(self.text.plain, mention.span.end)
        if before or stamp is None:
            return False
        return not any(stamp.end() <= each.span.start < line.span.end for each in self.times)

    def _heads_a_letter(self, mention: DateMention, line: Line, number: int) -> bool:
        """Tell whether a line is nothing but a date, or a town and a date, above a letter."""
        written = self.text.plain[mention.span.start : mention.span.end]
        before = line.words.removesuffix(written)
        if (
            not line.words.endswith(written)
            or len(before.split()) > _TOWN
            or line.shape is Shape.BULLET
        ):
            return False
        beside = self.text.lines[max(0, number - 1) : number + 2]
        others = [each for each in self.mentions if each is not mention]
        alone = not any(
            near.span.start <= each.span.start <= near.span.end
            for near in beside
            for each in others
        )
        heading = self.text.heading_above(mention.span.start)
        listed = (
            heading
            and self.words.in_("meeting_label", heading.words.casefold())
            and not any(
                is_timed(each, self.text.line_at(each.span.start), self.times) for each in others
            )
        )
        below = self.text.next_line(line)
        is_cell = any(
            below.span.start <= each.span.start < below.span.end for each in self.times
        ) and not any(below.span.start <= each.span.start < below.span.end for each in others)
        return alone and not listed and not is_cell and bool(others)

    def _beside_reference(self, number: int) -> bool:
        around = " ".join(line.words for line in self.text.lines[max(0, number - 2) : number + 3])
        return self.words.in_("reference", around)

    def _signs(self, mention: DateMention, line: Line) -> bool:
        """Tell whether a date ends one of the last lines, after a town or a name: a signature."""
        written = self.text.plain[mention.span.start : mention.span.end]
        before = line.words.removesuffix(written).strip()
        others = [each for each in self.mentions if each is not mention]
        return (
            line.span.start >= self._last_lines
            and not any(each.span.start >= self._last_lines for each in others)
            and any(each.weekday is not None for each in others)
            and mention.weekday is None
            and mention.has_year
            and line.words.endswith(written)
            and 0 < len(before.split()) <= _SIGNING
            and line.shape is not Shape.BULLET
            and not line.label
            and (before[0].isupper() or before.endswith(","))
        )

    @cached_property
    def _last_lines(self) -> int:
        """Return where the last few lines begin: a signature stands there."""
        written = [each.span.start for each in self.text.lines if each.shape is not Shape.BLANK]
        return written[-_ROWS:][0] if written else 0
