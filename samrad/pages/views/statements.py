"""The published statement: to read, and to fetch as a file."""

from django.http import HttpResponse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.core.htmx import render_page
from samrad.files.queries import open_file
from samrad.files.responses import attachment
from samrad.reporting.enums import DocumentFormat
from samrad.reporting.models import Statement, StatementFile
from samrad.reporting.queries.statements import (
    get_published_file,
    get_published_statement,
    published_statements,
)


@require_safe
@requires(Action.STATEMENT_VIEW, on=get_published_statement)
def statement(request: Request, statement: Statement) -> HttpResponse:
    """Show the newest published statement, with its files and the earlier ones."""
    consultation = statement.consultation
    files = {(one.format, one.volume): one for one in statement.files.all()}
    web = files.pop((DocumentFormat.WEB, 1), None)
    body = ""
    if web is not None:
        with open_file(web.stored) as content:
            body = content.read().decode()
    context = {
        "statement": statement,
        "consultation": consultation,
        "region": consultation.region,
        # Written by our own writer when the statement was made; it escapes every text.
        "body": mark_safe(body),  # noqa: S308
        "files": [files[key] for key in sorted(files, key=lambda key: (key[0] != "pdf", *key))],
        "volumes": sum(kind == DocumentFormat.PDF for kind, _volume in files),
        "earlier": [
            one for one in published_statements(consultation) if one.number != statement.number
        ],
    }
    return render_page(request, "pages/statement.html", context)


@require_safe
@requires(Action.STATEMENT_VIEW, on=get_published_file)
def statement_file(_request: Request, kept: StatementFile) -> HttpResponse:
    """Hand out a file of a published statement."""
    return attachment(kept.stored)  # type: ignore[return-value]  # a file response is a response
