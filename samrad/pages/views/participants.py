"""Who takes part, and closing links that reached the wrong person."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.consultations.models import Consultation, Participation
from samrad.consultations.queries import get_consultation, get_participation
from samrad.consultations.services.links import revoke_ways_in, settle_reports
from samrad.core.clock import now
from samrad.core.htmx import render_page
from samrad.core.paging import page_of
from samrad.pages.queries.participants import participants_of, ways_of
from samrad.planning.views.asking import asking_only


@require_safe
@requires(Action.INVITATION_VIEW, on=get_consultation)
@asking_only
def participants(request: Request, consultation: Consultation) -> HttpResponse:
    """List those who take part."""
    words = request.GET.get("q", "")[:100]
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "words": words,
        "page": page_of(request, participants_of(consultation, words=words, now=now())),
    }
    return render_page(request, "pages/work/participants.html", context)


@require_safe
@requires(Action.INVITATION_VIEW, on=get_participation)
def participant(request: Request, participation: Participation) -> HttpResponse:
    """Show one who takes part: ways in, reports, answers."""
    context = {
        "region": participation.consultation.region,
        "consultation": participation.consultation,
        "participation": participation,
        "ways": ways_of(participation, now=now()),
    }
    return render_page(request, "pages/work/participant.html", context)


def _back(participation: Participation) -> HttpResponse:
    consultation = participation.consultation
    return redirect(
        "pages:participant", consultation.region.slug, consultation.slug, participation.uuid
    )


@require_POST
@requires(Action.INVITATION_SEND, on=get_participation)
def close_ways(request: Request, participation: Participation) -> HttpResponse:
    """Close every link and code of the participation; what it has written stays."""
    closed = revoke_ways_in(participation=participation, actor=request.principal, now=now())
    messages.success(
        request,
        ngettext(
            "%(count)s väg in är stängd. Det som skrivits finns kvar.",
            "%(count)s vägar in är stängda. Det som skrivits finns kvar.",
            closed,
        )
        % {"count": closed},
    )
    return _back(participation)


@require_POST
@requires(Action.INVITATION_SEND, on=get_participation)
def settle(request: Request, participation: Participation) -> HttpResponse:
    """Say that the reports of a wrong recipient have been seen to."""
    settle_reports(participation=participation, actor=request.principal, now=now())
    messages.success(request, _("Noterat att det är utrett."))
    return _back(participation)
