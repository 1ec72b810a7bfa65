"""What is worth a thought about the dates of a consultation."""

from datetime import date

import pytest

from samrad.planning.rules.dates import DateNote, Dates, notes
from samrad.planning.rules.timeline import Limits

LIMITS = Limits(
    summer_weeks=(26, 32), christmas_weeks=(51, 1), written_round_weeks=12, evening_hour=17
)
SPRING = {"opens_on": date(2027, 3, 1), "last_day": date(2027, 3, 28)}


@pytest.mark.parametrize(
    ("dates", "found"),
    [
        ({}, ()),
        (SPRING, (DateNote("TIME_TO_ANSWER", 4.0, 12),)),
        (SPRING | {"is_referral": True}, (DateNote("SHORT_REFERRAL", 4.0, 12),)),
        (
            {"opens_on": date(2027, 2, 1), "last_day": date(2027, 4, 25), "is_referral": True},
            (DateNote("TIME_TO_ANSWER", 12.0, 12),),
        ),
        ({"last_day": date(2027, 3, 28), "heard_on": date(2027, 4, 27)}, ()),
        (
            {"last_day": date(2027, 3, 28), "heard_on": date(2027, 4, 28)},
            (DateNote("LATE_HEARD", 31, 30),),
        ),
        (
            {
                "last_day": date(2027, 3, 28),
                "last_meeting": date(2027, 4, 5),
                "heard_on": date(2027, 4, 28),
            },
            (),
        ),
        (
            {"answered_on": date(2027, 6, 2), "decision_on": date(2027, 6, 1)},
            (DateNote("ANSWERED_AFTER_DECISION"),),
        ),
        ({"answered_on": date(2027, 6, 1), "decision_on": date(2027, 6, 1)}, ()),
        ({"opens_on": date(2027, 3, 2), "last_day": date(2027, 3, 1)}, ()),
    ],
)
def test_dates_are_told_by_code_and_number(dates, found):
    assert notes(Dates(**dates), limits=LIMITS, heard_days=30) == found
