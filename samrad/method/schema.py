"""The shape of method content, but for what people read (`reading`).

The JSON Schemas in `content/schema/` are generated from both.

Each kind has a structure, written once, and a text, written per language; both refuse keys they do
not know. Keys are for ever: answers and settings are stored under them.
"""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]*$", max_length=24)]
CellId = Annotated[str, StringConstraints(pattern=r"^[A-D][1-6]$")]
Prose = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]
Tools = Annotated[tuple[Prose, ...], Field(min_length=1, max_length=3)]


class Content(BaseModel):
    """Anything on the shelf: it never changes once read, and knows no key but its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Status(StrEnum):
    """Whether a version may be used for new work."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class Head(Content):
    """What every structure begins with. `languages` names those its text is written in."""

    key: Key
    version: int = Field(ge=1)
    status: Status
    languages: tuple[Key, ...] = ("sv",)

    @model_validator(mode="after")
    def _swedish_is_there(self) -> Self:
        if "sv" not in self.languages:
            raise ValueError("Swedish is the source and must be among the languages")
        return self

    def keys(self) -> tuple[str, ...]:
        """Return the keys a text must have words for, none more and none less."""
        return ()


class Text(Content):
    """What every text can be asked: which keys it has words for."""

    def keys(self) -> tuple[str, ...]:
        """Return the keys this text has words for."""
        return ()


class MilestoneKind(StrEnum):
    """When in the process a milestone lies."""

    BEFORE = "BEFORE"
    DURING = "DURING"
    AFTER = "AFTER"
    DECISION = "DECISION"
    EXTERNAL = "EXTERNAL"
    EFFECT = "EFFECT"
    BETWEEN = "BETWEEN"


class Milestone(Content):
    """A milestone in months and days from T0; a range runs up to, not including, its `until`."""

    key: Key
    kind: MilestoneKind
    months: int
    days: int = 0
    until_months: int | None = None
    until_days: int = 0
    public: bool = False
    is_written_round: bool = False
    after: tuple[Key, ...] = ()


class Timeline(Head):
    """The milestones on the way to a plan, counted back from the day it takes effect."""

    milestones: tuple[Milestone, ...] = Field(min_length=1)

    def keys(self) -> tuple[str, ...]:
        """Return the milestones' keys."""
        return tuple(milestone.key for milestone in self.milestones)

    @model_validator(mode="after")
    def _keys_fit_together(self) -> Self:
        seen: set[str] = set()
        for milestone in self.milestones:
            if milestone.key in seen or not seen.issuperset(milestone.after):
                raise ValueError(f"{milestone.key} comes twice or before what it must come after")
            seen.add(milestone.key)
        if [m.kind for m in self.milestones].count(MilestoneKind.EFFECT) != 1:
            raise ValueError("a timeline has one milestone that is the plan taking effect")
        return self


class MilestoneText(Content):
    """A milestone's name, and why it is there."""

    label: Prose
    why: Prose | None = None


class TimelineText(Text):
    """The words of a timeline."""

    title: Prose
    milestones: dict[Key, MilestoneText]

    def keys(self) -> tuple[str, ...]:
        """Return the milestones that have words."""
        return tuple(self.milestones)


class CodeList(Head):
    """A closed list of codes, in the order they are shown."""

    codes: tuple[Code, ...] = Field(min_length=1)

    def keys(self) -> tuple[str, ...]:
        """Return the codes."""
        return self.codes

    @model_validator(mode="after")
    def _codes_are_unique(self) -> Self:
        if len(self.codes) != len(set(self.codes)):
            raise ValueError("a code comes twice")
        return self


class CodeText(Content):
    """A code's name, and what falls under it."""

    label: Prose
    description: Prose | None = None


class CodeListText(Text):
    """The words of a code list."""

    title: Prose
    codes: dict[Code, CodeText]

    def keys(self) -> tuple[str, ...]:
        """Return the codes that have words."""
        return tuple(self.codes)


class Level(Content):
    """A level of participation, its rank from 1, and its row in the matrix."""

    code: Code
    rank: int = Field(ge=1, le=4)
    row: Literal["A", "B", "C", "D"]


class Levels(Head):
    """The levels of participation, from least to most."""

    levels: tuple[Level, ...] = Field(min_length=1)

    def keys(self) -> tuple[str, ...]:
        """Return the levels' codes."""
        return tuple(level.code for level in self.levels)


class LevelText(Content):
    """A level's name, what it means, and its promise, where `{deciding_body}` may stand.

    `skr` and `iap2` name about the same level in two other models.
    """

    label: Prose
    meaning: Prose
    promise: Prose
    skr: Prose | None = None
    iap2: Prose | None = None


class LevelsText(Text):
    """The words of the levels."""

    title: Prose
    levels: dict[Code, LevelText]
    crosswalk: Prose | None = None  # how far the comparison with other models holds

    def keys(self) -> tuple[str, ...]:
        """Return the levels that have words."""
        return tuple(self.levels)


