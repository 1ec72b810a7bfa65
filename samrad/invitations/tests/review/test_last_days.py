"""Which last day is for signing up, and which for answering, in the ways people say it."""

# ruff: noqa: E501 -- a phrase stands whole on its line

import pytest

from samrad.invitations.rules.review.review import review


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (
            "rsvp_by",
            "Välkommen till dialogmöte torsdag 9 maj 2024 kl 18 i Folkets hus. OSA senast 2 maj till Kim.",
        ),
        (
            "rsvp_by",
            "Dialogmöte 9 maj 2024 kl 18.00-20.00, Folkets hus. Anmälan: senast den 2 maj via formuläret.",
        ),
        ("rsvp_by", "Dialogmöte 9 maj 2024 kl 18.00-20.00, Folkets hus. Anmäl dig före den 2 maj."),
        (
            "rsvp_by",
            "Dialogmöte 9 maj 2024 kl 18.00-20.00, Folkets hus. Sista dag för anmälan är torsdag 2 maj.",
        ),
        (
            "rsvp_by",
            "Dialogmöte 9 maj 2024 kl 18.00-20.00, Folkets hus. Vi vill ha din anmälan till den 2 maj.",
        ),
        (
            "rsvp_by",
            "Dialogmöte 9 maj 2024 kl 18.00-20.00, Folkets hus. Hör av dig senast 2/5 om du vill komma.",
        ),
        (
            "rsvp_by",
            "Dialogmöte 9 maj 2024 kl 18.00-20.00, Folkets hus.\n\nSista anmälningsdag: 2 maj",
        ),
        (
            "rsvp_by",
            "Dialogmöte 9 maj 2024 kl 18.00-20.00, Folkets hus.\n\nAnmälan\nSenast 2 maj till kim@exempel.invalid",
        ),
        (
            "rsvp_by",
            "Dialogmöte 9 maj 2024 kl 18.00-20.00, Folkets hus. Meddela gärna senast den 2:a maj om ni tänker komma, så vi vet hur mycket fika som behövs.",
        ),
        (
            "rsvp_by",
            "Dialogmöte 9 maj 2024 kl 18.00-20.00, Folkets hus. Säg till senast 2 maj om du behöver tolk, och anmäl dig i formuläret.",
        ),
        (
            "rsvp_by",
            "Möte 9 maj 2024 kl 18.00-20.00, Folkets hus. Anmäl er till Kim Exempelsson, kim@exempel.invalid, så snart som möjligt, dock senast den 2 maj.",
        ),
        (
            "reply_by",
            "Förslaget är på remiss. Svara senast fredag 2 maj 2025 till kultur@exempel.invalid.",
        ),
        ("reply_by", "Förslaget är på remiss. Sista svarsdag: 2 maj 2025."),
        ("reply_by", "Förslaget är på remiss. Remisstid: 1 mars-2 maj 2025."),
        ("reply_by", "Remissen pågår till 2 maj 2025. Alla kan svara."),
        ("reply_by", "Remissen pågår från den 1 mars till och med den 2 maj 2025. Alla kan svara."),
        ("reply_by", "Förslaget är på remiss. Svar önskas till den 2 maj 2025."),
        ("reply_by", "Ni kan lämna synpunkter på förslaget fram t.o.m. 2 maj 2025 på webben."),
        (
            "reply_by",
            "Synpunkterna ska vara oss tillhanda senast 2025-05-02. Förslaget är ute på remiss.",
        ),
        ("reply_by", "Vi vill ha ert yttrande om förslaget till kulturplan senast den 2 maj 2025."),
        (
            "reply_by",
            "Under perioden 1 mars – 2 maj 2025 är förslaget till kulturplan ute på remiss.",
        ),
        (
            "reply_by",
            "Sista dagen att lämna synpunkter på förslaget är den 2 maj 2025. Skicka ert svar till oss.",
        ),
        ("reply_by", "Förslaget är på remiss t.o.m. den 2/5 2025. Skicka svar till oss."),
        (
            "rsvp_by",
            "Möte 9 maj 2024 kl 18.00-20.00, Folkets hus. Skriv om ni tänker vara med. Jag behöver svar den 2 maj.",
        ),
        (
            "rsvp_by",
            "Möte 9 maj 2024 kl 18.00-20.00, Folkets hus.\n\nAnmälan\nSenast 2 maj till Kim. Det går även att fylla i formuläret. Det du skriver till oss blir en allmän handling.",
        ),
        (
            "rsvp_by",
            "Möte 9 maj 2024 kl 18.00-20.00, Folkets hus. Intresseanmälan senast den 2 maj via formuläret.",
        ),
        (
            "rsvp_by",
            "Möte 9 maj 2024 kl 18.00-20.00, Folkets hus. Anmälan ska vara avdelningen tillhanda senast den 2 maj på blanketten.",
        ),
        (
            "rsvp_by",
            "Möte 9 maj 2024 kl 18.00-20.00, Folkets hus. Låt mig veta per telefon, men inte senare än 2 maj.",
        ),
        (
            "reply_by",
            "Svaren ska vara nämnden till handa fredagen den 2 maj 2025. Planen är på remiss.",
        ),
        ("reply_by", "Förslaget till plan är klart. Vi måste ha ditt svar den 2 maj 2025."),
        ("reply_by", "Enkäten är öppen till och med 2 maj 2025. Svara på frågorna om planen."),
    ],
)
def test_a_last_day_is_read_for_what_it_is(kind, text):
    found = review(text)
    other = {"rsvp_by": "reply_by", "reply_by": "rsvp_by"}[kind]

    assert str(getattr(found, kind))[-5:] == "05-02"
    assert getattr(found, other) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (  # a talk about what came of it has a day and a time of its own
            "Vi berättar mer och svarar på frågor torsdag 5 mars 2020 kl. 18.30–20.00 i biblioteket.",
            ["2020-03-05 18:30:00 20:00:00"],
        ),
        (  # a row like the others, though something is sent
            "Dialogmöten\nTisdag 4 mars 2025, Rättviks kulturhus\nOnsdag 5 mars 2025, Orsa bibliotek\nOnsdag 12 mars 2025, länk skickas till alla som anmält sig\n",
            ["2025-03-04 None None", "2025-03-05 None None", "2025-03-12 None None"],
        ),
        (  # told as news
            "Regionen söker svar\n\n4 november 2019\n\nFrågorna vill de få besvarade när de den 14 november slår sig ner i aulan.\n\nKvällen börjar 18.30 och håller på till 20.30.",
            ["2019-11-14 18:30:00 20:30:00"],
        ),
        (  # the programme stands further down
            "Onsdag 18 maj 2022, Eric-hallen\n\nHur håller man ihop ett kulturliv som sträcker sig från skärgård till förorter? Inför att strategin ska revideras bjuder nämnden in till en arbetsdag.\n\nProgram\n9.00 Registrering, kaffe\n9.30 Välkomna!\n12.00 Lunch\n15.30 Slut\n",
            ["2022-05-18 09:30:00 15:30:00"],
        ),
        (  # a signature and when one may change one's mind are no meetings
            "Torsdag 7 november 2019 kl. 18.00–20.00, Folkets hus. Avanmälan efter 2 november debiteras.\n\nKarlskrona den 1 oktober 2019\nKim Exempelsson",
            ["2019-11-07 18:00:00 20:00:00"],
        ),
        (  # the last lines of a list are no signatures
            "Torsdag 7 november 2019 kl. 18.00–20.00, Folkets hus.\n\nTorsby 12 november 2019\nArvika 13 november 2019\n",
            ["2019-11-07 18:00:00 20:00:00", "2019-11-12 None None", "2019-11-13 None None"],
        ),
        ("Dialogmöte\n\nFolkets hus, 14 mars 2023\n", ["2023-03-14 None None"]),
        (  # somebody comes then, and tells of the draft
            "Den 5 maj 2020 kommer regionen hit för att berätta om förslaget. Klockan 18.00–20.00 i Folkets hus.",
            ["2020-05-05 18:00:00 20:00:00"],
        ),
        (  # said in words, once for all
            "Torsdag 19 mars 2015, Steneby bygdegård\nOnsdag 25 mars 2015, Strömstad, Skagerack\n\nVi startar klockan halv sju på kvällen och är färdiga senast klockan nio.",
            ["2015-03-19 18:30:00 21:00:00", "2015-03-25 18:30:00 21:00:00"],
        ),
        (  # before one writes, not before that day
            "Remissvar ska ha kommit in senast 14 april 2020.\n\nDen som vill resonera innan man skriver sitt svar är välkommen torsdag 6 februari 2020 kl. 18.00-20.00 i Blekinge museum.",
            ["2020-02-06 18:00:00 20:00:00"],
        ),
        (  # both days' time stands in a sentence of its own
            "Den första dagen, onsdagen den 16 oktober 2013, äger rum på Växjö konserthus och den andra, onsdagen den 23 oktober 2013, på Folkets hus i Ljungby. Båda dagarna pågår mellan kl. 09.30\noch 15.30.",
            ["2013-10-16 09:30:00 15:30:00", "2013-10-23 09:30:00 15:30:00"],
        ),
        (  # what is sent and published is no meeting
            "Torsdag 7 november 2019 kl. 18.00–20.00, Folkets hus.\n\nDen 25 oktober mejlar vi ett häfte på tre sidor. Ett samtalsunderlag läggs ut här den 3 oktober. Den 15 december publiceras en lägesrapport.",
            ["2019-11-07 18:00:00 20:00:00"],
        ),
        (  # the one time of a heading is for what is below it
            "Lördag 15 februari 2025, Tällbergsgården\n\nKvällar, med start kl. 18.30\nTisdag 18 februari 2025, Ludvika bibliotek\nOnsdag 19 februari 2025, Folkets hus\n",
            ["2025-02-15 None None", "2025-02-18 18:30:00 None", "2025-02-19 18:30:00 None"],
        ),
    ],
)
def test_days_are_read_as_meetings(text, days):
    found = review(f"Vi bjuder in till dialogmöte om planen.\n\n{text}").meetings

    assert [f"{each.day} {each.start} {each.end}" for each in found] == days


@pytest.mark.parametrize(
    ("place", "read"),
    [("Ritz, stora foajén, Arvika", True), ("Vi ses, säger Kim", False), ("Torsby", False)],
)
def test_names_and_a_comma_on_a_line_below_the_day_are_a_place(place, read):
    (found,) = review(f"Dialogmöte torsdag 14 september 2023\nkl. 16.30–18.30\n{place}\n").meetings

    assert bool(found.place) is read


def test_a_day_does_not_borrow_the_place_of_the_next():
    text = (
        "Dialogmöten\n"
        "Torsdag 19 mars 2015, Steneby bygdegård\n"
        "Onsdag 25 mars 2015, Strömstad, Skagerack\n"
        "Torsdag 26 mars 2015, Lysekil, stadsbiblioteket\n"
        "Fredag 27 mars 2015\n"
        "Måndag 30 mars 2015, Orust, kommunhuset\n"
    )

    places = [each.place for each in review(text).meetings]

    assert places == [
        "Steneby bygdegård", "Strömstad, Skagerack", "stadsbiblioteket", "", "kommunhuset",
    ]  # fmt: skip
