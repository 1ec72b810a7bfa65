"""When to try again, and what a mail server's answer means."""

from datetime import datetime, timedelta

BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)


def next_try(*, attempts: int, now: datetime) -> datetime | None:
    """Return when to try again after `attempts` tries, or nothing when it is time to give up."""
    return now + BACK_OFF[attempts - 1] if attempts <= len(BACK_OFF) else None


def is_permanent(code: int) -> bool:
    """Return whether an SMTP answer code is a final no (5xx, RFC 5321 section 4.2.1)."""
    return 500 <= code <= 599  # noqa: PLR2004 -- the RFC's own range
