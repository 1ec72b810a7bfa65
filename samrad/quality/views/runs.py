"""A run as a whole: its profile, its beginning, its size, and what is shown of it openly."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import POLICY, Action
from samrad.access.roles import roles_on
from samrad.consultations.models import Consultation
from samrad.consultations.queries import get_consultation
from samrad.core.clock import now
from samrad.core.htmx import render_page
from samrad.planning.views.asking import asking_only
from samrad.quality.enums import RunSize
from samrad.quality.forms import ItemFilter, SizeForm, WithdrawForm
from samrad.quality.models import ChecklistRun
from samrad.quality.queries.objects import extent_of, things_of
from samrad.quality.queries.profile import Profile, profile_of, run_of, run_required
from samrad.quality.queries.summary import summary_of
from samrad.quality.rules.sizing import suggest
from samrad.quality.rules.summary import from_data
from samrad.quality.services.runs import (
    ConsultationNotPublished,
    NothingToShow,
    RunChangedMeanwhile,
    change_size,
    publish_result,
    start_run,
    withdraw_result,
)
from samrad.quality.views.showing import Looking, chosen, helps_of, overall, parts, row_of, said_of
from samrad.quality.wording.results import SIZES_HOLD, principles, suggestion_text

CONFLICT: Final = 409
UNREADABLE: Final = 422


def looking_at(request: Request, consultation: Consultation) -> Looking:
    """Return who looks, and at what."""
    return Looking(consultation, roles_on(request.principal, consultation))


def profile_now(run: ChecklistRun, consultation: Consultation) -> Profile:
    """Return the run as it stands, in the reader's language."""
    return profile_of(run, consultation=consultation, now=now(), language=get_language() or "sv")


@require_safe
@requires(Action.QUALITY_VIEW, on=get_consultation)
@asking_only
def profile(request: Request, consultation: Consultation) -> HttpResponse:
    """Show the profile on top, then the items by phase."""
    looking = looking_at(request, consultation)
    run = run_of(consultation)
    where = {"region": consultation.region, "consultation": consultation}
    if run is None:
        return render_page(request, "quality/none.html", where)
    found = profile_now(run, consultation)
    names = principles()
    wanted = ItemFilter(request.GET or None, phases=found.phase_names, principles=names)
    asked = wanted.cleaned_data if wanted.is_valid() else {}
    things = things_of(consultation)
    listed = chosen(found.lines, asked)
    context = {
        **where,
        "run": run,
        "filter_form": wanted,
        "chosen": any(asked.values()),
        "overall": overall(found),
        "helps": helps_of(found, looking),
        "phases": parts(found.phases, found.phase_names, lambda key: f"?skede={key}#punkter"),
        "principles": parts(found.principles, names, lambda key: f"?princip={key}#punkter"),
        "groups": [
            {
                "key": phase,
                "name": name,
                "rows": [row_of(line, looking, things) for line in listed if line.phase == phase],
            }
            for phase, name in found.phase_names.items()
            if any(line.phase == phase for line in listed)
        ],
        "own_rows": [row_of(line, looking, things) for line in chosen(found.own, asked)],
        "own": parts({"own": found.own_score}, {"own": _("Egna punkter")})[0]
        if found.own
        else None,
        "contested": [
            {
                "line": line,
                "contests": [said_of(one, looking, things) for one in line.contests],
                "url": looking.address("item", line.id),
            }
            for line in found.contested
        ],
        "overrides": found.overrides,
        "changes": run.changes.select_related("made_by"),
        **_shown(run, found),
        "may_attest": looking.may_attest,
        "may_publish": bool(POLICY[Action.QUALITY_PUBLISH] & looking.held),
    }
    return render_page(request, "quality/profile.html", context, part="items")


def _shown(run: ChecklistRun, found: Profile) -> dict[str, Any]:
    """Return what everyone sees of the run, and whether it has become another since."""
    if run.published_at is None:
        return {"shown": None}
    shown = from_data(run.shown)
    points = shown.total.points if shown.total else None
    return {"shown": shown, "shown_points": points, "is_stale": points != found.total.points}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.QUALITY_ATTEST, on=get_consultation)
