"""SQLite with one fair queue for writers.

SQLite lets one write at a time and makes the others poll: under load some wait a second and some
starve. Here everyone who is about to write queues at a gate, in order, and reads never wait.
"""

from django.db import connection


def give_way() -> None:
    """Let others write between two chunks of long work, if any of them wait. Else return at once.

    Without this, long work that writes chunk after chunk takes most of everybody's time.
    """
    give = getattr(connection, "give_way", None)  # other databases have no gate
    if give is not None:
        give()
