"""Which size of checklist fits a consultation, and why; pure."""

from dataclasses import dataclass
from typing import Final

from samrad.quality.enums import RunSize

FEW_INVITED: Final = 50
MANY_MEETINGS: Final = 4


@dataclass(frozen=True)
class Extent:
    """How large a consultation is, in what is planned or done."""

    meetings: int = 0
    invited: int = 0
    has_draft: bool = False  # a version of the plan is out for comment
    consultations: int = 1  # in the same plan process


@dataclass(frozen=True)
class Suggestion:
    """A size, the code of its reason, and what the reason was read from."""

    size: RunSize
    reason: str
    extent: Extent


def suggest(extent: Extent) -> Suggestion:
    """Return the size that fits. A person decides."""
    if extent.has_draft and extent.consultations == 1:
        return Suggestion(RunSize.FULL, "ONLY_ONE_ON_A_DRAFT", extent)
    if extent.has_draft and extent.meetings >= MANY_MEETINGS:
        return Suggestion(RunSize.FULL, "DRAFT_AND_MEETINGS", extent)
    if not extent.has_draft and extent.meetings <= 1 and extent.invited <= FEW_INVITED:
        return Suggestion(RunSize.SMALL, "SMALL", extent)
    return Suggestion(RunSize.NORMAL, "BETWEEN", extent)