class Matrix(Head):
    """Six steps of a decision by four levels."""

    steps: tuple[Literal[1, 2, 3, 4, 5, 6], ...]
    rows: dict[Literal["A", "B", "C", "D"], Code]

    def keys(self) -> tuple[str, ...]:
        """Return the ids of all cells, row by row."""
        return tuple(f"{row}{step}" for row in self.rows for step in self.steps)


class MatrixText(Text):
    """The words of the matrix: the steps and what they are, and what may be done in each cell."""

    title: Prose
    introduction: Prose | None = None
    steps: dict[int, Prose]
    meanings: dict[int, Prose] = {}
    cells: dict[CellId, Tools]

    def keys(self) -> tuple[str, ...]:
        """Return the cells that have words."""
        return tuple(self.cells)


class Threshold(Content):
    """A number we recommend. `stricter` says which way a region may move it; `range` how far."""

    key: Key
    value: int = Field(ge=0)
    unit: Literal["days", "weeks", "months", "week", "hour", "count", "sentences", "percent"]
    stricter: Literal["higher", "lower", "any", "fixed"]
    smallest: int = Field(ge=0)
    largest: int

    @model_validator(mode="after")
    def _value_is_within(self) -> Self:
        if not self.smallest <= self.value <= self.largest:
            raise ValueError(f"{self.key} lies outside its own limits")
        return self

    def allows(self, value: int) -> bool:
        """Tell whether a region may set the threshold to `value`."""
        if not self.smallest <= value <= self.largest or self.stricter == "fixed":
            return value == self.value
        if self.stricter == "any":
            return True
        return value >= self.value if self.stricter == "higher" else value <= self.value


class Thresholds(Head):
    """Our recommendations in numbers."""

    thresholds: tuple[Threshold, ...] = Field(min_length=1)

    def keys(self) -> tuple[str, ...]:
        """Return the thresholds' keys."""
        return tuple(threshold.key for threshold in self.thresholds)


class ThresholdText(Content):
    """What a threshold is about, why it is what it is, and where that comes from."""

    label: Prose
    motive: Prose
    source: Prose


class ThresholdsText(Text):
    """The words of the thresholds."""

    title: Prose
    thresholds: dict[Key, ThresholdText]

    def keys(self) -> tuple[str, ...]:
        """Return the thresholds that have words."""
        return tuple(self.thresholds)


class Placeholder(Content):
    """A fact that a letter may name. A block stands in a paragraph of its own and may be empty."""

    key: Key
    of: Literal["consultation", "recipient", "submission", "replies"]
    is_block: bool = False


class Placeholders(Head):
    """Everything a letter may name."""

    placeholders: tuple[Placeholder, ...] = Field(min_length=1)

    def keys(self) -> tuple[str, ...]:
        """Return the placeholders' keys."""
        return tuple(placeholder.key for placeholder in self.placeholders)


class PlaceholderText(Content):
    """The name an officer writes between the braces, what it becomes, and an example."""

    name: Word
    help: Prose
    example: Prose


class PlaceholdersText(Text):
    """The words of the placeholders."""

    title: Prose
    placeholders: dict[Key, PlaceholderText]

    def keys(self) -> tuple[str, ...]:
        """Return the placeholders that have words."""
        return tuple(self.placeholders)

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        names = [text.name.casefold() for text in self.placeholders.values()]
        if len(names) != len(set(names)):
            raise ValueError("two placeholders share a name")
        return self


class Letter(Head):
    """A letter: the field's code for it, and which placeholders it may and must hold."""

    code: str | None = Field(default=None, pattern=r"^T\d{1,2}$")
    about: tuple[Literal["consultation", "recipient", "submission", "replies"], ...]
    required: tuple[Key, ...] = ()


class LetterText(Text):
    """A letter as written: Markdown with placeholders; the front matter names and heads it."""

    title: Prose
    subject: Prose = Field(max_length=160)
    body: Prose


class RegisterWords(Head):
    """The words of registers that come from elsewhere. They belong to a language; no structure."""

    fields: tuple[Key, ...]
    art_areas: tuple[Code, ...]
    organisation_kinds: tuple[Code, ...]


class RegisterWordsText(Text):
    """Which headers, areas and kinds people write. Folded when compared."""

    headers: dict[Key, tuple[Word, ...]]
    vague_headers: tuple[Word, ...] = ()  # give way to another header for the same field
    art_areas: dict[Code, tuple[Word, ...]]
    organisation_kinds: dict[Code, tuple[Word, ...]]


class TurnWords(Head):
    """Words that begin a new point in a running text."""


class TurnWordsText(Text):
    """The words, as they begin a sentence."""

    turns: tuple[Word, ...]


