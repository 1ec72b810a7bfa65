"""A document that holds one of everything, and texts that mean harm."""

from datetime import date

from samrad.documents.blocks import (
    AddressPage,
    Bar,
    BarChart,
    BulletList,
    Contents,
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
)
from samrad.documents.pictures import qr_code

HOSTILE = {
    "typst": '#set page(width: 1cm) *fet* _kursiv_ $x^2$ `kod` #read("/etc/passwd") '
    "<etikett> @ref \\ // /* ",
    "xml": "</w:t></w:r></w:p><w:p/> & &amp; ]]> <script>alert(1)</script> \"citat\" 'apostrof'",
    "control": "a\x00b\x01c\x08d\x1be\x7ff\x9fg\ufffeh\uffffi\U0001ffffj",
    "surrogate": "halv \ud83d emoji",
    "direction": "\u202eomvänt\u202c \u2066isolerat\u2069 \u200fhöger",
    "breaks": "rad\r\nrad\rrad\nrad\u2028rad\u2029rad\x85rad\tflik",
    "scripts": "čđŋšŧž åäö АБВ שלום سلام 中文 ไทย 😀👩‍👩‍👧 𝔉",  # noqa: RUF001 -- the point of it
    "combining": "a" + "\u0301" * 60 + " Z̸̡̢͠a̵l̴g̷o̶",
    "marks of other fonts": "\u1e0c\u1ac3 \u222b\u20ee \u19c5\u1ab9 \u160b\u1dfa",
    "private": "\ue000\uf8ff\U000f0000",
    "long word": "å" * 50_000,
    "long text": "Vi behöver lokaler. " * 2_500,
    "template": "{{ 7*7 }} {% debug %} ${7*7} =1+1",
    "empty": "",
    "spaces": "   \n\n\n   ",
}


def document(text: str = "Vi behöver lokaler.") -> Document:
    """Return a document with `text` in every place that holds text."""
    return Document(
        title=f"Samråd {text[:200]}",
        date=date(2026, 3, 2),
        author=text[:200],
        subject=text[:200],
        reference=f"S-1 {text[:80]}",
        missing_note="Tecken som typsnittet saknar skrivs [U+…].",
        blocks=(
            Contents("Innehåll", depth=2),
            Heading(1, f"Rubrik {text[:300]}"),
            Paragraph(text),
            Heading(2, "Underrubrik"),
            Paragraph(
                (
                    Run("fet", bold=True),
                    Run(text, italic=True),
                    Run("nytt", inserted=True),
                    Run("gammalt", deleted=True),
                    Run("länk", link="https://example.org/?a=1&b=%C3%A5"),
                    Run("inte en länk", link="javascript:alert(1)"),
                )
            ),
            BulletList((text, "två")),
            NumberedList(("ett", text)),
            NumberedList(("ett igen",)),
            Table(
                caption=f"Tabell {text[:100]}",
                headers=("Nr", "Synpunkt", text[:100] or "Svar"),
                rows=tuple(
                    (str(number), text if number < 3 else "kort", (Run("svar", bold=True),))
                    for number in range(60)
                ),
                widths=(1, 4, 3),
            ),
            KeyValue(((text[:60] or "Datum", text),)),
            Quote(text, source=text[:100]),
            Note(text, title="Obs"),
            BarChart(
                "Teman",
                (Bar(text[:200], 12, "12"), Bar("Noll", 0, "0")),
                alt=f"Lokaler 12. {text[:200]}",
            ),
            qr_code("https://example.org/kod/", alt="QR-kod till svarssidan"),
            PageBreak(),
            AddressPage((text[:60], "Exempelgatan 1"), ("Region Låtsas",), "2 mars 2026", "dnr 1"),
            Heading(1, "Brev"),
            Paragraph("Hej", small=True),
            AddressPage(("Exempelföreningen",), ("Region Låtsas",)),
            Paragraph("Hej igen"),
        ),
    )
