"""The shelf: every version of every piece of method content, read once and validated.

    library.timeline().head.milestones          structure
    library.timeline(language="en").text.title  words, Swedish where a language is missing
    library.threshold("invitation-days")        a number

Work keeps the version it began with: pass `version`. Without it the latest published one is meant.

`faults` names every file that cannot be read. The running site goes on without such a file: with
the Swedish words for faulty ones in another language, with the version before for a faulty one.
"""

import hashlib
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, Generic, TypeVar, get_args

from samrad.core.text import search_key
from samrad.method import documents, reader, reading, schema
from samrad.method.reader import Fault, FaultyContentError
from samrad.method.schema import Head, Status, Text

logger = logging.getLogger(__name__)
CONTENT: Final = Path(__file__).parent / "content"
LOCK: Final = CONTENT / "published.lock"
SOURCE_LANGUAGE: Final = "sv"
_STATUS: Final = re.compile(rb"^status:.*\n", re.MULTILINE)
H = TypeVar("H", bound=Head)
T = TypeVar("T", bound=Text)


@dataclass(frozen=True)
class Kind(Generic[H, T]):
    """A kind of content: its folder, its shape, and the suffix of its texts."""

    folder: str
    head: type[H]
    text: type[T]
    suffix: str = "yaml"


@dataclass(frozen=True)
class Edition(Generic[H, T]):
    """One version in one language: the structure and its words."""

    head: H
    text: T
    language: str


TIMELINES: Final = Kind("timelines", schema.Timeline, schema.TimelineText)
CODE_LISTS: Final = Kind("code_lists", schema.CodeList, schema.CodeListText)
LEVELS: Final = Kind("levels", schema.Levels, schema.LevelsText)
MATRICES: Final = Kind("matrices", schema.Matrix, schema.MatrixText)
THRESHOLDS: Final = Kind("thresholds", schema.Thresholds, schema.ThresholdsText)
PLACEHOLDERS: Final = Kind("placeholders", schema.Placeholders, schema.PlaceholdersText)
LETTERS: Final = Kind("letters", schema.Letter, schema.LetterText, suffix="md")
GUIDES: Final = Kind("guides", reading.Guide, reading.GuideText, suffix="md")
PRINCIPLES: Final = Kind("principles", reading.Principles, reading.PrinciplesText)
FORMS: Final = Kind("forms", reading.Form, reading.FormText)
CASES: Final = Kind("cases", reading.Case, reading.CaseText)
CHANGES: Final = Kind("changes", reading.Change, reading.ChangeText)
REGISTER_WORDS: Final = Kind("register_words", schema.RegisterWords, schema.RegisterWordsText)
TURN_WORDS: Final = Kind("turn_words", schema.TurnWords, schema.TurnWordsText)
REVIEW_RULES: Final = Kind("review_rules", schema.ReviewRules, schema.ReviewRulesText)
REVIEW_WORDS: Final = Kind("review_words", schema.ReviewWords, schema.ReviewWordsText)
CHECKLISTS: Final = Kind("checklists", schema.Checklist, schema.ChecklistText)
DOCUMENT_FIELDS: Final = Kind(
    "document_fields", documents.DocumentFields, documents.DocumentFieldsText
)
DOCUMENT_TEMPLATES: Final = Kind(
    "document_templates", documents.DocumentTemplate, documents.DocumentTemplateText, suffix="md"
)
KINDS: Final[tuple[Kind[Head, Text], ...]] = (
    TIMELINES,
    CODE_LISTS,
    LEVELS,
    MATRICES,
    THRESHOLDS,
    PLACEHOLDERS,
    LETTERS,
    GUIDES,
    PRINCIPLES,
    FORMS,
    CASES,
    CHANGES,
    REGISTER_WORDS,
    TURN_WORDS,
    REVIEW_RULES,
    REVIEW_WORDS,
    CHECKLISTS,
    DOCUMENT_FIELDS,
    DOCUMENT_TEMPLATES,
)  # type: ignore[assignment]  # a tuple of kinds of any shape


