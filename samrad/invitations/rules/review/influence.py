"""IA01 to IA06: why, what can be influenced, which questions, what becomes of it, who decides."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from samrad.invitations.rules.review.announcement import Announcement
from samrad.invitations.rules.review.hits import Case, Hit
from samrad.invitations.rules.review.model import Span
from samrad.invitations.rules.review.roles import Role
from samrad.invitations.rules.review.text import Sentence, Shape

_IN_A_ROW: Final = 3
_QUESTIONS: Final = 2  # fewer are none to prepare for
_QUESTIONS_BELOW: Final = ("question_heading", "asked_about")  # words of a line above them
_APART: Final = 90  # characters, about twelve words
_ASKED: Final = 24  # characters
_HEADING: Final = 120  # characters
_BELOW: Final = 3  # lines of what a heading is about
_SHORT: Final = 22  # words: "Ni får dem på mejl inom två veckor."


def purpose(case: Case) -> Hit | None:
    """IA01: nothing says why one is invited."""
    read = case.read
    told = read.has("purpose") or any(_is_its_purpose(read, each) for each in read.text.sentences)
    return None if told else Hit()


def _is_its_purpose(read: Announcement, sentence: Sentence) -> bool:
    """Tell whether "för att ..." is about those who meet, not about what a plan is for."""
    return read.words.in_("purpose_of_it", sentence.text) and any(
        read.words.in_(name, sentence.text) for name in ("meeting", "invites", "by_us")
    )


def influence(case: Case) -> Hit | None:
    """IA02: nothing says what can be influenced; "påverka" without an object is half."""
    read = case.read
    if any(
        read.words.in_("influence_clear", each.text) and not read.words.in_("logistics", each.text)
        for each in read.text.sentences
    ):
        return None
    for sentence in read.text.sentences:
        span = read.words.first("influence_plain", sentence.text)
        if span and not read.words.in_("influence_other", sentence.text):
            start = sentence.span.start
            return Hit(span=Span(start + span.start, start + span.end), milder=True)
    return Hit()


def questions(case: Case) -> Hit | None:
    """IA03: fewer than two questions to the reader, and no heading or sentence that brings one."""
    found = list(open_questions(case.read))
    if len(found) >= _QUESTIONS:
        return None
    if found and case.read.has("question_heading"):
        return None
    return None if _list_under_heading(case.read) or _row_of_questions(case.read) else Hit()


def _row_of_questions(read: Announcement) -> bool:
    """Tell whether three questions follow each other, none about when, where or signing up."""
    asked = [
        each.is_question and not read.words.of("question_practical").match(each.text.casefold())
        for each in read.text.sentences
    ]
    return any(all(asked[n : n + _IN_A_ROW]) for n in range(len(asked) - _IN_A_ROW + 1))


def open_questions(read: Announcement) -> Iterator[Sentence]:
    """Yield the questions a board could discuss: open, and no heading with its answer below."""
    sentences = read.text.sentences
    for number, sentence in enumerate(sentences):
        if not sentence.is_question:
            yield from _quoted_question(sentence)
            continue
        following = sentences[number + 1] if number + 1 < len(sentences) else None
        words = sentence.text.lstrip(" \"'*-–•0123456789.)#_").casefold()
        if read.words.of("question_practical").match(words) or _has_answer(
            read, sentence, following
        ):
            continue
        if read.words.of("question_open").match(words) or read.words.in_("question_open", words):
            yield sentence


def _quoted_question(sentence: Sentence) -> Iterator[Sentence]:
    """Yield a sentence that quotes a question: frågan "Vad behöver planen innehålla?"."""
    if '?"' in sentence.text or '?"' in sentence.text:
        yield sentence


def _has_answer(read: Announcement, sentence: Sentence, following: Sentence | None) -> bool:
    """Tell whether a question is a heading and what follows answers it."""
    if sentence.shape not in (Shape.HEADING, Shape.PROSE) or following is None:
        return False
    if sentence.shape is Shape.PROSE:
        return False
    between = read.text.plain[sentence.span.end : following.span.start]
    answers = following.shape in (Shape.PROSE, Shape.LABEL) and not following.is_question
    return answers and between.count("\n") >= 1 and len(following.words) > 6  # noqa: PLR2004 -- a sentence


def _list_under_heading(read: Announcement) -> bool:
    """Tell whether a heading about questions has a list of at least two below it."""
    for number, line in enumerate(read.text.lines):
        named = any(read.words.in_(name, line.words) for name in _QUESTIONS_BELOW)
        if named and len(line.words) < _HEADING:
            below = [
                each
                for each in read.text.lines[number + 1 : number + 6]
                if each.shape is not Shape.BLANK
            ]
            listed = [each for each in below if each.shape is Shape.BULLET]
            asked = [each for each in below if each.words.endswith("?")]
            if len(listed) >= _QUESTIONS and "?" in "".join(each.words for each in listed):
                return True
            if len(asked) >= _QUESTIONS or (
                len(listed) >= _QUESTIONS and read.words.in_("asked_about", line.words)
            ):
                return True
    return False


def use(case: Case) -> Hit | None:
    """IA04: nothing says what happens with what is said."""
    read = case.read
    told = read.has("use_whole") or any(
        _tells_use(read, each) or _tells_outcome(read, each) for each in read.text.sentences
    )
    return None if told or _tells_after(read) or _tells_in_two(read) else Hit()


def _tells_in_two(read: Announcement) -> bool:
    """Tell whether a sentence names what is said and the next says what is done with "it"."""
    return any(
        read.words.of("it_or_they").match(following.text)
        and read.words.in_("shown", following.text)
        and read.words.in_("outcome", before.text)
        and not before.is_question
        and not read.words.in_("use_before", following.text)
        for before, following in pairwise(read.text.sentences)
    )


def _tells_outcome(read: Announcement, sentence: Sentence) -> bool:
    """Tell whether a sentence says what is made of what was said, and where that ends up."""
    if sentence.is_question or read.words.in_("use_before", sentence.text):
        return False
    for made in read.words.find("outcome", sentence.text):
        start = max(0, made.start - _APART)
        rest = f"{sentence.text[start : made.start]} {sentence.text[made.end : made.end + _APART]}"
        asks = read.words.in_("asks_reader", sentence.text[start : made.start])
        if not asks and read.words.in_("shown", rest) and not _about_the_past(read, sentence):
            return True
    return False


def _tells_after(read: Announcement) -> bool:
    """Tell whether a heading about what comes after has something below it that is done."""
    for number, line in enumerate(read.text.lines):
        is_heading = line.shape is Shape.HEADING or line.words.rstrip().endswith(("?", ":"))
        if is_heading and read.words.of("after_heading").match(line.words.casefold()):
            below = [
                each for each in read.text.lines[number + 1 :] if each.shape is not Shape.BLANK
            ]
            if any(read.words.in_("shown", each.words) for each in below[:_BELOW]):
                return True
    return any(
        question.is_question
        and read.words.in_("after_heading", question.text)
        and not answer.is_question
        and (read.words.in_("shown", answer.text) or read.words.in_("use", answer.text))
        for question, answer in pairwise(read.text.sentences)
    )


def _tells_use(read: Announcement, sentence: Sentence) -> bool:
    """Tell whether a sentence has what is said and what is done with it near each other."""
    if sentence.is_question or read.words.in_("use_before", sentence.text):
        return False
    text = sentence.text
    for said in read.words.find("input", text):
        start = max(0, said.start - _APART)
        near = text[start : said.end + _APART]
        for found in read.words.find("use", near):
            done = Span(found.start + start, found.end + start)
            overlaps = done.start < said.end and said.start < done.end
            if not overlaps and not _asked_of_reader(read, text, said, done):
                return True
    return False


def _asked_of_reader(read: Announcement, text: str, said: Span, done: Span) -> bool:
    """Tell whether the reader is the one to do it: "skicka era synpunkter"."""
    first = min(said.start, done.start)
    asks = read.words.in_("asks_reader", text[max(0, first - _ASKED) : first])
    by_us = read.words.in_("ourselves", text[first : max(said.end, done.end)])
    return asks and not by_us


def feedback(case: Case) -> Hit | None:
    """IA05: no promise of an answer with a day or a season."""
    read = case.read
    if any(True for _ in read.of(Role.FEEDBACK)):
        return None
    for number, sentence in enumerate(read.text.sentences):
        if _promises_answer(read, sentence):
            following = read.text.sentences[number + 1 : number + 2]
            near = [sentence, *(each for each in following if _goes_on(read, each))]
            if any(_when(read, each) for each in near):
                return None
    return Hit()


def _promises_answer(read: Announcement, sentence: Sentence) -> bool:
    """Tell whether a sentence says that those who answered will hear; not what a board will."""
    told = read.words.in_("feedback", sentence.text)
    to_board = read.words.in_("feedback_elsewhere", sentence.text)
    return told and not to_board and not _about_the_past(read, sentence)


def _goes_on(read: Announcement, sentence: Sentence) -> bool:
    """Tell whether a sentence may say when of the one before: short, to come, of no decision."""
    other = read.words.in_("decision", sentence.text) or read.words.in_("signup", sentence.text)
    return len(sentence.words) < _SHORT and not other and not _about_the_past(read, sentence)


def _when(read: Announcement, sentence: Sentence) -> bool:
    """Tell whether a sentence says when, but for what it says about a decision further on."""
    told = read.words.first("feedback", sentence.text)
    decided = read.words.first("decision", sentence.text)
    span = sentence.span
    if told and decided and told.end < decided.start:
        span = Span(span.start, span.start + decided.start)
    return read.moment_in(span) or read.words.in_("within", sentence.text)


def _about_the_past(read: Announcement, sentence: Sentence) -> bool:
    to_come = read.words.in_("still_to_come", sentence.text)
    return read.words.in_("past", sentence.text) and not to_come


def decision(case: Case) -> Hit | None:
    """IA06: not both who decides and when; the decision on a draft is none."""
    read = case.read
    if any(_body_near(read, each.mention.span) for each in read.of(Role.DECISION)):
        return None
    for number, sentence in enumerate(read.text.sentences):
        if not _decides(read, sentence):
            continue
        near = read.text.sentences[max(0, number - 2) : number + 3]
        if read.moment_in(sentence.span) or any(
            read.moment_in(each.span) and read.words.in_("decision", each.text) for each in near
        ):
            return None
        if number and _moment_first(read, read.text.sentences[number - 1], sentence):
            return None
    return None if any(_under_decisions(read, each) for each in read.text.sentences) else Hit()


def _under_decisions(read: Announcement, sentence: Sentence) -> bool:
    """Tell whether a body and a day stand below "Beslut", or a body and "beslutar" below a day."""
    heading = read.text.heading_above(sentence.span.start)
    if heading is None or _about_the_past(read, sentence):
        return False
    by_heading = read.words.in_("decision", heading.words) and read.moment_in(sentence.span)
    below_moment = read.moment_in(heading.span) and read.words.in_("decision", sentence.text)
    return read.words.in_("body", sentence.text) and (by_heading or below_moment)


def _decides(read: Announcement, sentence: Sentence) -> bool:
    """Tell whether a sentence says that a body will decide, not that it has."""
    text = sentence.text
    if not (read.words.in_("body", text) and read.words.in_("decision", text)):
        return False
    done = read.words.in_("has_decided", text)
    return not done


def _moment_first(read: Announcement, before: Sentence, sentence: Sentence) -> bool:
    """Tell whether the sentence before says when: "I november ska planen … Dessförinnan ska …"."""
    return read.words.in_("goes_on", sentence.text) and read.moment_in(before.span)


def _body_near(read: Announcement, span: Span) -> bool:
    index = read.text.sentence_index(span.start)
    near = read.text.sentences[max(0, index - 1) : index + 2]
    return any(read.words.in_("body", each.text) for each in near)
