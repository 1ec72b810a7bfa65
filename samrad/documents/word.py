"""Documents as DOCX with real styles, headings, lists and table headers. Runs in the child only.

Blocks are written as text and put into the finished file: python-docx, and moving elements between
trees, takes time in square of the rows.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from samrad.documents import blocks
from samrad.documents.blocks import Document, Run, Text, runs_of
from samrad.documents.charts import bar_svg
from samrad.documents.html import SAFE_SCHEMES
from samrad.documents.pdf import png_of

if TYPE_CHECKING:
    from docx.document import Document as WordFile

_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_PLACE = "body"  # the comment that the blocks are written instead of
_FIXED = (1980, 1, 1, 0, 0, 0)
_TEXT_WIDTH = 9070  # twentieths of a point: A4 with 25 mm margins
_HAND_HIGH = 680  # 12 mm: room for a line by hand
_FONT = "Calibri"
_LOCALES = {"sv": "sv-SE", "en": "en-GB"}


class _Writer:
    """Adds blocks to a python-docx document."""

    def __init__(self, file: "WordFile", document: Document) -> None:
        self.file = file
        self.body: list[str] = []
        self.links: dict[str, str] = {}
        self.styles: dict[str, str] = {}
        self.headings = [b for b in document.blocks if isinstance(b, blocks.Heading)]
        self.has_contents = any(isinstance(b, blocks.Contents) for b in document.blocks)
        self.bookmarks = 0
        self.pages = self.pictures = 0

    # XML of texts

    def _words(self, text: str) -> str:
        lines = "<w:br/>".join(
            f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")
        )
        return lines.replace("\t", " ")

    def _run(self, run: Run, *, bold: bool = False) -> str:
        looks = "".join(
            mark
            for mark, wanted in (
                ("<w:b/>", run.bold or bold),
                ("<w:i/>", run.italic),
                ("<w:strike/>", run.deleted),
                ('<w:u w:val="single"/>', run.inserted or run.link),
            )
            if wanted
        )
        xml = f"<w:r><w:rPr>{looks}</w:rPr>{self._words(run.text)}</w:r>"
        if run.link and urlsplit(run.link).scheme in SAFE_SCHEMES:
            return f'<w:hyperlink r:id="{self._link(run.link)}">{xml}</w:hyperlink>'
        return xml

    def _link(self, address: str) -> str:
        if address not in self.links:
            kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
            self.links[address] = self.file.part.relate_to(address, kind, is_external=True)
        return self.links[address]

    def _p(self, text: Text, style: str = "", *, more: str = "", bold: bool = False) -> str:
        runs = "".join(self._run(run, bold=bold) for run in runs_of(text))
        name = f'<w:pStyle w:val="{self._style(style)}"/>' if style else ""
        return f"<w:p><w:pPr>{name}{more}</w:pPr>{runs}</w:p>"

    def _style(self, name: str) -> str:
        if name not in self.styles:  # looking it up takes a millisecond, and tables are long
            self.styles[name] = str(self.file.styles[name].style_id)
        return self.styles[name]

    def add(self, xml: str) -> None:
        """Add the XML of one or more blocks to the body."""
        self.body.append(xml)

    # Blocks

    def heading(self, block: blocks.Heading) -> None:
        """Add a heading, with a bookmark that the table of contents leads to."""
        heading = self._p(block.text, f"Heading {min(9, block.level)}")
        if not self.has_contents:
            self.add(heading)
            return
        self.bookmarks += 1
        mark = (
            f'<w:bookmarkStart w:id="{self.bookmarks}" w:name="_Toc{self.bookmarks:06}"/>'
            f'<w:bookmarkEnd w:id="{self.bookmarks}"/>'
        )
        self.add(heading.replace("</w:pPr>", f"</w:pPr>{mark}", 1))

    def contents(self, block: blocks.Contents) -> None:
        """Add a table of contents that can be used as it is and that Word can renew."""
        begin, between, end = (
            f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
            for kind in ("begin", "separate", "end")
        )
        order = f' TOC \\o "1-{block.depth}" \\h '
        order = f'<w:r><w:instrText xml:space="preserve">{order}</w:instrText></w:r>'
        rows = [
            f'<w:hyperlink w:anchor="_Toc{number:06}">{self._run(Run(heading.text))}</w:hyperlink>'
            for number, heading in enumerate(self.headings, start=1)
            if heading.level <= block.depth
        ]
        place = f'<w:pPr><w:pStyle w:val="{self._style("Table Text")}"/></w:pPr>'
        listed = "".join(f"<w:p>{place}{row}</w:p>" for row in rows[1:])
        first = f"<w:p>{place}{begin}{order}{between}{rows[0] if rows else ''}</w:p>"
        self.add(self._p(block.title, bold=True) + first + listed + f"<w:p>{place}{end}</w:p>")

    def paragraph(self, block: blocks.Paragraph) -> None:
        """Add a paragraph."""
        self.add(self._p(block.text, "Small" if block.small else ""))

    def bullets(self, block: blocks.BulletList) -> None:
        """Add a list without order."""
        self.add("".join(self._p(item, "List Bullet") for item in block.items))

    def numbers(self, block: blocks.NumberedList) -> None:
        """Add a list that counts from one, whatever lists there were before."""
        from docx.oxml import parse_xml  # noqa: PLC0415 -- a slow library behind one door

        numbering = self.file.part.numbering_part.element
        style = self.file.styles["List Number"].element
        base = numbering.num_having_numId(style.pPr.numPr.numId.val)
        number = numbering.add_num(base.abstractNumId.val)
        number.append(
            parse_xml(
                f'<w:lvlOverride {_NS} w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
            )
        )
        place = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number.numId}"/></w:numPr>'
        self.add("".join(self._p(item, "List Number", more=place) for item in block.items))

    def table(self, block: blocks.Table) -> None:
        """Add a table whose first row is repeated on every page."""
        widths = _column_widths(block)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        head = self._row(block.headers, widths, head=True)
        rows = "".join(self._row(row, widths) for row in block.rows)
        caption = self._p(block.caption, "Caption", more="<w:keepNext/>")
        self.add(
            (caption if block.shows_caption else "")
            + f'<w:tbl><w:tblPr><w:tblStyle w:val="{self._style("Table Grid")}"/>'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
            ' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f"<w:tblCaption w:val={quoteattr(block.caption)}/></w:tblPr>"
            f"<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>" + self._p("", "Small")
        )

    def _row(self, cells: tuple[Text, ...], widths: list[int], *, head: bool = False) -> str:
        shade = '<w:shd w:val="clear" w:color="auto" w:fill="F1EBE7"/>' if head else ""
        xml = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
            f"{self._p(cell, 'Table Text', bold=head)}</w:tc>"
            for cell, width in zip(cells, widths, strict=True)
        )
        properties = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if head else ""
        if not any(cells):
            properties = f'<w:trPr><w:trHeight w:val="{_HAND_HIGH}" w:hRule="atLeast"/></w:trPr>'
        return f"<w:tr>{properties}{xml}</w:tr>"

    def key_value(self, block: blocks.KeyValue) -> None:
        """Add terms, each with what it stands for on the same line."""
        self.add(
            "".join(
                self._p((Run(f"{term}: ", bold=True), *runs_of(text))) for term, text in block.items
            )
        )

    def quote(self, block: blocks.Quote) -> None:
        """Add what somebody said."""
        source = self._p(f"— {block.source}", "Small") if block.source else ""
        self.add(self._p(block.text, "Quote") + source)

    def note(self, block: blocks.Note) -> None:
        """Add something set apart."""
        title = (Run(f"{block.title}\n", bold=True),) if block.title else ()
        self.add(self._p((*title, *runs_of(block.text)), "Note"))

    def chart(self, block: blocks.BarChart) -> None:
        """Add a chart as a picture."""
        self._picture(png_of(bar_svg(block, font="Libertinus Serif")), block.alt, 160)

    def image(self, block: blocks.Image) -> None:
        """Add a picture with its alternative text."""
        self._picture(block.png or png_of(block.svg), block.alt, block.width_mm)

    def _picture(self, png: bytes, alt: str, width_mm: float) -> None:
        from docx.shared import Mm  # noqa: PLC0415 -- a slow library behind one door
        from lxml import etree  # noqa: PLC0415 -- python-docx's own

        self.pictures += 1
        inline = self.file.part.new_pic_inline(io.BytesIO(png), width=Mm(width_mm))
        inline.docPr.set("id", str(self.pictures))
        inline.docPr.set("name", f"Picture {self.pictures}")
        inline.docPr.set("descr", alt)
        drawing = etree.tostring(inline, encoding="unicode")
        self.add(f"<w:p><w:r><w:drawing>{drawing}</w:drawing></w:r></w:p>")

    def address(self, block: blocks.AddressPage) -> None:
        """Add the head of a letter. The recipient stands where the envelope has its window."""
        break_before = "<w:pageBreakBefore/>" if self.pages else ""
        self.pages += 1
        tail = "\n".join(line for line in (block.place_and_date, block.reference) if line)
        self.add(
            self._p("\n".join(block.sender), "Small", more=break_before)
            + self._p("\n".join(block.recipient), "Recipient")
            + self._p(tail)
        )

    def cover(self, block: blocks.Cover) -> None:
        """Add the first page; what stands at its foot comes after the lead."""
        self.add(
            self._p(block.above, "Cover Line")
            + self._p(block.title, "Title")
            + self._p(block.lead, "Cover Lead")
            + self._p("\n".join(block.lines), "Small")
        )
        self.page_break(blocks.PageBreak())

    def page_break(self, _block: blocks.PageBreak) -> None:
        """Start a new page."""
        self.add('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')


def _column_widths(block: blocks.Table) -> list[int]:
    shares = block.widths or (1.0,) * len(block.headers)
    return [round(_TEXT_WIDTH * share / sum(shares)) for share in shares]


def _adders(writer: _Writer) -> Mapping[type[Any], Callable[[Any], None]]:
    return {
        blocks.Heading: writer.heading,
        blocks.Paragraph: writer.paragraph,
        blocks.BulletList: writer.bullets,
        blocks.NumberedList: writer.numbers,
        blocks.Table: writer.table,
        blocks.KeyValue: writer.key_value,
        blocks.Quote: writer.quote,
        blocks.Note: writer.note,
        blocks.BarChart: writer.chart,
        blocks.Image: writer.image,
        blocks.AddressPage: writer.address,
        blocks.Contents: writer.contents,
        blocks.Cover: writer.cover,
        blocks.PageBreak: writer.page_break,
    }


def _set_language(file: "WordFile", language: str) -> None:
    """Say what language the whole text is in."""
    from docx.oxml import parse_xml  # noqa: PLC0415 -- a slow library behind one door
    from docx.oxml.ns import qn  # noqa: PLC0415 -- a slow library behind one door

    styles = file.styles
    locale = _LOCALES.get(language, language)
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(
        parse_xml(f"<w:lang {_NS} w:val={quoteattr(locale)} w:bidi={quoteattr(locale)}/>")
    )


def _set_styles(file: "WordFile") -> None:
    """Give the built-in styles our look, and add the few that Word lacks."""
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415 -- a slow library behind one door
    from docx.oxml import parse_xml  # noqa: PLC0415 -- a slow library behind one door
    from docx.oxml.ns import qn  # noqa: PLC0415 -- a slow library behind one door
    from docx.shared import Mm, Pt, RGBColor  # noqa: PLC0415 -- a slow library behind one door

    styles = file.styles
    for name in ("Small", "Table Text", "Recipient", "Note", "Cover Line", "Cover Lead"):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    sizes = {
        "Normal": 11, "Title": 24, "Heading 1": 17, "Heading 2": 14, "Heading 3": 12, "Caption": 10,
        "Small": 9, "Table Text": 10, "Quote": 11, "Cover Line": 12, "Cover Lead": 15,
    }  # fmt: skip
    for name, size in sizes.items():
        font = styles[name].font
        fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            del fonts.attrib[attribute]
        for attribute in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(attribute), _FONT)
        font.size, font.color.rgb = Pt(size), RGBColor(0x26, 0x21, 0x1F)
    room = {  # before and after
        "Table Text": (Pt(2), Pt(2)), "Small": (None, Pt(2)), "Recipient": (Mm(6), Mm(22)),
        "Cover Line": (Mm(60), None), "Cover Lead": (None, Mm(70)),
        **{f"Heading {level}": (None, Pt(4)) for level in range(1, 4)},
    }  # fmt: skip
    for name, (before, after) in room.items():
        spacing = styles[name].paragraph_format
        spacing.space_before = spacing.space_before if before is None else before
        spacing.space_after = spacing.space_after if after is None else after
    styles["Recipient"].paragraph_format.left_indent = Mm(85)
    line = '<w:left w:val="single" w:sz="24" w:space="8" w:color="7A3B2E"/>'
    styles["Note"].element.get_or_add_pPr().append(parse_xml(f"<w:pBdr {_NS}>{line}</w:pBdr>"))
    title = styles["Title"].element.pPr
    for border in title.findall(qn("w:pBdr")):
        title.remove(border)


def _set_page(file: "WordFile", document: Document) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT  # noqa: PLC0415 -- a slow library behind one door
    from docx.oxml import parse_xml  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(24), Mm(26)
    if document.header:
        head = section.header.paragraphs[0]
        head.style = file.styles["Small"]
        head.add_run(document.header).bold = True
    paragraph = section.footer.paragraphs[0]
    paragraph.style = file.styles["Small"]
    paragraph.add_run(document.reference)
    if document.page_numbers:
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(160), WD_TAB_ALIGNMENT.RIGHT)
        for lead, field in (("\t", "PAGE"), (" (", "NUMPAGES"), (")", "")):
            paragraph.add_run(lead)
            if field:
                paragraph._p.append(  # noqa: SLF001 -- fields have no other door in python-docx
                    parse_xml(
                        f'<w:fldSimple {_NS} w:instr="{field}">'
                        "<w:r><w:t>1</w:t></w:r></w:fldSimple>"
                    )
                )


def _set_properties(file: "WordFile", document: Document) -> None:
    moment = datetime.combine(document.date, datetime.min.time(), tzinfo=UTC)
    properties = file.core_properties
    properties.title, properties.subject = document.title[:255], document.subject[:255]
    properties.author = properties.last_modified_by = document.author[:255]
    properties.language = _LOCALES.get(document.language, document.language)
    properties.created = properties.modified = moment
    properties.comments, properties.keywords = "", document.reference[:255]
    properties.revision = 1
    parts = file.part.package.rels
    for name in [name for name, part in parts.items() if part.reltype.endswith("/thumbnail")]:
        del parts[name]  # a picture of the empty template


def _finished(packed: bytes, body: str) -> bytes:
    """Return the zip with the body in its place, and every file dated the same."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(fixed, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            content = old.read(name)
            if name == "word/document.xml":
                content = content.replace(f"<!--{_PLACE}-->".encode(), body.encode())
            new.writestr(entry, content)
    return fixed.getvalue()


def write(document: Document, path: Path) -> None:
    """Write the document to `path`."""
    import docx  # noqa: PLC0415 -- a slow library behind one door
    from lxml import etree  # noqa: PLC0415 -- python-docx's own

    file = docx.Document()
    file.element.body.insert(0, etree.Comment(_PLACE))
    _set_language(file, document.language)
    _set_styles(file)
    _set_page(file, document)
    _set_properties(file, document)
    writer = _Writer(file, document)
    if document.show_title:
        writer.add(writer._p(document.title, "Title"))  # noqa: SLF001 -- same module
    adders = _adders(writer)
    for block in document.blocks:
        adders[type(block)](block)
    packed = io.BytesIO()
    file.save(packed)
    path.write_bytes(_finished(packed.getvalue(), "".join(writer.body)))
