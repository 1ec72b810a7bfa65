"""The whole method as one document, out of the same files as the pages. For reading on paper.

Nothing can be clicked on paper: an address becomes a number in brackets, and stands with its name
in the list at the end.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext, override

from samrad.documents.blocks import (
    Block,
    BulletList,
    Contents,
    Cover,
    Document,
    Heading,
    KeyValue,
    Note,
    NumberedList,
    PageBreak,
    Paragraph,
    Quote,
    Run,
    Table,
    Text,
)
from samrad.documents.prose import from_markdown
from samrad.method import library, reading
from samrad.method.library import SOURCE_LANGUAGE, Edition
from samrad.reporting.wording.numbers import COSTS, JUDGED_BY, WORK_STEPS, number_of

_DOWN: Final = 2  # headings in a guide stand below the guide's own
_Guide = Edition[reading.Guide, reading.GuideText]


class _References:
    """Gives each address a number, in the order they are met."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def mark(self, address: str, name: str = "") -> str:
        """Return the number of an address in brackets."""
        if not self.names.get(address):
            self.names[address] = name
        return f"[{list(self.names).index(address) + 1}]"

    def without_links(self, text: Text) -> Text:
        """Return a text for paper: no links, and its lines run on."""
        if isinstance(text, str):
            return text
        return tuple(self._plain(run) for run in text)

    def _plain(self, run: Run) -> Run:
        words = " " if run.text == "\n" else run.text
        if run.link.startswith("http"):
            shown = "" if words.strip().startswith("http") else f"{words} "
            words = f"{shown}{self.mark(run.link)}"
        return replace(run, text=words, link="")

    def blocks(self, body: str) -> Iterator[Block]:
        """Yield the blocks of a guide's Markdown."""
        for block in from_markdown(body):
            match block:
                case Heading():
                    yield replace(block, level=block.level + _DOWN)
                case Paragraph() | Quote():
                    yield replace(block, text=self.without_links(block.text))
                case BulletList() | NumberedList():
                    yield replace(block, items=tuple(map(self.without_links, block.items)))
                case _:
                    yield block

    def sources(self, pairs: Iterable[tuple[str, str]]) -> Iterator[Block]:
        """Yield a line that names the numbers of (address, name)."""
        marks = [self.mark(address, name) for address, name in pairs]
        if marks:
            yield Paragraph(gettext("Källor: %(marks)s") % {"marks": ", ".join(marks)}, small=True)

    def listed(self) -> Iterator[Block]:
        """Yield the list of all addresses, numbered as they were marked."""
        if self.names:
            yield from (PageBreak(), Heading(1, gettext("Källor")))
            yield NumberedList(
                tuple(f"{name}. {at}" if name else at for at, name in self.names.items())
            )


def booklet() -> Document:
    """Return the method as a document. It is dated by its newest edition."""
    with override(SOURCE_LANGUAGE):
        edition, references = library.changes()[0], _References()
        parts = [block for part in _PARTS for block in part(references)]
        title = gettext("Samråd som håller")
        return Document(
            title=title,
            date=edition.head.day,
            blocks=(
                _cover(title, edition),
                Contents(gettext("Innehåll"), depth=2),
                *parts,
                *references.listed(),
            ),
            subject=gettext("En metod för samråd med det civila samhällets kulturliv"),
            author=gettext("Samråd"),
            reference=f"{title}, {edition.text.title.lower()}",
            show_title=False,
        )


def _named(edition: Edition[reading.Change, reading.ChangeText]) -> str:
    return f"{edition.text.title}, {date_format(edition.head.day, 'j F Y')}"


def _cover(title: str, edition: Edition[reading.Change, reading.ChangeText]) -> Cover:
    return Cover(
        title,
        above=gettext("Metod och lathundar"),
        lead=gettext("För er som ska fråga föreningarna om kulturen i länet, och svara dem."),
        lines=(
            _named(edition),
            gettext(
                "Egen metod i samma fyra skeden som KICK:s metodverktyg. Texten är densamma som på "
                "webben. Häftet går att läsa och använda utan dator."
            ),
        ),
    )


