"""Versions are frozen for ever, wordings are kept, and two writers see each other."""

import pytest

from samrad.files.services import store_file
from samrad.plans.enums import VersionKind
from samrad.plans.models import PassageRevision
from samrad.plans.queries import history_of, passages_of, working_version
from samrad.plans.services import (
    PassageChangedMeanwhile,
    VersionIsFrozen,
    continue_from,
    freeze_version,
    revise_passage,
)
from samrad.plans.services.importing import NoPassages, import_version, read_plan
from tests import make

PLAN = "# Mål\n\nAlla ska kunna ta del.\n\n# Lokaler\n\nRegionen stödjer lokaler.\n"


def revise(placed, text, *, expected=None):
    return revise_passage(
        placed=placed,
        heading=placed.revision.heading,
        text=text,
        motive="",
        expected=expected or placed.revision.number,
        actor=make.principal(),
        now=make.NOW,
    )


def stored(plan, text=PLAN, name="plan.md"):
    return store_file(
        content=text.encode(),
        name=name,
        content_type="text/markdown",
        tenant=plan.region.chain,
        now=make.NOW,
    )


def read_in(plan, text=PLAN):
    return import_version(
        plan=plan,
        stored=stored(plan, text),
        kind=VersionKind.DRAFT,
        label="Utkast",
        actor=make.principal(),
        now=make.NOW,
    )


def test_a_new_wording_keeps_the_old_one(db):
    placed = make.placed_passage()

    revise(placed, "Regionen stödjer lokaler och övning.")

    assert [revision.text for revision in history_of(placed)] == [
        "Regionen stödjer lokaler och övning.",
        "Regionen stödjer lokaler.",
    ]


def test_the_same_wording_again_makes_no_new_revision(db):
    placed = make.placed_passage()

    revise(placed, placed.revision.text)

    assert PassageRevision.objects.count() == 1


def test_the_second_of_two_writers_sees_what_the_first_wrote(db):
    placed = make.placed_passage()
    revise(placed, "Den första.")

    with pytest.raises(PassageChangedMeanwhile) as refused:
        revise(placed, "Den andra.", expected=1)

    assert refused.value.current.text == "Den första."


def test_a_frozen_version_cannot_be_changed(db):
    placed = make.placed_passage()
    freeze_version(version=placed.version, actor=make.principal(), now=make.NOW)

    with pytest.raises(VersionIsFrozen):
        revise(placed, "För sent.")


def test_going_on_from_a_version_freezes_it_and_keeps_every_identity(db):
    version = make.plan_version("Ett.", "Två.")

    following = continue_from(
        version=version,
        kind=VersionKind.REFERRAL,
        label="Remiss",
        actor=make.principal(),
        now=make.NOW,
    )

    version.refresh_from_db()
    assert len(version.content_hash) == 64
    assert working_version(version.plan) == following
    assert [placed.revision_id for placed in passages_of(following)] == [
        placed.revision_id for placed in passages_of(version)
    ]


def test_a_file_read_in_again_keeps_the_identity_of_what_it_knows(db):
    plan = make.plan()
    first = read_in(plan)

    second = read_in(plan, PLAN.replace("stödjer lokaler", "stödjer lokaler för övning"))

    assert [placed.passage_id for placed in passages_of(second)] == [
        placed.passage_id for placed in passages_of(first)
    ]
    assert [placed.revision.number for placed in passages_of(second)] == [1, 2]


def test_reading_a_file_says_what_becomes_of_each_passage(db):
    plan = make.plan()
    read_in(plan)

    read = read_plan(
        plan, stored(plan, "# Mål\n\nAlla ska kunna ta del.\n\n# Nytt\n\nHelt nytt här.\n")
    )

    assert (read.count("KEPT"), read.count("NEW"), read.count("GONE")) == (1, 1, 1)


def test_a_file_without_text_is_refused(db):
    plan = make.plan()

    with pytest.raises(NoPassages):
        read_plan(plan, stored(plan, "#\n"))
