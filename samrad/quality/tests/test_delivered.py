"""What was promised and what was delivered, step by step."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samrad.planning.rules import matrix
from samrad.quality.rules import delivered
from samrad.quality.rules.delivered import Delivery, Led, Placed, Reason, Replies

ANSWERED = Replies(points=3, answered=3)
LATE = Replies(points=3, answered=2)
NOT_DUE = Replies(points=3, answered=2, are_due=False)


def of(cell, number=1, **more):
    return Placed(activity=number, cell=cell, **{"is_done": True} | more)


def told(step):
    return (step.promised, step.delivered, step.verdict, [each.code for each in step.reasons])


@pytest.mark.parametrize(
    ("placed", "replies", "expected"),
    [
        ([], ANSWERED, ("", "", "NOT_PROMISED", [])),
        ([of("A1")], LATE, ("INF", "INF", "KEPT", ["ALL_TOLD"])),
        ([of("A1", is_done=False)], LATE, ("INF", "", "NOTHING", ["NOT_DONE"])),
        (
            [of("A1", is_done=False, is_ahead=True)],
            LATE,
            ("INF", "", "LATER", ["AHEAD"]),
        ),
        ([of("B1")], ANSWERED, ("SAM", "SAM", "KEPT", ["ALL_ANSWERED"])),
        ([of("B1")], Replies(), ("SAM", "SAM", "KEPT", ["NOTHING_CAME"])),
        ([of("B1")], LATE, ("SAM", "INF", "LESS", ["UNANSWERED"])),
        ([of("B1")], NOT_DUE, ("SAM", "INF", "LATER", ["ANSWERS_COME"])),
        (
            [of("B1", is_done=False), of("A1", 2)],
            ANSWERED,
            ("SAM", "INF", "LESS", ["NOT_DONE"]),
        ),
        ([of("C1")], ANSWERED, ("DIA", "SAM", "LESS", ["TOO_FEW_ROUNDS"])),
        ([of("C1")], LATE, ("DIA", "INF", "LESS", ["TOO_FEW_ROUNDS", "UNANSWERED"])),
        ([of("C1", rounds=2)], LATE, ("DIA", "DIA", "KEPT", ["ROUNDS_HELD"])),
        ([of("C1"), of("C1", 2)], ANSWERED, ("DIA", "DIA", "KEPT", ["ROUNDS_HELD"])),
        ([of("C1"), of("C4", 2)], ANSWERED, ("DIA", "DIA", "KEPT", ["ROUNDS_HELD"])),
        ([of("C1"), of("C2")], ANSWERED, ("DIA", "SAM", "LESS", ["TOO_FEW_ROUNDS"])),
        (
            [of("C1"), of("C1", 2, is_done=False)],
            ANSWERED,
            ("DIA", "SAM", "LESS", ["TOO_FEW_ROUNDS"]),
        ),
        ([of("D1")], LATE, ("PAR", "PAR", "KEPT", ["JOINT_WORK"])),
        (
            [of("D1", is_done=False), of("B1", 2)],
            ANSWERED,
            ("PAR", "SAM", "LESS", ["NOT_DONE"]),
        ),
    ],
)
def test_the_first_step(placed, replies, expected):
    assert told(delivered.deliveries(placed, replies)[0]) == expected


def test_a_reason_names_its_numbers():
    first = delivered.deliveries([of("B1")], LATE)[0]

    assert first.reasons == (Reason("UNANSWERED", {"unanswered": 1, "points": 3}),)


@pytest.mark.parametrize(
    ("level", "placed", "expected"),
    [
        ("SAM", [of("B1")], ("SAM", "KEPT")),
        ("INF", [of("B1")], ("SAM", "KEPT")),
        ("DIA", [of("B1")], ("SAM", "LESS")),
        ("DIA", [of("B1"), of("C5", 2, is_done=False, is_ahead=True)], ("SAM", "LATER")),
        ("SAM", [], ("", "NOTHING")),
    ],
)
def test_the_consultation_as_a_whole(level, placed, expected):
    whole = delivered.whole(level, delivered.deliveries(placed, ANSWERED))

    assert (whole.delivered, whole.verdict) == expected


some = st.builds(
    Placed,
    activity=st.integers(1, 5),
    cell=st.sampled_from(matrix.CELLS),
    is_done=st.booleans(),
    is_ahead=st.booleans(),
    rounds=st.integers(1, 3),
)


@given(st.lists(some, max_size=12), st.sampled_from([ANSWERED, LATE, NOT_DUE, Replies()]))
def test_no_step_delivers_more_than_it_promised_and_every_verdict_has_a_reason(placed, replies):
    steps = delivered.deliveries(placed, replies)

    assert [step.step for step in steps] == list(matrix.STEPS)
    for step in steps:
        assert matrix.rank(step.delivered) <= matrix.rank(step.promised)
        assert (step.verdict == "KEPT") == (step.delivered == step.promised != "")
        assert bool(step.reasons) == bool(step.promised)


@given(st.lists(some, max_size=12))
def test_more_replies_never_deliver_less(placed):
    def ranks(replies):
        return [matrix.rank(step.delivered) for step in delivered.deliveries(placed, replies)]

    assert all(a <= b for a, b in zip(ranks(LATE), ranks(ANSWERED), strict=True))


def test_what_the_points_led_to():
    rows = delivered.led_to(
        [
            ("INDIVIDUAL", "", 2),
            ("ORGANISATION", "ADOPTED", 3),
            ("ORGANISATION", "PARTLY", 1),
            ("ORGANISATION", "FOR_DRAFT", 1),
            ("ORGANISATION", "REFERRED", 2),
            ("ORGANISATION", "NOT_ADOPTED", 3),
            ("ORGANISATION", "NOTED", 4),
        ]
    )

    assert rows == (
        Led("ORGANISATION", changed=3, partly=2, unchanged=5, noted=4),
        Led("INDIVIDUAL", waiting=2),
    )
    assert [rows[0].share(part) for part in (3, 2, 5)] == [30, 20, 50]
    assert rows[1].share(0) is None
    assert delivered.total(rows) == Led("", changed=3, partly=2, unchanged=5, noted=4, waiting=2)


def test_nothing_promised_is_the_bare_step():
    assert delivered.deliveries([], Replies())[2] == Delivery(step=3)
