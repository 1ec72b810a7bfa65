"""Which kinds an announcement is of. Several may apply: a meeting and a round in one text."""

from samrad.invitations.rules.review.announcement import Announcement
from samrad.invitations.rules.review.meetings import steps_in
from samrad.invitations.rules.review.model import Kind, Meeting
from samrad.invitations.rules.review.roles import Role

_MANY: int = 3
_BEGINNING: int = 400  # characters, about the title and what follows it
_TOP: int = 200  # characters; where it is said that a meeting is off


def kinds_of(read: Announcement, meetings: tuple[Meeting, ...]) -> tuple[Kind, ...]:
    """Return the kinds, `OTHER` alone where none is found or an alliance invites its own."""
    if read.facts.kind:
        return (read.facts.kind,)
    if read.words.in_("cancelled", read.text.plain[:_TOP]):
        return (Kind.REFERRAL,) if _is_referral(read) else (Kind.OTHER,)
    found = []
    is_feedback = _is_feedback(read)
    if _is_meeting(read, meetings) and not is_feedback:
        found.append(Kind.MEETING)
    if _is_referral(read):
        found.append(Kind.REFERRAL)
    if _is_process(read, meetings):
        found.append(Kind.PROCESS)
    if is_feedback:
        found.append(Kind.FEEDBACK)
    return tuple(found) or (Kind.OTHER,)


def _is_feedback(read: Announcement) -> bool:
    """Tell whether one is to hear what became of it: said at the top, or more than once."""
    told = list(read.words.find("feedback_event", read.text.plain))
    return bool(told) and (told[0].start < _BEGINNING or len(told) > 1)


def _is_meeting(read: Announcement, meetings: tuple[Meeting, ...]) -> bool:
    if any(each.start or each.place for each in meetings):
        return True
    if any(each.role is Role.MEETING and each.day is None for each in read.dated):
        return True  # a day that does not exist was meant for one
    if meetings and (read.has("meeting") or read.has("invites")):
        return True
    if steps_in(read) >= _MANY:
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
    return is_dated or (not meetings and steps_in(read) >= _MANY)
