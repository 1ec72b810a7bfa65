"""The shape of document templates for Word, and of everything they may name.

A template is text in Markdown with tags (`samrad.documents.templates`). What it may name is told
once for all of them, in groups: a template lists the groups it draws on.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from samrad.method.schema import Content, Head, Key, Prose, Text

Subject = Literal["process", "consultation", "activity"]
Group = Literal[
    "common", "process", "consultation", "addressees", "activity", "roles", "notes", "outcome",
    "quality", "handover",
]  # fmt: skip
WorkStep = Literal["PREPARE", "PLAN", "INVITE", "CARRY_OUT", "FOLLOW_UP"]
# What stands between the braces: letters that every keyboard and every Word has.
FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]


class RowField(Content):
    """A field of a list's rows. `leaves_gap`: something should stand there."""

    key: Key
    leaves_gap: bool = False
    rows: tuple["RowField", ...] | None = None


class DocumentField(Content):
    """A fact that a template may name: a value, a yes or no, or a list with rows."""

    key: Key
    group: Group
    leaves_gap: bool = True
    is_choice: bool = False
    rows: tuple[RowField, ...] | None = None


class DocumentFields(Head):
    """Everything that templates may name."""

    fields: tuple[DocumentField, ...] = Field(min_length=1)

    def keys(self) -> tuple[str, ...]:
        """Return the fields' keys."""
        return tuple(one.key for one in self.fields)


class FieldText(Content):
    """The name between the braces, what it becomes, an example, and what a gap asks for."""

    name: FieldName
    help: Prose | None = None
    example: Prose | None = None
    gap: Prose | None = None
    rows: dict[Key, "FieldText"] = {}


class DocumentFieldsText(Text):
    """The words of the fields."""

    title: Prose
    fields: dict[Key, FieldText]

    def keys(self) -> tuple[str, ...]:
        """Return the fields that have words."""
        return tuple(self.fields)

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        names = [one.name for one in self.fields.values()]
        if len(names) != len(set(names)):
            raise ValueError("two fields share a name")
        return self


class DocumentTemplate(Head):
    """A template: the field's code, what it is about, when in the work, and what it may name."""

    code: str = Field(pattern=r"^T\d{1,2}$")
    about: Subject
    step: WorkStep
    groups: tuple[Group, ...]


class DocumentTemplateText(Text):
    """A template as written: Markdown with tags. The front matter says what it is for, and when."""

    title: Prose
    purpose: Prose
    when: Prose
    note: Prose | None = None
    body: Prose
