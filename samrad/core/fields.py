"""Model fields of our own."""

from functools import partialmethod
from typing import Any

from django.db import models


def _label(row: models.Model, field: "CodeField") -> str:
    """Return what the row's code says to a reader; a code that no longer exists says itself."""
    code = getattr(row, field.attname)
    return str(field.labels.get(code, code))


class CodeField(models.CharField):  # type: ignore[type-arg]  # the stubs' parameters are not run-time
    """A stored code with labels for people. Labels and new codes make no migration.

    `get_…_display` looks one label up, where Django's own translates and hashes all of them first:
    half a millisecond a row with twenty-six labels.
    """

    def __init__(self, codes: type[models.TextChoices] | None = None, **kwargs: Any) -> None:  # noqa: ANN401 -- field options
        kwargs.setdefault("max_length", 24)
        if codes is not None:
            kwargs["choices"] = codes.choices
        self.labels = dict(codes.choices) if codes is not None else {}
        super().__init__(**kwargs)

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False  # noqa: FBT001, FBT002 -- Django's signature
    ) -> None:  # fmt: skip
        """Give the model a quick `get_…_display`, unless it has one of its own."""
        display = f"get_{name}_display"
        has_own = display in vars(cls)
        super().contribute_to_class(cls, name, private_only=private_only)
        if self.labels and not has_own:
            setattr(cls, display, partialmethod(_label, field=self))

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Describe the field to migrations as plain text."""
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, "django.db.models.CharField", list(args), kwargs
