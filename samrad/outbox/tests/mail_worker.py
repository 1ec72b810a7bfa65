"""A process that delivers mail, for test_killed_worker.py to kill.

Arguments: database file, mail server's port, what to do, and for `work` how many hours from now it
is. `prepare` queues the addresses on stdin; `work` settles what is lost and delivers; `tell` prints
how every message stands as JSON.
"""

import json
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django
from django.conf import settings


def main() -> None:
    """Do what the third argument says."""
    file, port, what = sys.argv[1:4]
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20}
    settings.configure(
        DATABASES={"default": {"ENGINE": "samrad.core.sqlite", "NAME": file, "OPTIONS": options}},
        INSTALLED_APPS=["samrad.outbox"],
        EMAIL_BACKEND="samrad.outbox.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=int(port),
        USE_TZ=True,
    )
    django.setup()
    {"prepare": prepare, "work": work, "tell": tell}[what]()


def now() -> datetime:
    """Return the time, as many hours ahead as the process was asked to be."""
    hours = int(sys.argv[4]) if len(sys.argv) > 4 else 0
    return datetime.now(UTC) + timedelta(hours=hours)


def prepare() -> None:
    """Make the table and queue a mail to each address."""
    from django.db import connection  # noqa: PLC0415 -- needs the settings above

    from samrad.outbox.models import Message  # noqa: PLC0415 -- needs the settings above
    from samrad.outbox.services import Addressed, queue_messages  # noqa: PLC0415 -- the same

    with connection.schema_editor() as editor:
        editor.create_model(Message)
    addressed = [Addressed(address, address) for address in sys.stdin.read().split()]
    queue_messages(
        tenant="region:07", kind="letter", event="mailing:1", addressed=addressed, now=now()
    )


def work() -> None:
    """Settle and deliver until nothing is due."""
    from samrad.outbox.models import Message  # noqa: PLC0415 -- needs the settings above
    from samrad.outbox.services import Rendered, deliver_due, settle_lost  # noqa: PLC0415 -- the same

    def render(message: Message, _now: datetime) -> Rendered:
        stop_here = Path(sys.argv[1]).with_suffix(".rendering")
        if message.to_address.startswith("ponder") and not stop_here.exists():
            stop_here.touch()
            time.sleep(60)
        return Rendered("Hej", "Hej", "", "Hej", "samrad@exempel.invalid")

    settle_lost(now=now())
    deliver_due(renderers={"letter": render}, clock=now)


def tell() -> None:
    """Print address, state and id of every message."""
    from samrad.outbox.models import Message  # noqa: PLC0415 -- needs the settings above

    rows = Message.objects.order_by("pk").values_list("to_address", "state", "uuid")
    print(json.dumps([[address, state, str(uuid)] for address, state, uuid in rows]))  # noqa: T201 -- read by the test


if __name__ == "__main__":
    main()
