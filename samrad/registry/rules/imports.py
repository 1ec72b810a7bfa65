"""Registers as they come: which column is what, and which rows can be believed.

A structural fault refuses the whole file; a fault in a row refuses that row, named by row and
column; a note lets the row in and says what was left out. A cell that may hold a personal number is
never repeated: it leaves here masked. Swedish headers and names of art areas come in as a
vocabulary (method content), so nothing here has to be translated.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as of
from typing import Final

from samrad.core.text import fold, one_line, search_key
from samrad.registry.rules import cells, org_numbers
from samrad.registry.rules.cells import Cell
from samrad.registry.rules.names import stored_name

FIELDS: Final = (
    "name", "source_key", "org_number", "municipality", "address", "postcode", "city", "email",
    "phone", "website", "art_areas", "organisation_kind", "contact_name",
)  # fmt: skip
EMPTY_FILE: Final = "EMPTY_FILE"
NO_NAME_COLUMN: Final = "NO_NAME_COLUMN"
DUPLICATE_HEADER: Final = "DUPLICATE_HEADER"
TWO_COLUMNS_FOR_ONE_FIELD: Final = "TWO_COLUMNS_FOR_ONE_FIELD"
UNKNOWN_FIELD: Final = "UNKNOWN_FIELD"
HEADER_IS_DATA: Final = "HEADER_IS_DATA"
NAME_MISSING: Final = "NAME_MISSING"
NAME_WITHOUT_LETTERS: Final = "NAME_WITHOUT_LETTERS"
FORMULA: Final = "FORMULA"
TOO_LONG: Final = "TOO_LONG"
UNKNOWN_MUNICIPALITY: Final = "UNKNOWN_MUNICIPALITY"
OTHER_REGION: Final = "OTHER_REGION"
DUPLICATE_ID: Final = "DUPLICATE_ID"
UNKNOWN_ART_AREA: Final = "UNKNOWN_ART_AREA"
UNKNOWN_KIND: Final = "UNKNOWN_KIND"
# Fields that say which organisation it is: two columns for one of them must be chosen between. Of
# the others the second column is read where the first is empty.
_TELLING: Final = frozenset({"name", "source_key", "org_number"})
# Faults of the whole file that go away when somebody says which column is what.
MENDED_BY_CHOICE: Final = frozenset({NO_NAME_COLUMN, TWO_COLUMNS_FOR_ONE_FIELD, UNKNOWN_FIELD})
_MOST_SIGNS: Final = 200
_HEADER_WITHIN: Final = 15  # rows; above the header people write what the list is
_FEWEST_KNOWN: Final = 2
_ERROR_VALUE: Final = re.compile(r"#[A-ZÅÄÖ/0]{2,12}[!?]?")


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """What the words in a register mean. Keys are folded by `core.text.search_key`.

    Municipalities are looked up by `cells.municipality_key`, then folded.
    """

    headers: Mapping[str, str]  # header -> field
    vague: frozenset[str] = frozenset()  # headers that give way to another for the same field
    art_areas: Mapping[str, str]  # word -> code
    organisation_kinds: Mapping[str, str]
    municipalities: Mapping[str, str]  # name or code -> code


@dataclass(frozen=True)
class Fault:
    """Something that refuses a file, a row or a value: a code, and a value that is safe to show."""

    reason: str
    column: str = ""
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Which column holds which field, as the file's own header names it.

    `spare` are further columns for a field, read where the first is empty. `phones` are the columns
    that seem to hold telephone numbers, read or not.
    """

    index_by_field: Mapping[str, int]
    spare: Mapping[str, tuple[int, ...]] = of(default_factory=dict)
    header: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    phones: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True)
class CleanRow:
    """One organisation, ready to be stored."""

    name: str
    source_key: str = ""
    org_number: str = ""
    municipality_code: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    art_areas: tuple[str, ...] = ()
    organisation_kind: str = ""
    contact_name: str = ""


