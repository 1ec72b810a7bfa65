"""Documents as HTML: a fragment for a page of ours, or a whole file that stands by itself."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from html import escape
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from samrad.documents import blocks
from samrad.documents.blocks import Document, Run, Text, plain, runs_of
from samrad.documents.charts import bar_svg

NARROW_COLUMNS, NARROW_CELL = 3, 80
SAFE_SCHEMES = {"http", "https", "mailto", "tel"}
_STYLE = """
:root{color-scheme:light}
body{font:1.0625rem/1.6 system-ui,sans-serif;color:#26211f;background:#fff;margin:0}
main{max-width:62rem;margin:0 auto;padding:2rem 1.25rem 4rem}
p,ul,ol,dl,blockquote,.note{max-width:44rem}
h1,h2,h3,h4{line-height:1.25;max-width:44rem;margin:2em 0 .5em}h1{font-size:2rem;margin-top:0}
.s-scroll{overflow-x:auto;margin:1.5rem 0}
table{border-collapse:collapse;width:100%;font-size:.9375rem;table-layout:fixed}
[data-narrow]{max-width:44rem}:not([data-narrow])>table{min-width:42rem}
caption{text-align:start;font-weight:600;padding-block-end:.5rem}
th,td{text-align:start;vertical-align:top;padding:.5rem .625rem;hyphens:auto}
th,td{border-block-end:1px solid #cfc6c1;overflow-wrap:anywhere}
th{background:#f5f0ec}
blockquote{margin:1rem 0;padding-inline-start:1rem;border-inline-start:4px solid #b98d7f}
.note{border:1px solid #cfc6c1;background:#f9f5f2;padding:.75rem 1rem;margin:1.5rem 0}
dl{display:grid;grid-template-columns:minmax(9rem,auto) 1fr;gap:.4rem 1.5rem}
dt{font-weight:600}dd{margin:0}small,.small{font-size:.875rem}
del{color:#8c1d18}ins{color:#14532d}svg{max-width:100%;height:auto}p,li,dd,blockquote{overflow-wrap:anywhere}
.letter{break-before:page}.letter:first-child{break-before:auto}
.contents ul{list-style:none;padding:0}
@media print{body{font-size:10.5pt}main{padding:0;max-width:none}.break{break-before:page}
thead{display:table-header-group}tr{break-inside:avoid}}
"""

_WIDTHS = "".join(f".w-{share}{{width:{share}%}}" for share in range(1, 101))


def _words(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _run(run: Run) -> str:
    html = _words(run.text)
    tags = {"strong": run.bold, "em": run.italic, "ins": run.inserted, "del": run.deleted}
    for tag, wanted in tags.items():
        html = f"<{tag}>{html}</{tag}>" if wanted else html
    if run.link and urlsplit(run.link).scheme in SAFE_SCHEMES:
        html = f'<a href="{escape(run.link)}">{html}</a>'
    return html


def _text(text: Text) -> str:
    return "".join(_run(run) for run in runs_of(text))


def _heading(block: blocks.Heading, down: int) -> str:
    level = min(6, block.level + down)
    anchor = f' id="{escape(block.anchor)}"' if block.anchor else ""
    return f"<h{level}{anchor}>{_words(block.text)}</h{level}>"


def _with_anchors(listed: Sequence[blocks.Block]) -> list[blocks.Block]:
    """Return the blocks with an anchor on every heading."""
    numbers = count(1)
    return [
        replace(block, anchor=f"avsnitt-{next(numbers)}")
        if isinstance(block, blocks.Heading) and not block.anchor
        else block
        for block in listed
    ]


def _contents(block: blocks.Contents, listed: Sequence[blocks.Block]) -> str:
    rows = "".join(
        f'<li data-level="{one.level}"><a href="#{escape(one.anchor)}">{_words(one.text)}</a></li>'
        for one in listed
        if isinstance(one, blocks.Heading) and one.level <= block.depth
    )
    name = escape(block.title)
    head = f"<p><strong>{name}</strong></p>"
    return f'<nav class="contents" aria-label="{name}">{head}<ul>{rows}</ul></nav>'


def _paragraph(block: blocks.Paragraph) -> str:
    return (
        f'<p class="small">{_text(block.text)}</p>'
        if block.small
        else f"<p>{_text(block.text)}</p>"
    )


def _items(tag: str, block: blocks.BulletList | blocks.NumberedList) -> str:
    return f"<{tag}>{''.join(f'<li>{_text(item)}</li>' for item in block.items)}</{tag}>"


def _is_narrow(block: blocks.Table) -> bool:
    """Return whether the table is best read with its columns close together."""
    cells = (plain(cell) for row in block.rows for cell in row)
    return len(block.headers) <= NARROW_COLUMNS and all(len(c) <= NARROW_CELL for c in cells)


def _table(block: blocks.Table) -> str:
    head = "".join(f'<th scope="col">{_words(header)}</th>' for header in block.headers)
    rows = "".join(
        f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in row)}</tr>" for row in block.rows
    )
    narrow = " data-narrow" if _is_narrow(block) else ""
    shares = block.widths or (1,) * len(block.headers)
    columns = "".join(f'<col class="w-{round(100 * one / sum(shares))}">' for one in shares)
    name = escape(block.caption)
    return (
        f'<div class="s-scroll" tabindex="0" role="region" aria-label="{name}"{narrow}>'
        f'<table class="s-table s-table--plain"><caption>{_words(block.caption)}</caption>'
        f"<colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _key_value(block: blocks.KeyValue) -> str:
    rows = "".join(f"<dt>{_words(term)}</dt><dd>{_text(text)}</dd>" for term, text in block.items)
    return f'<dl class="s-deflist">{rows}</dl>'


def _quote(block: blocks.Quote) -> str:
    source = f"<footer>{_words(block.source)}</footer>" if block.source else ""
    return f"<blockquote><p>{_text(block.text)}</p>{source}</blockquote>"


def _note(block: blocks.Note) -> str:
    title = f"<p><strong>{_words(block.title)}</strong></p>" if block.title else ""
    return f'<div class="note">{title}<p>{_text(block.text)}</p></div>'


def _image(block: blocks.Image) -> str:
    svg = block.svg[block.svg.find("<svg") :]
    return f'<div class="picture" role="img" aria-label="{escape(block.alt)}">{svg}</div>'


def _address(block: blocks.AddressPage) -> str:
    def lines(values: tuple[str, ...]) -> str:
        return "<br>".join(_words(value) for value in values)

    tail = "<br>".join(_words(line) for line in (block.place_and_date, block.reference) if line)
    return (
        f'<div class="letter"><p class="small">{lines(block.sender)}</p>'
        f"<p>{lines(block.recipient)}</p><p>{tail}</p></div>"
    )


def _cover(block: blocks.Cover) -> str:
    above = f"<p>{_words(block.above)}</p>" if block.above else ""
    lead = f"<p>{_words(block.lead)}</p>" if block.lead else ""
    lines = "".join(f'<p class="small">{_words(line)}</p>' for line in block.lines)
    return f"{above}<h1>{_words(block.title)}</h1>{lead}{lines}"


def _writers(down: int) -> dict[type[Any], Callable[[Any], str]]:
    return {
        blocks.Heading: partial(_heading, down=down),
        blocks.Paragraph: _paragraph,
        blocks.BulletList: partial(_items, "ul"),
        blocks.NumberedList: partial(_items, "ol"),
        blocks.Table: _table,
        blocks.KeyValue: _key_value,
        blocks.Quote: _quote,
        blocks.Note: _note,
        blocks.BarChart: partial(bar_svg, ink="currentColor"),
        blocks.Image: _image,
        blocks.AddressPage: _address,
        blocks.Cover: _cover,
        blocks.PageBreak: lambda _block: '<div class="break"></div>',
    }


def fragment(document: Document, *, down: int = 1) -> str:
    """Return the blocks as HTML, without the title. `down` is added to every heading's level."""
    listed = _with_anchors(document.blocks)
    writers = _writers(down) | {blocks.Contents: partial(_contents, listed=listed)}
    return "\n".join(writers[type(block)](block) for block in listed)


def whole(document: Document) -> str:
    """Return the document as a file that needs nothing else."""
    title = f"<h1>{_words(document.title)}</h1>" if document.show_title else ""
    foot = f'<p class="small">{_words(document.reference)}</p>' if document.reference else ""
    return (
        f'<!doctype html>\n<html lang="{escape(document.language)}">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(document.title)}</title>"
        f'<meta name="author" content="{escape(document.author)}">'
        f'<meta name="description" content="{escape(document.subject)}">'
        f'<meta name="dcterms.date" content="{document.date.isoformat()}">'
        f"<style>{_STYLE}{_WIDTHS}</style></head>\n<body><main>\n{title}\n{fragment(document)}\n{foot}\n"
        "</main></body></html>\n"
    )
