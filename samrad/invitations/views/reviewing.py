"""Having an invitation reviewed, by anyone. Nothing of the text is stored."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from samrad.access.guard import Request, address_of, requires, too_many
from samrad.access.policy import Action
from samrad.access.roles import HasRoles, get_platform
from samrad.access.services import REVIEW, TooManyAttempts, check_attempts, count_attempt
from samrad.core.clock import now
from samrad.core.htmx import render_page
from samrad.invitations.forms import ReviewForm
from samrad.invitations.rules.marking import pieces_of
from samrad.invitations.rules.review.review import review
from samrad.invitations.rules.verdicts import is_judged


@sensitive_post_parameters()
@sensitive_variables()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.INVITATION_REVIEW, on=get_platform)
def review_invitation(request: Request, platform: HasRoles) -> HttpResponse:  # noqa: ARG001 -- a view's shape
    """Ask for an invitation, and say what is good in it and what can be better."""
    if request.method != "POST":
        return render_page(request, "invitations/review.html", {"form": ReviewForm()})
    moment, where = now(), address_of(request)
    try:
        check_attempts(limit=REVIEW, where=where, now=moment)
    except TooManyAttempts as error:
        return too_many(request, error)
    count_attempt(limit=REVIEW, where=where, now=moment)
    form = ReviewForm(request.POST, request.FILES)
    if not form.is_valid():
        return render_page(request, "invitations/review.html", {"form": form}, status=422)
    return render_page(request, "invitations/review.html", _reviewed(form))


def _reviewed(form: ReviewForm) -> dict[str, Any]:
    """Return the review, and a form to go on in that holds the text, also when it was a file."""
    said = form.cleaned_data
    judged = review(said["text"], form.facts())
    numbered = list(enumerate(judged.findings, start=1))
    at_first = len(judged.first)
    return {
        "form": ReviewForm(initial={**said, "upload": None}),
        "review": judged,
        "is_judged": is_judged(judged),
        "first": numbered[:at_first],
        "rest": numbered[at_first:],
        "pieces": pieces_of(said["text"], judged.findings),
    }
