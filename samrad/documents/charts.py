"""Bars as SVG, drawn from a chart block. No script, no style sheet: it works in a file too."""

from collections.abc import Sequence
from html import escape

from samrad.documents.blocks import BarChart

WIDTH = 640
_ROW, _LABEL, _SHOWN, _TOP = 34, 250, 60, 6
_LETTERS = 28  # as many as fit before the bar begins


def _short(label: str) -> str:
    return label if len(label) <= _LETTERS else f"{label[: _LETTERS - 1].rstrip()}…"


def bar_svg(
    chart: BarChart, *, font: str = "inherit", ink: str = "#26211f", colour: str = "#20576b"
) -> str:
    """Return the chart as SVG, with its words as title and description. A page may colour `bar`."""
    most = max([bar.value for bar in chart.bars], default=0) or 1
    height = _TOP * 2 + _ROW * len(chart.bars)
    room = WIDTH - _LABEL - _SHOWN
    rows = []
    for index, bar in enumerate(chart.bars):
        top = _TOP + index * _ROW
        length = max(2.0, room * bar.value / most) if bar.value > 0 else 0
        middle = top + _ROW / 2 + 5
        rows.append(
            f'<text x="{_LABEL - 10}" y="{middle:g}" text-anchor="end">'
            f"{escape(_short(bar.label))}</text>"
            f'<rect class="bar" x="{_LABEL}" y="{top + 6}" width="{length:.1f}"'
            f' height="{_ROW - 12}" fill="{colour}"/>'
            f'<text x="{_LABEL + length + 8:.1f}" y="{middle:g}">{escape(bar.shown)}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}"'
        f' height="{height}" role="img" font-family="{escape(font)}" font-size="15" fill="{ink}">'
        f"<title>{escape(chart.title)}</title><desc>{escape(chart.alt)}</desc>{''.join(rows)}</svg>"
    )


_LENGTH, _THICK = 200, 14
# What each part looks like: its class, and how much of the height it fills. A page colours them.
_SHARES = {"full": 1.0, "part": 0.5, "none": 1.0, "rest": 0.15}


def parts_svg(parts: Sequence[tuple[str, int]]) -> str:
    """Return a whole drawn as its parts, one after another: full, part, none, rest.

    They differ in height and outline too, for those who see no colour and for forced colours. The
    page says the same in words beside it, so the drawing itself is not read out.
    """
    whole = sum(number for _kind, number in parts)
    drawn, left = [], 0.0
    for kind, number in parts:
        width = _LENGTH * number / whole if whole else 0
        if number:
            height = _THICK * _SHARES[kind]
            drawn.append(
                f'<rect class="{kind}" x="{left + 0.5:.1f}" y="{_THICK - height:.1f}"'
                f' width="{max(width - 1, 1):.1f}" height="{height:.1f}"/>'
            )
        left += width
    return (
        f'<svg class="s-shares" xmlns="http://www.w3.org/2000/svg"'
        f' viewBox="0 0 {_LENGTH} {_THICK}" preserveAspectRatio="none" aria-hidden="true"'
        f' focusable="false">{"".join(drawn)}</svg>'
    )
