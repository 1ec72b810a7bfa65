"""Writing a reply at the desk, and what happens when somebody else wrote first."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.consultations.models import Consultation
from samrad.contributions.enums import Outcome, ReplyState
from samrad.contributions.forms.replying import TAKE_BACK, ReplyForm
from samrad.contributions.models import Contribution, Reply
from samrad.contributions.queries.changes import loose_changes, others_resting_on
from samrad.contributions.queries.desk import next_to_take, placed_in_draft
from samrad.contributions.queries.live import get_contribution, read_anew
from samrad.contributions.queries.replies import reply_as_read, writer_of
from samrad.contributions.queries.similar import similar_contributions
from samrad.contributions.rules.replies import CHANGES_THE_PLAN
from samrad.contributions.services.replying import (
    ChangeLeftBehind,
    Leaving,
    NotAnswerable,
    PassageChange,
    ReplyChangedMeanwhile,
    ReplyIsIncomplete,
    ReplyIsPublished,
    ReplyText,
)
from samrad.contributions.services.sharing import answer, share_reply
from samrad.contributions.views.desk import (
    DRAFT,
    address_of,
    desk_of,
    form_context,
    named_in,
    object_key,
    query_of,
    reply_of,
    show_contribution,
)
from samrad.contributions.wording import REPLY_FAULTS, REPLY_FIELDS
from samrad.core.clock import local_date, now
from samrad.core.htmx import asks_for_part, render_page
from samrad.plans.models import PassageRevision, PlacedPassage
from samrad.plans.services import PassageChangedMeanwhile, VersionIsFrozen
from samrad.users.services import drop_form_draft, keep_form_draft


def typed_in(request: Request) -> dict[str, Any]:
    """Return what stands in the posted form, as starting values of a form not yet judged."""
    typed: dict[str, Any] = {name: request.POST.get(name, "") for name in request.POST}
    return typed | {"also": request.POST.getlist("also")}


def _form(contribution: Contribution, **given: Any) -> ReplyForm:  # noqa: ANN401 -- the form's own
    similar = [row for row in similar_contributions(contribution) if not hasattr(row, "reply_link")]
    data = given.get("data")
    typed = {"also": data.getlist("also")} if data is not None else given.get("initial", {})
    return ReplyForm(
        **given,
        consultation=contribution.consultation,
        similar=similar,
        named=named_in(typed, contribution),
    )


def change_in(form: ReplyForm, placed: PlacedPassage | None, motive: str) -> PassageChange | None:
    """Return the change in the plan that the form asks for; none when the text stays as it is."""
    said = form.cleaned_data
    if placed is None or said["outcome"] not in CHANGES_THE_PLAN or not said["passage_text"]:
        return None
    if said["passage_text"] == placed.revision.text:
        return None
    return PassageChange(
        placed=placed,
        heading=placed.revision.heading,
        text=said["passage_text"],
        motive=motive,
        expected=said["passage_number"] or 0,
    )


def _named_revision(
    form: ReplyForm, placed: PlacedPassage | None, reply: Reply | None
) -> PassageRevision | None:
    """Return the wording that the reply names: the one it named before, where there is one."""
    said = form.cleaned_data
    if placed is None or said["outcome"] not in CHANGES_THE_PLAN:
        return None
    if said["passage_text"] == placed.revision.text and not said["in_place"]:
        return None
    before = reply.passage_revision if reply else None
    return before if before and before.passage_id == placed.passage_id else placed.revision


def text_in(form: ReplyForm, placed: PlacedPassage | None, reply: Reply | None) -> ReplyText:
    """Return what the form says. A passage that already says it is named as it stands."""
    said = form.cleaned_data
    outcome = Outcome(said["outcome"])
    return ReplyText(
        outcome=outcome,
        reason=said["reason"],
        referred_to=said["referred_to"] if outcome == Outcome.REFERRED else "",
        passage_revision=_named_revision(form, placed, reply),
    )


def check_unused_change(form: ReplyForm, placed: PlacedPassage | None) -> None:
    """Raise `ReplyIsIncomplete` when a reply that changes nothing comes with new words."""
    said = form.cleaned_data
    if (
        placed is not None
        and said["outcome"] not in CHANGES_THE_PLAN
        and said["passage_text"] not in {"", placed.revision.text}
    ):
        raise ReplyIsIncomplete(["REVISION_FORBIDDEN"])


def add_problem(
    form: ReplyForm,
    problem: ReplyIsIncomplete | VersionIsFrozen | NotAnswerable,
    *,
    chosen: bool,
) -> None:
    """Say in the form why the reply was not saved. `chosen`: a passage has been."""
    if isinstance(problem, VersionIsFrozen):
        form.add_error("passage_text", _("Utkastet är fryst. Börja nästa version under Planer."))
    elif isinstance(problem, NotAnswerable):
        text = _("Inspel %(numbers)s har delats eller ersatts under tiden. Öppna det nya.")
        form.add_error(None, text % {"numbers": ", ".join(map(str, problem.numbers))})
    else:
        for fault in problem.faults:
            said = str(REPLY_FAULTS[fault])
            if fault == "REVISION_MISSING" and chosen:
                said = _("Ändra lydelsen, eller kryssa i att texten säger det redan.")
            form.add_error(REPLY_FIELDS.get(fault, "outcome"), said)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.REPLY_WRITE, on=get_contribution)
def write(request: Request, contribution: Contribution) -> HttpResponse:
    """Do what the pressed button says: save, show the change, choose a passage, share a reply."""
    if request.method != "POST":
        return redirect(
            address_of(contribution.consultation, contribution.number, query_of(request))
        )
    do = request.POST.get("do", "save")
    if do == "preview":
        return _shown_again(request, contribution, typed_in(request))
    if do in {"passage", "leave_passage", "drop"}:
        return _kept(request, contribution, do)
    if do.startswith("share:"):
        return _share(request, contribution, do.removeprefix("share:"))
    return _save(request, contribution)


def _shown_again(
    request: Request, contribution: Contribution, typed: dict[str, Any]
) -> HttpResponse:
    form = _form(contribution, initial=typed)
    if asks_for_part(request):
        context = form_context(form, contribution.consultation, typed) | {
            "can_pick": True,
            "preview_url": request.get_full_path(),
        }
        return render_page(request, "contributions/change_part.html", context)
    return show_contribution(request, contribution, form=form, typed=typed, editing=True)


def _kept(request: Request, contribution: Contribution, do: str) -> HttpResponse:
    """Keep what is typed and go on: to choose a passage, without one, or without the draft."""
    user = request.principal.user
    assert user is not None  # noqa: S101 -- the guard lets only those in who may write
    key, query = object_key(contribution), query_of(request)
    here = address_of(contribution.consultation, contribution.number, query)
    if do == "drop":
        drop_form_draft(user=user, form=DRAFT, object_key=key)
        return redirect(here)
    fields = {
        name: values
        for name, values in request.POST.lists()
        if name not in {"csrfmiddlewaretoken", "do"}
    }
    if do == "leave_passage":
        fields |= {"passage": [], "passage_text": [], "passage_number": [], "in_place": []}
    keep_form_draft(user=user, form=DRAFT, object_key=key, fields=fields, now=now())
    if do == "leave_passage":
        return redirect(f"{here}#andringen")
    where = redirect(
        "contributions:pick_passage",
        contribution.consultation.region.slug,
        contribution.consultation.slug,
        contribution.number,
    )
    where["Location"] += f"?{query}" if query else ""
    return where


def _share(request: Request, contribution: Contribution, which: str) -> HttpResponse:
    """Let a reply that an equal contribution has answer this one too."""
    reply = reply_as_read(contribution.consultation, which)
    shared = False
    if reply is not None:
        with suppress(ReplyChangedMeanwhile, ReplyIsPublished, NotAnswerable):
            share_reply(
                reply=reply, contributions=[contribution], actor=request.principal, now=now()
            )
            shared = True
    if shared:
        return _done(request, contribution, 1)
    messages.warning(request, _("Svaret har ändrats under tiden. Läs det igen och försök på nytt."))
    return redirect(address_of(contribution.consultation, contribution.number, query_of(request)))


def _save(request: Request, contribution: Contribution) -> HttpResponse:
    form = _form(contribution, data=request.POST)
    try:
        if form.is_valid():
            return _answer(request, contribution, form)
    except (ReplyChangedMeanwhile, ReplyIsPublished) as changed:
        return _somebody_was_first(request, contribution, changed)
    except PassageChangedMeanwhile as changed:
        return _passage_changed(request, contribution, changed)
    return show_contribution(request, contribution, form=form, typed=typed_in(request), status=422)


def chosen_passage(form: ReplyForm, consultation: Consultation) -> PlacedPassage | None:
    """Return the passage that the form names, as it stands in the draft."""
    passage = form.cleaned_data["passage"]
    return placed_in_draft(consultation, str(passage)) if passage else None


def _answer(request: Request, contribution: Contribution, form: ReplyForm) -> HttpResponse:
    """Save what a valid form says, or show the form with what the service found wrong."""
    said = form.cleaned_data
    placed = chosen_passage(form, contribution.consultation)
    before = reply_of(contribution)
    others = [each for each in said["others"] if each.pk != contribution.pk]
    try:
        check_unused_change(form, placed)
        answer(
            contribution=contribution,
            others=others,
            expected=said["version"],
            text=text_in(form, placed, before),
            leaving=_leaving(form, contribution),
            change=change_in(
                form, placed, _("Inspel %(number)s") % {"number": contribution.number}
            ),
            actor=request.principal,
            now=now(),
        )
    except (ReplyIsIncomplete, VersionIsFrozen, NotAnswerable) as problem:
        add_problem(form, problem, chosen=placed is not None)
        return show_contribution(
            request, contribution, form=form, typed=typed_in(request), status=422
        )
    except ChangeLeftBehind as left:
        typed = typed_in(request) | {"leaving": TAKE_BACK}
        return show_contribution(
            request,
            contribution,
            form=_form(contribution, initial=typed),
            typed=typed,
            status=422,
            left_behind=left.change,
        )
    _tell_what_stays(request, contribution, before)
    return _done(request, contribution, 1 + len(others))


def _leaving(form: ReplyForm, contribution: Contribution) -> Leaving | None:
    """Return what the form says about a change that the reply no longer rests on, if it does."""
    said = form.cleaned_data
    if not said["leaving"]:
        return None
    takes_back = said["leaving"] == TAKE_BACK
    motive = _("Inspel %(number)s införs inte längre") % {"number": contribution.number}
    return Leaving(takes_back=takes_back, motive=motive if takes_back else said["leaving_reason"])


def _tell_what_stays(request: Request, contribution: Contribution, before: Reply | None) -> None:
    """Say that a change the reply rested on before still stands in the plan, and why."""
    changed = before.passage_revision if before else None
    after = read_anew(contribution)
    now_named = after.reply_link.reply.passage_revision_id
    if before is None or changed is None or now_named is not None:
        return
    others = others_resting_on(before)
    if others:
        text = _("Ändringen i planens text står kvar: svaret på inspel %(numbers)s vilar på den.")
        messages.info(request, text % {"numbers": ", ".join(map(str, others))})
    for placed in loose_changes(contribution.consultation):
        if placed.passage_id == changed.passage_id:
            messages.warning(
                request,
                _(
                    "Avsnitt %(name)s har ändrats vidare sedan svaret skrevs, och står kvar som "
                    "det är. Det listas under Publicera som ändrat utan svar tills ni har sett "
                    "över det."
                )
                % {"name": name_of(placed)},
            )


def name_of(placed: PlacedPassage) -> str:
    """Return what the passage is called: its number, else its heading or place."""
    return placed.number or placed.revision.heading or str(placed.position)


def _somebody_was_first(
    request: Request, contribution: Contribution, changed: ReplyChangedMeanwhile | ReplyIsPublished
) -> HttpResponse:
    """Show both texts. Saving again changes the other's reply, knowingly."""
    fresh = read_anew(contribution)
    theirs = reply_of(fresh) or getattr(changed, "current", None)
    typed = typed_in(request) | {"version": theirs.version if theirs else 0}
    published = theirs is not None and theirs.state == ReplyState.PUBLISHED
    return show_contribution(
        request,
        fresh,
        form=_form(fresh, initial=typed),
        typed=typed,
        status=409,
        conflict=theirs,
        conflict_published=published,
        conflict_own=theirs is not None and writer_of(theirs) == request.principal.user,
        mine=typed.get("reason", ""),
    )


def _passage_changed(
    request: Request, contribution: Contribution, changed: PassageChangedMeanwhile
) -> HttpResponse:
    """Show how the passage reads now beside what was written."""
    typed = typed_in(request) | {"passage_number": changed.current.number}
    return show_contribution(
        request,
        contribution,
        form=_form(contribution, initial=typed),
        typed=typed,
        status=409,
        passage_now=changed.current,
    )


def _done(request: Request, contribution: Contribution, count: int) -> HttpResponse:
    user = request.principal.user
    assert user is not None  # noqa: S101 -- the guard lets only those in who may write
    drop_form_draft(user=user, form=DRAFT, object_key=object_key(contribution))
    consultation, query = contribution.consultation, query_of(request)
    text = (
        _("Inspel %(number)s har ett förslag till svar.")
        if count == 1
        else _("Inspel %(number)s och %(others)s till har ett gemensamt förslag till svar.")
    )
    messages.success(request, text % {"number": contribution.number, "others": count - 1})
    desk = desk_of(request, consultation)
    following = next_to_take(
        consultation, desk.chosen, after=contribution.number, today=local_date(now())
    )
    return redirect(address_of(consultation, following, query))
