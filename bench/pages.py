"""Every page in a small and a large world: time in the server, and whether queries grow.

The pages are all addresses that answer GET and can be filled from what `bench.generate` makes. Each
is asked several times through Django's test client, with templates cached as in production.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

from bench import Figure, at_most, percentile

ROUNDS = 5
SLOW = 1.0  # seconds; said aloud, since the rounds will take a while
LARGE = {"contributions": 10_000, "organisations": 40_000}
SMALL = {"contributions": 3, "organisations": 3}
# A download's size is its own matter; these are measured elsewhere or stream.
LEFT_OUT = {
    "pages:health",
    "pages:demo",
    "pages:mailbox",
    "reporting:preview",
}
# Pages that show a whole text or list by their nature may ask more (design: checklists ≤ 40).
MOST_QUERIES = 20


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, "SAMRAD_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "samrad.config.settings"}


def _measured(sizes: dict[str, int]) -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory(prefix="samrad-bench-") as name:
        environment = _environment(Path(name))
        options = [part for key, value in sizes.items() for part in (f"--{key}", str(value))]
        for command in (["bench.generate", *options], ["bench.pages"]):
            done = subprocess.run(
                [sys.executable, "-m", *command],
                env=environment,
                check=True,
                stdout=subprocess.PIPE,
            )
        pages: dict[str, dict[str, float]] = json.loads(done.stdout.splitlines()[-1])
        return pages


def run() -> Iterator[Figure]:
    """Measure both worlds and compare."""
    small, large = _measured(SMALL), _measured(LARGE)
    times = [page["median"] for page in large.values()]
    yield Figure("pages measured", len(large), "pages")
    yield Figure("median of all pages", statistics.median(times), "ms", "≤ 100", at_most(100))
    yield Figure("95th of all pages", percentile(times, 0.95), "ms", "≤ 300", at_most(300))
    for name, page in sorted(large.items(), key=lambda item: -item[1]["median"])[:8]:
        yield Figure(f"  {name}", page["median"], "ms", f"{page['queries']:.0f} queries")
    most = max(large.items(), key=lambda item: item[1]["queries"])
    yield Figure(f"most queries: {most[0]}", most[1]["queries"], "queries", "≤ 20", at_most(20))
    grown = {
        name: page["queries"] - small[name]["queries"]
        for name, page in large.items()
        if name in small and page["queries"] > small[name]["queries"]
    }
    for name, more in sorted(grown.items(), key=lambda item: -item[1])[:8]:
        yield Figure(f"  more queries than in the small world: {name}", more, "queries")


def _arguments() -> dict[str, Any]:
    from samrad.consultations.models import Activity, Consultation, Participation
    from samrad.consultations.services.links import mint_link
    from samrad.contributions.models import Contribution, Reply, Submission
    from samrad.core.clock import now
    from samrad.plans.queries import passages_of
    from samrad.registry.models import Organisation

    consultation = Consultation.objects.select_related("region", "process__plan").first()
    assert consultation is not None  # noqa: S101 -- the generator makes one
    plan = consultation.process.plan
    version = plan.versions.order_by("-number").first()
    contribution = Contribution.objects.order_by("pk").last()
    party = Participation.objects.filter(consultation=consultation).first()
    submission, reply = Submission.objects.first(), Reply.objects.first()
    meeting = Activity.objects.filter(kind="MEETING").first()
    found: dict[str, Any] = {
        "region": consultation.region.slug,
        "consultation": consultation.slug,
        "plan": plan.slug,
        "process": consultation.process.slug,
        "organisation": Organisation.objects.values_list("pk", flat=True)[0],
        "letter": "invitation",
        "position": 1,
        "step": "syfte",
    }
    optional = {
        "version": version and version.number,
        "passage": version and passages_of(version)[0].passage.uuid,
        "contribution": contribution and contribution.number,
        "number": contribution and contribution.number,
        "submission": submission and submission.uuid,
        "reply": reply and reply.pk,
        "activity": meeting and meeting.uuid,
        "participation": party and party.uuid,
        "token": party and mint_link(participation=party, minted_for="bench", now=now()),
    }
    return found | {name: value for name, value in optional.items() if value}


def _addresses(patterns: Any, space: str = "", names: tuple[str, ...] = ()) -> Iterator[Any]:  # noqa: ANN401 -- Django's own
    from django.urls import URLPattern, URLResolver

    for entry in patterns:
        inner = (*names, *entry.pattern.converters)
        if isinstance(entry, URLResolver):
            below = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _addresses(entry.url_patterns, below, inner)
        elif isinstance(entry, URLPattern) and hasattr(entry.callback, "action"):
            yield f"{space}{entry.name}", inner


def _walk() -> dict[str, dict[str, float]]:
    """Ask every page `ROUNDS` times as one who may see it."""
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import get_resolver, reverse

    from samrad.registry.models import Region, RegionRole
    from samrad.users.models import User

    region = Region.objects.get(slug="kronoberg")
    head = User.objects.create_user(email="bench@exempel.invalid", name="Bench Exempel")
    for role in ("officer", "head"):
        RegionRole.objects.create(region=region, user=head, role=role)
    worker, anyone = Client(SERVER_NAME="127.0.0.1"), Client(SERVER_NAME="127.0.0.1")
    worker.force_login(head)
    arguments, pages = _arguments(), {}
    for name, needs in _addresses(get_resolver().url_patterns):
        if name in LEFT_OUT or not set(needs) <= set(arguments):
            continue
        address = reverse(name, kwargs={key: arguments[key] for key in needs})
        client = anyone if "token" in needs else worker
        begun = time.perf_counter()
        if client.get(address).status_code != HTTPStatus.OK:
            continue
        if time.perf_counter() - begun > SLOW:
            sys.stderr.write(f"{name}: {time.perf_counter() - begun:.1f} s\n")
        spent = []
        for _round in range(ROUNDS):
            with CaptureQueriesContext(connection) as asked:
                begun = time.perf_counter()
                client.get(address)
                spent.append(1000 * (time.perf_counter() - begun))
        pages[name] = {"median": statistics.median(spent), "queries": float(len(asked))}
    return pages


if __name__ == "__main__":
    print(json.dumps(_walk()))
