"""What each date of an announcement is for: a meeting, a last day, a decision, its sending."""

from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from typing import Final

from samrad.invitations.rules.review.clock import TimeMention
from samrad.invitations.rules.review.model import Day
from samrad.invitations.rules.review.moments import DateMention, Vague
from samrad.invitations.rules.review.stamps import Stamps, is_timed
from samrad.invitations.rules.review.text import Line, Shape, Text
from samrad.invitations.rules.review.words import Words

_WIDE: Final = 300  # characters of a sentence, either side of a date
_LEFT, _RIGHT = 90, 70  # how far words that say what a date is for may stand from it
_NEAR: Final = 45
_LONGEST_MEETING: Final = 4  # days; a longer stretch is a period
_MONTH: Final = 31  # days, near enough
_SOON: Final = 16  # characters after a date that may say what it is
_STEP: Final = 4  # characters beside the date on a line that is a step in a list of days
_SHORT: Final = 60  # characters; a line that is little more than a date
_ASKED: Final = 30  # characters of a question that a date answers on its line
_ROWS: Final = 3  # lines that make a list of days


class Role(Enum):
    """What a date is for."""

    MEETING = auto()
    RSVP = auto()
    REPLY = auto()
    PERIOD_START = auto()
    PUBLISHED = auto()
    UPDATED = auto()
    DECISION = auto()
    DRAFT = auto()  # when a draft was decided or sent out
    FEEDBACK = auto()
    MATERIAL = auto()
    OTHER = auto()


_NO_MEETING: Final = (  # of a plan's days
    "decision",
    "draft",
    "answering",
    "effect",
    "published",
    "cancelling",
)
_ASKED_FOR: Final = {"signup": Role.RSVP, "answering": Role.REPLY}


@dataclass(frozen=True)
class Dated:
    """A date and what it is for."""

    mention: DateMention
    role: Role

    @property
    def day(self) -> Day | None:
        """Return the day, None where there is no such day."""
        return self.mention.day


