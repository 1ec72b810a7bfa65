"""One consultation: where it is, what is next, what stands in the way, and how it has gone."""

from typing import Any, Final

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from samrad.access.guard import Request, requires
from samrad.access.policy import Action
from samrad.access.roles import Role, roles_on
from samrad.consultations.enums import Matter
from samrad.consultations.models import Consultation
from samrad.consultations.queries import get_consultation
from samrad.consultations.rules import steps
from samrad.consultations.wording import STEPS
from samrad.core.clock import local_date, now
from samrad.core.htmx import render_page
from samrad.method import library
from samrad.pages.queries.work import Standing, reach_of, standings_of
from samrad.pages.views.matrix import warning_rows
from samrad.pages.views.standing import address, is_done, row_of
from samrad.planning.queries.matrix import matrix_of

# Parts of the work that an information has no use for.
_ASKING: Final = frozenset(
    {"duties", "gates", "matrix", "mailings", "participants", "submissions", "desk"}
    | {"replies", "batches", "statements", "quality"}
)
_STEPPER: Final = {steps.DONE: "done", steps.CURRENT: "now"}


def _note(state: str, step: str, standing: Standing) -> str:
    """Return what stands below a step of the stepper."""
    if state == steps.CURRENT:
        return _("här är vi")
    dates = standing.dates
    if step == steps.CARRY_OUT and dates.opens_on and dates.last_day:
        return f"{date_format(dates.opens_on, 'j b')}–{date_format(dates.last_day, 'j b Y')}"
    if step == steps.FOLLOW_UP and dates.answered_on:
        return _("svar %(day)s") % {"day": date_format(dates.answered_on, "j b Y")}
    words = {
        steps.DONE: _("klart"),
        steps.UNDER_WAY: _("har börjat"),
        steps.SKIPPED: _("hoppades över"),
        steps.LEFT_UNDONE: _("blev inte klart"),
        steps.CANCELLED: _("inställt"),
    }
    return words.get(state, "")


def _stepper(standing: Standing) -> list[dict[str, str]]:
    asks = standing.consultation.matter != Matter.INFORMATION
    return [
        {
            "label": str(STEPS[step]),
            "state": _STEPPER.get(state, ""),
            "note": _note(state, step, standing),
        }
        for step, state in standing.where.states.items()
        if asks or step not in steps.ASKING
    ]


def _figures(standing: Standing, held: set[Role]) -> list[dict[str, Any]]:
    """Return the key figures, each leading to its list."""
    figures, dates = standing.figures, standing.dates
    consultation = standing.consultation
    left = (dates.last_day - local_date(now())).days if dates.last_day else None
    closing = _("sista dag ej satt")
    if dates.last_day and left is not None:
        text = _("till %(day)s") if left >= 0 else _("slutade %(day)s")
        closing = text % {"day": date_format(dates.last_day, "j F Y")}
    return [
        {
            "label": _("Bjuds in"),
            "number": figures.invited,
            "note": _("%(mail)s e-post, %(letter)s brev")
            % {"mail": figures.invited_by_mail, "letter": figures.invited_by_letter},
            "url": address("mailings", consultation, held),
        },
        {
            "label": _("Möten"),
            "number": figures.meetings,
            "note": ngettext("i %(count)s kommun", "i %(count)s kommuner", figures.towns)
            % {"count": figures.towns},
            "url": address("meetings", consultation, held),
        },
        {
            "label": _("Har svarat"),
            "number": figures.submissions,
            "note": _("inbjudna och andra"),
            "url": address("submissions", consultation, held),
        },
        {
            "label": _("Inspel med svar"),
            "number": _("%(part)s av %(whole)s")
            % {"part": figures.answered, "whole": figures.contributions},
            "note": _("%(count)s publicerade") % {"count": figures.published},
            "url": address("desk", consultation, held),
        },
        {
            "label": _("Dagar kvar att svara"),
            "number": left if left is not None and left >= 0 else "–",
            "note": closing,
            "url": "",
        },
    ]


