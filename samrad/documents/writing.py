"""The writers of whole documents. DOCX and PDF are made in a child process that ends.

A child keeps the heavy libraries, and the memory a large document takes, out of web and worker.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import samrad
from samrad.documents import html
from samrad.documents.blocks import Document
from samrad.documents.codec import as_data, cleaned
from samrad.documents.fields import Filling
from samrad.documents.templates.faults import Fault

CARES = ("any", "main", "latin")  # as in `pdf`, which only the child loads
_GLYPHS = re.compile(r"could not be displayed|PanicException")
Alive = Callable[[], None]
TIMEOUT = 600.0  # seconds; a full volume takes some tens of them on a slow machine
TIMEOUT_OF_TEMPLATES = 60.0  # somebody waits for the page, and the template may be made to hurt
LOOK_EVERY = 2.0  # seconds
MOST = {"fill": TIMEOUT_OF_TEMPLATES, "check": TIMEOUT_OF_TEMPLATES}


class CouldNotWrite(Exception):
    """The child process ended without a document."""


class TextCannotBeSet(CouldNotWrite):
    """The typesetter failed on characters in the text; with more care it goes."""


def to_html(document: Document) -> str:
    """Return the document as a web page that stands by itself."""
    return html.whole(cleaned(document))


def to_fragment(document: Document, *, down: int = 1) -> str:
    """Return the document's blocks as HTML for a page of ours; headings start at `down` + 1."""
    return html.fragment(cleaned(document), down=down)


def to_docx(document: Document, *, alive: Alive | None = None) -> bytes:
    """Return the document as a Word file. `alive` is called every few seconds and may raise."""
    return _in_child("docx", _document(document), alive)


def fill_template(
    template: bytes | Document, order: Filling, *, alive: Alive | None = None
) -> bytes:
    """Return a template, made in Word or of blocks, filled as a Word file. Gaps are marked."""
    return _in_child("fill", {**_template(template), "order.json": _json(asdict(order))}, alive)


def check_template(template: bytes, order: Filling) -> tuple[tuple[Fault, ...], str]:
    """Return all that is wrong with a template made in Word, and its text with the tags in it.

    `order` holds examples to fill it with on trial. What `packages` refuses never comes here.
    """
    files = {"template.docx": template, "order.json": _json(asdict(order))}
    found = json.loads(_in_child("check", files, None))
    return tuple(Fault(**fault) for fault in found["faults"]), str(found["text"])


def _template(template: bytes | Document) -> dict[str, bytes]:
    if isinstance(template, bytes):
        return {"template.docx": template}
    return _document(template)


def _json(data: Any) -> bytes:  # noqa: ANN401 -- any JSON
    return json.dumps(data, ensure_ascii=False, default=str).encode("utf-8", errors="replace")


def _document(document: Document) -> dict[str, bytes]:
    return {"document.json": _json(as_data(document))}


def to_pdf(document: Document, *, alive: Alive | None = None) -> bytes:
    """Return the document as PDF/UA-1. `alive` is called every few seconds and may raise."""
    *first, last = CARES
    files = _document(document)
    for care in first:
        with suppress(TextCannotBeSet):
            return _in_child("pdf", files, alive, care)
    return _in_child("pdf", files, alive, last)


def _in_child(kind: str, files: Mapping[str, bytes], alive: Alive | None, *more: str) -> bytes:
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": str(Path(samrad.__file__).parents[1]),
        # Give memory back as it is freed: an eighth less at the peak, for a little time.
        "MALLOC_ARENA_MAX": "1",
        "MALLOC_TRIM_THRESHOLD_": "100000",
    }
    with tempfile.TemporaryDirectory(prefix="samrad-document-") as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        with (
            (Path(folder) / "errors").open("w+b") as errors,
            subprocess.Popen(  # noqa: S603 -- our own module, and the text is in a file
                [sys.executable, "-m", "samrad.documents.child", kind, folder, *more],
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
                env=environment,
                cwd=folder,
            ) as child,
        ):
            try:
                _wait(child, alive, most=MOST.get(kind, TIMEOUT))
            except BaseException:
                child.kill()
                raise
            if child.returncode:
                errors.seek(0)
                said = errors.read().decode(errors="replace")[-2000:]
                raise TextCannotBeSet(said) if _GLYPHS.search(said) else CouldNotWrite(said)
        return (Path(folder) / "out").read_bytes()


def _wait(child: subprocess.Popen[bytes], alive: Alive | None, *, most: float) -> None:
    """Wait for the child to end. Raise `CouldNotWrite` if it takes too long."""
    until = time.monotonic() + most
    while time.monotonic() < until:
        try:
            child.wait(LOOK_EVERY)
        except subprocess.TimeoutExpired:
            if alive is not None:
                alive()
        else:
            return
    raise CouldNotWrite(f"took more than {most} s")
