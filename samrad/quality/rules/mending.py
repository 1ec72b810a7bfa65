"""Whether something can still be done about an item. What is past is shown, but not advised."""

from collections.abc import Callable, Mapping
from typing import Final

from samrad.quality.enums import State
from samrad.quality.rules.facts import Facts


def can_be_mended(item: str, state: State, facts: Facts) -> bool:
    """Tell whether something can be done today about an item in this state of the machine's.

    What facts do not settle may always be shown by hand.
    """
    still = _STILL.get(item)
    return still is None or state is State.NO_FACTS or still(facts)


def _nothing_has_left(facts: Facts) -> bool:
    return all(each.on > facts.today for each in facts.invitations)


def _meetings_lie_ahead(facts: Facts) -> bool:
    return not facts.meetings or any(each.on > facts.today for each in facts.meetings)


def _first_meeting_lies_ahead(facts: Facts) -> bool:
    first = min((each.on for each in facts.meetings), default=facts.last_day)
    return first is None or first > facts.today


def _draft_lies_ahead(facts: Facts) -> bool:
    return facts.draft_on is None or facts.draft_on > facts.today


def _heard_is_not_told(facts: Facts) -> bool:
    return facts.heard_published_on is None


def _is_asked_still(facts: Facts) -> bool:
    return not facts.is_closed


def _reminding_is_in_time(facts: Facts) -> bool:
    end = facts.last_meeting_on or facts.last_day
    return end is None or end >= facts.today


def _round_goes_on(facts: Facts) -> bool:
    last = facts.referral.last if facts.referral else None
    return last is None or last >= facts.today


def _is_not_decided(facts: Facts) -> bool:
    return facts.decided_on is None or facts.decided_on > facts.today


_STILL: Final[Mapping[str, Callable[[Facts], bool]]] = {
    "F05": _is_not_decided,
    "P02": _draft_lies_ahead,
    "P03": _is_asked_still,
    "P05": _meetings_lie_ahead,
    "P06": _meetings_lie_ahead,
    "P07": _meetings_lie_ahead,
    "P08": _is_asked_still,
    "P09": _meetings_lie_ahead,
    "P11": _meetings_lie_ahead,
    "P12": _is_asked_still,
    "P15": _first_meeting_lies_ahead,
    "P18": _heard_is_not_told,
    "I01": _nothing_has_left,
    "I02": _nothing_has_left,
    "I10": _reminding_is_in_time,
    "U01": _heard_is_not_told,
    "U08": _round_goes_on,
}
