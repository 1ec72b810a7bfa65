"""Searching what is open to everyone: Swedish letters count, on SQLite too."""

import pytest

from samrad.pages.queries.public import listed_consultations, search_public
from tests import make


@pytest.fixture
def said(db):
    """Return a contribution that everyone may read."""
    consultation = make.consultation(
        title="Öppna rum för kultur", published_at=make.NOW, heard_published_at=make.NOW
    )
    return make.contribution(consultation=consultation, text="Öppna replokaler på kvällen")


@pytest.mark.parametrize("words", ["öppna", "ÖPPNA", "Öppna KVÄLLEN"])
def test_words_are_found_in_whatever_case_they_are_written(said, words):
    assert list(search_public(said.consultation, words=words)) == [said]


@pytest.mark.parametrize("words", ["öppna", "ÖPPNA", "Rum"])
def test_a_consultation_is_found_in_whatever_case_it_is_written(said, words):
    found = listed_consultations(now=make.NOW, words=words)

    assert [one.consultation for one in found] == [said.consultation]
