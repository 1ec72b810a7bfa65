"""Reading users and their unsaved forms."""

from django.db.models import TextField
from django.db.models.functions import Cast

from samrad.users.models import FormDraft, User


def draft_of(user: User, *, form: str, object_key: str) -> FormDraft | None:
    """Return what `user` has typed and not saved in this form, if anything."""
    return FormDraft.objects.filter(user=user, form=form, object_key=object_key).first()


def is_named_in_a_draft(text: str) -> bool:
    """Return whether a form that somebody has not yet saved holds `text`, such as a file's uuid."""
    rows = FormDraft.objects.annotate(said=Cast("fields", TextField()))
    return rows.filter(said__contains=text).exists()