def _introduction(_references: _References) -> Iterator[Block]:
    yield from (PageBreak(), Heading(1, gettext("Så använder du häftet")))
    yield Paragraph(
        gettext(
            "Ett samråd är bra när den som svarar vet vad som går att påverka, hinner svara, och "
            "får veta vad svaret ledde till. Det här häftet visar hur ni kommer dit, från första "
            "tanken till sista återkopplingen."
        )
    )
    yield BulletList(
        (
            gettext("Ska ni börja: läs om principerna och matrisen, och välj form."),
            gettext("Sitter ni mitt i arbetet: slå upp lathunden för det skede ni är i."),
            gettext("Ska ni leda ett möte: kopiera rollkorten och dela ut dem."),
            gettext("Vill ni veta om ni har glömt något: gå igenom checklistan."),
        )
    )
    yield Note(
        gettext(
            "Siffror som dagar och veckor är våra rekommendationer. De är inte lag. Skäl och källa "
            "står i kapitlet om siffror. En siffra inom hakparentes pekar på källistan sist."
        ),
        title=gettext("Bra att veta"),
    )


def _principles(references: _References) -> Iterator[Block]:
    words = library.principles().text
    yield from (PageBreak(), Heading(1, words.title), Paragraph(words.introduction))
    for one in words.principles.values():
        yield from (Heading(2, one.name), Paragraph(one.idea))
        yield Heading(3, gettext("Regionen"))
        yield BulletList(one.region)
        yield Heading(3, gettext("Föreningen"))
        yield BulletList(one.association)
    yield from references.sources((one.address, one.title) for one in words.sources)


def _matrix(_references: _References) -> Iterator[Block]:
    matrix, levels = library.matrix(), library.levels()
    text, rows = matrix.text, matrix.head.rows
    yield from (PageBreak(), Heading(1, text.title))
    if text.introduction:
        yield Paragraph(text.introduction)
    yield Heading(2, gettext("Vad nivåerna lovar"))
    body = gettext("regionen")
    yield Table(
        gettext("Fyra nivåer och vad de lovar"),
        (gettext("Nivå"), gettext("Vad den betyder"), gettext("Löftet")),
        tuple(
            (one.label, one.meaning, one.promise.replace("{deciding_body}", body))
            for one in levels.text.levels.values()
        ),
        widths=(2, 4, 4),
    )
    yield Heading(2, gettext("Vad ni kan göra i varje steg"))
    yield Table(
        gettext("Sex steg, fyra nivåer"),
        (gettext("Steg"), *(levels.text.levels[code].label for code in rows.values())),
        tuple(
            (
                (Run(f"{step}. {text.steps[step]}", bold=True),),
                *("; ".join(text.cells[f"{row}{step}"]) for row in rows),
            )
            for step in matrix.head.steps
        ),
        widths=(2, 3, 3, 3, 3),
    )


def _guides_of(references: _References, guides: Iterable[_Guide]) -> Iterator[Block]:
    for guide in guides:
        yield from (
            Heading(2, guide.text.title),
            Paragraph((Run(guide.text.summary, italic=True),)),
        )
        yield from references.blocks(guide.text.body)
        yield from references.sources((one.address, one.title) for one in guide.text.sources)


def _guides(references: _References) -> Iterator[Block]:
    guides = library.guides(category="guide")
    order = {step: place for place, step in enumerate(WORK_STEPS)}

    def step_of(guide: _Guide) -> str:
        return guide.head.steps[0] if guide.head.steps else next(iter(WORK_STEPS))

    listed = sorted(guides, key=lambda guide: order[step_of(guide)])
    for step, found in groupby(listed, key=step_of):
        title = gettext("Lathundar: %(step)s") % {"step": str(WORK_STEPS[step]).lower()}
        yield from (PageBreak(), Heading(1, title))
        yield from _guides_of(references, found)


def _category(
    category: reading.Category, title: Callable[[], str]
) -> Callable[[_References], Iterator[Block]]:
    def part(references: _References) -> Iterator[Block]:
        guides = library.guides(category=category)
        if guides:
            yield from (PageBreak(), Heading(1, title()))
            yield from _guides_of(references, guides)

    return part


def _group(form: reading.Form) -> str:
    if form.group is None:
        return gettext("alla")
    if form.group.largest is None:
        return gettext("minst %(n)s") % {"n": form.group.smallest}
    return f"{form.group.smallest}–{form.group.largest}"


def _role_cards(references: _References) -> Iterator[Block]:
    """Yield each card on a page of its own, to copy and hand out."""
    for number, guide in enumerate(library.guides(category="role")):
        yield PageBreak()
        if number == 0:
            yield Heading(1, gettext("Rollkort"))
        yield from _guides_of(references, [guide])


