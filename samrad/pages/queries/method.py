"""The method library as pages: every leaf of it, what belongs together, and search.

Read once in a process, out of the method's shelf; nothing here asks the database.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist

from samrad.access.roles import Role
from samrad.core.markdown import to_text
from samrad.method import library
from samrad.method.library import SOURCE_LANGUAGE
from samrad.pages.rules import finding
from samrad.users.principal import Principal


class Kind(StrEnum):
    """What a leaf of the library is, in the order they are shown."""

    GUIDE = "guide"
    FORM = "form"
    CASE = "case"
    CELL = "cell"
    ITEM = "item"
    PRINCIPLE = "principle"
    ROLE = "role"
    NEED = "need"
    VOLUNTEER = "volunteer"
    THRESHOLD = "threshold"


_MARK: Final = re.compile(r"^\s*(?:-|\d+\.) ", re.MULTILINE)  # of a list's row
OF_CATEGORY: Final = {
    "guide": Kind.GUIDE,
    "need": Kind.NEED,
    "role": Kind.ROLE,
    "volunteer": Kind.VOLUNTEER,
}
CATEGORY_OF: Final = {kind: category for category, kind in OF_CATEGORY.items()}
Mark = tuple[Kind, str]


@dataclass(frozen=True)
class Leaf:
    """Something the library holds: a page, or a place on one. `code` is the field's short name."""

    kind: Kind
    key: str
    slug: str
    title: str
    summary: str
    text: str  # all of it as plain text, for search
    code: str = ""
    language: str = SOURCE_LANGUAGE

    @property
    def mark(self) -> Mark:
        """Return what names it in the library."""
        return self.kind, self.key

    def roles_of(self, principal: Principal) -> set[Role]:  # noqa: ARG002 -- the protocol's shape
        """Return no role: the library is everybody's."""
        return set()


@dataclass(frozen=True)
class Hit:
    """A leaf that answers to a search, with the words around what was found."""

    leaf: Leaf
    pieces: tuple[finding.Piece, ...]


def _guides(language: str) -> Iterator[Leaf]:
    for guide in library.guides(language=language):
        key, text = guide.head.key, guide.text
        yield Leaf(
            kind=OF_CATEGORY[guide.head.category],
            key=key,
            slug=library.guide_slug(key),
            title=text.title,
            summary=text.summary,
            text=_MARK.sub("", to_text(text.body)),
            code=guide.head.code or "",
            language=guide.language,
        )


def _forms(language: str) -> Iterator[Leaf]:
    for form in library.forms(language=language):
        key, text = form.head.key, form.text
        parts = (*text.suits, *text.how, *text.access, text.cost, *text.pitfalls)
        slug = library.form_slug(key)
        yield Leaf(Kind.FORM, key, slug, text.name, text.summary, " ".join(parts))


def _cases(language: str) -> Iterator[Leaf]:
    for case in library.cases(language=language):
        text = case.text
        parts = (text.who, text.problem, *text.steps, text.result or "", text.lesson)
        yield Leaf(
            Kind.CASE, case.head.key, case.head.slug, text.title, text.summary, " ".join(parts)
        )


def _cells(language: str) -> Iterator[Leaf]:
    matrix, levels = library.matrix(language=language), library.levels(language=language)
    for cell in matrix.head.keys():  # noqa: SIM118 -- no mapping
        step = matrix.text.steps[int(cell[1])]
        level = levels.text.levels[matrix.head.rows[cell[0]]].label  # type: ignore[index]  # a row
        title, tools = f"{step}: {level.lower()}", ". ".join(matrix.text.cells[cell])
        yield Leaf(Kind.CELL, cell, cell.lower(), title, tools, "", cell, language=matrix.language)


def _items(language: str) -> Iterator[Leaf]:
    words = library.checklist(language=language)
    for item in words.head.items:
        text = words.text.items[item.id]
        more = " ".join(part for part in (text.proof, text.mend) if part)
        yield Leaf(Kind.ITEM, item.id, item.id.lower(), text.statement, "", more, item.id)


def _principles(language: str) -> Iterator[Leaf]:
    words = library.principles(language=language)
    for one in words.head.principles:
        text = words.text.principles[one.code]
        body = " ".join((*text.region, *text.association))
        yield Leaf(Kind.PRINCIPLE, one.code, one.code.lower(), text.name, text.idea, body)


def _thresholds(language: str) -> Iterator[Leaf]:
    words = library.thresholds(language=language)
    for one in words.head.thresholds:
        text = words.text.thresholds[one.key]
        yield Leaf(Kind.THRESHOLD, one.key, one.key, text.label, text.motive, text.source)


@cache
def leaves(language: str = SOURCE_LANGUAGE) -> Mapping[Mark, Leaf]:
    """Return everything the library holds, in order, Swedish where nothing else is written."""
    makers = (_guides, _forms, _cases, _cells, _items, _principles, _thresholds)
    return {leaf.mark: leaf for make in makers for leaf in make(language)}