def timeline(
    key: str = "plan-process", *, version: int | None = None, language: str = SOURCE_LANGUAGE
) -> Edition[schema.Timeline, schema.TimelineText]:
    """Return a timeline. Raise `LookupError` if there is none."""
    return edition(TIMELINES, key, version=version, language=language)


def code_list(
    key: str, *, version: int | None = None, language: str = SOURCE_LANGUAGE
) -> Edition[schema.CodeList, schema.CodeListText]:
    """Return a code list: "contribution-themes". Raise `LookupError` if there is none."""
    return edition(CODE_LISTS, key, version=version, language=language)


def levels(*, language: str = SOURCE_LANGUAGE) -> Edition[schema.Levels, schema.LevelsText]:
    """Return the levels of participation and their promises."""
    return edition(LEVELS, "participation", language=language)


def promise(level: str, *, deciding_body: str, language: str = SOURCE_LANGUAGE) -> str:
    """Return the promise a level makes to those who take part."""
    text = levels(language=language).text.levels[level].promise
    return text.replace("{deciding_body}", deciding_body)


def matrix(*, language: str = SOURCE_LANGUAGE) -> Edition[schema.Matrix, schema.MatrixText]:
    """Return the matrix of six steps by four levels."""
    return edition(MATRICES, "european-code", language=language)


def thresholds(
    *, language: str = SOURCE_LANGUAGE
) -> Edition[schema.Thresholds, schema.ThresholdsText]:
    """Return our recommendations in numbers."""
    return edition(THRESHOLDS, "recommendations", language=language)


def threshold(key: str) -> int:
    """Return the number we recommend. Raise `KeyError` for an unknown key."""
    return threshold_values()[key]


@cache
def threshold_values() -> Mapping[str, int]:
    """Return every recommended number by its key."""
    return MappingProxyType({each.key: each.value for each in thresholds().head.thresholds})


@cache
def checklist_limits() -> Mapping[str, int]:
    """Return every number that the checklist's rules count by, our recommendations among them."""
    own = edition(THRESHOLDS, "checklist").head.thresholds
    return MappingProxyType({**threshold_values(), **{each.key: each.value for each in own}})


def placeholders(
    *, language: str = SOURCE_LANGUAGE
) -> Edition[schema.Placeholders, schema.PlaceholdersText]:
    """Return everything a letter may name."""
    return edition(PLACEHOLDERS, "letters", language=language)


def letter(
    key: str, *, version: int | None = None, language: str = SOURCE_LANGUAGE
) -> Edition[schema.Letter, schema.LetterText]:
    """Return a letter template: "invitation", "referral", "reminder" … Raise `LookupError`."""
    return edition(LETTERS, key, version=version, language=language)


def placeholder_names(key: str, *, language: str = SOURCE_LANGUAGE) -> Mapping[str, str]:
    """Return the placeholders that the letter `key` may hold: name by key, in their order."""
    about = letter(key).head.about
    names = placeholders(language=language)
    return {
        each.key: names.text.placeholders[each.key].name
        for each in names.head.placeholders
        if each.of in about
    }


def guide(
    key: str, *, version: int | None = None, language: str = SOURCE_LANGUAGE
) -> Edition[reading.Guide, reading.GuideText]:
    """Return a guide for readers: "how-a-culture-plan-works", "be-heard". Raise `LookupError`."""
    return edition(GUIDES, key, version=version, language=language)


def guides(
    *, category: reading.Category | None = None, language: str = SOURCE_LANGUAGE
) -> tuple[Edition[reading.Guide, reading.GuideText], ...]:
    """Return the guides in force, of one category or of all, in their order."""
    order = get_args(reading.Category)
    found = [
        each
        for each in editions(GUIDES, language=language)
        if category is None or each.head.category == category
    ]
    return tuple(
        sorted(found, key=lambda each: (order.index(each.head.category), each.head.position))
    )


