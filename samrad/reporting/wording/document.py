"""The statement as a document, or as several volumes, out of kept facts and nothing else."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from django.utils.translation import gettext, override

from samrad.documents.blocks import Block, Contents, Document, Heading, KeyValue, Paragraph
from samrad.reporting.rules.facts import Facts, Frozen, Row
from samrad.reporting.rules.volumes import volumes, weight
from samrad.reporting.wording import after, before
from samrad.reporting.wording.quality import quality

PARTS: Final[tuple[Callable[[Facts], Iterator[Block]], ...]] = (
    before.summary,
    before.ground,
    before.purpose,
    before.invited,
    before.done,
    before.took_part,
    after.heard,
    after.changes,
    after.referrals,
    after.duties,
    after.feedback,
    after.costs,
    quality,
    after.lessons,
    after.speakers,
    after.method,
)


WEB_ROWS: Final = 200


def statement_document(kept: Frozen) -> Document:
    """Return the whole statement as one document."""
    with override(kept.language):
        table = _table_part(kept, kept.facts.replies.rows)
        return _document(kept, (*_body(kept), *table))


def statement_volumes(kept: Frozen) -> list[Document]:
    """Return the statement in volumes: the whole account with the first replies, then the rest."""
    with override(kept.language):
        parts = volumes(kept.facts.replies.rows, weight)
        if len(parts) == 1:
            return [_document(kept, (*_body(kept), *_table_part(kept, parts[0])))]
        made = []
        for number, rows in enumerate(parts, start=1):
            which = gettext("del %(n)s av %(all)s") % {"n": number, "all": len(parts)}
            body = _body(kept) if number == 1 else _continued(kept)
            blocks = (*body, *_table_part(kept, rows))
            made.append(_document(kept, blocks, which=which))
        return made


def statement_preview(kept: Frozen) -> Document:
    """Return the statement with as much of the table as has been read, and a note of the rest."""
    with override(kept.language):
        rows, whole = kept.facts.replies.rows, kept.facts.came_in.contributions
        blocks = [*_body(kept), *_table_part(kept, rows)]
        if whole > len(rows):
            said = gettext("Här visas de första %(shown)s av %(all)s inspel.")
            blocks.append(Paragraph(said % {"shown": len(rows), "all": whole}))
        return _document(kept, tuple(blocks))


def statement_for_web(kept: Frozen) -> Document:
    """Return the statement as it is read on the portal, where every reply has a page of its own."""
    with override(kept.language):
        rows = kept.facts.replies.rows
        if len(rows) > WEB_ROWS:
            said = gettext(
                "Alla %(all)s inspel med svar går att söka och läsa på samrådets sida, och står i "
                "redogörelsens filer."
            )
            heading = Heading(1, gettext("Bilaga 3. Alla inspel med svar"), "bilaga-3")
            table: tuple[Block, ...] = (heading, Paragraph(said % {"all": len(rows)}))
        else:
            table = _table_part(kept, rows)
        return _document(kept, (*_body(kept), *table))


def _body(kept: Frozen) -> tuple[Block, ...]:
    blocks = [block for part in PARTS for block in part(kept.facts)]
    return (*before.front(kept), Contents(gettext("Innehåll")), *blocks)


def _continued(kept: Frozen) -> tuple[Block, ...]:
    about = kept.facts.about
    return (
        Paragraph(
            gettext(
                "Den här delen fortsätter tabellen med inspel och svar. Redogörelsen i övrigt "
                "står i del 1."
            )
        ),
        KeyValue(
            (
                (gettext("Samråd"), about.title),
                (gettext("Diarienummer"), about.case_number or gettext("saknas")),
                (gettext("Underlagets kontrollsumma (SHA-256)"), kept.data_hash),
            )
        ),
    )


def _table_part(kept: Frozen, rows: Sequence[Row]) -> tuple[Block, ...]:
    heading = Heading(1, gettext("Bilaga 3. Alla inspel med svar"), "bilaga-3")
    if not rows:
        return (heading, Paragraph(gettext("Inga inspel har kommit in.")))
    caption = gettext("Inspel %(first)s–%(last)s och regionens svar") % {
        "first": rows[0].number,
        "last": rows[-1].number,
    }
    is_decided = kept.facts.purpose.decided_on is not None
    return (heading, after.reply_table(rows, caption=caption, is_decided=is_decided))


def _document(kept: Frozen, blocks: tuple[Block, ...], *, which: str = "") -> Document:
    about = kept.facts.about
    title = gettext("Samrådsredogörelse: %(title)s") % {"title": about.title}
    case = gettext("dnr %(case)s") % {"case": about.case_number} if about.case_number else ""
    edition = (
        gettext("version %(n)s") % {"n": kept.number}
        if kept.number
        else gettext("arbetsexemplar, inte fryst")
    )
    invented = gettext("påhittade uppgifter") if kept.is_invented else ""
    foot = (about.region, case, about.reference, edition, which, invented)
    return Document(
        title=f"{title}, {which}" if which else title,
        date=kept.made_on,
        blocks=blocks,
        language=kept.language,
        subject=about.lead or about.title,
        author=about.region,
        reference=" · ".join(part for part in foot if part),
        missing_note=gettext(
            "Tecken som utskriftens typsnitt saknar skrivs som [U+…]. Datafilen har dem som de "
            "skrevs."
        ),
    )
