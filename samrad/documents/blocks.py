"""What a document is made of. Frozen and plain, so that it can be compared, hashed and sent on."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that looks the same throughout."""

    text: str
    bold: bool = False
    italic: bool = False
    inserted: bool = False
    deleted: bool = False
    link: str = ""


Text = str | tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the level below the document's title."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. `small` is for captions, footnotes and the like."""

    text: Text
    small: bool = False


@dataclass(frozen=True, slots=True)
class BulletList:
    """A list without order."""

    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A list that counts from one."""

    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one row of headers, repeated on every page. Widths are relative.

    A caption that is not shown is read out. In Word an empty row has room for handwriting.
    """

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    widths: tuple[float, ...] = ()
    shows_caption: bool = True


@dataclass(frozen=True, slots=True)
class KeyValue:
    """Terms and what they stand for, such as date, case number and contact."""

    items: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said, and who."""

    text: Text
    source: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something to keep in mind, set apart."""

    text: Text
    title: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart; `shown` is the figure as it is read."""

    label: str
    value: float
    shown: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """Horizontal bars. `alt` says in words what the chart shows; set a table with it beside it."""

    title: str
    bars: tuple[Bar, ...]
    alt: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as SVG (and as PNG for Word, drawn from the SVG where it is missing)."""

    svg: str
    alt: str
    width_mm: float = 60
    png: bytes = b""


@dataclass(frozen=True, slots=True)
class AddressPage:
    """The head of a letter on a new page: sender, window address, place and date."""

    recipient: tuple[str, ...]
    sender: tuple[str, ...]
    place_and_date: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page by itself: the title, large, and what stands above, below and at the foot.

    A document that has one sets `show_title` to False: the cover holds the title.
    """

    title: str
    above: str = ""
    lead: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """A table of contents, down to the level `depth`."""

    title: str
    depth: int = 1


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


Block = (
    Heading
    | Paragraph
    | BulletList
    | NumberedList
    | Table
    | KeyValue
    | Quote
    | Note
    | BarChart
    | Image
    | AddressPage
    | Cover
    | Contents
    | PageBreak
)


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `date` is the only date that ends up in the file."""

    title: str
    date: date
    blocks: tuple[Block, ...]
    language: str = "sv"
    subject: str = ""
    author: str = ""
    reference: str = ""  # printed at the foot of every page
    header: str = ""  # printed at the head of every page in Word
    show_title: bool = True  # a letter has none on paper, but still one in the file
    page_numbers: bool = True
    missing_note: str = ""  # added last in a PDF whose fonts lack a character of the text


def runs_of(text: Text) -> tuple[Run, ...]:
    """Return `text` as runs."""
    return (Run(text),) if isinstance(text, str) else text


def plain(text: Text) -> str:
    """Return `text` without looks."""
    return text if isinstance(text, str) else "".join(run.text for run in text)
