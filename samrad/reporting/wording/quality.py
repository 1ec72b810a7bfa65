"""The statement's part on quality: the score, what is not fulfilled, what is contested and why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from samrad.documents.blocks import Block, BulletList, Heading, Paragraph, Run, Table, Text
from samrad.method import library
from samrad.quality.enums import Gate, RunSize, State
from samrad.quality.rules.summary import Contest, ItemState, Override, Part, Summary
from samrad.quality.wording.promises import VERDICTS
from samrad.quality.wording.results import (
    SIGNS,
    capped_text,
    counts_text,
    level_text,
    points_text,
    principles,
    withheld_text,
)
from samrad.reporting.rules.facts import Facts
from samrad.reporting.wording.labels import chart, day, label, language


def quality(facts: Facts) -> Iterator[Block]:
    """Yield how the consultation stands against the method; always, whether shown openly or not."""
    found = facts.quality
    yield Heading(1, gettext("Kvalitet"), "kvalitet")
    if not found.has_run:
        yield Paragraph(gettext("Samrådet har inte prövats mot metodens checklista."))
    else:
        yield from _whole(found)
        yield from _parts(found)
        yield from _items(found)
        yield from _outside(found)
        yield from _own(found)
    yield from _promise(found)
    yield from _overrides(found.overrides)


@dataclass(frozen=True)
class InWords:
    """A run told in short: the whole, each phase, and every gate opened in spite of something."""

    score: str = ""
    phases: tuple[tuple[str, str], ...] = ()
    exceptions: tuple[tuple[str, str], ...] = ()


def in_words(found: Summary) -> InWords:
    """Return how the consultation stands; no score where it was held against no checklist."""
    exceptions = tuple((str(label(Gate, one.gate)), _motive(one)) for one in found.overrides)
    if found.total is None:
        return InWords(exceptions=exceptions)
    phases = library.checklist(
        found.checklist, version=found.checklist_version, language=language()
    ).text.phases
    names = {str(key): name for key, name in phases.items()}
    told = [_score(found), f"{_begun(counts_text(found.total))}."]
    if found.total.critical_missing:
        told.append(str(capped_text(found.total.critical_missing)))
    return InWords(
        score=" ".join(told),
        phases=tuple((names[one.key], points_text(one.points)) for one in found.phases),
        exceptions=exceptions,
    )


def _score(found: Summary) -> str:
    return gettext("%(level)s: %(points)s.") % {
        "level": level_text(found.level),
        "points": points_text(found.total.points if found.total else None),
    }


def _words(found: Summary) -> Mapping[str, str]:
    """Return what each item says, in the version of the checklist that the run keeps."""
    text = library.checklist(
        found.checklist, version=found.checklist_version, language=language()
    ).text
    own = {one.item: one.words for one in found.own_items}
    return {**{str(key): item.statement for key, item in text.items.items()}, **own}


def _whole(found: Summary) -> Iterator[Block]:
    total = found.total
    if total is None:
        return
    yield Paragraph((Run(f"{_score(found)} ", bold=True), Run(f"{_begun(counts_text(total))}.")))
    if not found.level:
        yield Paragraph(withheld_text(found.outside_percent))
    if total.critical_missing:
        yield Paragraph((Run(capped_text(total.critical_missing), bold=True),))
    about = gettext(
        "Läget den %(day)s. Storlek: %(size)s, %(items)s punkter. %(motive)s Checklistans version "
        "är %(version)s. Det är regionens egen avstämning mot metoden, inget intyg."
    )
    yield Paragraph(
        about
        % {
            "day": day(found.on),
            "size": label(RunSize, found.size).lower(),
            "items": total.items,
            "motive": found.motive,
            "version": found.checklist_version,
        }
    )


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _parts(found: Summary) -> Iterator[Block]:
    text = library.checklist(
        found.checklist, version=found.checklist_version, language=language()
    ).text
    phases = {str(key): name for key, name in text.phases.items()}
    yield from profile(gettext("Kvalitet efter skede"), found.phases, phases)
    yield from profile(gettext("Kvalitet efter princip"), found.principles, principles())


def profile(title: str, parts: Sequence[Part], names: Mapping[str, str]) -> Iterator[Block]:
    """Yield the score of each part as a chart and a table; no score is not nought."""
    yield Heading(2, title)
    counted = [(names[part.key], part.points) for part in parts if part.points is not None]
    if counted:
        yield chart(title, counted)
    if without := [names[part.key] for part in parts if part.points is None]:
        yield Paragraph(
            gettext("Utan poäng, och därför inte i diagrammet: %(parts)s.")
            % {"parts": ", ".join(without)}
        )
    yield Table(
        title,
        (
            gettext("Del"),
            gettext("Poäng"),
            gettext("Uppfyllda"),
            gettext("Delvis"),
            gettext("Inte uppfyllda"),
            gettext("Varav kritiska"),
            gettext("Utanför"),
        ),
        tuple(
            (
                names[part.key],
                "–" if part.points is None else str(part.points),
                str(part.fulfilled),
                str(part.partly),
                str(part.missing),
                str(part.critical_missing),
                str(part.not_yet + part.no_facts + part.not_applicable),
            )
            for part in parts
        ),
        (3.4, 1, 1.3, 1, 1.3, 1.2, 1.2),
    )


def _items(found: Summary) -> Iterator[Block]:
    words = _words(found)
    yield Heading(2, gettext("Kritiska punkter"))
    yield Table(
        gettext("Kritiska punkter och hur det gick"),
        (gettext("Punkt"), gettext("Läge")),
        tuple((_named(one, words), _state(one)) for one in found.critical),
        (5, 1.6),
    )
    for title, listed in (
        (gettext("Inte uppfyllt"), found.missing),
        (gettext("Delvis uppfyllt"), found.partly),
        (gettext("Styrkt för hand"), found.by_hand),
    ):
        if listed:
            yield Heading(2, title)
            yield _listed(listed, words)
    yield Heading(2, gettext("Bestridna utslag"))
    if found.contested:
        yield Paragraph(
            gettext("Någon menar att uppgifterna inte stämmer. Utslaget är inte ändrat.")
        )
        yield _contested(found.contested, words)
    else:
        yield Paragraph(gettext("Inget utslag är bestridet."))


def _contested(contests: Iterable[Contest], words: Mapping[str, str]) -> BulletList:
    return BulletList(
        tuple(
            (
                Run(f"{one.item} {words[one.item]} ", bold=True),
                Run(
                    gettext("Utslag: %(state)s. Invändning %(day)s: %(reason)s")
                    % {
                        "state": label(State, one.state).lower(),
                        "day": day(one.on),
                        "reason": one.reason,
                    }
                ),
            )
            for one in contests
        )
    )


def _outside(found: Summary) -> Iterator[Block]:
    words = _words(found)
    yield Heading(2, gettext("Utanför poängen"))
    if not (found.not_applicable or found.not_yet or found.no_facts):
        yield Paragraph(gettext("Alla punkter är räknade."))
    for why, listed in (
        (gettext("Ej tillämpligt:"), found.not_applicable),
        (gettext("Ännu inte aktuellt, för det hör till ett senare skede:"), found.not_yet),
        (gettext("Underlag saknas, så det går inte att säga hur det är:"), found.no_facts),
    ):
        if listed:
            yield Paragraph(why)
            yield _listed(listed, words)


def _own(found: Summary) -> Iterator[Block]:
    if found.own is None:
        return
    yield Heading(2, gettext("Regionens egna punkter"))
    yield Paragraph(
        gettext("De räknas för sig: %(points)s, %(counts)s.")
        % {"points": points_text(found.own.points), "counts": counts_text(found.own)}
    )
    words = _words(found)
    yield BulletList(tuple(f"{_named(one, words)} {_state(one)}." for one in found.own_items))


def _promise(found: Summary) -> Iterator[Block]:
    """Yield the level that was promised beside the one that was delivered."""
    if not found.promised:
        return
    levels = library.levels(language=language()).text.levels
    yield Heading(2, gettext("Lovat och levererat"))
    yield Paragraph(
        gettext("Lovad nivå: %(promised)s. Högsta nivå som genomförts: %(delivered)s. %(verdict)s.")
        % {
            "promised": levels[found.promised].label,
            "delivered": levels[found.delivered].label if found.delivered else gettext("ingen"),
            "verdict": VERDICTS[found.promise],
        }
    )


def _overrides(overrides: Sequence[Override]) -> Iterator[Block]:
    yield Heading(2, gettext("Grindar som öppnats med skäl"))
    if not overrides:
        yield Paragraph(gettext("Ingen grind har öppnats trots att något saknades."))
        return
    yield BulletList(tuple(_override(one) for one in overrides))


def _override(one: Override) -> Text:
    return (Run(f"{label(Gate, one.gate)}. ", bold=True), Run(_motive(one)))


def _motive(one: Override) -> str:
    said = gettext("%(by)s, %(day)s: %(motive)s") % {
        "by": one.by,
        "day": day(one.on),
        "motive": one.motive,
    }
    if one.withdrawn_on:
        said += " " + gettext("Tillbakataget %(day)s.") % {"day": day(one.withdrawn_on)}
    return said


def _named(one: ItemState, words: Mapping[str, str]) -> str:
    return f"{one.item} {words[one.item]}"


def _state(one: ItemState) -> str:
    return f"{SIGNS[one.state]} {label(State, one.state)}"


def _listed(items: Iterable[ItemState], words: Mapping[str, str]) -> BulletList:
    return BulletList(tuple(f"{_named(one, words)} {one.reason}".strip() for one in items))