def _forms(_references: _References) -> Iterator[Block]:
    levels, forms = library.levels().text.levels, library.forms()
    yield from (PageBreak(), Heading(1, gettext("Former av samråd")))
    yield Table(
        gettext("Vad formerna kräver. Siffrorna är våra uppskattningar"),
        (
            gettext("Form"),
            gettext("Nivåer"),
            gettext("Deltagare"),
            gettext("Timmar"),
            gettext("Personer"),
            gettext("Kostnad"),
        ),
        tuple(
            (
                one.text.name,
                ", ".join(levels[code].label for code in one.head.levels),
                _group(one.head),
                str(one.head.hours.before + one.head.hours.during + one.head.hours.after),
                str(one.head.staff),
                str(COSTS[one.head.cost]),
            )
            for one in forms
        ),
        widths=(5, 5, 3, 2, 2, 2),
    )
    for one in forms:
        yield from _form(one.text)


def _form(text: reading.FormText) -> Iterator[Block]:
    yield from (Heading(2, text.name), Paragraph(text.summary))
    for title, points in (
        (gettext("Passar"), text.suits),
        (gettext("Så går det till"), text.how),
        (gettext("Så kan alla vara med"), text.access),
        (gettext("Se upp med"), text.pitfalls),
    ):
        yield from (Heading(3, title), BulletList(points))
    yield KeyValue(((gettext("Kostnad"), text.cost),))


def _checklist(_references: _References) -> Iterator[Block]:
    words = library.checklist()
    yield from (PageBreak(), Heading(1, words.text.title))
    yield Paragraph(
        gettext(
            "Punkter med * är kritiska. Är en av dem inte uppfylld går det inte att väga upp med "
            "de andra."
        )
    )
    for phase, items in groupby(words.head.items, key=lambda item: item.phase):
        title = words.text.phases[phase]
        yield Heading(2, title)
        yield Table(
            title,
            (gettext("Nr"), gettext("Punkt"), gettext("Vad som visar det"), gettext("Klart")),
            tuple(
                (
                    f"{item.id} *" if item.critical else item.id,
                    words.text.items[item.id].statement,
                    words.text.items[item.id].proof or str(JUDGED_BY[item.mode]),
                    "",
                )
                for item in items
            ),
            widths=(2, 8, 6, 2),
        )


def _cases(references: _References) -> Iterator[Block]:
    yield from (PageBreak(), Heading(1, gettext("Exempel")))
    yield Paragraph(
        gettext(
            "Exemplen är hämtade ur offentliga källor och återberättade med egna ord. Problemet "
            "och lärdomen är våra egna, liksom platsen i matrisen."
        )
    )
    for case in library.cases():
        text = case.text
        yield from (Heading(2, text.title), Paragraph(text.summary))
        yield KeyValue(((gettext("Vem"), text.who), (gettext("Problem"), text.problem)))
        yield from (Heading(3, gettext("Så gjorde de")), NumberedList(text.steps))
        result = text.result or gettext("Resultatet är inte redovisat i källan.")
        yield KeyValue(((gettext("Resultat"), result), (gettext("Lärdom"), text.lesson)))
        yield from references.sources(text.sources.items())


def _numbers(_references: _References) -> Iterator[Block]:
    words = library.thresholds()
    yield from (PageBreak(), Heading(1, words.text.title))
    yield Paragraph(
        gettext("Det här är rekommendationer och inte lag. En region får vara strängare.")
    )
    yield Table(
        words.text.title,
        (gettext("Vad"), gettext("Vi rekommenderar"), gettext("Skäl"), gettext("Källa")),
        tuple(
            (
                words.text.thresholds[one.key].label,
                number_of(one),
                words.text.thresholds[one.key].motive,
                words.text.thresholds[one.key].source,
            )
            for one in words.head.thresholds
        ),
        widths=(4, 3, 5, 5),
    )


def _changes(_references: _References) -> Iterator[Block]:
    yield Heading(1, gettext("Utgåvor av metoden"))
    for edition in library.changes():
        yield Heading(2, _named(edition))
        yield from (Paragraph(edition.text.summary), BulletList(edition.text.points))


_PARTS: Final[tuple[Callable[[_References], Iterator[Block]], ...]] = (
    _introduction,
    _principles,
    _matrix,
    _guides,
    _forms,
    _role_cards,
    _category("need", lambda: gettext("Föreningarnas fem behov")),
    _category("volunteer", lambda: gettext("För föreningar")),
    _checklist,
    _cases,
    _numbers,
    _changes,
)
