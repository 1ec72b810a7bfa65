"""Ways to reach the sender: telephone, mail, post, the web, and a person by name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from samrad.invitations.rules.review.announcement import Announcement

EMAIL: Final = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}(?:@|\(at\)|\[at\])[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.IGNORECASE
)
# Eight to twelve digits that begin with a nought or +46; dates and case numbers do not.
PHONE: Final = re.compile(
    r"(?<![\w/.-])(?:\+46 ?\(?0?\)?|0)\d{1,3}\)?(?:[ -]{0,3}\d{2,3}){2,4}(?![\d-])"
)
URL: Final = re.compile(
    r"(?:https?://|www\.)\S{3,}"
    r"|(?<![@\w.])[\w-]{2,40}(?:\.[\w-]{1,40}){0,3}\.(?:se|nu|org|com|eu)(?:/\S*)?(?![\w@])",
    re.IGNORECASE,
)
_LETTERS: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PERSONAL_MAIL: Final = re.compile(r"[^\W\d_]{2,20}[._][^\W\d_]{2,30}@")
_SAID: Final = 8  # characters: "säger "
_OWN_LINE: Final = 4  # words
_OFFICE: Final = 24  # characters: "nämndens ordförande "
_NEARBY: Final = 4  # lines between a name and how to reach that person


@dataclass(frozen=True)
class Ways:
    """Which ways there are, and whether a person is named beside one."""

    email: bool
    phone: bool
    post: bool
    oral: bool
    web: bool
    person: bool

    @property
    def only_web(self) -> bool:
        """Tell whether the web is the one way."""
        return self.web and not (self.email or self.phone or self.post or self.oral)


def ways_of(read: Announcement) -> Ways:
    """Return the ways to reach the sender."""
    plain = read.text.plain
    return Ways(
        email=bool(EMAIL.search(plain)) or _offers("mail_words", read),
        phone=bool(PHONE.search(plain)) or _offers("phone_words", read),
        post=read.has("post_words"),
        oral=read.has("oral_words"),
        web=bool(URL.search(plain)) or read.has("web_words"),
        person=has_person(read),
    )


def _offers(way: str, read: Announcement) -> bool:
    """Tell whether the word for a way stands where one signs up or answers, if only as a link."""
    find = read.words.in_
    return any(
        find(way, each.text)
        and (
            find("signup", each.text)
            or find("answering", each.text)
            or len(each.words) <= _OWN_LINE
        )
        for each in read.text.sentences
    )


def has_person(read: Announcement) -> bool:
    """Tell whether a person is named close to a telephone number or a mail address."""
    mails = _PERSONAL_MAIL.finditer(read.text.plain)
    if any(not read.words.of("function_mail").match(mail[0]) for mail in mails):
        return True
    reach = [read.text.line_index(m.start()) for m in EMAIL.finditer(read.text.plain)]
    reach += [read.text.line_index(m.start()) for m in PHONE.finditer(read.text.plain)]
    reach += [
        number
        for number, line in enumerate(read.text.lines)
        if _is_mail_link(read, line.words) or read.words.in_("contact_words", line.words[:40])
    ]
    if not reach:
        return False
    return any(
        -_above(read, place) <= number - read.text.line_index(place) <= _below(read, place)
        for place in _names(read)
        for number in reach
    )


def _above(read: Announcement, place: int) -> int:
    """Return how many lines above a name may hold how to reach that person: more if it signs."""
    number = read.text.line_index(place)
    before = [line for line in read.text.lines[max(0, number - 3) : number] if line.words]
    own = read.text.lines[number]
    signs = any(read.words.of("closing").match(each.words) for each in (*before[-1:], own))
    return _NEARBY if signs else 1


def _below(read: Announcement, place: int) -> int:
    """Return how many lines below a name may: none where it is that of somebody who will listen."""
    before = read.text.plain[max(0, place - _OFFICE) : place]
    return 0 if read.words.in_("elected", before) else _NEARBY


def _names(read: Announcement) -> Iterator[int]:
    """Yield where two capitalised words stand together that are no office, place or greeting."""
    before: re.Match[str] | None = None
    for match in _LETTERS.finditer(read.text.plain):
        if not _may_be_name(read, match[0]):
            before = None
            continue
        if before and read.text.plain[before.end() : match.start()] in (" ", "\n"):
            said = read.text.plain[max(0, before.start() - _SAID) : before.start()]
            if not read.words.in_("quoted_person", said):
                yield before.start()
        before = match


def _may_be_name(read: Announcement, word: str) -> bool:
    is_title = all(part[:1].isupper() and part[1:].islower() for part in word.split("-"))
    return is_title and not read.words.of("not_a_person").fullmatch(word)


def _is_mail_link(read: Announcement, words: str) -> bool:
    return bool(read.words.of("mail_words").fullmatch(words))
