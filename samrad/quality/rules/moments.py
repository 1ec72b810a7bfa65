"""Whether the moment of an item has come. Before it, an item is not yet of interest."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from samrad.method.schema import Moment
from samrad.quality.rules.facts import Facts, working_days_between
from samrad.quality.rules.items.inviting import last_day_to_send


def reached(moment: Moment, facts: Facts) -> bool:
    """Tell whether the moment has come; a day that something is due on is still in time."""
    return _REACHED[moment](facts)


def _past(day: date | None, facts: Facts) -> bool:
    return day is not None and facts.today > day


def _invited(facts: Facts) -> bool:
    has_left = any(each.on <= facts.today for each in facts.invitations)
    return has_left or _past(last_day_to_send(facts), facts)


def _material_due(facts: Facts) -> bool:
    first = min((each.on for each in facts.meetings), default=facts.last_day)
    if first is None:
        return False
    return _past(first - timedelta(days=facts.limits["material-days"]), facts)


def _notes_due(facts: Facts) -> bool:
    first = min((each.on for each in facts.held), default=None)
    if first is None:
        return facts.is_closed
    days = working_days_between(first, facts.today, red_days=facts.red_days)
    return days > facts.limits["notes-days"]


def _decided(facts: Facts) -> bool:
    if facts.decided_on is not None:
        return facts.decided_on <= facts.today
    return _past(facts.decision_on, facts)


def _answers_due(facts: Facts) -> bool:
    if facts.answered_on is None:
        return _decided(facts)
    return _past(facts.answered_on, facts)


_REACHED: Final[Mapping[Moment, Callable[[Facts], bool]]] = {
    Moment.START: lambda _facts: True,
    Moment.INVITED: _invited,
    Moment.MATERIAL_DUE: _material_due,
    Moment.MEETING_HELD: lambda facts: bool(facts.held),
    Moment.NOTES_DUE: _notes_due,
    Moment.CLOSED: lambda facts: facts.is_closed or _decided(facts),
    Moment.ANSWERS_DUE: _answers_due,
    Moment.DECIDED: _decided,
}
