"""Names as stored, searched and matched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrad.registry.rules import names


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Låtsas Teater, ideell förening", "LÅTSAS TEATER"),
        ("Ideella föreningen Påhittskören", "Påhittskören"),
        ("Exempel Kultur Ek. för.", "Exempel Kultur ekonomisk förening"),
        ("Ord & Ton i Låtsas", "Ord och ton i Låtsas"),
        ("Påhitts-bygdens   Spelmän", "påhitts bygdens spelmän"),
    ],
)
def test_names_that_differ_in_form_only_are_the_same(left, right):
    assert names.normalised_name(left) == names.normalised_name(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Låtsas IF", "Låtsas"),
        ("Låtsas hembygdsförening", "Låtsas"),
        ("Exempelkören lokalavdelning Norr", "Exempelkören lokalavdelning Syd"),
        ("Föreningen Norden Låtsas", "Norden Låtsas"),
    ],
)
def test_words_that_tell_sections_apart_are_kept(left, right):
    assert names.normalised_name(left) != names.normalised_name(right)


def test_a_name_of_legal_form_alone_is_not_emptied():
    assert names.normalised_name("Ideell förening") == "ideell forening"


def test_the_stored_name_is_one_clean_line():
    assert names.stored_name("  Låtsas\n\tTeater\u200b ") == "Låtsas Teater"


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing(written):
    once = names.normalised_name(written)

    assert names.normalised_name(once) == once


def test_names_are_sorted_as_swedish_readers_look_for_them():
    written = [
        "Öppen scen",
        "Zitherklubben",
        "Ängens kör",
        "aftonkören",
        "Årets fest",
        "Bygdebandet",
    ]

    assert sorted(written, key=names.alphabetical) == [
        *("aftonkören", "Bygdebandet", "Zitherklubben", "Årets fest", "Ängens kör", "Öppen scen")
    ]
