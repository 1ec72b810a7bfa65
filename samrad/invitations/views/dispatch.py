"""Sending a mailing after a last look, stopping it, or letting it go."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.consultations.gates import INVITE, GateIsShut, Reason, standing_reasons, told
from samrad.core.clock import STOCKHOLM, local_date, now
from samrad.core.htmx import render_page
from samrad.invitations.enums import FIRST_LETTERS, MailingState, RecipientChannel
from samrad.invitations.forms import SendForm
from samrad.invitations.models import Mailing
from samrad.invitations.queries.dispatch import advice_for, stops_for
from samrad.invitations.queries.facts import (
    consultation_values,
    faults_of,
    subject_as_read,
)
from samrad.invitations.queries.letters import letter_of
from samrad.invitations.queries.mailings import get_mailing
from samrad.invitations.queries.reviews import review_of
from samrad.invitations.queries.segments import candidates_for, reach_of
from samrad.invitations.services.letters import LetterChangedMeanwhile
from samrad.invitations.services.mailings import (
    CannotSend,
    NotADraft,
    NothingToCallBack,
    SelectionChanged,
    call_back_mailing,
    drop_mailing,
    queue_fill,
    release_mailing,
)
from samrad.invitations.tasks import do_invitations
from samrad.invitations.wording import STOPS
from samrad.method import library
from samrad.planning.views.asking import asking_only

MORNING: Final = time(8)
NAMED: Final = 30  # of those not reached, before the list goes on elsewhere
CONFLICT: Final = 409
UNREADABLE: Final = 422


def _place(mailing: Mailing) -> tuple[str, str, object]:
    return mailing.consultation.region.slug, mailing.consultation.slug, mailing.uuid


def _page(
    request: Request,
    mailing: Mailing,
    form: SendForm | None = None,
    *,
    changed: bool = False,
    shut: Sequence[Reason] = (),
    status: int = 200,
) -> HttpResponse:
    """Show the page; `shut` is what stands in the way of the day that was chosen."""
    moment = now()
    today = local_date(moment)
    consultation = mailing.consultation
    letter = letter_of(consultation, mailing.kind)
    values = consultation_values(consultation, kind=mailing.kind)
    faults = faults_of(letter.subject, letter.body, kind=mailing.kind, values=values)
    reach = reach_of(mailing, today=today)
    seen = {"letter_version": letter.version, "seen": reach.total}
    if form is None or changed:
        send_on = form["send_on"].value() if form else today
        form = SendForm(initial={**seen, "send_on": send_on}, today=today)
    stops = stops_for(
        consultation,
        kind=mailing.kind,
        letter=letter,
        faults=faults,
        chosen=reach.total,
        now=moment,
    )
    texts = library.thresholds().text.thresholds
    gate = _gate(mailing, moment)
    not_reached = candidates_for(mailing, today=today).filter(reach=RecipientChannel.NONE)
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "mailing": mailing,
        "letter": letter,
        "subject": subject_as_read(letter.subject, kind=letter.kind, values=values),
        "faults": faults,
        "form": form,
        "reach": reach,
        "stops": [{"code": code, "text": STOPS[code]} for code in stops],
        "advice": [
            (one, texts[one.threshold])
            for one in advice_for(consultation, kind=mailing.kind, sent_on=today)
        ],
        "letter_review": review_of(
            letter, subject=letter.subject, body=letter.body, values=values, today=today
        ),
        "not_reached": list(not_reached[:NAMED]),
        "more_not_reached": max(0, reach.none - NAMED),
        "changed": changed,
        "gate": told(consultation, shut or gate),
        "is_about_day": bool(shut) and not gate,
        "may_send": not stops and not gate,
    }
    return render_page(request, "invitations/send.html", context, status=status)


def _gate(mailing: Mailing, moment: datetime) -> Sequence[Reason]:
    """Return what the gate before inviting asks for, were the letter to leave today."""
    if mailing.kind not in FIRST_LETTERS:
        return ()
    return standing_reasons(mailing.consultation, INVITE, now=moment)


def _leaves_at(day: date, moment: datetime) -> datetime:
    """Return when mails may leave: at once today, in the morning another day."""
    if day == local_date(moment):
        return moment
    return datetime.combine(day, MORNING, tzinfo=STOCKHOLM).astimezone(UTC)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.INVITATION_SEND, on=get_mailing)
@asking_only
def send(request: Request, mailing: Mailing) -> HttpResponse:
    """Show what is about to leave, to how many and what stands in the way; a post sends it."""
    if request.method != "POST" and mailing.state == MailingState.DRAFT:
        return _page(request, mailing)
    moment = now()
    form = SendForm(request.POST, today=local_date(moment))
    if mailing.state == MailingState.DRAFT and not form.is_valid():
        return _page(request, mailing, form, status=UNREADABLE)
    try:
        _release(request, mailing, form, moment)
    except (LetterChangedMeanwhile, SelectionChanged):
        return _page(request, mailing, form, changed=True, status=CONFLICT)
    except GateIsShut as refused:
        return _page(request, mailing, form, shut=refused.reasons, status=CONFLICT)
    except CannotSend:
        return _page(request, mailing, form, status=CONFLICT)
    return redirect("invitations:mailing", *_place(mailing))


def _release(request: Request, mailing: Mailing, form: SendForm, moment: datetime) -> None:
    """Release the mailing; one that was released already, by a second press, is let be."""
    if mailing.state != MailingState.DRAFT:
        return
    with suppress(NotADraft):
        release_mailing(
            mailing=mailing,
            letter_version=form.cleaned_data["letter_version"],
            seen=form.cleaned_data["seen"],
            sent_at=_leaves_at(form.cleaned_data["send_on"], moment),
            actor=request.principal,
            now=moment,
        )
    do_invitations.enqueue()


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.INVITATION_SEND, on=get_mailing)
def call_back(request: Request, mailing: Mailing) -> HttpResponse:
    """Ask first, then stop what has not left."""
    if request.method != "POST":
        context = {
            "region": mailing.consultation.region,
            "consultation": mailing.consultation,
            "mailing": mailing,
        }
        return render_page(request, "invitations/call_back.html", context)
    try:
        number = call_back_mailing(mailing=mailing, actor=request.principal, now=now())
    except NothingToCallBack:
        messages.warning(request, _("Det finns inget kvar att stoppa."))
    else:
        text = ngettext(
            "Utskicket är stoppat. %(n)s brev som väntade skickas inte.",
            "Utskicket är stoppat. %(n)s brev som väntade skickas inte.",
            number,
        )
        messages.success(request, text % {"n": number})
    return redirect("invitations:mailing", *_place(mailing))


@require_POST
@requires(Action.INVITATION_SEND, on=get_mailing)
def drop(request: Request, mailing: Mailing) -> HttpResponse:
    """Take away a mailing that was never sent."""
    try:
        drop_mailing(mailing=mailing, actor=request.principal, now=now())
    except NotADraft:
        return redirect("invitations:mailing", *_place(mailing))
    messages.success(request, _("Urvalet är borttaget. Brevet finns kvar."))
    return redirect("invitations:mailings", *_place(mailing)[:2])


@require_POST
@requires(Action.INVITATION_SEND, on=get_mailing)
@asking_only
def go_on(request: Request, mailing: Mailing) -> HttpResponse:
    """Have the writing of recipients go on where it stopped."""
    if mailing.state == MailingState.FILLING:
        queue_fill(mailing=mailing, actor=request.principal, now=now())
        do_invitations.enqueue()
    return redirect("invitations:mailing", *_place(mailing))
