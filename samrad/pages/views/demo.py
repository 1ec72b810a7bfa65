"""Entering the demo as one of its people. Only where the data is invented."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.access.roles import Role
from samrad.consultations.services.links import mint_link
from samrad.core.clock import now
from samrad.core.htmx import render_page
from samrad.pages.queries.demo import Volunteer, volunteers
from samrad.pages.services.demo.people import PERSONAS, Persona
from samrad.users.models import User
from samrad.users.principal import Principal

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class DemoDoor:
    """What is behind the door: everyone one can be."""

    personas: tuple[Persona, ...]
    volunteers: list[Volunteer]

    def roles_of(self, principal: Principal) -> set[Role]:  # noqa: ARG002 -- the protocol's shape
        """Return no role: anyone may enter a demo."""
        return set()


def get_demo_door() -> DemoDoor:
    """Return the door. Raise `ObjectDoesNotExist` where this is no demo."""
    if not settings.SAMRAD_DEMO:
        raise ObjectDoesNotExist
    return DemoDoor(PERSONAS, volunteers())


@require_safe
@requires(Action.DEMO_ENTER, on=get_demo_door)
def demo(request: Request, door: DemoDoor) -> HttpResponse:
    """Show everyone one can be."""
    return render_page(request, "pages/demo.html", {"door": door})


@require_POST
@requires(Action.DEMO_ENTER, on=get_demo_door)
def enter(request: Request, door: DemoDoor) -> HttpResponse:
    """Sign in as the chosen person."""
    chosen = next((one for one in door.personas if one.key == request.POST.get("persona")), None)
    user = User.objects.filter(email=chosen.email).first() if chosen else None
    if user is None:
        return redirect("pages:demo")
    login(request, user, backend=BACKEND)
    return redirect("pages:work")


@require_POST
@requires(Action.DEMO_ENTER, on=get_demo_door)
def open_link(request: Request, door: DemoDoor) -> HttpResponse:
    """Open a fresh personal link as the chosen association."""
    wanted = request.POST.get("participation", "")
    chosen = next((one for one in door.volunteers if str(one.participation.uuid) == wanted), None)
    if chosen is None:
        return redirect("pages:demo")
    token = mint_link(participation=chosen.participation, minted_for="demo", now=now())
    return redirect("answers:first", token)
