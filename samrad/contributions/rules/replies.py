"""What a reply must hold, and which outcomes are possible when.

A reason is compulsory for every outcome, *noted* too: somebody wrote, and gets a sentence back.
"Adopted" and "partly" point at the sentence that changed. Before there is a plan draft nothing can
be changed, so the point is taken along to the draft and stays on a list until it is linked.
"""

from typing import Final

ADOPTED: Final = "ADOPTED"
PARTLY: Final = "PARTLY"
FOR_DRAFT: Final = "FOR_DRAFT"
NOT_ADOPTED: Final = "NOT_ADOPTED"
REFERRED: Final = "REFERRED"
ONGOING: Final = "ONGOING"
OUT_OF_SCOPE: Final = "OUT_OF_SCOPE"
NOTED: Final = "NOTED"
OUTCOMES: Final = (
    ADOPTED, PARTLY, FOR_DRAFT, NOT_ADOPTED, REFERRED, ONGOING, OUT_OF_SCOPE, NOTED,
)  # fmt: skip
CHANGES_THE_PLAN: Final = frozenset({ADOPTED, PARTLY})


def possible_outcomes(*, draft_exists: bool) -> tuple[str, ...]:
    """Return the outcomes that may be chosen now, in the order they are shown."""
    impossible = {FOR_DRAFT} if draft_exists else CHANGES_THE_PLAN
    return tuple(outcome for outcome in OUTCOMES if outcome not in impossible)


def faults_in_reply(
    *, outcome: str, reason: str, draft_exists: bool, has_revision: bool, referred_to: str = ""
) -> tuple[str, ...]:
    """Return the codes of what keeps this reply from being saved as finished, in form order."""
    faults = {
        "OUTCOME_MISSING": not outcome,
        "OUTCOME_UNKNOWN": bool(outcome) and outcome not in OUTCOMES,
        "NO_DRAFT_YET": outcome in CHANGES_THE_PLAN and not draft_exists,
        "DRAFT_EXISTS": outcome == FOR_DRAFT and draft_exists,
        "REVISION_MISSING": outcome in CHANGES_THE_PLAN and draft_exists and not has_revision,
        "REVISION_FORBIDDEN": bool(outcome) and outcome not in CHANGES_THE_PLAN and has_revision,
        "REFERRED_TO_MISSING": outcome == REFERRED and not referred_to.strip(),
        "REASON_MISSING": not any(sign.isalnum() for sign in reason),
    }
    return tuple(code for code, is_wrong in faults.items() if is_wrong)


def waits_for_draft(*, outcome: str, draft_exists: bool) -> bool:
    """Tell whether a promise to take the point along now has a draft to be written into."""
    return outcome == FOR_DRAFT and draft_exists
