"""What a person vouches for in confirming an item, so that another thing is not vouched for too."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Final

from samrad.quality.rules.facts import Facts


def digest_of(item: str, facts: Facts) -> str:
    """Return a short mark of what is confirmed; nothing where facts alone keep watch."""
    read = _CONFIRMED.get(item)
    return sha256(repr(read(facts)).encode()).hexdigest() if read else ""


def _rooms(facts: Facts) -> list[str]:
    """Return the rooms with their access, each once: another day in the same room is no news."""
    return sorted({each.room for each in facts.meetings if each.is_on_site})


_CONFIRMED: Final[Mapping[str, Callable[[Facts], object]]] = {
    "F03": lambda facts: facts.purpose.split(),
    "F16": lambda facts: facts.duties.get("CHILD"),
    "F19": lambda facts: facts.pre_meeting_on,
    "L04": lambda facts: facts.handover_on,
    "P09": _rooms,
    "U10": lambda facts: facts.statement.first_on,
    "U12": lambda facts: facts.statement.published_on,
}
