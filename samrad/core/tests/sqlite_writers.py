"""A process of writers, for test_sqlite.py: each thread writes rows and tells how long each took.

Arguments: database file, threads, rows a thread, engine. Prints the waits in seconds as JSON.
"""

import json
import sys
import threading
import time
from typing import Any

import django
from django.conf import settings


def main() -> None:
    """Write, each row in a transaction of its own that first reads and then adds one."""
    file, threads, rows, engine = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    options = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    database: dict[str, Any] = {"ENGINE": engine, "NAME": file, "OPTIONS": options}
    settings.configure(DATABASES={"default": database}, INSTALLED_APPS=[])
    django.setup()
    from django.db import connection, transaction  # noqa: PLC0415 -- needs the settings above

    waits: list[float] = []
    ready = threading.Barrier(threads)

    def write() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            ready.wait()
            for _ in range(rows):
                began = time.perf_counter()
                with transaction.atomic():
                    cursor.execute("SELECT coalesce(max(number), 0) + 1 FROM line")
                    cursor.execute("INSERT INTO line (number) VALUES (%s)", [cursor.fetchone()[0]])
                waits.append(time.perf_counter() - began)
        connection.close()

    writers = [threading.Thread(target=write) for _ in range(threads)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    sys.stdout.write(json.dumps(waits))


if __name__ == "__main__":
    main()
