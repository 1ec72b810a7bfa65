"""The decorator every view carries: load the object, check the policy, then call the view."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django_htmx.middleware import HtmxDetails

from samrad.access.policy import POLICY, Action, is_public
from samrad.access.roles import HasRoles, NoLongerOpen, roles_on
from samrad.access.services import UNKNOWN_LINK, TooManyAttempts, check_attempts, count_attempt
from samrad.core.clock import now
from samrad.core.ids import token_hash
from samrad.users.models import User
from samrad.users.principal import Principal

T = TypeVar("T", bound=HasRoles)
View = Callable[..., HttpResponseBase]


class Request(HttpRequest):
    """A request as our views meet it: the guard has said who asks, htmx what it wants."""

    htmx: HtmxDetails
    principal: Principal


def address_of(request: HttpRequest) -> str:
    """Return the address the request comes from, behind the proxies this installation trusts."""
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop]
    trusted = settings.SAMRAD_TRUSTED_PROXIES
    if trusted and len(hops) >= trusted:
        return str(hops[-trusted])
    return str(request.META.get("REMOTE_ADDR", ""))


def principal_of(request: HttpRequest, token: str = "") -> Principal:
    """Return who asks."""
    user = request.user if isinstance(request.user, User) else None
    return Principal(user=user, token_hash=token_hash(token) if token else "", at=now())


def too_many(request: HttpRequest, error: TooManyAttempts) -> HttpResponse:
    """Answer that there have been too many attempts, and how long to wait."""
    response = render(request, "429.html", {"minutes": -(-error.seconds // 60)}, status=429)
    response["Retry-After"] = str(error.seconds)
    return response


def _load_by_token(request: HttpRequest, on: Callable[..., T], arguments: dict[str, Any]) -> T:
    """Load through a personal link; guessed links are counted."""
    moment, where = now(), address_of(request)
    check_attempts(limit=UNKNOWN_LINK, where=where, now=moment)
    try:
        return on(**arguments)
    except ObjectDoesNotExist:
        count_attempt(limit=UNKNOWN_LINK, where=where, now=moment)
        raise


def _personal(response: HttpResponseBase) -> HttpResponseBase:
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def requires(
    action: Action, *, on: Callable[..., T]
) -> Callable[[Callable[[Any, T], HttpResponseBase]], View]:
    """Let the view run for roles that `POLICY` grants `action` on the object `on` loads.

    The view receives the loaded object in place of the URL arguments, so it cannot act on
    anything but what was checked. An argument named `token` is a personal link.
    """

    def decorate(view: Callable[[Any, T], HttpResponseBase]) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 -- URL arguments
            token = kwargs.get("token", "")
            principal = principal_of(request, token)
            request.principal = principal  # type: ignore[attr-defined]  # see Request
            try:
                target = _load_by_token(request, on, kwargs) if token else on(**kwargs)
            except ObjectDoesNotExist as error:
                raise Http404 from error
            except NoLongerOpen as gone:
                return _personal(
                    render(
                        request,
                        "410.html",
                        {"reason": gone.reason, "about": gone.about},
                        status=410,
                    )
                )
            except TooManyAttempts as error:
                return too_many(request, error)
            if not POLICY[action] & roles_on(principal, target):
                raise PermissionDenied
            response = view(request, target)
            return _personal(response) if token else response

        guarded.action = action  # type: ignore[attr-defined]  # read by tests/test_access.py
        guarded.login_required = not is_public(action)  # type: ignore[attr-defined]  # LoginRequiredMiddleware
        return guarded

    return decorate
