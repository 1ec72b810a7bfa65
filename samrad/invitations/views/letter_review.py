"""The review beside a letter that is being written: renewed, acted upon, spoken against.

Every post brings the letter's form along and gives it back, so that nothing typed is lost.
"""

from typing import Final

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.core.clock import local_date, now
from samrad.core.htmx import asks_for_part
from samrad.core.text import one_line
from samrad.invitations.forms import LetterForm
from samrad.invitations.models import Letter, ReviewDispute
from samrad.invitations.queries.facts import consultation_values
from samrad.invitations.queries.letters import get_letter, letter_of
from samrad.invitations.queries.reviews import LetterReview, get_dispute, review_of
from samrad.invitations.services.disputes import dispute_finding, withdraw_dispute
from samrad.invitations.views.letters import as_lines, letter_page
from samrad.planning.views.asking import asking_only
from samrad.planning.views.drafts import Typed, typed_in

LONGEST_REASON: Final = 500
UNREADABLE: Final = 422
_FIELDS: Final = ("subject", "body", "version")


def _typed(request: Request, letter: Letter) -> tuple[Typed, dict[str, str]]:
    """Return what was posted."""
    typed = typed_in(request, form="letter", object_key=f"{letter.consultation.pk}-{letter.kind}")
    written = {name: as_lines(request.POST.get(name, "")) for name in _FIELDS}
    return typed, written


def _reviewed(letter: Letter, written: dict[str, str]) -> LetterReview | None:
    return review_of(
        letter,
        subject=written["subject"],
        body=written["body"],
        values=consultation_values(letter.consultation, kind=letter.kind),
        today=local_date(now()),
    )


def _page(
    request: Request,
    letter: Letter,
    written: dict[str, str],
    typed: Typed,
    *,
    status: int = 200,
    **more: str,
) -> HttpResponse:
    """Answer with the form as it was typed, kept as a draft where no script has done so."""
    changed = (written["subject"], written["body"]) != (letter.subject, letter.body)
    if changed and not asks_for_part(request):
        typed.keep({name: [value] for name, value in written.items()})
    return letter_page(request, letter, LetterForm(initial=written), typed, status=status, **more)


@require_POST
@requires(Action.INVITATION_SEND, on=get_letter)
@asking_only
def review_letter(request: Request, letter: Letter) -> HttpResponse:
    """Review what is typed; without script a pressed button also puts a sentence in."""
    typed, written = _typed(request, letter)
    rule = request.POST.get("insert", "")
    notice = ""
    if rule and (judged := _reviewed(letter, written)):
        one = judged.about(rule)
        if one is not None and one.mend is not None:
            body, mend = written["body"], one.mend
            written["body"] = body[: mend.at] + mend.words + body[mend.at :]
            notice = _("Meningen är inlagd. Fyll i det som står inom hakparentes.")
    return _page(request, letter, written, typed, notice=notice)


@require_POST
@requires(Action.INVITATION_SEND, on=get_letter)
@asking_only
def dispute(request: Request, letter: Letter) -> HttpResponse:
    """Take away a finding that does not hold, with the reason why."""
    typed, written = _typed(request, letter)
    rule = request.POST.get("dispute", "")
    reason = one_line(request.POST.get(f"reason-{rule}", ""))
    judged = _reviewed(letter, written)
    one = judged.about(rule) if judged else None
    if one is None:  # the text has changed, so that the finding is gone
        return _page(request, letter, written, typed)
    if not 0 < len(reason) <= LONGEST_REASON:
        return _page(
            request, letter, written, typed, status=UNREADABLE, refused=rule, refused_reason=reason
        )
    dispute_finding(
        consultation=letter.consultation,
        kind=letter.kind,
        rule=rule,
        quote_hash=one.quote_hash,
        reason=reason,
        actor=request.principal,
        now=now(),
    )
    notice = _("Anmärkningen är borttagen: %(name)s.") % {"name": one.name}
    return _page(request, letter, written, typed, notice=notice)


@require_POST
@requires(Action.INVITATION_SEND, on=get_dispute)
def withdraw(request: Request, dispute: ReviewDispute) -> HttpResponse:
    """Let a finding show again."""
    withdraw_dispute(dispute=dispute, actor=request.principal, now=now())
    letter = letter_of(dispute.consultation, dispute.letter_kind)
    typed, written = _typed(request, letter)
    return _page(request, letter, written, typed, notice=_("Anmärkningen visas igen."))
