"""The words registers are written in fit the register's own codes, and real headers are read."""

import json
from pathlib import Path

import pytest

from samrad.core.text import search_key
from samrad.method import library
from samrad.registry.enums import ArtArea, OrganisationKind
from samrad.registry.rules import cells, imports

MUNICIPALITIES = Path(__file__).parents[1] / "data" / "municipalities.json"


@pytest.fixture(scope="module")
def vocabulary():
    words = library.register_words().text
    rows = json.loads(MUNICIPALITIES.read_text(encoding="utf-8"))
    return imports.build_vocabulary(
        headers=words.headers,
        vague_headers=words.vague_headers,
        art_areas=words.art_areas,
        organisation_kinds=words.organisation_kinds,
        municipalities=[(row["code"], row["name"]) for row in rows],
    )


def test_every_field_area_and_kind_has_words():
    words = library.register_words().text

    assert set(words.headers) == set(imports.FIELDS)
    assert set(words.art_areas) == set(ArtArea.values)
    assert set(words.organisation_kinds) == set(OrganisationKind.values)


@pytest.mark.parametrize("header", [["Föreningens namn", "Verksamhet"], ["Verksamhet", "Namn"]])
def test_a_vague_header_gives_way_to_one_that_says_name(vocabulary, header):
    columns = imports.recognise(header, vocabulary=vocabulary)

    assert columns.faults == ()
    assert header[columns.index_by_field["name"]] != "Verksamhet"
    assert columns.unknown == ("Verksamhet",)


def test_a_vague_header_is_read_where_nothing_else_says_name(vocabulary):
    columns = imports.recognise(["Verksamhet", "Kommun"], vocabulary=vocabulary)

    assert (columns.index_by_field["name"], columns.faults) == (0, ())


def test_a_vague_header_that_somebody_chose_does_not_give_way(vocabulary):
    columns = imports.recognise(
        ["Namn", "Verksamhet"],
        vocabulary=vocabulary,
        chosen={"Verksamhet": "name", "Namn": "contact_name"},
    )

    assert (columns.index_by_field, columns.faults) == ({"contact_name": 0, "name": 1}, ())


def test_our_own_labels_are_understood(vocabulary):
    for area in ArtArea:
        assert vocabulary.art_areas[search_key(str(area.label))] == area.value
    for kind in OrganisationKind:
        assert vocabulary.organisation_kinds[search_key(str(kind.label))] == kind.value


def test_every_municipality_is_found_by_name_and_code(vocabulary):
    for row in json.loads(MUNICIPALITIES.read_text(encoding="utf-8")):
        assert vocabulary.municipalities[cells.municipality_key(row["name"])] == row["code"]
        assert vocabulary.municipalities[row["code"]] == row["code"]


@pytest.mark.parametrize(
    ("written", "code"),
    [("Habo", "0643"), ("Håbo kommun", "0305"), ("VAXJO", "0780"), ("Malung-Sälen", "2023"),
     ("malung sälens kommun", "2023"), ("0305 Håbo", "0305")],
)  # fmt: skip
def test_names_that_differ_by_dots_are_told_apart_and_others_forgiven(vocabulary, written, code):
    columns = imports.recognise(["Namn", "Kommun"], vocabulary=vocabulary)

    (row,) = imports.read_rows(
        [["Låtsas", written]], columns=columns, vocabulary=vocabulary, region_code=code[:2]
    )

    assert row.clean is not None
    assert row.clean.municipality_code == code


@pytest.mark.parametrize(
    "header",
    [
        ["namn", "orgnr", "kommun", "adress", "postnummer", "ort", "e-post", "telefon", "webb",
         "kulturområde", "typ", "kontaktperson", "id"],
        ["Förening", "Organisationsnummer", "Kommun", "Gatuadress", "Postnr", "Postort", "Epost",
         "Tel.nr", "Hemsida", "Verksamhetsområde", "Föreningstyp", "Ordförande", "Löpnummer"],
        ["ORGANISATION", "Org. nr.", "Kommunkod", "Utdelningsadress", "Post nr", "Ort",
         "E-postadress", "Mobil", "Webbplats", "Konstområde", "Organisationstyp", "Kontakt",
         "Kundnr"],
    ],
)  # fmt: skip
def test_usual_headers_are_understood_as_they_are(vocabulary, header):
    columns = imports.recognise(header, vocabulary=vocabulary)

    assert columns.faults == ()
    assert columns.unknown == ()
    assert set(columns.index_by_field) == set(imports.FIELDS)
