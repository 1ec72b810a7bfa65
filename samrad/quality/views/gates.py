"""The three gates: what stands in the way, where it is mended, and going on in spite of it."""

from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.access.roles import Role
from samrad.consultations.gates import told
from samrad.consultations.models import Consultation
from samrad.consultations.queries import get_consultation
from samrad.core.clock import now
from samrad.core.htmx import render_page
from samrad.planning.enums import DutyKind
from samrad.planning.queries.duties import answers_in, duties_of, pre_gate_of
from samrad.planning.views.asking import asking_only
from samrad.planning.wording import PRE_GATE
from samrad.quality.enums import Gate
from samrad.quality.forms import OverrideForm
from samrad.quality.models import GateOverride
from samrad.quality.queries.gates import gate_of, gates_of, overrides_of
from samrad.quality.services.gates import (
    AlreadyWithdrawn,
    GateIsOpen,
    ReasonsChanged,
    override_gate,
    withdraw_override,
)
from samrad.registry.queries import heads_of
from samrad.users.principal import Principal

CONFLICT: Final = 409
UNREADABLE: Final = 422
_OPENS: Final = {
    Gate.INVITE: gettext_lazy(
        "När den är öppen kan inbjudan skickas. Ska vi samråda? prövas redan när ni publicerar."
    ),
    Gate.CARRIED_OUT: gettext_lazy("När den är öppen är samrådet genomfört och återberättat."),
    Gate.FINISHED: gettext_lazy("När den och grind 2 är öppna kan redogörelsen publiceras."),
}


@dataclass(frozen=True)
class GateInRegion:
    """A gate of a consultation, as the address names it."""

    consultation: Consultation
    gate: Gate

    def roles_of(self, principal: Principal) -> set[Role]:
        """Return the roles held on the region."""
        return self.consultation.roles_of(principal)


_SLUGS: Final = {
    "bjuda-in": Gate.INVITE,
    "genomfort": Gate.CARRIED_OUT,
    "avslutat": Gate.FINISHED,
}
_SLUG_OF: Final = {gate: slug for slug, gate in _SLUGS.items()}


def get_gate(region: str, consultation: str, gate: str) -> GateInRegion:
    """Return the gate with this name in the address."""
    if gate not in _SLUGS:
        raise Consultation.DoesNotExist
    return GateInRegion(get_consultation(region, consultation), _SLUGS[gate])


@require_safe
@requires(Action.QUALITY_VIEW, on=get_consultation)
@asking_only
def gates(request: Request, consultation: Consultation) -> HttpResponse:
    """Show the three gates, and what was tried before."""
    states = gates_of(consultation, now=now())
    decided = duties_of(consultation)
    latest = pre_gate_of(consultation)
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "gates": [
            {
                "state": state,
                "slug": _SLUG_OF[state.gate],
                "opens": _OPENS[state.gate],
                "reasons": told(consultation, state.standing),
                "passed": told(
                    consultation, [each for each in state.reasons if each not in state.standing]
                ),
            }
            for state in states
        ],
        "heads": heads_of(consultation.region),
        "overrides": overrides_of(consultation),
        "pre_gate": latest,
        "answers": [(PRE_GATE[key].asked, answer) for key, answer in answers_in(latest).items()]
        if latest
        else [],
        "duties": [(kind.label, decided.get(kind)) for kind in DutyKind],
    }
    return render_page(request, "quality/gates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.GATE_OVERRIDE, on=get_gate)
@asking_only
def override(request: Request, place: GateInRegion) -> HttpResponse:
    """Show what stands in the way, and take in why the head goes on in spite of it."""
    form = OverrideForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _ask(request, place, form)
    if not form.is_valid():
        return _ask(request, place, form, status=UNREADABLE)
    try:
        override_gate(
            consultation=place.consultation,
            gate=place.gate,
            motive=form.cleaned_data["motive"],
            seen=frozenset(form.cleaned_data["seen"].split()),
            actor=request.principal,
            now=now(),
        )
    except ReasonsChanged:
        return _ask(request, place, form, changed=True, status=CONFLICT)
    except GateIsOpen:
        messages.info(request, _("Grinden är redan öppen."))
    else:
        messages.success(request, _("Grinden är öppnad. Skälet står i redogörelsen."))
    return _gates_of(place.consultation)


def _gates_of(consultation: Consultation) -> HttpResponse:
    return redirect("quality_gates:gates", consultation.region.slug, consultation.slug)


def _ask(
    request: Request,
    place: GateInRegion,
    form: OverrideForm,
    *,
    changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    state = gate_of(place.consultation, place.gate, now=now())
    if state.is_open:
        messages.info(request, _("Grinden är redan öppen."))
        return _gates_of(place.consultation)
    seen = " ".join(reason.key for reason in state.standing)
    if changed:
        fields = request.POST.copy()
        fields["seen"] = seen
        form = OverrideForm(fields)
    elif not form.is_bound:
        form = OverrideForm(initial={"seen": seen})
    context = {
        "region": place.consultation.region,
        "consultation": place.consultation,
        "state": state,
        "reasons": told(place.consultation, state.standing),
        "form": form,
        "changed": changed,
    }
    return render_page(request, "quality/gate_override.html", context, status=status)


def get_override(region: str, consultation: str, override: int) -> GateOverride:
    """Return the override in the consultation."""
    return GateOverride.objects.select_related("consultation__region").get(
        pk=override, consultation__slug=consultation, consultation__region__slug=region
    )


@require_POST
@requires(Action.GATE_OVERRIDE, on=get_override)
def withdraw(request: Request, override: GateOverride) -> HttpResponse:
    """Take an override back."""
    try:
        withdraw_override(override=override, actor=request.principal, now=now())
    except AlreadyWithdrawn:
        messages.info(request, _("Den var redan tillbakatagen."))
    else:
        messages.success(request, _("Tillbakatagen. Grinden är stängd av det som står kvar."))
    return _gates_of(override.consultation)
