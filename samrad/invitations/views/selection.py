"""Choosing whom a mailing goes to: filters with live counts, and single ones by hand."""

from typing import Any, Final

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.core.clock import local_date, now
from samrad.core.htmx import asks_for_part, render_page
from samrad.core.paging import page_of
from samrad.invitations.enums import LetterKind, MailingState, RecipientChannel
from samrad.invitations.forms import AudienceForm, SegmentForm
from samrad.invitations.models import Mailing
from samrad.invitations.queries.mailings import get_mailing, organisations_named
from samrad.invitations.queries.segments import (
    audience_of,
    candidates_for,
    is_first_letter,
    reach_of,
)
from samrad.invitations.rules.segments import Segment
from samrad.invitations.services.mailings import NotADraft, change_segment, put_in, take_out
from samrad.planning.views.asking import asking_only
from samrad.registry.enums import OrganisationKind

SUGGESTIONS: Final = 10
A_PAGE: Final = 25
UNREADABLE: Final = 422


def _form(mailing: Mailing, data: Any = None) -> BaseForm | None:  # noqa: ANN401 -- a QueryDict
    if is_first_letter(mailing):
        return SegmentForm(data, initial=mailing.segment, region=mailing.consultation.region)
    if mailing.kind == LetterKind.REMINDER:
        return None
    return AudienceForm(data, initial={"audience": audience_of(mailing)})


def _page(
    request: Request, mailing: Mailing, form: BaseForm | None, *, status: int = 200
) -> HttpResponse:
    today = local_date(now())
    shown = request.GET.get("visa", "")
    rows = candidates_for(mailing, today=today)
    shown = shown if shown in RecipientChannel.values else ""
    if shown:
        rows = rows.filter(reach=shown)
    reach = reach_of(mailing, today=today)
    segment = Segment.from_dict(mailing.segment)
    q = request.GET.get("namn", "").strip()
    kinds = dict(OrganisationKind.choices)
    context = {
        "region": mailing.consultation.region,
        "consultation": mailing.consultation,
        "mailing": mailing,
        "form": form,
        "first": is_first_letter(mailing),
        "reach": reach,
        "kinds": [(kinds.get(code, code), number) for code, number in reach.kinds],
        "shown": shown,
        "page": page_of(request, rows, size=A_PAGE, count=reach.reached_by(shown)),
        "channels": dict(RecipientChannel.choices),
        "segment": segment,
        "q": q,
        "found": organisations_named(mailing, q)[:SUGGESTIONS] if q else (),
    }
    return render_page(
        request, "invitations/selection.html", context, part="selection", status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.INVITATION_SEND, on=get_mailing)
@asking_only
def selection(request: Request, mailing: Mailing) -> HttpResponse:
    """Show whom the mailing would go to; a post changes the filters or one by hand."""
    place = (mailing.consultation.region.slug, mailing.consultation.slug, mailing.uuid)
    if mailing.state != MailingState.DRAFT:
        return redirect("invitations:mailing", *place)
    if request.method != "POST":
        return _page(request, mailing, _form(mailing))
    try:
        changed, form = _change(request, mailing)
    except NotADraft:
        return redirect("invitations:mailing", *place)
    if form is not None and form.errors:
        return _page(request, mailing, form, status=UNREADABLE)
    if asks_for_part(request):
        changed.consultation = mailing.consultation
        return _page(request, changed, _form(changed))
    return redirect(request.get_full_path())


def _change(request: Request, mailing: Mailing) -> tuple[Mailing, BaseForm | None]:
    """Carry out what was posted: one put in, one taken out, or other filters."""
    for name, change in (("lagg-till", put_in), ("ta-bort", take_out)):
        one = request.POST.get(name, "")
        if one.isascii() and one.isdigit() and len(one) <= 18:  # noqa: PLR2004 -- fits a bigint
            return change(
                mailing=mailing, candidate=int(one), actor=request.principal, now=now()
            ), None
    form = _form(mailing, request.POST)
    if form is None or not form.is_valid():
        return mailing, form
    changed = change_segment(
        mailing=mailing, filters=form.cleaned_data, actor=request.principal, now=now()
    )
    return changed, form
