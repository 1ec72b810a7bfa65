"""Documents as PDF/UA-1, set by Typst with the fonts it carries. Runs in the child process only.

The text reaches the typesetter as data in a JSON file. A character that none of the fonts has is
written out as [U+1F600], since a PDF with an empty box in it is not accessible. Which characters
the fonts have stands in coverage.json, written by tools/font_coverage.py.
"""

import json
import re
import shutil
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from samrad.documents.blocks import Bar, BarChart
from samrad.documents.charts import bar_svg

_HERE = Path(__file__).parent
_FONT = "Libertinus Serif"
_LONG = re.compile(r"[^\s\u200b\u00ad-]{30}(?=[^\s\u200b\u00ad-]{10})")  # no line holds such a word
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_MOST_REFUSED = 20
SHORT_ROWS, SHORT_TEXT = 16, 2_500


def _covered(care: str) -> Callable[[str], bool]:
    """Return a test of whether the fonts hold a character, with this much care."""
    known: dict[str, list[list[int]]] = json.loads(
        (_HERE / "coverage.json").read_text(encoding="utf-8")
    )
    starts = [start for start, _end in known[care]]

    def holds(letter: str) -> bool:
        at = bisect_right(starts, ord(letter)) - 1
        return letter == "\n" or (at >= 0 and ord(letter) <= known[care][at][1])

    return holds


class _Glyphs:
    """Writes out the characters that cannot be set, and remembers whether there were any."""

    def __init__(self, care: str) -> None:
        self.holds = _covered(care)
        self.refused: set[str] = set()
        self.known: dict[str, bool] = {}
        self.missed = False

    def _may(self, letter: str) -> bool:
        if letter not in self.known:
            self.known[letter] = self.holds(letter) and letter not in self.refused
        return self.known[letter]

    def __call__(self, text: str) -> str:
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
            if not all(map(self._may, set(text))):
                self.missed = True
                text = "".join(a if self._may(a) else f"[U+{ord(a):04X}]" for a in text)
        return _LONG.sub(lambda word: f"{word.group()}\u200b", text)

    def refuse(self, error: str) -> bool:
        """Refuse the characters that an error names; return whether there were any new ones."""
        named = _MISSING.search(error)
        said = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), named[1]) if named else ""
        letters = {letter for letter in said if not letter.isascii()} - self.refused
        self.refused |= letters
        self.known.clear()
        return bool(letters)


def _settable(value: Any, glyphs: _Glyphs) -> Any:  # noqa: ANN401 -- walks any field
    if isinstance(value, str):
        return glyphs(value)
    if isinstance(value, list):
        return [_settable(item, glyphs) for item in value]
    if isinstance(value, dict):
        kept = {"svg": value["svg"]} if "svg" in value else {}
        kept |= {"link": value["link"]} if "link" in value else {}
        return {name: _settable(item, glyphs) for name, item in value.items()} | kept
    return value


def _is_short(block: dict[str, Any]) -> bool:
    """Return whether the block is kept on one page: only where it surely has room there."""
    rows = block.get("rows", ())
    return len(rows) <= SHORT_ROWS and len(json.dumps(block, ensure_ascii=False)) <= SHORT_TEXT


def _drawn(block: dict[str, Any], glyphs: _Glyphs) -> dict[str, Any]:
    """Return the block as the template takes it."""
    if block["kind"] == "Table":
        widths = block["widths"] or [1] * len(block["headers"])
        return block | {"widths": widths, "is_short": _is_short(block)}
    if block["kind"] == "Quote":
        return block | {"is_short": _is_short(block)}
    if block["kind"] == "BarChart":
        bars = tuple(
            Bar(glyphs(bar["label"]), bar["value"], glyphs(bar["shown"])) for bar in block["bars"]
        )
        chart = BarChart(title=block["title"], bars=bars, alt=block["alt"])
        svg = bar_svg(chart, font=_FONT)
        return {"kind": "Image", "svg": svg, "alt": block["alt"], "width_mm": 160}
    return {name: value for name, value in block.items() if name != "png"}


def _prepared(data: dict[str, Any], glyphs: _Glyphs) -> dict[str, Any]:
    day = date.fromisoformat(data["date"])
    blocks = [_drawn(_settable(block, glyphs), glyphs) for block in data["blocks"]]
    if glyphs.missed and data["missing_note"]:
        blocks.append({"kind": "Paragraph", "text": data["missing_note"], "small": True})
    texts = {name: _settable(value, glyphs) for name, value in data.items() if name != "blocks"}
    return texts | {"blocks": blocks, "day": [day.year, day.month, day.day]}


def write(data: dict[str, Any], path: Path, *, care: str) -> None:
    """Write the document in `data` (see `codec.as_data`) to `path`.

    With more care fewer characters are set as they are. Letters with marks from another font make
    the typesetter fail in ways that do not say which they were; then more care is what helps.
    """
    import typst  # noqa: PLC0415 -- a slow library behind one door

    folder, glyphs = path.parent, _Glyphs(care)
    shutil.copyfile(_HERE / "report.typ", folder / "report.typ")
    moment = datetime.fromisoformat(data["date"]).replace(tzinfo=UTC)
    while True:
        (folder / "data.json").write_text(
            json.dumps(_prepared(data, glyphs), ensure_ascii=False), encoding="utf-8"
        )
        try:
            typst.compile(
                folder / "report.typ",
                output=path,
                root=folder,
                ignore_system_fonts=True,
                pdf_standards=["ua-1"],
                timestamp=int(moment.timestamp()),
            )
        except typst.TypstError as error:
            if len(glyphs.refused) > _MOST_REFUSED or not glyphs.refuse(str(error)):
                raise
        else:
            return


def png_of(svg: str, *, ppi: int = 200) -> bytes:
    """Return the SVG drawn as PNG."""
    import typst  # noqa: PLC0415 -- a slow library behind one door

    source = (
        "#set page(width: auto, height: auto, margin: 0pt)\n"
        '#image(bytes(sys.inputs.svg), format: "svg")'
    )
    return bytes(
        typst.compile(
            source.encode(),
            format="png",
            ppi=ppi,
            ignore_system_fonts=True,
            sys_inputs={"svg": svg},
        )
    )