def principles(
    *, language: str = SOURCE_LANGUAGE
) -> Edition[reading.Principles, reading.PrinciplesText]:
    """Return the six principles that both sides stand by."""
    return edition(PRINCIPLES, "six", language=language)


def form(
    key: str, *, version: int | None = None, language: str = SOURCE_LANGUAGE
) -> Edition[reading.Form, reading.FormText]:
    """Return a form of consultation: "open-meeting", "survey" … Raise `LookupError`."""
    return edition(FORMS, key, version=version, language=language)


def forms(
    *, language: str = SOURCE_LANGUAGE
) -> tuple[Edition[reading.Form, reading.FormText], ...]:
    """Return the forms of consultation in force, in their order."""
    found = editions(FORMS, language=language)
    return tuple(sorted(found, key=lambda each: each.head.position))


def case(
    key: str, *, version: int | None = None, language: str = SOURCE_LANGUAGE
) -> Edition[reading.Case, reading.CaseText]:
    """Return something that has been done: "evening-feedback" … Raise `LookupError`."""
    return edition(CASES, key, version=version, language=language)


def cases(
    *, language: str = SOURCE_LANGUAGE
) -> tuple[Edition[reading.Case, reading.CaseText], ...]:
    """Return the cases in force, in their order."""
    found = editions(CASES, language=language)
    return tuple(sorted(found, key=lambda each: each.head.position))


def changes(
    *, language: str = SOURCE_LANGUAGE
) -> tuple[Edition[reading.Change, reading.ChangeText], ...]:
    """Return the editions of the method, the newest first."""
    found = editions(CHANGES, language=language)
    return tuple(sorted(found, key=lambda each: -each.head.position))


def guide_slug(key: str) -> str:
    """Return a guide's word for the address: its first Swedish title, which never changes."""
    return _slug(edition(GUIDES, key, version=1).text.title)


def form_slug(key: str) -> str:
    """Return a form's word for the address: its first Swedish name, which never changes."""
    return _slug(edition(FORMS, key, version=1).text.name)


def _slug(title: str) -> str:
    return search_key(title).replace(" ", "-")


def register_words(
    *, language: str = SOURCE_LANGUAGE
) -> Edition[schema.RegisterWords, schema.RegisterWordsText]:
    """Return the words that registers from elsewhere are written in."""
    return edition(REGISTER_WORDS, "organisations", language=language)


def turn_words(
    *, language: str = SOURCE_LANGUAGE
) -> Edition[schema.TurnWords, schema.TurnWordsText]:
    """Return the words that begin a new point."""
    return edition(TURN_WORDS, "contributions", language=language)


def review_rules(
    *, language: str = SOURCE_LANGUAGE
) -> Edition[schema.ReviewRules, schema.ReviewRulesText]:
    """Return the rules that invitations are reviewed by."""
    return edition(REVIEW_RULES, "invitations", language=language)


def review_words(
    *, language: str = SOURCE_LANGUAGE
) -> Edition[schema.ReviewWords, schema.ReviewWordsText]:
    """Return the words that the review of invitations looks for."""
    return edition(REVIEW_WORDS, "invitations", language=language)


def checklist(
    key: str = "consultation", *, version: int | None = None, language: str = SOURCE_LANGUAGE
) -> Edition[schema.Checklist, schema.ChecklistText]:
    """Return a checklist: 80 items by default. Raise `LookupError` if there is none."""
    return edition(CHECKLISTS, key, version=version, language=language)


def document_fields(
    *, language: str = SOURCE_LANGUAGE
) -> Edition[documents.DocumentFields, documents.DocumentFieldsText]:
    """Return everything that document templates may name."""
    return edition(DOCUMENT_FIELDS, "documents", language=language)


def document_template(
    key: str, *, version: int | None = None, language: str = SOURCE_LANGUAGE
) -> Edition[documents.DocumentTemplate, documents.DocumentTemplateText]:
    """Return a document template: "purpose-sheet", "run-sheet" … Raise `LookupError`."""
    return edition(DOCUMENT_TEMPLATES, key, version=version, language=language)


