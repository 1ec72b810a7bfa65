"""A region's own items: added, reworded, retired. A number is never used again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from samrad.journal.services import record
from samrad.quality.models import OwnItem
from samrad.registry.models import Region
from samrad.users.principal import Principal

FIELDS: Final = ("phase", "principle", "statement", "weight")


class OwnItemChangedMeanwhile(Exception):
    """Somebody else has changed the item since the page was opened; `current` is what it says."""

    def __init__(self, current: OwnItem) -> None:
        super().__init__(current.pk)
        self.current = current


@transaction.atomic
def add_own_item(
    *, region: Region, values: Mapping[str, Any], actor: Principal, now: datetime
) -> OwnItem:
    """Add an item with the next number."""
    Region.objects.select_for_update(no_key=True).get(pk=region.pk)
    last = OwnItem.objects.filter(region=region).aggregate(last=Max("number"))["last"] or 0
    chosen = {name: values[name] for name in FIELDS}
    item = OwnItem.objects.create(region=region, number=last + 1, created_at=now, **chosen)
    return _recorded(item, "own_item.added", actor, now)


@transaction.atomic
def change_own_item(
    *, item: OwnItem, values: Mapping[str, Any], expected: int, actor: Principal, now: datetime
) -> OwnItem:
    """Reword an item, or weigh it otherwise. Raise `OwnItemChangedMeanwhile`."""
    current = _locked(item, expected)
    for name in FIELDS:
        setattr(current, name, values[name])
    return _saved(current, "own_item.changed", actor, now)


@transaction.atomic
def retire_own_item(*, item: OwnItem, expected: int, actor: Principal, now: datetime) -> OwnItem:
    """Let an item no longer be asked. What was said of it is kept. Twice changes nothing."""
    current = _locked(item, expected)
    if current.retired_at is None:
        current.retired_at = now
        return _saved(current, "own_item.retired", actor, now)
    return current


@transaction.atomic
def resume_own_item(*, item: OwnItem, expected: int, actor: Principal, now: datetime) -> OwnItem:
    """Ask an item again."""
    current = _locked(item, expected)
    if current.retired_at is not None:
        current.retired_at = None
        return _saved(current, "own_item.resumed", actor, now)
    return current


def _locked(item: OwnItem, expected: int) -> OwnItem:
    current = (
        OwnItem.objects.select_for_update(of=("self",)).select_related("region").get(pk=item.pk)
    )
    if current.version != expected:
        raise OwnItemChangedMeanwhile(current)
    return current


def _saved(item: OwnItem, kind: str, actor: Principal, now: datetime) -> OwnItem:
    item.version += 1
    item.save(update_fields=[*FIELDS, "retired_at", "version"])
    return _recorded(item, kind, actor, now)


def _recorded(item: OwnItem, kind: str, actor: Principal, now: datetime) -> OwnItem:
    facts = {name: getattr(item, name) for name in (*FIELDS, "number")}
    record(
        chain=item.region.chain,
        kind=kind,
        about=item,
        actor=actor.reference,
        now=now,
        facts=facts,
    )
    return item
