"""Where one meets: a house, a street or a way to join. A town alone is no place."""

import re
from typing import Final

from samrad.invitations.rules.review.announcement import Announcement
from samrad.invitations.rules.review.model import Span
from samrad.invitations.rules.review.text import Line, Shape

_LOOK_BEHIND: Final = 3
_IN_NAME: Final = 4  # words between the commas of an address
_SHORTEST: Final = 4  # letters that make a place
_WORD: Final = re.compile(r"[^\W\d_][\w-]*")
_DIGITAL: Final = "digitalt"


def place_near(read: Announcement, span: Span) -> str:
    """Return the place nearest to a date: on its line, below or above it, else labelled."""
    first = read.text.line_index(span.start)
    lines = read.text.lines
    order = [
        first,
        *range(first + 1, min(len(lines), first + 4)),
        *range(first - 1, max(-1, first - 3), -1),
    ]
    for number in order:
        if number != first and _has_a_day(read, lines[number]):
            continue  # that is where one meets another day
        if place := place_on(read, lines[number]):
            return place
    if own := _names_after(read, span, lines[first]):
        return own
    below = lines[first + 1 : first + 1 + _LOOK_BEHIND]
    named = (each.words for each in below if _is_address(each) and not _has_a_day(read, each))
    return labelled_place(read) or next(named, "")


def _has_a_day(read: Announcement, line: Line) -> bool:
    return any(line.span.start <= each.span.start < line.span.end for each in read.mentions)


def _names_after(read: Announcement, span: Span, line: Line) -> str:
    """Return names and a comma that end the line of a day: "Onsdag 25 mars, Navet, Borås"."""
    rest = read.text.plain[span.end : line.span.end].strip(" ,:-")
    return rest if _are_names(rest) else ""


def _is_address(line: Line) -> bool:
    """Tell whether a line is nothing but names and a comma: "Ritz, stora foajén, Arvika"."""
    return line.shape in (Shape.HEADING, Shape.BULLET) and _are_names(line.words)


def _are_names(words: str) -> bool:
    parts = words.split(", ")
    return (
        len(parts) > 1
        and all(0 < len(part.split()) <= _IN_NAME for part in parts)
        and parts[0][0].isupper()
        and (parts[-1][0].isupper() or parts[-1][0].isdigit())
        and not words.endswith(("?", ":"))
    )


def labelled_place(read: Announcement) -> str:
    """Return what stands after "Plats:" anywhere."""
    for number, line in enumerate(read.text.lines):
        if line.label and read.words.in_("place_label", line.label):
            after = line.words.split(":", 1)[1].strip(" *_")
            if not after and number + 1 < len(read.text.lines):
                after = read.text.lines[number + 1].words
            if _is_place(read, after):
                return after
    return ""


def _is_place(read: Announcement, words: str) -> bool:
    """Tell whether words are a place: a house, a street or a way to join; a town alone is none."""
    if len(words) < _SHORTEST or read.words.in_("place_unknown", f"plats: {words}"):
        return False
    named = read.words.in_("host", words) or read.words.in_("digital", words)
    return named or "," in words or len(words.split()) > 1


def place_on(read: Announcement, line: Line) -> str:
    """Return the place that a line names, if it names one."""
    if line.shape is Shape.BLANK:
        return ""
    if line.label and read.words.in_("place_label", line.label):
        after = line.words.split(":", 1)[1].strip(" *_")
        return after if _is_place(read, after) else ""
    found = _host_phrase(read, line.words)
    if not found and any(
        line.span.start <= each.span.start < line.span.end for each in read.mentions
    ):
        found = _venue(read, line.words)
    if found:
        return found
    return _DIGITAL if _is_held_digitally(read, line.words) else ""


def _is_held_digitally(read: Announcement, words: str) -> bool:
    """Tell whether a line says that one meets on a screen, not that one signs up there."""
    find = read.words.in_
    if not find("digital", words) or find("physical", words):
        return False
    return find("meeting", words) or not find("plain_signup", words)


_APART: Final = re.compile(r"(?:[,:;.(|*-]\s{0,3}|^|\d\s|\s{2})$")


def _stands_as_place(read: Announcement, words: str, start: int, match: re.Match[str]) -> bool:
    """Tell whether a house is where one goes: after "i" or "på", or by its name between commas.

    "Teater", "Bibliotek" or "Museum" by itself is a topic.
    """
    before = words[:start][-16:]
    if read.words.in_("place_before", before):
        return True
    own_name = start < match.start() or any(letter.isdigit() for letter in match[0])
    named_after = words[match.end() :][:1] == " " and words[match.end() + 1 :][:1].isupper()
    has_name = own_name or named_after or " " in match[0] or read.words.in_("house_name", match[0])
    return has_name and bool(_APART.search(before))


def _host_phrase(read: Announcement, words: str) -> str:
    """Return a house with its name, where it stands as a place and not as a topic."""
    for match in read.words.of("host").finditer(words):
        name_start = match.start()
        while True:
            before = re.search(r"([^\W\d_]+)\s$", words[:name_start])
            if not before or not before[1][0].isupper():
                break
            name_start = before.start(1)
        if read.words.of("sender_acts").match(words[match.end() :].lstrip()):
            continue  # the museum invites: it is the sender
        if _stands_as_place(read, words, name_start, match):
            return words[name_start : match.end()] + _tail(words[match.end() :])
    return ""


def _venue(read: Announcement, words: str) -> str:
    """Return a capitalised name after "på", "vid" or "hos", or one before a comma and a town.

    Only where a day stands on the same line: "på Elmia", "i Navet, Borås".
    """
    for match in _WORD.finditer(words):
        name = match[0]
        if not name[0].isupper() or read.words.of("not_a_venue").fullmatch(name):
            continue
        before, after = words[: match.start()], words[match.start() + len(name) :]
        if read.words.in_("venue_before", before[-6:]):
            return name + _tail(after)
        town = re.match(r", (?:plan \d, )?([^\W\d_])", after)
        if before.endswith((" i ", " I ")) and town and town[1].isupper():
            return name + _tail(after)
        beside = re.match(r" i ([^\W\d_])", after)
        if re.search(r"\d, $", before) and beside and beside[1].isupper():
            return name + _tail(after)
    return ""


def _tail(words: str) -> str:
    """Return what belongs to a place after its house: capitalised words, numbers, "i Norrby"."""
    taken = 0
    for match in re.finditer(r"[ ,]+(?:i )?([^\W_][\w-]*)", words):
        if match.start() != taken or not (match[1][0].isupper() or match[1][0].isdigit()):
            break
        taken = match.end()
    return words[:taken]
