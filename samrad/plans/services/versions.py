"""Writing plans: versions, passages and their revisions. What is frozen is never changed."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from samrad.files.models import StoredFile
from samrad.journal.services import record
from samrad.plans.enums import PlanKind, VersionKind
from samrad.plans.models import (
    CulturePlan,
    Passage,
    PassageRevision,
    PlacedPassage,
    PlanVersion,
)
from samrad.plans.queries import passages_of, working_version
from samrad.registry.models import Region
from samrad.users.principal import Principal


class VersionIsFrozen(Exception):
    """A frozen version cannot be changed; work on the next one."""


class NoWorkingVersion(Exception):
    """The plan has no version that is being worked on."""


class PassageChangedMeanwhile(Exception):
    """Somebody revised the passage after the page was opened; `current` is how it reads now."""

    def __init__(self, current: PassageRevision) -> None:
        super().__init__("passage changed meanwhile")
        self.current = current


@dataclass(frozen=True)
class NewPassage:
    """A passage to place: heading level from 1, its number as written, heading and text.

    `passage` is the identity it keeps, when it is known from an earlier version.
    """

    level: int
    heading: str
    text: str
    number: str = ""
    passage: Passage | None = None


@transaction.atomic
def create_plan(
    *,
    region: Region,
    title: str,
    slug: str,
    kind: PlanKind,
    period_from: date,
    period_to: date,
    actor: Principal,
    now: datetime,
) -> CulturePlan:
    """Make a plan without versions."""
    plan = CulturePlan.objects.create(
        region=region,
        title=title,
        slug=slug,
        kind=kind,
        period_from=period_from,
        period_to=period_to,
        created_at=now,
    )
    record(chain=region.chain, kind="plan.created", about=plan, actor=actor.reference, now=now)
    return plan


def _new_revision(
    passage: Passage, given: NewPassage, *, actor: Principal, now: datetime, motive: str = ""
) -> PassageRevision:
    """Return the passage's latest wording if it already reads so, otherwise a new one."""
    latest = passage.revisions.order_by("-number").first()
    if latest and (latest.heading, latest.text, latest.level) == (
        given.heading,
        given.text,
        given.level,
    ):
        return latest
    return PassageRevision.objects.create(
        passage=passage,
        number=latest.number + 1 if latest else 1,
        previous=latest,
        level=given.level,
        heading=given.heading,
        text=given.text,
        motive=motive,
        made_by=actor.user,
        made_at=now,
    )


def _place(
    version: PlanVersion, passages: Sequence[NewPassage], *, actor: Principal, now: datetime
) -> None:
    for position, given in enumerate(passages, start=1):
        passage = given.passage or Passage.objects.create(plan=version.plan)
        PlacedPassage.objects.create(
            version=version,
            passage=passage,
            revision=_new_revision(passage, given, actor=actor, now=now),
            position=position,
            number=given.number,
        )


@transaction.atomic
def start_version(
    *,
    plan: CulturePlan,
    kind: VersionKind,
    label: str,
    passages: Sequence[NewPassage],
    actor: Principal,
    now: datetime,
    source_file: StoredFile | None = None,
) -> PlanVersion:
    """Make the plan's next version out of `passages`; one being worked on is frozen first."""
    current = working_version(plan)
    if current is not None:
        freeze_version(version=current, actor=actor, now=now)
    highest = plan.versions.aggregate(highest=Max("number"))["highest"] or 0
    version = PlanVersion.objects.create(
        plan=plan,
        number=highest + 1,
        kind=kind,
        label=label,
        source_file=source_file,
        created_at=now,
    )
    _place(version, passages, actor=actor, now=now)
    record(
        chain=plan.region.chain,
        kind="plan.version_started",
        about=version,
        actor=actor.reference,
        now=now,
        facts={"passages": len(passages), "kind": str(kind)},
    )
    return version