def _ways(consultation: Consultation, held: set[Role]) -> list[dict[str, Any]]:
    """Return the parts of the work by step, each with what it is for; then what goes all the way.

    A step in which this person may do nothing is left out.
    """
    informs = consultation.matter == Matter.INFORMATION
    listed: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
        (
            str(STEPS[steps.PREPARE]),
            (
                ("pre_gate", _("Ska vi samråda?"), _("Fem frågor innan ni frågar någon annan")),
                ("duties", _("Lagkrav"), _("Minoriteter, samer, barn, funktionsnedsättning")),
                ("publish", _("Syfte, frågor och datum"), _("Det som står, och vad som saknas")),
            ),
        ),
        (
            str(STEPS[steps.PLAN]),
            (
                ("meetings", _("Möten och annat ni gör"), _("Dag, plats och tillgänglighet")),
                ("matrix", _("Matris"), _("I vilka steg och hur långt föreningarna är med")),
            ),
        ),
        (
            str(STEPS[steps.INVITE]),
            (
                ("mailings", _("Inbjudan och utskick"), _("Brev, mottagare och påminnelser")),
                ("participants", _("Deltagare"), _("Vilka som är med, och länkar som kommit fel")),
            ),
        ),
        (
            str(STEPS[steps.CARRY_OUT]),
            (("submissions", _("Inkommet"), _("Alla inlagor, från webb till telefon")),),
        ),
        (
            str(STEPS[steps.FOLLOW_UP]),
            (
                ("desk", _("Inspel och svar"), _("Ett inspel i taget, med skäl")),
                ("replies", _("Godkänna svar"), _("Förslag som väntar på kulturchefen")),
                ("batches", _("Publicerade svar"), _("Vad som gått ut, och till vem")),
                ("decision", _("Beslutet"), _("Dag och paragraf")),
                ("statements", _("Samrådsredogörelse"), _("Till nämnden och registratorn")),
            ),
        ),
        (
            _("Hela vägen"),
            (
                ("gates", _("Grindar"), _("Vad som behöver vara på plats, och varför")),
                ("quality", _("Kvalitet"), _("Checklistan med bevis, och vad som hjälper mest")),
                ("documents", _("Dokument"), _("Inbjudan, körschema och annat i Word")),
                ("history", _("Historik"), _("Vem som ändrat vad")),
            ),
        ),
    )
    found = (
        {
            "title": step,
            "ways": [
                {"url": url, "title": title, "text": text}
                for place, title, text in ways
                if not (informs and place in _ASKING)
                and (url := address(place, consultation, held))
            ],
        }
        for step, ways in listed
    )
    return [step for step in found if step["ways"]]


def _matrix_warnings(consultation: Consultation) -> list[str]:
    """Return in short what the matrix is worth a warning for; nothing where nobody is asked.

    What letters promise is read on the matrix's own page only.
    """
    if consultation.cancelled_at is not None or consultation.matter == Matter.INFORMATION:
        return []
    found = matrix_of(consultation, now=now()).warnings()
    return [row["text"] for row in warning_rows(found)]


@require_safe
@requires(Action.CONSULTATION_WORK, on=get_consultation)
def overview(request: Request, consultation: Consultation) -> HttpResponse:
    """Show where a consultation is, what is next and what stands in the way."""
    (standing,) = standings_of([consultation], now=now())
    held = roles_on(request.principal, consultation)
    row = row_of(standing, held)
    context = {
        "region": consultation.region,
        "consultation": consultation,
        "row": row,
        "is_done": is_done(row),
        "stepper": _stepper(standing),
        "figures": _figures(standing, held),
        "ways": _ways(consultation, held),
        "reach": reach_of(consultation) if standing.figures.submissions else None,
        "promise": library.promise(
            consultation.level,
            deciding_body=consultation.decision_maker or _("det beslutande organet"),
        ),
        "level": consultation.level,
        "matrix_warnings": _matrix_warnings(consultation),
    }
    return render_page(request, "pages/work/overview.html", context)
