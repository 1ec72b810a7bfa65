"""When the promise of a reply is broken."""

from datetime import date

import pytest

from samrad.consultations.rules.promises import replies_are_late

PROMISED = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("today", "is_late"),
    [
        (date(2026, 11, 22), False),
        (date(2026, 11, 23), False),
        (date(2026, 11, 24), True),
        (date(2027, 11, 23), True),
    ],
)
def test_replies_are_late_from_the_day_after_the_promised(today, is_late):
    found = replies_are_late(promised=PROMISED, is_waiting=True, is_cancelled=False, today=today)

    assert found is is_late


@pytest.mark.parametrize(
    "given",
    [{"promised": None}, {"is_waiting": False}, {"is_cancelled": True}],
    ids=["no day was promised", "nobody waits", "called off"],
)
def test_nothing_is_late_where_nothing_is_owed(given):
    owed = {"promised": PROMISED, "is_waiting": True, "is_cancelled": False}

    assert replies_are_late(**owed | given, today=date(2027, 1, 1)) is False
