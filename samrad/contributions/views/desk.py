"""The desk: the list to answer on the left, one contribution with its reply on the right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import POLICY, Action
from samrad.access.roles import roles_on
from samrad.consultations.models import Consultation
from samrad.consultations.queries import get_consultation
from samrad.contributions.enums import ReplyState
from samrad.contributions.forms.desk import CodingForm, DeskFilterForm
from samrad.contributions.forms.replying import ReplyForm
from samrad.contributions.models import Contribution, Reply
from samrad.contributions.queries.desk import (
    DeskFilter,
    contributions_for_desk,
    desk_figures,
    officers_of,
    passages_to_change,
    place_in,
    placed_in_draft,
)
from samrad.contributions.queries.live import get_contribution
from samrad.contributions.queries.replies import (
    entries_about_contribution,
    links_of,
    names_of_actors,
    open_correction,
    replies_through_time,
    reply_to_number,
    standing_note,
)
from samrad.contributions.queries.similar import similar_contributions
from samrad.contributions.rules.pace import a_day
from samrad.contributions.services.coding import code_contributions
from samrad.contributions.views.story import told
from samrad.contributions.wording import AGES, SHOWN
from samrad.core.clock import local_date, now
from samrad.core.htmx import asks_for_part, render_page
from samrad.core.ids import as_number
from samrad.planning.views.asking import asking_only
from samrad.plans.models import PlacedPassage
from samrad.plans.queries import draft_exists
from samrad.users.models import FormDraft, User
from samrad.users.queries import draft_of
from samrad.users.services import keep_form_draft

DRAFT: Final = "reply"
ROWS: Final = 25
TICK: Final = "vald"
_KEPT: Final = ("q", "show", "theme", "owner", "channel", "source", "question", "passage", "age",
                "municipality")  # fmt: skip


def object_key(contribution: Contribution) -> str:
    """Return what a draft of the reply to the contribution is kept under."""
    return f"{contribution.consultation_id}-{contribution.number}"


def kept_of(request: Request, *, ticks: bool = True) -> list[tuple[str, str]]:
    """Return what the address says of the list: the choices made, and the rows ticked."""
    kept = [(name, value) for name in _KEPT if (value := request.GET.get(name))]
    return kept + [(TICK, str(number)) for number in ticked_in(request.GET) if ticks]


def ticked_in(given: QueryDict) -> list[int]:
    """Return the numbers that are ticked in the list, rising; what is no number is left out."""
    numbers = {as_number(value) for value in given.getlist(TICK)}
    return sorted(number for number in numbers if number is not None)


def query_of(request: Request, *, ticks: bool = True) -> str:
    """Return the filter part of the address, to carry along; the page of the list is left out."""
    kept = QueryDict(mutable=True)
    for name, value in kept_of(request, ticks=ticks):
        kept.appendlist(name, value)
    return kept.urlencode()


def address_of(consultation: Consultation, number: int | None, query: str) -> str:
    """Return where a contribution stands at the desk (or the desk itself), in the same list."""
    where: list[Any] = [consultation.region.slug, consultation.slug]
    path = (
        reverse("contributions:desk", args=where)
        if number is None
        else reverse("contributions:contribution", args=[*where, number])
    )
    return f"{path}?{query}" if query else path


@dataclass
class Desk:
    """The left side: what is chosen, the rows, and where one stands among them."""

    consultation: Consultation
    form: DeskFilterForm
    chosen: DeskFilter
    query: str

    def context(self, request: Request, current: Contribution | None) -> dict[str, Any]:
        """Return what the list shows, with `current` in view."""
        today = local_date(now())
        rows = contributions_for_desk(self.consultation, self.chosen, today=today)
        place = place_in(rows, current.number if current else 0)
        pages = Paginator(rows, ROWS)
        pages.count = place.total  # counted already
        number = request.GET.get("sida") or str(place.position // ROWS + 1)
        figures = desk_figures(self.consultation, today=today)
        due = self.consultation.answered_on
        page = pages.get_page(number)
        ticked = ticked_in(request.GET)
        here = {row.number for row in page.object_list}
        return {
            "region": self.consultation.region,
            "consultation": self.consultation,
            "tab": "desk",
            "filter_form": self.form,
            "narrowed": [n for n in _KEPT if n not in {"q", "show"} and request.GET.get(n)],
            "filtered": self.chosen != DeskFilter(),
            "query": self.query,
            "query_unticked": query_of(request, ticks=False),
            "ticked": ticked,
            "ticked_elsewhere": [each for each in ticked if each not in here],
            "shown": SHOWN.get(self.chosen.show, SHOWN["ALL"]),
            "page": page,
            "before": place.before if current else None,
            "after": place.after if current else None,
            "figures": figures,
            "ages": [(code, AGES[code], count) for code, count in figures.ages.items() if count],
            "due": due,
            "pace": a_day(figures.unanswered, (due - today).days) if due else None,
            "current": current,
        }


def desk_of(request: Request, consultation: Consultation) -> Desk:
    """Return the list as the address asks for it."""
    form = DeskFilterForm(request.GET, consultation=consultation)
    return Desk(consultation, form, form.chosen(), query_of(request))


def may_reply(request: Request, contribution: Contribution) -> bool:
    """Return whether whoever asks may write replies."""
    return bool(POLICY[Action.REPLY_WRITE] & roles_on(request.principal, contribution))


def reply_of(contribution: Contribution) -> Reply | None:
    """Return the reply the contribution has, if any."""
    link = getattr(contribution, "reply_link", None)
    return link.reply if link else None


def starting_values(
    request: Request, contribution: Contribution, draft: FormDraft | None
) -> dict[str, Any]:
    """Return what the reply form holds before anyone types: the reply, or what was typed before."""
    reply = reply_of(contribution)
    values: dict[str, Any] = {"version": reply.version if reply else 0}
    if reply is not None:
        values |= values_of(reply)
    copied = reply_to_number(contribution.consultation, request.GET.get("fran", ""))
    if copied is not None and reply is None:
        values |= values_of(copied)
    if draft is not None:
        single = {name: kept[-1] for name, kept in draft.fields.items() if kept}
        values |= single | {"also": draft.fields.get("also", [])}
    if "also" in request.GET:  # chosen just now
        values["also"] = request.GET.getlist("also")
    return values


def named_in(typed: Mapping[str, Any], contribution: Contribution) -> list[int]:
    """Return the numbers, besides the contribution's own, that the reply is to answer as well."""
    numbers = {as_number(str(value)) for value in typed.get("also") or []}
    return sorted(n for n in numbers if n is not None and n != contribution.number)


