"""Write which characters the typesetter's own fonts hold: samrad/documents/coverage.json.

Run it when Typst is upgraded and a test of the documents says that the list no longer holds. The
fonts lie inside Typst's library; fontTools, which nothing else needs, reads their tables:

    uv pip install fonttools && python -m tools.font_coverage
"""

import io
import json
import re
import struct
import unicodedata
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-not-found]  # only here, see above

OUT = Path(__file__).parents[1] / "samrad/documents/coverage.json"
FAMILY = "Libertinus Serif"
STYLES = ("Regular", "Bold", "Italic", "Bold Italic")
INVISIBLE = {0x200B, 0xAD}
UNSET = {"Co", "Cn", "Cc", "Cs"}
MARKS = {"Mn", "Me", "Mc"}
LATIN_END, PUNCTUATION, EURO = 0x250, range(0x2010, 0x2028), 0x20AC


def fonts(library: bytes) -> Iterator[tuple[str, set[int]]]:
    """Yield name and characters of every font in the library."""
    for start in re.finditer(rb"OTTO|\x00\x01\x00\x00", library):
        at = start.start()
        count = struct.unpack_from(">H", library, at + 4)[0]
        if not 5 <= count <= 40:  # noqa: PLR2004 -- as many tables as a font has
            continue
        entries = [struct.unpack_from(">4sIII", library, at + 12 + 16 * n) for n in range(count)]
        if all(tag.isascii() and length < len(library) for tag, _sum, _at, length in entries):
            end = max(offset + length for _tag, _sum, offset, length in entries)
            try:
                font = TTFont(io.BytesIO(library[at : at + end + 4]))
                yield font["name"].getDebugName(4), set(font.getBestCmap())
            except Exception:  # noqa: BLE001, S112 -- something that only looked like a font
                continue


def ranges(codes: Iterable[int]) -> list[list[int]]:
    """Return the codes as ranges, both ends counted."""
    found: list[list[int]] = []
    for code in sorted(codes):
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return found


def main() -> None:
    """Write the three lists, each with more care than the one before."""
    spec = find_spec("typst")
    assert spec is not None  # noqa: S101 -- it is in the lock
    assert spec.origin is not None  # noqa: S101 -- a package on disk
    [library] = Path(spec.origin).parent.glob("*.so")
    held = dict(fonts(library.read_bytes()))
    every = set[int]().union(*(codes for name, codes in held.items() if "Math" not in name))
    every = {code for code in every if unicodedata.category(chr(code)) not in UNSET} | INVISIBLE
    in_all = set.intersection(*(held[f"{FAMILY} {style}"] for style in STYLES)) & every
    careful = {
        code
        for code in in_all | INVISIBLE
        if unicodedata.category(chr(code)) not in MARKS
        and unicodedata.normalize("NFC", chr(code)) == chr(code)
    }
    latin = {
        code
        for code in careful
        if code < LATIN_END or code in PUNCTUATION or code in INVISIBLE or code == EURO
    }
    lists = {"any": ranges(every), "main": ranges(careful), "latin": ranges(latin)}
    OUT.write_text(json.dumps(lists, separators=(",", ":")), encoding="utf-8")
    print(f"{len(every)} characters, {len(careful)} with care, {len(latin)} with most care")


if __name__ == "__main__":
    main()
