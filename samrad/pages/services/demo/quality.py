"""The demo's checklist runs: one whole with evidence and shown openly, one red, some under way."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final

import yaml

from samrad.consultations.models import Consultation
from samrad.files.models import StoredFile
from samrad.files.services import store_file
from samrad.pages.services.demo.plans import DATA
from samrad.quality.enums import AttestationKind, RunSize, State
from samrad.quality.models import ChecklistRun
from samrad.quality.queries.objects import MEETING, things_of
from samrad.quality.queries.profile import Line, profile_of
from samrad.quality.queries.summary import summary_of
from samrad.quality.rules.score import VALUES
from samrad.quality.services.attesting import Said, attest
from samrad.quality.services.own_items import add_own_item
from samrad.quality.services.runs import publish_result, start_run
from samrad.users.principal import Principal

OWN: Final = (
    {
        "phase": "G",
        "principle": "M",
        "weight": 2,
        "statement": "Det finns mat på mötet, och den passar alla som anmält behov.",
    },
    {
        "phase": "U",
        "principle": "L",
        "weight": 1,
        "statement": "Alliansen har fått en egen genomgång av vad samrådet ledde till.",
    },
)


@cache
def _evidence() -> Mapping[str, Mapping[str, str]]:
    content: dict[str, Any] = yaml.safe_load(
        (DATA / "demo_evidence.yaml").read_text(encoding="utf-8")
    )
    return content


def start(
    consultation: Consultation, size: RunSize, motive: str, *, actor: Principal, now: datetime
) -> ChecklistRun:
    """Start a run."""
    return start_run(consultation=consultation, size=size, motive=motive, actor=actor, now=now)


def show_all(run: ChecklistRun, *, actor: Principal, now: datetime) -> None:
    """Show everything that a person has to show, as far as it has come."""
    _show(run, len(_evidence()), actor, now)


def confirm_critical(run: ChecklistRun, *, actor: Principal, now: datetime) -> None:
    """Confirm what only people can see and the gate before inviting asks for."""
    critical = [line for line in _open_lines(run, now) if line.critical]
    _show_lines(run, critical, actor, now)


def show_some(run: ChecklistRun, number: int, *, actor: Principal, now: datetime) -> None:
    """Show the first of what a person has to show; the rest is still to be done."""
    _show(run, number, actor, now)


def add_own_items(run: ChecklistRun, *, actor: Principal, now: datetime) -> None:
    """Give the region items of its own, the first of them shown."""
    added = [
        add_own_item(region=run.consultation.region, values=values, actor=actor, now=now)
        for values in OWN
    ]
    said = Said(
        kind=AttestationKind.EVIDENCE,
        state=State.FULFILLED,
        text="Kvittot och anmälningslistan med kost ligger i ärendet.",
        name=str(actor.user),
    )
    attest(run=run, item=added[0].item, said=said, seen=0, actor=actor, now=now)


def contest(run: ChecklistRun, item: str, reason: str, *, actor: Principal, now: datetime) -> None:
    """Object to what the facts say of an item."""
    line = profile_of(run, consultation=run.consultation, now=now).by_id[item]
    said = Said(
        kind=AttestationKind.CONTESTED,
        state=line.state,
        text=reason,
        name=str(actor.user),
        proposed=line.proposed or "",
    )
    attest(run=run, item=item, said=said, seen=line.latest, actor=actor, now=now)


def publish(run: ChecklistRun, *, head: Principal, now: datetime) -> None:
    """Show the result openly."""
    run.refresh_from_db()
    found = profile_of(run, consultation=run.consultation, now=now)
    publish_result(
        run=run, result=summary_of(found, now=now), expected=run.version, actor=head, now=now
    )


def _show(run: ChecklistRun, most: int, actor: Principal, now: datetime) -> None:
    _show_lines(run, _open_lines(run, now)[:most], actor, now)


def _open_lines(run: ChecklistRun, now: datetime) -> list[Line]:
    found = profile_of(run, consultation=run.consultation, now=now)
    return [line for line in found.lines if line.id in _evidence() and _needs(line)]


def _show_lines(run: ChecklistRun, lines: Iterable[Line], actor: Principal, now: datetime) -> None:
    meetings = [ref for ref in things_of(run.consultation) if ref.startswith(f"{MEETING}:")]
    for line in lines:
        attest(
            run=run,
            item=line.id,
            said=_said(run, line, meetings, actor, now),
            seen=line.latest,
            actor=actor,
            now=now,
        )


def _needs(line: Line) -> bool:
    """Tell whether a person has to show it, and its time has come."""
    is_open = line.attestation is None and line.state != State.NOT_YET
    return is_open and (line.is_left_to_people or line.awaits_confirmation)


def _said(
    run: ChecklistRun, line: Line, meetings: list[str], actor: Principal, now: datetime
) -> Said:
    told = _evidence()[line.id]
    shown = told.get("shown", "")
    state = State(told.get("state", State.FULFILLED))
    if not line.is_left_to_people:
        order = list(VALUES)  # the best first
        state = max(state, State(line.proposed or State.NOT), key=order.index)
    return Said(
        kind=AttestationKind.EVIDENCE if line.is_left_to_people else AttestationKind.CONFIRMED,
        state=state,
        text=told["text"],
        link="https://region.exempel.invalid/kultur" if shown == "link" else "",
        stored=_file(run, line, now) if shown == "file" else None,
        object_ref=meetings[0] if shown == "meeting" and meetings else "",
        name=str(actor.user),
        proposed=line.proposed or "",
        digest=line.digest,
    )


def _file(run: ChecklistRun, line: Line, now: datetime) -> StoredFile:
    text = f"Påhittade uppgifter\n\n{line.statement}\n\n{_evidence()[line.id]['text']}\n"
    return store_file(
        content=text.encode(),
        name=f"bilaga-{line.id.lower()}.txt",
        content_type="text/plain; charset=utf-8",
        tenant=run.consultation.region.chain,
        now=now,
    )
