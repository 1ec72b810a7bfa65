"""Starting a run, changing its size, showing its result openly and taking it back."""

from datetime import datetime

from django.db import transaction

from samrad.consultations.models import Consultation
from samrad.consultations.services.matters import check_asks
from samrad.journal.services import record
from samrad.method import library
from samrad.quality.enums import ChangeKind, RunSize
from samrad.quality.models import ChecklistRun, RunChange
from samrad.quality.rules.summary import Summary, from_data, to_data
from samrad.users.principal import Principal


class MotiveMissing(Exception):
    """Somebody must be able to read why."""


class RunChangedMeanwhile(Exception):
    """Somebody else has changed the run since the page was opened."""


class ConsultationNotPublished(Exception):
    """Nobody can see the consultation, so nobody could find its result."""


class NothingToShow(Exception):
    """No item has a state inside the score yet."""


@transaction.atomic
def start_run(
    *, consultation: Consultation, size: RunSize, motive: str, actor: Principal, now: datetime
) -> ChecklistRun:
    """Hold the consultation against the checklist in force, which the run then keeps.

    Starting what has been started returns it as it is. Raise `MotiveMissing`, or `AsksForNothing`
    for an information: the checklist is about consulting.
    """
    if not motive.strip():
        raise MotiveMissing
    check_asks(Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk))
    head = library.checklist().head
    run, is_new = ChecklistRun.objects.get_or_create(
        consultation=consultation,
        defaults={
            "checklist": head.key,
            "checklist_version": head.version,
            "size": size,
            "motive": motive.strip(),
            "started_by": actor.user,
            "started_at": now,
        },
    )
    if is_new:
        record(
            chain=consultation.region.chain,
            kind="run.started",
            about=run,
            actor=actor.reference,
            now=now,
            facts={"size": size, "checklist": head.key, "version": head.version, "motive": motive},
        )
    return run


@transaction.atomic
def change_size(
    *,
    run: ChecklistRun,
    size: RunSize,
    motive: str,
    expected: int,
    actor: Principal,
    now: datetime,
) -> ChecklistRun:
    """Let the run hold more or fewer items. What is said of those left out is kept.

    Raise `MotiveMissing` or `RunChangedMeanwhile`.
    """
    current = _locked(run, expected, motive)
    if current.size == size:
        return current
    before, current.size = current.size, size
    return _saved(current, ChangeKind.SIZE, (before, size), motive, actor, now)


@transaction.atomic
def publish_result(
    *, run: ChecklistRun, result: Summary, expected: int, actor: Principal, now: datetime
) -> ChecklistRun:
    """Let everyone read the result as it is now; again, when it has become another.

    Raise `AsksForNothing`, `ConsultationNotPublished`, `NothingToShow` or `RunChangedMeanwhile`.
    """
    current = _locked(run, expected, "-")
    check_asks(current.consultation)
    if current.consultation.published_at is None:
        raise ConsultationNotPublished
    if result.total is None or result.total.points is None:
        raise NothingToShow
    before = from_data(current.shown).total if current.shown else None
    points = ("" if before is None else str(before.points), str(result.total.points))
    current.published_at, current.shown = now, to_data(result)
    return _saved(current, ChangeKind.PUBLISHED, points, "", actor, now)


@transaction.atomic
def withdraw_result(
    *, run: ChecklistRun, motive: str, expected: int, actor: Principal, now: datetime
) -> ChecklistRun:
    """Take the result back from the open page. Raise `MotiveMissing` or `RunChangedMeanwhile`."""
    current = _locked(run, expected, motive)
    if current.published_at is None:
        return current
    current.published_at, current.shown = None, {}
    return _saved(current, ChangeKind.WITHDRAWN, ("", ""), motive, actor, now)


def _locked(run: ChecklistRun, expected: int, motive: str) -> ChecklistRun:
    if not motive.strip():
        raise MotiveMissing
    current = (
        ChecklistRun.objects.select_for_update(of=("self",))
        .select_related("consultation__region")
        .get(pk=run.pk)
    )
    if current.version != expected:
        raise RunChangedMeanwhile
    return current


def _saved(
    run: ChecklistRun,
    kind: ChangeKind,
    change: tuple[str, str],
    motive: str,
    actor: Principal,
    now: datetime,
) -> ChecklistRun:
    before, after = change
    run.version += 1
    run.save(update_fields=["size", "published_at", "shown", "version"])
    RunChange.objects.create(
        run=run,
        kind=kind,
        before=before,
        after=after,
        motive=motive.strip(),
        made_by=actor.user,
        made_at=now,
    )
    record(
        chain=run.consultation.region.chain,
        kind=f"run.{kind.lower()}",
        about=run,
        actor=actor.reference,
        now=now,
        facts={"before": before, "after": after, "motive": motive},
    )
    return run
