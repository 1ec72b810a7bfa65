"""Consulting Sámi representatives under the act: opened, noted day by day, closed with an outcome.

Nothing here touches a `Consultation`: such a matter cannot be invited to, published or answered.
"""

from datetime import date, datetime

from django.db import transaction

from samrad.consultations.models import PlanProcess
from samrad.journal.services import record
from samrad.planning.enums import SamiOutcome
from samrad.planning.models import SamiConsultation, SamiNote
from samrad.users.principal import Principal


class SamiMatterIsClosed(Exception):
    """The matter has been closed with an outcome; open it again to write more."""


class SamiMatterIsOpen(Exception):
    """The matter has not been closed."""


class NotDocumented(Exception):
    """A matter is closed with a note of what was said, and a reference to the document."""


class SamiMatterChangedMeanwhile(Exception):
    """Somebody changed the matter first; `current` is how it reads now."""

    def __init__(self, current: SamiConsultation) -> None:
        super().__init__("matter changed meanwhile")
        self.current = current


def _record(matter: SamiConsultation, kind: str, actor: Principal, now: datetime) -> None:
    record(
        chain=matter.region.chain,
        kind=f"sami_consultation.{kind}",
        about=matter,
        actor=actor.reference,
        now=now,
        facts={"version": matter.version, "outcome": matter.outcome},
    )


def _locked(matter: SamiConsultation) -> SamiConsultation:
    return (
        SamiConsultation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("region", "process")
        .get(pk=matter.pk)
    )


@transaction.atomic
def start_sami_consultation(
    *,
    process: PlanProcess,
    title: str,
    parties: str,
    case_number: str = "",
    actor: Principal,
    now: datetime,
) -> SamiConsultation:
    """Open a matter of its own kind in the process."""
    matter = SamiConsultation.objects.create(
        region=process.region,
        process=process,
        title=title,
        parties=parties,
        case_number=case_number,
        started_by=actor.user,
        created_at=now,
    )
    _record(matter, "started", actor, now)
    return matter


@transaction.atomic
def change_sami_consultation(
    *,
    matter: SamiConsultation,
    title: str,
    parties: str,
    case_number: str,
    expected: int,
    actor: Principal,
    now: datetime,
) -> SamiConsultation:
    """Reword an open matter. Raise `SamiMatterIsClosed` or `SamiMatterChangedMeanwhile`."""
    current = _locked(matter)
    if current.version != expected:
        raise SamiMatterChangedMeanwhile(current)
    if current.outcome:
        raise SamiMatterIsClosed
    current.title, current.parties, current.case_number = title, parties, case_number
    current.version += 1
    current.save(update_fields=["title", "parties", "case_number", "version"])
    _record(current, "changed", actor, now)
    return current


@transaction.atomic
def note_in_sami_consultation(
    *,
    matter: SamiConsultation,
    on: date,
    with_whom: str,
    text: str,
    reference: str = "",
    actor: Principal,
    now: datetime,
) -> SamiNote:
    """Keep what was done or said on a day. Raise `SamiMatterIsClosed`."""
    current = _locked(matter)
    if current.outcome:
        raise SamiMatterIsClosed
    note = SamiNote.objects.create(
        matter=current,
        on=on,
        with_whom=with_whom,
        text=text,
        reference=reference,
        made_by=actor.user,
        made_by_name=str(actor.user or ""),
        made_at=now,
    )
    _record(current, "noted", actor, now)
    return note


@transaction.atomic
def close_sami_consultation(
    *,
    matter: SamiConsultation,
    outcome: SamiOutcome,
    conclusion: str,
    reference: str,
    closed_on: date,
    actor: Principal,
    now: datetime,
) -> SamiConsultation:
    """Close the matter with what came of it. Raise `SamiMatterIsClosed` or `NotDocumented`."""
    current = _locked(matter)
    if current.outcome:
        raise SamiMatterIsClosed
    noted = SamiNote.objects.filter(matter=current).exists()
    if not (noted and conclusion.strip() and reference.strip()):
        raise NotDocumented
    current.outcome, current.conclusion = outcome, conclusion.strip()
    current.reference, current.closed_on = reference.strip(), closed_on
    current.version += 1
    current.save(update_fields=["outcome", "conclusion", "reference", "closed_on", "version"])
    _record(current, "closed", actor, now)
    return current


@transaction.atomic
def reopen_sami_consultation(
    *, matter: SamiConsultation, actor: Principal, now: datetime
) -> SamiConsultation:
    """Take a closed matter up again; the journal keeps that it was closed."""
    current = _locked(matter)
    if not current.outcome:
        raise SamiMatterIsOpen
    current.outcome, current.closed_on = "", None
    current.version += 1
    current.save(update_fields=["outcome", "closed_on", "version"])
    _record(current, "reopened", actor, now)
    return current
