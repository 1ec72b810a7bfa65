"""What stands around a text on a web page, and when a post was made."""

import pytest

from samrad.invitations.rules.review.announcement import Announcement
from samrad.invitations.rules.review.model import Facts
from samrad.invitations.rules.review.review import review
from samrad.invitations.rules.review.roles import Role
from samrad.invitations.rules.review.surroundings import surroundings_in
from samrad.invitations.rules.review.words import swedish

TEXT = "Välkommen till dialogmöte torsdag 6 november 2025 kl. 18.00."


@pytest.mark.parametrize(
    "line",
    [
        "Meny  Sök  Lyssna  Lättläst",
        "Start / Kultur / Nyheter / Lyssna",
        "Om webbplatsen | Tillgänglighetsredogörelse | Personuppgifter",
        "Dela sidan: Facebook  Twitter  Skriv ut",
        "Vi använder kakor (cookies) för att sidan ska fungera.",
        "Hjälpte informationen på sidan dig?  Ja  Nej",
        "Tillgänglighetsredogörelse",
        "Skriv ut",
        "> Hej! Går det att svara efter den 9 december?",
    ],
)
def test_a_pages_own_lines_are_left_out_and_every_place_stays(line):
    text = f"{line}\n{TEXT}\n{line}\nHej\nHej"

    around = list(surroundings_in(text, swedish()))
    read = Announcement(text, swedish(), Facts())

    assert [text[span.start : span.end] for span in around] == [line, line]
    assert read.text.plain.split() == [*TEXT.split(), "Hej", "Hej"]
    assert len(read.text.plain) == len(text)


def test_a_mail_sent_on_is_read_though_every_line_is_quoted():
    text = f"Hej! Se nedan.\n> {TEXT}\n> Välkomna!"

    assert list(surroundings_in(text, swedish())) == []
    assert [kind.value for kind in review(text).kinds] == ["MOTE"]


@pytest.mark.parametrize(
    "line",
    [
        "Lokalen har hörslinga | Hiss finns",
        "Tillgänglighet: ramp vid entrén",
        "Datum | Ort | Lokal",
        "7/2 | Film | Bio Exempel",
        "E-post: kim@exempel.invalid | Telefon 010-000 00 00",
        "Dela gärna inbjudan vidare!",
        "Så funkar kulturplanen",
        "",
    ],
)
def test_what_an_announcement_says_is_kept(line):
    assert list(surroundings_in(f"{TEXT}\n{line}", swedish())) == []


@pytest.mark.parametrize(
    ("text", "role"),
    [
        (f"Kulturplan\n\n2 oktober 2025 | Kultur\n\n{TEXT}", Role.PUBLISHED),
        (f"2 oktober 2025 kl. 08:12 · Offentligt\n{TEXT}", Role.PUBLISHED),
        (f"Skrivet av Kim Exempel den 2 oktober 2025\n\n{TEXT}", Role.PUBLISHED),
        (f"Nämnden har i dag, den 2 oktober 2025, släppt sitt förslag. {TEXT}", Role.PUBLISHED),
        (f"{TEXT}\n\nSidan lades ut 2 oktober 2025", Role.PUBLISHED),
        ("2 oktober 2025 · Exempelparken · 10.00–14.00\nDialogmöte för alla.", Role.MEETING),
        ("Dialogmöten\n2/10 | Film | 9.00-11.30\n3/10 | Musik | 18.00-20.00", Role.MEETING),
        (f"{TEXT}\n\nTidsplan\n2 oktober 2025: Remissen skickas ut", Role.OTHER),
    ],
)
def test_a_stamp_tells_when_a_post_was_made_and_a_day_with_a_time_is_a_meeting(text, role):
    dated = Announcement(text, swedish(), Facts()).dated
    found = {each.role for each in dated if each.day and (each.day.month, each.day.day) == (10, 2)}

    assert found == {role}
