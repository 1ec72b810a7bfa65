"""IA07 to IA16 and IA20: when, where, how long before, how to sign up and whom to ask."""

from datetime import date, time, timedelta
from typing import Final

from samrad.invitations.rules.review.announcement import Announcement
from samrad.invitations.rules.review.contacts import EMAIL
from samrad.invitations.rules.review.hits import Case, Hit
from samrad.invitations.rules.review.model import Audience, Day, Kind, Span
from samrad.invitations.rules.review.places import place_near, place_on
from samrad.invitations.rules.review.roles import Dated, Role
from samrad.planning.rules.timeline import Limits, effective_weeks

_SATURDAY: Final = 5
_SOON_ENOUGH: Final = 14  # days before the meeting; an earlier last day is unreasonable
_WEEKS_SHORTEST: Final = 8  # effective weeks; fewer is a warning, domain §6.2
_LONGEST_ROUND: Final = timedelta(days=300)
_SOME_YEAR: Final = 2024  # a leap year: every day exists in it


def moment(case: Case) -> Hit | None:
    """IA07: no date or no clock time can be read, or one that does not exist."""
    read = case.read
    for each in read.dated:
        if each.day is None and each.role is Role.MEETING:
            return Hit(span=each.mention.span)
    unknown = read.first("time_unknown")
    if unknown and not any(each.start for each in case.meetings):
        return Hit(span=unknown)
    return None if any(each.day and each.start for each in case.meetings) else Hit()


def weekday(case: Case) -> Hit | None:
    """IA08: weekday and date disagree, or the meeting lies before the day it was sent."""
    read = case.read
    for each in read.dated:
        if each.day and each.mention.weekday is not None and _disagrees(read, each):
            assert each.day.date is not None  # noqa: S101 -- told by `_disagrees`
            return Hit(span=each.mention.span, names=_named(read, each.day))
    sent = case.facts.sent
    days = [each.day.date for each in case.meetings if each.day and each.day.date]
    if sent and days and max(days) < sent:
        last = case.meetings[-1]
        return Hit(span=last.span, milder=True, names=_named(read, last.day))
    return None


def _named(read: Announcement, day: Day | None) -> dict[str, str]:
    """Return a day and its weekday in words, for a day whose year is known."""
    if day is None or day.date is None:
        return {}
    return {"date": str(day), "weekday": read.words.weekday_names[day.date.weekday()]}


def _disagrees(read: Announcement, each: Dated) -> bool:
    """Tell whether a weekday is wrong. A year that was only reckoned may itself be wrong."""
    if each.day is None or each.day.date is None:
        return False
    if each.day.date.weekday() == each.mention.weekday:
        return False
    written = next((one for one in read.mentions if one.span == each.mention.span), None)
    if (written is not None and written.has_year) or read.sent:
        return True
    near = (_weekday_in(each.day, each.day.date.year + step) for step in (-1, 1))
    return each.mention.weekday not in near


def _weekday_in(day: Day, year: int) -> int | None:
    try:
        return date(year, day.month, day.day).weekday()
    except ValueError:
        return None


def end_time(case: Case) -> Hit | None:
    """IA09: a meeting says when it begins but no meeting says when it ends."""
    begun = [each for each in case.meetings if each.start]
    if not begun or any(each.end for each in begun):
        return None
    if case.read.has("length"):
        return None
    return Hit(span=begun[0].span)


def place(case: Case) -> Hit | None:
    """IA10: no place or way to join, or one told later. One meeting with a place is enough."""
    read = case.read
    unknown = read.first("place_unknown")
    if unknown and not any(each.place for each in case.meetings):
        return Hit(span=unknown)
    if any(each.place for each in case.meetings) or _place_of_no_day(read):
        return None
    if _place_in_text(read):
        return None
    only_digital = read.has("digital") and not (read.has("physical") or read.has("hybrid"))
    return None if only_digital else Hit()


def _place_of_no_day(read: Announcement) -> bool:
    """Tell whether a place stands by a day that does not exist."""
    no_days = [each for each in read.dated if each.day is None and each.role is Role.MEETING]
    return any(place_near(read, each.mention.span) for each in no_days)


def _place_in_text(read: Announcement) -> bool:
    """Tell whether a sentence about meeting names a house, a street or a way to join."""
    for line in read.text.lines:
        words = line.words
        about = read.words.in_("meeting", words) or read.words.in_("place_label", line.label or "-")
        if about and (found := place_on(read, line)) and found != "digitalt":
            return True
    return False


def daytime(case: Case) -> Hit | None:
    """IA11: every meeting begins before five on a working day, and associations are asked."""
    if case.facts.audience in (Audience.PROFESSIONAL, Audience.MUNICIPALITY):
        return None
    asked = case.facts.audience in (Audience.CIVIL_SOCIETY, Audience.ALL) or case.read.has(
        "volunteers"
    )
    timed = [each for each in case.meetings if each.start]
    if not asked or not timed:
        return None
    evening = time(case.limits["evening-hour"])
    for each in timed:
        assert each.start is not None  # noqa: S101 -- chosen above
        weekend = each.day and each.day.date and each.day.date.weekday() >= _SATURDAY
        if each.start >= evening or weekend or _named_weekend(case.read, each.span):
            return None
    return Hit(span=timed[0].span)


