"""Dates and times as people write them."""

from datetime import time

import pytest

from samrad.invitations.rules.review.clock import times_in
from samrad.invitations.rules.review.moments import dates_in, vague_in
from samrad.invitations.rules.review.text import Text
from samrad.invitations.rules.review.words import swedish

CALENDAR = swedish().calendar


def dates(text):
    return [str(each.day) if each.day else None for each in dates_in(Text(text).all, CALENDAR)]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("7 mars 2019", ["2019-03-07"]),
        ("den 7 mars", ["--03-07"]),
        ("den 7:e mars", ["--03-07"]),
        ("07 mars", ["--03-07"]),
        ("7/3", ["--03-07"]),
        ("7/3-19", ["2019-03-07"]),
        ("7/3 2019", ["2019-03-07"]),
        ("2019-03-07", ["2019-03-07"]),
        ("7.3.2019", ["2019-03-07"]),
        ("tisdag 31/5", ["--05-31"]),
        ("31 jan", ["--01-31"]),
        ("Den 5:e FEBRUARI 2026", ["2026-02-05"]),
        ("8–22 november", ["--11-08", "--11-22"]),
        ("21-22 maj 2018", ["2018-05-21", "2018-05-22"]),
        ("3, 4 och 10 mars", ["--03-03", "--03-04", "--03-10"]),
        ("tisdag 3 och onsdag 4 mars", ["--03-03", "--03-04"]),
        ("den 3 och den 4 mars 2020", ["2020-03-03", "2020-03-04"]),
        ("mellan 9 maj och 29 juni 2018", ["2018-05-09", "2018-06-29"]),
        ("1 mars-2 maj 2025", ["2025-03-01", "2025-05-02"]),
        ("15 november 2025–31 januari 2026", ["2025-11-15", "2026-01-31"]),
        ("15 november–31 januari 2026", ["2025-11-15", "2026-01-31"]),
        ("t o m 31 mars", ["--03-31"]),
        ("31 februari", [None]),
        ("32/3", []),
        ("öppet 24/7", []),
        ("kulturplan 2020-2023", []),
        ("perioden 2021–2024", []),
        ("telefon 0498-00 96 48", []),
        ("postnummer 301 80 Halmstad", []),
        ("3 marsipaner", []),
        ("29 februari 2024", ["2024-02-29"]),
        ("29 februari 2023", [None]),
    ],
)
def test_dates_are_read(written, read):
    assert dates(written) == read


@pytest.mark.parametrize(
    ("written", "weekday"),
    [
        ("tisdag 31/5", 1),
        ("tisdagen den 31 maj", 1),
        ("Tors. 6 nov", 3),
        ("31 maj (tisdag)", 1),
        ("tisdag (31/5)", 1),
        ("tisd 31/5", 1),
        ("onsd 7/2", 2),
        ("31 maj", None),
        ("lördagen den 7 februari 2026", 5),
    ],
)
def test_a_weekday_belongs_to_its_date(written, weekday):
    (mention,) = dates_in(Text(written).all, CALENDAR)

    assert mention.weekday == weekday


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("kl 18.00–20.30", time(18), time(20, 30)),
        ("kl. 17:30", time(17, 30), None),
        ("17.30-19.30", time(17, 30), time(19, 30)),
        ("klockan 9-12", time(9), time(12)),
        ("kl 18 till 20", time(18), time(20)),
        ("halv sju på kvällen", time(18, 30), None),
        ("kl. 18.00 - ca 20.00", time(18), time(20)),
        ("mellan klockan 18 och 20", time(18), time(20)),
        ("mellan 17.30 och 19", time(17, 30), time(19)),
        ("6 november 18-20", time(18), time(20)),
        ("Tid: 18-20", time(18), time(20)),
        ("kl. 20–24.00", time(20), time(0)),
        ("kl 9", time(9), None),
        ("kl 1800-2000", time(18), time(20)),
        ("klockan sex på kvällen", time(18), None),
        ("klockan halv sju", time(18, 30), None),
        ("kl. nio", time(9), None),
        ("kl 18.30 till kl 20.30", time(18, 30), time(20, 30)),
        ("klockan halv sju till nio", time(18, 30), time(21)),
        ("kl. kvart i åtta på kvällen", time(19, 45), None),
        ("lördag 25 maj, någon gång mellan 10 och 14", time(10), time(14)),
        ("Samma tid överallt: 18–20.", time(18), time(20)),
        ("Klockan är 17–19 alla kvällar", time(17), time(19)),
        ("kl 17.30 – ca 20.00\nKramfors", time(17, 30), time(20)),
    ],
)
def test_times_are_read(written, start, end):
    text = Text(written).all
    (mention,) = times_in(text, dates_in(text, CALENDAR), CALENDAR)

    assert (mention.start, mention.end) == (start, end)


@pytest.mark.parametrize(
    "written",
    [
        "ungdomar 13-20 år",
        "för 18–20 personer",
        "kostar 10.50 kr",
        "010-000 00 00",
        "dnr 18-20",
        "kl 25",
        "kl 24.30",
        "kl. 24.00",
        "12.5.2024",
        "avsnitt 2.10.3",
        "2020-2023",
        "sid 12-14",
    ],
)
def test_other_figures_are_no_times(written):
    text = Text(written).all

    assert times_in(text, dates_in(text, CALENDAR), CALENDAR) == []


@pytest.mark.parametrize(
    ("written", "month", "year"),
    [
        ("i mars 2026", 3, 2026),
        ("hösten 2019", None, 2019),
        ("under vecka 12", None, None),
        ("nästa månad", None, None),
    ],
)
def test_vague_moments_are_moments(written, month, year):
    found = vague_in(Text(written).all, CALENDAR)

    assert (month, year) in [(each.month, each.year) for each in found]
