"""Ways in and ways to reach someone leave entries in the journal: ids, never what they hold."""

import pytest

from samrad.consultations.models import PersonalLink
from samrad.consultations.services.links import (
    keep_contact,
    mint_code,
    mint_link,
    open_with_code,
    revoke_ways_in,
)
from samrad.journal.models import Entry
from samrad.journal.queries import breaks
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def party():
    return make.participation()


def noted(party):
    """Return kind and actor of what is noted about the participation, in order."""
    rows = Entry.objects.filter(
        object_kind="consultations.participation", object_id=str(party.pk)
    ).order_by("number")
    return list(rows.values_list("kind", "actor"))


def test_every_way_in_is_noted_when_it_is_made_used_and_closed(party):
    officer = make.principal()
    mint_link(participation=party, minted_for="receipt", now=make.NOW)
    mint_link(participation=party, minted_for="open_form", actor=officer, now=make.NOW)
    code = mint_code(participation=party, now=make.NOW)
    open_with_code(region=party.consultation.region, typed=code, now=make.NOW)
    revoke_ways_in(participation=party, actor=officer, now=make.NOW)

    assert noted(party) == [
        ("participation.link_minted", "system"),
        ("participation.link_minted", officer.reference),
        ("participation.code_minted", "system"),
        ("participation.link_minted", "anyone"),
        ("participation.ways_in_revoked", officer.reference),
    ]
    assert list(breaks()) == []


def test_a_way_in_that_was_never_kept_is_not_noted(party, monkeypatch):
    def refused(**_given):
        raise RuntimeError

    monkeypatch.setattr(PersonalLink.objects, "create", refused)

    with pytest.raises(RuntimeError):
        mint_link(participation=party, minted_for="receipt", now=make.NOW)
    assert noted(party) == []


def test_contact_details_are_noted_without_being_there(party):
    officer = make.principal()
    for phone in ("010-000 00 00", "010-000 00 01"):
        keep_contact(participation=party, actor=officer, now=make.NOW, phone=phone)

    first, second = Entry.objects.filter(kind="participation.contact_kept")
    # Two numbers of the same kind leave the same hash: none can be guessed out of it.
    assert first.facts_hash == second.facts_hash
    assert noted(party) == [("participation.contact_kept", officer.reference)] * 2