def of_kind(kind: Kind, language: str = SOURCE_LANGUAGE) -> list[Leaf]:
    """Return the leaves of a kind, in their order."""
    return [leaf for leaf in leaves(language).values() if leaf.kind == kind]


def leaf_at(kind: Kind, slug: str) -> Leaf:
    """Return the leaf at an address. Raise `ObjectDoesNotExist` where there is none."""
    for leaf in of_kind(kind):
        if leaf.slug == slug:
            return leaf
    raise ObjectDoesNotExist(f"{kind} {slug}")


def get_guide(guide: str) -> Leaf:
    """Return the guide at an address."""
    return leaf_at(Kind.GUIDE, guide)


def get_need(need: str) -> Leaf:
    """Return the page about one of the five needs."""
    return leaf_at(Kind.NEED, need)


def get_role_card(role_card: str) -> Leaf:
    """Return the card of a role at a meeting."""
    return leaf_at(Kind.ROLE, role_card)


def get_volunteer_guide(volunteer_guide: str) -> Leaf:
    """Return a guide for associations."""
    return leaf_at(Kind.VOLUNTEER, volunteer_guide)


def get_form(consultation_form: str) -> Leaf:
    """Return a form of consultation."""
    return leaf_at(Kind.FORM, consultation_form)


def get_case(case: str) -> Leaf:
    """Return a case."""
    return leaf_at(Kind.CASE, case)


# What belongs together


def _pairs() -> Iterator[tuple[Mark, Mark]]:
    for guide in library.guides():
        mark = (OF_CATEGORY[guide.head.category], guide.head.key)
        yield from _to(mark, guide.head)
        yield from ((mark, (Kind.FORM, key)) for key in guide.head.forms)
    for form in library.forms():
        yield from _to((Kind.FORM, form.head.key), form.head)
    for case in library.cases():
        mark = (Kind.CASE, case.head.key)
        yield from ((mark, (Kind.CELL, cell)) for cell in case.head.cells)
        yield from ((mark, (Kind.FORM, key)) for key in case.head.forms)
    for item in library.checklist().head.items:
        yield from (((Kind.ITEM, item.id), (Kind.PRINCIPLE, code)) for code in item.principles)


def _to(mark: Mark, head: Any) -> Iterator[tuple[Mark, Mark]]:  # noqa: ANN401 -- a guide or a form
    yield from ((mark, (Kind.CELL, cell)) for cell in head.cells)
    yield from ((mark, (Kind.ITEM, item)) for item in head.items)


@cache
def _neighbours() -> Mapping[Mark, frozenset[Mark]]:
    found: dict[Mark, set[Mark]] = defaultdict(set)
    for one, other in _pairs():
        found[one].add(other)
        found[other].add(one)
    # A guide and a case belong together where they are about the same form.
    for mark in [mark for mark in found if mark[0] == Kind.CASE]:
        for form in [near for near in found[mark] if near[0] == Kind.FORM]:
            for guide in [near for near in found[form] if near[0] == Kind.GUIDE]:
                found[mark].add(guide)
                found[guide].add(mark)
    return {mark: frozenset(near) for mark, near in found.items()}


def related(mark: Mark, language: str = SOURCE_LANGUAGE) -> dict[Kind, list[Leaf]]:
    """Return what belongs together with a leaf, by kind, in order."""
    near = _neighbours().get(mark, frozenset())
    found: dict[Kind, list[Leaf]] = {}
    for kind in Kind:
        listed = [leaf for leaf in of_kind(kind, language) if leaf.mark in near]
        if listed:
            found[kind] = listed
    return found


# Search


@cache
def _indexed(language: str) -> Mapping[Mark, finding.Indexed]:
    return {
        mark: finding.indexed(
            title=f"{leaf.code} {leaf.title}", summary=leaf.summary, body=leaf.text
        )
        for mark, leaf in leaves(language).items()
    }


@cache
def _vocabulary(language: str) -> Mapping[str, str]:
    return finding.vocabulary_of(
        f"{leaf.title} {leaf.summary} {leaf.text}" for leaf in leaves(language).values()
    )


def find(
    words: str, language: str = SOURCE_LANGUAGE, *, only: frozenset[Kind] = frozenset(Kind)
) -> list[Hit]:
    """Return what answers to a search, the best first."""
    wanted = finding.asked(words)
    if not wanted:
        return []
    index = _indexed(language)
    weighed = [
        (finding.weigh(index[leaf.mark], wanted), leaf)
        for leaf in leaves(language).values()
        if leaf.kind in only
    ]
    best = sorted((one for one in weighed if one[0]), key=lambda one: -one[0])
    return [Hit(leaf, _excerpt(leaf, wanted)) for _weight, leaf in best]


def _excerpt(leaf: Leaf, wanted: tuple[str, ...]) -> tuple[finding.Piece, ...]:
    text = " ".join(f"{leaf.summary} {leaf.text}".split())
    return finding.excerpt(text, wanted)


def suggestions(words: str, language: str = SOURCE_LANGUAGE) -> tuple[str, ...]:
    """Return words in the library that are written almost like those asked for."""
    return finding.nearby(words, _vocabulary(language))
