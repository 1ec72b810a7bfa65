"""One item: what the facts say, what people say, its whole history, and saying something of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.access.roles import Role
from samrad.core.clock import now
from samrad.core.htmx import render_page
from samrad.files.models import StoredFile
from samrad.files.responses import attachment
from samrad.files.services import (
    FileEmpty,
    FileTooLarge,
    largest_upload,
    read_upload,
    store_file,
)
from samrad.planning.views.asking import asking_only
from samrad.quality.enums import AttestationKind, State
from samrad.quality.forms import ReasonForm, SayForm
from samrad.quality.models import Attestation, ChecklistRun
from samrad.quality.queries.objects import Thing, get_attestation, things_of
from samrad.quality.queries.profile import Line, run_required
from samrad.quality.rules.score import VALUES
from samrad.quality.services.attesting import (
    EvidenceMissing,
    Said,
    SaidMeanwhile,
    attest,
    withdraw_attestation,
)
from samrad.quality.views.runs import CONFLICT, UNREADABLE, looking_at, profile_now
from samrad.quality.views.showing import row_of, said_of
from samrad.users.principal import Principal

_REASONED: Final = {AttestationKind.NOT_APPLICABLE, AttestationKind.CONTESTED}


@dataclass(frozen=True)
class RunItem:
    """An item's code in a run. Whether the run holds it is known when the run has been judged."""

    run: ChecklistRun
    item: str

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.run.roles_of(principal)


def get_run_item(region: str, consultation: str, item: str) -> RunItem:
    """Return the item of the consultation's run."""
    return RunItem(run_required(region, consultation), item)


def _line(target: RunItem) -> Line:
    found = profile_now(target.run, target.run.consultation).by_id.get(target.item)
    if found is None:
        raise Http404
    return found


@dataclass
class _Forms:
    """The ways to say something of an item that are open now."""

    say: SayForm | None = None
    leave_out: ReasonForm | None = None
    contest: ReasonForm | None = None


def _say_kind(line: Line) -> AttestationKind | None:
    """Return as what evidence is given: it decides, it confirms what facts propose, or neither."""
    if line.is_left_to_people:
        return AttestationKind.EVIDENCE
    if line.mode == "H" and line.proposed in {State.FULFILLED, State.PARTLY}:
        return AttestationKind.CONFIRMED
    return None


def _highest(line: Line) -> State:
    decides = line.is_left_to_people or line.proposed not in VALUES
    return State.FULFILLED if decides or line.proposed is None else State(line.proposed)


def _forms(
    request: Request, line: Line, things: Mapping[str, Thing], data: QueryDict | None = None
) -> _Forms:
    """Return the forms, the posted one with what was posted (or with `data` in its place)."""
    fields = data or request.POST
    posted = fields.get("kind") if request.method == "POST" else None
    who = {"seen": line.latest, "name": str(request.principal.user or "")}
    found = _Forms()
    say = _say_kind(line)
    if say is not None:
        highest = _highest(line)
        given = (fields, request.FILES) if posted == say else (None, None)
        found.say = SayForm(
            *given,
            things=things,
            highest=highest,
            initial={**who, "kind": say, "state": highest},
            auto_id="say_%s",
        )
    if line.may_be_left_out and line.state != State.NOT_APPLICABLE:
        found.leave_out = _reason_form(fields, posted, AttestationKind.NOT_APPLICABLE, who)
    if not line.is_left_to_people:
        found.contest = _reason_form(fields, posted, AttestationKind.CONTESTED, who)
    return found


def _reason_form(
    fields: QueryDict, posted: str | None, kind: AttestationKind, who: dict[str, Any]
) -> ReasonForm:
    return ReasonForm(
        fields if posted == kind else None,
        initial={**who, "kind": kind},
        auto_id=f"{kind.lower()}_%s",
    )


def _posted(found: _Forms) -> forms.Form | None:
    ways = (found.say, found.leave_out, found.contest)
    return next((form for form in ways if form is not None and form.is_bound), None)


@require_safe
@requires(Action.QUALITY_VIEW, on=get_run_item)
@asking_only
def item(request: Request, target: RunItem) -> HttpResponse:
    """Show the item and its whole history."""
    line = _line(target)
    things = things_of(target.run.consultation)
    return _page(request, target, line, _forms(request, line, things), things=things)


