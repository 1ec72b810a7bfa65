"""Ask the permission table from a template."""

from django import template
from django.template.context import RequestContext

from samrad.access.guard import principal_of
from samrad.access.policy import POLICY, Action
from samrad.access.roles import HasRoles, roles_on

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: RequestContext, action: str, target: HasRoles) -> bool:
    """Return whether whoever looks at the page may do `action` to `target`.

    Ask once about the whole, outside any loop; a row's own roles cost a query a row.
    """
    request = context["request"]
    principal = getattr(request, "principal", None) or principal_of(request)
    return bool(POLICY[Action(action)] & roles_on(principal, target))
