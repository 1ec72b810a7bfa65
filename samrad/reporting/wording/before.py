"""The first parts of the statement: on what ground, why, who was asked, what was done, who came."""

from collections.abc import Iterator

from django.utils.translation import gettext, ngettext

from samrad.consultations.enums import ActivityKind, Level, MeetingForm, Openness
from samrad.contributions.enums import SourceKind, SubmissionChannel
from samrad.documents.blocks import (
    Block,
    BulletList,
    Heading,
    KeyValue,
    Note,
    NumberedList,
    Paragraph,
    Run,
    Table,
    Text,
)
from samrad.invitations.enums import LetterKind, RecipientChannel
from samrad.plans.enums import PlanKind
from samrad.registry.enums import ArtArea, OrganisationKind
from samrad.reporting.rules.facts import Activity, Facts, Frozen, Influence
from samrad.reporting.wording.labels import (
    counts_table,
    day,
    label,
    lacking,
    moment,
    named,
    placed,
    prose,
    share,
    weeks,
)

OPENNESS_ORDER = (Openness.OPEN, Openness.PARTLY, Openness.LOCKED)


def front(kept: Frozen) -> Iterator[Block]:
    """Yield what the statement is about, and which edition of it this is."""
    about = kept.facts.about
    items: list[tuple[str, Text]] = [
        (gettext("Region"), about.region),
        (label(PlanKind, about.plan_kind), about.plan),
        (gettext("Diarienummer"), about.case_number or gettext("saknas")),
        (gettext("Egen beteckning"), about.reference),
        (gettext("Upprättad"), day(kept.made_on)),
    ]
    if kept.number:
        items.append((gettext("Version"), str(kept.number)))
        items.append((gettext("Underlagets kontrollsumma (SHA-256)"), kept.data_hash))
    else:
        items.append((gettext("Version"), gettext("Arbetsexemplar, inte fryst")))
    if about.contact:
        items.append((gettext("Kontakt"), about.contact))
    if kept.is_invented:
        yield Note(gettext("Alla uppgifter i det här dokumentet är påhittade. Det är ett exempel."))
    yield KeyValue(tuple(items))


def summary(facts: Facts) -> Iterator[Block]:
    """Yield the summary, the figures and how to read."""
    yield Heading(1, gettext("Sammanfattning"), "sammanfattning")
    if facts.about.cancelled_on:
        yield Paragraph(
            gettext("Samrådet ställdes in %(day)s. %(reason)s")
            % {"day": day(facts.about.cancelled_on), "reason": facts.about.cancel_reason}
        )
    written = prose(facts.texts.get("summary", ""))
    yield from written or [Paragraph(gettext("Ingen sammanfattning är skriven."))]
    yield Heading(2, gettext("I siffror"))
    yield KeyValue(tuple(_figures(facts)))
    yield Heading(2, gettext("Så läser du"))
    yield Paragraph(
        gettext(
            "Varje inspel är en punkt i ett svar som kommit in och har ett nummer. Sist i "
            "redogörelsen står alla inspel i nummerordning, med regionens svar och skälen. "
            "Där ett svar ändrade planen står var."
        )
    )


def _figures(facts: Facts) -> Iterator[tuple[str, Text]]:
    invited, part, replies = facts.invited, facts.took_part, facts.replies
    yield gettext("Inbjudna"), str(invited.number)
    yield gettext("Svar som kom in"), str(part.submissions)
    yield gettext("Organisationer som deltog"), str(part.organisations)
    if invited.number:
        yield (
            gettext("Andel av de inbjudna som svarade"),
            share(part.invited_heard, invited.number),
        )
    yield gettext("Inspel"), str(facts.came_in.contributions)
    yield gettext("Inspel som fått svar"), _of(replies.answered, facts.came_in.contributions)
    yield gettext("Avsnitt i planen som ändrades"), str(len(replies.changes))
    yield gettext("Kommuner utan något svar"), str(len(part.silent_municipalities))


def _of(part: int, whole: int) -> str:
    return gettext("%(part)s av %(whole)s") % {"part": part, "whole": whole}


def ground(facts: Facts) -> Iterator[Block]:
    """Yield the assignment, its legal basis and the period."""
    about = facts.about
    yield Heading(1, gettext("Uppdrag och rättslig grund"), "uppdrag")
    yield Paragraph(
        gettext(
            "Samrådet hör till arbetet med %(plan)s, som gäller %(first)s–%(last)s och börjar "
            "gälla %(effect)s."
        )
        % {
            "plan": about.plan,
            "first": about.plan_from.year,
            "last": about.plan_to.year,
            "effect": day(about.takes_effect_on),
        }
    )
    yield Paragraph(
        gettext(
            "Regionens kulturplan tas fram i samverkan med länets kommuner och efter samråd med "
            "länets professionella kulturliv och det civila samhället: lagen (2010:1919) om "
            "fördelning av vissa statsbidrag till regional kulturverksamhet och förordningen "
            "(2010:2012) om fördelning av vissa statsbidrag till regional kulturverksamhet."
        )
    )
    yield Paragraph(_period(facts))


