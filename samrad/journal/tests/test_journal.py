"""A chain that was touched is found out, at the first entry that does not hold."""

import io

import pytest
from django.core.management import call_command

from samrad.journal.models import Chain, Entry
from samrad.journal.queries import breaks
from samrad.journal.rules.chaining import Break, EntryFacts, entry_hash, first_break
from samrad.journal.services import PLATFORM, record
from tests import make


@pytest.fixture
def chain(db):
    """Write three things about a region in its chain."""
    region = make.region()
    for kind in ("one", "two", "three"):
        record(chain=region.chain, kind=kind, about=region, actor="system", now=make.NOW)
    return region.chain


def test_an_untouched_chain_is_whole(chain):
    assert breaks() == []
    assert Chain.objects.get(key=chain).length == 3


@pytest.mark.parametrize(
    "changed", [{"kind": "other"}, {"actor": "user:1"}, {"facts_hash": "0" * 64}]
)
def test_a_changed_entry_is_found(chain, changed):
    Entry.objects.filter(number=2).update(**changed)

    assert breaks() == [Break(chain, 2, "HASH")]


def test_a_removed_entry_is_found(chain):
    Entry.objects.filter(number=2).delete()

    assert breaks() == [Break(chain, 2, "NUMBER")]


def test_a_cut_end_is_found(chain):
    Entry.objects.filter(number=3).delete()

    assert breaks() == [Break(chain, 2, "HEAD")]


def test_a_rewritten_tail_is_found_at_the_head(chain):
    last = Entry.objects.get(number=3)
    last.kind = "other"
    last.hash = entry_hash(
        EntryFacts(
            chain, 3, last.at.isoformat(), last.actor, "other", last.object_kind, last.object_id,
            last.facts_hash, last.previous_hash,
        )
    )  # fmt: skip
    last.save()

    assert breaks() == [Break(chain, 3, "HEAD")]


def test_an_entry_under_another_chain_does_not_fit(chain):
    Entry.objects.filter(number=3).update(chain=Chain.objects.create(key=PLATFORM))

    assert {broken.chain for broken in breaks()} == {chain, PLATFORM}


def test_what_is_recorded_holds_no_words(chain):
    entry = record(
        chain=chain,
        kind="said",
        about=make.region(),
        actor="system",
        now=make.NOW,
        facts={"text": "Hemliga ord"},
    )

    assert "Hemliga" not in str(vars(entry))


def test_an_empty_chain_is_whole():
    assert first_break("x", [], length=0, head="") is None


def test_the_command_says_where_and_ends_with_one(chain):
    out = io.StringIO()
    call_command("verify_journal", stdout=out)
    Entry.objects.filter(number=1).update(kind="other")

    with pytest.raises(SystemExit) as ended:
        call_command("verify_journal", stdout=out)

    assert ended.value.code == 1
    assert out.getvalue().splitlines() == ["Journalen är hel.", f"{chain}: bruten vid 1 (HASH)"]
