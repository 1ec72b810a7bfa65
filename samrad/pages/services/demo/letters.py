"""Sending the demo's invitations, the whole way to the demo's own mailbox."""

from collections.abc import Sequence
from datetime import datetime

from samrad.consultations.models import Consultation
from samrad.core.clock import local_date
from samrad.invitations.enums import LetterKind
from samrad.invitations.queries.letters import letter_of
from samrad.invitations.queries.segments import candidates_for
from samrad.invitations.services.filling import fill_mailing
from samrad.invitations.services.letters import save_letter
from samrad.invitations.services.mailings import (
    FILL,
    change_segment,
    release_mailing,
    start_mailing,
)
from samrad.invitations.services.rendering import RENDERERS
from samrad.jobs.services import run_due_jobs
from samrad.outbox.services import deliver_due
from samrad.registry.models import Municipality
from samrad.users.principal import Principal


def send_invitation(
    consultation: Consultation,
    places: Sequence[Municipality],
    *,
    actor: Principal,
    now: datetime,
) -> None:
    """Invite civil society in `places` by mail, and by letter where there is no mail."""
    proposed = letter_of(consultation, LetterKind.INVITATION)
    letter = save_letter(
        consultation=consultation,
        kind=LetterKind.INVITATION,
        subject=proposed.subject,
        body=proposed.body,
        expected=0,
        actor=actor,
        now=now,
    )
    mailing = start_mailing(
        consultation=consultation, kind=LetterKind.INVITATION, actor=actor, now=now
    )
    mailing = change_segment(
        mailing=mailing,
        filters={"municipalities": [place.code for place in places], "civil_society_only": True},
        actor=actor,
        now=now,
    )
    release_mailing(
        mailing=mailing,
        letter_version=letter.version,
        seen=candidates_for(mailing, today=local_date(now)).count(),
        sent_at=now,
        actor=actor,
        now=now,
    )
    run_due_jobs(
        handlers={FILL: lambda job: fill_mailing(job=job, clock=lambda: now)}, clock=lambda: now
    )
    deliver_due(renderers=RENDERERS, clock=lambda: now, limit=1000)
