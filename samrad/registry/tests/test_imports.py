"""Registers as they come, by table and by property."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrad.core.text import search_key
from samrad.registry.rules import cells, imports
from samrad.registry.rules.imports import CleanRow, Fault, ReadRow, Vocabulary

HEADERS = {
    "name": ["Namn", "Förening", "Organisation"],
    "source_key": ["Id"],
    "org_number": ["Organisationsnummer", "Orgnr", "Org.nr"],
    "municipality": ["Kommun"],
    "address": ["Adress"],
    "postcode": ["Postnummer"],
    "city": ["Ort"],
    "email": ["E-post"],
    "phone": ["Telefon"],
    "website": ["Webb"],
    "art_areas": ["Kulturområde"],
    "organisation_kind": ["Typ"],
    "contact_name": ["Kontaktperson"],
}
VOCABULARY = Vocabulary(
    headers={search_key(word): field for field, words in HEADERS.items() for word in words},
    art_areas={
        "teater": "THEATRE",
        "musik": "MUSIC",
        "film och rorlig bild": "FILM",
        "film": "FILM",
    },
    organisation_kinds={"hembygdsforening": "HERITAGE"},
    municipalities=cells.municipality_words(
        [("0780", "Växjö"), ("0781", "Ljungby"), ("1080", "Karlskrona")]
    ),
)


def read(header, *rows, region_code="07"):
    columns = imports.recognise(header, vocabulary=VOCABULARY)
    return list(
        imports.read_rows(rows, columns=columns, vocabulary=VOCABULARY, region_code=region_code)
    )


def test_usual_headers_are_understood_in_any_order_and_case():
    columns = imports.recognise(["KOMMUN ", "förening", "e-post", "Färg"], vocabulary=VOCABULARY)

    assert columns.index_by_field == {"municipality": 0, "name": 1, "email": 2}
    assert columns.unknown == ("Färg",)
    assert columns.faults == ()


def test_a_chosen_column_goes_before_the_usual_meaning():
    columns = imports.recognise(
        ["Namn", "Benämning", "Typ"],
        vocabulary=VOCABULARY,
        chosen={"Benämning": "name", "Namn": "", "Typ": ""},
    )

    assert columns.index_by_field == {"name": 1}
    assert columns.unknown == ()


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        ([], Fault("EMPTY_FILE")),
        (["", None], Fault("EMPTY_FILE")),
        (["Kommun", "Ort"], Fault("NO_NAME_COLUMN")),
        (["Namn", "Ort", " ort "], Fault("DUPLICATE_HEADER", "Ort")),
        (["Namn", "Förening"], Fault("TWO_COLUMNS_FOR_ONE_FIELD", "Namn / Förening", "name")),
    ],
)
def test_a_structural_fault_is_named(header, fault):
    assert imports.recognise(header, vocabulary=VOCABULARY).faults == (fault,)


def test_a_chosen_field_that_does_not_exist_is_a_fault():
    columns = imports.recognise(["Namn", "X"], vocabulary=VOCABULARY, chosen={"X": "colour"})

    assert columns.faults == (Fault("UNKNOWN_FIELD", "X", "colour"),)


def test_a_full_row_is_cleaned():
    found = read(
        ["Id", "Namn", "Orgnr", "Kommun", "Adress", "Postnummer", "Ort", "E-post", "Telefon",
         "Webb", "Kulturområde", "Typ", "Kontaktperson"],
        [17.0, " Låtsas  Teater ", 8024043716.0, 780, "Exempelgatan 1", "35231", "Växjö",
         "Info@EXEMPEL.org", "0100000001", "exempel.org/teater", "Teater, musik; teater",
         "Hembygdsförening", "Kim Låtsas"],
    )  # fmt: skip

    assert found == [
        ReadRow(
            number=2,
            clean=CleanRow(
                name="Låtsas Teater",
                source_key="17",
                org_number="8024043716",
                municipality_code="0780",
                address="Exempelgatan 1",
                postcode="352 31",
                city="Växjö",
                email="Info@exempel.org",
                phone="0100000001",
                website="https://exempel.org/teater",
                art_areas=("THEATRE", "MUSIC"),
                organisation_kind="HERITAGE",
                contact_name="Kim Låtsas",
            ),
        )
    ]


def test_empty_rows_are_passed_over_but_counted():
    assert [row.number for row in read(["Namn"], ["Ett"], [None], ["  "], ["Två"])] == [2, 5]


@pytest.mark.parametrize(
    ("header", "cell", "fault"),
    [
        ("Orgnr", "802404-3717", Fault("WRONG_CHECK_DIGIT", "Orgnr", "802404-3717")),
        ("Orgnr", "811218-9876", Fault("PERSONAL_NUMBER", "Orgnr", "••••••-••••")),
        ("Orgnr", "okänt", Fault("NOT_AN_ORG_NUMBER", "Orgnr", "okänt")),
        ("Kommun", "Lindesborg", Fault("UNKNOWN_MUNICIPALITY", "Kommun", "Lindesborg")),
        ("Kommun", "Karlskrona", Fault("OTHER_REGION", "Kommun", "Karlskrona")),
        ("E-post", "info(at)exempel", Fault("BAD_EMAIL", "E-post", "info(at)exempel")),
        ("Postnummer", "3523", Fault("BAD_POSTCODE", "Postnummer", "3523")),
        ("Telefon", "ring Kim", Fault("BAD_PHONE", "Telefon", "ring Kim")),
        ("Webb", "javascript://x", Fault("BAD_WEBSITE", "Webb", "javascript://x")),
        ("Adress", "x" * 201, Fault("TOO_LONG", "Adress", "x" * 59 + "…")),
    ],
)
def test_a_cell_that_cannot_be_believed_refuses_its_row(header, cell, fault):
    assert read(["Namn", header], ["Låtsas Teater", cell]) == [
        ReadRow(number=2, clean=None, refused=(fault,))
    ]


def test_a_row_without_a_name_is_refused():
    assert read(["Namn", "Ort"], ["", "Växjö"]) == [
        ReadRow(number=2, clean=None, refused=(Fault("NAME_MISSING", "Namn", ""),))
    ]


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("Anteckning", "Kim 811218-9876 ordförande"),
        ("Namn", "Låtsas Teater 198112189876"),
        ("Telefon", "811218-9876"),
        ("Telefon", "19811218-9876"),
        ("Id", "8112189876"),
        ("Adress", "811218 9876"),
    ],
)
def test_a_personal_number_in_any_cell_refuses_the_row_and_is_never_echoed(header, cell):
    head, row = (["Namn"], [cell]) if header == "Namn" else (["Namn", header], ["Låtsas", cell])

    (found,) = read(head, row)

    assert found.clean is None
    assert [fault.reason for fault in found.refused] == ["PERSONAL_NUMBER"]
    assert not any("9876" in fault.value for fault in found.refused)


@pytest.mark.parametrize(
    "number", ["0701234567", "010-000 00 01", "+46 10 000 00 01", "0470-12 34 56"]
)
def test_a_telephone_number_is_not_taken_for_a_person(number):
    assert read(["Namn", "Telefon"], ["Låtsas", number])[0].refused == ()


def test_nor_is_it_in_a_second_column_of_telephone_numbers():
    header, cell = ["Namn", "Telefon 2"], "0701010019"  # a date and a right check digit

    assert cells.holds_personal_number(cell)
    assert read(header, ["Låtsas", cell])[0].refused == ()
    assert read(["Namn", "Anteckning"], ["Låtsas", cell])[0].clean is None


def test_what_we_do_not_know_is_left_out_and_said():
    (found,) = read(["Namn", "Kulturområde", "Typ"], ["Låtsas", "teater/lajv", "klubb"])

    assert found.clean == CleanRow(name="Låtsas", art_areas=("THEATRE",))
    assert found.notes == (
        Fault("UNKNOWN_ART_AREA", "Kulturområde", "teater/lajv"),
        Fault("UNKNOWN_KIND", "Typ", "klubb"),
    )


def test_the_same_id_twice_refuses_the_second():
    found = read(["Id", "Namn"], ["1", "Ett"], ["1", "Två"], ["", "Tre"], ["", "Fyra"])

    assert [[fault.reason for fault in row.refused] for row in found] == [
        [],
        ["DUPLICATE_ID"],
        [],
        [],
    ]


@pytest.mark.parametrize(
    "written",
    ["0780", "780", "Växjö", "VÄXJÖ KOMMUN", "Växjös kommun", "0780 Växjö", "0780 Växjö kommun"],
)
def test_a_municipality_is_found_by_name_or_code(written):
    assert VOCABULARY.municipalities[cells.municipality_key(written)] == "0780"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (True, ""),
        (12.0, "12"),
        (1.5, "1.5"),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 12, 0), "2026-03-01"),  # noqa: DTZ001 -- spreadsheets know no zones
        ("=1+1", "=1+1"),
    ],
)
def test_a_cell_is_read_as_the_spreadsheet_meant(cell, text):
    assert cells.as_text(cell) == text


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("a@exempel.org; b@exempel.org", "a@exempel.org"),
        ("mailto:a@exempel.org", "a@exempel.org"),
        ("<a@exempel.org>", "a@exempel.org"),
    ],
)
def test_the_first_mail_address_is_taken(typed, value):
    assert cells.email(typed) == cells.Read(value)


ANY_CELL = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.dates()
)


@given(st.lists(ANY_CELL, max_size=4), st.lists(st.lists(ANY_CELL, max_size=6), max_size=4))
def test_nothing_in_a_file_breaks_the_reading(header, rows):
    found = read(header, *rows)

    assert all((row.clean is None) == bool(row.refused) for row in found)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2029, 12, 31)), st.integers(0, 999))
def test_no_personal_number_is_echoed_from_any_column(born, serial):
    nine = f"{born:%y%m%d}{serial:03}"
    doubled = [int(d) * (2 - i % 2) for i, d in enumerate(nine)]
    number = nine + str(-sum(n - 9 if n > 9 else n for n in doubled) % 10)
    short = f"{number[:6]}-{number[6:]}"

    found = read(["Namn", "Orgnr", "Kommun", "Anteckning"], [short, short, short, short])

    values = [fault.value for fault in found[0].refused]
    assert found[0].clean is None
    assert not any(number[6:] in value for value in values)


@pytest.mark.parametrize(
    ("rows", "at"),
    [
        ([["Namn", "Ort"], ["Ett", "X"]], 0),
        ([["Föreningsregister 2026"], [], ["Utdrag", None], ["Förening", "Kommun"]], 3),
        ([[None], [], ["Namn"], ["Ett"]], 2),
        ([["Kolumn A", "Kolumn B"], ["Ett", "Två"]], 0),
        ([[], [""]], 0),
        ([], 0),
    ],
)
def test_the_header_is_found_below_what_people_write_above_it(rows, at):
    assert imports.header_row(rows, vocabulary=VOCABULARY) == at


def test_rows_are_kept_without_personal_numbers_and_refused_all_the_same():
    header = ["Namn", "Orgnr", "Telefon", "Anteckning"]
    row = ["Låtsas 811218-9876", "811218 9876", "0811218987", "Kim 8112189876, kassör"]
    columns = imports.recognise(header, vocabulary=VOCABULARY)

    (kept,) = imports.without_personal_numbers([row], columns=columns)

    assert kept == ["Låtsas ••••••-••••", "•••••• ••••", "0811218987", "Kim ••••••••••, kassör"]
    (found,) = read(header, kept)
    assert {fault.reason for fault in found.refused} == {"PERSONAL_NUMBER"}
    assert len(found.refused) == 3


@pytest.mark.parametrize("number", ["800101-1234", "198001011234", "16800101-1234"])
def test_what_may_be_a_person_in_the_column_of_numbers_is_not_kept(number):
    columns = imports.recognise(["Namn", "Orgnr"], vocabulary=VOCABULARY)

    ((_name, kept),) = imports.without_personal_numbers([["Låtsas", number]], columns=columns)

    assert not any(sign.isdigit() for sign in kept)
    assert read(["Namn", "Orgnr"], ["Låtsas", kept])[0].refused[0].reason == "PERSONAL_NUMBER"


def test_rows_without_personal_numbers_are_kept_as_they_were_read():
    columns = imports.recognise(["Namn", "Orgnr", "Medlemmar"], vocabulary=VOCABULARY)

    kept = imports.without_personal_numbers([["Låtsas", 8024043716.0, None]], columns=columns)

    assert list(kept) == [["Låtsas", "8024043716", ""]]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("=1+1", "FORMULA"),
        ("#REF!", "FORMULA"),
        ("#SAKNAS!", "FORMULA"),
        (45123.0, "NAME_WITHOUT_LETTERS"),
        (date(2026, 3, 1), "NAME_WITHOUT_LETTERS"),
        ("#Kulturnu", ""),
        ("1337 Låtsas", ""),
    ],
)
def test_a_name_that_a_spreadsheet_made_up_is_refused(name, reason):
    assert [fault.reason for fault in read(["Namn"], [name])[0].refused] == [reason] * bool(reason)


def test_a_file_without_a_header_is_told_from_one_with_odd_titles():
    columns = imports.recognise(["Låtsas Teater", "802404-3716"], vocabulary=VOCABULARY)

    assert columns.faults == (Fault("HEADER_IS_DATA"),)


def test_of_two_columns_that_mean_the_same_the_usual_one_is_read_and_the_other_where_it_is_empty():
    header = ["Namn", "Box", "Mobil", "Gatuadress", "Telefon"]
    vocabulary = imports.build_vocabulary(
        headers={"name": ["namn"], "address": ["gatuadress", "box"], "phone": ["telefon", "mobil"]},
        art_areas={},
        organisation_kinds={},
        municipalities=[],
    )
    columns = imports.recognise(header, vocabulary=vocabulary)

    both, spare, bad = imports.read_rows(
        [["A", "Box 1", "010-000 00 02", "Gatan 1", "010-000 00 01"],
         ["B", "Box 1", "010-000 00 02", "", None],
         ["C", "", "ring", "", ""]],
        columns=columns, vocabulary=vocabulary, region_code="07",
    )  # fmt: skip

    assert columns.faults == ()
    assert both.clean == CleanRow(name="A", address="Gatan 1", phone="010-000 00 01")
    assert spare.clean == CleanRow(name="B", address="Box 1", phone="010-000 00 02")
    assert bad.refused == (Fault("BAD_PHONE", "Mobil", "ring"),)
