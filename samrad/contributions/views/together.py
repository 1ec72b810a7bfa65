"""What is done to the contributions ticked in the list: one reply, one theme, one owner."""

from collections.abc import Sequence
from typing import Final

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.consultations.models import Consultation
from samrad.consultations.queries import get_consultation
from samrad.contributions.enums import ReplyState
from samrad.contributions.forms.desk import CodingOfManyForm
from samrad.contributions.models import Contribution
from samrad.contributions.queries.desk import officers_of
from samrad.contributions.queries.live import contributions_by_number
from samrad.contributions.services.coding import code_contributions
from samrad.contributions.views.desk import (
    address_of,
    kept_of,
    query_of,
    reply_of,
    show_list,
    ticked_in,
)
from samrad.core.clock import now
from samrad.core.htmx import render_page
from samrad.planning.views.asking import asking_only

MOST: Final = 100


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


def _is_public(contribution: Contribution) -> bool:
    reply = reply_of(contribution)
    return reply is not None and reply.state == ReplyState.PUBLISHED


def problems_with(numbers: Sequence[int], found: dict[int, Contribution]) -> list[str]:
    """Return, in words, why the ticked ones cannot be taken: too few, too many, or not here."""
    if not numbers:
        return [_("Kryssa för minst ett inspel i listan.")]
    if len(numbers) > MOST:
        return [_("Ta högst %(most)s inspel åt gången.") % {"most": MOST}]
    unknown = [number for number in numbers if number not in found]
    if unknown:
        text = ngettext(
            "Inspel %(numbers)s finns inte att svara på i det här samrådet.",
            "Inspelen %(numbers)s finns inte att svara på i det här samrådet.",
            len(unknown),
        )
        return [text % {"numbers": _listed(unknown)}]
    return []


def problems_with_replies(found: dict[int, Contribution]) -> list[str]:
    """Return, in words, which of the ticked ones have a reply already."""
    public = [number for number, row in found.items() if _is_public(row)]
    answered = [n for n, row in found.items() if reply_of(row) is not None and n not in public]
    said = []
    if public:
        text = ngettext(
            "Svaret på inspel %(numbers)s är redan publicerat. Det ändras med en rättelse.",
            "Svaren på inspelen %(numbers)s är redan publicerade. De ändras med en rättelse.",
            len(public),
        )
        said.append(text % {"numbers": _listed(public)})
    if answered:
        text = ngettext(
            "Inspel %(numbers)s har redan ett förslag till svar. "
            "Öppna det och låt svaret gälla fler.",
            "Inspelen %(numbers)s har redan förslag till svar. "
            "Öppna ett av dem och låt svaret gälla fler.",
            len(answered),
        )
        said.append(text % {"numbers": _listed(answered)})
    return said


@require_safe
@requires(Action.REPLY_WRITE, on=get_consultation)
@asking_only
def together(request: Request, consultation: Consultation) -> HttpResponse:
    """Lead to the reply of the first of the ticked ones, with the others named in it."""
    numbers = ticked_in(request.GET)
    found = contributions_by_number(consultation, numbers[: MOST + 1])
    problems = problems_with(numbers, found) or problems_with_replies(dict(sorted(found.items())))
    if problems:
        return show_list(request, consultation, status=422, problems=problems)
    first, *others = numbers
    query = QueryDict(query_of(request, ticks=False), mutable=True)
    query.setlist("also", [str(number) for number in others])
    return redirect(address_of(consultation, first, query.urlencode()))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CONTRIBUTION_CODE, on=get_consultation)
@asking_only
def code_many(request: Request, consultation: Consultation) -> HttpResponse:
    """Settle theme and owner of the ticked ones."""
    posted = request.method == "POST"
    numbers = ticked_in(request.POST if posted else request.GET)
    found = contributions_by_number(consultation, numbers[: MOST + 1])
    problems = problems_with(numbers, found)
    if problems:
        return show_list(request, consultation, status=422, problems=problems)
    officers = list(officers_of(consultation))
    form = CodingOfManyForm(request.POST if posted else None, officers=officers)
    if posted and form.is_valid():
        code_contributions(
            contributions=[found[number] for number in numbers],
            actor=request.principal,
            now=now(),
            **form.settles(),
        )
        text = ngettext(
            "%(count)s inspel har fått det du valde.",
            "%(count)s inspel har fått det du valde.",
            len(numbers),
        )
        messages.success(request, text % {"count": len(numbers)})
        return redirect(address_of(consultation, None, query_of(request)))
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "tab": "desk",
        "chosen": [found[number] for number in numbers],
        "form": form,
        "query": query_of(request),
        "kept": kept_of(request),
        "back": address_of(consultation, None, query_of(request)),
    }
    return render_page(
        request, "contributions/code_many.html", context, status=422 if form.errors else 200
    )
