"""What there is to do now, by what one answers for."""

from datetime import date, timedelta

import pytest

from samrad.consultations.rules import steps
from samrad.pages.rules import tasks
from samrad.pages.rules.tasks import Duties, Facts

TODAY = date(2026, 11, 29)
DAY = timedelta(days=1)
OFFICER, HEAD = Duties(runs=True), Duties(runs=True, signs_off=True)
REGISTRAR, POLITICIAN = Duties(registers=True), Duties(decides=True)


@pytest.mark.parametrize(
    ("duties", "known", "codes"),
    [
        (OFFICER, {"next": steps.SEND_INVITATIONS}, (steps.SEND_INVITATIONS,)),
        (OFFICER, {"next": steps.WAIT_FOR_ANSWERS}, ()),
        (OFFICER, {"next": steps.NOTHING}, ()),
        (OFFICER, {"next": steps.SIGN_OFF, "proposed": 2}, ()),
        (OFFICER, {"next": steps.PUBLISH_REPLIES}, ()),
        (OFFICER, {"next": steps.MODERATE, "pending": 1}, (steps.MODERATE,)),
        (
            OFFICER,
            {"next": steps.PUBLISH_HEARD, "pending": 1, "unclear": 1, "unanswered": 3},
            (steps.SETTLE_UNCLEAR, steps.MODERATE, steps.PUBLISH_HEARD, steps.ANSWER),
        ),
        (HEAD, {"next": steps.SIGN_OFF, "proposed": 2}, (steps.SIGN_OFF,)),
        (HEAD, {"next": steps.ANSWER, "proposed": 2}, (steps.SIGN_OFF, steps.ANSWER)),
        (HEAD, {"next": steps.PUBLISH_REPLIES}, (steps.PUBLISH_REPLIES,)),
        (REGISTRAR, {"next": steps.ANSWER, "new": 1, "pending": 3}, (tasks.LOOK_THROUGH,)),
        (REGISTRAR, {"next": steps.FREEZE_STATEMENT}, (steps.FREEZE_STATEMENT,)),
        (Duties(), {"next": steps.ANSWER, "new": 3, "proposed": 1}, ()),
    ],
)
def test_each_is_given_what_they_may_do(duties, known, codes):
    assert tasks.codes_for(duties, Facts(today=TODAY, **known)) == codes


@pytest.mark.parametrize(
    ("known", "reads"),
    [
        ({"last_day": TODAY - DAY, "decision_on": TODAY}, True),
        ({"last_day": TODAY, "decision_on": TODAY + DAY}, False),
        ({"last_day": TODAY - DAY, "decision_on": TODAY - DAY}, False),
        ({"last_day": TODAY - DAY, "decision_on": TODAY, "is_decided": True}, False),
        ({"last_day": TODAY - DAY, "decision_on": TODAY, "contributions": 0}, False),
        ({"last_day": TODAY - DAY}, False),
        ({"decision_on": TODAY}, False),
    ],
)
def test_a_politician_reads_between_the_last_day_and_the_decision(known, reads):
    facts = Facts(**{"next": steps.ANSWER, "today": TODAY, "contributions": 1} | known)

    assert (tasks.codes_for(POLITICIAN, facts) == (tasks.READ_BEFORE_DECISION,)) is reads


@pytest.mark.parametrize(
    ("days", "code"),
    [
        (-31, tasks.PAST_MILESTONES),
        (-30, tasks.MILESTONE),
        (0, tasks.MILESTONE),
        (14, tasks.MILESTONE),
        (15, ""),
    ],
)
def test_a_milestone_is_something_to_do_around_its_day(days, code):
    assert tasks.milestone_code(last_day=TODAY + days * DAY, today=TODAY) == code


def test_what_is_only_left_unticked_comes_last():
    given = {"today": TODAY, "signs_off": True}

    unticked = tasks.urgency(tasks.PAST_MILESTONES, due_on=None, **given)

    assert unticked > tasks.urgency(steps.ANSWER, due_on=date(2030, 1, 1), **given)


def test_the_heads_own_come_first_then_the_earliest_day_and_what_has_none_is_for_today():
    late, soon = TODAY - DAY, TODAY + DAY
    given = [
        (steps.ANSWER, soon),
        (steps.MODERATE, None),
        (steps.PUBLISH_HEARD, late),
        (steps.SIGN_OFF, soon),
    ]

    def ordered(*, signs_off):
        def urgency(task):
            return tasks.urgency(task[0], due_on=task[1], today=TODAY, signs_off=signs_off)

        return [code for code, _due in sorted(given, key=urgency)]

    assert ordered(signs_off=True)[:2] == [steps.SIGN_OFF, steps.PUBLISH_HEARD]
    assert ordered(signs_off=False)[:2] == [steps.PUBLISH_HEARD, steps.MODERATE]