class Roles:
    """Tells what dates are for, by the words around them, their line and their heading."""

    def __init__(
        self,
        text: Text,
        words: Words,
        mentions: tuple[DateMention, ...],
        times: tuple[TimeMention, ...],
        vague: tuple[Vague, ...],
    ) -> None:
        self.text = text
        self.words = words
        self.mentions = mentions
        self.times = times
        self.vague = vague
        self._by_start = {each.span.start: each for each in mentions}
        self._stamps = Stamps(text, words, mentions, times)
        self._has: dict[str, bool] = {}

    def has(self, name: str) -> bool:
        """Tell whether any of a list's words stand anywhere."""
        if name not in self._has:
            self._has[name] = self.words.in_(name, self.text.plain)
        return self._has[name]

    def of(self, number: int) -> Role:
        """Return what the date of this number is for."""
        mention = self.mentions[number]
        line = self.text.line_at(mention.span.start)
        left, right = self._around(mention, line)
        own_left = self._after_the_date_before(number, left)
        return (
            self._by_what_stands_next(mention, line, own_left[-_NEAR:])
            or self._deadline(mention, line, own_left, right)
            or self._listed(mention, line)
            or self._by_sentence(mention, left, right)
            or self._meeting_or_other(mention, line, left, right)
        )

    def _after_the_date_before(self, number: int, left: str) -> str:
        """Return of what stands before a date only what is not before another date as well."""
        mention = self.mentions[number]
        before = self.mentions[number - 1] if number else None
        if before is None or before.span.end <= mention.span.start - _LEFT:
            return left
        cut = max(0, len(left) - (mention.span.start - before.span.end))
        return left[cut:] if self._apart(before, mention) else left

    def _by_what_stands_next(self, mention: DateMention, line: Line, near: str) -> Role | None:
        if self.words.in_("updated", near):
            return Role.UPDATED
        if self._runs_into_month(mention):
            return Role.OTHER
        if self.words.in_("round_began", near):
            return Role.PERIOD_START
        if self._stamps.says_when_written(mention, line, near):
            return Role.PUBLISHED
        return Role.MATERIAL if self.words.in_("sent_out", near) else None

    def _runs_into_month(self, mention: DateMention) -> bool:
        """Tell whether a date begins a stretch that ends in a month: "16 augusti-oktober"."""
        ends = {each.span.start for each in self.vague if each.month}
        after = self.text.plain[mention.span.end : mention.span.end + 6]
        between = len(after) - len(after.lstrip(" -"))
        return "-" in after[:between] and mention.span.end + between in ends

    def _apart(self, before: DateMention, mention: DateMention) -> bool:
        """Tell whether two dates are not of one row, so that words before the first are its own."""
        return mention.range_with != before.span.start and before.range_with != mention.span.start

    def _around(self, mention: DateMention, line: Line) -> tuple[str, str]:
        """Return what stands before and after a date, in its sentence or its line."""
        sentence = self.text.sentence_at(mention.span.start)
        start, end = line.span.start, line.span.end
        if sentence and sentence.span.start <= mention.span.start < sentence.span.end:
            start, end = sentence.span.start, sentence.span.end
        plain = self.text.plain
        if "?" in plain[line.span.start : start][-2:] and start - line.span.start < _ASKED:
            start = line.span.start  # the date is the answer
        if (
            line.shape is Shape.HEADING
            and len(line.words) < mention.span.end - mention.span.start + _STEP
        ):
            end = self.text.next_line(line).span.end
        return (
            plain[max(start, mention.span.start - _LEFT) : mention.span.start],
            plain[mention.span.end : min(end, mention.span.end + _RIGHT)],
        )

    def _deadline(self, mention: DateMention, line: Line, left: str, right: str) -> Role | None:
        find = self.words.in_
        near = left[-_NEAR:]
        is_deadline = find("deadline", near) or find("deadline_far", left)
        soon = self.words.first("deadline_after", right)
        is_deadline = is_deadline or (soon is not None and soon.start < _SOON)
        is_last = mention.is_range_end and self.is_period(mention)
        label = line.label and (find("deadline", line.label) or find("signup", line.label))
        if not (is_deadline or is_last or label):
            return None
        promised = find("feedback", left) and not find("signup", left)
        if promised or (find("feedback", right) and not self._asked_for(f"{left} {right}")):
            return Role.FEEDBACK
        context = f"{line.label} {left} {right}"
        found = self._asked_for(context)
        own = find("own_points", left + right) and not find("plain_signup", left)
        grant = find("grants", left) and not found
        if own or grant or find("kept_until", near) or self._is_for_needs(mention):
            return Role.OTHER
        if find("material_word", left) and find("sending", left) and "signup" not in found:
            return Role.MATERIAL
        if not found:
            heading = self.text.heading_above(mention.span.start)
            above = heading.words if heading else ""
            wider = f"{above} {self._sentence_before(mention)} {line.words}"
            found = self._asked_by_heading(heading, line) or self._asked_for(wider)
        if len(found) == 1:
            return _ASKED_FOR[found.pop()]
        return self._nearer(left, right) if found else self._by_what_is_invited(is_last=is_last)

    def _is_for_needs(self, mention: DateMention) -> bool:
        """Tell whether a last day is for asking for an interpreter, not for signing up."""
        words = self._sentence_around(mention)
        return self.words.in_("needs", words) and not self.words.in_("plain_signup", words)

    def _asked_for(self, words: str) -> set[str]:
        found = {kind for kind in _ASKED_FOR if self.words.in_(kind, words)}
        if len(found) > 1:  # one signs up in a form, and sends that in, as well
            found = {
                kind
                for kind in _ASKED_FOR
                if self.words.in_(kind, self.words.of("either_way").sub(" ", words))
            }
        return found

    def _asked_by_heading(self, heading: Line | None, line: Line) -> set[str]:
        """Return what a heading right above a line asks for, if it is one thing."""
        if heading is None or self.text.next_line(heading) != line:
            return set()
        found = self._asked_for(heading.words)
        return found if len(found) == 1 else set()

    def _by_what_is_invited(self, *, is_last: bool) -> Role | None:
        """Take a last day that says nothing of itself for that of the meeting or the round."""
        asks = self.has("answering") and not self.has("meeting")
        if is_last or asks or self.has("referral_strong"):
            return Role.REPLY
        return Role.RSVP if self.has("meeting") or self.has("invites") else None

    def _nearer(self, left: str, right: str) -> Role:
        """Return which of sign-up and answer stands nearest before a date, else after it."""
        signup = max((each.start for each in self.words.find("signup", left)), default=-1)
        answer = max((each.start for each in self.words.find("answering", left)), default=-1)
        if signup == answer:
            return Role.RSVP if self.words.in_("signup", right) else Role.REPLY
        return Role.RSVP if signup > answer else Role.REPLY

    def _sentence_before(self, mention: DateMention) -> str:
        index = self.text.sentence_index(mention.span.start)
        return self.text.sentences[index - 1].text[-_WIDE:] if index > 0 else ""

    def _sentence_around(self, mention: DateMention) -> str:
        """Return the sentence of a date, no more of it than a sentence usually is."""
        sentence = self.text.sentence_at(mention.span.start)
        if sentence is None:
            return ""
        start = max(sentence.span.start, mention.span.start - _WIDE)
        return self.text.plain[start : min(sentence.span.end, mention.span.end + _WIDE)]

    def is_period(self, mention: DateMention) -> bool:
        """Tell whether a date is one end of a stretch longer than a meeting."""
        other = self._other_end(mention)
        if other is None or mention.day is None or other.day is None:
            return False
        apart = abs(
            (mention.day.month - other.day.month) * _MONTH + mention.day.day - other.day.day
        )
        return apart > _LONGEST_MEETING

    def _other_end(self, mention: DateMention) -> DateMention | None:
        return self._by_start.get(mention.range_with) if mention.range_with is not None else None

    def _by_sentence(self, mention: DateMention, left: str, right: str) -> Role | None:
        find = self.words.in_
        context = left + " " + right
        if mention.range_with is not None and self.is_period(mention):
            return self._end_of_period(mention, context)
        if find("decision", context) and (
            find("body", context) or find("decision", left[-_NEAR:] + right[:30])
        ):
            is_draft = find("draft", context) or find("past", context)
            return Role.DRAFT if is_draft else Role.DECISION
        if find("effect", left) or find("effect_after", right):
            return Role.OTHER
        if self._is_of_material(left, right):
            return Role.MATERIAL
        is_held = find("meeting", left[-_NEAR:] + right[:_NEAR]) or self._is_appointment(mention)
        if find("feedback", context) and not is_held:
            return Role.FEEDBACK
        return None

    def _is_of_material(self, left: str, right: str) -> bool:
        """Tell whether something to read is sent then: it stands before the date or just after."""
        find = self.words.in_
        sent_after = self.words.of("sends_now").match(right.lstrip())
        return (find("material_word", left) and find("sending", left)) or bool(
            sent_after and find("material_word", right)
        )

    def _is_appointment(self, mention: DateMention) -> bool:
        """Tell whether a weekday, a date and a clock time stand together: somebody is to come."""
        line = self.text.line_at(mention.span.start)
        return mention.weekday is not None and is_timed(mention, line, self.times)

    def _listed(self, mention: DateMention, line: Line) -> Role | None:
        """Take a line that begins like the lines of other days, weekday first, for a meeting."""
        if not self._begins_row(mention, line) or not self.has("meeting"):
            return None
        return Role.MEETING if self._rows >= _ROWS else None

    @cached_property
    def _rows(self) -> int:
        """Return how many lines begin with a weekday and a date."""
        return sum(
            self._begins_row(each, self.text.line_at(each.span.start)) for each in self.mentions
        )

    def _begins_row(self, mention: DateMention, line: Line) -> bool:
        before = self.text.plain[line.span.start : mention.span.start].strip(" *-•")
        after = self.text.plain[mention.span.end : min(line.span.end, mention.span.end + 2)]
        return mention.weekday is not None and not before and after.strip()[:1] in ("", ",")

    def _end_of_period(self, mention: DateMention, context: str) -> Role:
        around = f"{context} {self._sentence_around(mention)}"
        if self.has("referral_strong") or self.words.in_("answering", around):
            return Role.REPLY if mention.is_range_end else Role.PERIOD_START
        return Role.OTHER

    def _meeting_or_other(self, mention: DateMention, line: Line, left: str, right: str) -> Role:
        find = self.words.in_
        has_time = is_timed(mention, line, self.times)
        if find("past_event", left) or (find("past", left + " " + right) and not has_time):
            return Role.OTHER
        if has_time or mention.weekday is not None:
            return Role.MEETING
        if find("from_then", left):
            return Role.OTHER
        return self._by_words_around(mention, line)

    def _by_words_around(self, mention: DateMention, line: Line) -> Role:
        find = self.words.in_
        if line.label and find("meeting_label", line.label):
            return Role.MEETING
        around = self._sentence_around(mention) or line.words
        if find("meeting", around) or find("invites", around):
            return Role.MEETING
        heading = self.text.heading_above(mention.span.start)
        if heading and (
            find("meeting", heading.words) or find("meeting_label", heading.words.casefold())
        ):
            return Role.MEETING
        return self._in_bare_line(line)

    def _in_bare_line(self, line: Line) -> Role:
        """Take a line of a list, or little but a date, for a meeting where one is meant."""
        short = len(line.words) < _SHORT
        listed = line.shape in (Shape.BULLET, Shape.HEADING, Shape.LABEL) or short
        if any(self.words.in_(each, line.words) for each in _NO_MEETING):
            return Role.OTHER
        meant = self.has("meeting") or (self.has("invites") and bool(self.times))
        return Role.MEETING if listed and meant else Role.OTHER
