"""IA17 to IA19, IA21, IA22, IA28 and IA30: whom it is for and what makes it possible to come."""

from collections.abc import Iterator
from typing import Final

from samrad.invitations.rules.review.announcement import Announcement
from samrad.invitations.rules.review.hits import Case, Hit
from samrad.invitations.rules.review.model import Span
from samrad.invitations.rules.review.text import Sentence, Shape

_KEYWORD: Final = 2  # words: "Rullstol?"
_THEME_NEAR: Final = 50  # characters before a word that make it a theme


def accessibility(case: Case) -> Hit | None:
    """IA17: nothing about getting in, hearing and being helped. A theme by that name is none."""
    return (
        None if any(_offers_access(case.read, each) for each in case.read.text.sentences) else Hit()
    )


def _offers_access(read: Announcement, sentence: Sentence) -> bool:
    for span in read.words.find("accessibility", sentence.text):
        before = sentence.text[max(0, span.start - _THEME_NEAR) : span.start]
        heading = read.text.heading_above(sentence.span.start)
        is_theme = read.words.in_("accessibility_theme", before) or (
            sentence.shape is Shape.BULLET
            and heading is not None
            and read.words.in_("accessibility_theme", heading.words)
        )
        asks = read.words.in_("asks_needs", sentence.text) or len(sentence.words) <= _KEYWORD
        if asks or not (is_theme or sentence.is_question):
            return True
    return False


def language(case: Case) -> Hit | None:
    """IA18: minorities or newcomers are asked, and no language or interpreter is named."""
    read = case.read
    asked = next(_asks_minorities(read), None)
    if asked is None or read.has("language_offer"):
        return None
    return Hit(span=asked)


def _asks_minorities(read: Announcement) -> Iterator[Span]:
    """Yield where minorities are named among those who are asked, not among a plan's topics."""
    for sentence in read.text.sentences:
        span = read.words.first("minorities", sentence.text)
        if span and (
            read.words.in_("target", sentence.text) or read.words.in_("invites", sentence.text)
        ):
            yield Span(sentence.span.start + span.start, sentence.span.start + span.end)


def cost(case: Case) -> Hit | None:
    """IA19: not said whether it costs or is paid for. Purely digital meetings need not say."""
    read = case.read
    if read.has("cost"):
        return None
    places = [each.place for each in case.meetings if each.place]
    if (
        places
        and all(read.words.in_("digital", each) for each in places)
        and not read.has("physical")
    ):
        return None
    return Hit()


def target(case: Case) -> Hit | None:
    """IA21: not said whom it is for."""
    read = case.read
    if read.has("target"):
        return None
    named = any(
        read.words.in_("groups", each.text) and read.words.in_("invites", each.text)
        for each in read.text.sentences
    )
    return None if named else Hit()


def material(case: Case) -> Hit | None:
    """IA22: nothing to read beforehand. What is said at the meeting being "underlag" is none."""
    return (
        None
        if any(_offers_material(case.read, each) for each in case.read.text.sentences)
        else Hit()
    )


def _offers_material(read: Announcement, sentence: Sentence) -> bool:
    find = read.words.in_
    if not find("material", sentence.text):
        return False
    return not find("made_of_answers", sentence.text) or find("to_read", sentence.text)


def agenda(case: Case) -> Hit | None:
    """IA28: associations cannot put their own questions on the table."""
    return None if case.read.has("agenda") else Hit()


def privacy(case: Case) -> Hit | None:
    """IA30: answers or names are collected, and nothing says what becomes public or is kept."""
    read = case.read
    if read.has("privacy"):
        return None
    span = read.first("collects") or read.first("signup")
    return Hit(span=span) if span else None
