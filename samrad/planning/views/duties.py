"""Whether to consult at all, and what the law asks before one does."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.consultations.enums import Matter
from samrad.consultations.models import Consultation
from samrad.consultations.queries import fingerprint, get_consultation
from samrad.consultations.services.matters import SomebodyTakesPart
from samrad.consultations.services.parts import PartChangedMeanwhile
from samrad.core.clock import local_date, now
from samrad.core.htmx import render_page
from samrad.planning.enums import DutyKind
from samrad.planning.forms.duties import DutiesForm, PreGateForm
from samrad.planning.models import LegalDuty, PreGate
from samrad.planning.queries.duties import (
    answers_in,
    decisions_of,
    duties_of,
    duty_values,
    pre_gate_of,
    pre_gate_values,
    pre_gates_of,
    sami_consultations_in,
)
from samrad.planning.rules.pre_gate import nos
from samrad.planning.services.duties import Decision, decide_duties
from samrad.planning.services.pre_gate import (
    NothingStandsInTheWay,
    answer_pre_gate,
    settle_for_information,
)
from samrad.planning.views.drafts import Typed, typed_in
from samrad.planning.wording import DUTIES, PRE_GATE

CONFLICT: Final = 409
UNREADABLE: Final = 422


def _here(consultation: Consultation, name: str) -> HttpResponse:
    return redirect(name, consultation.region.slug, consultation.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CONSULTATION_EDIT, on=get_consultation)
def pre_gate(request: Request, consultation: Consultation) -> HttpResponse:
    """Ask five questions; a single no and the page proposes to inform instead."""
    typed = typed_in(request, form="ska-vi-samrada", object_key=consultation.pk)
    if typed.discards:
        typed.drop()
        return _here(consultation, "planning:pre_gate")
    latest = pre_gate_of(consultation)
    stored = PreGateForm.stored(answers_in(latest)) if latest else {}
    stored["seen"] = fingerprint(pre_gate_values(consultation))
    form = typed.opened(PreGateForm, stored=stored)
    if not typed.is_posted:
        return _pre_gate_page(request, consultation, typed, form)
    if not form.is_valid():
        return _pre_gate_page(request, consultation, typed, form, status=UNREADABLE)
    try:
        made = answer_pre_gate(
            consultation=consultation,
            answers=form.answers(),
            seen=form.cleaned_data["seen"],
            actor=request.principal,
            now=now(),
        )
    except PartChangedMeanwhile:
        form = _beside(PreGateForm, typed, fingerprint(pre_gate_values(consultation)))
        return _pre_gate_page(request, consultation, typed, form, changed=True, status=CONFLICT)
    typed.drop()
    return _answered(request, consultation, made)


def _beside(form: Any, typed: Typed, seen: str) -> Any:  # noqa: ANN401 -- a form of either kind
    """Return what is typed as if it was written beside what a colleague saved."""
    assert typed.fields is not None  # noqa: S101 -- asked only where something is typed
    fields = typed.fields.copy()
    fields["seen"] = seen
    return form(fields)


def _answered(request: Request, consultation: Consultation, made: PreGate) -> HttpResponse:
    if not made.all_yes:
        return _here(consultation, "planning:pre_gate")
    if consultation.matter == Matter.INFORMATION:
        messages.success(request, _("Fem ja. Det är ett samråd igen. Sätt nivå och frågor."))
    else:
        messages.success(request, _("Fem ja. Pröva sedan vad lagen kräver."))
    return _here(consultation, "planning:duties")


def _pre_gate_page(
    request: Request,
    consultation: Consultation,
    typed: Typed,
    form: PreGateForm,
    *,
    changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    rounds = list(pre_gates_of(consultation))
    latest = rounds[0] if rounds else None
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "typed": typed,
        "form": form,
        "changed": changed,
        "latest": latest,
        "earlier": [_told_round(row) for row in rounds[1:]],
        "informs": consultation.matter == Matter.INFORMATION,
        "nos": _nos(consultation, latest) if latest else [],
    }
    return render_page(request, "planning/pre_gate.html", context, status=status)


def _nos(consultation: Consultation, row: PreGate) -> list[dict[str, Any]]:
    """Return each no: what it says, what it means and where it is mended."""
    answers = answers_in(row)
    where = [consultation.region.slug, consultation.slug]
    return [
        {
            "title": PRE_GATE[question].asked,
            "text": answers[question].reason,
            "meaning": PRE_GATE[question].no,
            "url": reverse(
                PRE_GATE[question].place[0], args=[*where, *PRE_GATE[question].place[1:]]
            ),
            "label": PRE_GATE[question].mend,
        }
        for question in nos(answers)
    ]


def _told_round(row: PreGate) -> dict[str, Any]:
    answers = answers_in(row)
    return {
        "row": row,
        "answers": [
            {"title": words.asked, "yes": answers[key].yes, "reason": answers[key].reason}
            for key, words in PRE_GATE.items()
        ],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CONSULTATION_EDIT, on=get_consultation)
def settle(request: Request, consultation: Consultation) -> HttpResponse:
    """Ask first, then make the matter an information."""
    latest = pre_gate_of(consultation)
    if consultation.matter == Matter.INFORMATION or latest is None or latest.all_yes:
        return _here(consultation, "planning:pre_gate")
    if request.method != "POST":
        context = {"region": consultation.region, "consultation": consultation}
        return render_page(request, "planning/settle.html", context)
    try:
        settle_for_information(consultation=consultation, actor=request.principal, now=now())
    except SomebodyTakesPart:
        text = _(
            "Någon är redan inbjuden eller har svarat. Det ni lovade dem står kvar. Ställ in "
            "samrådet i stället, och skriv varför."
        )
        messages.warning(request, text)
        return _here(consultation, "pages:cancel")
    except NothingStandsInTheWay:
        return _here(consultation, "planning:pre_gate")
    messages.success(request, _("Nu är det en information. Den ber inte om några svar."))
    return _here(consultation, "pages:overview")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CONSULTATION_EDIT, on=get_consultation)
def duties(request: Request, consultation: Consultation) -> HttpResponse:
    """Say what the law asks, and take in whether it applies and why."""
    typed = typed_in(request, form="lagkrav", object_key=consultation.pk)
    if typed.discards:
        typed.drop()
        return _here(consultation, "planning:duties")
    decided = duties_of(consultation)
    stored = DutiesForm.stored(
        {k: Decision(row.applies, row.reason, row.decided_on) for k, row in decided.items()},
        today=local_date(now()),
    )
    stored["seen"] = fingerprint(duty_values(consultation))
    form = typed.opened(DutiesForm, stored=stored)
    if not typed.is_posted:
        return _duties_page(request, consultation, typed, form)
    if not form.is_valid():
        return _duties_page(request, consultation, typed, form, status=UNREADABLE)
    try:
        decide_duties(
            consultation=consultation,
            decisions=form.decisions(),
            seen=form.cleaned_data["seen"],
            actor=request.principal,
            now=now(),
        )
    except PartChangedMeanwhile:
        seen = fingerprint(duty_values(consultation))
        form = _beside(DutiesForm, typed, seen)
        return _duties_page(request, consultation, typed, form, changed=True, status=CONFLICT)
    typed.drop()
    messages.success(request, _("Sparat: lagkrav."))
    return _here(consultation, "planning:duties")


def _duties_page(
    request: Request,
    consultation: Consultation,
    typed: Typed,
    form: DutiesForm,
    *,
    changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    decided = decisions_of(consultation)
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "typed": typed,
        "form": form,
        "changed": changed,
        "rows": [_duty(form, kind, decided.get(kind, [])) for kind in DutyKind],
        "left": len(DutyKind) - len(decided),
        "sami": list(sami_consultations_in(consultation.region)) if _is_sami(decided) else [],
    }
    return render_page(request, "planning/duties.html", context, status=status)


def _is_sami(decided: Mapping[str, Sequence[LegalDuty]]) -> bool:
    return DutyKind.SAM in decided and decided[DutyKind.SAM][0].applies


def _duty(form: DutiesForm, kind: DutyKind, decisions: Sequence[LegalDuty]) -> dict[str, Any]:
    return {
        "kind": kind.value,
        "title": kind.label,
        "words": DUTIES[kind],
        "fields": form.fields_of(kind),
        "current": decisions[0] if decisions else None,
        "history": decisions[1:],
    }
