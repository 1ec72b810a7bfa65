"""The demo's culture plan, before and after."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from samrad.plans.enums import VersionKind
from samrad.plans.models import CulturePlan, PassageRevision, PlacedPassage, PlanVersion
from samrad.plans.queries import passages_of
from samrad.plans.services import NewPassage, revise_passage, start_version
from samrad.users.principal import Principal

DATA = Path(__file__).resolve().parents[2] / "data"


class WrittenPassage(BaseModel):
    """A passage of the invented plan; `after` is how it reads once people have been heard."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    key: str
    level: int
    number: str
    heading: str
    text: str
    after: str = ""


@cache
def written_plan() -> tuple[WrittenPassage, ...]:
    """Return the invented plan."""
    content = yaml.safe_load((DATA / "demo_plan.yaml").read_text(encoding="utf-8"))
    return TypeAdapter(tuple[WrittenPassage, ...]).validate_python(content)


@dataclass(frozen=True)
class DemoPlan:
    """A plan's working version, and where each passage stands by its key."""

    version: PlanVersion
    placed: dict[str, PlacedPassage]


def make_version(
    plan: CulturePlan, *, kind: VersionKind, label: str, actor: Principal, now: datetime
) -> DemoPlan:
    """Give the plan its first version, as it read before anyone was heard."""
    passages = [
        NewPassage(level=one.level, number=one.number, heading=one.heading, text=one.text)
        for one in written_plan()
    ]
    version = start_version(
        plan=plan, kind=kind, label=label, passages=passages, actor=actor, now=now
    )
    return placed_by_key(version)


def placed_by_key(version: PlanVersion) -> DemoPlan:
    """Return the version with its passages by key, in the order they were written."""
    keys = [one.key for one in written_plan()]
    return DemoPlan(version, dict(zip(keys, passages_of(version), strict=True)))


def change_passage(demo: DemoPlan, key: str, *, actor: Principal, now: datetime) -> PassageRevision:
    """Give the passage the wording it got after the consultation; once is enough."""
    placed = PlacedPassage.objects.select_related("revision", "passage").get(pk=demo.placed[key].pk)
    after = next(one.after for one in written_plan() if one.key == key)
    return revise_passage(
        placed=placed,
        heading=placed.revision.heading,
        text=after or placed.revision.text,
        motive="Efter synpunkter i samrådet",
        expected=placed.revision.number,
        actor=actor,
        now=now,
    )
