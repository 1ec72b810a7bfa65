"""Days when Sweden is closed: public holidays and the eves that most people have off."""

from datetime import date
from functools import cache

import holidays


@cache
def _of_year(year: int) -> frozenset[date]:
    found = holidays.country_holidays(
        "SE", years=year, include_sundays=False, categories=("public", "de_facto")
    )
    return frozenset(found)


def red_days(first: date, last: date) -> frozenset[date]:
    """Return the red days and holiday eves from `first` to `last`; ordinary Sundays apart."""
    return frozenset(
        day
        for year in range(first.year, last.year + 1)
        for day in _of_year(year)
        if first <= day <= last
    )
