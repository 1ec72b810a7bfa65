"""What can be wrong with a template."""

from dataclasses import dataclass
from typing import Final

from samrad.documents.templates.parts import BODY

NOT_CLOSED: Final = "NOT_CLOSED"
NOT_ALLOWED: Final = "NOT_ALLOWED"
NOT_HERE: Final = "NOT_HERE"
UNKNOWN: Final = "UNKNOWN"
UNKNOWN_PART: Final = "UNKNOWN_PART"
IS_A_LIST: Final = "IS_A_LIST"
IS_NO_LIST: Final = "IS_NO_LIST"
IS_A_ROW: Final = "IS_A_ROW"
NEVER_ENDED: Final = "NEVER_ENDED"
NEVER_BEGUN: Final = "NEVER_BEGUN"
MISPLACED: Final = "MISPLACED"
BROKEN: Final = "BROKEN"
OUT_OF_REACH: Final = "OUT_OF_REACH"
TRACKED: Final = "TRACKED"
EXTERNAL: Final = "EXTERNAL"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong: the code, what is meant, the name that may be meant instead, and where."""

    code: str
    what: str = ""
    perhaps: str = ""
    part: str = BODY
    near: str = ""
