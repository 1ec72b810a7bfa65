"""The shape of what people read: guides, principles, forms of consultation, cases and changes.

Structure says where each of them helps: in which step of the work (`PREPARE` … `FOLLOW_UP`), in
which cells of the matrix, with which items of the checklist. Words stand per language beside it.
"""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from samrad.method.schema import CellId, Content, Head, ItemId, Key, Principle, Prose, Text

Category = Literal["volunteer", "guide", "need", "role"]
WorkStep = Literal["PREPARE", "PLAN", "INVITE", "CARRY_OUT", "FOLLOW_UP"]
LevelCode = Literal["INF", "SAM", "DIA", "PAR"]
DecisionStep = Literal[1, 2, 3, 4, 5, 6]
Address = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]

_LEVEL_OF_ROW: dict[str, LevelCode] = {"A": "INF", "B": "SAM", "C": "DIA", "D": "PAR"}


class Source(Content):
    """Where a fact comes from: the name of the page and its address."""

    title: Prose
    address: Address


class Guide(Head):
    """A short text for readers, no harder to read than `most_lix`, and where it helps.

    `position` orders the guides of a category; `code` is the field's number of a template.
    """

    category: Category
    position: int = Field(ge=1)
    most_lix: int = Field(ge=20, le=60)
    duration_minutes: int = Field(ge=1, le=15)  # to read it
    code: str | None = Field(default=None, pattern=r"^T\d{1,2}$")
    steps: tuple[WorkStep, ...] = ()
    cells: tuple[CellId, ...] = ()
    items: tuple[ItemId, ...] = ()
    forms: tuple[Key, ...] = ()


class GuideText(Text):
    """A guide as written: Markdown; the front matter names and sums it up."""

    title: Prose
    summary: Prose
    body: Prose
    sources: tuple[Source, ...] = ()


class PrincipleHead(Content):
    """A principle, and those of the European Code's own principles that it carries."""

    code: Principle
    european: tuple[Key, ...] = Field(min_length=1)


class Principles(Head):
    """The principles, in the order they are shown, and the Code's principles they answer to."""

    principles: tuple[PrincipleHead, ...] = Field(min_length=1)
    european: tuple[Key, ...] = Field(min_length=1)

    def keys(self) -> tuple[str, ...]:
        """Return the codes of the principles and the keys of the Code's."""
        return (*(principle.code for principle in self.principles), *self.european)

    @model_validator(mode="after")
    def _codes_fit_together(self) -> Self:
        codes = [principle.code for principle in self.principles]
        carried = {key for principle in self.principles for key in principle.european}
        if len(codes) != len(set(codes)) or carried != set(self.european):
            raise ValueError("a principle comes twice, or one of the Code's is not carried")
        return self


class PrincipleText(Content):
    """A principle's name, its idea, and how each side shows that it means it."""

    name: Prose
    idea: Prose
    region: tuple[Prose, ...] = Field(min_length=1)
    association: tuple[Prose, ...] = Field(min_length=1)


class EuropeanText(Content):
    """One of the European Code's own principles: its name, and what it asks."""

    name: Prose
    meaning: Prose


class PrinciplesText(Text):
    """The words of the principles."""

    title: Prose
    introduction: Prose
    principles: dict[Principle, PrincipleText]
    european: dict[Key, EuropeanText]
    sources: tuple[Source, ...] = ()

    def keys(self) -> tuple[str, ...]:
        """Return the principles that have words."""
        return (*self.principles, *self.european)


class Group(Content):
    """How many a form is good for; `largest` is open where there is no upper limit."""

    smallest: int = Field(ge=1)
    largest: int | None = None

    @model_validator(mode="after")
    def _smallest_comes_first(self) -> Self:
        if self.largest is not None and self.largest < self.smallest:
            raise ValueError("the largest group is smaller than the smallest")
        return self


class Hours(Content):
    """Hours of the region's work, all persons together: before, during and after."""

    before: int = Field(ge=0)
    during: int = Field(ge=0)
    after: int = Field(ge=0)


class Form(Head):
    """A form of consultation: where in the matrix it belongs, and what it takes.

    Figures are estimates of ours. `cost` leaves out salaries; what drives it stands in words.
    """

    position: int = Field(ge=1)
    cells: tuple[CellId, ...] = Field(min_length=1)
    group: Group | None = None
    hours: Hours
    staff: int = Field(ge=1)
    cost: Literal["LOW", "MEDIUM", "HIGH"]
    items: tuple[ItemId, ...] = ()

    @property
    def levels(self) -> tuple[LevelCode, ...]:
        """Return the levels of participation that the form suits, from least to most."""
        rows = {cell[0] for cell in self.cells}
        return tuple(level for row, level in _LEVEL_OF_ROW.items() if row in rows)

    @property
    def decision_steps(self) -> tuple[int, ...]:
        """Return the steps of the Code in which the form helps, in their order."""
        return tuple(sorted({int(cell[1]) for cell in self.cells}))


class FormText(Text):
    """A form's words: what it is, when it suits, how it goes, access, cost and pitfalls."""

    name: Prose
    summary: Prose
    suits: tuple[Prose, ...] = Field(min_length=1)
    how: tuple[Prose, ...] = Field(min_length=2)
    access: tuple[Prose, ...] = Field(min_length=1)
    cost: Prose
    pitfalls: tuple[Prose, ...] = Field(min_length=1)


class CaseSource(Content):
    """The page that tells of a case, and the years it tells of, where they are known."""

    address: Address
    years: str | None = Field(default=None, pattern=r"^\d{4}(–\d{4})?$")


class Case(Head):
    """Something a region or an alliance has done. Where it lies in the matrix is our own view."""

    position: int = Field(ge=1)
    slug: Key
    cells: tuple[CellId, ...] = Field(min_length=1)
    forms: tuple[Key, ...] = Field(min_length=1)
    sources: tuple[CaseSource, ...] = Field(min_length=1)
    most_lix: int = Field(ge=20, le=60)

    def keys(self) -> tuple[str, ...]:
        """Return the addresses of the sources."""
        return tuple(source.address for source in self.sources)


class CaseText(Text):
    """A case in our own words. Without a `result`, the source tells of none."""

    title: Prose
    summary: Prose
    who: Prose
    problem: Prose
    steps: tuple[Prose, ...] = Field(min_length=2)
    result: Prose | None = None
    lesson: Prose
    sources: dict[Address, Prose]  # the name of each

    def keys(self) -> tuple[str, ...]:
        """Return the sources that have a name."""
        return tuple(self.sources)


class Change(Head):
    """An edition of the method: the day it came, and its place among them."""

    position: int = Field(ge=1)
    day: date


class ChangeText(Text):
    """What an edition brought."""

    title: Prose
    summary: Prose
    points: tuple[Prose, ...] = Field(min_length=1)
