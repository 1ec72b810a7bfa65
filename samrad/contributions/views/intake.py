"""Taking in what arrives by letter, mail, telephone or at a meeting, and correcting it."""

import secrets
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.consultations.models import Consultation
from samrad.consultations.queries import get_consultation
from samrad.contributions.enums import SourceKind, SubmissionChannel
from samrad.contributions.forms.intake import ArrivalForm
from samrad.contributions.models import Submission
from samrad.contributions.queries.submissions import (
    get_submission,
    organisation_in_region,
    organisations_like,
    stored_files,
)
from samrad.contributions.rules.segmentation import Span, propose_points
from samrad.contributions.services.intake import Arrival, Contact, take_in
from samrad.contributions.services.receiving import AlreadySuperseded, NothingSaid
from samrad.contributions.wording import UNREADABLE
from samrad.core.clock import STOCKHOLM, local_date, now
from samrad.core.htmx import render_page
from samrad.documents.reading import Unreadable
from samrad.documents.received import read_received
from samrad.files.models import StoredFile
from samrad.files.queries import open_file
from samrad.files.services import FileEmpty, FileTooLarge, largest_upload, read_upload, store_file
from samrad.method.library import turn_words
from samrad.planning.views.asking import asking_only
from samrad.users.queries import draft_of
from samrad.users.services import drop_form_draft, keep_form_draft

PAGE: Final = "contributions/take_in.html"
DRAFT: Final = "intake"


def _key_of(consultation: Consultation, corrected: Submission | None) -> str:
    return f"{consultation.pk}-{corrected.number}" if corrected else str(consultation.pk)


def _typed(request: Request) -> dict[str, Any]:
    """Return what stands in the posted form, as the starting values of a form not yet judged."""
    return {name: request.POST.get(name, "") for name in request.POST}


def _store(request: Request, consultation: Consultation) -> tuple[list[StoredFile], list[str]]:
    """Store the uploads; return them, and in words what could not be stored."""
    stored, faults = [], []
    for upload in request.FILES.getlist("uploads"):
        name = str(upload.name)
        try:
            content = read_upload(upload.chunks())
        except FileTooLarge:
            faults.append(
                _(
                    "%(name)s är för stor: en fil får vara högst %(limit)s. "
                    "Dela den, eller spara den mindre."
                )
                % {"name": name, "limit": largest_upload()}
            )
        except FileEmpty:
            faults.append(_("%(name)s är tom. Välj en annan fil.") % {"name": name})
        else:
            stored.append(
                store_file(
                    content=content,
                    name=name,
                    content_type=upload.content_type or "",
                    tenant=consultation.region.chain,
                    now=now(),
                )
            )
    return stored, faults


def _kept(request: Request, consultation: Consultation, removed: str = "") -> list[StoredFile]:
    uuids = [uuid for uuid in request.POST.get("kept", "").split(",") if uuid and uuid != removed]
    return stored_files(consultation, uuids)


def _text_of(files: list[StoredFile]) -> tuple[str, list[str]]:
    """Return the words of the files, and what kept some from being read."""
    texts, notices = [], []
    for stored in files:
        try:
            with open_file(stored) as content:
                texts.append(read_received(stored.name, content.read()))
        except Unreadable as unreadable:
            notices.append(
                _("%(name)s: %(reason)s Filen är sparad som original; skriv av den nedan.")
                % {"name": stored.name, "reason": UNREADABLE[unreadable.reason]}
            )
        else:
            notices.append(
                _("Texten ur %(name)s står nu nedan. Jämför med originalet.")
                % {"name": stored.name}
            )
    return "\n\n".join(texts), notices


def _page(
    request: Request,
    consultation: Consultation,
    form: ArrivalForm,
    *,
    status: int = 200,
    **more: Any,  # noqa: ANN401 -- what the page shows besides
) -> HttpResponse:
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "form": form,
        "draft_form": DRAFT,
        "largest_upload": largest_upload(),
        "tab": "submissions",
        **more,
    }
    return render_page(request, PAGE, context, part="organisations", status=status)


def _found(consultation: Consultation, typed: dict[str, Any]) -> list[Any]:
    """Return the organisations to choose among: those searched for, and the one chosen."""
    found = organisations_like(consultation, typed.get("words", ""))
    chosen = str(typed.get("organisation", ""))
    if chosen and chosen not in {str(each.pk) for each in found}:
        kept = organisation_in_region(consultation, chosen)
        found = [kept, *found] if kept else found
    return found


def _unjudged(
    request: Request,
    consultation: Consultation,
    typed: dict[str, Any],
    files: list[StoredFile],
    **more: Any,  # noqa: ANN401 -- what the page shows besides
) -> HttpResponse:
    """Show the form with what stands in it, without saying what is wrong yet."""
    typed["kept"] = ",".join(str(each.uuid) for each in files)
    form = ArrivalForm(
        initial=typed, consultation=consultation, now=now(), found=_found(consultation, typed)
    )
    return _page(request, consultation, form, files=files, **more)


def _start(
    request: Request, consultation: Consultation, corrected: Submission | None
) -> HttpResponse:
    user = request.principal.user
    assert user is not None  # noqa: S101 -- the guard lets only those in who have signed in
    draft = draft_of(user, form=DRAFT, object_key=_key_of(consultation, corrected))
    typed: dict[str, Any] = {"received_on": local_date(now()), "key": secrets.token_urlsafe(18)}
    if corrected is not None:
        typed |= _as_it_was(corrected)
    if draft is not None:
        typed |= {name: values[-1] for name, values in draft.fields.items() if values}
    kept = stored_files(consultation, [u for u in str(typed.get("kept", "")).split(",") if u])
    return _unjudged(request, consultation, typed, kept, draft=draft, corrected=corrected)