def document_templates(
    *, language: str = SOURCE_LANGUAGE
) -> tuple[Edition[documents.DocumentTemplate, documents.DocumentTemplateText], ...]:
    """Return the document templates in force, in the order of their codes."""
    found = editions(DOCUMENT_TEMPLATES, language=language)
    return tuple(sorted(found, key=lambda each: int(each.head.code[1:])))


def edition(
    kind: Kind[H, T], key: str, *, version: int | None = None, language: str = SOURCE_LANGUAGE
) -> Edition[H, T]:
    """Return one version in one language, Swedish where it has not been translated."""
    heads = _heads(kind)
    for number in _published(heads, key) if version is None else [version]:
        if found := _readable(kind, heads.get((key, number)), language):
            return found
    raise LookupError(f"{kind.folder}/{key} v{version or '?'}")


def editions(kind: Kind[H, T], *, language: str = SOURCE_LANGUAGE) -> tuple[Edition[H, T], ...]:
    """Return the latest published version of everything of a kind."""
    keys = {key for (key, _), head in _heads(kind).items() if head.status is Status.PUBLISHED}
    found = (_in_force(kind, key, language) for key in sorted(keys))
    return tuple(each for each in found if each is not None)


def faults() -> list[Fault]:
    """Read every version in every language, and return everything that is wrong, file by file."""
    return sorted({*_strays(), *(fault for kind in KINDS for fault in _faults_of(kind))})


def read_everything() -> int:
    """Read every version in every language; return how many. Raise with all that is wrong."""
    if found := faults():
        raise FaultyContentError(found)
    return sum(len(head.languages) for kind in KINDS for head in _heads(kind).values())


def published_files() -> Mapping[str, str]:
    """Return path and SHA-256 of every file of a version that is published or retired."""
    paths = [
        path
        for kind in KINDS
        for head in _heads(kind).values()
        if head.status is not Status.DRAFT
        for path in _paths(kind, head)
        if path.exists()
    ]
    return {
        path.relative_to(CONTENT).as_posix(): fingerprint(path.read_bytes())
        for path in sorted(paths)
    }


def differences_from_lock() -> list[str]:
    """Return the files that changed, vanished or came without being entered in the lock.

    A file of a version whose structure cannot be read is compared as it stands.
    """
    entered, found = entered_in(LOCK), dict(published_files())
    for path in entered.keys() & _unreadable():
        found[path] = fingerprint((CONTENT / path).read_bytes())
    return sorted(
        path for path in entered.keys() | found.keys() if entered.get(path) != found.get(path)
    )


def entered_in(lock: Path) -> dict[str, str]:
    """Return path and hash of every file that `lock` holds."""
    lines = lock.read_text(encoding="utf-8").splitlines() if lock.exists() else []
    parted = (line.rpartition(" ") for line in lines)
    return {path: digest for path, _, digest in parted}


def fingerprint(content: bytes) -> str:
    """Return the hash a file is entered under. Its status is left out: a version may be retired."""
    return hashlib.sha256(_STATUS.sub(b"", content)).hexdigest()


def files() -> Iterator[Path]:
    """Yield every file that holds content, in order."""
    for path in sorted(CONTENT.rglob("v*.*")):
        if path.suffix in (".yaml", ".md"):
            yield path


def _published(heads: Mapping[tuple[str, int], Head], key: str) -> list[int]:
    """Return the published versions of `key`, the latest first."""
    return sorted(
        (
            version
            for (found, version), head in heads.items()
            if found == key and head.status is Status.PUBLISHED
        ),
        reverse=True,
    )


def _readable(kind: Kind[H, T], head: H | None, language: str) -> Edition[H, T] | None:
    """Return a version in `language`, in Swedish where that is not to be had, or nothing."""
    for spoken in dict.fromkeys((language, SOURCE_LANGUAGE)):
        if head is None or spoken not in head.languages:
            continue
        try:
            return Edition(head, _text(kind, head.key, head.version, spoken), spoken)
        except FaultyContentError as error:
            logger.error("method content is faulty: %s", error)  # noqa: TRY400 -- it says where
    return None


