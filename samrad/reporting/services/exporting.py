"""The statement as files, without going through the web."""

from collections.abc import Callable, Mapping
from typing import Final

from samrad.documents.writing import to_docx, to_html, to_pdf
from samrad.files.queries import open_file
from samrad.reporting.enums import DocumentFormat
from samrad.reporting.models import Statement
from samrad.reporting.rules.facts import Frozen, to_json
from samrad.reporting.wording.document import statement_document, statement_volumes

_WRITERS: Final[Mapping[str, Callable[[Frozen], list[bytes]]]] = {
    DocumentFormat.DOCX: lambda kept: [to_docx(statement_document(kept))],
    DocumentFormat.PDF: lambda kept: [to_pdf(volume) for volume in statement_volumes(kept)],
    DocumentFormat.HTML: lambda kept: [to_html(statement_document(kept)).encode()],
    DocumentFormat.JSON: lambda kept: [to_json(kept)],
}


def written(kept: Frozen, kind: str) -> list[bytes]:
    """Return the statement in the format `kind`: one file, or as many volumes as a PDF needs."""
    return _WRITERS[kind](kept)


def frozen_files(statement: Statement, kind: str) -> list[bytes]:
    """Return the files of a whole statement as they were stored."""
    found = []
    for file in statement.files.filter(format=kind).order_by("volume").select_related("stored"):
        with open_file(file.stored) as content:
            found.append(content.read())
    return found
