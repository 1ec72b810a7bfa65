"""What has arrived: the list, one submission whole, its files, and whether it may be shown."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.consultations.models import Consultation, Participation
from samrad.consultations.queries import get_consultation
from samrad.consultations.services.links import OrganisationTakesPart, link_to_organisation
from samrad.contributions.enums import ModerationState
from samrad.contributions.forms.intake import ModerationForm, SubmissionFilterForm
from samrad.contributions.models import Submission, SubmissionFile
from samrad.contributions.queries.replies import names_of_actors
from samrad.contributions.queries.submissions import (
    contributions_of,
    files_of,
    get_submission,
    get_submission_file,
    is_stated_organisation,
    organisation_in_region,
    organisations_like,
    story_of,
    stretches,
    submissions_for_list,
    waiting_for_moderation,
)
from samrad.contributions.services.moderation import decide_moderation
from samrad.contributions.views.story import told
from samrad.core.clock import now
from samrad.core.htmx import render_page
from samrad.core.paging import page_of
from samrad.files.responses import attachment
from samrad.planning.views.asking import asking_only


@require_safe
@requires(Action.SUBMISSION_VIEW, on=get_consultation)
@asking_only
def submissions(request: Request, consultation: Consultation) -> HttpResponse:
    """List what has arrived."""
    form = SubmissionFilterForm(request.GET)
    rows = submissions_for_list(consultation, form.chosen())
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "tab": "submissions",
        "filter_form": form,
        "filtered": any(request.GET.get(name) for name in form.fields),
        "page": page_of(request, rows),
        "waiting": waiting_for_moderation(consultation),
    }
    return render_page(request, "contributions/submissions.html", context, part="rows")


@require_safe
@requires(Action.SUBMISSION_VIEW, on=get_submission)
def submission(request: Request, submission: Submission) -> HttpResponse:
    """Show one submission: its text with the points marked, files and what has happened to it."""
    return _submission_page(request, submission, ModerationForm())


def _submission_page(
    request: Request, submission: Submission, form: ModerationForm, status: int = 200
) -> HttpResponse:
    points = list(contributions_of(submission))
    entries = list(story_of(submission))
    context = {
        "region": submission.consultation.region,
        "consultation": submission.consultation,
        "tab": "submissions",
        "submission": submission,
        "points": points,
        "stretches": stretches(submission.text, points),
        "files": files_of(submission),
        "story": told(entries, names_of_actors(entries)),
        "form": form,
        "pending": submission.moderation.state == ModerationState.PENDING,
        "sender_unknown": bool(
            submission.participation
            and not submission.participation.organisation_id
            and is_stated_organisation(submission.participation)
        ),
    }
    return render_page(request, "contributions/submission.html", context, status=status)


@require_safe
@requires(Action.SUBMISSION_VIEW, on=get_submission_file)
def submission_file(request: Request, file: SubmissionFile) -> HttpResponseBase:  # noqa: ARG001 -- a view
    """Hand out a file that came with a submission."""
    return attachment(file.stored)


@require_http_methods(["POST"])
@requires(Action.SUBMISSION_MODERATE, on=get_submission)
def moderate(request: Request, submission: Submission) -> HttpResponse:
    """Settle whether a submission may be shown."""
    form = ModerationForm(request.POST)
    if not form.is_valid():
        return _submission_page(request, submission, form, status=422)
    decide_moderation(
        submission=submission,
        state=ModerationState(form.cleaned_data["state"]),
        reason=form.cleaned_data["reason"],
        actor=request.principal,
        now=now(),
    )
    messages.success(request, _("Beslutet är sparat."))
    return redirect(
        "contributions:submission",
        submission.consultation.region.slug,
        submission.consultation.slug,
        submission.uuid,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.SUBMISSION_MODERATE, on=get_submission)
def link_sender(request: Request, submission: Submission) -> HttpResponse:
    """Say which organisation in the register somebody is who came by the open form."""
    where = [submission.consultation.region.slug, submission.consultation.slug, submission.uuid]
    party = submission.participation
    if party is None or party.organisation_id or not is_stated_organisation(party):
        return redirect("contributions:submission", *where)
    if request.method == "POST" and _linked(request, submission, party):
        return redirect("contributions:submission", *where)
    words = request.GET.get("q", party.display_name)
    context = {
        "region": submission.consultation.region,
        "consultation": submission.consultation,
        "tab": "submissions",
        "submission": submission,
        "stated": party.stated,
        "words": words,
        "found": organisations_like(submission.consultation, words),
    }
    return render_page(request, "contributions/link_sender.html", context)


def _linked(request: Request, submission: Submission, party: Participation) -> bool:
    """Link the sender to the chosen organisation; say why where it cannot be."""
    organisation = organisation_in_region(
        submission.consultation, request.POST.get("organisation", "")
    )
    if organisation is None:
        return False
    try:
        link_to_organisation(
            participation=party, organisation=organisation, actor=request.principal, now=now()
        )
    except OrganisationTakesPart:
        messages.warning(
            request,
            _("%(name)s deltar redan i samrådet. Inlagorna ligger kvar var för sig.")
            % {"name": organisation.name},
        )
        return False
    messages.success(
        request, _("Avsändaren är kopplad till %(name)s.") % {"name": organisation.name}
    )
    return True
