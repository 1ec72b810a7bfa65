"""Pictures for documents: a QR code, and SVG drawn as PNG for programs that cannot read SVG."""

import io

import segno

from samrad.documents.blocks import Image


def qr_code(address: str, *, alt: str, width_mm: float = 32) -> Image:
    """Return `address` as a QR code with some tolerance for a bad print."""
    code = segno.make(address, error="m", micro=False)
    svg, png = io.BytesIO(), io.BytesIO()
    code.save(svg, kind="svg", border=4, xmldecl=False, scale=8, svgclass=None, lineclass=None)
    code.save(png, kind="png", border=4, scale=8)
    return Image(svg=svg.getvalue().decode(), png=png.getvalue(), alt=alt, width_mm=width_mm)
