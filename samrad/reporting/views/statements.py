"""Following a consultation's statement from what is missing to the published version."""

from collections.abc import Sequence
from functools import partial

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import POLICY, Action
from samrad.access.roles import roles_on
from samrad.consultations.gates import GateIsShut, told
from samrad.consultations.models import Consultation
from samrad.consultations.queries import get_consultation
from samrad.core.clock import local_date, now
from samrad.core.htmx import render_page
from samrad.documents.writing import to_fragment
from samrad.files.responses import attachment
from samrad.jobs.enums import JobState
from samrad.planning.views.asking import asking_only
from samrad.reporting import tasks
from samrad.reporting.enums import DocumentFormat
from samrad.reporting.models import Statement, StatementFile
from samrad.reporting.queries import statements as read
from samrad.reporting.queries.gathering import gather
from samrad.reporting.rules.facts import frozen
from samrad.reporting.rules.sections import NEEDED, SLUGS, Missing, missing
from samrad.reporting.services.making import cancel_order, order_statement, retry_statement
from samrad.reporting.services.publishing import (
    ConsultationNotPublished,
    HoldsProposals,
    publish_statement,
    reasons_before_publishing,
    withdraw_statement,
)
from samrad.reporting.wording.document import statement_preview
from samrad.reporting.wording.labels import FAILURES, TITLES, UNKNOWN_FAILURE, missing_words

PREVIEW_ROWS = 50
CONFLICT = 409
# Where each missing thing is mended: the address's name and whether it has the consultation's slug.
_MENDED_AT = {
    "PENDING": "contributions:submissions",
    "UNANSWERED": "contributions:desk",
    "PROPOSED": "contributions:replies",
    "CASE_NUMBER": "pages:overview",
    "DECISION": "planning:decision",
    "ATTENDANCE": "reporting:results",
    "RESULTS": "reporting:results",
    "SPENT": "reporting:results",
}


def _page(consultation: Consultation) -> str:
    return reverse("reporting:statements", args=(consultation.region.slug, consultation.slug))


def _mended_at(one: Missing, consultation: Consultation) -> str:
    arguments = [consultation.region.slug, consultation.slug]
    if one.section:
        return reverse("reporting:text", args=[*arguments, SLUGS[one.section]])
    return reverse(_MENDED_AT[one.code], args=arguments) if one.code in _MENDED_AT else ""


def _stops(
    found: Sequence[Missing], consultation: Consultation, *, may_mend: bool
) -> list[dict[str, str]]:
    return [
        {
            "title": missing_words(one),
            "url": _mended_at(one, consultation) if may_mend else "",
        }
        for one in found
    ]


def _sections(consultation: Consultation) -> list[dict[str, object]]:
    written = read.texts_by_section(consultation)
    return [
        {
            "slug": slug,
            "title": TITLES[name],
            "text": written.get(name),
            "is_needed": name in NEEDED,
        }
        for name, slug in SLUGS.items()
    ]


def _state(consultation: Consultation) -> dict[str, object]:
    job = read.latest_order(consultation)
    made = list(read.statements_of(consultation))
    failed = job is not None and job.state == JobState.FAILED
    return {
        "job": job,
        "is_going_on": job is not None and job.ended_at is None,
        "has_failed": failed,
        "was_cancelled": job is not None and job.state == JobState.CANCELLED,
        "failure": FAILURES.get(job.error, UNKNOWN_FAILURE) if job and failed else "",
        "versions": [_version(one) for one in made if one.completed_at],
    }


def _version(statement: Statement) -> dict[str, object]:
    files = [one for one in statement.files.all() if one.format != DocumentFormat.WEB]
    volumes = sum(one.format == DocumentFormat.PDF for one in files)
    order = list(DocumentFormat.values)
    return {
        "statement": statement,
        "files": [
            {
                "file": one,
                "volume": one.volume if one.format == DocumentFormat.PDF and volumes > 1 else 0,
            }
            for one in sorted(files, key=lambda one: (order.index(one.format), one.volume))
        ],
    }


@require_safe
@requires(Action.STATEMENT_READ, on=get_consultation)
@asking_only
def statements(request: Request, consultation: Consultation) -> HttpResponse:
    """Show what is missing, what is being made, and the versions there are."""
    context = {
        "consultation": consultation,
        "region": consultation.region,
        **_state(consultation),
    }
    if not request.htmx:
        found = missing(read.counts_of(consultation, now=now()))
        held = roles_on(request.principal, consultation)
        may_mend = bool(POLICY[Action.STATEMENT_WRITE] & held)
        context |= {
            "stops": _stops(found, consultation, may_mend=may_mend),
            "sections": _sections(consultation),
        }
    return render_page(request, "reporting/statements.html", context, part="state")


