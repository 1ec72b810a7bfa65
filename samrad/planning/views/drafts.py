"""Forms that remember what was typed: the post, else the kept draft, else what is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from django import forms
from django.http import QueryDict
from django.urls import reverse

from samrad.access.guard import Request
from samrad.core.clock import now
from samrad.planning.forms.rows import Rows
from samrad.users.models import FormDraft, User
from samrad.users.queries import draft_of
from samrad.users.services import drop_form_draft, keep_form_draft

F = TypeVar("F", bound=forms.Form)
DISCARD = "discard-draft"


@dataclass(frozen=True)
class Typed:
    """What a user has typed in one form about one object, posted now or kept from before."""

    user: User
    form: str
    object_key: str
    fields: QueryDict | None
    is_posted: bool
    kept_at: datetime | None

    @property
    def is_draft(self) -> bool:
        """Tell whether the words come from a draft that was never saved."""
        return self.fields is not None and not self.is_posted

    @property
    def autosave_url(self) -> str:
        """Return where the page keeps what is typed."""
        return reverse("pages:keep_draft", args=[self.form, self.object_key])

    @property
    def discards(self) -> bool:
        """Tell whether the user asked to throw the draft away."""
        return self.is_posted and self.fields is not None and DISCARD in self.fields

    def beside(self, fields: QueryDict) -> "Typed":
        """Return the same, with other words in it."""
        return replace(self, fields=fields)

    def unless(self, name: str, *, reads: str) -> "Typed":
        """Return the same, or nothing kept where the draft's words read as what is saved."""
        if self.is_draft and self.fields and self.fields.get(name, "").strip() == reads.strip():
            return replace(self, fields=None, kept_at=None)
        return self

    def opened(self, form: type[F], *, stored: Mapping[str, Any], **options: Any) -> F:  # noqa: ANN401 -- the form's own
        """Return the form with the posted words, else the draft's, else what is stored."""
        if self.is_posted:
            return form(self.fields, initial=dict(stored), **options)
        if self.fields is None:
            return form(initial=dict(stored), **options)
        return form(initial={**stored, **_read(form, self.fields)}, **options)

    def rows(self, form: type[forms.Form], name: str, stored: list[dict[str, Any]]) -> Rows:
        """Return rows with the posted words, else the draft's, else what is stored."""
        return Rows(form, name, stored=stored, typed=self.fields, is_draft=self.is_draft)

    def keep(self, fields: Mapping[str, list[str]]) -> None:
        """Keep the words as a draft."""
        kept = {name: values for name, values in fields.items() if name != "csrfmiddlewaretoken"}
        keep_form_draft(
            user=self.user, form=self.form, object_key=self.object_key, fields=kept, now=now()
        )

    def drop(self) -> None:
        """Forget the draft."""
        drop_form_draft(user=self.user, form=self.form, object_key=self.object_key)


def _read(form: type[forms.Form], fields: QueryDict) -> dict[str, Any]:
    """Return the draft's words for the form's fields; a box that is not there is not ticked."""
    return {
        name: name in fields if isinstance(field, forms.BooleanField) else fields.get(name, "")
        for name, field in form.base_fields.items()
        if isinstance(field, forms.BooleanField) or name in fields
    }


def _as_query(draft: FormDraft) -> QueryDict:
    fields = QueryDict(mutable=True)
    for name, values in draft.fields.items():
        fields.setlist(name, values)
    return fields


def typed_in(request: Request, *, form: str, object_key: object) -> Typed:
    """Return what the user has typed in the form about the object."""
    user = request.principal.user
    assert user is not None  # noqa: S101 -- the workspace is for those who have signed in
    key = str(object_key)
    if request.method == "POST":
        return Typed(user, form, key, request.POST, is_posted=True, kept_at=None)
    draft = draft_of(user, form=form, object_key=key)
    if draft is None:
        return Typed(user, form, key, None, is_posted=False, kept_at=None)
    return Typed(user, form, key, _as_query(draft), is_posted=False, kept_at=draft.updated_at)
