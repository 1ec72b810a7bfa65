"""The parts of a statement that a person writes, and what is missing before it is whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

# Address -> the part it is about, in the order they are read.
SECTIONS: Final[Mapping[str, str]] = {
    "sammanfattning": "summary",
    "urval": "selection",
    "genomforande": "done",
    "saknade": "missing",
    "vad-kom-fram": "heard",
    "sarskilda-skyldigheter": "duties",
    "paverkan": "changes",
    "kostnader": "costs",
    "lardomar": "lessons",
}
SLUGS: Final[Mapping[str, str]] = {section: slug for slug, section in SECTIONS.items()}
NEEDED: Final = ("summary", "duties", "lessons")  # the others may be left to the figures
LONGEST: Final = 20_000  # characters in one part


@dataclass(frozen=True)
class Counts:
    """What can be counted without reading everything."""

    contributions: int
    unanswered: int
    proposed: int
    pending: int  # submissions that wait for moderation
    is_over: bool
    has_case_number: bool
    decision_is_due: bool  # its day has passed and no decision has been entered
    meetings_without_attendance: int
    goals_without_result: int
    budget_lines_without_spent: int
    written: frozenset[str]  # sections with text


@dataclass(frozen=True)
class Missing:
    """Something that is missing, and how much of it."""

    code: str
    number: int = 0
    section: str = ""


def missing(counts: Counts) -> tuple[Missing, ...]:
    """Return what is missing, the weightiest first. A statement may be made all the same."""
    found = (
        Missing("NOTHING_CAME_IN") if not counts.contributions else None,
        Missing("STILL_OPEN") if not counts.is_over else None,
        _some("PENDING", counts.pending),
        _some("UNANSWERED", counts.unanswered),
        _some("PROPOSED", counts.proposed),
        Missing("DECISION") if counts.decision_is_due else None,
        Missing("CASE_NUMBER") if not counts.has_case_number else None,
        _some("ATTENDANCE", counts.meetings_without_attendance),
        _some("RESULTS", counts.goals_without_result),
        _some("SPENT", counts.budget_lines_without_spent),
        *(Missing("TEXT", section=section) for section in NEEDED if section not in counts.written),
    )
    return tuple(one for one in found if one)


def _some(code: str, number: int) -> Missing | None:
    return Missing(code, number) if number else None
