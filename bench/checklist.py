"""A whole checklist over a small and a large world: time, and that the queries do not grow.

The large one has 10 000 contributions, 60 activities and letters to 3 000; `bench.generate` makes
them. Gathering the facts and judging all 80 items is measured, as a page does it once. SQLite works
in the same process, so that its time is counted too.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench import Figure, at_most

ROUNDS = 9
LARGE = {"contributions": 10_000, "organisations": 40_000, "activities": 60}
SMALL = {"contributions": 3, "organisations": 3, "activities": 3}
MOST_QUERIES = 25


def run() -> Iterator[Figure]:
    """Measure both worlds and compare."""
    small, large = _measured(**SMALL), _measured(**LARGE)
    yield Figure(
        "the whole checklist, median, processor time", large["median"], "ms", "≤ 300", at_most(300)
    )
    yield Figure("  of which judging", large["judging"], "ms")
    yield Figure("  the first time", large["first"], "ms")
    yield Figure(
        "queries for its facts", large["queries"], "queries", "≤ 25", at_most(MOST_QUERIES)
    )
    more = large["queries"] - small["queries"]
    yield Figure("more queries than in the small world", more, "queries", "0", at_most(0))


def _measured(*, activities: int, **sizes: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="samrad-bench-") as name:
        kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        environment = {
            **kept,
            "SAMRAD_VAR": str(Path(name)),
            "DJANGO_SETTINGS_MODULE": "samrad.config.settings",
        }
        options = [part for key, value in sizes.items() for part in (f"--{key}", str(value))]
        for command in (["bench.generate", *options], ["bench.checklist", str(activities)]):
            done = subprocess.run(
                [sys.executable, "-m", *command],
                env=environment,
                check=True,
                stdout=subprocess.PIPE,
            )
        figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
        return figures


def _fill(consultation: Any, activities: int) -> None:  # noqa: ANN401 -- Django is not set up yet
    """Add activities in the matrix, letters, and a sending to everyone who takes part."""
    from samrad.consultations.models import Activity, Participation
    from samrad.core.clock import now
    from samrad.invitations.models import Letter, Mailing, Recipient
    from samrad.method import library
    from samrad.planning.models import MatrixPlacement

    at = now()
    for step in range(activities):
        starts = at + timedelta(days=step + 30)
        made = Activity.objects.create(
            consultation=consultation,
            kind="MEETING",
            title=f"Påhittat möte {step}",
            form="PHYSICAL",
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
        )
        MatrixPlacement.objects.create(activity=made, cell="B2")
    for kind in ("invitation", "targeted-invitation", "referral"):
        text = library.letter(kind).text
        Letter.objects.create(
            consultation=consultation,
            kind=kind,
            subject=text.subject,
            body=text.body,
            updated_at=at,
        )
    mailing = Mailing.objects.create(
        consultation=consultation,
        kind="invitation",
        state="RELEASED",
        created_at=at,
        sent_at=at,
    )
    parties = Participation.objects.filter(consultation=consultation).values_list("pk", flat=True)
    Recipient.objects.bulk_create(
        Recipient(mailing=mailing, participation_id=party, channel="PAPER") for party in parties
    )


def _walk(activities: int) -> dict[str, float]:
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from samrad.consultations.models import Consultation
    from samrad.consultations.queries import get_consultation
    from samrad.core.clock import now
    from samrad.method import library
    from samrad.quality.queries.facts.gathering import facts_of
    from samrad.quality.rules.judging import judge_all

    made = Consultation.objects.select_related("region")[0]
    _fill(made, activities)
    consultation = get_consultation(made.region.slug, made.slug)
    items = library.checklist().head.items
    whole, judging, queries = [], [], 0
    for _round in range(ROUNDS):
        with CaptureQueriesContext(connection) as asked:
            begun = time.process_time()
            facts = facts_of(consultation, now=now())
            gathered = time.process_time()
            judge_all(items, facts, attestations={}, contests={})
            ended = time.process_time()
        whole.append(1000 * (ended - begun))
        judging.append(1000 * (ended - gathered))
        queries = len(asked)
    return {
        "median": statistics.median(whole),
        "judging": statistics.median(judging),
        "first": whole[0],
        "queries": float(queries),
    }


if __name__ == "__main__":
    print(json.dumps(_walk(int(sys.argv[1]))))
