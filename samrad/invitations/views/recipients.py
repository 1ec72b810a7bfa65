"""One recipient of a mailing: what became of the letter, and what to do about it."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.core.clock import local_date, now
from samrad.core.htmx import render_page
from samrad.invitations.enums import RecipientChannel, Standing
from samrad.invitations.forms import BounceForm, EmailForm, PaperForm, ReachedForm
from samrad.invitations.models import Recipient
from samrad.invitations.queries.mailings import get_recipient
from samrad.invitations.services.filling import address_of
from samrad.invitations.services.recipients import (
    NoAddress,
    NoMail,
    correct_email,
    decide_letter,
    mark_reached,
    note_return,
    put_on_paper,
)
from samrad.invitations.tasks import do_invitations
from samrad.invitations.wording import COLOURS
from samrad.journal.queries import entries_about
from samrad.outbox.services import CannotDecide
from samrad.outbox.wording import said
from samrad.registry.services.organisations import OrganisationChangedMeanwhile

UNREADABLE: Final = 422
CONFLICT: Final = 409
# What can be done, by where the letter stands.
OPEN_MAIL: Final = frozenset({Standing.NOT_SENT, Standing.UNCLEAR})
NO_CHANGE: Final = frozenset({Standing.REACHED})


def _place(recipient: Recipient) -> tuple[str, str, object, object]:
    mailing = recipient.mailing
    return (
        mailing.consultation.region.slug,
        mailing.consultation.slug,
        mailing.uuid,
        recipient.participation.uuid,
    )


def _page(
    request: Request,
    recipient: Any,  # noqa: ANN401 -- annotated
    *,
    status: int = 200,
    **forms: Form,
) -> HttpResponse:
    organisation = recipient.participation.organisation
    standing = recipient.standing
    today = local_date(now())
    postal = recipient.postal_address or (address_of(organisation) if organisation else "")
    context = {
        "region": recipient.mailing.consultation.region,
        "consultation": recipient.mailing.consultation,
        "mailing": recipient.mailing,
        "recipient": recipient,
        "organisation": organisation,
        "standing": Standing(standing),
        "colour": COLOURS.get(standing, ""),
        "error": said(recipient.message.error) if recipient.message else "",
        "can_decide": standing in OPEN_MAIL,
        "can_readdress": standing in OPEN_MAIL | {Standing.NOT_REACHED, Standing.WAITING},
        "can_bounce": standing in {Standing.SENT, Standing.UNCLEAR}
        and recipient.channel == RecipientChannel.EMAIL,
        "can_print": standing != Standing.TO_PRINT,
        "can_reach": standing not in NO_CHANGE | {Standing.SENT, Standing.POSTED},
        "email_form": EmailForm(initial={"email": recipient.email, "in_register": True}),
        "paper_form": PaperForm(initial={"postal_address": postal}),
        "bounce_form": BounceForm(),
        "reached_form": ReachedForm(initial={"on": today}, today=today),
        "history": entries_about("invitations.recipient", recipient.pk),
        **forms,
    }
    return render_page(request, "invitations/recipient.html", context, status=status)


@require_safe
@requires(Action.INVITATION_VIEW, on=get_recipient)
def recipient(request: Request, recipient: Recipient) -> HttpResponse:
    """Show what became of the letter, the kept text, and what can be done."""
    return _page(request, recipient)


def _do(
    request: Request, recipient: Recipient, deed: Callable[[], object], done: str
) -> HttpResponse:
    """Do it, say so, and go back; what is no longer possible is said instead."""
    try:
        deed()
    except (CannotDecide, NoMail):
        messages.warning(
            request, _("Brevet har hunnit ändra läge. Se efter hur det står och försök igen.")
        )
    except OrganisationChangedMeanwhile:
        messages.warning(
            request, _("En kollega ändrade just organisationen i registret. Försök igen.")
        )
    else:
        do_invitations.enqueue()
        messages.success(request, done)
    return redirect("invitations:recipient", *_place(recipient))


@require_POST
@requires(Action.INVITATION_SEND, on=get_recipient)
def send_again(request: Request, recipient: Recipient) -> HttpResponse:
    """Send a refused or unclear mail again."""
    return _do(
        request,
        recipient,
        lambda: decide_letter(
            recipient=recipient, send_again=True, actor=request.principal, now=now()
        ),
        _("Brevet skickas igen."),
    )


@require_POST
@requires(Action.INVITATION_SEND, on=get_recipient)
def arrived(request: Request, recipient: Recipient) -> HttpResponse:
    """Note that a refused or unclear mail has arrived after all."""
    return _do(
        request,
        recipient,
        lambda: decide_letter(
            recipient=recipient, send_again=False, actor=request.principal, now=now()
        ),
        _("Brevet är markerat som framme."),
    )


@require_POST
@requires(Action.INVITATION_SEND, on=get_recipient)
def came_back(request: Request, recipient: Recipient) -> HttpResponse:
    """Note that a mail that had left came back."""
    form = BounceForm(request.POST)
    if not form.is_valid():
        return _page(request, recipient, status=UNREADABLE, bounce_form=form)
    return _do(
        request,
        recipient,
        lambda: note_return(
            recipient=recipient,
            words=form.cleaned_data["words"],
            actor=request.principal,
            now=now(),
        ),
        _("Returen är noterad. Rätta adressen eller välj en annan väg."),
    )


@require_POST
@requires(Action.INVITATION_SEND, on=get_recipient)
def new_email(request: Request, recipient: Recipient) -> HttpResponse:
    """Send to a better address."""
    form = EmailForm(request.POST)
    if not form.is_valid():
        return _page(request, recipient, status=UNREADABLE, email_form=form)
    return _do(
        request,
        recipient,
        lambda: correct_email(
            recipient=recipient,
            email=form.cleaned_data["email"],
            in_register=form.cleaned_data["in_register"],
            actor=request.principal,
            now=now(),
        ),
        _("Adressen är ändrad och brevet skickas dit."),
    )


@require_POST
@requires(Action.INVITATION_SEND, on=get_recipient)
def on_paper(request: Request, recipient: Recipient) -> HttpResponse:
    """Print a letter to this recipient."""
    form = PaperForm(request.POST)
    if not form.is_valid():
        return _page(request, recipient, status=UNREADABLE, paper_form=form)
    try:
        return _do(
            request,
            recipient,
            lambda: put_on_paper(
                recipient=recipient,
                postal_address=form.cleaned_data["postal_address"],
                actor=request.principal,
                now=now(),
            ),
            _("Brevet ligger bland dem som ska skrivas ut."),
        )
    except NoAddress:
        return _page(request, recipient, status=UNREADABLE, paper_form=form)


@require_POST
@requires(Action.INVITATION_SEND, on=get_recipient)
def reached(request: Request, recipient: Recipient) -> HttpResponse:
    """Note that the recipient was reached in another way."""
    form = ReachedForm(request.POST, today=local_date(now()))
    if not form.is_valid():
        return _page(request, recipient, status=UNREADABLE, reached_form=form)
    return _do(
        request,
        recipient,
        lambda: mark_reached(
            recipient=recipient,
            how=form.cleaned_data["how"],
            on=form.cleaned_data["on"],
            actor=request.principal,
            now=now(),
        ),
        _("Det är noterat."),
    )
