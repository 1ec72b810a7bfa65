"""Plan processes: laid out from T0, moved, finished, and told."""

from datetime import date, timedelta

import pytest

from samrad.journal.queries import breaks
from samrad.planning.enums import MilestoneChangeKind
from samrad.planning.queries import milestone_fingerprint, milestones_of, placed_milestones
from samrad.planning.services.milestones import (
    MilestoneChangedMeanwhile,
    MilestoneIsFixed,
    add_milestone,
    change_milestone,
    finish_milestone,
    remove_milestone,
)
from samrad.planning.services.processes import (
    NewPlan,
    ProcessChangedMeanwhile,
    change_process,
    laid_out,
    start_process,
)
from samrad.plans.enums import PlanKind
from tests import make

T0 = date(2029, 1, 1)


@pytest.fixture
def officer(db):
    return make.principal(make.officer())


@pytest.fixture
def process(officer):
    return start_process(
        region=make.region(),
        plan=NewPlan("Kulturplan 2029–2032", PlanKind.CULTURE_PLAN, date(2032, 12, 31)),
        takes_effect_on=T0,
        deciding_body="Regionfullmäktige",
        actor=officer,
        now=make.NOW,
    )


def values_of(milestone, **given):
    return {
        "title": milestone.title,
        "starts_on": milestone.starts_on,
        "ends_on": milestone.ends_on,
        "responsible": milestone.responsible,
        "is_public": milestone.is_public,
    } | given


def change(milestone, officer, *, with_followers=False, seen=None, **given):
    return change_milestone(
        milestone=milestone,
        values=values_of(milestone, **given),
        with_followers=with_followers,
        motive="Nämnden flyttade sitt möte",
        seen=seen or milestone_fingerprint(milestone),
        actor=officer,
        now=make.NOW,
    )


def test_a_process_gets_every_milestone_of_the_method_in_order(process):
    placed = milestones_of(process)

    assert [each.key for each in placed] == [each.key for each in laid_out(T0)]
    assert [each.starts_on for each in placed] == [each.starts_on for each in laid_out(T0)]
    assert process.plan.period_from == T0


def test_two_plans_of_the_same_name_get_addresses_of_their_own(process, officer):
    again = start_process(
        region=make.region("blekinge"),
        plan=NewPlan("Kulturplan 2029–2032", PlanKind.CULTURE_PLAN, date(2032, 12, 31)),
        takes_effect_on=T0,
        deciding_body="Regionfullmäktige",
        actor=officer,
        now=make.NOW,
    )

    assert (process.slug, again.slug) == ("kulturplan-2029-2032", "kulturplan-2029-2032-2")
    assert (process.plan.slug, again.plan.slug) == (
        "kulturplan-2029-2032",
        "kulturplan-2029-2032-2",
    )


def test_moving_one_milestone_keeps_the_others_and_tells_of_it(process, officer):
    decided = process.milestones.get(key="direction-decided")
    draft = process.milestones.get(key="draft-decided")

    change(decided, officer, starts_on=date(2027, 8, 2))

    moved = process.milestones.get(key="direction-decided")
    told = process.milestone_changes.first()
    assert (moved.starts_on, moved.planned_on) == (date(2027, 8, 2), decided.starts_on)
    assert process.milestones.get(key="draft-decided").starts_on == draft.starts_on
    assert (told.kind, told.before_on, told.after_on, told.motive) == (
        MilestoneChangeKind.MOVED,
        decided.starts_on,
        date(2027, 8, 2),
        "Nämnden flyttade sitt möte",
    )


def test_moving_with_followers_takes_along_what_must_come_after_but_not_t0(process, officer):
    draft = process.milestones.get(key="draft-decided")
    written = process.milestones.get(key="written-round")

    change(draft, officer, starts_on=draft.starts_on + timedelta(days=7), with_followers=True)

    after = process.milestones.get(key="written-round")
    assert (after.starts_on - written.starts_on).days == 7
    assert (after.ends_on - written.ends_on).days == 7
    assert process.milestones.get(key="takes-effect").starts_on == T0


