"""Writing a letter, and seeing it as a given recipient would."""

from typing import Any, Final

from csp.constants import SELF
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.core.clock import local_date, now
from samrad.core.htmx import render_page
from samrad.documents.writing import to_fragment
from samrad.invitations.enums import FIRST_LETTERS
from samrad.invitations.forms import LetterForm
from samrad.invitations.models import Letter
from samrad.invitations.queries.facts import allowed_in, consultation_values, faults_of
from samrad.invitations.queries.letters import get_letter
from samrad.invitations.queries.previews import Example, example_for
from samrad.invitations.queries.reviews import review_of
from samrad.invitations.services.letters import LetterChangedMeanwhile, save_letter
from samrad.invitations.services.paper import letters_document
from samrad.invitations.services.rendering import letter_mail
from samrad.method import library
from samrad.planning.views.asking import asking_only
from samrad.planning.views.drafts import Typed, typed_in

CONFLICT: Final = 409
UNREADABLE: Final = 422
MAIL_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
)
SAMPLE: Final = "er-egen-lank"  # stands where a token would
SAMPLE_CODE: Final = "XXXX-XXXX"
FORMS: Final = ("mejl", "text", "brev")


def letter_page(
    request: Request,
    letter: Letter,
    form: LetterForm,
    typed: Typed,
    *,
    status: int = 200,
    **more: Any,  # noqa: ANN401 -- what the page shows besides
) -> HttpResponse:
    """Answer with the letter's page, or with the review beside it where HTMX asks for a swap."""
    consultation = letter.consultation
    values = consultation_values(consultation, kind=letter.kind)
    subject, body = (str(form[name].value() or "") for name in ("subject", "body"))
    texts = library.placeholders().text.placeholders
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "letter": letter,
        "form": form,
        "typed": typed,
        "faults": faults_of(subject, body, kind=letter.kind, values=values),
        "letter_review": review_of(
            letter,
            subject=subject,
            body=as_lines(body),
            values=values,
            today=local_date(now()),
        ),
        "placeholders": [(one, texts[one.key].help) for one in allowed_in(letter.kind)],
        "brings_in": letter.kind in FIRST_LETTERS,
        **more,
    }
    return render_page(request, "invitations/letter.html", context, part="review", status=status)


def as_lines(body: str) -> str:
    """Return a posted text with line breaks as a browser counts them."""
    return body.replace("\r\n", "\n").replace("\r", "\n")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.INVITATION_SEND, on=get_letter)
@asking_only
def letter(request: Request, letter: Letter) -> HttpResponse:
    """Write the letter; what is typed is kept until it is saved."""
    typed = typed_in(request, form="letter", object_key=f"{letter.consultation.pk}-{letter.kind}")
    if typed.discards:
        typed.drop()
        return redirect(request.path)
    stored = {"subject": letter.subject, "body": letter.body, "version": letter.version}
    form = typed.opened(LetterForm, stored=stored)
    if request.method != "POST":
        return letter_page(request, letter, form, typed)
    if not form.is_valid():
        return letter_page(request, letter, form, typed, status=UNREADABLE)
    try:
        save_letter(
            consultation=letter.consultation,
            kind=letter.kind,
            subject=form.cleaned_data["subject"],
            body=form.cleaned_data["body"],
            expected=form.cleaned_data["version"],
            actor=request.principal,
            now=now(),
        )
    except LetterChangedMeanwhile as error:
        return _conflict(request, letter, typed, error.current)
    typed.drop()
    messages.success(request, _("Brevet är sparat."))
    return redirect(
        _next(request), letter.consultation.region.slug, letter.consultation.slug, letter.kind
    )


def _next(request: Request) -> str:
    wanted = request.POST.get("sedan", "")
    return {"forhandsvisa": "invitations:preview"}.get(wanted, "invitations:letter")


def _conflict(request: Request, letter: Letter, typed: Typed, current: Letter) -> HttpResponse:
    """Show both texts; saving once more saves the writer's own over the other's."""
    data = request.POST.copy()
    data["version"] = str(current.version)
    return letter_page(request, letter, LetterForm(data), typed, conflict=current, status=CONFLICT)


@require_safe
@requires(Action.INVITATION_VIEW, on=get_letter)
@asking_only
def preview(request: Request, letter: Letter) -> HttpResponse:
    """Show the saved letter as one recipient gets it: as mail, as plain text or on paper."""
    shown = request.GET.get("form", "")
    shown = shown if shown in FORMS else FORMS[0]
    example = _example(request, letter)
    values = consultation_values(letter.consultation, kind=letter.kind)
    faults = faults_of(letter.subject, letter.body, kind=letter.kind, values=values)
    context = {
        "region": letter.consultation.region,
        "consultation": letter.consultation,
        "letter": letter,
        "faults": faults,
        "shown": shown,
        "example": example,
        "q": request.GET.get("namn", ""),
    }
    if not (faults.unknown or faults.is_broken):
        mail = letter_mail(letter, values=values, name=example.name, token=SAMPLE)
        context["mail"] = mail
        if shown == "brev":
            context["paper"] = _on_paper(letter, values, example)
    response = render_page(request, "invitations/preview.html", context)
    response._csp_update = {"frame-src": [SELF]}  # type: ignore[attr-defined]  # noqa: SLF001 -- as csp_update does
    return response


def _example(request: Request, letter: Letter) -> Example:
    return example_for(
        letter.consultation,
        chosen=request.GET.get("som", ""),
        search=request.GET.get("namn", ""),
    )


def _on_paper(letter: Letter, values: Any, example: Example) -> str:  # noqa: ANN401 -- facts by key
    document = letters_document(
        letter,
        values=values,
        letters=[((example.name, *example.address), SAMPLE_CODE)],
        on=local_date(now()),
    )
    return to_fragment(document)


@require_safe
@requires(Action.INVITATION_VIEW, on=get_letter)
def preview_mail(request: Request, letter: Letter) -> HttpResponse:
    """Answer with the mail's own HTML, for the frame of the preview. It can do nothing there."""
    values = consultation_values(letter.consultation, kind=letter.kind)
    faults = faults_of(letter.subject, letter.body, kind=letter.kind, values=values)
    html = ""
    if not (faults.unknown or faults.is_broken):
        example = _example(request, letter)
        html = letter_mail(letter, values=values, name=example.name, token=SAMPLE).html
    response = HttpResponse(html)
    response["Content-Security-Policy"] = MAIL_POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response
