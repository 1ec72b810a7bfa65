"""The calendar, the files out of it, and the secret address to it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from samrad.core.clock import local_date, now
from samrad.invitations.enums import MailingState
from samrad.journal.models import Entry as JournalEntry
from samrad.pages.queries.calendar import Chosen, entries_of, public_entries
from samrad.pages.rules import calendar as rules
from samrad.planning.models import CalendarFeed
from samrad.planning.services.feeds import mint_feed, revoke_feed
from samrad.planning.services.milestones import finish_milestone
from samrad.registry.models import RegionRole
from tests import make

pytestmark = pytest.mark.django_db
YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def officer():
    return make.officer()


@pytest.fixture
def client(officer):
    return client_of(officer)


@pytest.fixture
def region():
    return make.region()


def page(client, **asked):
    return client.get(reverse("pages:calendar", args=["kronoberg"]), asked)


def events(content):
    calendar = Calendar.from_ical(content)
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def mint(person, region):
    return mint_feed(region=region, actor=make.principal(person), now=make.NOW)


def fetch(token):
    return Client().get(reverse("pages:calendar_feed", args=[token]))


def test_every_day_that_a_consultation_is_planned_by_stands_in_order(region):
    row = make.consultation()
    make.meeting(consultation=row)
    make.milestone(process=row.process, ends_on=date(2026, 9, 30))
    make.mailing(
        consultation=row,
        state=MailingState.RELEASED,
        sent_at=datetime(2026, 2, 1, 9, tzinfo=UTC),
    )

    found = entries_of([region], Chosen(**YEAR, letters=[region.pk]))

    assert [(each.kind, each.on) for each in found] == [
        (rules.SEND_BY, date(2026, 1, 27)),  # six weeks before the meeting, a working day
        (rules.MAILING, date(2026, 2, 1)),
        (rules.OPENS, date(2026, 3, 1)),
        (rules.MEETING, date(2026, 3, 10)),
        (rules.LAST_DAY, date(2026, 3, 31)),
        (rules.HEARD, date(2026, 4, 30)),
        (rules.ANSWERED, date(2026, 6, 30)),
        (rules.MILESTONE, date(2026, 9, 1)),
        (rules.DECISION, date(2026, 11, 3)),
    ]


def test_what_is_sent_is_seen_only_where_it_may_be(region):
    row = make.consultation()
    make.mailing(
        consultation=row, state=MailingState.RELEASED, sent_at=datetime(2026, 2, 1, 9, tzinfo=UTC)
    )

    found = {each.kind for each in entries_of([region], Chosen(**YEAR))}

    assert found.isdisjoint({rules.MAILING, rules.SEND_BY})


@pytest.mark.parametrize(
    ("narrow", "number"),
    [
        ({}, 14),
        ({"kind": rules.MEETING}, 2),
        ({"consultation": "ett"}, 6),
        ({"process": "ett-p"}, 7),
        ({"kind": rules.MILESTONE, "process": "ett-p"}, 1),
        ({"kind": rules.MILESTONE, "consultation": "ett"}, 0),
    ],
)
def test_the_dates_are_narrowed(region, narrow, number):
    for slug in ("ett", "tva"):
        process = make.process(slug=f"{slug}-p")
        make.meeting(consultation=make.consultation(slug=slug, process=process))
        make.milestone(process=process)

    assert len(entries_of([region], Chosen(**YEAR, **narrow))) == number


def test_cancelled_consultations_and_the_neighbours_are_left_out(region):
    make.consultation(cancelled_at=make.NOW)
    make.consultation(region=make.region("blekinge"))

    assert entries_of([region], Chosen(**YEAR, letters=[region.pk])) == []


def test_a_month_shows_its_days_and_leads_to_those_around_it(client):
    row = make.consultation()
    make.meeting(consultation=row)

    shown = page(client, manad="2026-03")

    text = shown.content.decode()
    assert "Möte i Påhittköping" in text
    assert "manad=2026-02" in shown.context["around"]["previous"]
    assert "manad=2026-04" in shown.context["around"]["next"]
    assert [each.entry.kind for each in shown.context["shown"]] == [
        rules.OPENS,
        rules.MEETING,
        rules.LAST_DAY,
    ]


def test_the_list_is_half_a_year_and_what_is_chosen_goes_along(client):
    make.consultation()

    shown = page(client, manad="2026-03", vy="lista", slag="ANSWERED")

    assert [each.entry.on for each in shown.context["shown"]] == [date(2026, 6, 30)]
    assert "slag=ANSWERED" in shown.context["around"]["grid"]
    assert '<table class="s-month"' not in shown.content.decode()


def test_an_empty_month_says_what_will_stand_there(client):
    assert "Inga datum här" in page(client).content.decode()


def test_nonsense_in_the_address_is_taken_for_nothing(client):
    shown = page(client, manad="x" * 300, vy="\0", slag="NEJ", samrad="granne", process="nej")

    assert shown.status_code == 200


def test_what_collides_is_told_with_both(client):
    soon = datetime.combine(local_date(now()) + timedelta(days=40), time(17), tzinfo=UTC)
    for starts_at in (soon, soon, make.NOW, make.NOW):
        make.meeting(consultation=make.consultation(), starts_at=starts_at, ends_at=None)

    told = page(client, manad=f"{soon:%Y-%m}").context["clashes"]
    past = page(client, manad="2026-03").context["clashes"]

    assert len(told[0]["entries"]) == 2
    assert "Möten samma kväll" in str(told[0]["text"])
    assert past == []


def test_the_neighbours_dates_are_seen_by_nobody_else(client, officer):
    there = make.region("blekinge")
    make.meeting(consultation=make.consultation(region=there), title="Grannens möte")

    assert "Grannens" not in page(client, manad="2026-03").content.decode()
    RegionRole.objects.create(region=there, user=officer, role="reader")
    mine = client.get(reverse("pages:my_calendar"), {"manad": "2026-03"})
    assert "Grannens" in mine.content.decode()


def test_many_consultations_take_as_many_queries_as_one(client):
    def counted():
        with CaptureQueriesContext(connection) as asked:
            page(client, manad="2026-03")
        return len(asked)

    make.meeting(consultation=make.consultation())
    one = counted()
    for _each in range(200):
        row = make.consultation(process=make.process())
        make.meeting(consultation=row)
        make.milestone(process=row.process, starts_on=date(2026, 3, 3))

    assert counted() == one
    assert one <= 20


def test_the_file_holds_what_the_calendar_shows(client):
    row = make.consultation()
    make.meeting(consultation=row)
    make.milestone(process=row.process, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 6))
    address = reverse("pages:calendar_file", args=["kronoberg"])

    answer = client.get(address, {"manad": "2026-03"})
    again = client.get(address, {"manad": "2026-03"})
    only = client.get(address, {"manad": "2026-03", "slag": "MEETING"})

    found = events(answer.content)
    milestone = next(event for uid, event in found.items() if uid.startswith("milestone-"))
    assert answer.content == again.content
    assert answer["Content-Type"].startswith("text/calendar")
    assert (milestone.decoded("dtstart"), milestone.decoded("dtend")) == (
        date(2026, 3, 2),
        date(2026, 3, 7),
    )
    assert len(events(only.content)) == 1


def test_the_secret_address_gives_dates_and_titles_and_says_what_is_cancelled(officer, region):
    soon = now() + timedelta(days=10)
    row = make.consultation(
        closes_at=soon, opens_on=local_date(soon), heard_on=local_date(soon + timedelta(days=9))
    )
    held = make.meeting(
        consultation=row, starts_at=soon, ends_at=None, venue="Hemlig lokal", note="Hemligt"
    )
    off = make.meeting(consultation=row, starts_at=soon, ends_at=None, cancelled_at=make.NOW)

    answer = fetch(mint(officer, region))

    found = events(answer.content)
    event = found[f"{held.uuid}@samrad"]
    assert answer["Cache-Control"] == "no-store"
    assert (str(event["summary"]), str(event["status"])) == ("Möte i Påhittköping", "CONFIRMED")
    assert event.decoded("dtstart") == soon.replace(microsecond=0)
    assert "Europe/Stockholm" in str(event["dtstart"].params)
    assert str(found[f"{off.uuid}@samrad"]["status"]) == "CANCELLED"
    assert b"Hemlig" not in answer.content
    assert [str(each["summary"]) for uid, each in found.items() if "send-by" in uid]


def entry_of(region, kind):
    chosen = Chosen(**YEAR, letters=[region.pk])
    return next(each for each in entries_of([region], chosen) if each.kind == kind)


def test_a_milestone_that_is_moved_is_newer_than_it_was(officer, region):
    row = make.milestone(process=make.process(region=region))
    before = entry_of(region, rules.MILESTONE)
    later = make.NOW + timedelta(days=3)
    finish_milestone(
        milestone=row, done_on=date(2026, 9, 2), actor=make.principal(officer), now=later
    )
    after = entry_of(region, rules.MILESTONE)

    assert (after.uid, after.stamped_at) == (before.uid, later)
    assert after.sequence > before.sequence


def test_a_mailing_that_is_called_back_is_newer_than_it_was(region):
    row = make.mailing(
        consultation=make.consultation(region=region),
        state=MailingState.RELEASED,
        released_at=make.NOW + timedelta(hours=1),
        sent_at=datetime(2026, 2, 1, 9, tzinfo=UTC),
    )
    before = entry_of(region, rules.MAILING)
    row.state, row.cancelled_at = MailingState.CANCELLED, make.NOW + timedelta(hours=2)
    row.save()
    after = entry_of(region, rules.MAILING)

    assert (before.stamped_at, after.stamped_at) == (row.released_at, row.cancelled_at)
    assert after.sequence > before.sequence > 0


def test_the_address_of_one_who_may_not_see_letters_holds_none(region):
    make.consultation(closes_at=now() + timedelta(days=60))
    reader = make.officer(role="reader")

    found = events(fetch(mint(reader, region)).content)

    assert [uid for uid in found if "send-by" in uid] == []
    assert found


def test_a_person_without_a_role_gets_nothing(officer, region):
    make.consultation()
    token = mint(officer, region)
    RegionRole.objects.filter(user=officer).delete()

    assert fetch(token).status_code == 410


def test_a_person_who_has_been_shut_out_gets_nothing(officer, region):
    token = mint(officer, region)
    officer.is_active = False
    officer.save()

    assert fetch(token).status_code == 410


def test_a_new_address_ends_the_old_and_each_stands_in_the_journal(officer, region):
    first, second = mint(officer, region), mint(officer, region)

    assert (fetch(first).status_code, fetch(second).status_code) == (410, 200)
    assert fetch("x" * 27).status_code == 404
    assert second not in CalendarFeed.objects.values_list("token_hash", flat=True)
    assert revoke_feed(region=region, actor=make.principal(officer), now=make.NOW) == 1
    assert revoke_feed(region=region, actor=make.principal(officer), now=make.NOW) == 0
    assert fetch(second).status_code == 410
    assert list(JournalEntry.objects.order_by("pk").values_list("kind", flat=True)) == [
        "calendar_feed.minted",
        "calendar_feed.revoked",
        "calendar_feed.minted",
        "calendar_feed.revoked",
    ]


def test_an_address_read_too_often_has_to_wait(officer, region):
    token = mint(officer, region)
    answers = [fetch(token).status_code for _each in range(121)]

    assert (set(answers[:120]), answers[120]) == ({200}, 429)


def test_the_address_is_shown_once(client, region):
    where = reverse("pages:subscribe", args=["kronoberg"])

    made = client.post(where)
    again = client.get(where)
    gone = client.post(where, {"revoke": "1"}, follow=True)

    address = made.context["address"]
    assert (address in made.content.decode(), made["Cache-Control"]) == (True, "no-store")
    assert again.context["address"] == ""
    assert again.context["feed"] is not None
    assert "Adressen är borttagen" in gone.content.decode()
    assert CalendarFeed.objects.get().revoked_at is not None


def test_everyone_may_have_the_days_of_a_published_consultation():
    row = make.consultation()
    held = make.meeting(consultation=row)

    answer = Client().get(reverse("pages:consultation_calendar", args=[row.slug]))

    found = events(answer.content)
    assert f"{held.uuid}@samrad" in found
    assert {uid.removeprefix(f"{row.slug}-") for uid in found} >= {
        "opens@samrad", "last-day@samrad", "heard@samrad", "answered@samrad", "decision@samrad",
    }  # fmt: skip
    assert not any("send-by" in uid for uid in found)
    last = found[f"{row.slug}-last-day@samrad"]
    assert (last.decoded("dtstart"), last.decoded("dtend")) == (
        date(2026, 3, 31),
        date(2026, 4, 1),
    )


def test_a_consultation_called_off_keeps_its_meetings_as_cancelled():
    row = make.consultation(cancelled_at=make.NOW)
    make.meeting(consultation=row)

    assert [(each.kind, each.is_cancelled) for each in public_entries(row)] == [
        (rules.MEETING, True)
    ]
