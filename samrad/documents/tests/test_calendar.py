"""Calendar files: Swedish time, what has been called off, and text that would be more than text."""

from dataclasses import replace
from datetime import UTC, datetime

from icalendar import Calendar

from samrad.documents.calendar import CalendarEvent, to_ics

MEETING = CalendarEvent(
    uid="1@samrad",
    sequence=1,
    summary="Möte i Påhittköping",
    starts_at=datetime(2026, 9, 15, 16, tzinfo=UTC),
    ends_at=None,
    stamped_at=datetime(2026, 3, 2, 9, tzinfo=UTC),
)


def read(event):
    calendar = Calendar.from_ical(to_ics(event))
    return calendar, calendar.events[0]


def test_a_meeting_without_an_end_lasts_two_hours_in_swedish_time():
    calendar, entry = read(MEETING)

    assert entry.start.isoformat() == "2026-09-15T18:00:00+02:00"
    assert entry.end.isoformat() == "2026-09-15T20:00:00+02:00"
    assert (str(calendar["method"]), str(entry["status"])) == ("PUBLISH", "CONFIRMED")


def test_a_meeting_that_is_called_off_takes_itself_away():
    calendar, entry = read(replace(MEETING, is_cancelled=True, sequence=2))

    assert (str(calendar["method"]), str(entry["status"])) == ("CANCEL", "CANCELLED")
    assert entry["sequence"] == 2


def test_text_stays_text():
    hostile = "Hej\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Falskt; möte, här \\ slut"

    calendar, entry = read(replace(MEETING, summary=hostile, description="å" * 50_000))

    assert len(calendar.events) == 1
    assert str(entry["summary"]).replace("\r", "") == hostile.replace("\r", "")
    assert len(str(entry["description"])) == 50_000


def test_the_same_meeting_gives_the_same_bytes():
    assert to_ics(MEETING) == to_ics(MEETING)
