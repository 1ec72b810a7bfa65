"""Handing a stored file to a browser. Only guarded views call this."""

from django.http import FileResponse, HttpResponse

from samrad.files.models import StoredFile
from samrad.files.queries import open_file


def attachment(stored: StoredFile) -> FileResponse:
    """Answer with the file as a download that no browser will interpret as a page."""
    response = FileResponse(
        open_file(stored),
        as_attachment=True,
        filename=stored.name,
        content_type=stored.content_type or "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def written(content: bytes, *, name: str, content_type: str) -> HttpResponse:
    """Answer with what has just been written, as a download that nobody keeps."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
