"""Whether it is honest to consult: five answers, and what follows from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from samrad.planning.enums import PreGateQuestion

UNANSWERED: Final = "UNANSWERED"  # nobody has tried the question
CLEARED: Final = "CLEARED"  # all yes: consult
HALTED: Final = "HALTED"  # a no, and it is still called a consultation
INFORMS: Final = "INFORMS"  # a no, and it has been made an information


@dataclass(frozen=True)
class Answer:
    """One answer and its reason."""

    yes: bool
    reason: str


Answers = Mapping[str, Answer]


def nos(answers: Answers) -> tuple[str, ...]:
    """Return the questions answered no, in the order of the page."""
    return tuple(
        question
        for question in PreGateQuestion.values
        if question in answers and not answers[question].yes
    )


def is_whole(answers: Answers) -> bool:
    """Tell whether every question has an answer with a reason."""
    return all(
        question in answers and answers[question].reason.strip()
        for question in PreGateQuestion.values
    )


def state(answers: Answers | None, *, informs: bool) -> str:
    """Return where the matter stands; `informs` is whether it is an information by now."""
    if informs:
        return INFORMS
    if answers is None:
        return UNANSWERED
    return HALTED if nos(answers) else CLEARED