def content_hash(version: PlanVersion) -> str:
    """Return the hash (hex SHA-256) of the version's passages in order."""
    rows = passages_of(version).values_list(
        "position", "number", "revision__level", "revision__heading", "revision__text"
    )
    canonical = json.dumps(list(rows), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@transaction.atomic
def freeze_version(*, version: PlanVersion, actor: Principal, now: datetime) -> PlanVersion:
    """Freeze the version for ever."""
    version = PlanVersion.objects.select_for_update().get(pk=version.pk)
    if version.frozen_at is not None:
        raise VersionIsFrozen
    version.frozen_at, version.content_hash = now, content_hash(version)
    version.save(update_fields=["frozen_at", "content_hash"])
    record(
        chain=version.plan.region.chain,
        kind="plan.version_frozen",
        about=version,
        actor=actor.reference,
        now=now,
        facts={"content_hash": version.content_hash},
    )
    return version


@transaction.atomic
def continue_from(
    *, version: PlanVersion, kind: VersionKind, label: str, actor: Principal, now: datetime
) -> PlanVersion:
    """Freeze `version` if it is open and start the next with the same passages and wordings."""
    version = PlanVersion.objects.select_for_update().get(pk=version.pk)
    passages = [
        NewPassage(
            level=placed.revision.level,
            heading=placed.revision.heading,
            text=placed.revision.text,
            number=placed.number,
            passage=placed.passage,
        )
        for placed in passages_of(version)
    ]
    return start_version(
        plan=version.plan, kind=kind, label=label, passages=passages, actor=actor, now=now
    )


@transaction.atomic
def revise_passage(
    *,
    placed: PlacedPassage,
    heading: str,
    text: str,
    motive: str,
    expected: int,
    actor: Principal,
    now: datetime,
) -> PassageRevision:
    """Give the passage a new wording in the working version.

    `expected` is the number of the wording the writer saw. Raise `PassageChangedMeanwhile` when it
    is no longer the current one and `VersionIsFrozen` when the version is closed.
    """
    current = _still_open(placed, expected=expected)
    given = NewPassage(level=current.revision.level, heading=heading, text=text)
    revision = _new_revision(current.passage, given, actor=actor, now=now, motive=motive)
    _reads_now(current, revision, kind="passage.revised", actor=actor, now=now)
    return revision


@transaction.atomic
def keep_wording(
    *, placed: PlacedPassage, motive: str, actor: Principal, now: datetime
) -> PassageRevision:
    """Let the passage read as it does, with a reason of its own: the same words, a new revision.

    Raise `PassageChangedMeanwhile` when it reads otherwise than in `placed`, and `VersionIsFrozen`.
    """
    current = _still_open(placed, expected=placed.revision.number)
    before = current.revision
    highest = current.passage.revisions.aggregate(highest=Max("number"))["highest"] or 0
    revision = PassageRevision.objects.create(
        passage=current.passage,
        number=highest + 1,
        previous=before,
        level=before.level,
        heading=before.heading,
        text=before.text,
        motive=motive,
        made_by=actor.user,
        made_at=now,
    )
    _reads_now(current, revision, kind="passage.kept", actor=actor, now=now)
    return revision


def _still_open(placed: PlacedPassage, *, expected: int) -> PlacedPassage:
    """Return the passage's place, locked, where it reads as expected and may be changed."""
    current = (
        # The version too: it must not be frozen, and hashed, while a wording in it is replaced.
        PlacedPassage.objects.select_for_update(of=("self", "version"))
        .select_related("revision", "version__plan__region", "passage")
        .get(pk=placed.pk)
    )
    if current.version.frozen_at is not None:
        raise VersionIsFrozen
    if current.revision.number != expected:
        raise PassageChangedMeanwhile(current.revision)
    return current


def _reads_now(
    current: PlacedPassage,
    revision: PassageRevision,
    *,
    kind: str,
    actor: Principal,
    now: datetime,
) -> None:
    """Let the passage read as in `revision`, and note that it does."""
    current.revision = revision
    current.save(update_fields=["revision"])
    record(
        chain=current.version.plan.region.chain,
        kind=kind,
        about=revision,
        actor=actor.reference,
        now=now,
        facts={"passage": current.passage_id, "number": revision.number},
    )


@transaction.atomic
def publish_plan(*, plan: CulturePlan, actor: Principal, now: datetime) -> CulturePlan:
    """Let everyone read the plan's frozen versions. Raise `NoWorkingVersion` if there is none."""
    if not plan.versions.filter(frozen_at__isnull=False).exists():
        raise NoWorkingVersion
    plan.published_at = plan.published_at or now
    plan.save(update_fields=["published_at"])
    record(
        chain=plan.region.chain, kind="plan.published", about=plan, actor=actor.reference, now=now
    )
    return plan
