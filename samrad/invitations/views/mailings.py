"""The letters and mailings of a consultation, and how one mailing has gone."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.consultations.models import Consultation
from samrad.consultations.queries import get_consultation
from samrad.consultations.rules import periods
from samrad.consultations.services.matters import AsksForNothing
from samrad.core.clock import local_date, now
from samrad.core.htmx import render_page
from samrad.core.paging import page_of
from samrad.invitations.enums import LetterKind, MailingState, Standing
from samrad.invitations.forms import LOOK, RecipientFilterForm
from samrad.invitations.models import Letter, Mailing
from samrad.invitations.queries.facts import consultation_values, subject_as_read
from samrad.invitations.queries.letters import get_letter, letters_of
from samrad.invitations.queries.mailings import (
    TO_LOOK_AT,
    get_mailing,
    mailings_of,
    recipients_of,
    standings_of,
)
from samrad.invitations.queries.reviews import disputes_by_rule
from samrad.invitations.rules import schedule
from samrad.invitations.services.mailings import FILL, start_mailing
from samrad.invitations.services.paper import PRINT
from samrad.invitations.wording import COLOURS
from samrad.jobs.enums import JobState
from samrad.jobs.models import Job
from samrad.jobs.queries import latest_job
from samrad.method import library
from samrad.planning.views.asking import asking_only

A_PAGE: Final = 25
# Those that invite, the one to propose first.
_INVITING: Final = (LetterKind.INVITATION, LetterKind.TARGETED, LetterKind.REFERRAL)
WORK: Final = "arbete"


@require_safe
@requires(Action.INVITATION_VIEW, on=get_consultation)
@asking_only
def mailings(request: Request, consultation: Consultation) -> HttpResponse:
    """Show the letters, the mailings and when reminders would be due."""
    written = letters_of(consultation)
    rows = list(mailings_of(consultation))
    first = next((row for row in reversed(rows) if row.sent_at), None)
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "letters": [
            {"kind": kind, "label": label, "letter": written.get(kind)}
            for kind, label in LetterKind.choices
        ],
        "turn": _turn(consultation, written, rows),
        "mailings": rows,
        "reminders": _reminders(consultation, first),
        "disputed": disputes_by_rule(consultation),
    }
    return render_page(request, "invitations/mailings.html", context)


def _turn(
    consultation: Consultation, written: Mapping[str, Letter], mailings: Sequence[Mailing]
) -> dict[str, Any] | None:
    """Return the letter whose turn it is and how far it has come; nothing when it has gone out.

    First the invitation, whichever kind was written; after the last day, what was heard.
    """
    is_over = consultation.closes_at is not None and consultation.closes_at <= now()
    kinds = (LetterKind.HEARD,) if is_over else _INVITING
    begun = [row for row in mailings if row.kind in kinds]
    if any(row.state != MailingState.DRAFT for row in begun):
        return None
    kind = next((kind for kind in kinds if kind in written), kinds[0])
    return {
        "kind": kind.value,
        "write": _("Skriv ”Detta hörde vi”") if is_over else _("Skriv inbjudan"),
        "is_written": kind in written,
        "draft": begun[0] if begun else None,
    }


def _reminders(consultation: Consultation, first: Mailing | None) -> tuple[date, ...]:
    """Return the days to come on which we suggest a reminder."""
    if first is None or first.sent_at is None or consultation.closes_at is None:
        return ()
    names = ("first", "second", "last")
    due = schedule.reminder_dates(
        sent_on=local_date(first.sent_at),
        on=periods.last_day(consultation.closes_at),
        days_before=[library.threshold(f"reminder-days-{name}") for name in names],
    )
    return tuple(day for day in due if day >= local_date(now()))


@require_POST
@requires(Action.INVITATION_SEND, on=get_letter)
@asking_only
def start(request: Request, letter: Letter) -> HttpResponse:
    """Begin choosing whom the letter goes to, or go on."""
    consultation = letter.consultation
    try:
        mailing = start_mailing(
            consultation=consultation, kind=letter.kind, actor=request.principal, now=now()
        )
    except AsksForNothing:
        messages.warning(request, _("En information bjuder inte in någon. Ingenting är påbörjat."))
        return redirect("invitations:mailings", consultation.region.slug, consultation.slug)
    return redirect("invitations:selection", *_place(mailing))


def _place(mailing: Mailing) -> tuple[str, str, object]:
    return mailing.consultation.region.slug, mailing.consultation.slug, mailing.uuid


@require_safe
@requires(Action.INVITATION_VIEW, on=get_mailing)
@asking_only
def mailing(request: Request, mailing: Mailing) -> HttpResponse:
    """Show how the mailing has gone: to whom, by what channel, and what became of each letter."""
    if mailing.state == MailingState.DRAFT:
        return redirect("invitations:selection", *_place(mailing))
    return mailing_page(request, mailing)


def mailing_page(
    request: Request,
    mailing: Mailing,
    *,
    status: int = 200,
    **more: Any,  # noqa: ANN401 -- context
) -> HttpResponse:
    """Answer with the mailing's page."""
    filters = RecipientFilterForm(request.GET)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    rows = recipients_of(
        mailing,
        standing=chosen.get("laget", ""),
        channel=chosen.get("kanal", ""),
        search=chosen.get("namn", ""),
    )
    standings = standings_of(mailing)
    page = page_of(request, rows, size=A_PAGE, count=_counted(chosen, standings))
    context = {
        "region": mailing.consultation.region,
        "consultation": mailing.consultation,
        "mailing": mailing,
        "subject": subject_as_read(
            mailing.subject,
            kind=mailing.kind,
            values=consultation_values(mailing.consultation, kind=mailing.kind),
        ),
        "filters": filters,
        "page": page,
        "figures": _figures(standings),
        "to_look_at": sum(standings.get(code, 0) for code in TO_LOOK_AT),
        "total": sum(standings.values()),
        "colours": COLOURS,
        "job": _open_job(mailing),
        "may_call_back": standings.get(Standing.WAITING, 0) > 0
        or mailing.state == MailingState.FILLING,
        "batches": mailing.paper_batches.select_related("pdf", "docx"),
        "to_print": standings.get(Standing.TO_PRINT, 0),
        "today": local_date(now()),
        **more,
    }
    # While work goes on the whole page is asked for anew; otherwise only the list is.
    part = None if WORK in request.GET else "recipients"
    return render_page(request, "invitations/mailing.html", context, part=part, status=status)


def _counted(chosen: Mapping[str, str], standings: Mapping[str, int]) -> int | None:
    """Return how many recipients are listed, where the standings already tell."""
    if chosen.get("kanal") or chosen.get("namn"):
        return None
    wanted = chosen.get("laget", "")
    codes = {"": tuple(standings), LOOK: TO_LOOK_AT}.get(wanted, (wanted,))
    return sum(standings.get(code, 0) for code in codes)


def _figures(standings: Mapping[str, int]) -> list[dict[str, Any]]:
    labels = dict(Standing.choices)
    return [
        {"label": labels[code], "number": number, "url": f"?laget={code}"}
        for code, number in standings.items()
    ]


def _open_job(mailing: Mailing) -> Job | None:
    """Return the work that goes on, or that stopped short, if any."""
    jobs = [latest_job(kind, str(mailing.uuid)) for kind in (FILL, PRINT)]
    going_on = (JobState.QUEUED, JobState.RUNNING, JobState.FAILED)
    return next((job for job in jobs if job is not None and job.state in going_on), None)