@dataclass(frozen=True, kw_only=True)
class ReadRow:
    """What became of one row: `clean` unless refused; `number` counts as a spreadsheet does."""

    number: int
    clean: CleanRow | None
    refused: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()


def build_vocabulary(
    *,
    headers: Mapping[str, Iterable[str]],
    art_areas: Mapping[str, Iterable[str]],
    organisation_kinds: Mapping[str, Iterable[str]],
    municipalities: Iterable[tuple[str, str]],
    vague_headers: Iterable[str] = (),
) -> Vocabulary:
    """Return a vocabulary out of words by field or code, and municipalities (code, name)."""
    return Vocabulary(
        headers=_code_by_word(headers),
        vague=frozenset(map(search_key, vague_headers)),
        art_areas=_code_by_word(art_areas),
        organisation_kinds=_code_by_word(organisation_kinds),
        municipalities=cells.municipality_words(municipalities),
    )


def header_row(rows: Sequence[Sequence[Cell]], *, vocabulary: Vocabulary) -> int:
    """Return which row holds the columns' names: the first with at least two that are known.

    Where no row has, the first that is not empty; 0 when all are.
    """
    filled = [
        index for index, row in enumerate(rows[:_HEADER_WITHIN]) if any(map(cells.as_text, row))
    ]
    for index in filled:
        fields = {
            vocabulary.headers.get(search_key(cells.as_text(cell))) for cell in rows[index]
        } - {None}
        if "name" in fields and len(fields) >= _FEWEST_KNOWN:
            return index
    return filled[0] if filled else 0


def without_personal_numbers(
    rows: Iterable[Sequence[Cell]], *, columns: Columns
) -> Iterator[list[str]]:
    """Yield rows as text with every personal number masked; masked cells are refused too."""
    for row in rows:
        yield [_without_personal_number(row, index, columns) for index in range(len(row))]


def _without_personal_number(row: Sequence[Cell], index: int, columns: Columns) -> str:
    text = cells.as_text(row[index])
    number = columns.index_by_field.get("org_number")
    if index == number:
        read = org_numbers.parse(text) if text.strip() else None
        is_personal = isinstance(read, org_numbers.Refused) and (
            read.reason == org_numbers.PERSONAL_NUMBER
        )
        return read.masked if is_personal and isinstance(read, org_numbers.Refused) else text
    if cells.holds_personal_number(text, among_phones=index in columns.phones):
        return cells.masked(text)
    return text


def recognise(
    header: Sequence[Cell], *, vocabulary: Vocabulary, chosen: Mapping[str, str] | None = None
) -> Columns:
    """Return which column holds which field; `chosen` (header -> field, "" for none) goes first."""
    titles = tuple(one_line(cells.as_text(cell)) for cell in header)
    fields_by_title = dict(vocabulary.headers) | {
        search_key(title): name for title, name in (chosen or {}).items()
    }
    vague = _outdone(titles, fields_by_title, vocabulary.vague - {*map(search_key, chosen or {})})
    for title in vague:
        del fields_by_title[title]
    found = [
        (index, fields_by_title.get(search_key(title), "")) for index, title in enumerate(titles)
    ]
    order = {word: rank for rank, word in enumerate(vocabulary.headers)}
    indexes: dict[str, list[int]] = {}
    for index, name in sorted(found, key=lambda one: order.get(search_key(titles[one[0]]), -1)):
        if name in FIELDS:
            indexes.setdefault(name, []).append(index)
    return Columns(
        index_by_field={name: first for name, (first, *_) in indexes.items()},
        spare={name: tuple(others) for name, (_, *others) in indexes.items() if others},
        header=titles,
        unknown=tuple(
            title for title in titles if title and search_key(title) not in fields_by_title
        ),
        faults=tuple(_structural_faults(titles, [name for _, name in found])),
        phones=frozenset(
            index
            for (index, name), title in zip(found, titles, strict=True)
            if name == "phone" or _speaks_of_phones(title, vocabulary)
        ),
    )


