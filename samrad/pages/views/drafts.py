"""Keeping what is typed in a form of the workspace until it is saved."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.core.clock import now
from samrad.pages.queries.drafts import DraftSlot, get_draft_slot
from samrad.users.services import keep_form_draft

NOT_KEPT = frozenset({"csrfmiddlewaretoken"})


@require_POST
@requires(Action.WORK_VIEW, on=get_draft_slot)
def keep_draft(request: Request, slot: DraftSlot) -> HttpResponse:
    """Keep every field of the posted form for the one who types."""
    user = request.principal.user
    assert user is not None  # noqa: S101 -- WORK_VIEW is for those who have signed in
    fields = {name: values for name, values in request.POST.lists() if name not in NOT_KEPT}
    draft = keep_form_draft(
        user=user, form=slot.form, object_key=slot.object_key, fields=fields, now=now()
    )
    return JsonResponse({"saved_at": draft.updated_at.isoformat()})