def values_of(reply: Reply) -> dict[str, Any]:
    """Return a reply as the form says it; the passage's words are filled in as they read now."""
    values: dict[str, Any] = {
        "outcome": reply.outcome,
        "reason": reply.reason,
        "referred_to": reply.referred_to,
    }
    if reply.passage_revision is not None:
        values |= {"passage": reply.passage_revision.passage.uuid, "in_place": True}
    return values


def form_context(
    form: ReplyForm, consultation: Consultation, typed: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what the reply form needs besides itself: the chosen passage as it reads now."""
    passage = str(typed.get("passage") or "")
    placed = placed_in_draft(consultation, passage) if passage else None
    if placed is not None and not form.is_bound:
        form.initial.setdefault("passage_number", placed.revision.number)
        if not form.initial.get("passage_text"):
            form.initial["passage_text"] = placed.revision.text
    return {
        "form": form,
        "placed": placed,
        "drafted": typed.get("passage_text", ""),
        "plan_has_draft": form.draft_exists,
    }


def show_contribution(
    request: Request,
    contribution: Contribution,
    *,
    form: ReplyForm | None = None,
    typed: Mapping[str, Any] | None = None,
    status: int = 200,
    **more: Any,  # noqa: ANN401 -- what the page shows besides
) -> HttpResponse:
    """Show the desk with one contribution: what was said, what is alike, the reply or its form."""
    consultation = contribution.consultation
    reply = reply_of(contribution)
    similar = similar_contributions(contribution)
    open_similar = [row for row in similar if not hasattr(row, "reply_link")]
    writes = may_reply(request, contribution) and not (
        reply and reply.state == ReplyState.PUBLISHED
    )
    draft = None
    if writes and form is None:
        user = request.principal.user
        assert user is not None  # noqa: S101 -- who may write has signed in
        draft = draft_of(user, form=DRAFT, object_key=object_key(contribution))
        typed = starting_values(request, contribution, draft)
        form = ReplyForm(
            initial=typed,
            consultation=consultation,
            similar=open_similar,
            named=named_in(typed, contribution),
        )
    desk = desk_of(request, consultation)
    context = desk.context(request, contribution)
    context |= {
        "shows": "one",
        "contribution": contribution,
        "reply": reply,
        "shared": list(links_of(reply)) if reply else [],
        "note": standing_note(reply) if reply and reply.state == ReplyState.PROPOSED else None,
        "correction": (
            open_correction(reply) if reply and reply.state == ReplyState.PUBLISHED else None
        ),
        # What has a reply is never split.
        "children": [] if reply else list(contribution.split_into.order_by("number")),
        "similar": similar,
        "similar_answered": [row for row in similar if hasattr(row, "reply_link")],
        "coding_form": coding_form(contribution, desk.form.officers),
        "draft": draft,
        "draft_key": object_key(contribution),
        "writes": writes,
        "editing": reply is None or status != 200 or draft is not None or "andra" in request.GET,  # noqa: PLR2004 -- 200 is done
        **(form_context(form, consultation, typed or {}) if form else {}),
        "can_pick": True,
        "preview_url": reverse(
            "contributions:write_reply",
            args=[consultation.region.slug, consultation.slug, contribution.number],
        ),
        **more,
    }
    return render_page(request, "contributions/desk.html", context, status=status)


def coding_form(contribution: Contribution, officers: Sequence[User]) -> CodingForm:
    """Return the form of theme and owner as they are settled."""
    coding = getattr(contribution, "coding", None)
    return CodingForm(
        initial={
            "theme": coding.theme if coding else "",
            "owner": str(coding.owner_id or "") if coding else "",
        },
        officers=officers,
        prefix="kod",
    )


def show_list(
    request: Request, consultation: Consultation, *, status: int = 200, problems: Sequence[str] = ()
) -> HttpResponse:
    """Show the list to answer; `problems` say in words why the ticked ones would not do."""
    context = desk_of(request, consultation).context(request, None)
    context |= {"shows": "list", "contribution": None, "problems": problems}
    return render_page(request, "contributions/desk.html", context, status=status)


@require_safe
@requires(Action.CONTRIBUTION_LIST, on=get_consultation)
@asking_only
def desk(request: Request, consultation: Consultation) -> HttpResponse:
    """Show the list to answer."""
    return show_list(request, consultation)


@require_safe
@requires(Action.CONTRIBUTION_LIST, on=get_contribution)
def contribution(request: Request, contribution: Contribution) -> HttpResponse:
    """Show one contribution at the desk."""
    return show_contribution(request, contribution)


@require_http_methods(["POST"])
@requires(Action.CONTRIBUTION_CODE, on=get_contribution)
def code(request: Request, contribution: Contribution) -> HttpResponse:
    """Settle theme and owner."""
    form = CodingForm(
        request.POST, officers=list(officers_of(contribution.consultation)), prefix="kod"
    )
    saved = form.is_valid()
    if saved:
        code_contributions(
            contributions=[contribution],
            theme=form.cleaned_data["theme"],
            owner=form.officers.get(form.cleaned_data["owner"]),
            actor=request.principal,
            now=now(),
        )
    if asks_for_part(request):
        return render_page(
            request,
            "contributions/coding.html",
            {
                "contribution": contribution,
                "consultation": contribution.consultation,
                "coding_form": form,
                "query": query_of(request),
                "saved": saved,
            },
            status=200 if saved else 422,
        )
    if saved:
        messages.success(request, _("Tema och ansvarig är sparade."))
    return redirect(address_of(contribution.consultation, contribution.number, query_of(request)))


@require_safe
@requires(Action.CONTRIBUTION_LIST, on=get_contribution)
def similar(request: Request, contribution: Contribution) -> HttpResponse:
    """Compare what says nearly the same, and choose what one reply is to answer."""
    context = {
        "region": contribution.consultation.region,
        "consultation": contribution.consultation,
        "tab": "desk",
        "contribution": contribution,
        "similar": similar_contributions(contribution),
        "query": query_of(request),
        "kept": kept_of(request),
        "back": address_of(contribution.consultation, contribution.number, query_of(request)),
    }
    return render_page(request, "contributions/similar.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.REPLY_WRITE, on=get_contribution)
def pick_passage(request: Request, contribution: Contribution) -> HttpResponse:
    """Choose the passage that a reply changes; the choice is kept with what has been typed."""
    consultation = contribution.consultation
    if request.method == "POST":
        placed = placed_in_draft(consultation, request.POST.get("passage", ""))
        if placed is not None:
            _keep_choice(request, contribution, placed)
        return redirect(
            address_of(consultation, contribution.number, query_of(request)) + "#andringen"
        )
    words = request.GET.get("sok", "")
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "tab": "desk",
        "contribution": contribution,
        "words": words,
        "passages": passages_to_change(consultation, words),
        "plan_has_draft": draft_exists(consultation.process.plan),
        "query": query_of(request),
        "kept": kept_of(request),
        "back": address_of(consultation, contribution.number, query_of(request)),
    }
    return render_page(request, "contributions/pick_passage.html", context, part="passages")


def _keep_choice(request: Request, contribution: Contribution, placed: PlacedPassage) -> None:
    user = request.principal.user
    assert user is not None  # noqa: S101 -- the guard lets only those in who may write
    there = draft_of(user, form=DRAFT, object_key=object_key(contribution))
    reply = reply_of(contribution)
    fields = {
        "version": [str(reply.version if reply else 0)],
        **(there.fields if there else {}),
        "passage": [str(placed.passage.uuid)],
        "passage_number": [str(placed.revision.number)],
        "passage_text": [placed.revision.text],
        "in_place": [],
    }
    keep_form_draft(
        user=user, form=DRAFT, object_key=object_key(contribution), fields=fields, now=now()
    )


@require_safe
@requires(Action.CONTRIBUTION_LIST, on=get_contribution)
def history(request: Request, contribution: Contribution) -> HttpResponse:
    """Show all that has happened to a contribution and all that has been said in reply."""
    entries = list(entries_about_contribution(contribution))
    context = {
        "region": contribution.consultation.region,
        "consultation": contribution.consultation,
        "tab": "desk",
        "contribution": contribution,
        "children": list(contribution.split_into.order_by("number")),
        "revisions": replies_through_time(contribution),
        "story": told(entries, names_of_actors(entries)),
        "back": address_of(contribution.consultation, contribution.number, query_of(request)),
    }
    return render_page(request, "contributions/history.html", context)
