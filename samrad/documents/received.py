"""Reading the words out of what people send: PDF, Word, saved mail, web page and plain text.

PDF is read in a child process with limits on time and memory, since a file may be made to hurt.
"""

import email
import email.policy
import os
import re
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import samrad
from samrad.documents.limits import limit
from samrad.documents.reading import (
    EMPTY,
    NO_TEXT,
    Unreadable,
    decoded,
    html_to_markdown,
    read_text_file,
)

if TYPE_CHECKING:
    from email.message import EmailMessage

NOT_A_PDF: Final = "NOT_A_PDF"
PDF_LOCKED: Final = "PDF_LOCKED"
PDF_TOO_LARGE: Final = "PDF_TOO_LARGE"
PDF_WITHOUT_TEXT: Final = "PDF_WITHOUT_TEXT"
NOT_A_MAIL: Final = "NOT_A_MAIL"
READABLE: Final = (".docx", ".pdf", ".eml", ".html", ".txt", ".md")
_MOST_PAGES: Final = 500
_SECONDS: Final = 30
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\\w-]{2,40})", re.IGNORECASE)
_ENDS: Final = {2: PDF_LOCKED, 3: PDF_TOO_LARGE, 4: PDF_WITHOUT_TEXT}


def read_received(name: str, content: bytes) -> str:
    """Return the words of a file somebody sent. Raise `Unreadable` with a reason code."""
    if not content.strip():
        raise Unreadable(EMPTY)
    ending = name.lower().rpartition(".")[2]
    if ending == "pdf" or content.startswith(b"%PDF-"):
        text = _pdf_in_child(content)
    elif ending == "eml":
        text = mail_text(content)
    elif ending in {"html", "htm"}:
        text = html_to_markdown(html_decoded(content))
    else:
        text = read_text_file(name, content)
    if not text.strip():
        raise Unreadable(NO_TEXT)
    return text.strip()


def mail_text(content: bytes) -> str:
    """Return what a saved mail says, without its headers. Raise `Unreadable`."""
    parsed: EmailMessage = email.message_from_bytes(content, policy=email.policy.default)
    if not (parsed["from"] or parsed["subject"]):
        raise Unreadable(NOT_A_MAIL)
    body = parsed.get_body(preferencelist=("plain", "html"))
    if body is None:
        raise Unreadable(NO_TEXT)
    try:
        text = str(body.get_content())
    except (LookupError, UnicodeError, KeyError):
        payload = body.get_payload(decode=True)
        text = decoded(payload) if isinstance(payload, bytes) else ""
    return html_to_markdown(text) if body.get_content_subtype() == "html" else text


def html_decoded(content: bytes) -> str:
    """Return a web page's text in the encoding it names, else as any other. Raise `Unreadable`."""
    named = _CHARSET.search(content[:2048])
    if named is not None and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        with suppress(LookupError, UnicodeDecodeError):
            return content.decode(named[1].decode("ascii"))
    return decoded(content)


def _pdf_in_child(content: bytes) -> str:
    if not content.lstrip()[:1024].count(b"%PDF-"):
        raise Unreadable(NOT_A_PDF)
    environment = {"PATH": os.defpath, "PYTHONPATH": str(Path(samrad.__file__).parents[1])}
    with tempfile.TemporaryDirectory(prefix="samrad-received-") as folder:
        (Path(folder) / "in").write_bytes(content)
        try:
            ended = subprocess.run(  # noqa: S603 -- our own module, and the file is only data to it
                [sys.executable, "-m", "samrad.documents.received", folder],
                check=False,
                capture_output=True,
                timeout=_SECONDS,
                env=environment,
                cwd=folder,
            )
        except subprocess.TimeoutExpired as error:
            raise Unreadable(PDF_TOO_LARGE) from error
        if ended.returncode != 0:
            raise Unreadable(_ENDS.get(ended.returncode, NOT_A_PDF))
        return (Path(folder) / "out").read_text(encoding="utf-8")


def main(folder: Path) -> int:
    """Write the words of `folder`/in to `folder`/out; the exit code says what stood in the way."""
    limit()
    import pypdf  # noqa: PLC0415 -- slow, and only here
    from pypdf.errors import LimitReachedError  # noqa: PLC0415 -- as above

    try:
        reader = pypdf.PdfReader(folder / "in")
        if reader.is_encrypted and not reader.decrypt(""):
            return 2
        if len(reader.pages) > _MOST_PAGES:
            return 3
        pages = [page.extract_text().strip() for page in reader.pages]
    except (MemoryError, LimitReachedError, RecursionError):
        return 3
    except pypdf.errors.DependencyError:
        return 2
    text = "\n\n".join(page for page in pages if page)
    if not text:
        return 4
    (folder / "out").write_text(text, encoding="utf-8", errors="replace")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