def test_a_finished_milestone_is_not_taken_along(process, officer):
    written = process.milestones.get(key="written-round")
    finish_milestone(milestone=written, done_on=date(2026, 3, 2), actor=officer, now=make.NOW)

    change(
        process.milestones.get(key="draft-decided"),
        officer,
        starts_on=date(2028, 3, 8),
        with_followers=True,
    )

    assert process.milestones.get(key="written-round").starts_on == written.starts_on


def test_a_broken_order_is_warned_of_and_never_stopped(process, officer):
    change(process.milestones.get(key="board-decides"), officer, starts_on=date(2028, 7, 3))

    warned = {
        row.milestone.key: [warning.code for warning in row.warnings]
        for row in placed_milestones(process)
        if row.warnings
    }

    assert warned["board-decides"] == ["ORDER_BROKEN", "SUMMER_WEEKS"]


def test_two_officers_on_one_milestone_both_learn_of_it(process, officer):
    milestone = process.milestones.get(key="board-decides")
    seen = milestone_fingerprint(milestone)
    change(milestone, officer, title="Styrelsen beslutar")

    with pytest.raises(MilestoneChangedMeanwhile) as refused:
        change(milestone, officer, seen=seen, title="Regionstyrelsen tar beslut")

    assert refused.value.current.title == "Styrelsen beslutar"


def test_t0_is_neither_moved_nor_removed_as_a_milestone(process, officer):
    effect = process.milestones.get(key="takes-effect")

    with pytest.raises(MilestoneIsFixed):
        change(effect, officer, starts_on=date(2029, 2, 1))
    with pytest.raises(MilestoneIsFixed):
        remove_milestone(milestone=effect, actor=officer, now=make.NOW)


def test_a_new_t0_lays_out_anew_what_nobody_has_touched(process, officer):
    moved = process.milestones.get(key="board-decides")
    change(moved, officer, starts_on=date(2028, 9, 4))
    finished = process.milestones.get(key="pre-meeting")
    finish_milestone(milestone=finished, done_on=date(2026, 3, 2), actor=officer, now=make.NOW)

    change_process(
        process=process,
        title=process.title,
        takes_effect_on=date(2030, 1, 1),
        deciding_body=process.deciding_body,
        state=process.state,
        expected=1,
        actor=officer,
        now=make.NOW,
    )

    dates = dict(process.milestones.values_list("key", "starts_on"))
    assert dates["takes-effect"] == date(2030, 1, 1)
    again = {each.key: each.starts_on for each in laid_out(date(2030, 1, 1))}
    assert dates["direction-decided"] == again["direction-decided"]
    assert dates["board-decides"] == date(2028, 9, 4)
    assert dates["pre-meeting"] == finished.starts_on


def test_a_process_that_somebody_else_saved_is_not_written_over(process, officer):
    facts = {
        "process": process,
        "title": "Kulturplan 2029",
        "takes_effect_on": T0,
        "deciding_body": "Regionfullmäktige",
        "state": process.state,
        "expected": 1,
        "actor": officer,
        "now": make.NOW,
    }
    change_process(**facts)

    with pytest.raises(ProcessChangedMeanwhile):
        change_process(**facts | {"title": "En annan"})


def test_a_milestone_of_its_own_is_added_finished_opened_and_removed(process, officer):
    own = add_milestone(
        process=process,
        values={
            "title": "Resa till Påhittköping",
            "starts_on": date(2027, 5, 3),
            "ends_on": None,
            "responsible": "Kim Exempel",
            "is_public": False,
        },
        actor=officer,
        now=make.NOW,
    )
    finish_milestone(milestone=own, done_on=date(2027, 5, 3), actor=officer, now=make.NOW)
    finish_milestone(milestone=own, done_on=None, actor=officer, now=make.NOW)
    remove_milestone(milestone=own, actor=officer, now=make.NOW)

    kinds = list(process.milestone_changes.values_list("kind", flat=True))
    assert kinds == ["REMOVED", "REOPENED", "DONE", "ADDED", "LAID_OUT"]
    assert not process.milestones.filter(pk=own.pk).exists()
    assert breaks() == []
