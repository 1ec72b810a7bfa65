"""What is good in the text: six things that add to the score, and facts that are there."""

from collections.abc import Mapping
from typing import Final

from samrad.invitations.rules.review.hits import Case
from samrad.invitations.rules.review.model import Kind, Praise

_EXTRA: Final = {
    "travel": "good_travel",
    "children": "good_children",
    "politician": "good_politician",
    "forward": "good_forward",
    "before": "good_before",
    "together": "good_together",
}
# What is praised when a rule that could have fired did not.
_THERE: Final = {
    "influence": "IA02",
    "use": "IA04",
    "feedback": "IA05",
    "decision": "IA06",
    "questions": "IA03",
    "accessibility": "IA17",
    "contact": "IA16",
}


def praise_of(case: Case, silent: set[str], words: Mapping[str, str]) -> tuple[Praise, ...]:
    """Return the praise, what adds to the score first. `silent` are the rules asked in vain."""
    if Kind.OTHER in case.kinds:
        return ()
    found = []
    for code, name in _EXTRA.items():
        if span := case.read.first(name):
            found.append(Praise(code, words[code], case.read.text.quote(span)))
    meets = bool({Kind.MEETING, Kind.FEEDBACK} & set(case.kinds))
    for code, rule in _THERE.items():
        if rule in silent:
            found.append(Praise(code, words[code]))
    if meets and "IA11" in silent and any(each.start for each in case.meetings):
        found.append(Praise("evening", words["evening"]))
    if case.read.sent and case.meetings and "IA12" in silent:
        found.append(Praise("notice", words["notice"]))
    return tuple(found)
