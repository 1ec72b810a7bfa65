"""What was promised in each step of the decision, and what was delivered. Computed, never typed.

Promised is the highest level that anything was placed at. Delivered is the highest that holds:

- INF: something in the step has been done;
- SAM: something at that level or higher is done, and every point has a published reply;
- DIA: the same at the level of dialogue, and in all at least two rounds of it have been held;
- PAR: joint work in the step has been done.

A level that does not hold falls to the next below. What lies ahead is neither kept nor broken.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from samrad.planning.rules import matrix

ROUNDS_OF_DIALOGUE: Final = 2

NOT_PROMISED: Final = "NOT_PROMISED"
KEPT: Final = "KEPT"
LESS: Final = "LESS"
NOTHING: Final = "NOTHING"
LATER: Final = "LATER"

# Why a level holds or does not
AHEAD: Final = "AHEAD"
NOT_DONE: Final = "NOT_DONE"
UNANSWERED: Final = "UNANSWERED"
ANSWERS_COME: Final = "ANSWERS_COME"
TOO_FEW_ROUNDS: Final = "TOO_FEW_ROUNDS"
ALL_TOLD: Final = "ALL_TOLD"
ALL_ANSWERED: Final = "ALL_ANSWERED"
NOTHING_CAME: Final = "NOTHING_CAME"
ROUNDS_HELD: Final = "ROUNDS_HELD"
JOINT_WORK: Final = "JOINT_WORK"


@dataclass(frozen=True, kw_only=True)
class Placed:
    """An activity that has not been called off, in one cell."""

    activity: int
    cell: str
    is_done: bool
    is_ahead: bool = False  # it has a time of its own, which has not come
    rounds: int = 1


@dataclass(frozen=True, kw_only=True)
class Replies:
    """The points that have come in, those with a published reply, and whether it is due."""

    points: int = 0
    answered: int = 0
    are_due: bool = True

    @property
    def unanswered(self) -> int:
        """Return how many points wait for a published reply."""
        return self.points - self.answered


@dataclass(frozen=True)
class Reason:
    """Why a level holds or does not: a code and the numbers it names."""

    code: str
    numbers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """What one step promised and delivered. Levels are empty where there is none."""

    step: int
    promised: str = ""
    delivered: str = ""
    verdict: str = NOT_PROMISED
    reasons: tuple[Reason, ...] = ()


def deliveries(placed: Iterable[Placed], replies: Replies) -> tuple[Delivery, ...]:
    """Return every step with what it promised and delivered."""
    held = tuple(placed)
    rounds = _rounds(held)
    return tuple(
        _delivery(step, [one for one in held if matrix.step_of(one.cell) == step], replies, rounds)
        for step in matrix.STEPS
    )


def whole(level: str, steps: Iterable[Delivery]) -> Delivery:
    """Return what the consultation itself promised, and the highest level delivered in any step."""
    found = tuple(steps)
    delivered = max((one.delivered for one in found), key=matrix.rank, default="")
    is_kept = matrix.rank(delivered) >= matrix.rank(level)
    may_come = any(one.verdict == LATER for one in found)
    verdict = KEPT if is_kept else LATER if may_come else LESS if delivered else NOTHING
    return Delivery(step=0, promised=level, delivered=delivered, verdict=verdict)


def _rounds(placed: Iterable[Placed]) -> int:
    """Return how many rounds of dialogue have been held in all, each activity counted once."""
    held = {one.activity: one.rounds for one in placed if one.is_done and _reaches(one, "DIA")}
    return sum(held.values())


def _reaches(one: Placed, level: str) -> bool:
    return matrix.rank(matrix.level_of(one.cell)) >= matrix.rank(level)


def _delivery(step: int, placed: list[Placed], replies: Replies, rounds: int) -> Delivery:
    promised = matrix.highest(one.cell for one in placed)
    if not promised:
        return Delivery(step=step)
    reasons: list[Reason] = []
    for level in reversed(matrix.LEVELS[: matrix.rank(promised)]):
        against = _against(level, placed, replies, rounds)
        if against is None:
            return Delivery(
                step=step,
                promised=promised,
                delivered=level,
                verdict=_verdict(reasons) if reasons else KEPT,
                reasons=tuple(reasons) or (_for(level, replies, rounds),),
            )
        if against not in reasons and not (reasons and against.code in (NOT_DONE, AHEAD)):
            reasons.append(against)
    is_later = _verdict(reasons) == LATER
    return Delivery(
        step=step,
        promised=promised,
        verdict=LATER if is_later else NOTHING,
        reasons=tuple(reasons),
    )


def _verdict(reasons: Iterable[Reason]) -> str:
    waits = {AHEAD, ANSWERS_COME}
    return LATER if all(reason.code in waits for reason in reasons) else LESS


def _against(level: str, placed: Iterable[Placed], replies: Replies, rounds: int) -> Reason | None:
    """Return why the level does not hold, or nothing when it does."""
    there = [one for one in placed if _reaches(one, level)]
    done = sum(one.is_done for one in there)
    if not done:
        code = AHEAD if all(one.is_ahead for one in there) else NOT_DONE
        return Reason(code, {"activities": len(there)})
    if level == "SAM" and replies.unanswered:
        code = UNANSWERED if replies.are_due else ANSWERS_COME
        return Reason(code, {"unanswered": replies.unanswered, "points": replies.points})
    if level == "DIA" and rounds < ROUNDS_OF_DIALOGUE:
        return Reason(TOO_FEW_ROUNDS, {"rounds": rounds, "wanted": ROUNDS_OF_DIALOGUE})
    return None


def _for(level: str, replies: Replies, rounds: int) -> Reason:
    """Return why the level holds."""
    if level == "SAM":
        code = ALL_ANSWERED if replies.points else NOTHING_CAME
        return Reason(code, {"points": replies.points})
    if level == "DIA":
        return Reason(ROUNDS_HELD, {"rounds": rounds})
    return Reason(JOINT_WORK if level == "PAR" else ALL_TOLD)


@dataclass(frozen=True)
class Led:
    """What the points of one kind of sender led to. What asked for nothing stands apart."""

    sender: str
    changed: int = 0
    partly: int = 0
    unchanged: int = 0
    noted: int = 0
    waiting: int = 0

    @property
    def judged(self) -> int:
        """Return how many asked for something and have a published reply."""
        return self.changed + self.partly + self.unchanged

    def share(self, part: int) -> int | None:
        """Return a part of the judged ones in whole percent; nothing where none is judged."""
        return round(100 * part / self.judged) if self.judged else None


# What an outcome means for the one who spoke. What is taken along to the draft is half a yes.
_LED_TO: Final[Mapping[str, str]] = {
    "ADOPTED": "changed",
    "PARTLY": "partly",
    "FOR_DRAFT": "partly",
    "NOT_ADOPTED": "unchanged",
    "REFERRED": "unchanged",
    "ONGOING": "unchanged",
    "OUT_OF_SCOPE": "unchanged",
    "NOTED": "noted",
}


def led_to(counted: Iterable[tuple[str, str, int]]) -> tuple[Led, ...]:
    """Return what the points led to, by kind of sender.

    Each row is a kind of sender, the outcome of the published reply (empty without one), a number.
    """
    sums: dict[str, dict[str, int]] = {}
    for sender, outcome, number in counted:
        row = sums.setdefault(sender, {})
        part = _LED_TO.get(outcome, "waiting")
        row[part] = row.get(part, 0) + number
    return tuple(_by_size(Led(sender, **row) for sender, row in sums.items()))


def total(rows: Iterable[Led]) -> Led:
    """Return all kinds of senders together."""
    found = tuple(rows)
    return Led(
        "",
        changed=sum(row.changed for row in found),
        partly=sum(row.partly for row in found),
        unchanged=sum(row.unchanged for row in found),
        noted=sum(row.noted for row in found),
        waiting=sum(row.waiting for row in found),
    )


def _by_size(rows: Iterable[Led]) -> Iterator[Led]:
    yield from sorted(rows, key=lambda row: (-row.judged, row.sender))
