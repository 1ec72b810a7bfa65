"""IA23 to IA27 and IA29: promises, slogans, hard words, long sentences, order and tone."""

import re
from typing import Final

from samrad.invitations.rules.review.announcement import Announcement
from samrad.invitations.rules.review.hits import Case, Hit
from samrad.invitations.rules.review.model import Facts, Level, Span
from samrad.invitations.rules.review.text import LONG_SENTENCE, Sentence, Shape, words_of
from samrad.invitations.rules.review.words import swedish

_EMPTY: Final = 2  # phrases
_HARD_LIX, _VERY_HARD_LIX = 50, 60
_LONG_SHARE: Final = 0.2  # of the sentences
_PASSIVE_PER_100: Final = 5.0
_MANY_HARD: Final = 3  # words; a warning
_STIFF: Final = 3  # small words of officialese that make one finding
_MANY_WORDS: Final = 600
_LATE: Final = 0.7  # of the text
_COMMANDS: Final = 3
_FEW: Final = 4  # sentences; too few to tell shares of
_SOON: Final = 40  # characters after a word
_SHORT: Final = 150  # words; a text that is seen at a glance
_SHOWN: Final = 5  # hard words named
_PASSIVE: Final = re.compile(r"(?<!\w)[^\W\d_A-Z]{3,}(?:as|ats|ades|des)(?!\w)")


def promise(case: Case) -> Hit | None:
    """IA23: promises more than the level gives; making together is right in a dialogue."""
    read, level = case.read, case.facts.level
    if level is Level.PARTNERSHIP:
        return None
    span = _promised(read, "overpromise")
    if span is None and level is not Level.DIALOGUE:
        span = _promised(read, "overpromise_soft")
    return Hit(span=span, quote=read.text.quote(span)) if span else None


def level_promised(text: str) -> str:
    """Return the level that words of deciding or making together promise, or nothing."""
    read = Announcement(text, swedish(), Facts())
    if _promised(read, "overpromise"):
        return Level.PARTNERSHIP.value
    return Level.DIALOGUE.value if _promised(read, "overpromise_soft") else ""


def _promised(read: Announcement, name: str) -> Span | None:
    for span in read.words.find(name, read.text.plain):
        before = read.text.plain[max(0, span.start - 40) : span.start].casefold()
        words = read.text.plain[span.start : span.end].casefold()
        body = read.words.in_("officials", before[-36:].rpartition(".")[2])
        if not body and " inte " not in f"{before[-16:]} {words} ":
            return span
    return None


def slogans(case: Case) -> Hit | None:
    """IA24: two empty phrases or more. The caller sees to it that IA02 or IA04 fires as well."""
    read = case.read
    found: dict[str, Span] = {}
    for span in read.words.find("empty_phrases", read.text.plain):
        found.setdefault(read.text.plain[span.start : span.end].casefold(), span)
    if len(found) < _EMPTY:
        return None
    spans = list(found.values())
    quote = ", ".join(f"”{read.text.quote(span)}”" for span in spans[:_COMMANDS])
    return Hit(span=spans[0], quote=quote)


def jargon(case: Case) -> Hit | None:
    """IA25: words that ask for knowledge of administration, unexplained. Three are a warning."""
    read = case.read
    hard: dict[str, tuple[Span, str]] = {}
    for number, (pattern, plainer) in enumerate(read.words.jargon):
        for match in pattern.finditer(read.text.plain):
            span = Span(*match.span())
            if not _is_explained(read, span):
                hard.setdefault(str(number), (span, plainer))
                break
    stiff = {
        match[0].casefold(): Span(*match.span())
        for match in read.words.stiff.finditer(read.text.plain)
    }
    if not hard and len(stiff) < _STIFF:
        return None
    spans = sorted((span for span, _plainer in hard.values()), key=lambda each: each.start)
    shown = spans or sorted(stiff.values(), key=lambda each: each.start)
    words = ", ".join(read.text.quote(span) for span in shown[:_SHOWN])
    plainer = "; ".join(
        f"{read.text.quote(span)} → {say}" for span, say in list(hard.values())[:_SHOWN]
    )
    return Hit(
        span=shown[0],
        milder=len(hard) < _MANY_HARD,
        quote=words,
        names={"words": words, "plainer": plainer or words},
    )


def _is_explained(read: Announcement, span: Span) -> bool:
    """Tell whether the same or the next sentence says what a word means."""
    index = read.text.sentence_index(span.start)
    sentence = read.text.sentences[index]
    after = read.text.plain[span.end : sentence.span.end]
    following = (
        read.text.sentences[index + 1].text[:60] if index + 1 < len(read.text.sentences) else ""
    )
    explains = read.words.of("explains_next").match(following)
    return bool(read.words.explained.search(after[:_SOON]) or explains)


def hard_to_read(case: Case) -> Hit | None:
    """IA26: LIX over 50, or many long sentences, or many verbs in the passive. A blunt measure."""
    text = case.read.text
    running = text.running
    if text.lix is None:
        return None
    long = [each for each in running if len(each.words) > LONG_SENTENCE]
    longest = max(running, key=lambda each: len(each.words))
    passive = _passive_share(case.read, running)
    hard = (
        text.lix > _HARD_LIX
        or (len(running) >= _FEW and len(long) > _LONG_SHARE * len(running))
        or passive > _PASSIVE_PER_100
    )
    if not hard:
        return None
    names = {
        "lix": str(text.lix),
        "longest": str(len(longest.words)),
        "passive": str(round(passive)),
    }
    return Hit(span=longest.span, milder=text.lix <= _VERY_HARD_LIX, names=names)


def _passive_share(read: Announcement, running: tuple[Sentence, ...]) -> float:
    words = [word for each in running for word in each.words]
    verbs = [
        match[0]
        for each in running
        for match in _PASSIVE.finditer(each.text)
        if not read.words.of("passive_but_not").fullmatch(match[0])
    ]
    return 100 * len(verbs) / max(1, len(words))


def order(case: Case) -> Hit | None:
    """IA27: over 600 words without headings or lists, or when and where after 70 % of them."""
    text = case.read.text
    shaped = [
        line for line in text.lines if line.shape in (Shape.HEADING, Shape.BULLET, Shape.LABEL)
    ]
    if text.word_count > _MANY_WORDS and len(shaped) < _COMMANDS:
        return Hit(milder=True)
    spans = [each.span for each in case.meetings if each.span and each.start] or [
        each.span for each in case.meetings if each.span
    ]
    if not spans or text.word_count < _SHORT:
        return None
    first = min(span.start for span in spans)
    ahead = sum(1 for _ in words_of(text.plain[:first]))
    return Hit(span=spans[0]) if ahead > _LATE * text.word_count else None


def tone(case: Case) -> Hit | None:
    """IA29: commands or belittles."""
    read = case.read
    if span := read.first("tone"):
        return Hit(span=span, quote=read.text.quote(span))
    commands = list(read.words.find("commands", read.text.plain))
    if len(commands) >= _COMMANDS:
        span = commands[0]
        return Hit(span=span, quote=read.text.quote(span))
    return None