def _as_it_was(corrected: Submission) -> dict[str, Any]:
    """Return a submission as the form says it."""
    arrived = corrected.received_at.astimezone(STOCKHOLM)
    kind = corrected.source_kind
    return {
        "channel": corrected.channel,
        "received_on": arrived.date(),
        "received_time": arrived.time().replace(second=0, microsecond=0),
        "source_kind": SourceKind.ORGANISATION if corrected.organisation_id else kind,
        "organisation": str(corrected.organisation_id or ""),
        "words": corrected.organisation.name if corrected.organisation else "",
        "meeting": str(corrected.activity.uuid),
        "display_name": corrected.display_name,
        "show_name": corrected.show_name,
        "municipality": corrected.municipality_id or "",
        "text": corrected.text,
        "mandate": corrected.mandate,
        "mandate_on": corrected.mandate_on,
        "kept": ",".join(
            str(each.stored.uuid) for each in corrected.files.select_related("stored")
        ),
    }


def _arrival(form: ArrivalForm, files: list[StoredFile], corrected: Submission | None) -> Arrival:
    said = form.cleaned_data
    return Arrival(
        source_kind=SourceKind(said["source_kind"]),
        channel=SubmissionChannel(said["channel"]),
        received_at=said["received_at"],
        text=said["text"],
        idempotency_key=f"desk:{form.consultation.pk}:{said['key']}",
        organisation=said["organisation"],
        display_name=said["display_name"],
        show_name=said["show_name"],
        municipality=said["municipality"],
        contact=Contact(said["email"], said["phone"], said["postal_address"]),
        meeting=said["meeting"],
        mandate=said["mandate"],
        mandate_on=said["mandate_on"],
        files=files,
        supersedes=corrected,
    )


def _save(
    request: Request,
    consultation: Consultation,
    files: list[StoredFile],
    faults: list[str],
    corrected: Submission | None,
) -> HttpResponse:
    typed = _typed(request)
    data = request.POST.copy()
    data["kept"] = ",".join(str(each.uuid) for each in files)
    form = ArrivalForm(
        data, consultation=consultation, now=now(), found=_found(consultation, typed)
    )
    for fault in faults:
        form.add_error("uploads", fault)
    if form.is_valid():
        try:
            submission = take_in(
                consultation=consultation,
                arrival=_arrival(form, files, corrected),
                actor=request.principal,
                now=now(),
            )
        except NothingSaid:
            form.add_error("text", form.fields["text"].error_messages["required"])
        except AlreadySuperseded:
            form.add_error(None, _("Någon annan har redan rättat den här inlagan. Öppna den nya."))
        else:
            return _saved(request, consultation, submission, corrected)
    return _page(request, consultation, form, status=422, files=files, corrected=corrected)


def _saved(
    request: Request,
    consultation: Consultation,
    submission: Submission,
    corrected: Submission | None,
) -> HttpResponse:
    user = request.principal.user
    assert user is not None  # noqa: S101 -- the guard lets only those in who have signed in
    drop_form_draft(user=user, form=DRAFT, object_key=_key_of(consultation, corrected))
    whole = submission.contributions.first()
    where = [consultation.region.slug, consultation.slug]
    points = propose_points(
        submission.text, Span(0, len(submission.text)), turns=turn_words().text.turns
    )
    messages.success(
        request,
        _("Inlaga %(number)s är sparad.") % {"number": submission.number},
    )
    if whole is not None and len(points) > 1:
        messages.info(
            request,
            ngettext(
                "Texten ser ut att säga %(count)s sak.",
                "Texten ser ut att säga %(count)s saker. Dela den så att varje sak får sitt svar.",
                len(points),
            )
            % {"count": len(points)},
        )
        return redirect("contributions:split", *where, whole.number)
    return redirect("contributions:submission", *where, submission.uuid)


def _receive(
    request: Request, consultation: Consultation, corrected: Submission | None
) -> HttpResponse:
    """Do what the pressed button says: search, read files, leave one out, drop or save."""
    if request.method != "POST":
        return _start(request, consultation, corrected)
    user = request.principal.user
    assert user is not None  # noqa: S101 -- the guard lets only those in who have signed in
    do, object_key = request.POST.get("do", "save"), _key_of(consultation, corrected)
    if do == "drop":
        drop_form_draft(user=user, form=DRAFT, object_key=object_key)
        return redirect(request.path)
    stored, faults = _store(request, consultation)
    files = [*_kept(request, consultation, request.POST.get("remove", "")), *stored]
    if do == "register":
        fields = {
            name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"
        }
        fields["kept"] = [",".join(str(each.uuid) for each in files)]
        keep_form_draft(user=user, form=DRAFT, object_key=object_key, fields=fields, now=now())
        return redirect("registry:organisation_new", consultation.region.slug)
    if do in {"search", "read"} or "remove" in request.POST:
        typed = _typed(request)
        notices = list(faults)
        if do == "read":
            words, read = _text_of(stored or files)
            typed["text"] = "\n\n".join(part for part in (typed.get("text", ""), words) if part)
            notices += read
        return _unjudged(request, consultation, typed, files, notices=notices, corrected=corrected)
    return _save(request, consultation, files, faults, corrected)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.SUBMISSION_TAKE_IN, on=get_consultation)
@asking_only
def take_in_submission(request: Request, consultation: Consultation) -> HttpResponse:
    """Enter something that arrived."""
    return _receive(request, consultation, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.SUBMISSION_TAKE_IN, on=get_submission)
def correct_submission(request: Request, submission: Submission) -> HttpResponse:
    """Enter anew what was entered wrongly; the old is kept and named."""
    return _receive(request, submission.consultation, submission)
