"""Health for monitors: 503 when something is red. The words are for the operator alone."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.access.roles import HasRoles, get_platform
from samrad.core.clock import now
from samrad.pages.queries.health import health_facts
from samrad.pages.rules.health import Level, verdicts, worst


@require_safe
@requires(Action.HEALTH_VIEW, on=get_platform)
def health(_request: Request, _platform: HasRoles) -> HttpResponse:
    """Tell how each part is, without numbers."""
    checks = list(verdicts(health_facts(now(), try_writing=False)))
    level = worst(checks)
    told = {"level": level.name.lower()} | {c.name: c.level.name.lower() for c in checks}
    response = JsonResponse(told, status=503 if level is Level.RED else 200)
    response["Cache-Control"] = "no-store"
    return response
