"""A consultation in the open: what is asked, what was said, what was answered and what changed."""

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.access.roles import HasRoles, get_platform
from samrad.consultations.enums import Matter
from samrad.consultations.models import Consultation
from samrad.consultations.queries import get_public_consultation, influence_of, others_of
from samrad.consultations.rules import periods
from samrad.contributions.models import Contribution
from samrad.core.clock import now
from samrad.core.htmx import render_page
from samrad.core.paging import page_of
from samrad.method import library
from samrad.pages.forms import STATUS_LABELS, ReplySearch
from samrad.pages.queries import public
from samrad.pages.rules import portal
from samrad.planning.wording import when_text
from samrad.plans.models import CulturePlan, PlacedPassage
from samrad.plans.queries import get_public_plan
from samrad.quality.queries.summary import shown_result
from samrad.quality.wording.shown import shown_words
from samrad.reporting.queries.statements import has_published_statement


def _when(consultation: Consultation, *, answered: bool) -> dict[str, object]:
    moment = now()
    status = public.status_of(consultation, answered=answered, now=moment)
    closes = consultation.closes_at
    return {
        "status": status,
        "status_label": STATUS_LABELS[status],
        "is_open": status == portal.OPEN,
        "informs": consultation.matter == Matter.INFORMATION,
        "is_past": status in portal.PAST,
        "moment": moment,
        "last_day": periods.last_day(closes) if closes else None,
        "days_left": periods.days_left(closes=closes, now=moment) if closes else None,
    }


@require_safe
@requires(Action.CONSULTATION_VIEW, on=get_public_consultation)
def consultation(request: Request, consultation: Consultation) -> HttpResponse:
    """Show what a consultation is about and where it stands."""
    counts = public.outcome_counts(consultation)
    meetings = consultation.activities.filter(kind="MEETING").select_related("municipality")
    reach = public.reach_of(consultation)
    shown = shown_result(consultation)
    context = {
        "consultation": consultation,
        "region": consultation.region,
        "shown_quality": shown_words(shown) if shown else None,
        "influence": influence_of(consultation),
        "questions": list(consultation.questions.all()),
        "meetings": list(meetings.order_by("starts_at")),
        "others": [
            {"activity": each, "when": when_text(each.starts_at)}
            for each in others_of(consultation).filter(is_public=True)
        ],
        "promise": library.promise(
            consultation.level,
            deciding_body=consultation.decision_maker,
            language=get_language() or "sv",
        ),
        "counts": counts,
        "answered": sum(number for _outcome, number in counts),
        "reach": reach,
        "is_late": public.is_late(
            consultation, is_waiting=reach.submissions > 0 and not counts, now=now()
        ),
        "has_statement": has_published_statement(consultation),
        **_when(consultation, answered=bool(counts)),
    }
    return render_page(request, "pages/consultation.html", context)


@require_safe
@requires(Action.CONSULTATION_VIEW, on=get_public_consultation)
def replies(request: Request, consultation: Consultation) -> HttpResponse:
    """List every point with its reply, by search."""
    if consultation.matter == Matter.INFORMATION:
        raise Http404
    form = ReplySearch(request.GET, language=get_language() or "sv")
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = public.search_public(
        consultation,
        words=chosen.get("q", ""),
        outcome=chosen.get("utfall", ""),
        theme=chosen.get("tema", ""),
    )
    context = {
        "consultation": consultation,
        "region": consultation.region,
        "form": form,
        "page": page_of(request, rows, size=25),
        "counts": public.outcome_counts(consultation),
        "is_late": public.is_late(consultation, is_waiting=True, now=now()),
    }
    return render_page(request, "pages/replies.html", context, part="rows")


@require_safe
@requires(Action.CONSULTATION_VIEW, on=public.get_public_contribution)
def trace(request: Request, contribution: Contribution) -> HttpResponse:
    """Follow one point all the way: the voice, the reply and its reason, the changed words."""
    reply = public.published_reply(contribution)
    fellows = list(public.fellow_voices(reply, but=contribution)[:12]) if reply else []
    plan = contribution.consultation.process.plan
    revision = reply.passage_revision if reply else None
    context = {
        "consultation": contribution.consultation,
        "region": contribution.consultation.region,
        "plan": plan,
        "contribution": contribution,
        "reply": reply,
        "is_late": public.is_late(contribution.consultation, is_waiting=reply is None, now=now()),
        "revision": revision,
        "placed": public.shown_passage(plan, revision) if revision else None,
        "fellows": fellows,
        "counts": public.outcome_counts(contribution.consultation),
        "reach": public.reach_of(contribution.consultation),
    }
    return render_page(request, "pages/trace.html", context)


@require_safe
@requires(Action.PORTAL_VIEW, on=get_platform)
def plans(request: Request, _platform: HasRoles) -> HttpResponse:
    """List the published plans."""
    return render_page(request, "pages/plans.html", {"plans": list(public.published_plans())})


@require_safe
@requires(Action.PLAN_VIEW, on=get_public_plan)
def plan(request: Request, plan: CulturePlan) -> HttpResponse:
    """Show a plan, with the voices behind each passage."""
    version = public.shown_version(plan)
    context = {
        "plan": plan,
        "region": plan.region,
        "version": version,
        "passages": public.traced_passages(version) if version else [],
    }
    return render_page(request, "pages/plan.html", context)


@require_safe
@requires(Action.PLAN_VIEW, on=public.get_public_passage)
def passage(request: Request, placed: PlacedPassage) -> HttpResponse:
    """Show how a passage came to read as it does, and who asked for it."""
    context = {
        "plan": placed.version.plan,
        "region": placed.version.plan.region,
        "placed": placed,
        "revisions": list(public.published_changes(placed)),
    }
    return render_page(request, "pages/passage.html", context)
