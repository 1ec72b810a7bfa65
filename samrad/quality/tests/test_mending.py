"""What is past is not advised."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from samrad.core.clock import STOCKHOLM
from samrad.method import library
from samrad.quality.enums import State
from samrad.quality.rules.facts import Facts, MeetingFact, ReferralFact, SendingFact
from samrad.quality.rules.judging import judge_all
from samrad.quality.rules.mending import can_be_mended
from samrad.quality.rules.score import Counted, helps

TODAY = date(2026, 3, 2)
BEFORE, AFTER = TODAY - timedelta(days=60), TODAY + timedelta(days=60)


def meetings(*days: date) -> tuple[MeetingFact, ...]:
    """Return a meeting on each day."""
    return tuple(
        MeetingFact(starts_at=datetime(day.year, day.month, day.day, 10, tzinfo=STOCKHOLM))
        for day in days
    )


@pytest.mark.parametrize(
    ("item", "past", "ahead"),
    [
        ("F05", {"decided_on": BEFORE}, {"decision_on": BEFORE}),
        ("P02", {"draft_on": BEFORE}, {"draft_on": AFTER}),
        ("P03", {"last_day": BEFORE}, {"last_day": AFTER}),
        ("P05", {"meetings": meetings(BEFORE)}, {"meetings": meetings(BEFORE, AFTER)}),
        ("P15", {"meetings": meetings(BEFORE, AFTER)}, {"meetings": meetings(AFTER)}),
        ("P18", {"heard_published_on": BEFORE}, {}),
        (
            "I01",
            {"sendings": (SendingFact(kind="invitation", on=BEFORE),)},
            {"sendings": (SendingFact(kind="reminder", on=BEFORE),)},
        ),
        ("I10", {"meetings": meetings(BEFORE), "last_day": AFTER}, {"last_day": AFTER}),
        ("U01", {"heard_published_on": BEFORE}, {"meetings": meetings(BEFORE)}),
        ("U08", {"referral": ReferralFact(last=BEFORE)}, {"referral": ReferralFact(last=AFTER)}),
    ],
)
def test_what_can_still_be_done(item: str, past: dict[str, Any], ahead: dict[str, Any]) -> None:
    assert not can_be_mended(item, State.NOT, Facts(today=TODAY, **past))
    assert can_be_mended(item, State.NOT, Facts(today=TODAY, **ahead))
    assert can_be_mended(item, State.NO_FACTS, Facts(today=TODAY, **past))


def test_a_letter_that_left_too_late_is_not_what_would_help_most() -> None:
    facts = Facts(
        today=TODAY,
        meetings=meetings(TODAY + timedelta(days=5)),
        sendings=(SendingFact(kind="invitation", on=TODAY),),
    )
    found = judge_all(library.checklist().head.items, facts, attestations={}, contests={})
    counted = [
        Counted(one.item.id, one.item.phase, (), one.item.weight, one.item.critical, one.state,
                can_act=one.can_act)
        for one in found
    ]  # fmt: skip

    assert next(one for one in counted if one.id == "I01").state == State.NOT
    assert "I01" not in [one.id for one in helps(counted, most=80)]
