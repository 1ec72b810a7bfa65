"""Where a consultation stands in the eyes of the public."""

from datetime import datetime

from samrad.consultations.rules import periods

UPCOMING = "UPCOMING"
OPEN = "OPEN"
CLOSED = "CLOSED"
ANSWERED = "ANSWERED"
CANCELLED = "CANCELLED"
INFORMS = "INFORMS"  # it tells, and asks for nothing
PAST = frozenset({CLOSED, ANSWERED, CANCELLED})  # it is told about as something that has been
STATUSES = (OPEN, UPCOMING, CLOSED, ANSWERED, INFORMS, CANCELLED)


def public_status(
    *,
    opens: datetime | None,
    closes: datetime | None,
    has_published_replies: bool,
    is_cancelled: bool,
    asks: bool = True,
    now: datetime,
) -> str:
    """Return the status of a published consultation at `now`."""
    if is_cancelled:
        return CANCELLED
    if not asks:
        return INFORMS
    if periods.is_open(opens=opens, closes=closes, now=now):
        return OPEN
    if has_published_replies:
        return ANSWERED
    return CLOSED if periods.is_over(closes=closes, now=now) else UPCOMING
