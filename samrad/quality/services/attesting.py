"""What people say of an item: evidence, a confirmation, that it does not apply, an objection.

Append-only. Nothing said is changed; it is withdrawn, and stays in the history.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from samrad.files.models import StoredFile
from samrad.journal.services import record
from samrad.quality.enums import AttestationKind, State
from samrad.quality.models import Attestation, ChecklistRun
from samrad.users.principal import Principal

SAYABLE: Final = frozenset({State.FULFILLED, State.PARTLY, State.NOT})
_NEED_REASON: Final = frozenset({AttestationKind.NOT_APPLICABLE, AttestationKind.CONTESTED})


class EvidenceMissing(Exception):
    """Nothing shows it: no text, no link, no file and no object."""


class ReasonMissing(Exception):
    """What does not apply, or is contested, must be given a reason in words."""


class NameMissing(Exception):
    """Evidence has somebody who stands behind it."""


class SaidMeanwhile(Exception):
    """Somebody else has said something of the item since the page was opened."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is said of an item, and by what it is shown."""

    kind: AttestationKind
    state: State
    text: str = ""
    link: str = ""
    stored: StoredFile | None = None
    object_ref: str = ""
    name: str = ""
    proposed: str = ""  # what the facts said when it was said
    digest: str = ""  # the mark of what was confirmed


@transaction.atomic
def attest(
    *, run: ChecklistRun, item: str, said: Said, seen: int, actor: Principal, now: datetime
) -> Attestation:
    """Add what is said of `item`; `seen` is `latest_said` as the page had it.

    Raise `EvidenceMissing`, `ReasonMissing`, `NameMissing` or `SaidMeanwhile`.
    """
    _check(said)
    current = _locked(run)
    if latest_said(current, item) != seen:
        raise SaidMeanwhile
    made = Attestation.objects.create(
        run=current,
        item=item,
        kind=said.kind,
        state=_state(said),
        proposed=said.proposed,
        digest=said.digest,
        text=said.text.strip(),
        link=said.link,
        stored=said.stored,
        object_ref=said.object_ref,
        made_by=actor.user,
        made_by_name=said.name.strip(),
        made_at=now,
    )
    _record(made, "attestation.made", actor, now)
    return made


@transaction.atomic
def withdraw_attestation(
    *, attestation: Attestation, actor: Principal, now: datetime
) -> Attestation:
    """Let what was said no longer count. It stays in the history. Twice changes nothing."""
    current = (
        Attestation.objects.select_for_update(of=("self",))
        .select_related("run__consultation__region")
        .get(pk=attestation.pk)
    )
    if current.withdrawn_at is not None:
        return current
    current.withdrawn_at, current.withdrawn_by = now, actor.user
    current.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _record(current, "attestation.withdrawn", actor, now)
    return current


def latest_said(run: ChecklistRun, item: str) -> int:
    """Return the key of what was last said of the item, or 0."""
    keys = Attestation.objects.filter(run=run, item=item).order_by("-pk").values_list("pk")
    return next((pk for (pk,) in keys[:1]), 0)


def _check(said: Said) -> None:
    if said.kind in _NEED_REASON and not said.text.strip():
        raise ReasonMissing
    if not (said.text.strip() or said.link or said.stored or said.object_ref):
        raise EvidenceMissing
    if not said.name.strip():
        raise NameMissing


def _state(said: Said) -> State:
    if said.kind == AttestationKind.NOT_APPLICABLE:
        return State.NOT_APPLICABLE
    return said.state


def _locked(run: ChecklistRun) -> ChecklistRun:
    return (
        ChecklistRun.objects.select_for_update(of=("self",))
        .select_related("consultation__region")
        .get(pk=run.pk)
    )


def _record(attestation: Attestation, kind: str, actor: Principal, now: datetime) -> None:
    record(
        chain=attestation.run.consultation.region.chain,
        kind=kind,
        about=attestation,
        actor=actor.reference,
        now=now,
        facts={
            "item": attestation.item,
            "kind": attestation.kind,
            "state": attestation.state,
            "proposed": attestation.proposed,
            "digest": attestation.digest,
            "text": attestation.text,
            "link": attestation.link,
            "file": attestation.stored.blob_id if attestation.stored else "",
            "object": attestation.object_ref,
        },
    )
