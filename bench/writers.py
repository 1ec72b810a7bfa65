"""One process of many who answer at once, for bench/receiving.py.

Arguments: how many threads, for how many seconds, a name. Each thread sends whole answers with four
points through the same service as the web. Prints a line as soon as an answer is acknowledged:
its idempotency key, how many contributions it gave, the seconds it took and the clock.
"""

import sys
import threading
import time

import django

django.setup()

from django.db import connection  # noqa: E402 -- needs the settings

from samrad.consultations.models import Consultation, Participation  # noqa: E402 -- as above
from samrad.contributions.enums import PartKind, SourceKind, SubmissionChannel  # noqa: E402 -- as above
from samrad.contributions.services.receiving import (  # noqa: E402 -- as above
    Received,
    ReceivedPart,
    receive_submission,
    written_activity,
)
from samrad.core.clock import now  # noqa: E402 -- as above
from samrad.users.principal import SYSTEM  # noqa: E402 -- as above

POINT = "Vi behöver en replokal som går att nå med buss också på kvällar och helger. "
POINTS = 4


def answer(key: str, participation: Participation) -> Received:
    """Return an answer with four points."""
    text = POINT * POINTS
    parts = [
        ReceivedPart(kind=PartKind.FREE, start=n * len(POINT), end=(n + 1) * len(POINT))
        for n in range(POINTS)
    ]
    return Received(
        source_kind=SourceKind.ORGANISATION,
        channel=SubmissionChannel.WEB,
        text=text,
        parts=parts,
        received_at=now(),
        idempotency_key=key,
        participation=participation,
        organisation=participation.organisation,
        display_name=participation.display_name,
    )


def _write(name: str, until: float, ready: threading.Barrier) -> None:
    consultation = Consultation.objects.get()
    activity = written_activity(consultation)
    participation = Participation.objects.select_related("organisation").earliest("pk")
    ready.wait()
    count = 0
    while time.monotonic() < until:
        key = f"{name}-{count}"
        began = time.perf_counter()
        receive_submission(
            activity=activity, received=answer(key, participation), actor=SYSTEM, now=now()
        )
        took = time.perf_counter() - began
        sys.stdout.write(f"{key} {POINTS} {took:.6f} {time.monotonic():.6f}\n")
        sys.stdout.flush()
        count += 1
    connection.close()


def main() -> None:
    """Let the threads write until the time is out."""
    threads, seconds, name = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3]
    ready = threading.Barrier(threads)
    until = time.monotonic() + seconds
    writers = [
        threading.Thread(target=_write, args=[f"{name}-{n}", until, ready]) for n in range(threads)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()


if __name__ == "__main__":
    main()