class ReviewWords(Head):
    """What the review of an invitation looks for. Words belong to their language; no structure."""


class Plainer(Content):
    """A hard word, as a pattern, and what to say instead."""

    find: Prose
    say: Prose


class ReviewWordsText(Text):
    """Names of months and days, words that tell languages apart, and patterns by name.

    Every pattern is a regular expression that begins at the start of a word.
    """

    title: Prose
    months: tuple[tuple[Word, ...], ...] = Field(min_length=12, max_length=12)
    weekdays: tuple[tuple[Word, ...], ...] = Field(min_length=7, max_length=7)
    hours: tuple[Word, ...] = Field(min_length=12, max_length=12)
    languages: dict[Key, tuple[Word, ...]]
    lists: dict[Key, tuple[Prose, ...]]
    jargon: tuple[Plainer, ...]
    explained: tuple[Prose, ...]
    stiff: tuple[Prose, ...]


class ReviewRule(Content):
    """A rule: the field's code, which kinds of announcement it is for, and what it costs.

    `points` are taken off when it fires, `fewer` where it fires in its milder form.
    """

    code: Code
    kinds: tuple[Literal["MOTE", "REMISS", "PROCESS", "ATERK"], ...]
    severity: Literal["fel", "varning", "tips"]
    points: int = Field(ge=0, le=10)
    milder: Literal["varning", "tips"] | None = None
    fewer: int = Field(default=0, ge=0, le=10)
    place: Literal["top", "meeting", "end"] = "end"


class ReviewRules(Head):
    """The rules of the review, in the order of their codes, and where the bands begin."""

    rules: tuple[ReviewRule, ...] = Field(min_length=1)
    ready: int
    good: int
    rework: int
    most_praise: int
    praise: tuple[Key, ...]

    def keys(self) -> tuple[str, ...]:
        """Return the rules' codes."""
        return tuple(rule.code for rule in self.rules)


class ReviewRuleText(Content):
    """A rule's name, what it says, why, how to mend it, and a sentence to insert.

    What stands in brackets in the sentence is for the writer to fill in.
    """

    name: Prose
    message: Prose
    milder: Prose | None = None
    reason: Prose
    suggestion: Prose
    insert: Prose | None = None


class ReviewRulesText(Text):
    """The words of the rules and of praise."""

    title: Prose
    rules: dict[Code, ReviewRuleText]
    praise: dict[Key, Prose]

    def keys(self) -> tuple[str, ...]:
        """Return the rules that have words."""
        return tuple(self.rules)


ItemId = Annotated[str, StringConstraints(pattern=r"^[FLPIGU]\d{2}$")]
Principle = Literal["S", "D", "K", "L", "O", "M"]
Phase = Literal["F", "L", "P", "I", "G", "U"]


class Mode(StrEnum):
    """Who judges an item: facts, facts that a person confirms, or a person with evidence."""

    AUTOMATIC = "A"
    HALF = "H"
    MANUAL = "M"


class Size(StrEnum):
    """The smallest size of run that an item belongs to; larger ones hold the smaller."""

    SMALL = "SMALL"
    NORMAL = "NORMAL"
    FULL = "FULL"


class Moment(StrEnum):
    """From when an item can be asked for. Before it, the item is not yet of interest."""

    START = "START"
    INVITED = "INVITED"  # the first letter has left, or the last day to send it in time has passed
    MATERIAL_DUE = "MATERIAL_DUE"  # the day material should be out before the first meeting
    MEETING_HELD = "MEETING_HELD"
    NOTES_DUE = "NOTES_DUE"  # the day notes from the first meeting are due
    CLOSED = "CLOSED"
    ANSWERS_DUE = "ANSWERS_DUE"  # the date promised for replies
    DECIDED = "DECIDED"


class ChecklistItem(Content):
    """Something that should be true of a consultation; `critical` caps the score and its gate."""

    id: ItemId
    phase: Phase
    principles: tuple[Principle, ...] = Field(min_length=1)
    weight: int = Field(ge=1, le=3)
    critical: bool = False
    mode: Mode
    size: Size
    moment: Moment


class Checklist(Head):
    """The items by which a consultation's quality is judged, in the order of the work."""

    items: tuple[ChecklistItem, ...] = Field(min_length=1)

    def keys(self) -> tuple[str, ...]:
        """Return the items' ids."""
        return tuple(item.id for item in self.items)

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        if len(self.items) != len(set(self.keys())):
            raise ValueError("an item comes twice")
        return self


class ChecklistItemText(Content):
    """What an item says, what proves it, and how it is mended."""

    statement: Prose
    proof: Prose
    mend: Prose


class ChecklistText(Text):
    """The words of a checklist."""

    title: Prose
    phases: dict[Phase, Prose]
    items: dict[ItemId, ChecklistItemText]

    def keys(self) -> tuple[str, ...]:
        """Return the items that have words."""
        return tuple(self.items)