def _named_weekend(read: Announcement, span: Span | None) -> bool:
    return any(
        each.mention.weekday is not None and each.mention.weekday >= _SATURDAY
        for each in read.dated
        if each.mention.span == span
    )


def notice(case: Case) -> Hit | None:
    """IA12: sent fewer days before the first meeting than we recommend. Silent if unknown when."""
    sent = case.read.sent
    days = sorted(each.day.date for each in case.meetings if each.day and each.day.date)
    if not sent or not days or days[0] < sent:
        return None
    ahead = (days[0] - sent).days
    prefix = "targeted-" if case.facts.targeted else ""
    if ahead >= case.limits[f"{prefix}invitation-days"]:
        return None
    milder = ahead >= case.limits[f"{prefix}invitation-days-shortest"]
    return Hit(milder=milder, names={"days": str(ahead)})


def reply_period(case: Case) -> Hit | None:
    """IA13: fewer weeks to answer than we recommend, without those in summer and at Christmas."""
    first, last = _round(case)
    if first is None or last is None or last <= first:
        return None
    weeks = effective_weeks(first, last, limits=Limits.from_thresholds(case.limits))
    if weeks >= case.limits["written-round-weeks"]:
        return None
    shown = f"{weeks:.1f}".replace(".", ",").removesuffix(",0")
    return Hit(milder=weeks >= _WEEKS_SHORTEST, names={"weeks": shown})


def _round(case: Case) -> tuple[date | None, date | None]:
    """Return the first and the last day of the round, as far as they can be told.

    Where no year is known any will do: only the weeks between are asked for.
    """
    read = case.read
    last = max((_in_some_year(each, read) for each in read.of(Role.REPLY)), default=None)
    starts = [_in_some_year(each, read) for each in read.of(Role.PERIOD_START, Role.DRAFT)]
    starts += [read.sent] if read.sent else []
    near = [day for day in starts if last and timedelta(0) < last - day < _LONGEST_ROUND]
    return min(near, default=None), last


def _in_some_year(each: Dated, read: Announcement) -> date:
    assert each.day is not None  # noqa: S101 -- `of` leaves out days that do not exist
    years = [other.day.year for other in read.dated if other.day and other.day.year]
    return date(each.day.year or (years[0] if years else _SOME_YEAR), each.day.month, each.day.day)


def signup_day(case: Case) -> Hit | None:
    """IA14: one is to sign up but not told until when, or no day that is told is reasonable."""
    read = case.read
    meetings = sorted(each.day.date for each in case.meetings if each.day and each.day.date)
    days = list(read.of(Role.RSVP))
    known = [each for each in days if each.day and each.day.date]
    if meetings and known and len(known) == len(days):
        if any(_reasonable(each, meetings) for each in known):
            return None
        span = known[0].mention.span
        return Hit(span=span, milder=True, quote=read.text.quote(span))
    if days or read.has("no_signup") or _relative_day(read):
        return None
    return Hit() if read.has("signup") else None


def _reasonable(last: Dated, meetings: list[date]) -> bool:
    day = last.day.date if last.day else None
    return day is not None and any(
        timedelta(0) <= meeting - day <= timedelta(days=_SOON_ENOUGH) for meeting in meetings
    )


def _relative_day(read: Announcement) -> bool:
    """Tell whether a last day is said in other words than a date, where one signs up."""
    before = ""
    for sentence in read.text.sentences:
        about = f"{before} {sentence.text}"
        if read.words.in_("rsvp_relative", sentence.text) and (
            read.words.in_("signup", about) or read.words.in_("signup_last", about)
        ):
            return True
        before = sentence.text
    return False


def ways(case: Case) -> Hit | None:
    """IA15: the web is the one way to sign up or answer, or one has to log in to do it."""
    return Hit() if case.ways.only_web or _must_log_in(case.read) else None


def _must_log_in(read: Announcement) -> bool:
    """Tell whether answering takes an electronic identity, and no other way to answer is named."""
    if not read.has("e_id"):
        return False
    asks = [
        each.text
        for each in read.text.sentences
        if read.words.in_("signup", each.text) or read.words.in_("answering", each.text)
    ]
    others = ("mail_words", "phone_words", "post_words", "oral_words")
    named = any(
        read.words.in_(way, words) or EMAIL.search(words) for words in asks for way in others
    )
    return not named


def contact(case: Case) -> Hit | None:
    """IA16: nobody is named; a function's mailbox alone is half."""
    if case.ways.person:
        return None
    mailbox = EMAIL.search(case.read.text.plain)
    return Hit(span=Span(*mailbox.span()), milder=True) if mailbox else Hit()


def formats(case: Case) -> Hit | None:
    """IA20: one way to take part only: in the room, or on a screen."""
    read = case.read
    if read.has("hybrid") or read.has("remote_other") or Kind.REFERRAL in case.kinds:
        return None
    places = {_is_digital(case, each.place) for each in case.meetings if each.place}
    if len(places) > 1:
        return None
    if not places and read.has("digital") and read.has("physical"):
        return None
    return Hit()


def _is_digital(case: Case, words: str) -> bool:
    return case.read.words.in_("digital", words)
