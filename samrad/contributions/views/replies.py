"""Replies by themselves: sign-off, one reply with its history, separation and correction."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.consultations.models import Consultation
from samrad.consultations.queries import get_consultation
from samrad.contributions.enums import ReplyState
from samrad.contributions.forms.replying import ReplyForm, ReturnForm
from samrad.contributions.models import Reply, ReplyCorrection
from samrad.contributions.queries.changes import change_made_by
from samrad.contributions.queries.desk import passages_to_change
from samrad.contributions.queries.live import live_contributions
from samrad.contributions.queries.replies import (
    corrections_of,
    counts_by_state,
    get_reply,
    link_of,
    links_of,
    notes_of,
    open_correction,
    replies_as_read,
    replies_in_state,
    replies_to_sign_off,
    revisions_of,
)
from samrad.contributions.services.correcting import (
    CorrectionIsOpen,
    ReplyIsNotPublished,
    propose_correction,
    sign_off_correction,
    withdraw_correction,
)
from samrad.contributions.services.replying import (
    ReplyChangedMeanwhile,
    ReplyIsIncomplete,
    ReplyIsPublished,
    return_reply,
    sign_off_replies,
)
from samrad.contributions.services.sharing import OnlyOneAnswered, separate_contribution
from samrad.contributions.views.desk import form_context, values_of
from samrad.contributions.views.replying import (
    add_problem,
    change_in,
    check_unused_change,
    chosen_passage,
    text_in,
    typed_in,
)
from samrad.core.clock import now
from samrad.core.htmx import asks_for_part, render_page
from samrad.core.ids import as_number
from samrad.core.paging import page_of
from samrad.planning.views.asking import asking_only
from samrad.plans.services import PassageChangedMeanwhile, VersionIsFrozen


def _where(consultation: Consultation) -> list[str]:
    return [consultation.region.slug, consultation.slug]


@require_safe
@requires(Action.CONTRIBUTION_LIST, on=get_consultation)
@asking_only
def replies(request: Request, consultation: Consultation) -> HttpResponse:
    """List the replies in one state, ready to sign off."""
    return _list(request, consultation, ReturnForm())


def _list(
    request: Request, consultation: Consultation, form: ReturnForm, status: int = 200
) -> HttpResponse:
    state = request.GET.get("visa", ReplyState.PROPOSED)
    if state not in ReplyState.values:
        state = ReplyState.PROPOSED
    live = live_contributions(consultation)
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "tab": "replies",
        "state": state,
        "states": _states(consultation),
        "page": page_of(request, replies_in_state(consultation, state), size=25),
        "corrections": list(corrections_of(consultation)),
        "unanswered": live.filter(reply_link__isnull=True).count(),
        "form": form,
        "read_at": now().isoformat(),
    }
    return render_page(request, "contributions/replies.html", context, status=status)


def _states(consultation: Consultation) -> list[tuple[str, Any, int]]:
    counts = counts_by_state(consultation)
    return [(code, label, counts[code]) for code, label in ReplyState.choices]


@require_http_methods(["POST"])
@requires(Action.REPLY_SIGN_OFF, on=get_consultation)
@asking_only
def sign_off(request: Request, consultation: Consultation) -> HttpResponse:
    """Sign off the ticked replies and corrections, or send them back with a word."""
    if request.POST.get("do") == "all":
        return _sign_off_all(request, consultation)
    chosen = replies_as_read(consultation, request.POST.getlist("reply"))
    corrections = [
        each
        for each in corrections_of(consultation)
        if str(each.pk) in request.POST.getlist("correction")
    ]
    if not chosen and not corrections:
        messages.warning(request, _("Kryssa i minst ett svar."))
        return redirect("contributions:replies", *_where(consultation))
    if request.POST.get("do") == "return":
        return _send_back(request, consultation, chosen)
    done = sign_off_replies(
        consultation=consultation, replies=chosen, actor=request.principal, now=now()
    )
    for each in corrections:
        sign_off_correction(correction=each, actor=request.principal, now=now())
    _tell_signed(request, done + len(corrections), len(chosen) + len(corrections))
    return redirect("contributions:replies", *_where(consultation))


def _sign_off_all(request: Request, consultation: Consultation) -> HttpResponse:
    """Sign off every proposal that stood when the page was read and has not been sent back."""
    try:
        read_at = datetime.fromisoformat(request.POST.get("read_at", ""))
    except ValueError:
        read_at = datetime.min.replace(tzinfo=UTC)
    chosen = list(replies_to_sign_off(consultation).filter(updated_at__lte=read_at))
    done = sign_off_replies(
        consultation=consultation, replies=chosen, actor=request.principal, now=now()
    )
    _tell_signed(request, done, len(chosen))
    return redirect("contributions:replies", *_where(consultation))


def _tell_signed(request: Request, done: int, chosen: int) -> None:
    messages.success(
        request,
        ngettext("%(count)s svar är godkänt.", "%(count)s svar är godkända.", done)
        % {"count": done},
    )
    if done < chosen:
        messages.warning(
            request,
            ngettext(
                "%(count)s svar har ändrats sedan sidan öppnades. Läs det igen.",
                "%(count)s svar har ändrats sedan sidan öppnades. Läs dem igen.",
                chosen - done,
            )
            % {"count": chosen - done},
        )


def _send_back(request: Request, consultation: Consultation, chosen: list[Reply]) -> HttpResponse:
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _list(request, consultation, form, status=422)
    returned = 0
    for reply in chosen:
        try:
            return_reply(
                reply=reply, text=form.cleaned_data["text"], actor=request.principal, now=now()
            )
        except (ReplyChangedMeanwhile, ReplyIsPublished):
            continue
        returned += 1
    messages.success(
        request,
        ngettext(
            "%(count)s svar är tillbakaskickat.", "%(count)s svar är tillbakaskickade.", returned
        )
        % {"count": returned},
    )
    return redirect("contributions:replies", *_where(consultation))


@require_safe
@requires(Action.CONTRIBUTION_LIST, on=get_reply)
def reply(request: Request, reply: Reply) -> HttpResponse:
    """Show one reply: what it answers, all it has said, notes, and how to correct it."""
    context = {
        "region": reply.consultation.region,
        "consultation": reply.consultation,
        "tab": "replies",
        "reply": reply,
        "links": list(links_of(reply)),
        "revisions": list(revisions_of(reply)),
        "notes": list(notes_of(reply)),
        "correction": open_correction(reply),
    }
    return render_page(request, "contributions/reply.html", context)


@require_http_methods(["POST"])
@requires(Action.REPLY_WRITE, on=get_reply)
def separate(request: Request, reply: Reply) -> HttpResponse:
    """Give one of the contributions that share the reply a reply of its own."""
    number, version = request.POST.get("contribution", ""), request.POST.get("version", "")
    link, alone = link_of(reply, number), None
    if link is not None:
        with suppress(ReplyChangedMeanwhile, OnlyOneAnswered):
            alone = separate_contribution(
                link=link, expected=as_number(version) or 0, actor=request.principal, now=now()
            )
    if alone is None:
        messages.warning(request, _("Svaret har ändrats under tiden. Läs det igen."))
        return redirect("contributions:reply", *_where(reply.consultation), reply.pk)
    messages.success(
        request,
        _("Inspel %(number)s har nu ett eget svar, med samma ord som förut.") % {"number": number},
    )
    return redirect("contributions:reply", *_where(reply.consultation), alone.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.REPLY_WRITE, on=get_reply)
def correct(request: Request, reply: Reply) -> HttpResponse:
    """Propose new words for a reply that is public."""
    if reply.state != ReplyState.PUBLISHED:
        return redirect("contributions:reply", *_where(reply.consultation), reply.pk)
    if request.method != "POST":
        typed = values_of(reply) | {"version": reply.version}
        form = ReplyForm(initial=typed, consultation=reply.consultation, corrects=True)
        return _correction_page(request, reply, form, typed)
    do, typed = request.POST.get("do", "save"), typed_in(request)
    if typed.get("other_passage"):
        typed |= {"passage": typed["other_passage"], "passage_text": "", "passage_number": ""}
    if do == "withdraw":
        return _withdraw(request, reply)
    if do == "save":
        return _propose(request, reply, typed)
    return _correction_page(
        request,
        reply,
        ReplyForm(initial=typed, consultation=reply.consultation, corrects=True),
        typed,
    )


def _correction_page(
    request: Request,
    reply: Reply,
    form: ReplyForm,
    typed: dict[str, Any],
    *,
    status: int = 200,
    **more: Any,  # noqa: ANN401 -- what the page shows besides
) -> HttpResponse:
    context = {
        "region": reply.consultation.region,
        "consultation": reply.consultation,
        "tab": "replies",
        "reply": reply,
        "links": list(links_of(reply)),
        "correction": open_correction(reply),
        **form_context(form, reply.consultation, typed),
        "passages": passages_to_change(reply.consultation, ""),
        "preview_url": request.path,
        **more,
    }
    page = "change_part" if asks_for_part(request) else "correct"
    return render_page(request, f"contributions/{page}.html", context, status=status)


def _withdraw(request: Request, reply: Reply) -> HttpResponse:
    correction: ReplyCorrection | None = open_correction(reply)
    if correction is not None:
        withdraw_correction(correction=correction, actor=request.principal, now=now())
        messages.success(request, _("Rättelsen är tillbakatagen. Svaret står kvar som det var."))
    return redirect("contributions:reply", *_where(reply.consultation), reply.pk)


def _propose(request: Request, reply: Reply, typed: dict[str, Any]) -> HttpResponse:
    form = ReplyForm(request.POST, consultation=reply.consultation, corrects=True)
    try:
        if form.is_valid() and _proposed(request, reply, form):
            messages.success(
                request,
                _("Rättelsen är föreslagen. Det gamla svaret står kvar tills den är publicerad."),
            )
            _tell_what_is_left(request, reply)
            return redirect("contributions:reply", *_where(reply.consultation), reply.pk)
    except PassageChangedMeanwhile as changed:
        typed |= {"passage_number": changed.current.number}
        again = ReplyForm(initial=typed, consultation=reply.consultation, corrects=True)
        return _correction_page(
            request, reply, again, typed, status=409, passage_now=changed.current
        )
    return _correction_page(request, reply, form, typed, status=422)


def _tell_what_is_left(request: Request, reply: Reply) -> None:
    """Say beforehand that publishing the correction leaves a change in the plan without a reply."""
    change, correction = change_made_by(reply), open_correction(reply)
    named = correction.passage_revision if correction else None
    if change is None or (named and named.passage_id == change.after.passage_id):
        return
    messages.warning(
        request,
        _(
            "Svaret har ändrat planens text. Ändringen står kvar, och listas under Publicera som "
            "ändrad utan svar när rättelsen är publicerad."
        ),
    )


def _proposed(request: Request, reply: Reply, form: ReplyForm) -> bool:
    """Propose what the valid form says; say in the form what stood in the way."""
    said, placed = form.cleaned_data, chosen_passage(form, reply.consultation)
    try:
        check_unused_change(form, placed)
        propose_correction(
            reply=reply,
            expected=said["version"],
            text=text_in(form, placed, reply),
            motive=said["motive"],
            change=change_in(form, placed, said["motive"]),
            actor=request.principal,
            now=now(),
        )
    except (ReplyIsIncomplete, VersionIsFrozen) as problem:
        add_problem(form, problem, chosen=placed is not None)
        return False
    except (ReplyChangedMeanwhile, CorrectionIsOpen, ReplyIsNotPublished):
        form.add_error(None, _("Någon annan har ändrat eller rättat svaret. Läs det igen."))
        return False
    return True