def _in_force(kind: Kind[H, T], key: str, language: str) -> Edition[H, T] | None:
    try:
        return edition(kind, key, language=language)
    except LookupError:
        return None


def _heads(kind: Kind[H, T]) -> Mapping[tuple[str, int], H]:
    return _structures(kind)[0]


@cache
def _structures(kind: Kind[H, T]) -> tuple[Mapping[tuple[str, int], H], tuple[Fault, ...]]:
    """Return the structures of a kind that can be read, and what is wrong with the others."""
    found: dict[tuple[str, int], H] = {}
    wrong: list[Fault] = []
    for path in sorted((CONTENT / kind.folder).glob("*/v*.yaml")):
        try:
            head = _structure(kind, path)
        except FaultyContentError as error:
            wrong.extend(error.faults)
            logger.error("method content is faulty: %s", error)  # noqa: TRY400 -- it says where
        else:
            found[head.key, head.version] = head
    return MappingProxyType(found), tuple(wrong)


def _structure(kind: Kind[H, T], path: Path) -> H:
    head = reader.read(kind.head, path)
    if path != CONTENT / kind.folder / head.key / f"v{head.version}.yaml":
        reason = f"holds {head.key} version {head.version}, which its path does not say"
        raise FaultyContentError([Fault(path, reader.line_of_key(path, "key"), reason)])
    return head


@cache
def _text(kind: Kind[H, T], key: str, version: int, language: str) -> T:
    return reader.read(kind.text, _text_path(kind, key, version, language))


def _text_path(kind: Kind[H, T], key: str, version: int, language: str) -> Path:
    return CONTENT / language / kind.folder / key / f"v{version}.{kind.suffix}"


def _faults_of(kind: Kind[H, T]) -> Iterator[Fault]:
    heads, wrong = _structures(kind)
    yield from wrong
    for head in heads.values():
        for language in head.languages:
            try:
                text = _text(kind, head.key, head.version, language)
            except FaultyContentError as error:
                yield from error.faults
            else:
                yield from _mismatches(
                    head, text, _text_path(kind, head.key, head.version, language)
                )


def _mismatches(head: Head, text: Text, path: Path) -> Iterator[Fault]:
    """Yield what the structure has no words for, and words the structure knows nothing of."""
    needed, there = set(head.keys()), set(text.keys())
    for key in sorted(needed - there):
        yield Fault(path, 1, f"has no words for {key}, which the structure holds")
    for key in sorted(there - needed):
        line = reader.line_of_key(path, key)
        yield Fault(path, line, f"{key} has words but does not stand in the structure")


def _strays() -> Iterator[Fault]:
    """Yield the words that have no structure, and what belongs to no kind."""
    folders = {kind.folder for kind in KINDS}
    for path in files():
        place = path.relative_to(CONTENT)
        if place.parts[0] in folders:
            continue
        structure = Path(*place.parts[1:]).with_suffix(".yaml")
        if structure.parts[0] not in folders or not (CONTENT / structure).exists():
            yield Fault(path, 1, "has no structure to give words to")


def _unreadable() -> set[str]:
    """Return the files there are of versions whose structure cannot be read."""
    wrong = {fault.path for kind in KINDS for fault in _structures(kind)[1]}
    places = {path.relative_to(CONTENT).with_suffix("") for path in wrong}
    return {
        path.relative_to(CONTENT).as_posix()
        for path in files()
        if {at := path.relative_to(CONTENT).with_suffix(""), Path(*at.parts[1:])} & places
    }


def _paths(kind: Kind[H, T], head: Head) -> Iterator[Path]:
    place = Path(kind.folder) / head.key
    yield CONTENT / place / f"v{head.version}.yaml"
    for language in head.languages:
        yield CONTENT / language / place / f"v{head.version}.{kind.suffix}"
