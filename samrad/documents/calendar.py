"""Calendar files (iCalendar) out of plain facts, for people to put a meeting in their calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

_STOCKHOLM = ZoneInfo("Europe/Stockholm")
_WITHOUT_END = timedelta(hours=2)


@dataclass(frozen=True, kw_only=True)
class CalendarEvent:
    """Something that happens at a time. `uid` never changes; `sequence` grows with each change."""

    uid: str
    sequence: int
    summary: str
    starts_at: datetime
    ends_at: datetime | None
    stamped_at: datetime
    location: str = ""
    description: str = ""
    url: str = ""
    is_cancelled: bool = False


@dataclass(frozen=True, kw_only=True)
class CalendarDay:
    """Something on a whole day, or on days up to and including `until`."""

    uid: str
    sequence: int
    summary: str
    on: date
    until: date | None
    stamped_at: datetime
    url: str = ""
    is_cancelled: bool = False


def to_calendar(entries: Iterable[CalendarEvent | CalendarDay], *, name: str) -> bytes:
    """Return many events and days as one calendar that others can subscribe to."""
    calendar = Calendar()
    calendar.add("prodid", "-//Samråd//SV")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"value": "DURATION"})
    for entry in entries:
        calendar.add_component(_day(entry) if isinstance(entry, CalendarDay) else _entry(entry))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _day(day: CalendarDay) -> Event:
    entry = Event()
    entry.add("uid", day.uid)
    entry.add("sequence", day.sequence)
    entry.add("dtstamp", day.stamped_at)
    entry.add("summary", day.summary)
    entry.add("dtstart", day.on)
    entry.add("dtend", (day.until or day.on) + timedelta(days=1))
    entry.add("status", "CANCELLED" if day.is_cancelled else "CONFIRMED")
    entry.add("transp", "TRANSPARENT")
    if day.url:
        entry.add("url", day.url)
    return entry


def to_ics(event: CalendarEvent) -> bytes:
    """Return the event as a calendar file in Swedish local time."""
    calendar = Calendar()
    calendar.add("prodid", "-//Samråd//SV")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if event.is_cancelled else "PUBLISH")
    calendar.add_component(_entry(event))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _entry(event: CalendarEvent) -> Event:
    entry = Event()
    entry.add("uid", event.uid)
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", event.stamped_at)
    entry.add("summary", event.summary)
    entry.add("dtstart", event.starts_at.astimezone(_STOCKHOLM))
    ends_at = event.ends_at or event.starts_at + _WITHOUT_END
    entry.add("dtend", ends_at.astimezone(_STOCKHOLM))
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    for name in ("location", "description", "url"):
        if getattr(event, name):
            entry.add(name, getattr(event, name))
    return entry