def _outdone(titles: Sequence[str], fields: Mapping[str, str], vague: frozenset[str]) -> set[str]:
    """Return the vague headers whose field another header names more exactly."""
    present = {search_key(title) for title in titles} & set(fields)
    exact = {fields[title] for title in present - vague}
    return {title for title in present & vague if fields[title] in exact}


def read_rows(
    rows: Iterable[Sequence[Cell]],
    *,
    columns: Columns,
    vocabulary: Vocabulary,
    region_code: str,
    first_row: int = 2,
) -> Iterator[ReadRow]:
    """Yield every row that is not empty, cleaned or refused."""
    seen: set[str] = set()
    for number, row in enumerate(rows, start=first_row):
        if any(cells.as_text(cell).strip() for cell in row):
            reader = _Reader(row, columns, vocabulary)
            clean = reader.organisation(region_code)
            if clean.source_key and clean.source_key in seen:
                reader.refuse(DUPLICATE_ID, "source_key")
            seen.add(clean.source_key)
            yield ReadRow(
                number=number,
                clean=None if reader.refused else clean,
                refused=tuple(reader.refused),
                notes=tuple(reader.notes),
            )


def _speaks_of_phones(title: str, vocabulary: Vocabulary) -> bool:
    return any(vocabulary.headers.get(word) == "phone" for word in search_key(title).split())