def _period(facts: Facts) -> str:
    about = facts.about
    if not about.opens_on or not about.last_day:
        return gettext("Underlag saknas. Samrådets första eller sista dag är inte bestämd.")
    text = gettext("Samrådet var öppet %(first)s–%(last)s.") % {
        "first": day(about.opens_on),
        "last": day(about.last_day),
    }
    if about.weeks is not None:
        text += " " + gettext(
            "Det är %(weeks)s, när sommarens och julens veckor är borträknade."
        ) % {"weeks": weeks(about.weeks)}
    return text


def purpose(facts: Facts) -> Iterator[Block]:
    """Yield why, what could be influenced, who decides, the questions and the goals."""
    why = facts.purpose
    yield Heading(1, gettext("Syfte, mål och vad som gick att påverka"), "syfte")
    yield from prose(why.purpose) or [lacking(gettext("Syftet är inte skrivet."))]
    if why.at_stake:
        yield Heading(2, gettext("Det här stod på spel"))
        yield from prose(why.at_stake)
    yield Heading(2, gettext("Vad som gick att påverka"))
    yield from _influence(why.influence)
    yield Heading(2, gettext("Vem som beslutar"))
    yield Paragraph(_decision(facts))
    if facts.came_in.questions:
        yield Heading(2, gettext("Frågorna"))
        yield NumberedList(tuple(question.text for question in facts.came_in.questions))
    yield Heading(2, gettext("Mål"))
    if why.goals:
        yield Table(
            gettext("Målen och hur det gick"),
            (gettext("Mål"), gettext("Hur vi vet det"), gettext("Så blev det")),
            tuple((g.text, g.target, g.result or gettext("Underlag saknas")) for g in why.goals),
        )
    else:
        yield lacking(gettext("Inga mätbara mål är satta."))


def _influence(items: tuple[Influence, ...]) -> Iterator[Block]:
    if not items:
        yield lacking(gettext("Det är inte angivet vad som gick att påverka."))
    for openness in OPENNESS_ORDER:
        chosen = [item for item in items if item.openness == openness]
        if chosen:
            yield Paragraph((Run(label(Openness, openness), bold=True),))
            yield BulletList(tuple(f"{i.text}: {i.reason}" if i.reason else i.text for i in chosen))


def _decision(facts: Facts) -> str:
    why = facts.purpose
    level = gettext("Nivå på delaktigheten: %(level)s.") % {
        "level": label(Level, facts.about.level).lower()
    }
    if not why.decision_maker:
        return f"{level} {gettext('Underlag saknas om vem som beslutar.')}"
    if why.decided_on:
        text = gettext("%(body)s beslutade %(day)s") % {
            "body": why.decision_maker,
            "day": day(why.decided_on),
        }
        return f"{level} {text}{', ' + why.decision_reference if why.decision_reference else ''}."
    if why.decision_on:
        text = gettext("%(body)s beslutar %(day)s. Till dess är regionens svar förslag.") % {
            "body": why.decision_maker,
            "day": day(why.decision_on),
        }
        return f"{level} {text}"
    return f"{level} " + gettext("%(body)s beslutar. Dagen är inte bestämd.") % {
        "body": why.decision_maker
    }


def invited(facts: Facts) -> Iterator[Block]:
    """Yield who was invited, how they were chosen and reached."""
    asked = facts.invited
    yield Heading(1, gettext("Vilka bjöds in"), "inbjudna")
    if not asked.number:
        yield lacking(gettext("Ingen inbjudan är registrerad."))
        return
    yield Paragraph(
        ngettext("%(n)s mottagare bjöds in.", "%(n)s mottagare bjöds in.", asked.number)
        % {"n": asked.number}
    )
    yield Heading(2, gettext("Hur de inbjudna valdes"))
    yield from prose(facts.texts.get("selection", "")) or [lacking()]
    for caption, head, rows in (
        (gettext("Inbjudna efter typ"), gettext("Typ"), named(OrganisationKind, asked.by_kind)),
        (gettext("Inbjudna efter kommun"), gettext("Kommun"), placed(asked.by_municipality)),
    ):
        yield counts_table(caption, head, rows, whole=asked.number)
    if asked.by_area:
        yield counts_table(
            gettext("Inbjudna efter kulturområde (en organisation kan ha flera)"),
            gettext("Kulturområde"),
            named(ArtArea, asked.by_area),
        )
    if asked.mailings:
        yield _mailings(facts)


