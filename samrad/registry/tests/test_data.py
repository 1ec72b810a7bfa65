"""The regions and municipalities that are shipped."""

import json
from pathlib import Path

import pytest

DATA = Path(__file__).parents[1] / "data"


def rows(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def test_there_are_290_municipalities_in_21_regions():
    municipalities = rows("municipalities.json")

    assert len(municipalities) == 290
    assert {m["region"] for m in municipalities} == {r["code"] for r in rows("regions.json")}
    assert len({m["region"] for m in municipalities}) == 21


def test_the_region_is_the_first_two_digits_of_the_municipality():
    assert all(
        m["code"][:2] == m["region"] and len(m["code"]) == 4 for m in rows("municipalities.json")
    )


@pytest.mark.parametrize("name", ["regions.json", "municipalities.json"])
def test_codes_and_names_are_unique_and_sorted_by_code(name):
    found = rows(name)

    assert [row["code"] for row in found] == sorted({row["code"] for row in found})
    assert len({row["name"] for row in found}) == len(found)
    assert all(row["name"] == " ".join(row["name"].split()) for row in found)


def test_slugs_and_letters_are_unique():
    regions = rows("regions.json")

    assert len({r["slug"] for r in regions}) == len({r["letter"] for r in regions}) == 21
    assert all(r["slug"].isascii() and r["slug"] == r["slug"].lower() for r in regions)


def test_only_stockholm_stands_outside_the_model():
    assert [r["slug"] for r in rows("regions.json") if not r["in_model"]] == ["stockholm"]
