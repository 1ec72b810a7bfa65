"""Which kinds an announcement is of. Several may apply: a meeting and a round in one text."""

from samrad.invitations.rules.review.announcement import Announcement
from samrad.invitations.rules.review.model import Kind, Meeting
from samrad.invitations.rules.review.roles import Role
from samrad.invitations.rules.review.text import Line, Shape

_MANY: int = 3
_SHORT: int = 80  # characters of a line that is one step
_TOP: int = 200  # characters; where it is said that a meeting is off


def kinds_of(read: Announcement, meetings: tuple[Meeting, ...]) -> tuple[Kind, ...]:
    """Return the kinds, `OTHER` alone where none is found or an alliance invites its own."""
    if read.facts.kind:
        return (read.facts.kind,)
    if read.words.in_("cancelled", read.text.plain[:_TOP]):
        return (Kind.OTHER,)
    found = []
    is_feedback = read.has("feedback_event")
    if _is_meeting(read, meetings) and not is_feedback:
        found.append(Kind.MEETING)
    if _is_referral(read):
        found.append(Kind.REFERRAL)
    if _is_process(read, meetings):
        found.append(Kind.PROCESS)
    if is_feedback:
        found.append(Kind.FEEDBACK)
    return tuple(found) or (Kind.OTHER,)


def _is_meeting(read: Announcement, meetings: tuple[Meeting, ...]) -> bool:
    if any(each.start or each.place for each in meetings):
        return True
    if any(each.role is Role.MEETING and each.day is None for each in read.dated):
        return True  # a day that does not exist was meant for one
    if meetings and (read.has("meeting") or read.has("invites")):
        return True
    if _steps(read) >= _MANY:
        return False  # a page of a plan's steps, and what will be held is told later
    invites = any(
        read.words.in_("meeting", sentence.text) and read.words.in_("invites", sentence.text)
        for sentence in read.text.sentences
    )
    return invites and (not _is_referral(read) or bool(meetings))


def _is_referral(read: Announcement) -> bool:
    has_last_day = any(True for _ in read.of(Role.REPLY))
    return has_last_day and (read.has("referral") or read.has("referral_strong"))


def _is_process(read: Announcement, meetings: tuple[Meeting, ...]) -> bool:
    days = {
        str(each.day) for each in read.of(Role.REPLY, Role.DECISION, Role.FEEDBACK, Role.MEETING)
    }
    places = {each.place for each in meetings if each.place}
    steps = {str(each.day) for each in read.of(Role.REPLY, Role.DECISION, Role.FEEDBACK)}
    is_dated = len(days) >= _MANY and len(places) != 1 and bool(steps)
    return is_dated or (not meetings and _steps(read) >= _MANY)


def _steps(read: Announcement) -> int:
    """Count the headings and labels that begin with a time of the year: "Mars-juni: Remiss"."""
    starts = [each.span.start for each in read.vague]
    starts += [each.span.start for each in read.mentions]
    lines = {read.text.line_index(start) for start in starts if _begins(read, start)}
    stepped = [read.text.lines[number] for number in lines]
    return sum(each.shape is not Shape.PROSE or _is_short(each) for each in stepped)


def _begins(read: Announcement, start: int) -> bool:
    before = read.text.plain[read.text.line_at(start).span.start : start]
    return not before.strip(" *-•#")


def _is_short(line: Line) -> bool:
    return len(line.words) < _SHORT