def _mailings(facts: Facts) -> Table:
    channels = (RecipientChannel.EMAIL, RecipientChannel.PAPER, RecipientChannel.NONE)
    rows = []
    for mailing in facts.invited.mailings:
        found = {one.key: one.number for one in mailing.channels}
        rows.append(
            (
                day(mailing.sent_on),
                label(LetterKind, mailing.kind),
                *(str(found.get(channel, 0)) for channel in channels),
            )
        )
    return Table(
        gettext("Utskick"),
        (gettext("Dag"), gettext("Brev"), *(str(channel.label) for channel in channels)),
        tuple(rows),
        (2, 2, 1, 1, 1.5),
    )


def done(facts: Facts) -> Iterator[Block]:
    """Yield what was held."""
    yield Heading(1, gettext("Vad som gjordes"), "genomforande")
    yield from prose(facts.texts.get("done", ""))
    if not facts.activities:
        yield lacking(gettext("Inga aktiviteter är registrerade."))
        return
    yield Table(
        gettext("Möten och andra sätt att delta"),
        (
            gettext("Aktivitet"),
            gettext("När och var"),
            gettext("Organisationer på plats"),
            gettext("Personer"),
            gettext("Svar"),
        ),
        tuple(_activity(one) for one in facts.activities),
        (3, 4, 1.5, 1.2, 1),
    )


def _activity(one: Activity) -> tuple[Text, ...]:
    where = [moment(one.starts_at, one.ends_at)]
    if one.form:
        where.append(label(MeetingForm, one.form))
    where += [one.place, gettext("Inställt") if one.is_cancelled else ""]
    counts = (one.organisations, one.persons) if one.kind == ActivityKind.MEETING else ("–", "–")
    lacks, kind = gettext("saknas"), label(ActivityKind, one.kind)
    is_clear = one.kind == ActivityKind.OTHER or one.title.startswith(kind)
    return (
        one.title if is_clear else f"{kind}: {one.title}",
        ", ".join(part for part in where if part) or "–",
        *("–" if one.is_cancelled else lacks if n is None else str(n) for n in counts),
        str(one.submissions),
    )


def took_part(facts: Facts) -> Iterator[Block]:
    """Yield who took part and who was missing."""
    part = facts.took_part
    yield Heading(1, gettext("Vilka som deltog och vilka som saknades"), "deltog")
    if not part.submissions:
        yield lacking(gettext("Inga svar har kommit in."))
        return
    yield Paragraph(_heard(facts))
    for table in _tables(facts):
        if table.rows:
            yield table
    yield Heading(2, gettext("Vilka som saknades"))
    yield from prose(facts.texts.get("missing", ""))
    if part.silent_municipalities:
        yield Paragraph(
            gettext("Inget svar kom från: %(names)s.")
            % {"names": ", ".join(part.silent_municipalities)}
        )
    else:
        yield Paragraph(gettext("Svar kom från alla kommuner i länet."))
    yield Paragraph(
        gettext("Ålder, kön och bakgrund hos dem som svarat registreras inte."), small=True
    )


def _tables(facts: Facts) -> Iterator[Table]:
    part = facts.took_part
    whole, bodies = part.submissions, part.organisations
    sources = named(SourceKind, part.by_source)
    yield counts_table(gettext("Svar efter avsändare"), gettext("Avsändare"), sources, whole=whole)
    channels = named(SubmissionChannel, part.by_channel)
    yield counts_table(gettext("Svar efter kanal"), gettext("Kanal"), channels, whole=whole)
    yield counts_table(
        gettext("Organisationer som deltog efter typ"),
        gettext("Typ"),
        named(OrganisationKind, part.by_kind),
        whole=bodies,
    )
    yield counts_table(
        gettext("Organisationer som deltog efter kommun"),
        gettext("Kommun"),
        placed(part.by_municipality),
        whole=bodies,
    )


def _heard(facts: Facts) -> str:
    part = facts.took_part
    sentences = [
        ngettext("%(n)s svar kom in.", "%(n)s svar kom in.", part.submissions)
        % {"n": part.submissions}
    ]
    if facts.invited.number:
        sentences.append(
            gettext("Av %(all)s inbjudna svarade %(some)s (%(share)s).")
            % {
                "all": facts.invited.number,
                "some": part.invited_heard,
                "share": share(part.invited_heard, facts.invited.number),
            }
        )
    if part.came_by_themselves:
        sentences.append(
            ngettext(
                "%(n)s organisation hörde av sig utan att vara inbjuden.",
                "%(n)s organisationer hörde av sig utan att vara inbjudna.",
                part.came_by_themselves,
            )
            % {"n": part.came_by_themselves}
        )
    if part.nothing_to_add:
        sentences.append(
            gettext("På %(n)s frågor svarade någon att det inte fanns något att tillägga.")
            % {"n": part.nothing_to_add}
        )
    if part.withheld:
        sentences.append(
            ngettext(
                "%(n)s svar visas inte: det har inte godkänts för publicering.",
                "%(n)s svar visas inte: de har inte godkänts för publicering.",
                part.withheld,
            )
            % {"n": part.withheld}
        )
    return " ".join(sentences)
