"""Runs, what people say of items, and own items: append-only, optimistic, journalled."""

from dataclasses import replace

import pytest

from samrad.journal.models import Entry
from samrad.quality.enums import AttestationKind, ChangeKind, RunSize, State
from samrad.quality.models import OwnItem
from samrad.quality.rules.score import score_of
from samrad.quality.rules.summary import Summary, from_data, part_of
from samrad.quality.services import attesting, own_items, runs
from samrad.quality.services.attesting import Said
from tests import make

pytestmark = pytest.mark.django_db
RESULT = Summary(has_run=True, total=replace(part_of("", score_of([])), points=81))
OWN = {"phase": "P", "principle": "M", "statement": "Vi bjuder på kaffe.", "weight": 1}


@pytest.fixture
def run():
    return make.checklist_run()


def act(call, **given):
    return call(actor=make.principal(), now=make.NOW, **given)


def say(run, *, seen=0, **given):
    said = {
        "kind": AttestationKind.EVIDENCE,
        "state": State.FULFILLED,
        "text": "Beslutat.",
        "name": "Kim",
    }
    return act(attesting.attest, run=run, item="F06", said=Said(**(said | given)), seen=seen)


def test_a_run_is_started_once_with_the_checklist_in_force():
    consultation = make.consultation()
    given = {"consultation": consultation, "size": RunSize.SMALL, "motive": "Bara ett möte."}

    first, again = act(runs.start_run, **given), act(runs.start_run, **given)

    assert first == again
    assert (first.checklist, first.checklist_version, first.size) == ("consultation", 1, "SMALL")
    assert Entry.objects.filter(kind="run.started").count() == 1


def test_a_run_is_not_started_without_a_motive():
    with pytest.raises(runs.MotiveMissing):
        act(runs.start_run, consultation=make.consultation(), size=RunSize.SMALL, motive=" ")


def test_the_size_is_changed_with_a_motive_and_remembered(run):
    changed = act(
        runs.change_size, run=run, size=RunSize.FULL, motive="Det växte.", expected=run.version
    )

    (change,) = changed.changes.all()
    assert (changed.size, changed.version) == (RunSize.FULL, 2)
    assert (change.kind, change.before, change.after) == (ChangeKind.SIZE, "NORMAL", "FULL")
    assert Entry.objects.filter(kind="run.size").count() == 1


def test_a_size_changed_by_somebody_else_meanwhile_is_not_overwritten(run):
    act(runs.change_size, run=run, size=RunSize.FULL, motive="Det växte.", expected=1)

    with pytest.raises(runs.RunChangedMeanwhile):
        act(runs.change_size, run=run, size=RunSize.SMALL, motive="Nej.", expected=1)


def test_a_result_is_published_and_withdrawn_with_a_motive(run):
    shown = act(runs.publish_result, run=run, result=RESULT, expected=1)
    taken = act(runs.withdraw_result, run=run, motive="En siffra var fel.", expected=shown.version)

    assert (shown.published_at, from_data(shown.shown)) == (make.NOW, RESULT)
    assert (taken.published_at, taken.shown) == (None, {})
    assert [one.kind for one in taken.changes.order_by("pk")] == ["PUBLISHED", "WITHDRAWN"]


def test_a_result_is_not_published_where_nobody_can_find_it():
    run = make.checklist_run(consultation=make.consultation(published_at=None))

    with pytest.raises(runs.ConsultationNotPublished):
        act(runs.publish_result, run=run, result=RESULT, expected=1)


def test_a_result_of_nothing_is_not_published(run):
    with pytest.raises(runs.NothingToShow):
        act(runs.publish_result, run=run, result=Summary(), expected=1)


def test_evidence_is_added_to_what_was_said_before(run):
    first = say(run)
    second = say(run, seen=first.pk, state=State.PARTLY, text="Bara delvis.")

    assert list(run.attestations.all()) == [second, first]
    assert Entry.objects.filter(kind="attestation.made").count() == 2


def test_what_was_said_meanwhile_is_not_passed_over(run):
    say(run)

    with pytest.raises(attesting.SaidMeanwhile):
        say(run)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"text": ""}, attesting.EvidenceMissing),
        ({"name": " "}, attesting.NameMissing),
        (
            {"kind": AttestationKind.NOT_APPLICABLE, "text": "", "link": "https://a.invalid"},
            attesting.ReasonMissing,
        ),
        (
            {"kind": AttestationKind.CONTESTED, "text": " ", "link": "https://a.invalid"},
            attesting.ReasonMissing,
        ),
    ],
)
def test_what_is_said_must_be_shown(run, given, refusal):
    with pytest.raises(refusal):
        say(run, **given)


def test_what_is_said_is_withdrawn_and_kept(run):
    said = say(run)

    act(attesting.withdraw_attestation, attestation=said)
    act(attesting.withdraw_attestation, attestation=said)

    said.refresh_from_db()
    assert said.withdrawn_at == make.NOW
    assert Entry.objects.filter(kind="attestation.withdrawn").count() == 1


def test_own_items_are_numbered_and_a_number_is_never_used_again():
    region = make.region()
    first = act(own_items.add_own_item, region=region, values=OWN)
    retired = act(own_items.retire_own_item, item=first, expected=1)

    second = act(own_items.add_own_item, region=region, values=OWN)

    assert (first.item, second.item) == ("X-1", "X-2")
    assert retired.retired_at == make.NOW
    resumed = act(own_items.resume_own_item, item=retired, expected=retired.version)
    assert resumed.retired_at is None


def test_an_own_item_changed_meanwhile_is_not_overwritten():
    item = act(own_items.add_own_item, region=make.region(), values=OWN)
    act(own_items.change_own_item, item=item, values=OWN | {"weight": 3}, expected=1)

    with pytest.raises(own_items.OwnItemChangedMeanwhile) as refused:
        act(own_items.change_own_item, item=item, values=OWN, expected=1)

    assert refused.value.current.weight == 3
    assert OwnItem.objects.get(pk=item.pk).version == 2