@asking_only
def start(request: Request, consultation: Consultation) -> HttpResponse:
    """Choose a size, say why, and begin."""
    looking = looking_at(request, consultation)
    if run_of(consultation) is not None:
        return redirect(looking.address("profile"))
    suggestion = suggest(extent_of(consultation))
    form = SizeForm(request.POST or None, initial={"size": suggestion.size})
    if request.method == "POST" and form.is_valid():
        start_run(
            consultation=consultation,
            size=RunSize(form.cleaned_data["size"]),
            motive=form.cleaned_data["motive"],
            actor=request.principal,
            now=now(),
        )
        messages.success(request, _("Checklistan är startad."))
        return redirect(looking.address("profile"))
    return _size_page(
        request,
        consultation,
        form,
        title=_("Starta checklistan"),
        label=_("Starta"),
        suggestion={"size": suggestion.size.label, "why": suggestion_text(suggestion)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.QUALITY_ATTEST, on=run_required)
@asking_only
def size(request: Request, run: ChecklistRun) -> HttpResponse:
    """Change how many items the run holds."""
    consultation = run.consultation
    form = SizeForm(request.POST or None, initial={"size": run.size, "version": run.version})
    meanwhile = False
    if request.method == "POST" and form.is_valid():
        try:
            change_size(
                run=run,
                size=RunSize(form.cleaned_data["size"]),
                motive=form.cleaned_data["motive"],
                expected=form.cleaned_data["version"] or 0,
                actor=request.principal,
                now=now(),
            )
        except RunChangedMeanwhile:
            data = request.POST.copy()
            data["version"] = str(run.version)
            form, meanwhile = SizeForm(data), True
        else:
            messages.success(request, _("Storleken är ändrad. Det som redan är intygat är kvar."))
            return redirect(looking_at(request, consultation).address("profile"))
    return _size_page(
        request,
        consultation,
        form,
        title=_("Ändra storlek"),
        label=_("Ändra"),
        run=run,
        meanwhile=meanwhile,
    )


def _size_page(
    request: Request,
    consultation: Consultation,
    form: SizeForm,
    **more: Any,  # noqa: ANN401 -- context
) -> HttpResponse:
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "form": form,
        "hints": SIZES_HOLD,
        "back": looking_at(request, consultation).address("profile"),
        "meanwhile": False,
        **more,
    }
    status = 200
    if request.method == "POST":
        status = CONFLICT if context["meanwhile"] else UNREADABLE
    return render_page(request, "quality/size.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.QUALITY_PUBLISH, on=run_required)
@asking_only
def publish(request: Request, run: ChecklistRun) -> HttpResponse:
    """Ask, then show the result on the consultation's open page."""
    consultation = run.consultation
    looking = looking_at(request, consultation)
    found = profile_now(run, consultation)
    if request.method == "POST":
        version = request.POST.get("version", "")
        try:
            publish_result(
                run=run,
                result=summary_of(found, now=now()),
                expected=int(version) if version.isdecimal() else 0,
                actor=request.principal,
                now=now(),
            )
            messages.success(request, _("Resultatet visas nu på samrådets öppna sida."))
        except ConsultationNotPublished:
            messages.error(request, _("Samrådet är inte publicerat, så ingen skulle se det."))
        except NothingToShow:
            messages.error(request, _("Ingen punkt går att räkna än. Det finns inget att visa."))
        except RunChangedMeanwhile:
            messages.error(request, _("En kollega hann före. Läs hur det står nu."))
        return redirect(looking.address("profile"))
    whole = overall(found)
    points = [
        _("Alla ser poängen, nivån, vad som inte är uppfyllt och vad som är bestridet."),
        _("Det som visas är läget i dag, med dagens datum. Visa det på nytt när det har ändrats."),
        _("Du kan ta tillbaka det igen. Då anger du varför."),
    ]
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "title": _("Visa resultatet öppet?"),
        "text": f"{whole['points']} av 100. {whole['level']}. {whole['counts'].capitalize()}."
        if whole["points"] is not None
        else "",
        "points": points,
        "label": _("Visa öppet"),
        "cancel_url": looking.address("profile"),
        "hidden": [("version", run.version)],
    }
    return render_page(request, "quality/confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.QUALITY_PUBLISH, on=run_required)
def withdraw(request: Request, run: ChecklistRun) -> HttpResponse:
    """Take the result back from the open page, and say why."""
    consultation = run.consultation
    form = WithdrawForm(request.POST or None, initial={"version": run.version})
    status = 200
    if request.method == "POST":
        status = UNREADABLE
        if form.is_valid():
            try:
                withdraw_result(
                    run=run,
                    motive=form.cleaned_data["motive"],
                    expected=form.cleaned_data["version"],
                    actor=request.principal,
                    now=now(),
                )
                messages.success(request, _("Resultatet visas inte längre öppet."))
            except RunChangedMeanwhile:
                messages.error(request, _("En kollega hann före. Läs hur det står nu."))
            return redirect(looking_at(request, consultation).address("profile"))
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "form": form,
        "back": looking_at(request, consultation).address("profile"),
    }
    return render_page(request, "quality/withdraw.html", context, status=status)
