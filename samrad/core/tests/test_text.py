"""Plain text, by table and by property."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrad.core import text


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Låtsas Teater & Kör", "latsas teater kor"),
        ("  ÅÄÖ--Éa ", "aao ea"),
        ("Påhitts-bygdens IF (ideell)", "pahitts bygdens if ideell"),
        ("Straße", "strasse"),
        ("!!!", ""),
    ],
)
def test_a_search_key_is_folded(written, key):
    assert text.search_key(written) == key


@pytest.mark.parametrize(
    ("written", "sentences"),
    [
        ("", 0),
        ("Vi vill veta", 1),
        ("Vi vill veta. Ni svarar.", 2),
        ("Vi vill veta t.ex. hur ni har det. Tack.", 2),
        ("Vi frågar bl.a. Region Låtsas om råd.", 1),
        ("Vi ses kl. 18.30 den 8 nov. 2026.", 1),
        ("Lokaler, stöd m.m. Sedan beslutar nämnden.", 2),
        ("Lokaler, stöd m.m. och sedan mer.", 1),
        ("Vad fungerar? Vad hindrar er!", 2),
        ("”Vad fungerar?” Det undrar vi.", 2),
        ("Vi undrar … och ni svarar.", 1),
        ("1. Första punkten", 1),
        ("- en rad\n- en rad till", 2),
        ("Första stycket\n\nandra stycket", 2),
        ("...", 0),
        ("Kostnaden är 3.5 miljoner.", 1),
    ],
)
def test_sentences_are_counted_as_a_reader_would(written, sentences):
    assert text.count_sentences(written) == sentences


@given(st.text(alphabet=st.sampled_from('aB. \n!?-…1"”å'), max_size=80))
def test_sentences_cover_all_but_white_space_and_do_not_overlap(written):
    spans = list(text.sentence_spans(written))

    assert "".join("".join(written[a:b].split()) for a, b in spans) == "".join(written.split())
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_cleaning_keeps_text_and_drops_control_characters():
    assert text.clean("a\r\nb\rc\x00\u202ed\u200be\tf") == "a\nb\ncde\tf"


@given(st.text(max_size=60))
def test_cleaning_twice_changes_nothing(written):
    assert text.clean(text.clean(written)) == text.clean(written)


def test_lix_is_words_per_sentence_plus_share_of_long_words():
    assert text.lix("Katten sover. Hunden skäller högljutt.") == round(5 / 2 + 100 * 2 / 5)


def test_a_text_without_words_has_no_lix():
    assert text.lix(" … ") == 0


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(written):
    assert text.search_key(text.search_key(written)) == text.search_key(written)