@require_POST
@requires(Action.STATEMENT_MAKE, on=get_consultation)
@asking_only
def order(request: Request, consultation: Consultation) -> HttpResponse:
    """Order a new version."""
    order_statement(consultation=consultation, actor=request.principal, now=now())
    transaction.on_commit(partial(tasks.make_ordered_statements.enqueue))
    return redirect(_page(consultation))


@require_POST
@requires(Action.STATEMENT_MAKE, on=get_consultation)
@asking_only
def retry(request: Request, consultation: Consultation) -> HttpResponse:
    """Go on with a version that was begun."""
    retry_statement(consultation=consultation, actor=request.principal, now=now())
    transaction.on_commit(partial(tasks.make_ordered_statements.enqueue))
    return redirect(_page(consultation))


@require_POST
@requires(Action.STATEMENT_MAKE, on=get_consultation)
def cancel(request: Request, consultation: Consultation) -> HttpResponse:
    """Stop the making of a version."""
    cancel_order(consultation=consultation, now=now())
    messages.info(request, _("Arbetet avbryts. Ingen version sparas."))
    return redirect(_page(consultation))


@require_safe
@requires(Action.STATEMENT_READ, on=get_consultation)
@asking_only
def preview(request: Request, consultation: Consultation) -> HttpResponse:
    """Show the statement as it would read now, with the first of the replies."""
    facts = gather(consultation, now=now(), rows=PREVIEW_ROWS)
    kept = frozen(facts, number=0, made_on=local_date(now()), is_invented=settings.SAMRAD_DEMO)
    document = statement_preview(kept)
    context = {
        "consultation": consultation,
        "region": consultation.region,
        "title": document.title,
        # Our own writer made the HTML and escaped every text in it.
        "body": mark_safe(to_fragment(document)),  # noqa: S308
    }
    return render_page(request, "reporting/preview.html", context)


@require_safe
@requires(Action.STATEMENT_READ, on=read.get_statement_file)
def file(_request: Request, kept: StatementFile) -> HttpResponse:
    """Hand out a file of a version."""
    return attachment(kept.stored)  # type: ignore[return-value]  # a file response is a response


def _confirm(
    request: Request, statement: Statement, context: dict[str, object], status: int = 200
) -> HttpResponse:
    consultation = statement.consultation
    common = {
        "statement": statement,
        "consultation": consultation,
        "region": consultation.region,
        "cancel_url": _page(consultation),
    }
    return render_page(request, "reporting/confirm.html", {**common, **context}, status=status)


@require_http_methods(["GET", "POST"])
@requires(Action.STATEMENT_PUBLISH, on=read.get_statement)
@asking_only
def publish(request: Request, statement: Statement) -> HttpResponse:
    """Ask, then let everyone read the version."""
    if request.method == "POST":
        try:
            publish_statement(statement=statement, actor=request.principal, now=now())
            messages.success(request, _("Version %(n)s är publicerad.") % {"n": statement.number})
        except HoldsProposals as held:
            said = _(
                "Versionen kan inte publiceras: den har %(n)s svar som ännu var förslag. Publicera "
                "svaren och skapa en ny version."
            )
            messages.error(request, said % {"n": held.number})
        except ConsultationNotPublished:
            messages.error(
                request, _("Samrådet är inte publicerat, så ingen skulle hitta redogörelsen.")
            )
        except GateIsShut:
            return _confirm(request, statement, _before_publishing(statement), status=CONFLICT)
        return redirect(_page(statement.consultation))
    return _confirm(request, statement, _before_publishing(statement))


def _before_publishing(statement: Statement) -> dict[str, object]:
    """Return what to ask before publishing, or what the gates still ask for."""
    points = [
        _("Alla kan läsa och hämta den på samrådets sida."),
        _("Skapar du en ny version syns den först när du publicerar den."),
        _("Du kan dra tillbaka den igen. Den som redan hämtat den har den kvar."),
    ]
    title = _("Publicera version %(n)s av redogörelsen?") % {"n": statement.number}
    gate = told(statement.consultation, reasons_before_publishing(statement, now=now()))
    return {"title": title, "points": points, "label": _("Publicera"), "gate": gate}


@require_http_methods(["GET", "POST"])
@requires(Action.STATEMENT_PUBLISH, on=read.get_statement)
def withdraw(request: Request, statement: Statement) -> HttpResponse:
    """Ask, then take a published version back."""
    if request.method == "POST":
        withdraw_statement(statement=statement, actor=request.principal, now=now())
        messages.success(
            request, _("Version %(n)s visas inte längre öppet.") % {"n": statement.number}
        )
        return redirect(_page(statement.consultation))
    title = _("Dra tillbaka version %(n)s?") % {"n": statement.number}
    context: dict[str, object] = {
        "title": title,
        "text": _("Den syns inte längre på samrådets sida, men finns kvar här."),
        "label": _("Dra tillbaka"),
        "danger": True,
    }
    return _confirm(request, statement, context)
