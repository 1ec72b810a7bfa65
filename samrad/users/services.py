"""Keeping what a user types until it is saved."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from samrad.users.models import FormDraft, User


@transaction.atomic
def keep_form_draft(
    *, user: User, form: str, object_key: str, fields: Mapping[str, list[str]], now: datetime
) -> FormDraft:
    """Keep the typed `fields` (name to list of values), replacing what was kept before."""
    draft, _created = FormDraft.objects.update_or_create(
        user=user,
        form=form,
        object_key=object_key,
        defaults={"fields": dict(fields), "updated_at": now},
    )
    return draft


@transaction.atomic
def drop_form_draft(*, user: User, form: str, object_key: str) -> None:
    """Forget the draft: the form has been saved."""
    FormDraft.objects.filter(user=user, form=form, object_key=object_key).delete()


@transaction.atomic
def forget_form_drafts(*, before: datetime) -> int:
    """Delete drafts that nobody has touched since `before`; return how many."""
    deleted, _each = FormDraft.objects.filter(updated_at__lt=before).delete()
    return deleted
