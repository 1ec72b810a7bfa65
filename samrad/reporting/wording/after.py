"""The later parts of the statement: what was said, what it led to, how it was told."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext

from samrad.contributions.enums import DeliveryState, Outcome, SourceKind
from samrad.documents.blocks import Block, Heading, Paragraph, Quote, Run, Table, Text
from samrad.plans.rules.worddiff import DELETE, INSERT, differences, excerpt
from samrad.registry.enums import OrganisationKind
from samrad.reporting.rules import facts as shapes
from samrad.reporting.rules.facts import Facts
from samrad.reporting.rules.volumes import SHOWN, first_in_volume
from samrad.reporting.wording.labels import (
    chart,
    counts_table,
    day,
    kronor,
    label,
    lacking,
    named,
    numbers,
    prose,
    share,
    short,
    theme,
    weeks,
)


def heard(facts: Facts) -> Iterator[Block]:
    """Yield what was said: themes, questions and passages, with voices."""
    came = facts.came_in
    yield Heading(1, gettext("Vad som kom fram"), "vad-kom-fram")
    yield from prose(facts.texts.get("heard", ""))
    if not came.contributions:
        yield lacking(gettext("Inga inspel har kommit in."))
        return
    rows = [(theme(one.code), one.number) for one in came.themes]
    yield Heading(2, gettext("Efter tema"))
    yield chart(gettext("Inspel efter tema"), rows)
    yield _theme_table(facts)
    for one in came.themes:
        if one.quotes and one.code:
            yield Heading(3, theme(one.code))
            yield from _quotes(one.quotes)
    if came.questions:
        yield from _questions(came.questions)
    if came.passages:
        yield Heading(2, gettext("Efter avsnitt i utkastet"))
        yield counts_table(
            gettext("Kommentarer till avsnitt"),
            gettext("Avsnitt"),
            ((f"{one.place} {one.heading}".strip(), one.number) for one in came.passages),
        )


def _theme_table(facts: Facts) -> Table:
    def row(one: shapes.Theme) -> tuple[Text, ...]:
        found = {count.key: count.number for count in one.outcomes}
        changed = found.get(Outcome.ADOPTED, 0) + found.get(Outcome.PARTLY, 0)
        return (
            theme(one.code),
            str(one.number),
            share(one.number, facts.came_in.contributions),
            str(changed),
            str(found.get(Outcome.NOT_ADOPTED, 0)),
            str(found.get("", 0)),
        )

    return Table(
        gettext("Inspel efter tema och vad de ledde till"),
        (
            gettext("Tema"),
            gettext("Antal"),
            gettext("Andel"),
            gettext("Infört, helt eller delvis"),
            gettext("Inte infört"),
            gettext("Utan svar"),
        ),
        tuple(row(one) for one in facts.came_in.themes),
        (4, 1.2, 1.2, 1.6, 1.3, 1.2),
    )


def _quotes(quotes: Sequence[shapes.Quote]) -> Iterator[Block]:
    for quote in quotes:
        yield Quote(
            quote.text,
            gettext("%(who)s, inspel %(number)s")
            % {"who": quote.who or label(SourceKind, quote.source), "number": quote.number},
        )


def _questions(questions: Sequence[shapes.Question]) -> Iterator[Block]:
    yield Heading(2, gettext("Efter fråga"))
    yield counts_table(
        gettext("Inspel efter fråga"),
        gettext("Fråga"),
        ((f"{one.position}. {one.text}", one.number) for one in questions),
    )
    for one in questions:
        if one.quotes:
            yield Heading(3, one.text)
            yield from _quotes(one.quotes)


def changes(facts: Facts) -> Iterator[Block]:
    """Yield how the contributions changed the plan, and what was refused and why."""
    replies = facts.replies
    yield Heading(1, gettext("Hur inspelen påverkade planen"), "paverkan")
    yield from prose(facts.texts.get("changes", ""))
    if not replies.answered:
        yield lacking(gettext("Inget inspel har fått svar."))
        return
    if not facts.purpose.decided_on:
        body = facts.purpose.decision_maker or gettext("det beslutande organet")
        yield Paragraph(
            gettext("Svaren är förslag till dess att %(body)s har beslutat.") % {"body": body}
        )
    if replies.proposed:
        yield Paragraph(
            (
                Run(gettext("Alla svar är inte publicerade. "), bold=True),
                Run(
                    gettext("För %(n)s av %(all)s inspel är svaret inte publicerat.")
                    % {"n": replies.proposed, "all": replies.answered}
                ),
            )
        )
    rows = named(Outcome, replies.outcomes)
    yield Heading(2, gettext("Vad inspelen ledde till"))
    yield chart(gettext("Inspel efter utfall"), rows)
    yield counts_table(
        gettext("Inspel efter utfall"), gettext("Utfall"), rows, whole=replies.answered
    )
    if replies.unanswered:
        yield Paragraph(gettext("%(n)s inspel har inte fått svar.") % {"n": replies.unanswered})
    yield Heading(2, gettext("Avsnitt som ändrades"))
    if not replies.changes:
        yield Paragraph(gettext("Inget avsnitt i planen har ändrats till följd av ett inspel."))
    for change in replies.changes:
        yield from _change(change)
    if replies.refusals:
        yield Heading(2, gettext("Exempel på nej, och skälen"))
        yield _refusals(replies.refusals)


def _change(change: shapes.Change) -> Iterator[Block]:
    yield Heading(3, f"{change.place} {change.heading}".strip() or gettext("Avsnitt utan rubrik"))
    parts = excerpt(differences(change.before, change.after)) if change.before else ()
    if change.before:
        before = tuple(Run(p.text, deleted=p.kind == DELETE) for p in parts if p.kind != INSERT)
        yield Paragraph((Run(gettext("Före: "), bold=True), *before))
        after = tuple(Run(p.text, inserted=p.kind == INSERT) for p in parts if p.kind != DELETE)
        yield Paragraph((Run(gettext("Efter: "), bold=True), *after))
    else:
        yield Paragraph((Run(gettext("Nytt: "), bold=True), Run(change.after, inserted=True)))
    if change.motive:
        yield Paragraph((Run(gettext("Varför: "), bold=True), Run(change.motive)))
    yield Paragraph(
        gettext("Inspel bakom ändringen: %(numbers)s.") % {"numbers": numbers(change.voices)}
    )


def _refusals(refusals: Sequence[shapes.Refusal]) -> Table:
    return Table(
        gettext("Inspel som inte ändrade planen"),
        (gettext("Inspel"), gettext("Exempel på vad som sades"), gettext("Svar och skäl")),
        tuple(
            (
                numbers(one.voices, most=12),
                one.example,
                (Run(f"{label(Outcome, one.outcome)}. ", bold=True), Run(one.reason)),
            )
            for one in refusals
        ),
        (1.5, 4, 4),
    )


def referrals(facts: Facts) -> Iterator[Block]:
    """Yield the written referral, where there was one."""
    if not facts.referrals:
        return
    yield Heading(1, gettext("Skriftlig remiss"), "remiss")
    for one in facts.referrals:
        period = (
            f"{day(one.starts_on)}–{day(one.ends_on)}"
            if one.starts_on and one.ends_on
            else gettext("tiden är inte angiven")
        )
        spent = f" ({weeks(one.weeks)})" if one.weeks is not None else ""
        yield Paragraph(
            gettext(
                "%(title)s: %(version)s, %(period)s%(weeks)s. Remissen gick till %(n)s mottagare."
            )
            % {
                "title": one.title,
                "version": one.version or gettext("ingen planversion är angiven"),
                "period": period,
                "weeks": spent,
                "n": one.addressees,
            }
        )
        if one.by_kind:
            yield counts_table(
                gettext("Remissvar efter avsändare"),
                gettext("Avsändare"),
                [(_sender(count.key), count.number) for count in one.by_kind],
            )
        else:
            yield Paragraph(gettext("Inga remissvar har kommit in."))


def _sender(code: str) -> str:
    if code in OrganisationKind.values:
        return label(OrganisationKind, code)
    return label(SourceKind, code)


def duties(facts: Facts) -> Iterator[Block]:
    """Yield what was done for those the law names."""
    yield Heading(1, gettext("Särskilda skyldigheter"), "sarskilda-skyldigheter")
    yield from prose(facts.texts.get("duties", "")) or [
        lacking(
            gettext(
                "Det är inte beskrivet hur nationella minoriteter, samiska företrädare, barn och "
                "unga och personer med funktionsnedsättning har kunnat delta."
            )
        )
    ]


def feedback(facts: Facts) -> Iterator[Block]:
    """Yield how those who took part were told."""
    told = facts.feedback
    yield Heading(1, gettext("Återkoppling"), "aterkoppling")
    yield Table(
        gettext("När deltagarna fick veta"),
        (gettext("Återkoppling"), gettext("Planerad"), gettext("Gjord")),
        (
            (
                gettext("Detta hörde vi"),
                day(told.heard_on) or gettext("ingen dag är satt"),
                day(told.heard_published_on) or gettext("inte än"),
            ),
            (
                gettext("Du sa – vi gjorde"),
                day(told.answered_on) or gettext("ingen dag är satt"),
                ", ".join(day(one) for one in told.published_on) or gettext("inte än"),
            ),
        ),
    )
    if told.deliveries:
        yield counts_table(
            gettext("Så nådde svaren deltagarna"),
            gettext("Väg"),
            named(DeliveryState, told.deliveries),
        )


def costs(facts: Facts) -> Iterator[Block]:
    """Yield what it cost."""
    yield Heading(1, gettext("Kostnader och ersättningar"), "kostnader")
    written = prose(facts.texts.get("costs", ""))
    yield from written
    if facts.costs:
        lacks = gettext("saknas")
        spent = [one.spent for one in facts.costs]
        total = kronor(sum(n for n in spent if n is not None)) if None not in spent else lacks
        yield Table(
            gettext("Budget och utfall"),
            (gettext("Post"), gettext("Planerat"), gettext("Använt")),
            (
                *(
                    (c.text, kronor(c.planned), lacks if c.spent is None else kronor(c.spent))
                    for c in facts.costs
                ),
                (
                    (Run(gettext("Summa"), bold=True),),
                    kronor(sum(one.planned for one in facts.costs)),
                    total,
                ),
            ),
            (4, 1.5, 1.5),
        )
    elif not written:
        yield lacking(gettext("Ingen budget är registrerad."))


def lessons(facts: Facts) -> Iterator[Block]:
    """Yield what was learnt."""
    yield Heading(1, gettext("Lärdomar och nästa samråd"), "lardomar")
    yield from prose(facts.texts.get("lessons", "")) or [lacking()]


def speakers(facts: Facts) -> Iterator[Block]:
    """Yield the organisations that took part."""
    part = facts.took_part
    yield Heading(1, gettext("Bilaga 1. Organisationer som deltog"), "bilaga-1")
    if not part.speakers:
        yield Paragraph(gettext("Ingen organisation har deltagit."))
        return
    yield Table(
        gettext("Organisationer som deltog"),
        (gettext("Organisation"), gettext("Typ"), gettext("Kommun")),
        tuple(
            (
                one.name,
                label(OrganisationKind, one.kind) if one.kind else "–",
                one.municipality or "–",
            )
            for one in part.speakers
        ),
        (4, 3, 2),
    )
    if part.organisations > len(part.speakers):
        said = gettext("Här visas de första %(shown)s av %(all)s organisationer.")
        yield Paragraph(said % {"shown": len(part.speakers), "all": part.organisations})


def method(facts: Facts) -> Iterator[Block]:
    """Yield how the statement was made."""
    yield Heading(1, gettext("Bilaga 2. Så är redogörelsen gjord"), "bilaga-2")
    for text in (
        gettext(
            "Siffror, tabeller och citat är hämtade ur samrådets handlingar i verktyget Samråd. "
            "Sammanfattning, kommentarer och lärdomar är skrivna av regionen."
        ),
        gettext(
            "Varje svar som kommit in är sparat i sin helhet och uppdelat i inspel, en punkt i "
            "taget. Ett svar som ersatts av ett nyare räknas inte. Organisationer visas med namn. "
            "Privatpersoner visas bara med namn om de själva valt det."
        ),
        gettext(
            "Citaten är hämtade ur de första inspelen under varje tema och fråga: de som är lagom "
            "långa att läsa, högst ett från varje avsändare."
        ),
        gettext(
            "Redogörelsen skrivs ut i flera format ur ett och samma underlag. Kontrollsumman på "
            "första sidan är underlagets. Samma underlag ger samma dokument."
        ),
    ):
        yield Paragraph(text)
    if facts.took_part.withheld:
        yield Paragraph(
            gettext("Svar som inte visas är med i antalet svar men inte i antalet inspel.")
        )


def reply_table(rows: Sequence[shapes.Row], *, caption: str, is_decided: bool) -> Table:
    """Return the table of contributions and replies."""
    first = first_in_volume(rows)
    return Table(
        caption,
        (
            gettext("Nr"),
            gettext("Inspel"),
            gettext("Från"),
            gettext("Svar och skäl"),
            gettext("I planen"),
        ),
        tuple(
            (
                str(row.number),
                _point(row),
                _from(row),
                _reply(row, first, is_final=is_decided and row.is_published),
                row.change or "–",
            )
            for row in rows
        ),
        (0.8, 4, 2.4, 3.9, 1.6),
    )


def _point(row: shapes.Row) -> Text:
    about = ""
    if row.question:
        about = gettext("Fråga %(n)s") % {"n": row.question}
    elif row.passage:
        about = gettext("Om avsnitt %(passage)s") % {"passage": row.passage}
    label_of = [part for part in (about, theme(row.theme) if row.theme else "") if part]
    text = short(row.text, SHOWN)
    if not label_of:
        return text
    return (Run(text), Run(f"\n{' · '.join(label_of)}", italic=True))


def _from(row: shapes.Row) -> str:
    kind = label(OrganisationKind, row.kind) if row.kind else label(SourceKind, row.source)
    return "\n".join(part for part in (row.who, kind, row.municipality) if part)


def _reply(row: shapes.Row, first: Mapping[int, int], *, is_final: bool) -> Text:
    if not row.outcome:
        return gettext("Har inte fått svar.")
    outcome = label(Outcome, row.outcome)
    if not is_final:
        outcome = gettext("Förslag till svar: %(outcome)s") % {"outcome": outcome.lower()}
    said = first.get(row.shares_with or row.number, row.number)
    if said != row.number:
        reason = gettext("Samma svar som på inspel %(number)s.") % {"number": said}
    else:
        reason = row.reason
    if row.referred_to:
        reason += "\n" + gettext("Hänvisat till: %(whom)s") % {"whom": row.referred_to}
    return (Run(f"{outcome}. ", bold=True), Run(reason))
