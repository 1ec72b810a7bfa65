"""Reading a plan in from a file: what is there already keeps its identity."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from samrad.documents.reading import read_text_file
from samrad.files.models import StoredFile
from samrad.files.queries import open_file
from samrad.plans.enums import VersionKind
from samrad.plans.models import CulturePlan, Passage, PlanVersion
from samrad.plans.queries import passages_of
from samrad.plans.rules.passages import (
    KnownPassage,
    Match,
    ParsedPassage,
    blocks_from_markdown,
    match,
    passages_from_blocks,
)
from samrad.plans.services.versions import NewPassage, start_version
from samrad.users.principal import Principal

MOST_PASSAGES = 2000


class NoPassages(Exception):
    """The file holds no text to make passages of."""


class TooManyPassages(Exception):
    """The file would make more passages than anyone could read."""


@dataclass(frozen=True)
class ReadPlan:
    """A plan as read from a file, and what became of each passage of the latest version."""

    parsed: tuple[ParsedPassage, ...]
    matches: tuple[Match, ...]
    known: tuple[KnownPassage, ...]

    def count(self, kind: str) -> int:
        """Return how many passages met this fate."""
        return sum(1 for one in self.matches if one.kind == kind)


def read_plan(plan: CulturePlan, stored: StoredFile) -> ReadPlan:
    """Read the file. Raise `documents.reading.Unreadable`, `NoPassages`, `TooManyPassages`."""
    with open_file(stored) as content:
        text = read_text_file(stored.name, content.read())
    parsed = passages_from_blocks(blocks_from_markdown(text))
    if not parsed:
        raise NoPassages
    if len(parsed) > MOST_PASSAGES:
        raise TooManyPassages
    latest = plan.versions.order_by("-number").first()
    known = [
        KnownPassage(
            id=placed.passage_id, heading=placed.revision.heading, text=placed.revision.text
        )
        for placed in (passages_of(latest) if latest else [])
    ]
    return ReadPlan(tuple(parsed), tuple(match(known, parsed)), tuple(known))


@transaction.atomic
def import_version(
    *,
    plan: CulturePlan,
    stored: StoredFile,
    kind: VersionKind,
    label: str,
    actor: Principal,
    now: datetime,
) -> PlanVersion:
    """Make the next version out of the file; a version being worked on is frozen first."""
    read = read_plan(plan, stored)
    kept = {one.parsed: one.known for one in read.matches if one.parsed is not None and one.known}
    passages = Passage.objects.in_bulk(list(kept.values()))
    return start_version(
        plan=plan,
        kind=kind,
        label=label,
        passages=[
            NewPassage(
                level=one.level,
                number=one.number,
                heading=one.heading,
                text=one.text,
                passage=passages.get(kept.get(index) or 0),
            )
            for index, one in enumerate(read.parsed)
        ],
        source_file=stored,
        actor=actor,
        now=now,
    )
