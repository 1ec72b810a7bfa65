"""Whether the installation is well: facts in, a verdict a check out.

Red means that something people count on does not happen now. Yellow means that it soon may not, or
that somebody should look.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

WORKER_SILENT = timedelta(seconds=60)  # it beats every ten
MAIL_SLOW = timedelta(minutes=15)
MAIL_STOPPED = timedelta(
    minutes=30
)  # and nothing has left since: a server that greylists is slower
MIB = 1024 * 1024
DISK_FULL = 200 * MIB
DISK_LOW = 2048 * MIB


class Level(IntEnum):
    """How bad it is; the worst is the largest."""

    GREEN = 0
    YELLOW = 1
    RED = 2


@dataclass(frozen=True)
class Facts:
    """What was seen. What could not be asked without the database is None."""

    at: datetime
    database_answers: bool
    database_takes_writes: bool | None = None
    unapplied_migrations: int | None = None
    broken_chains: tuple[str, ...] | None = None
    worker_beat_at: datetime | None = None
    mail_waiting: int = 0
    mail_waiting_since: datetime | None = None
    mail_sent_at: datetime | None = None
    mail_unclear: int = 0
    files_writable: bool = True
    disk_free: int = DISK_LOW
    secret_key_is_own: bool = True
    draft_key_fits: bool = True
    static_is_built: bool = True
    mail_goes_nowhere: bool = False


@dataclass(frozen=True)
class Check:
    """One verdict: which check, how it is, and the code and number of the words that say so."""

    name: str
    level: Level
    code: str
    number: int = 0
    detail: str = ""


def _minutes(duration: timedelta) -> int:
    return int(duration.total_seconds() // 60)


def _database(facts: Facts) -> Check:
    if not facts.database_answers:
        return Check("database", Level.RED, "SILENT")
    if facts.database_takes_writes is False:
        return Check("database", Level.RED, "READ_ONLY")
    return Check("database", Level.GREEN, "FINE")


def _migrations(facts: Facts) -> Check:
    count = facts.unapplied_migrations or 0
    return Check(
        "migrations", Level.RED if count else Level.GREEN, "WAITING" if count else "FINE", count
    )


def _journal(facts: Facts) -> Check:
    if facts.broken_chains:
        return Check("journal", Level.RED, "BROKEN", detail=", ".join(facts.broken_chains))
    return Check("journal", Level.GREEN, "FINE")


def _worker(facts: Facts) -> Check:
    if facts.worker_beat_at is None:
        return Check("worker", Level.RED, "NEVER")
    silent = facts.at - facts.worker_beat_at
    if silent > WORKER_SILENT:
        return Check("worker", Level.RED, "SILENT", int(silent.total_seconds()))
    return Check("worker", Level.GREEN, "FINE", int(silent.total_seconds()))


def _mail(facts: Facts) -> Check:
    if facts.mail_waiting_since is not None:
        waited = facts.at - facts.mail_waiting_since
        left_since = (
            facts.mail_sent_at is not None and facts.mail_sent_at > facts.mail_waiting_since
        )
        if waited > MAIL_STOPPED and not left_since:
            return Check("mail", Level.RED, "STOPPED", _minutes(waited), str(facts.mail_waiting))
        if waited > MAIL_SLOW:
            return Check("mail", Level.YELLOW, "SLOW", _minutes(waited), str(facts.mail_waiting))
    if facts.mail_unclear:
        return Check("mail", Level.YELLOW, "UNCLEAR", facts.mail_unclear)
    if facts.mail_goes_nowhere:
        return Check("mail", Level.YELLOW, "NOWHERE")
    return Check("mail", Level.GREEN, "FINE", facts.mail_waiting)


def _storage(facts: Facts) -> Check:
    free = facts.disk_free // MIB
    if not facts.files_writable:
        return Check("storage", Level.RED, "READ_ONLY")
    if facts.disk_free < DISK_FULL:
        return Check("storage", Level.RED, "FULL", free)
    if facts.disk_free < DISK_LOW:
        return Check("storage", Level.YELLOW, "LOW", free)
    return Check("storage", Level.GREEN, "FINE", free)


def _keys(facts: Facts) -> Check:
    if not facts.draft_key_fits:
        return Check("keys", Level.RED, "NO_DRAFT_KEY")
    if not facts.secret_key_is_own:
        return Check("keys", Level.RED, "WEAK_SECRET")
    return Check("keys", Level.GREEN, "FINE")


def _static(facts: Facts) -> Check:
    if facts.static_is_built:
        return Check("static", Level.GREEN, "FINE")
    return Check("static", Level.RED, "MISSING")


ALWAYS = (_storage, _keys, _static)
WITH_DATABASE = (_migrations, _journal, _worker, _mail)


def verdicts(facts: Facts) -> Iterator[Check]:
    """Yield the verdict of every check; what needs a database that is silent is left out."""
    yield _database(facts)
    if facts.database_answers:
        if facts.unapplied_migrations:
            yield _migrations(facts)  # the tables that the others ask may not be there
        else:
            yield from (check(facts) for check in WITH_DATABASE)
    yield from (check(facts) for check in ALWAYS)


def worst(checks: list[Check]) -> Level:
    """Return the worst level among the checks."""
    return max((check.level for check in checks), default=Level.GREEN)