def _code_by_word(words: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {search_key(word): code for code, variants in words.items() for word in variants}


def _structural_faults(titles: Sequence[str], found: Sequence[str]) -> Iterator[Fault]:
    if not any(titles):
        yield Fault(EMPTY_FILE)
        return
    if any(_is_data(title) for title in titles):
        yield Fault(HEADER_IS_DATA)
        return
    for key, times in Counter(search_key(title) for title in titles if title).items():
        if times > 1:
            first = next(title for title in titles if search_key(title) == key)
            yield Fault(DUPLICATE_HEADER, cells.safe(first))
    yield from _faults_of_fields(titles, found)


def _faults_of_fields(titles: Sequence[str], found: Sequence[str]) -> Iterator[Fault]:
    for name in dict.fromkeys(filter(None, found)):
        written = [title for title, field in zip(titles, found, strict=True) if field == name]
        if name not in FIELDS:
            yield Fault(UNKNOWN_FIELD, cells.safe(written[0]), name)
        elif name in _TELLING and len({search_key(title) for title in written}) > 1:
            yield Fault(TWO_COLUMNS_FOR_ONE_FIELD, cells.safe(" / ".join(written)), name)
    if "name" not in found:
        yield Fault(NO_NAME_COLUMN)


def _is_data(title: str) -> bool:
    """Tell whether a title is what no column is called: a number of an organisation or a person."""
    return cells.holds_personal_number(title) or isinstance(
        org_numbers.parse(title), org_numbers.Valid
    )


class _Reader:
    """Reads one row, field by field, and gathers what it refuses."""

    def __init__(self, row: Sequence[Cell], columns: Columns, vocabulary: Vocabulary) -> None:
        self.row, self.columns, self.vocabulary = row, columns, vocabulary
        self.refused: list[Fault] = []
        self.notes: list[Fault] = []

    def organisation(self, region_code: str) -> CleanRow:
        """Return the row's organisation; only to be trusted when nothing was refused."""
        self._refuse_personal_numbers()
        name = stored_name(self.line("name"))
        if not search_key(name):
            self.refuse(NAME_MISSING, "name")
        elif not name.startswith("=") and not any(sign.isalpha() for sign in name):
            self.refuse(NAME_WITHOUT_LETTERS, "name")
        return CleanRow(
            name=name,
            source_key=self.line("source_key"),
            org_number=self._org_number(),
            municipality_code=self._municipality(region_code),
            address=self.line("address"),
            postcode=self._checked("postcode", cells.postcode(self.text("postcode"))),
            city=self.line("city"),
            email=self._checked("email", cells.email(self.text("email"))),
            phone=self._checked("phone", cells.phone(self.text("phone"))),
            website=self._checked("website", cells.website(self.text("website"))),
            art_areas=self._art_areas(),
            organisation_kind=self._organisation_kind(),
            contact_name=self.line("contact_name"),
        )

    def text(self, field: str) -> str:
        """Return the cell of `field` as text, empty when there is no such column or cell."""
        index = self._index(field)
        return self._cell(index) if index is not None else ""

    def _index(self, field: str) -> int | None:
        """Return the column of `field` that holds something in this row, else its first."""
        first = self.columns.index_by_field.get(field)
        if first is None or self._cell(first):
            return first
        return next((at for at in self.columns.spare.get(field, ()) if self._cell(at)), first)

    def _cell(self, index: int) -> str:
        return cells.as_text(self.row[index]).strip() if index < len(self.row) else ""

    def line(self, field: str) -> str:
        """Return the cell of `field` as one line; refuse it when it is too long."""
        line = one_line(self.text(field))
        if len(line) > _MOST_SIGNS:
            self.refuse(TOO_LONG, field)
        if line.startswith("=") or _ERROR_VALUE.fullmatch(line):
            self.refuse(FORMULA, field)
        return line

    def refuse(self, reason: str, field: str) -> None:
        """Refuse the row for the cell of `field`."""
        self.refused.append(self._fault(reason, field))

    def _fault(self, reason: str, field: str) -> Fault:
        index = self._index(field)
        column = self.columns.header[index] if index is not None else field
        return Fault(reason, column, cells.safe(self.text(field)))

    def _refuse_personal_numbers(self) -> None:
        """Refuse the row if any cell, of a known column or not, seems to hold a personal number."""
        header, index_by_field = self.columns.header, self.columns.index_by_field
        for index, cell in enumerate(self.row):
            written = cells.as_text(cell)
            if index != index_by_field.get("org_number") and cells.holds_personal_number(
                written, among_phones=index in self.columns.phones
            ):
                title = header[index] if index < len(header) else ""
                self.refused.append(Fault(org_numbers.PERSONAL_NUMBER, title, cells.safe(written)))

    def _org_number(self) -> str:
        typed = self.text("org_number")
        if not typed:
            return ""
        number = org_numbers.parse(typed)
        if isinstance(number, org_numbers.Refused):
            self.refuse(number.reason, "org_number")
            return ""
        return number.digits

    def _municipality(self, region_code: str) -> str:
        typed = self.text("municipality")
        if not typed:
            return ""
        key, known = cells.municipality_key(typed), self.vocabulary.municipalities
        code = known.get(key) or known.get(fold(key))
        if code is None:
            self.refuse(UNKNOWN_MUNICIPALITY, "municipality")
        elif code[:2] != region_code:
            self.refuse(OTHER_REGION, "municipality")
        return code or ""

    def _checked(self, field: str, read: cells.Read) -> str:
        if read.fault:
            self.refuse(read.fault, field)
        return read.value

    def _art_areas(self) -> tuple[str, ...]:
        codes: dict[str, None] = {}
        for word in cells.several(self.text("art_areas"), known=self.vocabulary.art_areas):
            code = self.vocabulary.art_areas.get(search_key(word))
            if code:
                codes[code] = None
            else:
                self.notes.append(self._fault(UNKNOWN_ART_AREA, "art_areas"))
        return tuple(codes)

    def _organisation_kind(self) -> str:
        typed = self.text("organisation_kind")
        code = self.vocabulary.organisation_kinds.get(search_key(typed), "")
        if typed and not code:
            self.notes.append(self._fault(UNKNOWN_KIND, "organisation_kind"))
        return code
