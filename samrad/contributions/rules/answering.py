"""What a participant can do when, and how an answer is told about in few words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

MINUTES_A_QUESTION: Final = 3
MAX_ANSWER: Final = 50_000
MAX_KEPT: Final = 10 * MAX_ANSWER  # a draft may be longer than what is sent: it is to be cut down
MAX_NOTE: Final = 2_000


class Standing(StrEnum):
    """Whether answers are received."""

    NOT_YET = "NOT_YET"
    OPEN = "OPEN"
    OVER = "OVER"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One thing to answer: whether there are words, or a "nothing to add"."""

    key: str
    words: int = 0
    nothing_to_add: bool = False
    over: int = 0  # letters more than can be sent

    @property
    def is_answered(self) -> bool:
        """Tell whether the participant has said something, be it that there is nothing to say."""
        return self.words > 0 or self.nothing_to_add


def letters_over(text: str) -> int:
    """Return how many letters an answer has more than can be sent."""
    return max(0, len(text) - MAX_ANSWER)


def standing(
    *, opens: datetime | None, closes: datetime | None, is_cancelled: bool, now: datetime
) -> Standing:
    """Return whether answers are received at `now`; the closing moment itself is already closed."""
    if is_cancelled:
        return Standing.CANCELLED
    if closes is not None and closes <= now:
        return Standing.OVER
    return Standing.OPEN if opens is not None and opens <= now else Standing.NOT_YET


def minutes_for(questions: int) -> int:
    """Return about how many minutes the questions take, in steps of five."""
    return max(5, 5 * round(questions * MINUTES_A_QUESTION / 5))


def first_unanswered(slots: Sequence[Slot]) -> int:
    """Return the place (from 1) of the first slot without an answer; 1 when all have one."""
    return next((place for place, slot in enumerate(slots, 1) if not slot.is_answered), 1)


def masked_address(address: str) -> str:
    """Return an e-mail address that its owner knows again and nobody else can use."""
    name, _at, host = address.partition("@")
    return f"{name[:2]}•••@{host}"


def joined(first: str, second: str) -> str:
    """Return two texts of which one may hold the other, without saying anything twice."""
    one, other = first.strip(), second.strip()
    if other in one:
        return one
    return other if one in other else f"{one}\n\n{other}"