@require_POST
@requires(Action.QUALITY_ATTEST, on=get_run_item)
@asking_only
def say(request: Request, target: RunItem) -> HttpResponse:
    """Add what somebody says of the item."""
    line = _line(target)
    things = things_of(target.run.consultation)
    ways = _forms(request, line, things)
    form = _posted(ways)
    if form is None or not form.is_valid():
        return _page(request, target, line, ways, things=things, status=UNREADABLE)
    stored = _stored(request, form, target)
    if form.errors:
        return _page(request, target, line, ways, things=things, status=UNREADABLE)
    try:
        attest(
            run=target.run,
            item=line.id,
            said=_said(form, line, stored),
            seen=form.cleaned_data["seen"],
            actor=request.principal,
            now=now(),
        )
    except SaidMeanwhile:
        return _meanwhile(request, target, things)
    except EvidenceMissing:
        form.add_error(None, _("Skriv vad som visar det."))
        return _page(request, target, line, ways, things=things, status=UNREADABLE)
    messages.success(request, _("Det är sparat."))
    return redirect(looking_at(request, target.run.consultation).address("item", line.id))


def _meanwhile(request: Request, target: RunItem, things: Mapping[str, Thing]) -> HttpResponse:
    """Show what a colleague said first, with what was typed still in the form."""
    line = _line(target)
    data = request.POST.copy()
    data["seen"] = str(line.latest)
    ways = _forms(request, line, things, data)
    return _page(request, target, line, ways, things=things, meanwhile=True, status=CONFLICT)


def _said(form: forms.Form, line: Line, stored: StoredFile | None) -> Said:
    entered = form.cleaned_data
    kind = AttestationKind(entered["kind"])
    if kind in _REASONED:
        state = State.NOT_APPLICABLE if kind == AttestationKind.NOT_APPLICABLE else line.state
        text = entered["reason"]
        return Said(
            kind=kind, state=state, text=text, name=entered["name"], proposed=line.proposed or ""
        )
    return Said(
        kind=kind,
        state=State(entered["state"]),
        text=entered["text"],
        link=entered["link"],
        stored=stored,
        object_ref=entered["object_ref"],
        name=entered["name"],
        proposed=line.proposed or "",
        digest=line.digest,
    )


def _stored(request: Request, form: forms.Form, target: RunItem) -> StoredFile | None:
    """Store the file that was given, or say what is wrong with it."""
    given = request.FILES.get("file") if isinstance(form, SayForm) else None
    if given is None:
        return None
    try:
        content = read_upload(given.chunks())
    except FileTooLarge:
        said = _("Filen är för stor: den får vara högst %(limit)s.") % {"limit": largest_upload()}
        form.add_error("file", said)
        return None
    except FileEmpty:
        form.add_error("file", _("Filen är tom. Välj en annan fil."))
        return None
    return store_file(
        content=content,
        name=str(given.name),
        content_type=given.content_type or "",
        tenant=target.run.consultation.region.chain,
        now=now(),
    )


def _page(
    request: Request,
    target: RunItem,
    line: Line,
    ways: _Forms,
    *,
    status: int = 200,
    **more: Any,  # noqa: ANN401 -- context
) -> HttpResponse:
    consultation = target.run.consultation
    looking = looking_at(request, consultation)
    things = more.pop("things")
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "row": row_of(line, looking, things),
        "line": line,
        "ways": ways,
        "failed": _posted(ways) if status == UNREADABLE else None,
        "say_confirms": _say_kind(line) == AttestationKind.CONFIRMED,
        "history": [
            {
                **said_of(one, looking, things),
                "withdraw_url": looking.address("withdraw_attestation", line.id, one.pk)
                if one.withdrawn_at is None and looking.may_attest
                else "",
            }
            for one in line.history
        ],
        "may_attest": looking.may_attest,
        "post_url": looking.address("say", line.id),
        "largest_upload": largest_upload(),
        **more,
    }
    return render_page(request, "quality/item.html", context, status=status)


def _get_said(region: str, consultation: str, item: str, attestation: int) -> Attestation:
    return get_attestation(region, consultation, item, attestation)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.QUALITY_ATTEST, on=_get_said)
def withdraw_said(request: Request, said: Attestation) -> HttpResponse:
    """Ask, then let what was said no longer count."""
    consultation = said.run.consultation
    back = looking_at(request, consultation).address("item", said.item)
    if request.method == "POST":
        withdraw_attestation(attestation=said, actor=request.principal, now=now())
        messages.success(request, _("Det räknas inte längre. Det finns kvar i historiken."))
        return redirect(back)
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "title": _("Ta tillbaka det som sagts?"),
        "text": said.text,
        "points": [_("Det räknas inte längre, men finns kvar i historiken.")],
        "label": _("Ta tillbaka"),
        "cancel_url": back,
    }
    return render_page(request, "quality/confirm.html", context)


@require_safe
@requires(Action.QUALITY_VIEW, on=_get_said)
def evidence(_request: HttpRequest, said: Attestation) -> HttpResponse:
    """Hand out the file that shows it."""
    if said.stored is None:
        raise Http404
    return attachment(said.stored)  # type: ignore[return-value]  # a file response is a response
